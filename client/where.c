/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "client/where.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/conf.h"
#include "base/path.h"

/* The rest of the files is for the other programs to judge. */
static const struct conf_key keys[] = {
	{ "", "index", CONF_PATH, NULL },
	{ "", "socket", CONF_PATH, NULL },
};

static int read_settings(struct conf *c, struct err *e)
{
	int r = conf_read(c, NULL, e);

	/* What this user may not read is not for him. */
	if (r == E_IO)
		r = 0;
	if (!r)
		r = conf_set_variable(c, "", "index", "TRACUU_INDEX", e);
	if (!r)
		r = conf_set_variable(c, "", "socket", "TRACUU_SOCKET", e);
	return r;
}

static int hand_over(char *s, char **ret, struct err *e)
{
	if (!s)
		return err_nomem(e);
	*ret = s;
	return 0;
}

/* As a daemon of this user would choose it. */
static int users_socket(const struct conf *c, char **ret, struct err *e)
{
	const char *set = conf_string(c, "", "index");
	char *index = NULL;
	int r = 0;

	if (!set)
		r = path_default_index(&index, e);
	/* Without an index directory there may still be a socket. */
	if (!r || r == E_NOTFOUND)
		r = path_default_socket(set ? set : index ? index : ".", ret,
					e);
	free(index);
	return r;
}

static int default_socket(const struct conf *c, char **ret, struct err *e)
{
	char *path = NULL;
	int r = users_socket(c, &path, e);

	if (r)
		return r;
	if (!access(path, F_OK) || errno != ENOENT ||
	    access(PATH_SYSTEM_SOCKET, F_OK)) {
		*ret = path;
		return 0;
	}
	free(path);
	return hand_over(strdup(PATH_SYSTEM_SOCKET), ret, e);
}

int where_socket(char **ret, struct err *e)
{
	const char *set;
	struct conf c;
	int r;

	conf_init(&c, keys, sizeof(keys) / sizeof(*keys));
	r = read_settings(&c, e);
	set = r ? NULL : conf_string(&c, "", "socket");
	if (!r)
		r = set ? hand_over(strdup(set), ret, e) :
			  default_socket(&c, ret, e);
	conf_release(&c);
	return r;
}

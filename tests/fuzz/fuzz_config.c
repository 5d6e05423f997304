/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Any bytes as a configuration file: refused with file and line, or read; and
 * what is printed of it is read again.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/conf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct conf_key keys[] = {
	{ "", "index", CONF_PATH, NULL },
	{ "", "socket", CONF_OTHERS, NULL },
	{ "indexer", "root", CONF_LIST | CONF_PATH, "a folder" },
	{ "indexer", "jobs", 0, NULL },
	{ "encoding", NULL, 0, NULL },
	{ "collection", "root", CONF_LIST | CONF_PATH, NULL },
};
#define N_KEYS (sizeof(keys) / sizeof(*keys))

static void check_error(const char *path, const struct err *e)
{
	size_t n = strlen(path);

	if (e->code != E_INVAL || strncmp(e->msg, path, n) != 0 ||
	    e->msg[n] != ':' || atoi(e->msg + n + 1) < 1)
		abort();
}

/* Lists and sections as printed; values too long for a line are let be. */
static void read_again(const struct conf *c, const char *path)
{
	struct conf again;
	struct err e;
	FILE *f = fopen(path, "w");

	if (!f)
		abort();
	conf_print(c, f);
	fclose(f);
	conf_init(&again, keys, N_KEYS);
	if (conf_read_file(&again, path, CONF_USER, &e))
		check_error(path, &e);
	conf_release(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[] = "/tmp/tracuu-fuzz-config.XXXXXX";
	int fd = mkstemp(path);
	struct conf c;
	struct err e;

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	close(fd);
	setenv("HOME", "/home/u", 1);
	conf_init(&c, keys, N_KEYS);
	if (conf_read_file(&c, path, CONF_SYSTEM, &e))
		check_error(path, &e);
	else
		read_again(&c, path);
	conf_release(&c);
	unlink(path);
	return 0;
}

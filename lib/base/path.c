/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Names: joining them, where things are by default, and as URIs.
 */
#include "base/path.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILE_SCHEME "file://"

char *path_join(const char *dir, const char *name)
{
	size_t d = strlen(dir), n = strlen(name);
	char *s;

	while (d && dir[d - 1] == '/')
		d--;
	s = malloc(d + n + 2);
	if (!s)
		return NULL;
	memcpy(s, dir, d);
	s[d] = '/';
	memcpy(s + d + 1, name, n + 1);
	return s;
}

/* A variable that is set to nothing counts as not set, as XDG has it. */
static const char *env(const char *name)
{
	const char *s = getenv(name);

	return s && *s ? s : NULL;
}

static int hand_over(char *s, char **ret, struct err *e)
{
	if (!s)
		return err_nomem(e);
	*ret = s;
	return 0;
}

int path_default_index(char **ret, struct err *e)
{
	const char *s = env("TRACUU_INDEX");

	if (s)
		return hand_over(strdup(s), ret, e);
	if (geteuid() == 0)
		return hand_over(strdup("/var/lib/tracuu"), ret, e);
	s = env("XDG_STATE_HOME");
	if (s)
		return hand_over(path_join(s, "tracuu"), ret, e);
	s = env("HOME");
	if (s)
		return hand_over(path_join(s, ".local/state/tracuu"), ret, e);
	return err_set(e, E_NOTFOUND, "no index directory is known: give "
		       "--index DIR, or set TRACUU_INDEX or HOME");
}

int path_default_socket(const char *index_dir, char **ret, struct err *e)
{
	const char *s = env("TRACUU_SOCKET");

	if (s)
		return hand_over(strdup(s), ret, e);
	if (geteuid() == 0)
		return hand_over(strdup(PATH_SYSTEM_SOCKET), ret, e);
	s = env("XDG_RUNTIME_DIR");
	return hand_over(path_join(s ? s : index_dir, "tracuu.sock"), ret, e);
}

static bool is_unreserved(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (c && strchr("-._~/", c));
}

int path_add_uri(struct buf *b, const char *path, size_t n)
{
	static const char hex[] = "0123456789ABCDEF";
	size_t start = 0;
	int r = n && path[0] == '/' ? buf_adds(b, FILE_SCHEME) : 0;

	for (size_t i = 0; !r && i < n; i++) {
		unsigned char c = (unsigned char)path[i];
		char esc[3] = { '%', hex[c >> 4], hex[c & 15] };

		if (is_unreserved(path[i]))
			continue;
		r = buf_add(b, path + start, i - start);
		if (!r)
			r = buf_add(b, esc, sizeof(esc));
		start = i + 1;
	}
	return r ? r : buf_add(b, path + start, n - start);
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

int path_add_from_uri(struct buf *b, const char *uri, size_t n)
{
	size_t scheme = strlen(FILE_SCHEME), i = 0;
	int r = 0;

	if (n >= scheme && !memcmp(uri, FILE_SCHEME, scheme)) {
		if (n == scheme || uri[scheme] != '/')
			return E_INVAL;
		i = scheme;
	}
	for (; !r && i < n; i++) {
		int hi, lo;

		if (uri[i] != '%') {
			r = buf_addc(b, uri[i]);
			continue;
		}
		hi = n - i > 2 ? hex_value(uri[i + 1]) : -1;
		lo = hi >= 0 ? hex_value(uri[i + 2]) : -1;
		if (lo < 0)
			return E_INVAL;
		r = buf_addc(b, (char)(hi << 4 | lo));
		i += 2;
	}
	return r;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/abbrev_file.h"

#include <errno.h>
#include <string.h>

#include "base/path.h"
#include "search/search.h"

void abbrev_file_init(struct abbrev_file *t, const char *path)
{
	*t = (struct abbrev_file){ .path = path };
	buf_init(&t->text, ABBREV_FILE_MAX);
}

void abbrev_file_release(struct abbrev_file *t)
{
	buf_release(&t->text);
}

static bool same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino &&
	       a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	       a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static int read_file(const struct abbrev_file *t, struct buf *text, struct err *e)
{
	int r = path_read_file(t->path, text, e);

	if (r == E_LIMIT)
		return err_set(e, E_INVAL, "%s: more than %u bytes", t->path,
			       ABBREV_FILE_MAX);
	return r ? r
		 : search_check_abbreviations(t->path, text->s, text->len, e);
}

static bool same_text(const struct buf *a, const struct buf *b)
{
	return a->len == b->len && (!a->len || !memcmp(a->s, b->s, a->len));
}

bool abbrev_file_read(struct abbrev_file *t)
{
	struct stat now = { 0 };
	struct buf text;
	bool changed;

	if (!t->path)
		return false;
	if (stat(t->path, &now)) {
		err_sys(&t->bad, errno, "%s", t->path);
		t->seen = now;
		return false;
	}
	if (same_file(&now, &t->seen))
		return false;
	t->bad = (struct err){ 0 };
	if (!S_ISREG(now.st_mode)) { /* a pipe might never end */
		err_set(&t->bad, E_INVAL, "%s: not a regular file", t->path);
		t->seen = now;
		return false;
	}
	buf_init(&text, ABBREV_FILE_MAX);
	if (read_file(t, &text, &t->bad)) {
		/* Anything else may be over the next time. */
		if (t->bad.code == E_INVAL)
			t->seen = now;
		buf_release(&text);
		return false;
	}
	t->seen = now;
	changed = !same_text(&text, &t->text);
	buf_release(&t->text);
	t->text = text;
	return changed;
}

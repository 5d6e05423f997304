/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/table.h"

#include <errno.h>
#include <string.h>

#include "base/path.h"
#include "search/search.h"

void table_init(struct table *t, const char *path)
{
	*t = (struct table){ .path = path };
	buf_init(&t->text, TABLE_BYTES_MAX);
}

void table_release(struct table *t)
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

static int read_file(const struct table *t, struct buf *text, struct err *e)
{
	int r = path_read_file(t->path, text, e);

	if (r == E_LIMIT)
		return err_set(e, E_INVAL, "%s: more than %u bytes", t->path,
			       TABLE_BYTES_MAX);
	return r ? r
		 : search_check_abbreviations(t->path, text->s, text->len, e);
}

static bool same_text(const struct buf *a, const struct buf *b)
{
	return a->len == b->len && (!a->len || !memcmp(a->s, b->s, a->len));
}

bool table_read(struct table *t)
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
	t->seen = now;
	t->bad = (struct err){ 0 };
	buf_init(&text, TABLE_BYTES_MAX);
	if (read_file(t, &text, &t->bad)) {
		buf_release(&text);
		return false;
	}
	changed = !same_text(&text, &t->text);
	buf_release(&t->text);
	t->text = text;
	return changed;
}

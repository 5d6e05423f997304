/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/index.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/schema.h"
#include "store/store.h"
#include "text/text.h"

static int check_meta(struct store_reader *r, size_t i, const char *key,
		      const char *want, struct err *e)
{
	struct buf value = BUF_INIT;
	int code = store_meta_get(r, i, key, &value, e);

	/* A remote shard shows no metadata: nothing to compare. */
	if (!code && value.len &&
	    (value.len != strlen(want) || memcmp(value.s, want, value.len)))
		code = err_set(e, E_SCHEMA,
			       "the index has %s %.*s, this program needs %s: "
			       "reindex with `tracuu-index update`",
			       key, (int)value.len, value.s, want);
	buf_release(&value);
	return code;
}

int search_check_schema(struct store_reader *r, size_t n, struct err *e)
{
	char version[16];
	int code = 0;

	snprintf(version, sizeof(version), "%d", SCHEMA_VERSION);
	for (size_t i = 0; !code && i < n; i++) {
		code = check_meta(r, i, SCHEMA_META_VERSION, version, e);
		if (!code)
			code = check_meta(r, i, SCHEMA_META_ANALYZER,
					  text_analyzer_id(), e);
	}
	return code;
}

static int copy_names(struct search_index *x, const char *const *where,
		      size_t n, struct err *e)
{
	x->where = calloc(n, sizeof(*x->where));
	if (!x->where)
		return err_nomem(e);
	for (; x->n < n; x->n++) {
		x->where[x->n] = strdup(where[x->n]);
		if (!x->where[x->n])
			return err_nomem(e);
	}
	return 0;
}

static int read_tables(struct search_index *x, struct store_reader *r,
		       const struct search_settings *settings, struct err *e)
{
	struct text_analyzer *a;
	int code = text_analyzer_open(&a, e);

	if (code)
		return code;
	code = abbrev_open(&x->abbrev, a, settings->abbreviations,
			   settings->abbreviations_len, r, e);
	text_analyzer_close(a);
	return code;
}

/* All that is read once, with a reader that nobody needs afterwards. */
static int read_index(struct search_index *x,
		      const struct search_settings *settings, struct err *e)
{
	struct store_reader *reader;
	int r = store_reader_open((const char *const *)x->where, x->n, &reader,
				  e);

	if (r)
		return r;
	r = search_check_schema(reader, x->n, e);
	if (!r)
		r = wordlist_make(&x->words, reader, WORDLIST_MAX, e);
	if (!r)
		r = read_tables(x, reader, settings, e);
	store_reader_close(reader);
	return r;
}

int search_index_open(const char *const *where, size_t n,
		      const struct search_settings *settings,
		      struct search_index **ret, struct err *e)
{
	struct search_index *x = calloc(1, sizeof(*x));
	int r;

	if (!x)
		return err_nomem(e);
	x->limits = settings->limits;
	r = copy_names(x, where, n, e);
	if (!r)
		r = read_index(x, settings, e);
	if (r)
		search_index_close(x);
	else
		*ret = x;
	return r;
}

int search_check_abbreviations(const char *name, const char *s, size_t n,
			       struct err *e)
{
	struct text_analyzer *a;
	int r = text_analyzer_open(&a, e);

	if (r)
		return r;
	r = abbrev_check(a, name, s, n, e);
	text_analyzer_close(a);
	return r;
}

void search_index_close(struct search_index *x)
{
	if (!x)
		return;
	for (size_t i = 0; i < x->n; i++)
		free(x->where[i]);
	free(x->where);
	abbrev_release(&x->abbrev);
	wordlist_release(&x->words);
	free(x);
}

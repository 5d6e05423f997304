/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/postings.h"

#include <string.h>

#include "store/schema.h"

void postings_release(struct postings *p)
{
	terms_release(&p->terms);
}

static int failed(int code, struct err *e)
{
	return code == E_LIMIT
		       ? err_set(e, code, "more words than a document can have")
		       : err_nomem(e);
}

/* ---------------------------------------------------------------- of the text */

static int collect_terms(struct terms *terms, const struct record_writer *rw,
			 uint32_t title_words)
{
	uint32_t count, in_title;
	const char *term;
	size_t n;
	int r = 0;

	for (size_t i = 0; !r && record_term(rw, i, &term, &n, &count,
					     &in_title); i++) {
		r = terms_add(terms, "", term, n, count);
		if (!r && in_title)
			r = terms_add(terms, SCHEMA_TITLE, term, n,
				      schema_title_wdf(in_title, title_words));
	}
	return r;
}

static int collect_pairs(struct terms *terms, struct record_writer *rw,
			 uint32_t title_words)
{
	const struct record_pair *v;
	char s[SCHEMA_TERM_MAX];
	size_t n;
	int r = record_pairs(rw, &v, &n);

	for (size_t i = 0; !r && i < n; i++) {
		size_t len = schema_pair(v[i].first.s, v[i].first.n,
					 v[i].second.s, v[i].second.n, s);

		if (!len)
			continue;
		r = terms_add(terms, SCHEMA_PAIR, s, len, v[i].count);
		if (!r && v[i].in_title)
			r = terms_add(terms, SCHEMA_TITLE_PAIR, s, len,
				      schema_title_wdf(v[i].in_title,
						       title_words));
	}
	return r;
}

/* ------------------------------------------------------------- beside the text */

static int collect_definitions(struct terms *terms, const struct define *d)
{
	size_t at = 0, n;
	const char *s;
	int r = 0;

	while (!r && (s = define_next(d, &at, &n)))
		r = terms_add(terms, SCHEMA_DEFINITION, s, n, 0);
	return r;
}

/* The digits of an ISO date and time without its zone: "20201219162500". */
static size_t date_digits(struct record_str iso, char ret[16])
{
	size_t n = 0;

	/* The zone begins behind the 19 bytes of date and time. */
	for (size_t i = 0; i < iso.n && i < 19; i++)
		if (iso.s[i] >= '0' && iso.s[i] <= '9')
			ret[n++] = iso.s[i];
	return n;
}

static int collect_date(struct terms *terms, const char *digits, size_t n)
{
	int r;

	if (n < 8)
		return 0;
	r = terms_add(terms, SCHEMA_YEAR, digits, 4, 0);
	if (!r)
		r = terms_add(terms, SCHEMA_MONTH, digits, 6, 0);
	return r ? r : terms_add(terms, SCHEMA_DAY, digits, 8, 0);
}

/* The words of a name or a path; what stands in it matters, not how often. */
static int collect_words(struct postings *p, const char *prefix,
			 struct record_str s, struct err *e)
{
	struct text_token t;
	int r;

	if (!s.n)
		return 0;
	text_begin(p->analyzer, s.s, s.n, 0);
	while ((r = text_next(p->analyzer, &t, e)) > 0) {
		r = terms_add(&p->terms, prefix, t.term, t.term_len, 0);
		if (r)
			return failed(r, e);
	}
	return r;
}

static int collect_fields(struct postings *p, const struct record_fields *f,
			  struct err *e)
{
	int r = collect_words(p, SCHEMA_AUTHOR, f->author, e);

	if (!r)
		r = collect_words(p, SCHEMA_PLACE, f->place, e);
	return r ? r : collect_words(p, SCHEMA_PATH, f->path, e);
}

static int put_value(struct store_writer *w, enum schema_slot slot,
		     struct record_str s, struct err *e)
{
	return s.n ? store_doc_value(w, slot, s.s, s.n, e) : 0;
}

static int put_values(const struct record_fields *f, const char *digits,
		      size_t n, struct store_writer *w, struct err *e)
{
	int r = put_value(w, SCHEMA_SLOT_DATE, (struct record_str){ digits, n },
			  e);

	if (!r)
		r = put_value(w, SCHEMA_SLOT_YEAR,
			      (struct record_str){ digits, n < 8 ? 0 : 4 }, e);
	if (!r)
		r = put_value(w, SCHEMA_SLOT_PATH, f->path, e);
	if (!r)
		r = put_value(w, SCHEMA_SLOT_PLACE, f->place, e);
	if (!r)
		r = put_value(w, SCHEMA_SLOT_AUTHOR, f->author, e);
	if (!r)
		r = put_value(w, SCHEMA_SLOT_REF, f->refs, e);
	if (!r)
		r = put_value(w, SCHEMA_SLOT_TYPE, f->type, e);
	return r ? r : put_value(w, SCHEMA_SLOT_COLLECTION, f->collection, e);
}

int postings_put(struct postings *p, struct record_writer *rw,
		 uint32_t title_words, const struct record_fields *f,
		 struct store_writer *w, struct err *e)
{
	char digits[16];
	size_t n = date_digits(f->date, digits);
	int r;

	terms_clear(&p->terms);
	r = collect_terms(&p->terms, rw, title_words);
	if (!r)
		r = collect_pairs(&p->terms, rw, title_words);
	if (!r)
		r = collect_definitions(&p->terms, p->define);
	if (!r)
		r = collect_date(&p->terms, digits, n);
	if (!r)
		r = terms_add(&p->terms, SCHEMA_TYPE, f->type.s, f->type.n, 0);
	if (!r && f->collection.n)
		r = terms_add(&p->terms, SCHEMA_COLLECTION, f->collection.s,
			      f->collection.n, 0);
	if (r)
		return failed(r, e);
	r = collect_fields(p, f, e);
	if (!r)
		r = put_values(f, digits, n, w, e);
	return r ? r : terms_put(&p->terms, w, e);
}

/* ----------------------------------------------------------------------- moving */

int postings_move(struct postings *p, const char *from, const char *to,
		  struct store_writer *w, struct err *e)
{
	struct record_str old = { from, strlen(from) };
	struct record_str new = { to, strlen(to) };
	int r;

	terms_clear(&p->terms);
	r = collect_words(p, SCHEMA_PATH, old, e);
	if (!r)
		r = terms_remove(&p->terms, w, e);
	terms_clear(&p->terms);
	if (!r)
		r = collect_words(p, SCHEMA_PATH, new, e);
	if (!r)
		r = terms_put(&p->terms, w, e);
	return r ? r : put_value(w, SCHEMA_SLOT_PATH, new, e);
}

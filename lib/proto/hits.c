/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proto/hits.h"

#include <stdlib.h>
#include <string.h>

#include "proto/emit.h"
#include "proto/field.h"
#include "proto/marks.h"
#include "proto/result.h"
#include "proto/wire_path.h"

static const struct field result_fields[] = {
	FIELD(proto_search_result, generation, FIELD_U64, FIELD_REQUIRED),
	FIELD(proto_search_result, suggestion, FIELD_CSTR, 0),
};

/* Of its reply (proto_took_add). */
static const struct field took_fields[] = {
	FIELD(proto_search_result, took_us, FIELD_U64, FIELD_REQUIRED),
};

/* read_as.query and read_as.match */
static const struct field read_as_fields[] = {
	{ "query", FIELD_CSTR, FIELD_REQUIRED,
	  offsetof(struct proto_search_result, read_as), 0, NULL },
	FIELD_ENUM(proto_search_result, match, proto_match_words),
};

/* The part of a hit that is strings and numbers. */
static const struct field hit_fields[] = {
	FIELD(proto_hit, score, FIELD_REAL, FIELD_REQUIRED),
	FIELD(proto_hit, date, FIELD_CSTR, 0),
	FIELD(proto_hit, author, FIELD_CSTR, 0),
	FIELD(proto_hit, place, FIELD_CSTR, 0),
	FIELD(proto_hit, section, FIELD_CSTR, 0),
	FIELD(proto_hit, type, FIELD_CSTR, 0),
	FIELD(proto_hit, collection, FIELD_CSTR, 0),
	FIELD(proto_hit, extracted, FIELD_BOOL, FIELD_OMIT),
	FIELD(proto_hit, page, FIELD_U32, FIELD_OMIT),
};

static const struct field duplicates_fields[] = {
	FIELD(proto_hit, duplicate_count, FIELD_U64, FIELD_OMIT),
};

static const struct field duplicate_fields[] = {
	FIELD(proto_duplicate, title, FIELD_CSTR, 0),
};

static const struct field place_fields[] = {
	FIELD(marked, line, FIELD_U32, FIELD_REQUIRED),
	FIELD(marked, byte, FIELD_U64, FIELD_REQUIRED),
	FIELD(marked, col, FIELD_U32, FIELD_REQUIRED),
	FIELD(marked, utf16, FIELD_U32, FIELD_REQUIRED),
};

/* -------------------------------------------------------------------- encoding */

static void emit_title(const struct marked *title, struct buf *json)
{
	if (!title->s)
		return;
	emit_key(json, "title");
	emit_text(json, title->s, title->n);
	if (title->n_marks)
		marks_emit("title_marks", title, json);
}

static void emit_snippet(const struct marked *m, struct buf *json)
{
	/* Where an editor goes: a hit in the title alone opens at the top. */
	static const struct marked top = { .line = 1, .col = 1 };

	fields_emit(FIELDS(place_fields), m->line ? m : &top, json);
	if (!m->s)
		return;
	emit_key(json, "snippet");
	buf_addc(json, '{');
	marked_emit(m, json);
	buf_addc(json, '}');
}

static void emit_lines(const struct marked *m, size_t n, struct buf *json)
{
	emit_key(json, "lines");
	buf_addc(json, '[');
	for (size_t i = 0; i < n; i++) {
		emit_item(json);
		buf_addc(json, '{');
		fields_emit(FIELDS(place_fields), &m[i], json);
		marked_emit(&m[i], json);
		buf_addc(json, '}');
	}
	buf_addc(json, ']');
}

static void emit_duplicates(const struct proto_hit *h, struct buf *json)
{
	fields_emit(FIELDS(duplicates_fields), h, json);
	emit_key(json, "duplicates");
	buf_addc(json, '[');
	for (size_t i = 0; i < h->n_duplicates; i++) {
		const struct proto_duplicate *d = &h->duplicates[i];

		emit_item(json);
		buf_addc(json, '{');
		wire_path_emit(d->path, d->path_len, json);
		fields_emit(FIELDS(duplicate_fields), d, json);
		buf_addc(json, '}');
	}
	buf_addc(json, ']');
}

static void emit_hit(const struct proto_hit *h, struct buf *json)
{
	buf_addc(json, '{');
	wire_path_emit(h->path, h->path_len, json);
	emit_title(&h->title, json);
	fields_emit(FIELDS(hit_fields), h, json);
	emit_snippet(&h->snippet, json);
	if (h->n_lines)
		emit_lines(h->lines, h->n_lines, json);
	if (h->n_duplicates)
		emit_duplicates(h, json);
	buf_addc(json, '}');
}

static void emit_read_as(const struct proto_search_result *r, struct buf *json)
{
	if (!r->read_as)
		return;
	emit_key(json, "read_as");
	buf_addc(json, '{');
	fields_emit(FIELDS(read_as_fields), r, json);
	if (r->fallback || r->relaxed) {
		const char *kind = r->fallback ? r->fallback : "any";

		emit_key(json, "fallback");
		emit_text(json, kind, strlen(kind));
	}
	if (r->relaxed) {
		emit_key(json, "relaxed");
		buf_adds(json, "true");
	}
	buf_addc(json, '}');
}

int proto_search_result_encode(const struct proto_search_result *r,
			       struct buf *json)
{
	struct proto_count total = { r->total, r->total_is_exact };

	buf_addc(json, '{');
	emit_key(json, "total");
	proto_count_encode(&total, json);
	fields_emit(FIELDS(result_fields), r, json);
	emit_read_as(r, json);
	emit_key(json, "hits");
	buf_addc(json, '[');
	for (size_t i = 0; i < r->n_hits; i++) {
		emit_item(json);
		emit_hit(&r->hits[i], json);
	}
	buf_addc(json, ']');
	proto_facets_emit(r->facets, json);
	buf_addc(json, '}');
	return json->failed;
}

int proto_took_add(const struct buf *result, uint64_t us, struct buf *json)
{
	const struct proto_search_result r = { .took_us = us };

	buf_add(json, result->s, result->len - 1); /* the last is its bracket */
	fields_emit(FIELDS(took_fields), &r, json);
	buf_addc(json, '}');
	return json->failed;
}

/* -------------------------------------------------------------------- decoding */

static size_t count_marks(const json_t *hit)
{
	const json_t *lines = json_object_get(hit, "lines"), *line;
	const json_t *snippet = json_object_get(hit, "snippet");
	size_t i, n = json_array_size(json_object_get(hit, "title_marks"));

	n += json_array_size(json_object_get(snippet, "marks"));
	json_array_foreach(lines, i, line)
		n += json_array_size(json_object_get(line, "marks"));
	return n;
}

/* One array of each kind for all hits, since most are short. */
static int allocate(const json_t *hits, struct proto_search_reply *ret)
{
	size_t n = json_array_size(hits), lines = 0, marks = 0, copies = 0, i;
	const json_t *hit;

	json_array_foreach(hits, i, hit) {
		lines += json_array_size(json_object_get(hit, "lines"));
		marks += count_marks(hit);
		copies += json_array_size(json_object_get(hit, "duplicates"));
	}
	ret->hits = calloc(n + 1, sizeof(*ret->hits));
	ret->lines = calloc(lines + 1, sizeof(*ret->lines));
	ret->marks = calloc(marks + 1, sizeof(*ret->marks));
	ret->duplicates = calloc(copies + 1, sizeof(*ret->duplicates));
	return ret->hits && ret->lines && ret->marks && ret->duplicates
		       ? 0
		       : E_NOMEM;
}

/* Where in the arrays the next hit's parts go. */
struct cursor {
	struct marked *line;
	struct mark *mark;
	struct proto_duplicate *duplicate;
};

static int decode_line(const json_t *json, struct marked *m, struct cursor *at,
		       struct err *e)
{
	int r = fields_decode(FIELDS(place_fields), json, m, NULL, e);

	return r ? r : marked_decode(json, &at->mark, m, e);
}

static int decode_lines(const json_t *lines, struct proto_hit *h,
			struct cursor *at, struct err *e)
{
	const json_t *json;
	size_t i;

	h->lines = at->line;
	json_array_foreach(lines, i, json) {
		int r = decode_line(json, at->line++, at, e);

		if (r)
			return r;
		h->n_lines++;
	}
	return 0;
}

static int decode_duplicates(const json_t *json, struct proto_hit *h,
			     struct cursor *at, struct err *e)
{
	const json_t *list = json_object_get(json, "duplicates"), *one;
	size_t i;
	int r = fields_decode(FIELDS(duplicates_fields), json, h, NULL, e);

	h->duplicates = at->duplicate;
	json_array_foreach(list, i, one) {
		if (r)
			break;
		r = fields_decode(FIELDS(duplicate_fields), one,
				  at->duplicate++, NULL, e);
		h->n_duplicates++;
	}
	return r;
}

static int decode_hit(const json_t *json, struct proto_hit *h,
		      struct cursor *at, struct err *e)
{
	const json_t *title = json_object_get(json, "title");
	const json_t *snippet = json_object_get(json, "snippet");
	int r = fields_decode(FIELDS(hit_fields), json, h, NULL, e);

	if (!r)
		r = fields_decode(FIELDS(place_fields), json, &h->snippet,
				  NULL, e);
	if (!r && title)
		r = marks_decode(title, json_object_get(json, "title_marks"),
				 &at->mark, &h->title, e);
	if (!r && snippet)
		r = marked_decode(snippet, &at->mark, &h->snippet, e);
	if (!r)
		r = decode_duplicates(json, h, at, e);
	return r ? r : decode_lines(json_object_get(json, "lines"), h, at, e);
}

/* One path and a NUL. */
static int add_path(const json_t *json, struct buf *paths, size_t *ret_len,
		    struct err *e)
{
	size_t before = paths->len;
	int r = wire_path_decode(json, paths, e);

	*ret_len = paths->len - before;
	return r ? r : buf_addc(paths, '\0') ? err_nomem(e) : 0;
}

/* The paths go into one buf, which moves as it grows: pointers come last. */
static int decode_paths(const json_t *hits, struct proto_search_reply *ret,
			struct err *e)
{
	struct proto_duplicate *d = ret->duplicates, *end = d;
	const json_t *hit, *copy;
	const char *s;
	size_t i, k;
	int r;

	json_array_foreach(hits, i, hit) {
		r = add_path(hit, &ret->paths, &ret->hits[i].path_len, e);
		if (r)
			return r;
	}
	json_array_foreach(hits, i, hit)
		json_array_foreach(json_object_get(hit, "duplicates"), k, copy) {
			r = add_path(copy, &ret->paths, &end++->path_len, e);
			if (r)
				return r;
		}
	s = ret->paths.s;
	for (i = 0; i < json_array_size(hits); i++) {
		ret->hits[i].path = s;
		s += ret->hits[i].path_len + 1;
	}
	for (; d < end; d++) {
		d->path = s;
		s += d->path_len + 1;
	}
	return 0;
}

static int decode_hits(const json_t *hits, struct proto_search_reply *ret,
		       struct err *e)
{
	struct cursor at;
	const json_t *hit;
	size_t i;
	int r;

	if (!json_is_array(hits))
		return err_set(e, E_INVAL, "hits: must be an array");
	if (allocate(hits, ret))
		return err_nomem(e);
	at = (struct cursor){ ret->lines, ret->marks, ret->duplicates };
	json_array_foreach(hits, i, hit) {
		r = decode_hit(hit, &ret->hits[i], &at, e);
		if (r)
			return r;
	}
	ret->r.hits = ret->hits;
	ret->r.n_hits = json_array_size(hits);
	return decode_paths(hits, ret, e);
}

static int decode_head(const json_t *json, struct proto_search_result *r,
		       struct err *e)
{
	const json_t *read_as = json_object_get(json, "read_as");
	struct proto_count total;
	int bad = proto_count_decode(json_object_get(json, "total"), &total, e);

	if (!bad)
		bad = fields_decode(FIELDS(result_fields), json, r, NULL, e);
	if (!bad)
		bad = fields_decode(FIELDS(took_fields), json, r, NULL, e);
	if (!bad && read_as)
		bad = fields_decode(FIELDS(read_as_fields), read_as, r, NULL, e);
	if (bad)
		return bad;
	r->total = total.value;
	r->total_is_exact = total.exact;
	r->fallback = json_string_value(json_object_get(read_as, "fallback"));
	/* Older daemons say only that. */
	r->relaxed = json_is_true(json_object_get(read_as, "relaxed")) ||
		     (r->fallback && !strcmp(r->fallback, "any"));
	return 0;
}

int proto_search_result_decode(const json_t *json,
			       struct proto_search_reply *ret, struct err *e)
{
	struct proto_search_reply reply = { .paths = BUF_INIT };
	int r = decode_head(json, &reply.r, e);

	if (!r)
		r = proto_facets_decode(json, reply.r.facets,
					&reply.facet_values, e);
	if (!r)
		r = decode_hits(json_object_get(json, "hits"), &reply, e);
	if (r)
		proto_search_reply_release(&reply);
	else
		*ret = reply;
	return r;
}

void proto_search_reply_release(struct proto_search_reply *r)
{
	if (!r)
		return;
	free(r->hits);
	free(r->lines);
	free(r->marks);
	free(r->duplicates);
	free(r->facet_values);
	buf_release(&r->paths);
	*r = (struct proto_search_reply){ .paths = BUF_INIT };
}

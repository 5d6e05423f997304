/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proto/params.h"

#include "proto/field.h"
#include "proto/wire_path.h"

#define DEFAULT_LIMIT 10

const char *const proto_match_words[] = { "auto", "all", "any", NULL };
static const char *const sort_words[] = { "relevance", "newest", "oldest",
					  "path", NULL };

static const char *const facet_words[PROTO_FACETS + 1] = {
	[PROTO_FACET_YEAR] = "year", [PROTO_FACET_PLACE] = "place",
	[PROTO_FACET_AUTHOR] = "author", [PROTO_FACET_REF] = "ref",
	[PROTO_FACET_TYPE] = "type",
	[PROTO_FACET_COLLECTION] = "collection",
};

const char *proto_match_name(enum proto_match m)
{
	return proto_match_words[m];
}

int proto_match_parse(const char *s, enum proto_match *ret)
{
	int i = words_find(proto_match_words, s);

	if (i < 0)
		return i;
	*ret = (enum proto_match)i;
	return 0;
}

const char *proto_sort_name(enum proto_sort s)
{
	return sort_words[s];
}

int proto_sort_parse(const char *s, enum proto_sort *ret)
{
	int i = words_find(sort_words, s);

	if (i < 0)
		return i;
	*ret = (enum proto_sort)i;
	return 0;
}

const char *proto_facet_name(enum proto_facet f)
{
	return facet_words[f];
}

int proto_facet_parse(const char *s, enum proto_facet *ret)
{
	int i = words_find(facet_words, s);

	if (i < 0)
		return i;
	*ret = (enum proto_facet)i;
	return 0;
}

static int take_uri(json_t *params, const char **ret_param, struct err *e)
{
	int r = wire_path_take_param(params, e);

	if (r)
		*ret_param = "uri";
	return r;
}

/* ----------------------------------------------------------------------- hello */

static const struct field client_fields[] = {
	FIELD(proto_client, client, FIELD_CSTR, 0),
	FIELD(proto_client, protocol, FIELD_U32, FIELD_OMIT),
};

int proto_client_decode(json_t *params, struct proto_client *ret,
			const char **ret_param, struct err *e)
{
	*ret = (struct proto_client){ 0 };
	return fields_decode(FIELDS(client_fields), params, ret, ret_param, e);
}

int proto_client_encode(const struct proto_client *p, struct buf *json)
{
	object_emit(FIELDS(client_fields), p, json);
	return json->failed;
}

/* --------------------------------------------------------------------- queries */

static const struct field query_fields[] = {
	FIELD_PAIR(proto_query, query, query_len, FIELD_REQUIRED),
	FIELD_ENUM(proto_query, match, proto_match_words),
	FIELD_ENUM(proto_query, sort, sort_words),
	FIELD(proto_query, lines, FIELD_BOOL, FIELD_OMIT),
};
/* Of search and similar. */
static const struct field page_fields[] = {
	FIELD(proto_query, limit, FIELD_U32, 0),
	FIELD(proto_query, offset, FIELD_U32, FIELD_OMIT),
	FIELD(proto_query, snippet, FIELD_BOOL, 0),
	FIELD(proto_query, collapse, FIELD_BOOL, FIELD_OMIT),
	FIELD_WORDS(proto_query, facets, facet_words),
	FIELD(proto_query, latest, FIELD_CSTR, 0),
};
static const struct field query_path_fields[] = {
	FIELD_PAIR(proto_query, path, path_len, 0),
};
static const struct field similar_path_fields[] = {
	FIELD_PAIR(proto_query, path, path_len, FIELD_REQUIRED),
};

void proto_query_init(struct proto_query *q)
{
	*q = (struct proto_query){ .limit = DEFAULT_LIMIT, .snippet = true };
}

int proto_query_decode(json_t *params, struct proto_query *ret,
		       const char **ret_param, struct err *e)
{
	int r;

	proto_query_init(ret);
	r = fields_decode(FIELDS(query_fields), params, ret, ret_param, e);
	if (!r)
		r = fields_decode(FIELDS(page_fields), params, ret, ret_param,
				  e);
	if (!r)
		r = take_uri(params, ret_param, e);
	if (!r)
		r = fields_decode(FIELDS(query_path_fields), params, ret,
				  ret_param, e);
	return r;
}

int proto_similar_decode(json_t *params, struct proto_query *ret,
			 const char **ret_param, struct err *e)
{
	int r = take_uri(params, ret_param, e);

	proto_query_init(ret);
	if (!r)
		r = fields_decode(FIELDS(similar_path_fields), params, ret,
				  ret_param, e);
	if (!r)
		r = fields_decode(FIELDS(page_fields), params, ret, ret_param,
				  e);
	return r;
}

int proto_query_encode(const struct proto_query *q, struct buf *json)
{
	buf_addc(json, '{');
	fields_emit(FIELDS(query_fields), q, json);
	fields_emit(FIELDS(page_fields), q, json);
	if (q->path)
		wire_path_emit_param(q->path, q->path_len, json);
	buf_addc(json, '}');
	return json->failed;
}

int proto_similar_encode(const struct proto_query *q, struct buf *json)
{
	buf_addc(json, '{');
	wire_path_emit_param(q->path, q->path_len, json);
	fields_emit(FIELDS(page_fields), q, json);
	buf_addc(json, '}');
	return json->failed;
}

/* -------------------------------------------------------------------- complete */

static const struct field complete_fields[] = {
	FIELD_PAIR(proto_complete, prefix, prefix_len, FIELD_REQUIRED),
	FIELD(proto_complete, limit, FIELD_U32, 0),
	FIELD(proto_complete, latest, FIELD_CSTR, 0),
};

void proto_complete_init(struct proto_complete *p)
{
	*p = (struct proto_complete){ .limit = DEFAULT_LIMIT };
}

int proto_complete_decode(json_t *params, struct proto_complete *ret,
			  const char **ret_param, struct err *e)
{
	int r;

	proto_complete_init(ret);
	r = fields_decode(FIELDS(complete_fields), params, ret, ret_param, e);
	if (!r && ret->limit > PROTO_COMPLETIONS_MAX) {
		*ret_param = "limit";
		r = err_set(e, E_INVAL, "limit: must not be above %d",
			    PROTO_COMPLETIONS_MAX);
	}
	return r;
}

int proto_complete_encode(const struct proto_complete *p, struct buf *json)
{
	object_emit(FIELDS(complete_fields), p, json);
	return json->failed;
}

/* ------------------------------------------------------------------------ show */

static const struct field show_path_fields[] = {
	FIELD_PAIR(proto_show, path, path_len, FIELD_REQUIRED),
};
static const struct field show_fields[] = {
	FIELD(proto_show, from, FIELD_U32, FIELD_OMIT),
	FIELD(proto_show, to, FIELD_U32, FIELD_OMIT),
};

int proto_show_decode(json_t *params, struct proto_show *ret,
		      const char **ret_param, struct err *e)
{
	int r = take_uri(params, ret_param, e);

	*ret = (struct proto_show){ 0 };
	if (r)
		return r;
	r = fields_decode(FIELDS(show_path_fields), params, ret, ret_param, e);
	if (!r)
		r = fields_decode(FIELDS(show_fields), params, ret, ret_param,
				  e);
	if (!r && ret->to && ret->to < ret->from) {
		*ret_param = "to";
		r = err_set(e, E_INVAL, "to: must not be below from");
	}
	return r;
}

int proto_show_encode(const struct proto_show *p, struct buf *json)
{
	buf_addc(json, '{');
	wire_path_emit_param(p->path, p->path_len, json);
	fields_emit(FIELDS(show_fields), p, json);
	buf_addc(json, '}');
	return json->failed;
}

/* --------------------------------------------------------------------- analyze */

static const struct field analyze_fields[] = {
	FIELD_PAIR(proto_analyze, text, text_len, FIELD_REQUIRED),
};

int proto_analyze_decode(json_t *params, struct proto_analyze *ret,
			 const char **ret_param, struct err *e)
{
	*ret = (struct proto_analyze){ 0 };
	return fields_decode(FIELDS(analyze_fields), params, ret, ret_param, e);
}

int proto_analyze_encode(const struct proto_analyze *p, struct buf *json)
{
	object_emit(FIELDS(analyze_fields), p, json);
	return json->failed;
}

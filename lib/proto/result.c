/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proto/result.h"

#include <string.h>

#include "proto/emit.h"
#include "proto/field.h"

/* ----------------------------------------------------------------------- hello */

#define LIMIT(member) FIELD(proto_limits, member, FIELD_U64, FIELD_REQUIRED)
static const struct field limits_fields[] = {
	LIMIT(request_bytes), LIMIT(reply_bytes),
	LIMIT(query_bytes), LIMIT(query_words),
	LIMIT(expanded_terms),
	LIMIT(nesting),
	LIMIT(limit), LIMIT(window),
	LIMIT(facet_values),
	LIMIT(clients), LIMIT(in_flight), LIMIT(waiting),
	LIMIT(unsent_bytes),
	LIMIT(open_documents), LIMIT(open_bytes),
	LIMIT(deadline_ms), LIMIT(idle_ms),
	LIMIT(cache_bytes),
};
#undef LIMIT

static const struct field hello_fields[] = {
	FIELD(proto_hello, version, FIELD_CSTR, FIELD_REQUIRED),
	FIELD(proto_hello, protocol, FIELD_U32, FIELD_REQUIRED),
	FIELD(proto_hello, generation, FIELD_U64, FIELD_REQUIRED),
	FIELD(proto_hello, documents, FIELD_U64, FIELD_REQUIRED),
};

static const struct field collection_fields[] = {
	FIELD(proto_collection, name, FIELD_CSTR, FIELD_REQUIRED),
	FIELD(proto_collection, generation, FIELD_U64, FIELD_REQUIRED),
	FIELD(proto_collection, documents, FIELD_U64, FIELD_REQUIRED),
};

void proto_collections_emit(const struct proto_collection *v, size_t n,
			    struct buf *json)
{
	if (!n)
		return;
	emit_key(json, "collections");
	buf_addc(json, '[');
	for (size_t i = 0; i < n; i++) {
		emit_item(json);
		buf_addc(json, '{');
		fields_emit(FIELDS(collection_fields), &v[i], json);
		buf_addc(json, '}');
	}
	buf_addc(json, ']');
}

int proto_collection_decode(const json_t *json, size_t i,
			    struct proto_collection *ret, struct err *e)
{
	const json_t *list = json_object_get(json, "collections");

	if (i >= json_array_size(list))
		return err_set(e, E_NOTFOUND, "no more collections");
	*ret = (struct proto_collection){ 0 };
	return fields_decode(FIELDS(collection_fields), json_array_get(list, i),
			     ret, NULL, e);
}

int proto_hello_encode(const struct proto_hello *h, struct buf *json)
{
	buf_addc(json, '{');
	fields_emit(FIELDS(hello_fields), h, json);
	proto_collections_emit(h->collections, h->n_collections, json);
	emit_key(json, "limits");
	object_emit(FIELDS(limits_fields), &h->limits, json);
	buf_addc(json, '}');
	return json->failed;
}

int proto_hello_decode(const json_t *json, struct proto_hello *ret,
		       struct err *e)
{
	int r;

	*ret = (struct proto_hello){ 0 };
	r = fields_decode(FIELDS(hello_fields), json, ret, NULL, e);
	return r ? r : fields_decode(FIELDS(limits_fields),
				     json_object_get(json, "limits"),
				     &ret->limits, NULL, e);
}

/* ----------------------------------------------------------------------- count */

static const struct field count_fields[] = {
	FIELD(proto_count, value, FIELD_U64, FIELD_REQUIRED),
};

int proto_count_encode(const struct proto_count *c, struct buf *json)
{
	const char *relation = c->exact ? "eq" : "gte";

	buf_addc(json, '{');
	fields_emit(FIELDS(count_fields), c, json);
	emit_key(json, "relation");
	emit_text(json, relation, strlen(relation));
	buf_addc(json, '}');
	return json->failed;
}

int proto_count_decode(const json_t *json, struct proto_count *ret,
		       struct err *e)
{
	const char *s = json_string_value(json_object_get(json, "relation"));

	if (!s)
		return err_set(e, E_INVAL, "relation: is missing");
	*ret = (struct proto_count){ .exact = !strcmp(s, "eq") };
	return fields_decode(FIELDS(count_fields), json, ret, NULL, e);
}

/* --------------------------------------------------------------------- analyze */

static const struct field token_fields[] = {
	FIELD(proto_token, kind, FIELD_CSTR, FIELD_REQUIRED),
	FIELD_STRUCT(proto_token, base, FIELD_REQUIRED),
	FIELD_STRUCT(proto_token, form, 0),
	FIELD_STRUCT(proto_token, term, FIELD_REQUIRED),
	FIELD(proto_token, position, FIELD_U32, FIELD_REQUIRED),
	FIELD(proto_token, byte, FIELD_U64, FIELD_REQUIRED),
	FIELD(proto_token, len, FIELD_U64, FIELD_REQUIRED),
	FIELD(proto_token, after_break, FIELD_BOOL, FIELD_OMIT),
};

int proto_tokens_begin(struct buf *json)
{
	emit_list(json, "tokens");
	return json->failed;
}

int proto_token_append(const struct proto_token *t, struct buf *json)
{
	emit_item(json);
	object_emit(FIELDS(token_fields), t, json);
	return json->failed;
}

int proto_tokens_end(struct buf *json)
{
	buf_add(json, "]}", 2);
	return json->failed;
}

int proto_token_decode(const json_t *json, size_t i, struct proto_token *ret,
		       struct err *e)
{
	const json_t *from;
	int r = list_item(json, "tokens", i, &from, e);

	if (r)
		return r;
	*ret = (struct proto_token){ 0 };
	return fields_decode(FIELDS(token_fields), from, ret, NULL, e);
}

/* --------------------------------------------------------------------- explain */

static const struct field explanation_fields[] = {
	FIELD(proto_explanation, read_as, FIELD_CSTR, FIELD_REQUIRED),
	FIELD(proto_explanation, plan, FIELD_CSTR, FIELD_REQUIRED),
};
static const struct field weighed_fields[] = {
	FIELD(proto_explanation, weights, FIELD_CSTR, 0),
	FIELD(proto_explanation, matches, FIELD_BOOL, 0),
	FIELD(proto_explanation, score, FIELD_REAL, 0),
};

int proto_explanation_encode(const struct proto_explanation *x,
			     struct buf *json)
{
	buf_addc(json, '{');
	fields_emit(FIELDS(explanation_fields), x, json);
	if (x->has_path)
		fields_emit(FIELDS(weighed_fields), x, json);
	buf_addc(json, '}');
	return json->failed;
}

int proto_explanation_decode(const json_t *json, struct proto_explanation *ret,
			     struct err *e)
{
	int r;

	*ret = (struct proto_explanation){ 0 };
	r = fields_decode(FIELDS(explanation_fields), json, ret, NULL, e);
	ret->has_path = json_object_get(json, "matches") != NULL;
	return r ? r : fields_decode(FIELDS(weighed_fields), json, ret, NULL, e);
}

/* -------------------------------------------------------------------- the rest */

static const struct field reload_fields[] = {
	FIELD(proto_reload, generation, FIELD_U64, FIELD_REQUIRED),
};

int proto_ping_encode(struct buf *json)
{
	return buf_add(json, "{}", 2);
}

int proto_reload_encode(const struct proto_reload *r, struct buf *json)
{
	object_emit(FIELDS(reload_fields), r, json);
	return json->failed;
}

int proto_reload_decode(const json_t *json, struct proto_reload *ret,
			struct err *e)
{
	*ret = (struct proto_reload){ 0 };
	return fields_decode(FIELDS(reload_fields), json, ret, NULL, e);
}

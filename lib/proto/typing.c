/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The results about a query that is being typed: suggestions and completions.
 */
#include <string.h>

#include "proto/emit.h"
#include "proto/field.h"
#include "proto/result.h"

/* --------------------------------------------------------------------- suggest */

static const struct field suggestion_fields[] = {
	FIELD(proto_suggestion, query, FIELD_CSTR, FIELD_REQUIRED),
};

int proto_suggestions_begin(struct buf *json)
{
	emit_list(json, "suggestions");
	return json->failed;
}

int proto_suggestion_append(const struct proto_suggestion *s, struct buf *json)
{
	emit_item(json);
	buf_addc(json, '{');
	fields_emit(FIELDS(suggestion_fields), s, json);
	emit_key(json, "count");
	proto_count_encode(&s->count, json);
	buf_addc(json, '}');
	return json->failed;
}

int proto_suggestions_end(struct buf *json)
{
	buf_add(json, "]}", 2);
	return json->failed;
}

int proto_suggestion_decode(const json_t *json, size_t i,
			    struct proto_suggestion *ret, struct err *e)
{
	const json_t *from;
	int r = list_item(json, "suggestions", i, &from, e);

	if (r)
		return r;
	*ret = (struct proto_suggestion){ 0 };
	r = fields_decode(FIELDS(suggestion_fields), from, ret, NULL, e);
	return r ? r : proto_count_decode(json_object_get(from, "count"),
					  &ret->count, e);
}

/* -------------------------------------------------------------------- complete */

static const struct field completion_fields[] = {
	FIELD(proto_completion, text, FIELD_CSTR, FIELD_REQUIRED),
};
static const struct field most_fields[] = {
	FIELD(proto_completion, value, FIELD_U64, FIELD_REQUIRED),
};
static const struct field replaced_fields[] = {
	FIELD(proto_replaced, byte, FIELD_U64, FIELD_REQUIRED),
	FIELD(proto_replaced, utf16, FIELD_U64, FIELD_REQUIRED),
};

int proto_completions_begin(struct buf *json)
{
	emit_list(json, "completions");
	return json->failed;
}

int proto_completion_append(const struct proto_completion *c, struct buf *json)
{
	const char *relation = c->exact ? "eq" : "lte";

	emit_item(json);
	buf_addc(json, '{');
	fields_emit(FIELDS(completion_fields), c, json);
	emit_key(json, "count");
	buf_addc(json, '{');
	fields_emit(FIELDS(most_fields), c, json);
	emit_key(json, "relation");
	emit_text(json, relation, strlen(relation));
	buf_add(json, "}}", 2);
	return json->failed;
}

int proto_completions_end(const struct proto_replaced *what, struct buf *json)
{
	buf_addc(json, ']');
	fields_emit(FIELDS(replaced_fields), what, json);
	buf_addc(json, '}');
	return json->failed;
}

int proto_replaced_decode(const json_t *json, struct proto_replaced *ret,
			  struct err *e)
{
	*ret = (struct proto_replaced){ 0 };
	return fields_decode(FIELDS(replaced_fields), json, ret, NULL, e);
}

int proto_completion_decode(const json_t *json, size_t i,
			    struct proto_completion *ret, struct err *e)
{
	const json_t *from, *count;
	const char *relation;
	int r = list_item(json, "completions", i, &from, e);

	if (r)
		return r;
	*ret = (struct proto_completion){ 0 };
	count = json_object_get(from, "count");
	relation = json_string_value(json_object_get(count, "relation"));
	r = fields_decode(FIELDS(completion_fields), from, ret, NULL, e);
	if (!r)
		r = fields_decode(FIELDS(most_fields), count, ret, NULL, e);
	if (!r && !relation)
		r = err_set(e, E_INVAL, "relation: is missing");
	if (!r)
		ret->exact = !strcmp(relation, "eq");
	return r;
}

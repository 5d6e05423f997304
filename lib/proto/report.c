/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The result of `show`: a report, what is known of it, and where.
 */
#include "proto/result.h"

#include <string.h>

#include "base/mention.h"
#include "base/digits.h"
#include "base/outline.h"
#include "proto/emit.h"
#include "proto/field.h"
#include "proto/wire_path.h"

#define TEXT(member) FIELD_STRUCT(proto_report, member, 0)
static const struct field report_fields[] = {
	TEXT(title), TEXT(date), TEXT(author), TEXT(photo), TEXT(place),
	TEXT(section), TEXT(type), TEXT(encoding), TEXT(collection),
	FIELD(proto_report, extracted, FIELD_BOOL, FIELD_OMIT),
	FIELD(proto_report, from, FIELD_U32, FIELD_REQUIRED),
	FIELD(proto_report, to, FIELD_U32, FIELD_REQUIRED),
	FIELD(proto_report, lines, FIELD_U32, FIELD_REQUIRED),
	FIELD_STRUCT(proto_report, text, FIELD_REQUIRED),
};
#undef TEXT

static const struct field mention_fields[] = {
	FIELD_STRUCT(proto_mention, name, FIELD_REQUIRED),
	FIELD_STRUCT(proto_mention, date, 0),
};
static const struct field outline_fields[] = {
	FIELD(proto_outline_item, role, FIELD_CSTR, FIELD_REQUIRED),
	FIELD(proto_outline_item, from, FIELD_U32, FIELD_REQUIRED),
	FIELD(proto_outline_item, to, FIELD_U32, FIELD_REQUIRED),
};

/* -------------------------------------------------------------------- encoding */

static void emit_mention(struct mention *m, struct buf *json)
{
	const struct proto_mention out = {
		.name = { m->name, m->name_n },
		.date = { m->date, m->date ? MENTION_DATE_LEN : 0 },
	};
	uint32_t line;

	emit_item(json);
	buf_addc(json, '{');
	fields_emit(FIELDS(mention_fields), &out, json);
	emit_key(json, "lines");
	buf_addc(json, '[');
	while (digits_next(&m->lines, m->lines_end, &line)) {
		emit_item(json);
		emit_u64(json, line);
	}
	buf_add(json, "]}", 2);
}

static void emit_mentions(const char *key, struct proto_str names,
			  struct proto_str where, struct buf *json)
{
	struct mention_list list;
	struct mention m;

	if (!names.n)
		return;
	if (!where.n) /* not known */
		where.s = "";
	list = (struct mention_list){ names.s, names.s + names.n, where.s,
				      where.s + where.n };
	emit_key(json, key);
	buf_addc(json, '[');
	while (mention_next(&list, &m))
		emit_mention(&m, json);
	buf_addc(json, ']');
}

static void emit_outline(struct proto_str outline, struct buf *json)
{
	const char *s = outline.s, *end;
	struct outline_item item;

	if (!outline.n)
		return;
	end = s + outline.n;
	emit_key(json, "outline");
	buf_addc(json, '[');
	while (s < end && outline_next(&s, end, &item)) {
		emit_item(json);
		buf_addc(json, '{');
		emit_key(json, "role");
		emit_text(json, item.role, item.role_n);
		emit_key(json, "from");
		emit_u64(json, item.from);
		emit_key(json, "to");
		emit_u64(json, item.to);
		buf_addc(json, '}');
	}
	buf_addc(json, ']');
}

static void emit_line_numbers(const struct proto_report *r, struct buf *json)
{
	if (!r->line_numbers)
		return;
	emit_key(json, "line_numbers");
	buf_addc(json, '[');
	for (size_t i = 0; i < r->n_line_numbers; i++) {
		emit_item(json);
		emit_u64(json, r->line_numbers[i]);
	}
	buf_addc(json, ']');
}

int proto_report_encode(const struct proto_report *r, struct buf *json)
{
	buf_addc(json, '{');
	wire_path_emit(r->path.s, r->path.n, json);
	fields_emit(FIELDS(report_fields), r, json);
	emit_mentions("places", r->place, r->place_lines, json);
	emit_mentions("refs", r->refs, r->ref_lines, json);
	emit_outline(r->outline, json);
	emit_line_numbers(r, json);
	buf_addc(json, '}');
	return json->failed;
}

/* -------------------------------------------------------------------- decoding */

int proto_report_decode(const json_t *json, struct proto_report *ret,
			struct buf *paths, struct err *e)
{
	int r;

	*ret = (struct proto_report){ 0 };
	r = fields_decode(FIELDS(report_fields), json, ret, NULL, e);
	if (!r)
		r = wire_path_decode(json, paths, e);
	if (!r)
		ret->path = (struct proto_str){ paths->s, paths->len };
	return r;
}

uint32_t proto_line_number(const json_t *json, const struct proto_report *r,
			   size_t i)
{
	const json_t *v = json_array_get(
		json_object_get(json, "line_numbers"), i);

	return json_is_integer(v) ? (uint32_t)json_integer_value(v) :
				    r->from + (uint32_t)i;
}

/* Item i of a list, which may be missing: E_NOTFOUND behind the last. */
static int get_item(const json_t *json, const char *list, size_t i,
		    const json_t **ret, struct err *e)
{
	const json_t *v = json_object_get(json, list);

	if (v && !json_is_array(v))
		return err_set(e, E_INVAL, "%s: must be an array", list);
	*ret = json_array_get(v, i);
	return *ret ? 0 : E_NOTFOUND;
}

int proto_mention_decode(const json_t *json, const char *list, size_t i,
			 struct proto_mention *ret, struct err *e)
{
	const json_t *item;
	int r = get_item(json, list, i, &item, e);

	if (r)
		return r;
	*ret = (struct proto_mention){ .lines = json_object_get(item,
								"lines") };
	return fields_decode(FIELDS(mention_fields), item, ret, NULL, e);
}

int proto_outline_decode(const json_t *json, size_t i,
			 struct proto_outline_item *ret, struct err *e)
{
	const json_t *item;
	int r = get_item(json, "outline", i, &item, e);

	if (r)
		return r;
	*ret = (struct proto_outline_item){ 0 };
	return fields_decode(FIELDS(outline_fields), item, ret, NULL, e);
}

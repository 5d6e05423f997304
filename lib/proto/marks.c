/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proto/marks.h"

#include "proto/emit.h"
#include "proto/field.h"

/* Of a window or a long line that is a part of its sentence. */
static const struct field cut_fields[] = {
	FIELD(marked, cut_front, FIELD_BOOL, FIELD_OMIT),
	FIELD(marked, cut_back, FIELD_BOOL, FIELD_OMIT),
};

static const struct field part_fields[] = {
	FIELD(marked_part, begin, FIELD_U32, FIELD_REQUIRED),
	FIELD(marked_part, end, FIELD_U32, FIELD_REQUIRED),
	FIELD(marked_part, line, FIELD_U32, FIELD_REQUIRED),
	FIELD(marked_part, byte, FIELD_U64, FIELD_REQUIRED),
	FIELD(marked_part, col, FIELD_U32, FIELD_REQUIRED),
	FIELD(marked_part, utf16, FIELD_U32, FIELD_REQUIRED),
};

static const struct field mark_fields[] = {
	FIELD(mark, byte, FIELD_U32, FIELD_REQUIRED),
	FIELD(mark, len, FIELD_U32, FIELD_REQUIRED),
	FIELD(mark, utf16, FIELD_U32, FIELD_REQUIRED),
	FIELD(mark, utf16_len, FIELD_U32, FIELD_REQUIRED),
};

void marks_emit(const char *name, const struct marked *m, struct buf *json)
{
	emit_key(json, name);
	buf_addc(json, '[');
	for (size_t i = 0; i < m->n_marks; i++) {
		emit_item(json);
		object_emit(FIELDS(mark_fields), &m->marks[i], json);
	}
	buf_addc(json, ']');
}

static void emit_parts(const struct marked *m, struct buf *json)
{
	emit_key(json, "parts");
	buf_addc(json, '[');
	for (size_t i = 0; i < m->n_parts; i++) {
		emit_item(json);
		object_emit(FIELDS(part_fields), &m->parts[i], json);
	}
	buf_addc(json, ']');
}

void marked_emit(const struct marked *m, struct buf *json)
{
	emit_key(json, "text");
	emit_text(json, m->s, m->n);
	marks_emit("marks", m, json);
	if (m->n_parts)
		emit_parts(m, json);
	fields_emit(FIELDS(cut_fields), m, json);
}

static int decode_marks(const json_t *marks, struct marked *m,
			struct mark **at, struct err *e)
{
	const json_t *json;
	size_t i, end = 0;

	m->marks = *at;
	json_array_foreach(marks, i, json) {
		struct mark *k = (*at)++;
		int r = fields_decode(FIELDS(mark_fields), json, k, NULL, e);

		if (r)
			return r;
		if (k->byte < end || k->byte > m->n || k->len > m->n - k->byte)
			return err_set(e, E_INVAL, "marks: must be in order "
				       "and inside the text");
		end = k->byte + k->len;
		m->n_marks++;
	}
	return 0;
}

int marks_decode(const json_t *text, const json_t *marks, struct mark **at,
		 struct marked *m, struct err *e)
{
	if (!json_is_string(text))
		return err_set(e, E_INVAL, "text: must be a string");
	/* struct marked is made to own its text; here it does not. */
	m->s = (char *)json_string_value(text);
	m->n = json_string_length(text);
	return decode_marks(marks, m, at, e);
}

static int decode_parts(const json_t *parts, struct marked *m, struct err *e)
{
	const json_t *json;
	size_t i, end = 0;

	json_array_foreach(parts, i, json) {
		struct marked_part *p = &m->parts[i];
		int r;

		if (i == MARKED_PARTS)
			return err_set(e, E_INVAL, "parts: too many");
		r = fields_decode(FIELDS(part_fields), json, p, NULL, e);
		if (r)
			return r;
		if (p->begin < end || p->end < p->begin || p->end > m->n)
			return err_set(e, E_INVAL, "parts: must be in order "
				       "and inside the text");
		end = p->end;
		m->n_parts++;
	}
	return 0;
}

int marked_decode(const json_t *json, struct mark **at, struct marked *m,
		  struct err *e)
{
	int r = fields_decode(FIELDS(cut_fields), json, m, NULL, e);

	if (!r)
		r = marks_decode(json_object_get(json, "text"),
				 json_object_get(json, "marks"), at, m, e);
	return r ? r : decode_parts(json_object_get(json, "parts"), m, e);
}

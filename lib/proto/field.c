/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proto/field.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "proto/emit.h"

int words_find(const char *const *words, const char *s)
{
	for (int i = 0; words[i]; i++)
		if (!strcmp(words[i], s))
			return i;
	return E_INVAL;
}

static void emit_string(const struct field *f, const char *strct,
			struct buf *json)
{
	const char *s = *(const char *const *)(strct + f->at);

	if (!s)
		return;
	emit_key(json, f->name);
	emit_text(json, s, f->type == FIELD_STR ?
		  *(const size_t *)(strct + f->len_at) : strlen(s));
}

static void emit_integer(const struct field *f, uint64_t v, struct buf *json)
{
	if (!v && (f->flags & FIELD_OMIT))
		return;
	emit_key(json, f->name);
	emit_u64(json, v);
}

static void emit_flag(const struct field *f, bool v, struct buf *json)
{
	if (!v && (f->flags & FIELD_OMIT))
		return;
	emit_key(json, f->name);
	emit_bool(json, v);
}

static void emit_word(const struct field *f, unsigned v, struct buf *json)
{
	emit_key(json, f->name);
	emit_text(json, f->words[v], strlen(f->words[v]));
}

/* Nothing where the set is empty. */
static void emit_set(const struct field *f, uint32_t set, struct buf *json)
{
	if (!set)
		return;
	emit_key(json, f->name);
	buf_addc(json, '[');
	for (size_t i = 0; f->words[i]; i++) {
		if (!(set >> i & 1))
			continue;
		emit_item(json);
		emit_text(json, f->words[i], strlen(f->words[i]));
	}
	buf_addc(json, ']');
}

static void emit_field(const struct field *f, const char *strct,
		       struct buf *json)
{
	const char *at = strct + f->at;

	switch (f->type) {
	case FIELD_CSTR:
	case FIELD_STR: emit_string(f, strct, json); break;
	case FIELD_U32: emit_integer(f, *(const uint32_t *)at, json); break;
	case FIELD_U64: emit_integer(f, *(const uint64_t *)at, json); break;
	case FIELD_BOOL: emit_flag(f, *(const bool *)at, json); break;
	case FIELD_WORD: emit_word(f, *(const unsigned *)at, json); break;
	case FIELD_SET: emit_set(f, *(const uint32_t *)at, json); break;
	case FIELD_REAL:
		emit_key(json, f->name);
		emit_real(json, *(const double *)at);
		break;
	}
}

void fields_emit(const struct field *f, size_t n, const void *strct,
		 struct buf *json)
{
	for (size_t i = 0; i < n; i++)
		emit_field(&f[i], strct, json);
}

void object_emit(const struct field *f, size_t n, const void *strct,
		 struct buf *json)
{
	buf_addc(json, '{');
	fields_emit(f, n, strct, json);
	buf_addc(json, '}');
}

/* NULL when it is no string, or has a NUL inside. */
static const char *whole_string(const json_t *v)
{
	const char *s = json_string_value(v);

	return s && strlen(s) == json_string_length(v) ? s : NULL;
}

static bool store_string(const struct field *f, const json_t *v, char *strct)
{
	const char *s = f->type == FIELD_STR ? json_string_value(v) :
					       whole_string(v);

	if (!s)
		return false;
	*(const char **)(strct + f->at) = s;
	if (f->type == FIELD_STR)
		*(size_t *)(strct + f->len_at) = json_string_length(v);
	return true;
}

static bool store_integer(const struct field *f, const json_t *v, char *at)
{
	json_int_t i = json_integer_value(v);

	if (!json_is_integer(v) || i < 0)
		return false;
	if (f->type == FIELD_U64)
		*(uint64_t *)at = (uint64_t)i;
	else if (i <= UINT32_MAX)
		*(uint32_t *)at = (uint32_t)i;
	else
		return false;
	return true;
}

static bool store_word(const struct field *f, const json_t *v, char *at)
{
	const char *s = whole_string(v);
	int i = s ? words_find(f->words, s) : E_INVAL;

	if (i < 0)
		return false;
	*(unsigned *)at = (unsigned)i;
	return true;
}

static bool store_set(const struct field *f, const json_t *v, char *at)
{
	const json_t *word;
	uint32_t set = 0;
	size_t i;

	if (!json_is_array(v))
		return false;
	json_array_foreach(v, i, word) {
		const char *s = whole_string(word);
		int k = s ? words_find(f->words, s) : E_INVAL;

		if (k < 0)
			return false;
		set |= 1u << k;
	}
	*(uint32_t *)at = set;
	return true;
}

static bool store(const struct field *f, const json_t *v, char *strct)
{
	char *at = strct + f->at;

	switch (f->type) {
	case FIELD_CSTR:
	case FIELD_STR: return store_string(f, v, strct);
	case FIELD_U32:
	case FIELD_U64: return store_integer(f, v, at);
	case FIELD_WORD: return store_word(f, v, at);
	case FIELD_SET: return store_set(f, v, at);
	case FIELD_REAL:
		*(double *)at = json_number_value(v);
		return json_is_number(v);
	case FIELD_BOOL:
		*(bool *)at = json_is_true(v);
		return json_is_boolean(v);
	}
	return false;
}

static int refuse(const struct field *f, struct err *e)
{
	static const char *const wants[] = {
		[FIELD_CSTR] = "a string without NUL",
		[FIELD_STR] = "a string",
		[FIELD_U32] = "a whole number from 0 to 4294967295",
		[FIELD_U64] = "a whole number, not negative",
		[FIELD_REAL] = "a number",
		[FIELD_BOOL] = "true or false",
	};
	char list[128] = "one of";

	if (f->type == FIELD_SET)
		strcpy(list, "a list of");
	else if (f->type != FIELD_WORD)
		return err_set(e, E_INVAL, "%s: must be %s", f->name,
			       wants[f->type]);
	for (size_t i = 0; f->words[i]; i++) {
		strncat(list, i ? ", " : " ", sizeof(list) - strlen(list) - 1);
		strncat(list, f->words[i], sizeof(list) - strlen(list) - 1);
	}
	return err_set(e, E_INVAL, "%s: must be %s", f->name, list);
}

int fields_decode(const struct field *f, size_t n, const json_t *object,
		  void *strct, const char **ret_name, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		const json_t *v = json_object_get(object, f[i].name);
		bool missing = !v || json_is_null(v);

		if (missing ? !(f[i].flags & FIELD_REQUIRED) :
			      store(&f[i], v, strct))
			continue;
		if (ret_name)
			*ret_name = f[i].name;
		return missing ? err_set(e, E_INVAL, "%s: is missing",
					 f[i].name) : refuse(&f[i], e);
	}
	return 0;
}

int list_item(const json_t *object, const char *name, size_t i,
	      const json_t **ret, struct err *e)
{
	const json_t *list = json_object_get(object, name);

	if (!json_is_array(list))
		return err_set(e, E_INVAL, "%s: must be an array", name);
	if (i >= json_array_size(list))
		return E_NOTFOUND;
	*ret = json_array_get(list, i);
	return 0;
}

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The parameters of LSP requests.
 */
#include "proto/lsp.h"

#include <string.h>

#include "proto/field.h"

/* params.a.b.c */
static const json_t *dig(const json_t *json, const char *const *names)
{
	while (*names)
		json = json_object_get(json, *names++);
	return json;
}

static bool has_word(const json_t *list, const char *word)
{
	const json_t *item;
	size_t i;

	json_array_foreach(list, i, item)
		if (json_is_string(item) &&
		    !strcmp(json_string_value(item), word))
			return true;
	return false;
}

void lsp_client_decode(const json_t *params, struct lsp_client *ret)
{
	static const char *const encodings[] = { "capabilities", "general",
						 "positionEncodings", NULL };
	static const char *const formats[] = { "capabilities", "textDocument",
					       "hover", "contentFormat", NULL };

	*ret = (struct lsp_client){
		.encoding = has_word(dig(params, encodings), "utf-8") ?
				    POSITION_UTF8 : POSITION_UTF16,
		.markdown = has_word(dig(params, formats), "markdown"),
	};
}

/* ---------------------------------------------------------------------- places */

static const struct field position_fields[] = {
	FIELD(position, line, FIELD_U32, FIELD_REQUIRED),
	FIELD(position, character, FIELD_U32, FIELD_REQUIRED),
};

static const struct field document_fields[] = {
	FIELD_PAIR(lsp_place, uri, uri_n, FIELD_REQUIRED),
};

static int decode_position(const json_t *json, struct position *ret,
			   struct err *e)
{
	return fields_decode(FIELDS(position_fields), json, ret, NULL, e);
}

int lsp_document_decode(const json_t *params, struct lsp_place *ret,
			const char **ret_param, struct err *e)
{
	*ret = (struct lsp_place){ 0 };
	*ret_param = "textDocument";
	return fields_decode(FIELDS(document_fields),
			     json_object_get(params, "textDocument"), ret,
			     NULL, e);
}

int lsp_place_decode(const json_t *params, struct lsp_place *ret,
		     const char **ret_param, struct err *e)
{
	int r = lsp_document_decode(params, ret, ret_param, e);

	if (r)
		return r;
	*ret_param = "position";
	return decode_position(json_object_get(params, "position"), &ret->at,
			       e);
}

/* ------------------------------------------------------------------- documents */

const char *lsp_open_text(const json_t *params, size_t *ret_n)
{
	const json_t *text = json_object_get(
		json_object_get(params, "textDocument"), "text");

	*ret_n = json_string_length(text);
	return json_string_value(text);
}

int lsp_change_decode(const json_t *params, size_t i, struct lsp_change *ret,
		      struct err *e)
{
	const json_t *change, *text, *range;
	int r = list_item(params, "contentChanges", i, &change, e);

	if (r)
		return r;
	text = json_object_get(change, "text");
	range = json_object_get(change, "range");
	*ret = (struct lsp_change){
		.whole = !json_is_object(range),
		.text = json_string_value(text),
		.n = json_string_length(text),
	};
	if (!ret->text)
		return err_set(e, E_INVAL, "text: must be a string");
	if (ret->whole)
		return 0;
	r = decode_position(json_object_get(range, "start"), &ret->range.start,
			    e);
	return r ? r : decode_position(json_object_get(range, "end"),
				       &ret->range.end, e);
}

/* --------------------------------------------------------------------- symbols */

int lsp_symbol_decode(const json_t *params, const char **ret_query,
		      size_t *ret_n, const char **ret_param, struct err *e)
{
	const json_t *query = json_object_get(params, "query");

	if (!json_is_string(query)) {
		*ret_param = "query";
		return err_set(e, E_INVAL, "query: must be a string");
	}
	*ret_query = json_string_value(query);
	*ret_n = json_string_length(query);
	return 0;
}

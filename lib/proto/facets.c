/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proto/facets.h"

#include <stdlib.h>

#include "proto/emit.h"
#include "proto/field.h"

static const struct field value_fields[] = {
	FIELD(proto_facet_value, value, FIELD_CSTR, FIELD_REQUIRED),
	FIELD(proto_facet_value, count, FIELD_U64, FIELD_REQUIRED),
	FIELD(proto_facet_value, query, FIELD_CSTR, FIELD_REQUIRED),
};

void proto_facets_emit(const struct proto_facet_values f[PROTO_FACETS],
		       struct buf *json)
{
	bool any = false;

	for (size_t i = 0; i < PROTO_FACETS; i++) {
		if (!f[i].asked)
			continue;
		if (!any) {
			emit_key(json, "facets");
			buf_addc(json, '{');
		}
		any = true;
		emit_key(json, proto_facet_name((enum proto_facet)i));
		buf_addc(json, '[');
		for (size_t k = 0; k < f[i].n; k++) {
			emit_item(json);
			object_emit(FIELDS(value_fields), &f[i].v[k], json);
		}
		buf_addc(json, ']');
	}
	if (any)
		buf_addc(json, '}');
}

/* The values of one facet, behind the last of *at, which moves. */
static int decode_values(const json_t *list, struct proto_facet_values *ret,
			 struct proto_facet_value **at, struct err *e)
{
	const json_t *json;
	size_t i;

	ret->asked = list != NULL;
	ret->v = *at;
	if (list && !json_is_array(list))
		return err_set(e, E_INVAL, "facets: must have lists");
	json_array_foreach(list, i, json) {
		int r = fields_decode(FIELDS(value_fields), json, (*at)++,
				      NULL, e);

		if (r)
			return r;
		ret->n++;
	}
	return 0;
}

int proto_facets_decode(const json_t *object,
			struct proto_facet_values ret[PROTO_FACETS],
			struct proto_facet_value **ret_values, struct err *e)
{
	const json_t *json = json_object_get(object, "facets");
	struct proto_facet_values f[PROTO_FACETS] = { { false, NULL, 0 } };
	const json_t *lists[PROTO_FACETS];
	struct proto_facet_value *v, *at;
	size_t n = 0;

	for (size_t i = 0; i < PROTO_FACETS; i++) {
		lists[i] = json_object_get(
			json, proto_facet_name((enum proto_facet)i));
		n += json_array_size(lists[i]);
	}
	v = at = calloc(n + 1, sizeof(*v));
	if (!v)
		return err_nomem(e);
	for (size_t i = 0; i < PROTO_FACETS; i++) {
		int r = decode_values(lists[i], &f[i], &at, e);

		if (r) {
			free(v);
			return r;
		}
	}
	for (size_t i = 0; i < PROTO_FACETS; i++)
		ret[i] = f[i];
	*ret_values = v;
	return 0;
}

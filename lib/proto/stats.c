/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proto/stats.h"

#include "proto/emit.h"
#include "proto/field.h"
#include "proto/result.h"

#define NUMBER(strct, member) FIELD(strct, member, FIELD_U64, FIELD_REQUIRED)
static const struct field stats_fields[] = {
	FIELD(proto_stats, version, FIELD_CSTR, FIELD_REQUIRED),
	NUMBER(proto_stats, generation),
	NUMBER(proto_stats, generation_age_s),
	NUMBER(proto_stats, documents),
	NUMBER(proto_stats, terms),
	FIELD(proto_stats, mean_length, FIELD_REAL, FIELD_REQUIRED),
	NUMBER(proto_stats, uptime_s),
};
static const struct field detail_fields[] = {
	NUMBER(proto_stats, queries),
	NUMBER(proto_stats, errors),
	NUMBER(proto_stats, busy),
	NUMBER(proto_stats, workers),
	NUMBER(proto_stats, running),
	NUMBER(proto_stats, waiting),
	NUMBER(proto_stats, connections),
	NUMBER(proto_stats, memory_bytes),
	NUMBER(proto_stats, memory_share_bytes),
	NUMBER(proto_stats, open_files),
	NUMBER(proto_stats, open_files_max),
	NUMBER(proto_stats, reloads),
	NUMBER(proto_stats, reloads_failed),
	NUMBER(proto_stats, log_dropped),
};
static const struct field latency_fields[] = {
	NUMBER(proto_latency, count), NUMBER(proto_latency, sum),
	NUMBER(proto_latency, p50),   NUMBER(proto_latency, p90),
	NUMBER(proto_latency, p95),   NUMBER(proto_latency, p99),
	NUMBER(proto_latency, p999),  NUMBER(proto_latency, max),
};
static const struct field cache_fields[] = {
	NUMBER(proto_cache, hits),   NUMBER(proto_cache, misses),
	NUMBER(proto_cache, shared), NUMBER(proto_cache, entries),
	NUMBER(proto_cache, bytes),
};
static const struct field timing_fields[] = {
	FIELD(proto_timing, method, FIELD_CSTR, FIELD_REQUIRED),
};
#undef NUMBER

/* -------------------------------------------------------------------- encoding */

static void add_timing(const struct proto_timing *t, struct buf *json)
{
	emit_item(json);
	buf_addc(json, '{');
	fields_emit(FIELDS(timing_fields), t, json);
	fields_emit(FIELDS(latency_fields), &t->us, json);
	emit_key(json, "below");
	buf_addc(json, '[');
	for (size_t i = 0; i < PROTO_BOUNDS; i++) {
		emit_item(json);
		emit_u64(json, t->below[i]);
	}
	buf_add(json, "]}", 2);
}

static void add_kinds(const struct proto_stats *s, struct buf *json)
{
	emit_key(json, "errors_by_kind");
	buf_addc(json, '{');
	for (int k = 0; k < PROTO_KINDS; k++) {
		if (!s->kinds[k])
			continue;
		emit_key(json, proto_kind_name((enum proto_kind)k));
		emit_u64(json, s->kinds[k]);
	}
	buf_addc(json, '}');
}

static void add_details(const struct proto_stats *s, struct buf *json)
{
	fields_emit(FIELDS(detail_fields), s, json);
	add_kinds(s, json);
	emit_key(json, "latency_us");
	object_emit(FIELDS(latency_fields), &s->latency_us, json);
	emit_key(json, "wait_us");
	object_emit(FIELDS(latency_fields), &s->wait_us, json);
	emit_key(json, "cache");
	object_emit(FIELDS(cache_fields), &s->cache, json);
	emit_key(json, "methods");
	buf_addc(json, '[');
	for (size_t i = 0; i < s->n_methods; i++)
		add_timing(&s->methods[i], json);
	buf_addc(json, ']');
}

int proto_stats_encode(const struct proto_stats *s, struct buf *json)
{
	buf_addc(json, '{');
	fields_emit(FIELDS(stats_fields), s, json);
	proto_collections_emit(s->collections, s->n_collections, json);
	if (s->details)
		add_details(s, json);
	buf_addc(json, '}');
	return json->failed;
}

/* -------------------------------------------------------------------- decoding */

static int decode_latency(const json_t *json, const char *name,
			  struct proto_latency *ret, struct err *e)
{
	return fields_decode(FIELDS(latency_fields),
			     json_object_get(json, name), ret, NULL, e);
}

/* Of kinds that are not known here nothing is said. */
static int decode_kinds(const json_t *json, struct proto_stats *ret,
			struct err *e)
{
	const json_t *by_kind = json_object_get(json, "errors_by_kind");

	for (int k = 0; k < PROTO_KINDS; k++) {
		const char *name = proto_kind_name((enum proto_kind)k);
		const json_t *n = json_object_get(by_kind, name);

		if (n && (!json_is_integer(n) || json_integer_value(n) < 0))
			return err_set(e, E_INVAL, "errors_by_kind: %s: must be "
				       "a number", name);
		ret->kinds[k] = (uint64_t)json_integer_value(n);
	}
	return 0;
}

int proto_stats_decode(const json_t *json, struct proto_stats *ret,
		       struct err *e)
{
	int r;

	*ret = (struct proto_stats){ 0 };
	r = fields_decode(FIELDS(stats_fields), json, ret, NULL, e);
	ret->details = json_object_get(json, "latency_us") != NULL;
	if (r || !ret->details)
		return r;
	r = fields_decode(FIELDS(detail_fields), json, ret, NULL, e);
	if (!r)
		r = decode_kinds(json, ret, e);
	if (!r)
		r = decode_latency(json, "latency_us", &ret->latency_us, e);
	if (!r)
		r = decode_latency(json, "wait_us", &ret->wait_us, e);
	return r ? r : fields_decode(FIELDS(cache_fields),
				     json_object_get(json, "cache"),
				     &ret->cache, NULL, e);
}

static int decode_below(const json_t *item, struct proto_timing *ret,
			struct err *e)
{
	const json_t *below = json_object_get(item, "below");

	for (size_t i = 0; i < PROTO_BOUNDS; i++) {
		const json_t *n = json_array_get(below, i);

		if (!json_is_integer(n) || json_integer_value(n) < 0)
			return err_set(e, E_INVAL, "below: must be %d numbers",
				       PROTO_BOUNDS);
		ret->below[i] = (uint64_t)json_integer_value(n);
	}
	return 0;
}

int proto_timing_decode(const json_t *json, size_t i, struct proto_timing *ret,
			struct err *e)
{
	struct proto_timing t = { 0 };
	const json_t *item = NULL;
	int r = list_item(json, "methods", i, &item, e);

	if (!r)
		r = fields_decode(FIELDS(timing_fields), item, &t, NULL, e);
	if (!r)
		r = fields_decode(FIELDS(latency_fields), item, &t.us, NULL, e);
	if (!r)
		r = decode_below(item, &t, e);
	if (!r)
		*ret = t;
	return r;
}

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Any bytes as a message, read by the daemon as a request and by the client as
 * a reply; what was understood must survive being written and read again.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "proto/message.h"
#include "proto/result.h"
#include "proto/stats.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static json_t *parse(const struct buf *b)
{
	json_t *json = json_loadb(b->s, b->len, JSON_ALLOW_NUL, NULL);

	if (!json)
		abort();
	return json;
}

static void check_query(json_t *params)
{
	struct proto_query q, again;
	struct buf b = BUF_INIT;
	const char *param = NULL;
	json_t *json;

	if (proto_query_decode(params, &q, &param, NULL)) {
		if (!param)
			abort();
		return;
	}
	if (proto_query_encode(&q, &b))
		abort();
	json = parse(&b);
	if (proto_query_decode(json, &again, &param, NULL) ||
	    q.query_len != again.query_len ||
	    memcmp(q.query, again.query, q.query_len) ||
	    q.limit != again.limit || q.sort != again.sort ||
	    !q.path != !again.path || q.path_len != again.path_len ||
	    (q.path && memcmp(q.path, again.path, q.path_len)))
		abort();
	json_decref(json);
	buf_release(&b);
}

static void check_complete(json_t *params)
{
	struct proto_complete p, again;
	struct buf b = BUF_INIT;
	const char *param = NULL;
	json_t *json;

	if (proto_complete_decode(params, &p, &param, NULL)) {
		if (!param)
			abort();
		return;
	}
	if (proto_complete_encode(&p, &b))
		abort();
	json = parse(&b);
	if (proto_complete_decode(json, &again, &param, NULL) ||
	    p.prefix_len != again.prefix_len || p.limit != again.limit ||
	    memcmp(p.prefix, again.prefix, p.prefix_len))
		abort();
	json_decref(json);
	buf_release(&b);
}

static void check_similar(json_t *params)
{
	struct proto_query q, again;
	struct buf b = BUF_INIT;
	const char *param = NULL;
	json_t *json;

	if (proto_similar_decode(params, &q, &param, NULL)) {
		if (!param)
			abort();
		return;
	}
	if (proto_similar_encode(&q, &b))
		abort();
	json = parse(&b);
	if (proto_similar_decode(json, &again, &param, NULL) ||
	    q.limit != again.limit || q.collapse != again.collapse ||
	    q.path_len != again.path_len ||
	    memcmp(q.path, again.path, q.path_len))
		abort();
	json_decref(json);
	buf_release(&b);
}

static void check_request(const char *s, size_t n, enum frame_kind framing)
{
	struct proto_analyze analyze;
	enum proto_kind kind;
	struct proto_client client;
	struct proto_request r;
	struct proto_show show;
	struct buf out = BUF_INIT;
	const char *param;
	struct err e;

	if (!proto_request_decode(s, n, framing, &r, &kind, &e)) {
		check_query(r.params);
		check_complete(r.params);
		check_similar(r.params);
		proto_show_decode(r.params, &show, &param, NULL);
		proto_analyze_decode(r.params, &analyze, &param, NULL);
		proto_client_decode(r.params, &client, &param, NULL);
	} else if (proto_error_add(&out, framing, r.id, kind, e.msg, NULL,
				   NULL)) {
		abort();
	}
	proto_request_release(&r);
	buf_release(&out);
}

static void check_page(const json_t *result)
{
	struct proto_search_reply r;
	struct buf untimed = BUF_INIT, b = BUF_INIT;

	if (proto_search_result_decode(result, &r, NULL))
		return;
	if (proto_search_result_encode(&r.r, &untimed) ||
	    proto_took_add(&untimed, r.r.took_us, &b))
		abort();
	buf_release(&untimed);
	json_decref(parse(&b));
	proto_search_reply_release(&r);
	buf_release(&b);
}

static void check_report(const json_t *result)
{
	struct buf paths = BUF_INIT, b = BUF_INIT;
	struct proto_outline_item item;
	struct proto_mention mention;
	struct proto_report r;

	if (!proto_report_decode(result, &r, &paths, NULL)) {
		proto_line_number(result, &r, 0);
		proto_line_number(result, &r, SIZE_MAX);
		if (proto_report_encode(&r, &b))
			abort();
		json_decref(parse(&b));
	}
	for (size_t i = 0; i < 3; i++) {
		proto_mention_decode(result, "places", i, &mention, NULL);
		proto_mention_decode(result, "refs", i, &mention, NULL);
		proto_outline_decode(result, i, &item, NULL);
	}
	buf_release(&paths);
	buf_release(&b);
}

static void check_reply(const char *s, size_t n, enum frame_kind framing)
{
	struct proto_explanation explanation;
	struct proto_suggestion suggestion;
	struct proto_completion completion;
	struct proto_replaced replaced;
	struct proto_reload reload;
	struct proto_hello hello;
	struct proto_count count;
	struct proto_stats stats;
	struct proto_token token;
	struct proto_reply r;

	if (proto_reply_decode(s, n, framing, &r, NULL))
		return;
	check_page(r.result);
	proto_hello_decode(r.result, &hello, NULL);
	check_report(r.result);
	proto_count_decode(r.result, &count, NULL);
	proto_reload_decode(r.result, &reload, NULL);
	proto_token_decode(r.result, 0, &token, NULL);
	proto_suggestion_decode(r.result, 0, &suggestion, NULL);
	proto_completion_decode(r.result, 0, &completion, NULL);
	proto_replaced_decode(r.result, &replaced, NULL);
	proto_explanation_decode(r.result, &explanation, NULL);
	proto_stats_decode(r.result, &stats, NULL);
	proto_reply_release(&r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *s = (const char *)data;

	check_request(s, size, FRAME_LINE);
	check_request(s, size, FRAME_VIM);
	check_reply(s, size, FRAME_LINE);
	check_reply(s, size, FRAME_VIM);
	return 0;
}

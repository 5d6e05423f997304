/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * method - what the daemon can be asked for.  A method is answered at once on
 * the loop, or by a worker that has been lent a search.  Its functions turn
 * parameters into a result; framing, queueing and sending are request.c's.
 */
#ifndef TRACUU_DAEMON_METHOD_H
#define TRACUU_DAEMON_METHOD_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/cancel.h"
#include "base/err.h"
#include "daemon/lsp/ask.h"
#include "daemon/work.h"
#include "proto/message.h"
#include "proto/params.h"
#include "proto/result.h"
#include "search/search.h"

struct conn;

/* Why a request gets an error instead of a result. */
struct failure {
	enum proto_kind kind;
	struct err e; /* e.code 0: no failure */
	json_t *data; /* more for a program; stolen with the reply; NULL */
};
/* f->e was filled by a library: choose the kind for it.  All return -1. */
int failure_told(struct failure *f);
/* E_INVAL of a decoder of lib/proto, with the parameter that it named. */
int failure_param(struct failure *f, const char *param);
int failure_set(struct failure *f, enum proto_kind kind, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* What a method works on. */
struct call {
	json_t *params; /* as sent; NULL: none */
	union {
		struct proto_query query;
		struct proto_complete complete;
		struct proto_show show;
		struct proto_analyze analyze;
		struct lsp_ask lsp;
	};
	struct lsp *lsp_session; /* for prepare(); NULL: it speaks no LSP */
	uint64_t arrived_ns, deadline_ns;
	uint64_t begun_ns; /* a worker took it; 0: none did */
	const struct cancel *cancel;
	struct search *search; /* lent for the time of run() ... */
	uint64_t generation;   /* ... on this generation */
	/* Set by the method: */
	const char *latest; /* takes the place of an older one; NULL: of none */
	const char *text;   /* what was asked, for the query log; NULL */
	size_t text_len;
	struct buf normal;  /* a query in its normal form */
	struct buf read_as; /* how it was read, for the query log */
	uint64_t hits;
};

/*
 * Each returns 0, or what failure_told() and its like return with *f filled.
 * run() and answer(), of which a method has one, append the result to `json`;
 * for them a code of base/err.h with *f untouched means that this was refused.
 */
struct method {
	/* Loop: decode and check the parameters. */
	int (*prepare)(struct call *c, const struct proto_limits *l,
		       struct failure *f);
	/* Append what makes a difference to the result, but for the snapshot, in
	 * one form.  NULL: what was computed is for its asker alone.  E_NOMEM. */
	int (*key)(const struct call *c, struct buf *key);
	bool tells_took; /* `took_us` belongs into its result */
	/* A worker of this lane. */
	enum lane lane;
	int (*run)(struct call *c, struct buf *json, struct failure *f);
	/* A worker, after run(): append the plan of the query, for the log of slow
	 * ones.  NULL: there is none. */
	int (*plan)(struct call *c, struct buf *text, struct err *e);
	/* Loop; `c` asks. */
	int (*answer)(struct conn *c, json_t *params, struct buf *json,
		      struct failure *f);
	/* Loop: a notification.  E_NOMEM. */
	int (*heed)(struct conn *c, json_t *params);
};

extern const struct method method_search, method_count, method_explain;
extern const struct method method_suggest, method_complete, method_similar;
extern const struct method method_show, method_analyze;
extern const struct method method_hello, method_stats, method_ping;

#endif

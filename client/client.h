/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * client - what a command of tracuu works with.  Each runs once, in one thread,
 * and returns the exit status; it has said why on stderr when that is not 0.
 * What it prints it collects in `screen.out`, which main writes.
 */
#ifndef TRACUU_CLIENT_H
#define TRACUU_CLIENT_H

#include "base/err.h"
#include "client/options.h"
#include "client/screen.h"
#include "client/session.h"
#include "proto/message.h"

enum exit_status {
	EXIT_FOUND = 0,
	EXIT_NOTHING = 1,
	EXIT_REFUSED = 2, /* wrong usage, or the daemon refused */
	EXIT_NO_DAEMON = 3,
};

struct proto_search_result;

struct client {
	const struct options *options;
	struct session session;
	struct screen screen;
	struct buf text; /* analyze: what was sent */
};

int command_search(struct client *c);
int command_count(struct client *c);
int command_suggest(struct client *c);
int command_complete(struct client *c);
int command_show(struct client *c);
int command_similar(struct client *c);
int command_explain(struct client *c);
int command_analyze(struct client *c);
int command_stats(struct client *c);
int command_ping(struct client *c);
int command_reload(struct client *c);
int command_lsp(struct client *c);

/*
 * Ask and wait for the answer.  Returns EXIT_FOUND with *ret, which the caller
 * releases, or the exit status of a failure that was told.
 */
int client_call(struct client *c, enum proto_method m, const struct buf *params,
		struct proto_reply *ret);
/* Print the result as JSON where that was asked for, else with `print`; release
 * the reply.  Exit status. */
typedef int client_print_fn(struct client *c, const json_t *result);
int client_finish(struct client *c, struct proto_reply *reply,
		  client_print_fn *print);
/* Tell a failure of ours or of the session, and give its exit status. */
int client_fail(const struct client *c, const struct err *e);
/* The reply is not what the protocol says: tell it. */
int client_fail_reply(const struct err *e);
/* Write what was collected.  E_IO, E_NOMEM. */
int client_flush(struct client *c, struct err *e);
/* Print JSON on one line. E_NOMEM. */
int client_add_json(struct client *c, const json_t *json);

/* commands.c: an absolute path for one that may be relative, a string for free();
 * NULL: it is one, or there is no such file here, so ask for what was typed. */
char *client_absolute(const char *path);
/* search.c: a result as options.format says. */
int search_print(struct client *c, const struct proto_reply *reply);
/* facets.c: how the reports divide, for people. */
void facets_print(struct screen *s, const struct proto_search_result *r);
/* batch.c: search --batch */
int batch_run(struct client *c);

#endif

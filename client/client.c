/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What all commands do: ask, complain, write.
 */
#include "client/client.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define DUMP_FLAGS (JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(9))

static void complain(const char *what)
{
	fprintf(stderr, "tracuu: %s\n", what);
}

int client_fail(const struct client *c, const struct err *e)
{
	complain(e->msg);
	return c->session.lost ? EXIT_NO_DAEMON : EXIT_REFUSED;
}

int client_fail_reply(const struct err *e)
{
	struct err told;

	err_set(&told, e->code, "the daemon's answer is not understood: %s",
		e->msg);
	complain(told.msg);
	return EXIT_REFUSED;
}

/* The daemon's own sentence, made fit for a terminal by err_set(). */
static int tell_error(const struct proto_reply *reply)
{
	struct err e;

	err_set(&e, E_INVAL, "%s", *reply->message ? reply->message :
		"the daemon refused, and did not say why");
	complain(e.msg);
	return strcmp(reply->kind, proto_kind_name(PROTO_E_NOT_FOUND)) ?
		       EXIT_REFUSED : EXIT_NOTHING;
}

int client_call(struct client *c, enum proto_method m, const struct buf *params,
		struct proto_reply *ret)
{
	struct proto_reply reply;
	struct err e;
	int status;

	/* There is one request, so that its id does not matter. */
	if (session_send(&c->session, 1, m, params, &e) ||
	    session_receive(&c->session, &reply, &e))
		return client_fail(c, &e);
	if (reply.result) {
		*ret = reply;
		return EXIT_FOUND;
	}
	status = tell_error(&reply);
	proto_reply_release(&reply);
	return status;
}

int client_finish(struct client *c, struct proto_reply *reply,
		  client_print_fn *print)
{
	int status = EXIT_FOUND;

	if (c->options->format == FORMAT_JSON)
		client_add_json(c, reply->result);
	else
		status = print(c, reply->result);
	proto_reply_release(reply);
	return status;
}

int client_flush(struct client *c, struct err *e)
{
	struct buf *out = &c->screen.out;
	int r = 0;

	if (out->failed)
		r = err_nomem(e);
	else if (out->len && (fwrite(out->s, 1, out->len, stdout) < out->len ||
			      fflush(stdout)))
		r = err_sys(e, errno, "standard output: cannot be written");
	buf_clear(out);
	return r;
}

static int sink(const char *s, size_t n, void *out)
{
	return buf_add(out, s, n) ? -1 : 0;
}

int client_add_json(struct client *c, const json_t *json)
{
	struct buf *out = &c->screen.out;

	if (json_dump_callback(json, sink, out, DUMP_FLAGS))
		return E_NOMEM;
	return buf_addc(out, '\n');
}

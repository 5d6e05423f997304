/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The commands about the daemon itself that are quickly told: ping, reload.
 */
#include "client/client.h"

#include "proto/result.h"

static int ask(struct client *c, enum proto_method m, client_print_fn *print)
{
	struct proto_reply reply;
	int status = client_call(c, m, NULL, &reply);

	return status ? status : client_finish(c, &reply, print);
}

static int print_pong(struct client *c, const json_t *result)
{
	(void)result;
	buf_addf(&c->screen.out, "tracuud answers at %s\n", c->session.path);
	return EXIT_FOUND;
}

int command_ping(struct client *c)
{
	return ask(c, PROTO_PING, print_pong);
}

static int print_reload(struct client *c, const json_t *result)
{
	struct proto_reload r;
	struct err e;

	if (proto_reload_decode(result, &r, &e))
		return client_fail_reply(&e);
	buf_addf(&c->screen.out, "generation %llu\n",
		 (unsigned long long)r.generation);
	return EXIT_FOUND;
}

int command_reload(struct client *c)
{
	return ask(c, PROTO_RELOAD, print_reload);
}

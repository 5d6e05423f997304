/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * tracuu - the command line of the archive: see tracuu(1).
 */
#include "client/client.h"

#include <stdlib.h>

#include "client/where.h"

static int run(struct client *c, const char *socket)
{
	struct err e;
	int status;

	session_init(&c->session, socket, c->options->timeout_ms);
	if (session_connect(&c->session, &e)) {
		status = client_fail(c, &e);
	} else {
		status = c->options->run(c);
		if (client_flush(c, &e))
			status = client_fail(c, &e);
	}
	session_release(&c->session);
	return status;
}

int main(int argc, char **argv)
{
	struct options o;
	struct client c = { .options = &o };
	char *socket = NULL;
	struct err e;
	int status;

	options_parse(&o, argc, argv);
	screen_init(&c.screen);
	if (o.color != COLOR_AUTO)
		c.screen.color = o.color == COLOR_ALWAYS;
	if (!o.socket && where_socket(&socket, &e))
		status = client_fail(&c, &e);
	else
		status = run(&c, o.socket ? o.socket : socket);
	free(socket);
	buf_release(&c.text);
	screen_release(&c.screen);
	options_release(&o);
	return status;
}

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * tracuu analyze: the words that the index sees in a text, as a table.
 */
#include "client/client.h"

#include <stdio.h>
#include <string.h>

#include "base/path.h"
#include "proto/result.h"

#define TEXT_MAX (1 << 20) /* bytes read of standard input: above the daemon's
			      limit on a request, which it tells itself */

/* Columns of the table, without the two spaces between. */
enum { POS = 6, KIND = 8, TERM = 14, BYTES = 11 };

static void print_head(struct screen *s)
{
	screen_ink(s, INK_TITLE);
	buf_addf(&s->out, "%*s  ", POS, "pos");
	screen_cell(s, "kind", 4, KIND);
	screen_cell(s, "term", 4, TERM);
	screen_cell(s, "bytes", 5, BYTES);
	buf_adds(&s->out, "text");
	screen_ink(s, INK_PLAIN);
	buf_addc(&s->out, '\n');
}

static void print_token(struct client *c, const struct proto_token *t)
{
	struct screen *s = &c->screen;
	char bytes[48];
	int n;

	n = snprintf(bytes, sizeof(bytes), "%llu-%llu",
		     (unsigned long long)t->byte,
		     (unsigned long long)(t->byte + t->len));
	buf_addf(&s->out, "%*u  ", POS, t->position);
	screen_cell(s, t->kind, strlen(t->kind), KIND);
	screen_cell(s, t->term.s, t->term.n, TERM);
	screen_cell(s, bytes, (size_t)n, BYTES);
	if (t->byte <= c->text.len && t->len <= c->text.len - t->byte)
		screen_text(s, c->text.s + t->byte, (size_t)t->len, " ");
	buf_addc(&s->out, '\n');
}

static int print_tokens(struct client *c, const json_t *result)
{
	struct proto_token t;
	struct err e;
	int r;

	print_head(&c->screen);
	for (size_t i = 0; !(r = proto_token_decode(result, i, &t, &e)); i++) {
		if (t.after_break)
			buf_addf(&c->screen.out, "%*s  break\n", POS, "");
		print_token(c, &t);
	}
	return r == E_NOTFOUND ? EXIT_FOUND : client_fail_reply(&e);
}

/* The words of the command line, or with "-" all of standard input. */
static int get_text(struct client *c, struct err *e)
{
	const struct buf *words = &c->options->words;

	if (words->len == 1 && words->s[0] == '-') {
		c->text.max = TEXT_MAX;
		return path_read_file("/dev/stdin", &c->text, e);
	}
	return buf_add(&c->text, words->s, words->len) ? err_nomem(e) : 0;
}

int command_analyze(struct client *c)
{
	struct buf params = BUF_INIT;
	struct proto_reply reply;
	struct err e;
	int status;

	if (get_text(c, &e))
		return client_fail(c, &e);
	proto_analyze_encode(&(struct proto_analyze){ c->text.s ? c->text.s : "",
						      c->text.len }, &params);
	status = client_call(c, PROTO_ANALYZE, &params, &reply);
	buf_release(&params);
	return status ? status : client_finish(c, &reply, print_tokens);
}

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * tracuu search --batch: one query a line in, one JSON result a line out, in
 * the order of the queries, though replies come in any.  Up to WINDOW queries
 * are on their way at a time; an answer is written as soon as it is its turn,
 * so that a program may ask, read, and ask again.
 */
#include "client/client.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define WINDOW 16	  /* below the daemon's limit on requests in flight */
#define QUERY_MAX 8192	  /* bytes: above the daemon's limit on a query, below
			     its limit on a request also when all is escaped */
#define LINE_MAX (1 << 20) /* bytes: a longer one ends the program */
#define READ_CHUNK 65536

struct slot {
	bool answered;
	json_t *line; /* what to print: a result, or {"error": ...} */
};

struct batch {
	struct client *c;
	struct buf in; /* what was read of standard input ... */
	size_t start;  /* ... from here on not yet taken */
	bool eof, refused;
	long long first; /* number of the oldest query not yet printed */
	long long next;	 /* number of the next query, and id of its request */
	struct slot slots[WINDOW]; /* by number modulo WINDOW */
};

static struct slot *slot_of(struct batch *b, long long number)
{
	return &b->slots[number % WINDOW];
}

static bool is_full(const struct batch *b)
{
	return b->next - b->first == WINDOW;
}

/* ----------------------------------------------------------------------- input */

static int read_input(struct batch *b, struct err *e)
{
	char chunk[READ_CHUNK];
	ssize_t k = read(STDIN_FILENO, chunk, sizeof(chunk));

	if (k < 0)
		return errno == EINTR || errno == EAGAIN ? 0 :
			err_sys(e, errno, "standard input: cannot be read");
	b->eof = k == 0;
	buf_consume(&b->in, b->start);
	b->start = 0;
	return buf_add(&b->in, chunk, (size_t)k) ? err_nomem(e) : 0;
}

/* The next line without its end; the last one may have none. */
static bool next_line(struct batch *b, const char **ret_s, size_t *ret_n)
{
	size_t left = b->in.len - b->start;
	const char *s, *end;

	if (!left)
		return false;
	s = b->in.s + b->start;
	end = memchr(s, '\n', left);
	if (!end && !b->eof)
		return false;
	*ret_s = s;
	*ret_n = end ? (size_t)(end - s) : left;
	b->start += *ret_n + (end != NULL);
	return true;
}

static json_t *too_long(void)
{
	return json_pack("{s:{s:i,s:s,s:{s:s,s:s}}}", "error",
			 "code", proto_kind_code(PROTO_E_TOO_LARGE),
			 "message", "the query is too long",
			 "data", "kind", proto_kind_name(PROTO_E_TOO_LARGE),
			 "limit", "query_bytes");
}

static int submit(struct batch *b, const char *s, size_t n, struct err *e)
{
	struct proto_query q = b->c->options->query;
	struct buf params = BUF_INIT;
	long long number = b->next++;
	int r;

	if (n > QUERY_MAX) {
		*slot_of(b, number) = (struct slot){ true, too_long() };
		b->refused = true;
		return 0;
	}
	q.query = s;
	q.query_len = n;
	r = proto_query_encode(&q, &params) ? err_nomem(e) :
		session_send(&b->c->session, number, PROTO_SEARCH, &params, e);
	buf_release(&params);
	return r;
}

static int submit_lines(struct batch *b, struct err *e)
{
	const char *s;
	size_t n;
	int r = 0;

	while (!r && !is_full(b) && next_line(b, &s, &n))
		r = submit(b, s, n, e);
	if (!r && !is_full(b) && b->in.len - b->start > LINE_MAX)
		r = err_set(e, E_LIMIT, "standard input: a line of more than "
			    "%d bytes", LINE_MAX);
	return r;
}

/* --------------------------------------------------------------------- answers */

/* The slot that waits for a reply, or NULL. */
static struct slot *awaited(struct batch *b, const struct proto_reply *r)
{
	long long id = json_integer_value(r->id);

	if (!json_is_integer(r->id) || id < b->first || id >= b->next ||
	    slot_of(b, id)->answered)
		return NULL;
	return slot_of(b, id);
}

static int take(struct batch *b, const struct proto_reply *reply,
		struct err *e)
{
	struct slot *slot = awaited(b, reply);

	if (!slot) /* an error without an id ends the connection: tell it */
		return err_set(e, E_INVAL, "%s", reply->result ?
			       "the daemon answered what was not asked" :
			       reply->message);
	slot->answered = true;
	if (reply->result) {
		slot->line = json_incref(reply->result);
	} else {
		slot->line = json_pack("{s:O}", "error", reply->error);
		b->refused = true;
	}
	return slot->line ? 0 : err_nomem(e);
}

static int take_replies(struct batch *b, struct err *e)
{
	struct proto_reply reply;
	int r;

	while ((r = session_next(&b->c->session, &reply, e)) > 0) {
		r = take(b, &reply, e);
		proto_reply_release(&reply);
		if (r)
			return r;
	}
	return r;
}

/* Returns how many lines it printed, or E_NOMEM. */
static int print_answered(struct batch *b, struct err *e)
{
	int n = 0;

	for (; b->first < b->next && slot_of(b, b->first)->answered; n++) {
		struct slot *slot = slot_of(b, b->first++);
		int r = client_add_json(b->c, slot->line);

		json_decref(slot->line);
		*slot = (struct slot){ 0 };
		if (r)
			return err_nomem(e);
	}
	return n;
}

/* -------------------------------------------------------------------- the loop */

/* All that can be done without waiting. */
static int advance(struct batch *b, struct err *e)
{
	int r = take_replies(b, e);

	/* What is printed makes room for queries. */
	do {
		if (r >= 0)
			r = submit_lines(b, e);
		if (!r)
			r = print_answered(b, e);
	} while (r > 0);
	return r ? r : client_flush(b->c, e);
}

static int wait_for_more(struct batch *b, struct err *e)
{
	int input = b->eof || is_full(b) ? -1 : STDIN_FILENO;
	bool readable;
	int r = session_wait(&b->c->session, input, b->first < b->next,
			     &readable, e);

	return r || !readable ? r : read_input(b, e);
}

int batch_run(struct client *c)
{
	struct batch b = { .c = c, .first = 1, .next = 1 };
	struct err e;
	int r;

	while (!(r = advance(&b, &e)) && !(b.eof && b.first == b.next)) {
		r = wait_for_more(&b, &e);
		if (r)
			break;
	}
	for (size_t i = 0; i < WINDOW; i++)
		json_decref(b.slots[i].line);
	buf_release(&b.in);
	if (r)
		return client_fail(c, &e);
	return b.refused ? EXIT_REFUSED : EXIT_FOUND;
}

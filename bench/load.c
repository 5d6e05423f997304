/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * load - ask a daemon the same questions over and over and say how long each
 * answer took.
 *
 *	load [-c CLIENTS] [-s SECONDS] [-w REPLIES] SOCKET FILE
 *
 * FILE holds encoded requests, one JSON object a line.  Every client is a
 * connection of its own with one request in flight (a closed loop): it sends
 * the next line of FILE, round and round, as soon as its last answer is
 * complete.  The first REPLIES answers warm the caches and are not counted.
 * It goes on for SECONDS, and until every line was counted once.
 *
 * One thread and poll(2), nothing but libc, no JSON: what this program costs
 * must not be mistaken for what the daemon costs.  Measure it with a FILE of
 * pings.  The result is one line of JSON on stdout; times in microseconds.
 */
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define CLIENTS_MAX 1024
#define REPLY_MAX (64u << 20) /* bytes; the daemon's own limit is 16 MiB */
#define READ_SIZE (64u << 10)
#define STALLED_MS 30000

struct span {
	const char *s;
	size_t n;
};

struct client {
	const struct span *asked;
	size_t sent; /* bytes of it */
	uint64_t since;
	char *reply;
	size_t len, cap;
};

struct load {
	char *file;
	size_t file_len;
	struct span *requests; /* in it */
	size_t n_requests, next;
	struct client *clients;
	struct pollfd *fds;
	size_t n_clients, busy;
	size_t warm, replies; /* all replies, warming ones too */
	uint64_t *took;	      /* nanoseconds, one for each counted reply */
	size_t n_took, cap_took;
	size_t errors, empty;
	uint64_t bytes, start, length, end;
};

static void fail(const char *what, const char *why)
{
	fprintf(stderr, "load: %s: %s\n", what, why);
	exit(2);
}

static void die(const char *what)
{
	fail(what, strerror(errno));
}

static void *grow(void *p, size_t n, size_t size)
{
	p = reallocarray(p, n, size);
	if (!p)
		die("memory");
	return p;
}

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* ------------------------------------------------------------------ requests */

static void read_file(struct load *l, const char *path)
{
	FILE *f = fopen(path, "rb");
	struct stat st;

	if (!f || fstat(fileno(f), &st) < 0)
		die(path);
	l->file = grow(NULL, (size_t)st.st_size + 1, 1);
	l->file_len = fread(l->file, 1, (size_t)st.st_size, f);
	if (ferror(f))
		die(path);
	fclose(f);
}

/* The lines of the file, each with its newline, which ends it on the wire. */
static void read_requests(struct load *l, const char *path)
{
	const char *s, *nl, *end;
	size_t cap = 0;

	read_file(l, path);
	end = l->file + l->file_len;
	for (s = l->file; s < end; s = nl + 1) {
		nl = memchr(s, '\n', (size_t)(end - s));
		if (!nl)
			break;
		if (l->n_requests == cap) {
			cap = cap ? 2 * cap : 1024;
			l->requests = grow(l->requests, cap, sizeof(*l->requests));
		}
		l->requests[l->n_requests++] =
			(struct span){ s, (size_t)(nl + 1 - s) };
	}
	if (!l->n_requests)
		fail(path, "no line in it");
}

/* ------------------------------------------------------------------- replies */

static void count_reply(struct load *l, const struct client *c, uint64_t took)
{
	/* A quote inside a JSON string is escaped, so these are keys. */
	static const char error[] = "\"error\":", empty[] = "\"hits\":[]";

	if (l->n_took == l->cap_took) {
		l->cap_took = l->cap_took ? 2 * l->cap_took : 1u << 16;
		l->took = grow(l->took, l->cap_took, sizeof(*l->took));
	}
	l->took[l->n_took++] = took;
	l->bytes += c->len;
	if (memmem(c->reply, c->len, empty, sizeof(empty) - 1))
		l->empty++;
	if (!memmem(c->reply, c->len, error, sizeof(error) - 1))
		return;
	if (!l->errors++)
		fprintf(stderr, "load: refused: %.*s",
			(int)(c->len < 400 ? c->len : 400), c->reply);
}

static bool is_over(const struct load *l, uint64_t now)
{
	return l->n_took >= l->n_requests && now - l->start >= l->length;
}

static void send_more(struct client *c, struct pollfd *p)
{
	ssize_t n = send(p->fd, c->asked->s + c->sent, c->asked->n - c->sent,
			 MSG_NOSIGNAL | MSG_DONTWAIT);

	if (n < 0 && errno != EAGAIN && errno != EINTR)
		die("send");
	c->sent += n < 0 ? 0 : (size_t)n;
	p->events = c->sent < c->asked->n ? POLLOUT | POLLIN : POLLIN;
}

static void ask_next(struct load *l, size_t i)
{
	struct client *c = &l->clients[i];

	c->asked = &l->requests[l->next];
	l->next = (l->next + 1) % l->n_requests;
	c->sent = c->len = 0;
	c->since = now_ns();
	send_more(c, &l->fds[i]);
}

static void take_reply(struct load *l, size_t i)
{
	uint64_t now = now_ns();

	if (l->replies++ >= l->warm)
		count_reply(l, &l->clients[i], now - l->clients[i].since);
	if (l->replies == l->warm)
		l->start = now;
	l->end = now;
	if (!is_over(l, now)) {
		ask_next(l, i);
		return;
	}
	l->fds[i].fd = -1; /* poll(2) passes it over */
	l->busy--;
}

static void read_more(struct load *l, size_t i)
{
	struct client *c = &l->clients[i];
	ssize_t n;

	if (c->cap - c->len < READ_SIZE) {
		c->cap = c->cap ? 2 * c->cap : 4 * READ_SIZE;
		c->reply = grow(c->reply, c->cap, 1);
	}
	n = recv(l->fds[i].fd, c->reply + c->len, c->cap - c->len,
		 MSG_DONTWAIT);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n < 0)
		die("receive");
	if (n == 0) {
		fprintf(stderr, "load: asked: %.*s", (int)c->asked->n,
			c->asked->s);
		fail("receive", "the daemon closed the connection");
	}
	if (c->len + (size_t)n > REPLY_MAX)
		fail("receive", "a reply without end");
	c->len += (size_t)n;
	/* one request in flight: a newline can only be the end of its reply */
	if (c->reply[c->len - 1] == '\n')
		take_reply(l, i);
}

static void run(struct load *l)
{
	l->start = now_ns();
	for (size_t i = 0; i < l->n_clients; i++)
		ask_next(l, i);
	l->busy = l->n_clients;
	while (l->busy) {
		int n = poll(l->fds, l->n_clients, STALLED_MS);

		if (n < 0 && errno != EINTR)
			die("poll");
		if (n == 0)
			fail("receive", "no answer for 30 seconds");
		for (size_t i = 0; n > 0 && i < l->n_clients; i++) {
			short ev = l->fds[i].revents;

			if (l->fds[i].fd >= 0 && (ev & POLLOUT))
				send_more(&l->clients[i], &l->fds[i]);
			if (l->fds[i].fd >= 0 && (ev & ~POLLOUT))
				read_more(l, i);
		}
	}
}

/* ------------------------------------------------------------------- results */

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* The smallest time that `percent` of the replies did not exceed. */
static double percentile_us(const struct load *l, size_t percent)
{
	size_t rank = (l->n_took * percent + 99) / 100;

	return (double)l->took[rank - 1] / 1e3;
}

static void report(struct load *l)
{
	double seconds = (double)(l->end - l->start) / 1e9;

	qsort(l->took, l->n_took, sizeof(*l->took), by_value);
	printf("{\"replies\": %zu, \"errors\": %zu, \"empty\": %zu, "
	       "\"bytes\": %llu, \"seconds\": %.3f, \"qps\": %.1f, "
	       "\"p50\": %.1f, \"p95\": %.1f, \"p99\": %.1f, \"max\": %.1f}\n",
	       l->n_took, l->errors, l->empty, (unsigned long long)l->bytes,
	       seconds, (double)l->n_took / seconds, percentile_us(l, 50),
	       percentile_us(l, 95), percentile_us(l, 99),
	       percentile_us(l, 100));
}

/* ---------------------------------------------------------------------- main */

static void connect_all(struct load *l, const char *path)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };

	if (strlen(path) >= sizeof(a.sun_path))
		fail(path, strerror(ENAMETOOLONG));
	strcpy(a.sun_path, path);
	l->clients = calloc(l->n_clients, sizeof(*l->clients));
	l->fds = calloc(l->n_clients, sizeof(*l->fds));
	if (!l->clients || !l->fds)
		die("memory");
	for (size_t i = 0; i < l->n_clients; i++) {
		l->fds[i].fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (l->fds[i].fd < 0 ||
		    connect(l->fds[i].fd, (struct sockaddr *)&a, sizeof(a)) < 0)
			die(path);
	}
}

static void release(struct load *l)
{
	for (size_t i = 0; i < l->n_clients; i++)
		free(l->clients[i].reply);
	free(l->clients);
	free(l->fds);
	free(l->took);
	free(l->requests);
	free(l->file);
}

static void usage(void)
{
	fputs("usage: load [-c CLIENTS] [-s SECONDS] [-w REPLIES] SOCKET FILE\n",
	      stderr);
	exit(1);
}

static void parse_options(struct load *l, int argc, char **argv)
{
	double seconds = 2;
	int c;

	while ((c = getopt(argc, argv, "c:s:w:")) != -1)
		switch (c) {
		case 'c':
			l->n_clients = strtoul(optarg, NULL, 10);
			break;
		case 's':
			seconds = strtod(optarg, NULL);
			break;
		case 'w':
			l->warm = strtoul(optarg, NULL, 10);
			break;
		default:
			usage();
		}
	if (argc - optind != 2 || !l->n_clients || l->n_clients > CLIENTS_MAX ||
	    !(seconds >= 0 && seconds <= 86400))
		usage();
	l->length = (uint64_t)(seconds * 1e9);
}

int main(int argc, char **argv)
{
	struct load l = { .n_clients = 1 };

	parse_options(&l, argc, argv);
	read_requests(&l, argv[optind + 1]);
	connect_all(&l, argv[optind]);
	run(&l);
	report(&l);
	release(&l);
	return 0;
}

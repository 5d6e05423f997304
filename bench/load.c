/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * load - ask a daemon the same questions over and over and say how long each
 * answer took.
 *
 *	load [-c CLIENTS] [-s SECONDS] [-n ANSWERS] [-w ANSWERS] [-b MS]
 *	     [-p REQUESTS] SOCKET FILE
 *
 * FILE holds encoded requests, one JSON object a line.  Every client is a
 * connection of its own with one request in flight (a closed loop): it sends
 * the next line of FILE, round and round, as soon as its last answer is
 * complete; after one that is an error of kind `busy`, MS later (-b, 10).
 *	-w	so many answers first, to warm the caches, that are not counted
 *	-s, -n	go on for so long, and for so many answers; without -n, until
 *		every line was counted once
 *	-p	have so many requests of each client sent and unanswered: a flood,
 *		of which no times are told
 *
 * One thread and epoll(7), nothing but libc, no JSON: what this program costs
 * must not be mistaken for what the daemon costs.  It tells its own processor
 * time.  The result is one line of JSON on stdout; times in microseconds.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define CLIENTS_MAX 1024
#define REPLY_MAX (64u << 20) /* bytes; the daemon's own limit is 16 MiB */
#define READ_SIZE (64u << 10)
#define STALLED_MS 30000
#define EVENTS 64
#define KINDS_MAX 16
#define KIND_MAX 32
/* Whether anything was found stands near the front of a reply. */
#define HEAD_SIZE 4096u

struct span {
	const char *s;
	size_t n;
};

struct client {
	int fd;
	const struct span *asked;
	size_t sent;	  /* bytes of it */
	size_t in_flight; /* requests that were sent, the last perhaps in part */
	bool wants_out;	  /* the socket is full */
	uint64_t since;	  /* it was sent, or is to be sent after `busy` */
	char *reply;
	size_t len, cap;
	struct client *next; /* of those that pause */
};

struct kind {
	char name[KIND_MAX];
	size_t n;
};

struct load {
	char *file;
	size_t file_len;
	struct span *requests; /* in it */
	size_t n_requests, next;
	struct client *clients;
	size_t n_clients, busy;
	int epoll;
	struct client *pausing, **last_pausing; /* by `since` */
	uint64_t pause;	      /* nanoseconds */
	size_t depth;	      /* requests in flight of a client */
	size_t warm, wanted;  /* answers */
	size_t answers;	      /* all, warming ones too */
	struct kind kinds[KINDS_MAX];
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

/* Of an error reply its kind, counted. */
static const char *count_kind(struct load *l, const char *s, size_t n)
{
	static const char key[] = "\"kind\":\"";
	const char *at = memmem(s, n, key, sizeof(key) - 1);
	char text[64], name[KIND_MAX] = "?";
	struct kind *k = l->kinds;

	snprintf(text, sizeof(text), "%.*s", at ? (int)(s + n - at) : 0, at);
	sscanf(text, "\"kind\":\"%31[a-z_]", name);
	while (*k->name && strcmp(k->name, name) && k < &l->kinds[KINDS_MAX - 1])
		k++;
	strcpy(k->name, name);
	k->n++;
	return k->name;
}

static void add_time(struct load *l, uint64_t took)
{
	if (l->n_took == l->cap_took) {
		l->cap_took = l->cap_took ? 2 * l->cap_took : 1u << 16;
		l->took = grow(l->took, l->cap_took, sizeof(*l->took));
	}
	l->took[l->n_took++] = took;
}

static bool is_error(const char *s, size_t n)
{
	static const char error[] = "\"error\":"; /* in a string it is escaped */

	return memmem(s, n < 64 ? n : 64, error, sizeof(error) - 1);
}

static void count_answer(struct load *l, const char *s, size_t n, bool failed,
			 uint64_t took)
{
	static const char empty[] = "\"hits\":[]";

	add_time(l, took);
	l->bytes += n;
	if (memmem(s, n < HEAD_SIZE ? n : HEAD_SIZE, empty, sizeof(empty) - 1))
		l->empty++;
	if (failed && !l->errors++)
		fprintf(stderr, "load: refused: %.*s",
			(int)(n < 400 ? n : 400), s);
}

static bool is_over(const struct load *l, uint64_t now)
{
	return l->n_took >= l->wanted && now - l->start >= l->length;
}

/* ------------------------------------------------------------------- a client */

static void watch(struct load *l, struct client *c, int op)
{
	struct epoll_event e = {
		.events = c->wants_out ? EPOLLIN | EPOLLOUT : EPOLLIN,
		.data.ptr = c,
	};

	if (epoll_ctl(l->epoll, op, c->fd, &e))
		die("epoll");
}

/* Returns whether all of it was sent. */
static bool send_more(struct load *l, struct client *c)
{
	ssize_t n = send(c->fd, c->asked->s + c->sent, c->asked->n - c->sent,
			 MSG_NOSIGNAL | MSG_DONTWAIT);
	bool full;

	if (n < 0 && errno != EAGAIN && errno != EINTR)
		die("send");
	c->sent += n < 0 ? 0 : (size_t)n;
	full = c->sent < c->asked->n;
	if (full != c->wants_out) {
		c->wants_out = full;
		watch(l, c, EPOLL_CTL_MOD);
	}
	return !full;
}

static bool ask_next(struct load *l, struct client *c)
{
	c->asked = &l->requests[l->next];
	l->next = (l->next + 1) % l->n_requests;
	c->sent = 0;
	c->in_flight++;
	c->since = now_ns();
	return send_more(l, c);
}

/* As many requests as may be in flight. */
static void fill(struct load *l, struct client *c)
{
	while (c->in_flight < l->depth && ask_next(l, c))
		;
}

static void pause_after_busy(struct load *l, struct client *c, uint64_t now)
{
	c->since = now + l->pause;
	c->next = NULL;
	*l->last_pausing = c;
	l->last_pausing = &c->next;
}

/* Those whose pause is over; returns the milliseconds until the next one's is. */
static int end_pauses(struct load *l)
{
	uint64_t now = l->pausing ? now_ns() : 0;

	while (l->pausing && l->pausing->since <= now) {
		struct client *c = l->pausing;

		l->pausing = c->next;
		if (!l->pausing)
			l->last_pausing = &l->pausing;
		fill(l, c);
	}
	return l->pausing ? (int)((l->pausing->since - now) / 1000000) + 1 :
			    STALLED_MS;
}

static void take_reply(struct load *l, struct client *c, const char *s, size_t n)
{
	uint64_t now = now_ns();
	bool failed = is_error(s, n);
	/* That is no answer: it is among the kinds alone. */
	bool busy = failed && !strcmp(count_kind(l, s, n), "busy");

	if (!busy && l->answers++ >= l->warm)
		count_answer(l, s, n, failed, now - c->since);
	if (!busy && l->answers == l->warm)
		l->start = now;
	l->end = now;
	c->in_flight--;
	if (is_over(l, now))
		l->busy -= l->depth > 1 ? l->busy : 1; /* a flood: all at once */
	else if (busy && l->pause && l->depth == 1)
		pause_after_busy(l, c, now);
	else if (!c->wants_out)
		fill(l, c);
}

static void take_replies(struct load *l, struct client *c, size_t from)
{
	char *s = c->reply, *end = c->reply + c->len, *nl;

	while ((nl = memchr(s + from, '\n', (size_t)(end - s) - from))) {
		take_reply(l, c, s, (size_t)(nl + 1 - s));
		s = nl + 1;
		from = 0;
	}
	c->len = (size_t)(end - s);
	memmove(c->reply, s, c->len);
}

static void read_more(struct load *l, struct client *c)
{
	size_t from = c->len;
	ssize_t n;

	if (c->cap - c->len < READ_SIZE) {
		c->cap = c->cap ? 2 * c->cap : 4 * READ_SIZE;
		c->reply = grow(c->reply, c->cap, 1);
	}
	n = recv(c->fd, c->reply + c->len, c->cap - c->len, MSG_DONTWAIT);
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
	/* One request in flight: a newline can only be the end of its reply. */
	if (l->depth > 1 || c->reply[c->len - 1] == '\n')
		take_replies(l, c, l->depth > 1 ? from : c->len - 1);
}

static void run(struct load *l)
{
	struct epoll_event events[EVENTS];

	l->start = now_ns();
	for (size_t i = 0; i < l->n_clients; i++)
		fill(l, &l->clients[i]);
	l->busy = l->n_clients;
	while (l->busy) {
		int ms = end_pauses(l);
		int n = epoll_wait(l->epoll, events, EVENTS, ms);

		if (n < 0 && errno != EINTR)
			die("epoll");
		if (n == 0 && ms == STALLED_MS)
			fail("receive", "no answer for 30 seconds");
		for (int i = 0; i < n && l->busy; i++) {
			struct client *c = events[i].data.ptr;

			if ((events[i].events & EPOLLOUT) && send_more(l, c))
				fill(l, c);
			if (events[i].events & ~(uint32_t)EPOLLOUT)
				read_more(l, c);
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

/* Of this process so far. */
static double cpu_s(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
	       (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static void report_kinds(const struct load *l)
{
	printf(", \"kinds\": {");
	for (size_t i = 0; i < KINDS_MAX && *l->kinds[i].name; i++)
		printf("%s\"%s\": %zu", i ? ", " : "", l->kinds[i].name,
		       l->kinds[i].n);
	puts("}}");
}

static void report(struct load *l)
{
	double seconds = (double)(l->end - l->start) / 1e9;

	printf("{\"replies\": %zu, \"errors\": %zu, \"empty\": %zu, "
	       "\"bytes\": %llu, \"seconds\": %.3f, \"qps\": %.1f, "
	       "\"load_cpu_s\": %.3f",
	       l->n_took, l->errors, l->empty, (unsigned long long)l->bytes,
	       seconds, (double)l->n_took / seconds, cpu_s());
	qsort(l->took, l->n_took, sizeof(*l->took), by_value);
	if (l->depth == 1)
		printf(", \"p50\": %.1f, \"p95\": %.1f, \"p99\": %.1f, "
		       "\"max\": %.1f", percentile_us(l, 50),
		       percentile_us(l, 95), percentile_us(l, 99),
		       percentile_us(l, 100));
	report_kinds(l);
}

/* ---------------------------------------------------------------------- main */

static void connect_all(struct load *l, const char *path)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };

	if (strlen(path) >= sizeof(a.sun_path))
		fail(path, strerror(ENAMETOOLONG));
	strcpy(a.sun_path, path);
	l->clients = calloc(l->n_clients, sizeof(*l->clients));
	l->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (!l->clients || l->epoll < 0)
		die("memory");
	for (size_t i = 0; i < l->n_clients; i++) {
		struct client *c = &l->clients[i];

		c->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (c->fd < 0 ||
		    connect(c->fd, (struct sockaddr *)&a, sizeof(a)) < 0)
			die(path);
		watch(l, c, EPOLL_CTL_ADD);
	}
}

static void release(struct load *l)
{
	for (size_t i = 0; i < l->n_clients; i++)
		free(l->clients[i].reply);
	free(l->clients);
	free(l->took);
	free(l->requests);
	free(l->file);
}

static void usage(void)
{
	fputs("usage: load [-c CLIENTS] [-s SECONDS] [-n ANSWERS] [-w ANSWERS] "
	      "[-b MS]\n            [-p REQUESTS] SOCKET FILE\n", stderr);
	exit(1);
}

static void parse_options(struct load *l, int argc, char **argv)
{
	double seconds = 2, pause_ms = 10;
	int c;

	while ((c = getopt(argc, argv, "c:s:n:w:b:p:")) != -1)
		switch (c) {
		case 'c':
			l->n_clients = strtoul(optarg, NULL, 10);
			break;
		case 's':
			seconds = strtod(optarg, NULL);
			break;
		case 'n':
			l->wanted = strtoul(optarg, NULL, 10);
			break;
		case 'w':
			l->warm = strtoul(optarg, NULL, 10);
			break;
		case 'b':
			pause_ms = strtod(optarg, NULL);
			break;
		case 'p':
			l->depth = strtoul(optarg, NULL, 10);
			break;
		default:
			usage();
		}
	if (argc - optind != 2 || !l->n_clients || l->n_clients > CLIENTS_MAX ||
	    !l->depth || !(seconds >= 0 && seconds <= 86400) ||
	    !(pause_ms >= 0 && pause_ms <= 60000))
		usage();
	l->length = (uint64_t)(seconds * 1e9);
	l->pause = (uint64_t)(pause_ms * 1e6);
}

int main(int argc, char **argv)
{
	struct load l = { .n_clients = 1, .depth = 1 };

	l.last_pausing = &l.pausing;
	parse_options(&l, argc, argv);
	read_requests(&l, argv[optind + 1]);
	if (!l.wanted)
		l.wanted = l.n_requests;
	connect_all(&l, argv[optind]);
	run(&l);
	report(&l);
	release(&l);
	return 0;
}

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The indexer's end: start a keeper, read what comes, end it.
 */
#include "indexer/child/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cancel.h"
#include "base/path.h"
#include "base/utf8.h"
#include "indexer/child/box.h"
#include "indexer/child/tasks.h"

#define CHUNK 65536
#define NS_PER_MS 1000000ull
#define GRACE_MS 2000 /* for a keeper to end all, before it is killed itself */
#define NAMESPACES (CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET | \
		    CLONE_NEWIPC | CLONE_NEWNS)

/* A program being run. */
struct run {
	pid_t keeper;
	int out, err, status, leash; /* -1 when closed */
	const struct child_limits *limits;
	struct buf *to;
	size_t to_begin; /* of `to`, where this run's output begins */
	bool timeout, too_large, no_memory;
	uint64_t deadline_ns;
	/* So far: */
	char message[CHILD_MESSAGE_MAX];
	size_t message_len;
	bool message_ended;
	struct setup_note note;
	size_t note_len;
};

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* --------------------------------------------------------------------- starting */

/* Both ends of each: ours in *run, the keeper's in s->fds. */
static int make_pipes(struct run *run, struct setup *s, int in_fd)
{
	int p[2];

	s->fds[SETUP_IN] = in_fd >= 0 ? fcntl(in_fd, F_DUPFD_CLOEXEC, 0) :
					open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (s->fds[SETUP_IN] < 0)
		return -1;
	if (pipe2(p, O_CLOEXEC))
		return -1;
	run->out = p[0];
	s->fds[SETUP_OUT] = p[1];
	if (pipe2(p, O_CLOEXEC))
		return -1;
	run->err = p[0];
	s->fds[SETUP_ERR] = p[1];
	if (pipe2(p, O_CLOEXEC))
		return -1;
	run->status = p[0];
	s->fds[SETUP_STATUS] = p[1];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, p))
		return -1;
	run->leash = p[0];
	s->fds[SETUP_LEASH] = p[1];
	if (fcntl(run->out, F_SETFL, O_NONBLOCK) ||
	    fcntl(run->err, F_SETFL, O_NONBLOCK) ||
	    fcntl(run->status, F_SETFL, O_NONBLOCK))
		return -1;
	return 0;
}

static pid_t start_keeper(const struct setup *s)
{
	pid_t pid;

	/* Like fork(), whose handlers are for who goes on working.  Not clone3:
	 * where it is allowed to make some namespaces only, as in units with
	 * RestrictNamespaces=, it is refused, as its flags cannot be seen. */
	if (s->layers & CHILD_NAMESPACES)
		pid = (pid_t)syscall(SYS_clone, NAMESPACES | SIGCHLD, NULL,
				     NULL, NULL, NULL);
	else
		pid = _Fork();
	if (!pid)
		keeper_main(s);
	return pid;
}

static int write_proc(pid_t pid, const char *name, const char *text)
{
	char path[64];
	int fd, r = -1;

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	if (write(fd, text, strlen(text)) == (ssize_t)strlen(text))
		r = 0;
	close(fd);
	return r;
}

/* Who the user namespace knows: the one that the program will be. */
static int map_ids(pid_t pid)
{
	unsigned uid = geteuid(), gid = getegid();
	char map[64];

	/* Root changes its groups itself; others may only keep theirs. */
	if (!uid)
		uid = gid = SETUP_NOBODY;
	else if (write_proc(pid, "setgroups", "deny"))
		return -1;
	snprintf(map, sizeof(map), "%u %u 1", gid, gid);
	if (write_proc(pid, "gid_map", map))
		return -1;
	snprintf(map, sizeof(map), "%u %u 1", uid, uid);
	return write_proc(pid, "uid_map", map);
}

static int start(struct run *run, struct setup *s, int in_fd, struct err *e)
{
	int r = 0;

	if (make_pipes(run, s, in_fd))
		return err_sys(e, errno, "pipes for a filter");
	run->keeper = start_keeper(s);
	if (run->keeper < 0)
		return err_sys(e, errno, "a process for a filter");
	if (s->layers & CHILD_NAMESPACES && map_ids(run->keeper))
		r = err_sys(e, errno, "the user of a filter's namespace");
	else if (send(run->leash, "g", 1, MSG_NOSIGNAL) != 1)
		r = err_sys(e, errno, "starting a filter");
	return r;
}

/* ---------------------------------------------------------------------- reading */

static void drop_leash(struct run *run)
{
	if (run->leash < 0)
		return;
	close_fd(&run->leash);
	run->deadline_ns = clock_now_ns() + GRACE_MS * NS_PER_MS;
}

static void take_output(struct run *run, const char *s, size_t n)
{
	size_t have = run->to->len - run->to_begin;

	if (run->leash < 0)
		return; /* it is being ended: nobody will look at it */
	run->too_large = n > run->limits->output - have;
	run->no_memory = !run->too_large && buf_add(run->to, s, n);
	if (run->too_large || run->no_memory)
		drop_leash(run);
}

/* The first line with anything in it. */
static void take_message(struct run *run, const char *s, size_t n)
{
	for (size_t i = 0; i < n && !run->message_ended; i++) {
		if (s[i] == '\n')
			run->message_ended = run->message_len > 0;
		else if (run->message_len < sizeof(run->message) - 1)
			run->message[run->message_len++] = s[i];
	}
}

static void take_note(struct run *run, const char *s, size_t n)
{
	size_t room = sizeof(run->note) - run->note_len;

	if (n > room)
		n = room; /* the program's own note was first, and is right */
	memcpy((char *)&run->note + run->note_len, s, n);
	run->note_len += n;
}

/* Read once.  False when there is nothing (yet, or any more). */
static bool read_once(struct run *run, int *fd,
		      void (*take)(struct run *, const char *, size_t))
{
	char chunk[CHUNK];
	ssize_t n = read(*fd, chunk, sizeof(chunk));

	if (n > 0)
		take(run, chunk, (size_t)n);
	else if (!n || (errno != EAGAIN && errno != EINTR))
		close_fd(fd);
	return n > 0;
}

static int remaining_ms(const struct run *run)
{
	uint64_t now = clock_now_ns();

	if (now >= run->deadline_ns)
		return 0;
	return (int)((run->deadline_ns - now) / NS_PER_MS) + 1;
}

static void at_deadline(struct run *run)
{
	run->timeout = run->timeout || run->leash >= 0;
	if (run->leash < 0)
		kill(run->keeper, SIGKILL);
	drop_leash(run);
	run->deadline_ns = clock_now_ns() + GRACE_MS * NS_PER_MS;
}

/* Until the keeper is gone, which holds the other end of `status`. */
static void follow(struct run *run)
{
	while (run->status >= 0) {
		struct pollfd fds[] = {
			{ .fd = run->out, .events = POLLIN },
			{ .fd = run->err, .events = POLLIN },
			{ .fd = run->status, .events = POLLIN },
		};
		int ms = remaining_ms(run);

		if (!ms)
			at_deadline(run);
		else if (poll(fds, 3, ms) <= 0)
			continue;
		if (fds[0].revents)
			read_once(run, &run->out, take_output);
		if (fds[1].revents)
			read_once(run, &run->err, take_message);
		if (fds[2].revents)
			read_once(run, &run->status, take_note);
	}
	/* What is in the pipes still; an end of them that somebody holds who
	 * escaped all is not waited for. */
	while (run->out >= 0 && read_once(run, &run->out, take_output))
		;
	while (run->err >= 0 && read_once(run, &run->err, take_message))
		;
}

static void finish(struct run *run, struct setup *s)
{
	for (int i = 0; i < SETUP_FDS; i++)
		close_fd(&s->fds[i]);
	if (run->keeper > 0) {
		follow(run);
		while (waitpid(run->keeper, NULL, 0) < 0 && errno == EINTR)
			;
	}
	close_fd(&run->out);
	close_fd(&run->err);
	close_fd(&run->status);
	close_fd(&run->leash);
}

/* ---------------------------------------------------------------------- judging */

/* What the keeper said, or would have if somebody had not killed it: who does
 * that has killed the program, too. */
static struct setup_note noted(const struct run *run)
{
	const struct setup_note killed = { SETUP_KILLED, SIGKILL, "" };
	bool whole = run->note_len == sizeof(run->note);

	return whole && run->note.end != SETUP_CANCELLED ? run->note : killed;
}

static enum child_end end_of(const struct run *run, const struct setup_note *n)
{
	if (run->too_large)
		return CHILD_TOO_LARGE;
	if (run->timeout)
		return CHILD_TIMEOUT;
	if (n->end == SETUP_NOT_STARTED)
		return CHILD_NOT_STARTED;
	if (n->end == SETUP_EXITED)
		return CHILD_EXITED;
	return n->value == SIGXCPU ? CHILD_TIMEOUT : CHILD_KILLED;
}

static int judge(const struct run *run, struct child_result *ret, struct err *e)
{
	const struct setup_note n = noted(run);
	struct child_result r = { .end = end_of(run, &n), .value = n.value };

	if (run->no_memory)
		return err_nomem(e);
	if (n.end == SETUP_FAILED)
		return err_sys(e, n.value, "setting up a filter: %.*s",
			       (int)sizeof(n.step), n.step);
	memcpy(r.message, run->message, run->message_len);
	r.message[utf8_make_printable(r.message, run->message_len, '?')] = 0;
	*ret = r;
	return 0;
}

static int run_setup(struct setup *s, int in_fd, struct buf *out,
		     struct child_result *ret, struct err *e)
{
	struct run run = {
		.out = -1,
		.err = -1,
		.status = -1,
		.leash = -1,
		.limits = &s->limits,
		.to = out,
		.to_begin = out->len,
		.deadline_ns = clock_now_ns() + s->limits.ms * NS_PER_MS,
	};
	int r;

	for (int i = 0; i < SETUP_FDS; i++)
		s->fds[i] = -1;
	r = start(&run, s, in_fd, e);
	if (r)
		close_fd(&run.leash);
	finish(&run, s);
	return r ? r : judge(&run, ret, e);
}

int child_run(struct child_box *b, const char *const *argv, int in_fd,
	      const struct child_limits *limits, struct buf *out,
	      struct child_result *ret, struct err *e)
{
	char options[128];
	struct setup s = {
		.layers = b->layers,
		.root = !geteuid(),
		.argv = argv,
		.envp = b->env,
		.dir = b->dir,
		.dir_options = options,
		.seccomp = &b->seccomp,
		.limits = *limits,
		.processes = limits->processes,
	};
	unsigned uid = s.root ? SETUP_NOBODY : geteuid();
	unsigned gid = s.root ? SETUP_NOBODY : getegid();
	int r = box_make_dir(b, e);

	if (r)
		return r;

	snprintf(options, sizeof(options),
		 "size=%zu,nr_inodes=4096,mode=700,uid=%u,gid=%u",
		 limits->scratch, uid, gid);
	/* A namespace counts its own; otherwise all of the user's count. */
	if (!(b->layers & CHILD_NAMESPACES))
		s.processes += tasks_of(uid);
	r = run_setup(&s, in_fd, out, ret, e);
	box_remove_dir(b);
	return r;
}

int child_try(struct child_box *b, unsigned layers, struct err *e)
{
	const struct child_limits limits = {
		.ms = 10000,
		.memory = 1u << 30,
		.scratch = 1u << 20,
		.files = 16,
		.processes = 4,
	};
	unsigned saved = b->layers;
	struct child_result result;
	struct buf out = BUF_INIT;
	int r;

	b->layers = layers;
	r = child_run(b, NULL, -1, &limits, &out, &result, e);
	b->layers = saved;
	buf_release(&out);
	if (!r && (result.end != CHILD_EXITED || result.value))
		r = err_set(e, E_IO, "no process for a filter can be set up");
	return r;
}

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The process between the indexer and a program: it waits, and leaves nothing.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "indexer/child/setup.h"

/* A second or so, then what is left is left. */
#define SWEEPS_MAX 800
#define ROUNDS_MAX 5
#define SWEEP_PAUSE_NS 1000000
#define OLD_KERNEL_FDS 65536 /* closed one by one where there is no close_range */

static _Noreturn void report(const struct setup_note *note)
{
	ssize_t n = write(SETUP_STATUS, note, sizeof(*note));

	/* Without a report the parent knows that there is none. */
	_exit(n == sizeof(*note) ? 0 : 1);
}

_Noreturn void setup_fail(enum setup_end end, const char *step, int error)
{
	struct setup_note note = { .end = end, .value = error };

	strncpy(note.step, step, sizeof(note.step) - 1);
	report(&note);
}

/* ------------------------------------------------------------------ descriptors */

/* Give the descriptors their numbers, and close every other. */
static void arrange_fds(const struct setup *s)
{
	int high[SETUP_FDS];

	for (int i = 0; i < SETUP_FDS; i++)
		high[i] = fcntl(s->fds[i], F_DUPFD, SETUP_FDS);
	for (int i = 0; i < SETUP_FDS; i++)
		if (high[i] < 0 || dup2(high[i], i) < 0)
			_exit(1); /* no way to say so */
	if (syscall(SYS_close_range, SETUP_FDS, ~0u, 0))
		for (int fd = SETUP_FDS; fd < OLD_KERNEL_FDS; fd++)
			close(fd);
	fcntl(SETUP_STATUS, F_SETFD, FD_CLOEXEC);
	fcntl(SETUP_LEASH, F_SETFD, FD_CLOEXEC);
}

/* Nothing of the indexer's handlers or ignored signals; all of them wait until
 * the keeper looks. */
static void block_signals(void)
{
	sigset_t all;

	for (int sig = 1; sig < NSIG; sig++)
		signal(sig, SIG_DFL);
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
}

/* ---------------------------------------------------------------------- killing */

struct children {
	unsigned all, alive;
};

/* Not reaped: see sweep(). */
static bool is_dead(pid_t pid)
{
	siginfo_t info = { 0 };

	return !waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) &&
	       info.si_pid == pid;
}

/* Kill all that are ours, by birth or as orphans.  The children of those that
 * die become ours, and are seen by the next call. */
static struct children kill_children(void)
{
	int fd = open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC);
	struct children c = { 0 };
	char list[4096];
	pid_t pid = 0;
	ssize_t n;

	/* Numbers, each with a space behind it. */
	while (fd >= 0 && (n = read(fd, list, sizeof(list))) > 0) {
		for (ssize_t i = 0; i < n; i++) {
			if (list[i] >= '0' && list[i] <= '9') {
				pid = pid * 10 + (list[i] - '0');
			} else if (pid > 0) {
				c.all++;
				c.alive += !is_dead(pid);
				kill(pid, SIGKILL);
				pid = 0;
			}
		}
	}
	if (fd >= 0)
		close(fd);
	return c;
}

static void pause_sweeping(void)
{
	const struct timespec pause = { .tv_nsec = SWEEP_PAUSE_NS };

	nanosleep(&pause, NULL);
}

/*
 * Kill until all are dead, and still are when they are looked at again.  None is
 * reaped before: the dead hold their places under RLIMIT_NPROC, so that what
 * forks in a circle runs out of it.
 */
static void sweep(void)
{
	struct children last = { 0 };

	for (int i = 0; i < SWEEPS_MAX; i++) {
		struct children now = kill_children();

		if (!now.alive && !last.alive && now.all == last.all)
			return;
		last = now;
		pause_sweeping();
	}
}

/*
 * End every descendant.  In a process namespace one call reaches all, elsewhere
 * only children can be found.  The program was not reaped yet: its group is
 * still its own.
 */
static void end_all(const struct setup *s, pid_t program)
{
	kill(-program, SIGKILL);
	for (int i = 0; i < ROUNDS_MAX; i++) {
		if (s->layers & CHILD_NAMESPACES)
			kill(-1, SIGKILL);
		else
			sweep();
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
		if (waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD)
			return;
		pause_sweeping();
	}
}

/* ---------------------------------------------------------------------- waiting */

static bool ended(pid_t program, struct setup_note *note)
{
	siginfo_t info = { 0 };

	if (waitid(P_PID, (id_t)program, &info, WEXITED | WNOHANG | WNOWAIT) ||
	    info.si_pid != program)
		return false;
	note->end = info.si_code == CLD_EXITED ? SETUP_EXITED : SETUP_KILLED;
	note->value = info.si_status;
	return true;
}

static int open_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* Until the program has ended or the leash is dropped. */
static void watch(pid_t program, int signals, struct setup_note *note)
{
	struct pollfd fds[] = {
		{ .fd = signals, .events = POLLIN },
		{ .fd = SETUP_LEASH, .events = POLLIN },
	};
	struct signalfd_siginfo info;

	*note = (struct setup_note){ .end = SETUP_CANCELLED };
	while (!ended(program, note)) {
		if (poll(fds, 2, -1) < 0 && errno != EINTR)
			return;
		if (fds[1].revents)
			return;
		while (read(signals, &info, sizeof(info)) > 0)
			;
	}
}

static void await_start(void)
{
	char byte;
	ssize_t n;

	do
		n = read(SETUP_LEASH, &byte, 1);
	while (n < 0 && errno == EINTR);
	if (n != 1)
		_exit(1);
}

_Noreturn void keeper_main(const struct setup *s)
{
	struct setup_note note = { .end = SETUP_EXITED };
	pid_t program;
	int signals;

	arrange_fds(s);
	block_signals();
	await_start();
	if (setsid() < 0 || prctl(PR_SET_CHILD_SUBREAPER, 1))
		setup_fail(SETUP_FAILED, "setsid", errno);
	setup_keeper(s);
	signals = open_signals();
	if (signals < 0)
		setup_fail(SETUP_FAILED, "signalfd", errno);
	/* Not fork(): its handlers are for who goes on working. */
	program = _Fork();
	if (!program)
		setup_exec(s);
	if (program < 0)
		setup_fail(SETUP_FAILED, "fork", errno);
	/* The program may be the same user, but is not to get at our memory. */
	prctl(PR_SET_DUMPABLE, 0);
	/* Only the program and its children keep the pipes open. */
	close(SETUP_IN);
	close(SETUP_OUT);
	close(SETUP_ERR);
	watch(program, signals, &note);
	end_all(s, program);
	report(&note);
}

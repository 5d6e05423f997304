/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/supervise.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

int supervise_fork(pid_t *ret_pid, struct err *e)
{
	pid_t parent = getpid(), pid;

	fflush(NULL);
	pid = fork();
	if (pid < 0)
		return err_sys(e, errno, "a process cannot be started");
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent)
			_exit(1);
	}
	*ret_pid = pid;
	return 0;
}

int supervise_death(const char *what, int signal, struct err *e)
{
	return err_set(e, E_INTERNAL, "%s was killed (signal %d, %s): there "
		       "may be too little memory (try --jobs 1) or disk", what,
		       signal, strsignal(signal));
}

int supervise(void (*fn)(void *arg), void *arg, struct err *e)
{
	pid_t pid;
	int status, r = supervise_fork(&pid, e);

	if (r)
		return r;
	if (!pid) {
		fn(arg);
		exit(0);
	}
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return err_sys(e, errno, "waiting for the run");
	if (WIFSIGNALED(status))
		return supervise_death("the run", WTERMSIG(status), e);
	if (WEXITSTATUS(status))
		return err_set(e, E_INTERNAL, "the run ended before its end "
			       "(exit status %d)", WEXITSTATUS(status));
	return 0;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/child/tasks.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* The links of /proc/PID/task are its threads, itself and its parent. */
static unsigned long threads_of(int proc, const char *pid)
{
	struct stat st;
	unsigned long n = 1;
	int dir = openat(proc, pid, O_PATH | O_DIRECTORY | O_CLOEXEC);

	if (dir < 0)
		return n;
	if (!fstatat(dir, "task", &st, 0) && st.st_nlink > 2)
		n = st.st_nlink - 2;
	close(dir);
	return n;
}

unsigned long tasks_of(unsigned uid)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	unsigned long n = 0;
	struct stat st;

	if (!proc)
		return 0;
	while ((entry = readdir(proc))) {
		if (entry->d_name[0] < '1' || entry->d_name[0] > '9')
			continue;
		if (!fstatat(dirfd(proc), entry->d_name, &st, 0) &&
		    st.st_uid == uid)
			n += threads_of(dirfd(proc), entry->d_name);
	}
	closedir(proc);
	return n;
}

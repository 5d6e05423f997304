/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * hang - a library for LD_PRELOAD: reads of files, as an index is read, do not
 * return while the file $HANG exists.
 */
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static const char *name;

__attribute__((constructor)) static void begin(void)
{
	name = getenv("HANG");
}

static ssize_t read_at(int fd, void *to, size_t n, off_t at)
{
	const struct timespec pause = { .tv_nsec = 5000000 };

	while (name && !syscall(SYS_access, name, F_OK))
		nanosleep(&pause, NULL);
	return syscall(SYS_pread64, fd, to, n, at);
}

ssize_t pread(int fd, void *to, size_t n, off_t at)
{
	return read_at(fd, to, n, at);
}

ssize_t pread64(int fd, void *to, size_t n, off_t at)
{
	return read_at(fd, to, n, at);
}

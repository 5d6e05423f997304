/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One file at a time: copy, read, write, fsync.
 */
#include "base/path.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_CHUNK 32768

static int write_all(int fd, const char *s, size_t n)
{
	while (n) {
		ssize_t k = write(fd, s, n);

		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return -1;
		s += k;
		n -= (size_t)k;
	}
	return 0;
}

/* As read(2), begun again when a signal came between. */
static ssize_t read_some(int fd, char *s, size_t n)
{
	ssize_t k;

	do
		k = read(fd, s, n);
	while (k < 0 && errno == EINTR);
	return k;
}

static int copy_by_hand(int in, int out)
{
	char chunk[READ_CHUNK];
	ssize_t k;

	while ((k = read_some(in, chunk, sizeof(chunk))) > 0)
		if (write_all(out, chunk, (size_t)k))
			return -1;
	return k < 0 ? -1 : 0;
}

/* Each way goes on where the one before it stopped, since all move the file
 * positions by what they copied. */
static int copy_bytes(int in, int out)
{
	ssize_t k;

	if (!ioctl(out, FICLONE, in))
		return 0;
	do
		k = copy_file_range(in, NULL, out, NULL, 1u << 30, 0);
	while (k > 0 || (k < 0 && errno == EINTR));
	/* 0 is the end, or a file system that does not support the call and
	 * says so in this way: the last way finds out which. */
	if (k < 0 && errno != EXDEV && errno != ENOSYS && errno != EINVAL &&
	    errno != EOPNOTSUPP)
		return -1;
	return copy_by_hand(in, out);
}

static int close_checked(int fd, const char *path, int r, struct err *e)
{
	if (close(fd) && !r)
		return err_sys(e, errno, "%s: cannot be written", path);
	return r;
}

int path_copy_file(const char *from, const char *to, struct err *e)
{
	int in = open(from, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	int out = -1, r = 0;
	struct stat st;

	if (in < 0 || fstat(in, &st)) {
		r = err_sys(e, errno, "%s: cannot be read", from);
		goto out;
	}
	if (!S_ISREG(st.st_mode)) {
		r = err_set(e, E_IO, "%s: not a regular file", from);
		goto out;
	}
	out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
		   st.st_mode & 0777);
	if (out < 0) {
		r = err_sys(e, errno, "%s: cannot be created", to);
		goto out;
	}
	if (copy_bytes(in, out))
		r = err_sys(e, errno, "%s: cannot be copied to %s", from, to);
	r = close_checked(out, to, r, e);
	if (r)
		unlink(to);
out:
	if (in >= 0)
		close(in);
	return r;
}

int path_fsync(const char *path, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int r = 0;

	if (fd < 0)
		return err_sys(e, errno, "%s: cannot be opened", path);
	if (fsync(fd))
		r = err_sys(e, errno, "%s: cannot be synced", path);
	close(fd);
	return r;
}

static int fsync_parent(const char *path, struct err *e)
{
	const char *slash = strrchr(path, '/');
	char *dir;
	int r;

	if (!slash)
		return path_fsync(".", e);
	dir = strndup(path, slash == path ? 1 : (size_t)(slash - path));
	if (!dir)
		return err_nomem(e);
	r = path_fsync(dir, e);
	free(dir);
	return r;
}

static int write_tmp(const char *tmp, const void *s, size_t n, struct err *e)
{
	int fd = open(tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
		      0666);
	int r = 0;

	if (fd < 0)
		return err_sys(e, errno, "%s: cannot be created", tmp);
	if (write_all(fd, s, n) || fsync(fd))
		r = err_sys(e, errno, "%s: cannot be written", tmp);
	return close_checked(fd, tmp, r, e);
}

int path_write_file(const char *path, const void *s, size_t n, struct err *e)
{
	size_t len = strlen(path);
	char *tmp = malloc(len + sizeof(".tmp"));
	int r;

	if (!tmp)
		return err_nomem(e);
	memcpy(tmp, path, len);
	memcpy(tmp + len, ".tmp", sizeof(".tmp"));
	r = write_tmp(tmp, s, n, e);
	if (!r && rename(tmp, path))
		r = err_sys(e, errno, "%s: cannot be replaced", path);
	if (r)
		unlink(tmp);
	else
		r = fsync_parent(path, e);
	free(tmp);
	return r;
}

static int read_error(int code, const char *path, const struct buf *b,
		      struct err *e)
{
	if (code == E_LIMIT)
		return err_set(e, code, "%s: larger than %zu bytes", path,
			       b->max);
	return err_nomem(e);
}

/* A reservation of what the file says it holds; reading is right without. */
static int reserve_size(int fd, struct buf *b)
{
	struct stat st;

	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || st.st_size <= 0)
		return 0;
	return buf_reserve(b, (size_t)st.st_size);
}

int path_read_file(const char *path, struct buf *b, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char chunk[READ_CHUNK];
	ssize_t k = 0;
	int r;

	if (fd < 0)
		return err_sys(e, errno, "%s: cannot be read", path);
	r = reserve_size(fd, b);
	while (!r && (k = read_some(fd, chunk, sizeof(chunk))) > 0)
		r = buf_add(b, chunk, (size_t)k);
	if (r)
		r = read_error(r, path, b, e);
	else if (k < 0)
		r = err_sys(e, errno, "%s: cannot be read", path);
	close(fd);
	return r;
}

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Reading one file.
 */
#include "indexer/source.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define SNIFF 8192 /* bytes that are looked at before the rest is read */

/* A file changed twice within a tick of the kernel's clock keeps its mtime.
 * One that was read so soon after a change is remembered without an mtime, so
 * that the next run reads it again. */
#define MTIME_SETTLED_NS 20000000
/* Some file systems keep whole seconds, or every other. */
#define MTIME_COARSE_NS 2000000000

/*
 * O_NOFOLLOW guards the last part of a path only.  Roots are real paths, so no
 * part may be a symbolic link; kernels and sandboxes that cannot say so get the
 * weaker guard.
 */
static int open_part(int dir, const char *path, int flags)
{
	struct open_how how = {
		.flags = (unsigned)(flags | O_CLOEXEC | O_NOFOLLOW),
		.resolve = RESOLVE_NO_SYMLINKS,
	};
	long fd = syscall(SYS_openat2, dir, path, &how, sizeof(how));

	if (fd < 0 && (errno == ENOSYS || errno == EPERM))
		return openat(dir, path, (int)how.flags);
	return (int)fd;
}

/* The kernel takes paths up to PATH_MAX: longer ones are gone along in parts. */
static int open_no_links(const char *path)
{
	int dir = AT_FDCWD, fd;

	while (strlen(path) >= PATH_MAX) {
		const char *slash = memrchr(path, '/', PATH_MAX - 1);
		char part[PATH_MAX];
		size_t n = slash ? (size_t)(slash - path) : 0;

		memcpy(part, path, n);
		part[n] = '\0';
		fd = open_part(dir, part, O_PATH | O_DIRECTORY);
		if (dir >= 0)
			close(dir);
		if (fd < 0)
			return fd;
		dir = fd;
		path = slash + 1;
	}
	/* O_NONBLOCK: a fifo put there meanwhile must not stop us */
	fd = open_part(dir, path, O_RDONLY | O_NONBLOCK);
	if (dir >= 0)
		close(dir);
	return fd;
}

static int64_t mtime_of(const struct stat *st)
{
	int64_t mtime = (int64_t)st->st_mtim.tv_sec * 1000000000 +
			st->st_mtim.tv_nsec;
	struct timespec t;
	int64_t now, settled;

	clock_gettime(CLOCK_REALTIME, &t);
	now = (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
	settled = mtime % 1000000000 ? MTIME_SETTLED_NS : MTIME_COARSE_NS;
	if (llabs(now - mtime) < settled) /* also on a server whose clock is on */
		return 0;
	return mtime;
}

static bool refuse(struct file *f, enum file_status status,
		   enum file_reason reason, int error)
{
	f->status = status;
	f->reason = reason;
	f->error = error;
	return false;
}

static bool refuse_errno(struct file *f, int error)
{
	if (error == ENOENT || error == ENOTDIR)
		return refuse(f, FILE_SKIPPED, FILE_VANISHED, 0);
	return refuse(f, FILE_FAILED, FILE_UNREADABLE, error);
}

static int append(int fd, struct buf *raw, size_t upto)
{
	while (raw->len < upto) {
		ssize_t n;

		if (buf_reserve(raw, upto - raw->len))
			return ENOMEM;
		n = read(fd, raw->s + raw->len, upto - raw->len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno;
		if (!n)
			break;
		raw->len += (size_t)n;
	}
	return 0;
}

static bool read_open(int fd, struct buf *raw, struct file *f)
{
	size_t size = (size_t)f->size;
	int error;

	if (f->size > SOURCE_MAX)
		return refuse(f, FILE_SKIPPED, FILE_TOO_LARGE, 0);
	error = append(fd, raw, size < SNIFF ? size : SNIFF);
	if (error)
		return refuse_errno(f, error);
	if (!encoding_is_utf16(f->rule) && format_is_hopeless(raw->s, raw->len))
		return refuse(f, FILE_SKIPPED, FILE_NOT_TEXT, 0);
	/* What was added behind `size` meanwhile is for the next run. */
	error = append(fd, raw, size);
	if (error)
		return refuse_errno(f, error);
	hash_hex(raw->len ? raw->s : "", raw->len, f->hash);
	return true;
}

bool source_read(const char *path, struct buf *raw, struct file *f)
{
	int fd = open_no_links(path);
	struct stat st;
	bool ok = false;

	buf_clear(raw);
	f->hash[0] = '\0';
	if (fd < 0)
		return refuse_errno(f, errno);
	if (fstat(fd, &st)) {
		refuse_errno(f, errno);
	} else if (!S_ISREG(st.st_mode)) {
		refuse(f, FILE_SKIPPED, FILE_VANISHED, 0);
	} else {
		f->size = (uint64_t)st.st_size;
		f->mtime_ns = mtime_of(&st);
		f->inode = st.st_ino;
		ok = read_open(fd, raw, f);
	}
	close(fd);
	return ok;
}

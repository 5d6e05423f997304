/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * path - file names and the few file operations several programs need.
 * A path is NUL-terminated bytes as the kernel has them, not always UTF-8.
 */
#ifndef TRACUU_BASE_PATH_H
#define TRACUU_BASE_PATH_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

/* "a" + "b" -> "a/b" (no doubled slash).  Returns a string for free(), NULL
 * when out of memory. */
char *path_join(const char *dir, const char *name);

/*
 * The defaults of tracuu(1), FILES: environment first, then root or
 * user.  Each returns 0 with a string for free() in *ret, or E_NOMEM, or
 * E_NOTFOUND when neither the variable nor $HOME is set.
 * path_default_socket() takes the index directory in use, whose tracuu.sock is
 * the last choice.
 */
#define PATH_SYSTEM_SOCKET "/run/tracuu/tracuu.sock"
int path_default_index(char **ret, struct err *e);
int path_default_socket(const char *index_dir, char **ret, struct err *e);

/* mkdir -p with mode 0777 & ~umask.  E_IO. */
int path_mkdirs(const char *path, struct err *e);
/* rm -rf, not following symlinks; what does not exist, or is gone before it could be
 * removed, is fine.  E_IO. */
int path_remove_tree(const char *path, struct err *e);
/* The sizes of all regular files below `dir`, added up, without what is removed
 * meanwhile.  E_NOTFOUND, E_IO. */
int path_tree_bytes(const char *dir, uint64_t *ret, struct err *e);
/* Copy a regular file: reflink where the file system can, else
 * copy_file_range, else read and write.  `to` must not exist.  E_IO. */
int path_copy_file(const char *from, const char *to, struct err *e);
/* fsync a file or a directory by name.  E_IO. */
int path_fsync(const char *path, struct err *e);
/* fsync every regular file below `dir`, then every directory.  E_IO. */
int path_fsync_tree(const char *dir, struct err *e);
/* Write a file whole: PATH.tmp beside it, fsync, rename, fsync of the
 * directory.  A reader sees the old bytes or the new ones.  One writer of a
 * path at a time: the temporary name is fixed, so that what a crash leaves
 * behind is taken over by the next.  E_IO, E_NOMEM. */
int path_write_file(const char *path, const void *s, size_t n, struct err *e);
/* Read a file whole into an empty buf (its `max` bounds it).
 * E_IO, E_NOTFOUND, E_LIMIT, E_NOMEM. */
int path_read_file(const char *path, struct buf *b, struct err *e);

/* Append "file:///..." with everything outside RFC 3986's unreserved set and
 * '/' percent-encoded: exact for any bytes.  A path that is not absolute gives
 * the same without "file://", a relative reference.  E_NOMEM, E_LIMIT. */
int path_add_uri(struct buf *b, const char *path, size_t n);
/* The way back: append the bytes of the path that path_add_uri() was given.
 * E_INVAL for a broken escape or a host; E_NOMEM, E_LIMIT. */
int path_add_from_uri(struct buf *b, const char *uri, size_t n);

#ifdef __cplusplus
}
#endif
#endif

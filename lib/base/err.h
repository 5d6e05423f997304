/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * err - how every function of the project says that it failed.
 *
 * A function that can fail returns 0 or one of the negative codes below and,
 * when its caller passes a `struct err`, writes one sentence there.  There is
 * no thread-local or per-object error; the struct belongs to the caller.
 * On failure no `ret_` parameter has been touched.
 */
#ifndef TRACUU_BASE_ERR_H
#define TRACUU_BASE_ERR_H

#ifdef __cplusplus
extern "C" {
#endif

/* What a caller can do about it, rather than which library said it. */
enum err_code {
	E_OK = 0,
	E_NOMEM = -1,	  /* out of memory: give up this piece of work */
	E_INVAL = -2,	  /* the caller's input is wrong: tell the user */
	E_IO = -3,	  /* the system refused: a path and strerror in msg */
	E_NOTFOUND = -4,  /* the named thing does not exist */
	E_LOCKED = -5,	  /* another process holds it: try again later */
	E_NODB = -6,	  /* there is no index here (yet) */
	E_SCHEMA = -7,	  /* an index of another schema or analyzer: reindex */
	E_CORRUPT = -8,	  /* stored bytes are not what was written */
	E_DEADLINE = -9,  /* the deadline passed: no result */
	E_CANCELLED = -10, /* the caller's cancel flag was seen */
	E_LIMIT = -11,	  /* a named limit was reached: msg names it */
	E_INTERNAL = -12, /* a bug of ours: report it */
	E_FULL = -13,	  /* no room for what is written, on the disk, in a quota
			     or below a limit on the size of files: make some */
};

struct err {
	int code;	/* 0 or an enum err_code */
	char msg[512];	/* one sentence, NUL-terminated, printable UTF-8 */
	/* Of an E_LIMIT that a user may have set: its name (static storage, as
	 * docs/protocol.md has it) and value; NULL for any other. */
	const char *limit;
	unsigned long long value;
};

/*
 * Fill `e` (may be NULL) and return `code`, so that a failure is one line:
 *	return err_set(e, E_NODB, "%s: no index here", dir);
 * Control characters and broken UTF-8 in the result are replaced by '?', since
 * messages may quote a stranger's bytes; it is cut at a character border.
 */
int err_set(struct err *e, int code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* As err_set() with E_LIMIT, for a named limit. */
int err_limit(struct err *e, const char *limit, unsigned long long value,
	      const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* As err_set(), with ": " and strerror(errnum) added.  E_NOMEM for ENOMEM,
 * E_NOTFOUND for ENOENT, E_FULL for ENOSPC, EDQUOT and EFBIG, E_IO for all
 * others. */
int err_sys(struct err *e, int errnum, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* The usual E_NOMEM sentence.  Returns E_NOMEM. */
int err_nomem(struct err *e);

#ifdef __cplusplus
}
#endif
#endif

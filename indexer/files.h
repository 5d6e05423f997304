/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * files - what is known of every file of the archive: the table that lets the
 * next run see what changed, and `why` say what became of a file.
 *
 * The same struct holds what a walk found and what the last run stored in
 * INDEX/gen-N/files.  The file is binary, sorted by path and read in one go:
 *
 *	"tracuu files 5\n", the hash of all that follows in hexadecimal, "\n"
 *	number of files, then for each (numbers as LEB128):
 *	length of the path, path, status, reason, encoding, rule, format,
 *	size, mtime, inode, text bytes, replaced bytes, confidence (in
 *	millionths), filter, generation, time, length of the hash, hash, length
 *	of the detail, detail, length of the path before, path before
 */
#ifndef TRACUU_INDEXER_FILES_H
#define TRACUU_INDEXER_FILES_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/hash.h"
#include "indexer/decode.h"
#include "indexer/format.h"

/* What became of a file. The values are stored: add at the end only. */
enum file_status {
	FILE_SEEN,    /* found by the walk, not read yet */
	FILE_INDEXED, /* a document of the index */
	FILE_SKIPPED, /* read, and not something that can be indexed */
	FILE_FAILED,  /* could not be read; tried again by the next run */
	FILE_STATUSES,
};
const char *file_status_name(enum file_status s);

/* Why it was not simply indexed.  Stored: add at the end only. */
enum file_reason {
	FILE_OK,
	FILE_NOT_TEXT,	 /* NULs or too many control characters */
	FILE_ENCODING,	 /* text in none of the encodings we read */
	FILE_TOO_LARGE,	 /* above SOURCE_MAX, LINES_MAX or TERMS_MAX */
	FILE_EMPTY,	 /* no word in it */
	FILE_UNREADABLE, /* open(2) or read(2) failed */
	FILE_VANISHED,	 /* gone between the walk and the reading */
	FILE_ILL_FORMED, /* indexed, with some broken bytes replaced */
	FILE_NO_FILTER,	 /* its format needs a program that is missing */
	FILE_FILTER_FAILED, /* its filter exited with an error */
	FILE_FILTER_CRASHED, /* its filter died of a signal */
	FILE_FILTER_TIMEOUT, /* its filter was ended when its time was over */
	FILE_FILTER_OUTPUT, /* its filter wrote more than CONVERT_OUTPUT */
	FILE_PASSWORD,	 /* its filter needs a password for it */
	FILE_DAMAGED,	 /* its gzip data ends early or is not what was packed */
	FILE_BOMB,	 /* it unpacks to more than gunzip.h allows */
	FILE_MALFORMED,	 /* indexed; its HTML met a bound of html.h */
	FILE_REASONS,
};
/* A word for programs ("not-text") and a sentence part for people. */
const char *file_reason_name(enum file_reason r);
const char *file_reason_text(enum file_reason r);

struct file;
/* Append the reason and the detail of a file for people.  E_NOMEM. */
int files_add_reason(struct buf *b, const struct file *f);

/* Longer than PATH_MAX: a walk may meet such a path and has to tell of it. */
#define FILES_PATH_MAX 65536

#define FILE_DETAIL_MAX 80 /* bytes, with the NUL */

struct file {
	size_t path_at; /* see files_path() */
	size_t path_len;
	uint64_t size;
	int64_t mtime_ns;
	uint64_t inode;
	uint64_t text_bytes; /* of the UTF-8 text, when indexed */
	uint64_t replaced;   /* bytes that mean nothing in its encoding */
	double confidence;   /* in the encoding: 0 to 1, to a millionth */
	enum file_status status;
	enum file_reason reason;
	enum encoding encoding;
	/* What a rule of the user says that it is in; ENCODING_NONE: none does */
	enum encoding rule;
	enum format format;
	/* Of the external formats: the filter that read it or was to read it,
	 * see converters_id(). */
	uint64_t filter;
	/* The one that it was read for as it is now, and when in seconds since
	 * 1970; 0: it was never read. */
	uint64_t generation;
	int64_t time;
	/* Its path before it was moved, while it was not read again; NULL: it was
	 * not.  A string of the table that it came with. */
	const char *moved_from;
	char hash[HASH_HEX_LEN + 1]; /* of the bytes; "" when never read */
	/* What there is to say beyond the reason: a status, the first line of
	 * what a filter said; printable, "" if nothing. */
	char detail[FILE_DETAIL_MAX];
	int error; /* errno when this run could not read it; not stored */
};

/* Whether it was read in the encoding that a rule says: filters write UTF-8. */
static inline bool file_is_by_rule(const struct file *f)
{
	return f->rule != ENCODING_NONE && f->rule == f->encoding &&
	       !format_is_external(f->format);
}

struct files {
	struct file *v;
	size_t n, cap;
	struct buf paths; /* each with a NUL behind it */
	struct arena arena; /* of the paths before */
};

void files_release(struct files *fs);
/* The path of one of its files, NUL-terminated, until the next files_add(). */
static inline const char *files_path(const struct files *fs,
				     const struct file *f)
{
	return fs->paths.s + f->path_at;
}
/*
 * Add a file with everything of `from` (which may belong to another table, that
 * must outlive this one) but its path.  *ret (may be NULL) stays valid until the next files_add().
 * E_NOMEM.
 */
int files_add(struct files *fs, const char *path, size_t path_len,
	      const struct file *from, struct file **ret);
/* Sort by the bytes of the path, and keep one of several with the same. */
void files_sort(struct files *fs);
/* In a sorted table; NULL when it has no such path. */
const struct file *files_find(const struct files *fs, const char *path);
/* How many have a status. */
size_t files_count(const struct files *fs, enum file_status status);

/* Write the sorted table to a file, synced.  E_IO, E_NOMEM. */
int files_write(const struct files *fs, const char *path, struct err *e);
/* Read it; `ret` is released first.  E_NOTFOUND, E_IO, E_CORRUPT, E_NOMEM. */
int files_read(const char *path, struct files *ret, struct err *e);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * recent - the reports that a session read last, decoded.  Who types looks into
 * the same few reports with each letter: from here one costs a twentieth of
 * fetching and decoding it again.  A generation never changes, nor do they.
 */
#ifndef TRACUU_SEARCH_TYPING_RECENT_H
#define TRACUU_SEARCH_TYPING_RECENT_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "store/record.h"

struct store_reader;

#define RECENT_REPORTS 96
/* Bytes of a record: a larger one is read and not kept.  Together they take 6 MB
 * where a report has 20 kB of text, and 25 MB at most. */
#define RECENT_BYTES (64u << 10)

struct recent {
	struct recent_report {
		uint32_t docid;	 /* 0: none */
		uint64_t used;	 /* when, by `clock` */
		struct buf data;
		struct record *record; /* NULL until first needed */
	} v[RECENT_REPORTS];
	uint64_t clock;
};

/*
 * The report `docid`, decoded, until the next call.  `first` is the session's own
 * decoder, which lends its means.  Errors: those of store_document() and
 * record_load().
 */
int recent_load(struct recent *c, struct store_reader *reader,
		struct record *first, uint32_t docid, struct record **ret,
		struct err *e);
void recent_release(struct recent *c);

#endif

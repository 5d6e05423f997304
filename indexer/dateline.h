/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * dateline - the line of a report that says when it was published:
 *	Thứ Bảy, 19/12/2020, 16:25 [GMT+7]
 *	Chủ nhật - 10/03/2024 06:30
 * A weekday comes first, then the date, then perhaps a time and a zone.
 */
#ifndef TRACUU_INDEXER_DATELINE_H
#define TRACUU_INDEXER_DATELINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "text/text.h"

#define DATELINE_MAX 96 /* bytes of a line that can be one */
#define DATELINE_ISO_LEN 25 /* "2020-12-19T16:25:00+07:00" */

/* The weekdays as the analyzer writes them. */
struct dateline_days {
	char key[8][32]; /* words_key() of Sunday, Monday ...; last: "Thứ #" */
};
int dateline_init(struct dateline_days *d, struct text_analyzer *a,
		  struct err *e);

/*
 * Whether the line is a dateline; then its moment in ISO 8601, or its date
 * alone when no time is given.  `key` is the words_key() of the line.
 * Day comes before month, unless only the other order agrees with the weekday.
 * Without a zone it is Vietnam's, +07:00.
 */
bool dateline_parse(const struct dateline_days *d, const char *s, size_t n,
		    const struct buf *key, char ret_iso[DATELINE_ISO_LEN + 1]);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * dateline - the line of a report that says when it was published.
 *
 * It has one full date and, around it, no words but those of such lines: a
 * weekday, a label, a time, a zone, a counter of readers.
 *	Thứ Bảy, 19/12/2020, 16:25 [GMT+7]
 *	Chủ nhật, ngày 03 tháng 01 năm 2021
 *	Cập nhật lúc 10:15 - 23/05/2019
 *	(Ngày đăng: 12-03-2021)		15:30 | 02/02/2021
 *	2021-02-02T15:30:00+07:00	02/02/2021 03:30 CH | Lượt xem: 120
 * Other words are borne in two places: up to ten in all in a line that begins
 * with a weekday, and a name before the date of an official document:
 *	Vân Khê, ngày 15 tháng 4 năm 2022
 * Of two dates (published, updated) the first one counts, and only behind a
 * label; without one it is a span of time.
 */
#ifndef TRACUU_INDEXER_DATELINE_H
#define TRACUU_INDEXER_DATELINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "text/text.h"

#define DATELINE_MAX 160 /* bytes of a line that can be one */
#define DATELINE_ISO_LEN 25 /* "2020-12-19T16:25:00+07:00" */

#define DATELINE_DAYS 9 /* names of the seven days */

/* The words of datelines as the analyzer writes them. */
struct dateline_words {
	char days[DATELINE_DAYS][32]; /* words_key() of Sunday, Monday ... */
	struct buf known, labels;     /* " word word " */
};
/* Released with dateline_release(), also after an error.  E_NOMEM, E_INTERNAL. */
int dateline_init(struct dateline_words *d, struct text_analyzer *a,
		  struct err *e);
void dateline_release(struct dateline_words *d);

/*
 * Whether n bytes are a dateline: 1, and then its moment in ISO 8601 (its date
 * alone when no time is given, no zone when none is given); 0, or E_NOMEM.
 * Day comes before month, unless only the other order agrees with the weekday.
 */
int dateline_parse(const struct dateline_words *d, struct text_analyzer *a,
		   const char *s, size_t n, char ret_iso[DATELINE_ISO_LEN + 1],
		   struct err *e);

#endif

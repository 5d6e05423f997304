/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * iso_date - dates as pages and front matter write them, ISO 8601 more or less,
 * as the index has them: "2020-12-19", "2020-12-19T16:25:00",
 * "2020-12-19T16:25:00+07:00".
 */
#ifndef TRACUU_INDEXER_ISO_DATE_H
#define TRACUU_INDEXER_ISO_DATE_H

#include <stddef.h>

#define ISO_DATE_LEN 25

/* Read the date that s begins with: its length in `ret`, which ends with a NUL,
 * or 0 when s begins with none.  Any thread. */
size_t iso_date(const char *s, size_t n, char ret[ISO_DATE_LEN + 1]);

#endif

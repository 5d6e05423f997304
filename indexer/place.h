/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * place - the places that a report is about: what kind of place, and its name.
 *	xã Thạch Dược, huyện Thạch Sơn Đông, TP. Vân Khê
 *
 * A kind (tỉnh, TP, thành phố, quận, huyện, thị xã, thị trấn, phường, xã; khu công
 * nghiệp, cụm công nghiệp, khu chế xuất, khu kinh tế) is followed by one to four words with a capital at their start.  What is passed
 * over because it is no place, or not the one that a report is about:
 *	hợp tác xã X, Thông tấn xã X, làng xã X	other words
 *	các xã X, Y; các tỉnh X			a list, or a region
 *	Tỉnh Đoàn, Huyện Ủy			an office
 *	xã Anh hùng ...				one word, without a comma or
 *						another stop behind it
 * "xã Tân Lãnh Nguyễn Văn An" is "xã Tân Lãnh": a family name from the third
 * word on begins another name.  A word in capitals is a name only behind TP
 * (TP HCM), since in a headline nobody can tell where a name ends.
 */
#ifndef TRACUU_INDEXER_PLACE_H
#define TRACUU_INDEXER_PLACE_H

#include "base/buf.h"
#include "base/err.h"
#include "base/mention.h"
#include "text/text.h"

#define PLACES_MAX 64 /* of a report; further ones are passed over */

/* The places of one report while it is read; one thread at a time. */
struct places;
/* The analyzer is needed for the call only.  E_NOMEM, E_INTERNAL. */
int places_open(struct text_analyzer *a, struct places **ret, struct err *e);
void places_close(struct places *p); /* NULL is fine */

/* Begin a report. */
void places_begin(struct places *p);
/* Its next word, as text_read() gives it, and the line it stands in; t's offsets
 * are bytes of s. */
void places_word(struct places *p, const char *s, const struct text_token *t,
		 uint32_t line);
/* No name goes on behind this: the text ends, or lines are left out. */
void places_break(struct places *p);

/*
 * The list so far: each place once, in the order of the report, separated by
 * '\n'; the kind in small letters but for TP (with its point, if it has one),
 * the name as it was written first.  Until the next call.  NULL: out of memory.
 */
const struct buf *places_list(const struct places *p);
/* Where each of these stands (base/mention.h), in place of the contents of `ret`.
 * E_NOMEM. */
int places_where(const struct places *p, struct buf *ret);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * form_line - what a line of a letterhead is.  Private to form.c, which has the
 * rules of the whole.  What says 1, 0 or an error may return E_NOMEM, E_INTERNAL.
 */
#ifndef TRACUU_INDEXER_FORM_LINE_H
#define TRACUU_INDEXER_FORM_LINE_H

#include "indexer/reading.h"

#define FORM_LINE_BYTES 240 /* of the longest line of a letterhead */
#define FORM_ISSUER_BYTES 96
#define FORM_DATE_BYTES 40

enum form_part {
	FORM_OTHER,
	FORM_BLANK,
	FORM_RULE,   /* no words at all */
	FORM_STATE,  /* the country, the Party or the motto, or a piece of them */
	FORM_NUMBER,
	FORM_DATE,
	FORM_ISSUER, /* in capitals */
	FORM_TYPE,
	FORM_TITLE,  /* a kind and its subject; said by place, see form_is_title() */
	FORM_ABOUT,  /* "V/v ..." */
};

int form_part_of(struct reading *d, size_t i, enum form_part *ret);
/* By the words of l alone, which were read into r->key. */
enum form_part form_part_by_key(const struct reading *d, struct span l);
/* Whether l, whose words are in r->key, is in capitals and begins with a kind of
 * document: "ĐƠN XIN NGHỈ PHÉP".  Names of offices may go on so in a second line:
 * "SỞ", then "KẾ HOẠCH VÀ ĐẦU TƯ". */
bool form_is_title(const struct reading *d, struct span l);

/* Whether l names the state, the Party or the motto, and the byte where: 1, 0 or an
 * error.  With 0 the words of l are in r->key. */
int form_find_state(struct reading *d, struct span l, size_t *ret);
/* Whether l is the motto, or ends with it, since another column may stand before
 * it; or the Party's name.  A sentence that quotes it ends with a stop.  1, 0 or
 * an error. */
int form_is_motto(struct reading *d, struct span l);

bool form_is_capitals(const struct reading *d, struct span l);
bool form_has_words(struct span l); /* letters or digits */
/* Letters of ASCII alone are folded. */
bool form_begins_with(struct span l, const char *s);

#endif

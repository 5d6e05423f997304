/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * stop - whether the stop behind a word is the word's own: `TP. Hồ Chí Minh`,
 * `Th.S`, `Nguyễn V. A.`  Then it ends no sentence, and no phrase.
 */
#ifndef TRACUU_TEXT_STOP_H
#define TRACUU_TEXT_STOP_H

#include "text/text.h"

/* A word in front of a stop. */
struct text_stopped {
	enum text_kind kind;
	bool capital;
	bool behind_point; /* a point joins it to the word before: the second
			      v of v.v. */
	const char *base;  /* or what of it there was room for */
	size_t base_len;   /* bytes of the whole base */
};

bool text_own_stop(const struct text_stopped *word);

#endif

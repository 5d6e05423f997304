/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sentence - where the sentences of a text begin, word by word.
 *
 * A sentence ends with . ! ? or an ellipsis when the next word has a capital, is
 * a number or stands in quotation marks, unless the stop belongs to the word
 * before it: `TP. Hồ Chí Minh`, `Th.S`, `Đ/c. Lan`, `Nguyễn V. A.`, or to the
 * number of a heading: `II. Mục tiêu`, `Điều 5. Phạm vi`.  A line end ends one,
 * too, unless the line was broken to fit a width and the next goes on with it.
 *
 * ICU has an iterator of sentences, which knows no abbreviation of Vietnamese
 * and ends one at `TP. Hồ`.
 */
#ifndef TRACUU_TEXT_SENTENCE_H
#define TRACUU_TEXT_SENTENCE_H

#include "text/text.h"

/* Plain data; needs no release. */
struct text_sentence {
	size_t end;	/* bytes: behind the last word; 0: before any */
	uint32_t words; /* of the sentence so far; many where it began before
			   the text */
	/* of the last word: */
	enum text_kind kind;
	bool capital, marked;
	bool behind_point; /* a point joins it to the word before: the second
			      v of v.v. */
	char base[8];	   /* what of its base has room */
	size_t base_len;   /* bytes */
};

/* Before the first word of a text; `begins`: a sentence begins with it. */
void text_sentence_begin(struct text_sentence *s, bool begins);

/*
 * Whether a sentence begins with this word of `text`, whose words are given one
 * after another as text_read() gives them (no units).
 */
bool text_sentence_next(struct text_sentence *s, const char *text,
			const struct text_token *word);

#endif

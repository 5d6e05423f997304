/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * define - the abbreviations that a report defines, found in its tokens:
 *
 *	ủy ban nhân dân (UBND)
 *	Bộ Giáo dục và Đào tạo (sau đây viết tắt là GD&ĐT)
 *	Hội Khuyến học (gọi tắt: HKH)
 *	NTM (nông thôn mới)
 *
 * The letters must be the first ones of the words, in their order; words like
 * `và` may have none.  Đ is đ, D is d or đ.  A comma between the words is kept,
 * and a line may end between them.  An abbreviation has no small letter and is
 * no syllable of Vietnamese: AN does not become `an ninh`, since people type it.
 */
#ifndef TRACUU_INDEXER_DEFINE_H
#define TRACUU_INDEXER_DEFINE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "text/text.h"

#define DEFINE_LETTERS_MAX 12 /* of an abbreviation */
#define DEFINE_WORDS_MAX 12   /* of its long form */
#define DEFINE_WINDOW 64      /* words that are remembered; a power of two */

/* What stands before a word. */
enum define_gap {
	DEFINE_OTHER,
	DEFINE_SPACE, /* and hyphens, quotes, a line end: nothing to speak of */
	DEFINE_COMMA,
	DEFINE_BRACKET, /* it opens */
	DEFINE_COLON,
};

struct define_term {
	char s[TEXT_TERM_MAX];
	size_t n, base_n;
};

struct define_word {
	struct define_term term;
	struct define_term joined; /* that it is the last word of; n 0: none */
	size_t joined_words;
	enum define_gap gap;
	bool syllable;
	bool capitals; /* no small letter */
};

struct define {
	struct define_word v[DEFINE_WINDOW]; /* word i is v[i % DEFINE_WINDOW] */
	uint64_t n;	/* words so far */
	const char *s;	/* the text at hand */
	size_t len;
	size_t end;	/* of its word before */
	struct buf found;
};

/* A new report. */
void define_begin(struct define *d);
/* Its next text: n bytes that the tokens to come have their offsets in. */
void define_text(struct define *d, const char *s, size_t n);
/* Its next token, as text_read() gives it.  E_NOMEM. */
int define_token(struct define *d, const struct text_token *t);
/*
 * The definitions of the report so far, as terms without SCHEMA_DEFINITION:
 * *at is 0 at first and is moved on.  NULL at the end; may come twice.
 */
const char *define_next(const struct define *d, size_t *at, size_t *ret_n);
void define_release(struct define *d);

#endif

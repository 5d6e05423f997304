/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * text - the one analyzer: bytes of Vietnamese text to tokens.
 *
 * The index and every query go through this module, so that both sides always
 * agree on what a word is.  The rules are those of docs/vietnamese.md; the
 * kinds of token are data, in break.rules (a rule file for ICU's RuleBased-
 * BreakIterator), not code.
 *
 * TERMS.  A syllable becomes `base:marks`.
 *   base   its letters, case-folded (NFKC_Casefold), every mark and the bar of
 *          đ taken off, i for y where standard writing uses both (text_fold.c)
 *   marks  which marks it was written with, in one canonical order:
 *            A..P  first shape of letter 0..15: â ê ô ư đ
 *            a..p  second shape of letter 0..15: ă ơ
 *            1..5  tones á à ả ã ạ (the digits of VNI keys), off their letter
 * so `học` is "hoc:5", `hoà` and `hòa` are both "hoa:2", `đường` is
 * "duong:ABc2", and plain `hoc` is "hoc:".  All forms of a base are neighbours
 * in a term dictionary, found by one walk over the prefix "hoc:".  Marks that
 * Vietnamese does not have (ü, ç, ñ's tilde counts as a tone) fold away.
 * A number becomes its digits without leading zeros and thousands marks, a
 * decimal comma as a point: "1150:", "3.5:".  Other scripts: the word folded by
 * NFKC_Casefold.  A term is 2 to TEXT_TERM_MAX bytes of UTF-8 without NUL; a
 * longer word is cut, the same way everywhere.
 *
 * POSITIONS count tokens from 0.  A break (comma, stop, semicolon, colon,
 * bracket, line end) takes one position itself, so neighbours in position are
 * neighbours in a phrase.  Hyphens, dashes, slashes and quotes are no break.
 *
 * OFFSETS are bytes into the text as given, also where it is decomposed (NFD),
 * has soft hyphens inside a word, or holds ill-formed bytes (those separate
 * words like spaces).
 */
#ifndef TRACUU_TEXT_H
#define TRACUU_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

#define TEXT_TERM_MAX 96 /* bytes of a term, base and marks and ':' together */

/* The order is that of the rule status values in break.rules. */
enum text_kind {
	TEXT_SYLLABLE, /* letters of the Latin script */
	TEXT_NUMBER,   /* digits, with separators inside */
	TEXT_OTHER,    /* a word of another script, by ICU's own rules */
};

struct text_token {
	enum text_kind kind;
	bool after_break;  /* no phrase or pair joins it to the token before */
	bool capital;	   /* its first letter is upper or title case */
	uint32_t pos;	   /* position, see above */
	size_t begin, end; /* bytes [begin, end) of the text as given */
	const char *term;  /* until the next call on the same analyzer */
	size_t term_len;   /* bytes */
	size_t base_len;   /* bytes of the base: term[base_len] is ':' */
};

/* Rules and ICU version in one word, e.g. "1/icu72.1": stored with an index;
 * another id means the terms may differ, so the index must be made again. */
const char *text_analyzer_id(void);

/*
 * An analyzer holds ICU iterators and scratch memory.  Opening costs
 * milliseconds and one serves one thread at a time: keep it.
 * E_NOMEM, E_INTERNAL (ICU refused the rules; msg has its line).
 */
struct text_analyzer;
int text_analyzer_open(struct text_analyzer **ret, struct err *e);
void text_analyzer_close(struct text_analyzer *a); /* NULL is fine */

/*
 * Start on the n bytes at s, which must stay until the last text_next().  Any
 * bytes are welcome, a NUL too.  Positions start at `first_pos`: a document
 * analysed in parts goes on counting with text_pos() (+1 for a break).
 * Memory stays bounded whatever n is: the text is taken in pieces that end
 * with a line (or, in a line over 64 KiB, at a space).
 */
void text_begin(struct text_analyzer *a, const char *s, size_t n,
		uint32_t first_pos);

/*
 * The next token.  Returns 1 with *ret filled, 0 at the end, or E_NOMEM.
 * Tokens come in order, do not overlap, and lie on character borders.
 */
int text_next(struct text_analyzer *a, struct text_token *ret, struct err *e);

/* The position that a token appended now would take. */
uint32_t text_pos(const struct text_analyzer *a);

/*
 * Whether a syllable typed as term t covers one written as term w: the same
 * base, and every mark of t is in w ("tap:B" as in tâp covers tập, not tạp).
 * A term covers itself.
 */
bool text_covers(const char *t, size_t t_len, const char *w, size_t w_len);

/* Whether a term has any mark. */
static inline bool text_marked(const struct text_token *t)
{
	return t->term_len > t->base_len + 1;
}

#ifdef __cplusplus
}
#endif
#endif

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
 *          đ taken off, i for y where standard writing uses both (fold.c); a
 *          Cyrillic or Greek letter in it that looks Latin is that letter
 *   marks  which marks it was written with, in one canonical order:
 *            A..P  first shape of letter 0..15: â ê ô ư đ
 *            a..p  second shape of letter 0..15: ă ơ
 *            1..5  tones á à ả ã ạ (the digits of VNI keys), off their letter
 * so `học` is "hoc:5", `hoà` and `hòa` are both "hoa:2", `đường` is
 * "duong:ABc2", and plain `hoc` is "hoc:".  All forms of a base are neighbours
 * in a term dictionary, found by one walk over the prefix "hoc:".  Marks that
 * Vietnamese does not have (ü, ç, ñ's tilde counts as a tone) fold away.
 * A number becomes its digits without leading zeros and thousands marks, a
 * decimal comma as a point: "1150:", "3.5:".  Digits joined by points that are
 * no number are one token for each run: 15.5.2016 is as 15-5-2016.  Other
 * scripts: the word folded by NFKC_Casefold, Greek without its accents.  A term is 2 to TEXT_TERM_MAX
 * bytes of UTF-8 without NUL; a longer word is cut, the same way everywhere.
 *
 * UNITS are on top of words, which stay what they are.  Their terms:
 *   reference	number/type:year/issuer, in ASCII without marks; what is not
 *		said is empty, and 1234a is a number of its own.  05-CT/TW is "5/ct:/tw", `Chỉ thị 05` "5/ct:/",
 *		71/2024/NĐ-CP "71/nd:2024/cp", 64/2025/QH15 "64/:2025/qh15",
 *		`Nghị quyết Đại hội XIII` "dh13/nq:/"
 *   date	year-month:day; 15/5/2016 is "2016-05:15", `tháng 5/2016`
 *		"2016-05:", `ngày 15 tháng 5` without a year "0-05:15"
 *   joined	the letters of its words as one syllable: "pano:D", as panô; of
 *		T.Ư "tw:"; the digits of a telephone number as one number
 *   host, email	as written, in lower case: "baoabc.vn:"
 *
 * POSITIONS count tokens from 0.  A break (comma, stop, semicolon, colon,
 * ! ? …, bracket, bullet, line end) takes one position itself, so neighbours in
 * position are neighbours in a phrase; several in a row are one.  Hyphens,
 * dashes, slashes and quotes are no break.  Breaks before the first token of a
 * text and after its last take no position.
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

#include "base/buf.h"
#include "base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

#define TEXT_TERM_MAX 96 /* bytes of a term, base and marks and ':' together */

enum text_kind {
	TEXT_SYLLABLE, /* letters of the Latin script */
	TEXT_NUMBER,   /* digits, with separators inside */
	TEXT_OTHER,    /* a word of another script; where they are written
			  without spaces, what ICU's dictionaries find */
	/* Units: what several words are together. */
	TEXT_REF,      /* the number of a document, or a reference to one */
	TEXT_DATE,
	TEXT_JOINED,   /* pa-nô, GD&ĐT, H'Mông, Th.S as one word */
	TEXT_HOST,     /* of a URL: no scheme, no www., no path */
	TEXT_EMAIL,
};

static inline bool text_is_unit(enum text_kind kind)
{
	return kind >= TEXT_REF;
}

/* "syllable", "number", "other", "ref", "date", "joined", "host", "email":
 * static storage. */
const char *text_kind_name(enum text_kind kind);

/* What stands between a word and the one before it.  With spaces round it a
 * hyphen still is one; TEXT_TIGHT says that there are none. */
enum text_gap {
	TEXT_GAP_OTHER, /* anything else, or several of these */
	TEXT_GAP_NONE,
	TEXT_GAP_SPACE,
	TEXT_GAP_HYPHEN, /* any hyphen or dash */
	TEXT_GAP_SLASH,
	TEXT_GAP_POINT,
	TEXT_GAP_AND, /* & */
	TEXT_GAP_APOSTROPHE,
	TEXT_GAP_AT,
};

struct text_token {
	enum text_kind kind;
	bool after_break;  /* no phrase or pair joins it to the token before;
			      false for the first token of a text */
	bool capital;	   /* its first letter is upper or title case */
	uint32_t pos;	   /* position, see above; of a unit: of its first word */
	uint32_t n_pos;	   /* positions that it takes: 1 for a word */
	size_t begin, end; /* bytes [begin, end) of the text as given */
	const char *term;  /* until the next call on the same analyzer */
	size_t term_len;   /* bytes */
	size_t base_len;   /* bytes of the base: term[base_len] is ':' */
	bool open;	   /* of a unit: its words may be meant instead: pa nô,
			      15/5, CT05 */
	/* Of words that text_read() gives: */
	enum text_gap gap; /* to the word before; OTHER for the first one */
	bool tight;	   /* no space in that gap */
};

/* Rules and ICU version in one word, e.g. "1/icu72.1": stored with an index;
 * another id means the terms may differ, so the index must be made again. */
const char *text_analyzer_id(void);

/*
 * An analyzer holds an ICU iterator and scratch memory.  Opening one while none
 * is open costs milliseconds (it compiles the rules), further ones microseconds.
 * One serves one thread at a time; any thread may open or close one.
 * E_NOMEM, E_INTERNAL (ICU refused the rules; msg has its line).
 */
struct text_analyzer;
int text_analyzer_open(struct text_analyzer **ret, struct err *e);
void text_analyzer_close(struct text_analyzer *a); /* NULL is fine */

/*
 * Start on the n bytes at s, which must stay until the last text_next().  Any
 * bytes are welcome, a NUL too.  Positions start at `first_pos`.  A document
 * analysed in parts (title, then body) gives text_pos() + 1 for each next part,
 * as though a line end stood between them.
 * Memory stays bounded whatever n is: the text is taken in pieces that end
 * with a line (or, in a line over 32 KiB, at a space).
 */
void text_begin(struct text_analyzer *a, const char *s, size_t n,
		uint32_t first_pos);

/*
 * The next token.  Returns 1 with *ret filled, 0 at the end, or E_NOMEM.
 * Tokens come in order, do not overlap, and lie on character borders.
 */
int text_next(struct text_analyzer *a, struct text_token *ret, struct err *e);

/*
 * The same with units among the words: each comes right behind the last of the
 * words that it is made of, and begins where the first of them does.  A text is
 * read by either function, not by both.
 */
int text_read(struct text_analyzer *a, struct text_token *ret, struct err *e);

/* The position behind the last token (first_pos before there is one), whatever
 * breaks followed it; of a text read by text_read(): at its end only. */
uint32_t text_pos(const struct text_analyzer *a);

/*
 * Whether what was typed as term t covers what is written as term w.  They have
 * the same base, and
 *   word	every mark of t is in w ("tap:B" as in tâp covers tập, not tạp)
 *   reference	the year is the same or missing in one of them, the issuer too
 *   date	a month covers its days, a day without a year that of any
 * A term covers itself.
 */
bool text_covers(const char *t, size_t t_len, const char *w, size_t w_len);

/*
 * The same where t is the beginning of a word: its letters begin those of w, and
 * its marks are there.  References and dates only begin others where t says so
 * with its '/' or '-', or has no colon: then it begins references only, `17/` by
 * the whole number and `17` by the first of its digits.
 */
bool text_begins(const char *t, size_t t_len, const char *w, size_t w_len);

/* The worth of n letters as a Roman numeral from 1 to 89, or -1; and back, the
 * letters in lower case (not NUL-terminated), 0 when out of this range. */
#define TEXT_ROMAN_MAX 16
long text_roman(const char *s, size_t n);
size_t text_roman_write(long v, char ret[TEXT_ROMAN_MAX]);

/* The term of the same day without its year, as `ngày 15/5` has it; returns its
 * length, 0 for a month and for what has no year. */
size_t text_day(const struct text_token *date, char ret_term[TEXT_TERM_MAX]);

/* Append n bytes in NFC; what is not UTF-8 as it is.  Any thread.  E_NOMEM,
 * E_LIMIT. */
int text_compose(const char *s, size_t n, struct buf *out);

/* Whether a term has any mark. */
static inline bool text_marked(const struct text_token *t)
{
	return t->term_len > t->base_len + 1;
}

#ifdef __cplusplus
}
#endif
#endif

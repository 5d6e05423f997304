/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * unit - the words around one word of a text, and what finds units in them.
 *
 * text_read() keeps a window of words.  When a word is about to be handed out,
 * each finder below is asked whether a unit has its key word there: a number for
 * references and dates, the first word for the others.  A finder looks at words
 * on both sides and fills a struct unit.
 */
#ifndef TRACUU_TEXT_UNIT_H
#define TRACUU_TEXT_UNIT_H

#include "text/term.h"
#include "text/text.h"

#define UNIT_BEHIND 14 /* words that stay in the window */
#define UNIT_AHEAD 14  /* words that are there before one is looked at */
#define UNIT_WORDS 32  /* slots: a power of two, more than both and the word */

/* A word in the window: its token, whose term is the one beside it. */
struct unit_word {
	struct text_token t;
	struct term term;
};

struct unit_window {
	struct unit_word v[UNIT_WORDS]; /* word i is v[i % UNIT_WORDS] */
	uint64_t first, head, end; /* words there are; head: next to hand out */
	uint64_t taken;	 /* words before it belong to a unit, or a new text */
	const char *s;	 /* the text */
};

struct unit {
	enum text_kind kind;
	bool open;   /* see struct text_token */
	bool shared; /* its words may belong to the next one, too */
	uint64_t first, last; /* words */
	struct term term;
};

/* Word i, NULL outside of the window. */
static inline const struct unit_word *unit_word(const struct unit_window *w,
						uint64_t i)
{
	return i >= w->first && i < w->end ? &w->v[i % UNIT_WORDS] : NULL;
}

/* The word behind i when it belongs to the same phrase, else NULL. */
static inline const struct unit_word *unit_after(const struct unit_window *w,
						 uint64_t i)
{
	const struct unit_word *next = unit_word(w, i + 1);

	return next && !next->t.after_break ? next : NULL;
}

/* The word before i when it belongs to the same phrase and no unit has it. */
static inline const struct unit_word *unit_before(const struct unit_window *w,
						  uint64_t i)
{
	const struct unit_word *at = unit_word(w, i);

	return at && !at->t.after_break && i > w->taken ? unit_word(w, i - 1)
							: NULL;
}

/* Whether a word is this base, whatever its marks. */
bool unit_is(const struct unit_word *w, const char *base);
/* Whether a word of the text is of letters in capitals. */
bool unit_is_upper(const struct unit_window *w, const struct unit_word *word);
/* The same, and without a tone: CT, QĐ, TƯ. */
bool unit_is_initials(const struct unit_window *w, const struct unit_word *word);
/* Whether the gap before a word is this one, without a space. */
static inline bool unit_tight(const struct unit_word *w, enum text_gap gap)
{
	return w && w->t.tight && w->t.gap == gap;
}
/* Whether a word of the text is TƯ, the Centre, and no syllable of a heading in
 * capitals, ĐẦU TƯ; the words beside it are there. (joined.c) */
bool unit_is_centre(const struct unit_window *w, uint64_t at);
/* A whole number of at most six digits, or -1. */
long unit_number(const struct unit_word *w);
/* A year as documents have them, 1900 to 2100, or -1. */
long unit_year(const struct unit_word *w);
/* The worth of a Roman numeral up to 99, or -1. */
long unit_roman(const struct unit_word *w);

/* Start, and append to, the base or the marks of a unit's term. */
void unit_begin(struct unit *u);
void unit_add(struct unit *u, const char *s, size_t n);
void unit_addf(struct unit *u, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void unit_end_base(struct unit *u);
/* Whether all of it found room. */
bool unit_fits(const struct unit *u);

/* The finders: whether word `at` is the key of such a unit. */
bool unit_find_ref(const struct unit_window *w, uint64_t at, struct unit *ret);
bool unit_find_date(const struct unit_window *w, uint64_t at, struct unit *ret);
bool unit_find_joined(const struct unit_window *w, uint64_t at,
		      struct unit *ret);
bool unit_find_phone(const struct unit_window *w, uint64_t at,
		     struct unit *ret);
bool unit_find_address(const struct unit_window *w, uint64_t at,
		       struct unit *ret);

/* The type of a document that a word in its number says ("ct", "nq"); NULL: none.
 * Of several codes of one type it is the first: QĐi is qd. (ref_types.c) */
const char *ref_type_code(const char *base, size_t n);

/* What stands before the number of a document: "Chỉ thị", "Nghị quyết", "CT". */
struct ref_head {
	const char *code; /* of the type; "" for a law, NULL for one that no head
			     says */
	bool weak;	  /* is as often something else: "báo cáo 15 trang" */
	bool word;	  /* is a word in small letters: "đa" */
	uint64_t first;	  /* of its words */
};
/* The head that ends before word `at`; false: there is none. */
bool ref_type_head(const struct unit_window *w, uint64_t at,
		   struct ref_head *ret);
/* Whether a number before this word counts something: "5 năm", "3 vấn đề". */
bool ref_is_counted(const struct unit_word *w);

#endif

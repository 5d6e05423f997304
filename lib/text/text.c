/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The walk: pieces of the text, in them what break.rules finds, of that the
 * tokens.
 */
#include <stdlib.h>
#include <string.h>

#include "text/analyzer.h"
#include "text/stop.h"

int text_analyzer_open(struct text_analyzer **ret, struct err *e)
{
	struct text_analyzer *a;
	int err = fold_init(e);

	if (err)
		return err;
	a = calloc(1, sizeof(*a));
	if (!a)
		return err_nomem(e);
	err = break_open(&a->it, e);
	if (err) {
		free(a);
		return err;
	}
	*ret = a;
	return 0;
}

void text_analyzer_close(struct text_analyzer *a)
{
	if (!a)
		return;
	ubrk_close(a->it);
	free(a);
}

void text_begin(struct text_analyzer *a, const char *s, size_t n,
		uint32_t first_pos)
{
	a->s = s;
	a->n = n;
	a->piece_begin = a->piece_end = 0;
	a->piece.n = 0;
	a->from = a->to = 0;
	a->pos = first_pos;
	a->begun = a->broken = a->point = false;
	/* Words of the text before are no longer there. */
	a->window.s = s;
	a->window.first = a->window.head = a->window.end = a->window.taken = 0;
	a->n_units = 0;
}

uint32_t text_pos(const struct text_analyzer *a)
{
	return a->pos;
}

static int load_piece(struct text_analyzer *a, struct err *e)
{
	const char *s = a->s + a->piece_end;
	size_t len = piece_len(s, a->n - a->piece_end);
	UErrorCode status = U_ZERO_ERROR;

	piece_load(&a->piece, s, len);
	a->piece_begin = a->piece_end;
	a->piece_end += len;
	a->to = 0;
	ubrk_setText(a->it, a->piece.units, a->piece.n, &status);
	return U_FAILURE(status) ? err_nomem(e) : 0;
}

/* Go to what the rules find next.  1, 0 at the end of the text, E_NOMEM. */
static int next_span(struct text_analyzer *a, struct err *e)
{
	if (a->to == a->piece.n) {
		int err;

		if (a->piece_end == a->n)
			return 0;
		err = load_piece(a, e);
		if (err)
			return err;
	}
	a->from = a->to;
	a->to = ubrk_next(a->it);
	if (a->to == UBRK_DONE)
		return err_nomem(e);
	a->status = ubrk_getRuleStatus(a->it);
	return 1;
}

static void fill_token(struct text_analyzer *a, enum text_kind kind,
		       int32_t begin, int32_t end, struct text_token *ret)
{
	a->pos += a->broken;
	ret->kind = kind;
	ret->open = false;
	ret->after_break = a->broken;
	ret->capital = a->term.capital;
	ret->pos = a->pos++;
	ret->n_pos = 1;
	ret->gap = TEXT_GAP_OTHER;
	ret->tight = false;
	ret->begin = a->piece_begin + a->piece.at[begin];
	ret->end = a->piece_begin + a->piece.at[end];
	ret->term = (const char *)a->term.s;
	ret->term_len = a->term.len;
	ret->base_len = a->term.base_len;
	a->begun = true;
	a->broken = false;
	a->kind = kind;
	a->behind_point = a->point;
	a->point = false;
}

/* Whether the n units at s, behind a token, are its own stop and spaces. */
static bool is_own_stop(const struct text_analyzer *a, const UChar *s, int32_t n)
{
	const struct text_stopped word = {
		a->kind, a->term.capital, a->behind_point,
		(const char *)a->term.s, a->term.base_len,
	};

	if (*s != '.')
		return false;
	for (int32_t i = 1; i < n; i++)
		if (s[i] != ' ' && s[i] != '\t' && s[i] != 0xa0)
			return false;
	return text_own_stop(&word);
}

/* A break behind the last token, unless it is that token's own. */
static void take_break(struct text_analyzer *a, const UChar *s, int32_t n)
{
	if (!a->begun)
		return;
	a->broken = a->broken || !is_own_stop(a, s, n);
	a->point = n == 1 && *s == '.';
}

/*
 * Take a token off the span.  1 with *ret filled; 0 when there is none in it;
 * E_NOMEM.
 */
static int take_token(struct text_analyzer *a, struct text_token *ret,
		      struct err *e)
{
	const UChar *s = a->piece.units + a->from;
	int32_t n = a->to - a->from, begin = 0, end = n;
	enum text_kind kind = TEXT_SYLLABLE;
	int err = 0;

	a->term.len = 0;
	switch (a->status) {
	case BREAK_SYLLABLE:
		kind = TEXT_SYLLABLE;
		err = fold_syllable(&a->term, s, n, e);
		break;
	case BREAK_NUMBER:
		kind = TEXT_NUMBER;
		number_term(&a->term, s, n, &begin, &end);
		break;
	case BREAK_OTHER:
		kind = TEXT_OTHER;
		err = fold_other(&a->term, s, n, e);
		break;
	case BREAK_PHRASE:
		take_break(a, s, n);
		break;
	default: /* a gap, which separates without a break */
		break;
	}
	begin += a->from;
	a->from += end;
	if (err || a->term.len == 0)
		return err;
	fill_token(a, kind, begin, a->from, ret);
	return 1;
}

int text_next(struct text_analyzer *a, struct text_token *ret, struct err *e)
{
	int r = 0;

	while (r == 0) {
		if (a->from == a->to) {
			r = next_span(a, e);
			if (r <= 0)
				return r;
		}
		r = take_token(a, ret, e);
	}
	return r;
}

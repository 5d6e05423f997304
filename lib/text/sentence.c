/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "text/sentence.h"
#include "text/stop.h"

/* A sentence of at most so many words that ends with a number is the number of
 * a heading: "1", "Điều 5". */
#define HEAD_WORDS 2
/* A line of so many bytes may have been broken to fit a width; a longer one is a
 * paragraph that no one has broken. */
#define BROKEN_MIN 60
#define BROKEN_MAX 200

/* ------------------------------------------------------------------------- words */

/* Whether the stop behind the last word is its own. */
static bool is_abbreviation(const struct text_sentence *s)
{
	const struct text_stopped word = { s->kind, s->capital, s->behind_point,
					   s->base, s->base_len };

	return text_own_stop(&word);
}

static bool is_number(const struct text_sentence *s)
{
	return s->kind == TEXT_NUMBER ||
	       (s->kind == TEXT_SYLLABLE && s->capital && !s->marked &&
		s->base_len < sizeof(s->base) &&
		text_roman(s->base, s->base_len) > 0);
}

/* -------------------------------------------------------------------------- gaps */

/* What stands between two words, as far as sentences go. */
struct gap {
	size_t stops;	/* . ! ? … behind the word */
	bool full;	/* one that is not a single point */
	bool spaced;	/* a space behind them */
	bool quote;	/* an opening quotation mark behind that */
	unsigned lines; /* line ends */
	char last;	/* the last visible byte before the first of them */
};

static bool is_at(const char *s, size_t n, const char *what)
{
	size_t len = strlen(what);

	return n >= len && !memcmp(s, what, len);
}

/* Bytes of the stop at s, 0 where there is none. */
static size_t stop_at(const char *s, size_t n)
{
	if (*s == '.' || *s == '!' || *s == '?')
		return 1;
	return is_at(s, n, "…") ? strlen("…") : 0;
}

static bool opens_quote(const char *s, size_t n)
{
	return *s == '"' || *s == '\'' || is_at(s, n, "“") ||
	       is_at(s, n, "‘") || is_at(s, n, "«");
}

static void look_at(const char *s, size_t n, struct gap *g)
{
	memset(g, 0, sizeof(*g));
	for (size_t i = 0, len; i < n; i += len) {
		len = stop_at(s + i, n - i);
		if (len && !g->spaced && !g->lines) {
			g->full |= g->stops++ || s[i] != '.';
			g->last = s[i];
			continue;
		}
		len = len ? len : 1;
		if (s[i] == '\n')
			g->lines++;
		else if (s[i] == ' ' || s[i] == '\t' ||
			 is_at(s + i, n - i, "\xc2\xa0"))
			g->spaced |= g->stops > 0;
		else if (g->spaced || g->lines)
			g->quote |= opens_quote(s + i, n - i);
		else if (s[i] != '\r')
			g->last = s[i];
	}
}

/* Bytes of the line that ends with byte `end`, up to one more than BROKEN_MAX. */
static size_t line_len(const char *text, size_t end)
{
	size_t n = 0;

	while (n <= BROKEN_MAX && n < end && text[end - n - 1] != '\n')
		n++;
	return n;
}

/* Whether a line without a stop at its end was its sentence's last. */
static bool line_ends(const struct text_sentence *s, const char *text,
		      const struct gap *g, const struct text_token *next)
{
	size_t n;

	if (g->lines > 1 || g->last == ':' || g->last == ';')
		return true;
	if (g->last == ',' || (!next->capital && next->kind == TEXT_SYLLABLE))
		return false;
	n = line_len(text, s->end);
	return n < BROKEN_MIN || n > BROKEN_MAX;
}

static bool ends(const struct text_sentence *s, const char *text,
		 const struct text_token *next)
{
	bool begins = next->capital || next->kind != TEXT_SYLLABLE;
	struct gap g;

	look_at(text + s->end, next->begin - s->end, &g);
	if (g.lines && !g.stops)
		return line_ends(s, text, &g, next);
	if (!g.stops || !(begins || g.quote))
		return g.lines > 1;
	/* Grown together: độc lập.Tự do, but not Th.S or a host. */
	if (!g.spaced && !g.lines)
		return next->capital && s->kind == TEXT_SYLLABLE &&
		       !s->capital && !is_abbreviation(s);
	if (g.full || g.lines > 1)
		return true;
	return !is_abbreviation(s) &&
	       !(s->words <= HEAD_WORDS && is_number(s));
}

void text_sentence_begin(struct text_sentence *s, bool begins)
{
	*s = (struct text_sentence){ .words = begins ? 0 : HEAD_WORDS };
}

static bool may_end(const struct text_token *next)
{
	return next->gap == TEXT_GAP_OTHER || next->gap == TEXT_GAP_POINT;
}

bool text_sentence_next(struct text_sentence *s, const char *text,
			const struct text_token *word)
{
	size_t n = word->base_len < sizeof(s->base) ? word->base_len
						    : sizeof(s->base);
	bool begins = s->end ? may_end(word) && ends(s, text, word) : !s->words;

	s->words = begins ? 1 : s->words + 1;
	s->end = word->end;
	s->kind = word->kind;
	s->capital = word->capital;
	s->marked = text_marked(word);
	s->behind_point = word->tight && word->gap == TEXT_GAP_POINT;
	memcpy(s->base, word->term, n);
	s->base_len = word->base_len;
	return begins;
}

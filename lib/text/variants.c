/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a mistyped syllable may have been meant to be: every change of one kind
 * is made and what is no syllable thrown away.
 */
#include <string.h>

#include "text/syllable.h"

enum { SEEN_MAX = 512, TONES = 6 };

struct variants {
	const struct syllable *y;
	struct syllable seen[SEEN_MAX];
	size_t n_seen;
	syllable_variant_fn see;
	void *arg;
	bool stop;
};

/* Each letter of the alphabet, with its shape. */
static const struct text_letter alphabet[] = {
	{ .base = 'a' }, { 'a', 1, 0, 0 }, { 'a', 2, 0, 0 }, { .base = 'b' },
	{ .base = 'c' }, { .base = 'd' }, { 'd', 1, 0, 0 }, { .base = 'e' },
	{ 'e', 1, 0, 0 }, { .base = 'g' }, { .base = 'h' }, { .base = 'i' },
	{ .base = 'k' }, { .base = 'l' }, { .base = 'm' }, { .base = 'n' },
	{ .base = 'o' }, { 'o', 1, 0, 0 }, { 'o', 2, 0, 0 }, { .base = 'p' },
	{ .base = 'q' }, { .base = 'r' }, { .base = 's' }, { .base = 't' },
	{ .base = 'u' }, { 'u', 1, 0, 0 }, { .base = 'v' }, { .base = 'x' },
	{ .base = 'y' },
};
enum { LETTERS = sizeof(alphabet) / sizeof(*alphabet) };

/* The keys that touch each key. */
static const char *const neighbours[26] = {
	"qwsz", "vghn", "xdfv", "serfcx", "wsdr", "drtgvc", "ftyhbv",
	"gyujnb", "ujko", "huikmn", "jiolm", "kop", "njk", "bhjm",
	"iklp", "ol", "wa", "edft", "awedxz", "rfgy", "yhji",
	"cfgb", "qase", "zsdc", "tghu", "asx",
};

/* What many pronounce alike and write for each other: at the start and at the
 * end.  Each pair is tried both ways. */
static const char *const onset_sounds[][2] = {
	{ "ch", "tr" }, { "s", "x" },	{ "d", "gi" },	{ "d", "r" },
	{ "gi", "r" },	{ "d", "v" },	{ "l", "n" },	{ "c", "k" },
	{ "k", "qu" },	{ "g", "gh" },	{ "ng", "ngh" }, { "f", "ph" },
	{ "z", "d" },	{ "z", "gi" },	{ "j", "gi" },	{ "w", "qu" },
};
static const char *const coda_sounds[][2] = {
	{ "n", "ng" }, { "n", "nh" }, { "c", "t" }, { "ch", "t" },
	{ "i", "y" },  { "o", "u" },
};

static void offer(struct variants *v, const struct syllable *y,
		  enum syllable_slip slip)
{
	if (v->stop || v->n_seen == SEEN_MAX || !syllable_possible(y))
		return;
	for (size_t i = 0; i < v->n_seen; i++)
		if (memcmp(&v->seen[i], y, sizeof(*y)) == 0)
			return;
	v->seen[v->n_seen++] = *y;
	v->stop = !v->see(v->arg, y, slip);
}

/* Put the n letters at `with` for the k at `at`; false if it gets too long. */
static bool replace(struct syllable *y, size_t at, size_t k,
		    const struct text_letter *with, size_t n)
{
	struct text_letter *l = y->letters;
	size_t len = y->n - k + n;

	if (len > SYLLABLE_LETTERS)
		return false;
	memmove(l + at + n, l + at + k, (y->n - at - k) * sizeof(*l));
	if (n > 0)
		memcpy(l + at, with, n * sizeof(*l));
	if (len < y->n)
		memset(l + len, 0, (y->n - len) * sizeof(*l));
	y->n = (uint8_t)len;
	return true;
}

/* Whether more than the first letter is a capital. */
static uint8_t shouted(const struct syllable *y)
{
	return y->n > 1 && y->letters[y->n - 1].upper;
}

static void try_tones(struct variants *v)
{
	for (uint8_t tone = 0; tone < TONES; tone++) {
		struct syllable y = *v->y;

		y.tone = tone;
		offer(v, &y, SLIP_TONE);
	}
}

/* ươ is one thing, often marked by one key. */
static void try_horns(struct variants *v, size_t i)
{
	struct syllable y = *v->y;

	if (i + 1 >= y.n || y.letters[i].base != 'u' ||
	    y.letters[i + 1].base != 'o')
		return;
	y.letters[i].shape = 1;
	y.letters[i + 1].shape = 2;
	offer(v, &y, SLIP_SHAPE);
}

static void try_shapes(struct variants *v)
{
	for (size_t i = 0; i < v->y->n; i++) {
		struct syllable y = *v->y;

		for (uint8_t shape = 0; shape <= 2; shape++) {
			y.letters[i].shape = shape;
			offer(v, &y, SLIP_SHAPE);
		}
		try_horns(v, i);
	}
}

static void try_without(struct variants *v, enum syllable_slip slip)
{
	for (size_t i = 0; i < v->y->n; i++) {
		const struct text_letter *l = v->y->letters;
		struct syllable y = *v->y;
		uint8_t upper = l[i].upper;

		if (slip == SLIP_DOUBLED && (i == 0 || l[i].base != l[i - 1].base))
			continue;
		replace(&y, i, 1, NULL, 0);
		if (i == 0)
			y.letters[0].upper = upper;
		offer(v, &y, slip);
	}
}

static void try_swapped(struct variants *v)
{
	for (size_t i = 0; i + 1 < v->y->n; i++) {
		struct syllable y = *v->y;
		struct text_letter *l = y.letters + i, left = l[0];

		l[0] = l[1];
		l[1] = left;
		l[0].upper = v->y->letters[i].upper;
		l[1].upper = v->y->letters[i + 1].upper;
		offer(v, &y, SLIP_SWAPPED);
	}
}

static void try_missing(struct variants *v)
{
	for (size_t at = 0; at <= v->y->n; at++)
		for (size_t i = 0; i < LETTERS; i++) {
			struct syllable y = *v->y;
			struct text_letter l = alphabet[i];

			/* A capital word stays one; what is all capitals, too. */
			l.upper = at == 0 ? y.letters[0].upper : shouted(&y);
			if (at == 0)
				y.letters[0].upper = shouted(&y);
			if (replace(&y, at, 0, &l, 1))
				offer(v, &y, SLIP_MISSING);
		}
}

static void try_neighbours(struct variants *v)
{
	for (size_t i = 0; i < v->y->n; i++) {
		char base = v->y->letters[i].base;
		struct syllable y = *v->y;

		for (const char *c = neighbours[base - 'a']; *c; c++) {
			y.letters[i].base = *c;
			y.letters[i].shape = 0;
			offer(v, &y, SLIP_NEIGHBOUR);
		}
	}
}

/* -------------------------------------------------------------- as it sounds */

static bool has_letters(const struct syllable *y, size_t at, const char *s)
{
	for (size_t i = 0; s[i]; i++)
		if (at + i >= y->n || y->letters[at + i].base != s[i] ||
		    y->letters[at + i].shape)
			return false;
	return true;
}

static void try_sound(struct variants *v, size_t at, const char *from,
		      const char *to)
{
	struct text_letter with[4] = { 0 };
	struct syllable y = *v->y;
	size_t n = strlen(to);

	if (!has_letters(&y, at, from))
		return;
	for (size_t i = 0; i < n; i++) {
		with[i].base = to[i];
		with[i].upper = i == 0 ? y.letters[at].upper : shouted(&y);
	}
	if (replace(&y, at, strlen(from), with, n))
		offer(v, &y, SLIP_SOUND);
}

static void try_coda(struct variants *v, const char *from, const char *to)
{
	if (strlen(from) < v->y->n)
		try_sound(v, v->y->n - strlen(from), from, to);
}

static void try_sounds(struct variants *v)
{
	for (size_t i = 0; i < sizeof(onset_sounds) / sizeof(*onset_sounds);
	     i++) {
		try_sound(v, 0, onset_sounds[i][0], onset_sounds[i][1]);
		try_sound(v, 0, onset_sounds[i][1], onset_sounds[i][0]);
	}
	for (size_t i = 0; i < sizeof(coda_sounds) / sizeof(*coda_sounds);
	     i++) {
		try_coda(v, coda_sounds[i][0], coda_sounds[i][1]);
		try_coda(v, coda_sounds[i][1], coda_sounds[i][0]);
	}
}

void syllable_variants(const struct syllable *y, syllable_variant_fn see,
		       void *arg)
{
	struct variants v = { .y = y, .see = see, .arg = arg };

	if (y->n == 0 || y->n > SYLLABLE_LETTERS)
		return;
	v.seen[v.n_seen++] = *y;
	try_tones(&v);
	try_shapes(&v);
	try_without(&v, SLIP_DOUBLED);
	try_swapped(&v);
	try_missing(&v);
	try_sounds(&v);
	try_neighbours(&v);
	try_without(&v, SLIP_EXTRA);
}

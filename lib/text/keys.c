/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Telex and VNI: the same marks under other keys.  The keys are gone through
 * in order, each one marks the letters before it or is a letter itself.
 */
#include <ctype.h>
#include <string.h>

#include "text/keys.h"
#include "text/syllable.h"

enum { KEYS_MAX = 16 };

struct typing {
	struct syllable y;
	bool marked; /* a key marked something */
	bool failed; /* more letters than a syllable has */
};

static bool is_vowel(const struct typing *t, size_t i)
{
	return i < t->y.n && strchr("aeiouy", t->y.letters[i].base);
}

static bool is_letter(const struct typing *t, size_t i, char base)
{
	return i < t->y.n && t->y.letters[i].base == base;
}

static bool has_vowel(const struct typing *t)
{
	for (size_t i = 0; i < t->y.n; i++)
		if (is_vowel(t, i))
			return true;
	return false;
}

static void add_letter(struct typing *t, struct text_letter l)
{
	if (t->y.n == SYLLABLE_LETTERS) {
		t->failed = true;
		return;
	}
	if (l.tone)
		t->y.tone = l.tone;
	l.tone = 0;
	t->y.letters[t->y.n++] = l;
}

/* False where the key marks nothing and is a letter. */
static bool set_tone(struct typing *t, uint8_t tone)
{
	if (!has_vowel(t) || t->y.tone == tone)
		return false; /* typed twice, it means itself */
	t->y.tone = tone;
	t->marked = true;
	return true;
}

static bool set_shape(struct typing *t, size_t i, uint8_t shape)
{
	if (t->y.letters[i].shape == shape)
		return false;
	t->y.letters[i].shape = shape;
	t->marked = true;
	return true;
}

static bool add_bar(struct typing *t)
{
	return is_letter(t, 0, 'd') && set_shape(t, 0, 1);
}

/* The last letter of that kind that has no shape; y.n if there is none. */
static size_t last_plain(const struct typing *t, char base)
{
	for (size_t i = t->y.n; i-- > 0;)
		if (is_letter(t, i, base) && !t->y.letters[i].shape)
			return i;
	return t->y.n;
}

/* ươ by one key, or by one for each.  False if there is no uo, or its u is that
 * of qu. */
static bool add_horns(struct typing *t)
{
	for (size_t i = t->y.n; i-- > 1;) {
		if (!is_letter(t, i, 'o') || !is_letter(t, i - 1, 'u') ||
		    (i == 2 && is_letter(t, 0, 'q')))
			continue;
		set_shape(t, i, 2);
		set_shape(t, i - 1, 1);
		return true;
	}
	return false;
}

/* ơ, or else ư: the first of two (lưu), not that of qu. */
static bool add_horn(struct typing *t)
{
	size_t o = last_plain(t, 'o'), u = 0;

	if (add_horns(t))
		return true;
	if (o < t->y.n)
		return set_shape(t, o, 2);
	while (u < t->y.n && (!is_letter(t, u, 'u') ||
			      (u == 1 && is_letter(t, 0, 'q'))))
		u++;
	return u < t->y.n && set_shape(t, u, 1);
}

static bool add_breve(struct typing *t)
{
	size_t a = last_plain(t, 'a');

	return a < t->y.n && set_shape(t, a, 2);
}

/* w: the breve of hoặc, the horns of mưa, cơ and được. */
static bool add_w(struct typing *t)
{
	size_t a = last_plain(t, 'a');

	if (a < t->y.n && a > 0 && is_letter(t, a - 1, 'u') && add_horn(t))
		return true;
	return (a < t->y.n && set_shape(t, a, 2)) || add_horn(t);
}

/*
 * The same vowel again: directly (aa), or once what lies between ended in a
 * consonant or is the rest of iêu, âu, ây and the like (tana, hieue).
 */
static bool add_roof(struct typing *t, char base)
{
	size_t at = last_plain(t, base);

	if (at == t->y.n)
		return false;
	for (size_t i = at + 1; i < t->y.n; i++)
		if (base == 'o' && (is_letter(t, i, 'a') || is_letter(t, i, 'e')))
			return false; /* oao, oeo */
	return set_shape(t, at, 1);
}

/* The horn of u in uơ (thuở): ươ is always followed by something. */
static void end_in_uo(struct typing *t)
{
	size_t n = t->y.n;

	if (n > 1 && is_letter(t, n - 1, 'o') && is_letter(t, n - 2, 'u') &&
	    t->y.letters[n - 1].shape == 2)
		t->y.letters[n - 2].shape = 0;
}

/* ooo is the oo of xoong. */
static void undo_roof(struct typing *t, char base)
{
	struct text_letter *last = t->y.letters + t->y.n;

	if (t->y.n > 0 && last[-1].base == base && last[-1].shape == 1)
		last[-1].shape = 0;
}

/* Whether the key marked what stands before it. */
static bool telex_key(struct typing *t, struct text_letter *l)
{
	static const char tones[] = "sfrxj";
	const char *tone = strchr(tones, l->base);

	if (tone)
		return set_tone(t, (uint8_t)(1 + (tone - tones)));
	switch (l->base) {
	case 'z': return t->y.tone && set_tone(t, 0);
	case 'd': return add_bar(t);
	case 'a':
	case 'e':
	case 'o':
		if (add_roof(t, l->base))
			return true;
		undo_roof(t, l->base);
		return false;
	case 'w':
		if (has_vowel(t))
			return add_w(t);
		l->base = 'u'; /* a w of its own is ư */
		l->shape = 1;
		t->marked = true;
		return false;
	default: return false;
	}
}

static bool vni_key(struct typing *t, char digit)
{
	size_t i;

	switch (digit) {
	case '0': return t->y.tone && set_tone(t, 0);
	case '6':
		for (i = t->y.n; i-- > 0;)
			if (strchr("aeo", t->y.letters[i].base))
				return set_shape(t, i, 1);
		return false;
	case '7': return add_horn(t);
	case '8': return add_breve(t);
	case '9': return add_bar(t);
	default: return digit <= '5' && set_tone(t, (uint8_t)(digit - '0'));
	}
}

static bool finish(struct typing *t, struct buf *out)
{
	if (t->failed || !t->marked)
		return false;
	end_in_uo(t);
	return syllable_possible(&t->y) && syllable_write(&t->y, out) == 0;
}

bool keys_telex(const char *s, size_t n, struct buf *out)
{
	struct text_letter keys[KEYS_MAX];
	struct typing t = { .marked = false };
	size_t n_keys = text_letters(s, n, keys, NULL, KEYS_MAX);

	for (size_t i = 0; i < n_keys; i++) {
		bool plain = !keys[i].shape && !keys[i].tone;

		if (!plain || !telex_key(&t, &keys[i]))
			add_letter(&t, keys[i]);
	}
	return finish(&t, out);
}

/* The letters up to a digit, as they are. */
static bool add_run(struct typing *t, const char *s, size_t n)
{
	struct text_letter l[KEYS_MAX];
	size_t k = text_letters(s, n, l, NULL, KEYS_MAX);

	for (size_t i = 0; i < k; i++)
		add_letter(t, l[i]);
	return n == 0 || k > 0;
}

bool keys_vni(const char *s, size_t n, struct buf *out)
{
	struct typing t = { .marked = false };
	size_t from = 0;

	for (size_t i = 0; i < n; i++) {
		if (!isdigit((unsigned char)s[i]))
			continue;
		if (!add_run(&t, s + from, i - from) || !vni_key(&t, s[i]))
			return false;
		from = i + 1;
	}
	return add_run(&t, s + from, n - from) && finish(&t, out);
}

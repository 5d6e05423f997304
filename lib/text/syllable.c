/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Which syllables there are: an onset, a rime that may follow it, and a tone
 * that may lie on that rime.
 */
#include <string.h>

#include "text/syllable.h"

/*
 * Every rime, by its first letter.  One byte a letter: A â, V ă, E ê, O ô,
 * W ơ, U ư.  Some stand in names and loanwords only (Đắk, xoong, tuýp).
 */
static const char *const rimes_a[] = {
	"a", "ac", "ach", "ai", "am", "an", "ang", "anh", "ao", "ap", "at",
	"au", "ay",
	"Vc", "Vk", "Vm", "Vn", "Vng", "Vp", "Vt",
	"Ac", "Am", "An", "Ang", "Ap", "At", "Au", "Ay", NULL,
};
static const char *const rimes_e[] = {
	"e", "ec", "em", "en", "eng", "eo", "ep", "et",
	"E", "Ech", "Em", "En", "Enh", "Ep", "Et", "Eu", NULL,
};
static const char *const rimes_i[] = {
	"i", "ia", "ich", "im", "in", "inh", "ip", "it", "iu",
	"iEc", "iEm", "iEn", "iEng", "iEp", "iEt", "iEu", NULL,
};
static const char *const rimes_o[] = {
	"o", "oc", "oi", "om", "on", "ong", "op", "ot", "ooc", "oong",
	"oa", "oac", "oach", "oai", "oam", "oan", "oang", "oanh", "oao",
	"oap", "oat", "oay", "oVc", "oVm", "oVn", "oVng", "oVt",
	"oe", "oen", "oeo", "oet",
	"O", "Oc", "Oi", "Om", "On", "Ong", "Op", "Ot",
	"W", "Wi", "Wm", "Wn", "Wp", "Wt", NULL,
};
static const char *const rimes_u[] = {
	"u", "ua", "uc", "ui", "um", "un", "ung", "up", "ut",
	"uAn", "uAng", "uAt", "uAy",
	"uE", "uEch", "uEn", "uEnh", "uEt", "uEu",
	"uOc", "uOi", "uOm", "uOn", "uOng", "uOt", "uW",
	"uy", "uya", "uyEn", "uyEt", "uych", "uyn", "uynh", "uyp",
	"uyt", "uyu",
	"U", "Ua", "Uc", "Ui", "Um", "Un", "Ung", "Ut", "Uu",
	"UWc", "UWi", "UWm", "UWn", "UWng", "UWp", "UWt", "UWu", NULL,
};
static const char *const rimes_y[] = {
	"y", "yEm", "yEn", "yEng", "yEt", "yEu",
	/* behind qu alone */
	"ych", "yn", "ynh", "yp", "yt", "yu", NULL,
};

/* What may follow an onset: bits of the first letters of rimes. */
enum {
	A = 1 << 0, /* a â ă */
	E = 1 << 1,
	I = 1 << 2,
	O = 1 << 3,
	U = 1 << 4,
	Y = 1 << 5,
	ANY = A | E | I | O | U | Y,
};

/* The longer ones before those that they begin with. */
static const struct {
	char letters[4];
	unsigned before;
} onsets[] = {
	{ "ngh", E | I },
	{ "ch", ANY },		{ "gh", E | I },
	{ "gi", A | E | O | U }, { "kh", ANY },
	{ "ng", A | O | U | Y }, { "nh", ANY },
	{ "ph", ANY },		{ "qu", A | E | I | O | Y },
	{ "th", ANY },		{ "tr", ANY },
	{ "b", ANY },		{ "c", A | O | U },
	{ "d", ANY },		{ "g", A | O | U },
	{ "h", ANY },		{ "k", ANY },
	{ "l", ANY },		{ "m", ANY },
	{ "n", ANY },		{ "p", ANY },
	{ "r", ANY },		{ "s", ANY },
	{ "t", ANY },		{ "v", ANY },
	{ "x", ANY },		{ "", ANY },
};

/* Where gi and a rime in i have one i between them: gì, gìn, giêng, giết. */
static const char *const gi_rimes[] = { "i", "in", "iEc", "iEng", "iEt" };

static char plain(char c)
{
	switch (c) {
	case 'A':
	case 'V': return 'a';
	case 'E': return 'e';
	case 'O':
	case 'W': return 'o';
	case 'U': return 'u';
	default: return c;
	}
}

static unsigned shape(char c)
{
	return c == 'V' || c == 'W' ? 2 : plain(c) != c;
}

/* The rimes that begin with a letter, and the bit for them; 0: no vowel. */
static unsigned group(char first, const char *const **ret_rimes)
{
	switch (first) {
	case 'a': *ret_rimes = rimes_a; return A;
	case 'e': *ret_rimes = rimes_e; return E;
	case 'i': *ret_rimes = rimes_i; return I;
	case 'o': *ret_rimes = rimes_o; return O;
	case 'u': *ret_rimes = rimes_u; return U;
	case 'y': *ret_rimes = rimes_y; return Y;
	default: return 0;
	}
}

/* A mark not typed may be there or not. */
static bool is_rime(const struct text_letter *l, size_t n, const char *rime)
{
	for (size_t i = 0; i < n; i++)
		if (l[i].base != plain(rime[i]) ||
		    (l[i].shape && l[i].shape != shape(rime[i])))
			return false;
	return rime[n] == '\0';
}

/* á and ạ alone, or none yet, on what ends in a stop. */
static bool tone_fits(const struct text_letter *l, size_t n, unsigned tone)
{
	char last = l[n - 1].base;
	bool stop = last == 'c' || last == 'k' || last == 'p' || last == 't' ||
		    (last == 'h' && n > 1 && l[n - 2].base == 'c');

	return !stop || tone == 0 || tone == 1 || tone == 5;
}

/*
 * What lies behind an onset has rules of its own: yê stands alone, ynh behind
 * qu, and behind qu no other u or o but in quơ and quốc.
 */
static bool may_follow(const char *onset, const char *rime, size_t n)
{
	bool qu = strcmp(onset, "qu") == 0;

	if (rime[0] == 'y' && n > 1)
		return rime[1] == 'E' ? qu || onset[0] == '\0' : qu;
	if (qu && plain(rime[0]) == 'o')
		return rime[0] == 'W' || strcmp(rime, "O") == 0 ||
		       strcmp(rime, "Oc") == 0;
	return true;
}

/* `before`: what rimes the onset stands before, as bits. */
static bool rime_possible(const char *onset, unsigned before,
			  const struct text_letter *l, size_t n)
{
	const char *const *rimes;

	if (!(group(l[0].base, &rimes) & before))
		return false;
	for (; *rimes; rimes++)
		if (is_rime(l, n, *rimes) && may_follow(onset, *rimes, n))
			return true;
	return false;
}

static bool is_onset(const struct text_letter *l, size_t n, const char *onset)
{
	for (size_t i = 0; onset[i]; i++)
		if (i == n || l[i].base != onset[i] ||
		    l[i].shape > (onset[i] == 'd'))
			return false;
	return true;
}

static bool gi_possible(const struct text_letter *l, size_t n)
{
	if (n < 2 || l[0].base != 'g')
		return false;
	for (size_t i = 0; i < sizeof(gi_rimes) / sizeof(*gi_rimes); i++)
		if (is_rime(l + 1, n - 1, gi_rimes[i]))
			return true;
	return false;
}

static bool letters_possible(const struct text_letter *l, size_t n,
			     unsigned tone)
{
	if (n == 0 || !tone_fits(l, n, tone))
		return false;
	for (size_t i = 0; i < sizeof(onsets) / sizeof(*onsets); i++) {
		const char *onset = onsets[i].letters;
		size_t k = strlen(onset);

		if (k < n && is_onset(l, n, onset) &&
		    rime_possible(onset, onsets[i].before, l + k, n - k))
			return true;
	}
	return gi_possible(l, n);
}

bool syllable_possible(const struct syllable *y)
{
	return letters_possible(y->letters, y->n, y->tone);
}

bool text_possible(const char *s, size_t n)
{
	struct syllable y;

	return syllable_read(&y, s, n) && syllable_possible(&y);
}

/* ----------------------------------------------------------------- splits */

enum { LONGEST = 7 }; /* nghiêng */

struct split {
	struct text_letter letters[SPLIT_LETTERS];
	size_t bytes[SPLIT_LETTERS]; /* behind each letter */
	size_t n;
	/* bit i: letters [at, at + i) are a syllable */
	uint8_t fits[SPLIT_LETTERS];
	/* bit k: what begins here parts into k syllables */
	uint16_t parts[SPLIT_LETTERS + 1];
	size_t ends[SPLIT_MAX];
	size_t told, max;
	syllable_split_fn see;
	void *arg;
};

static bool span_possible(const struct text_letter *l, size_t n)
{
	unsigned tone = 0;

	for (size_t i = 0; i < n; i++) {
		if (tone && l[i].tone)
			return false;
		tone |= l[i].tone;
	}
	return letters_possible(l, n, tone);
}

static void find_parts(struct split *p)
{
	p->parts[p->n] = 1;
	for (size_t at = p->n; at-- > 0;)
		for (size_t i = 1; i <= LONGEST && at + i <= p->n; i++)
			if (span_possible(p->letters + at, i)) {
				p->fits[at] |= (uint8_t)(1u << i);
				p->parts[at] |=
					(uint16_t)(p->parts[at + i] << 1);
			}
}

/* Every way to part what begins at `at` into `left` more syllables, the first
 * one long rather than short.  False to stop. */
static bool tell(struct split *p, size_t at, size_t k, size_t left)
{
	if (left == 0) {
		p->told++;
		return p->see(p->arg, p->ends, k) && p->told < p->max;
	}
	for (size_t i = LONGEST; i > 0; i--) {
		if (!(p->fits[at] >> i & 1) ||
		    !(p->parts[at + i] >> (left - 1) & 1))
			continue;
		p->ends[k] = p->bytes[at + i - 1];
		if (!tell(p, at + i, k + 1, left - 1))
			return false;
	}
	return true;
}

size_t syllable_splits(const char *s, size_t n, size_t max,
		       syllable_split_fn see, void *arg)
{
	struct split p = { .max = max, .see = see, .arg = arg };

	p.n = text_letters(s, n, p.letters, p.bytes, SPLIT_LETTERS);
	if (p.n == 0 || max == 0)
		return 0;
	find_parts(&p);
	for (size_t k = 2; k <= SPLIT_MAX; k++)
		if ((p.parts[0] >> k & 1) && !tell(&p, 0, 0, k))
			break;
	return p.told;
}

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The letters of a syllable and its marks, apart.
 *
 * Every character is case-folded (NFKC_Casefold) and decomposed; of what comes
 * out each code point is a letter, a mark that Vietnamese has, or nothing.
 * Since marks are collected, neither their order nor NFC or NFD matters.  For
 * the characters below 0x2000, which is where Latin script is, a table made
 * once by that same way holds the outcome.
 */
#include <assert.h>
#include <string.h>

#include <pthread.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include "text/term.h"

enum {
	/* The base is cut at the same byte whatever marks it bears, so that
	 * all forms of an over-long word have the same base. */
	SYLLABLE_MAX = TEXT_TERM_MAX - 1 - (2 * FOLD_LETTERS + FOLD_TONES),
	OTHER_MAX = TEXT_TERM_MAX - 1,
	EXPANSION = 18, /* units NFKC may make of one (U+FDFA) */
};

/* What the table says of a character: a letter (or mark) in the low 16 bits,
 * 0 if it is dropped, and: */
enum {
	FIRST = 1 << 16,
	SECOND = 1 << 17,
	TONE_SHIFT = 18,
	MARK = 1 << 24,
	SLOW = 1 << 25, /* it is several letters */
	CAPITAL = 1 << 26,
};

static uint32_t table[0x2000];
static const UNormalizer2 *casefold, *decompose;
static UErrorCode table_status = U_ZERO_ERROR;
static pthread_once_t table_once = PTHREAD_ONCE_INIT;

/* A syllable in the making: the base goes to term->s at once. */
struct form {
	struct term *term;
	struct fold_marks marks;
	unsigned letters;	/* how many there are */
	UChar32 last;		/* the last of them, which a mark belongs to */
	bool full;		/* SYLLABLE_MAX is reached: that is all */
};

/* The Latin letter that a Cyrillic or Greek one is drawn like.  Case matters:
 * the capital of Cyrillic en is drawn like H, the small one like no letter. */
static const struct {
	UChar c;
	UChar latin;
} alike[] = {
	{ 0x0405, 's' }, { 0x0406, 'i' }, { 0x0408, 'j' },
	{ 0x0410, 'a' }, { 0x0412, 'b' }, { 0x0415, 'e' },
	{ 0x041A, 'k' }, { 0x041C, 'm' }, { 0x041D, 'h' },
	{ 0x041E, 'o' }, { 0x0420, 'p' }, { 0x0421, 'c' },
	{ 0x0422, 't' }, { 0x0423, 'y' }, { 0x0425, 'x' },
	{ 0x0430, 'a' }, { 0x0435, 'e' }, { 0x043E, 'o' },
	{ 0x0440, 'p' }, { 0x0441, 'c' }, { 0x0443, 'y' },
	{ 0x0445, 'x' }, { 0x0455, 's' }, { 0x0456, 'i' },
	{ 0x0458, 'j' }, { 0x04BA, 'h' }, { 0x04BB, 'h' },
	{ 0x04C0, 'i' }, { 0x04CF, 'l' }, { 0x0501, 'd' },
	{ 0x051B, 'q' }, { 0x051D, 'w' },
	{ 0x0391, 'a' }, { 0x0392, 'b' }, { 0x0395, 'e' },
	{ 0x0396, 'z' }, { 0x0397, 'h' }, { 0x0399, 'i' },
	{ 0x039A, 'k' }, { 0x039C, 'm' }, { 0x039D, 'n' },
	{ 0x039F, 'o' }, { 0x03A1, 'p' }, { 0x03A4, 't' },
	{ 0x03A5, 'y' }, { 0x03A7, 'x' },
	{ 0x03B1, 'a' }, { 0x03B9, 'i' }, { 0x03BA, 'k' },
	{ 0x03BD, 'v' }, { 0x03BF, 'o' }, { 0x03C1, 'p' },
	{ 0x03C5, 'u' },
};

static UChar32 unmask(UChar32 c)
{
	for (size_t i = 0; i < sizeof(alike) / sizeof(*alike); i++)
		if (alike[i].c == c)
			return alike[i].latin;
	return c;
}

static unsigned tone_of(UChar32 c)
{
	switch (c) {
	case 0x0301:
	case 0x0341: return 1; /* canonically the same mark */
	case 0x0300:
	case 0x0340: return 2;
	case 0x0309: return 3;
	case 0x0303: return 4;
	case 0x0323: return 5;
	default: return 0;
	}
}

/* FIRST, SECOND, or 0 where Vietnamese has no such letter. */
static uint32_t shape_of(UChar32 letter, UChar32 mark)
{
	switch (mark) {
	case 0x0302: /* circumflex */
		return letter == 'a' || letter == 'e' || letter == 'o' ? FIRST
								       : 0;
	case 0x0306: /* breve */
		return letter == 'a' ? SECOND : 0;
	case 0x031B: /* horn */
		return letter == 'u' ? FIRST : letter == 'o' ? SECOND : 0;
	case 0x0335: /* the bar of d, short or long */
	case 0x0336:
		return letter == 'd' ? FIRST : 0;
	default:
		return 0;
	}
}

static bool is_mark(UChar32 c)
{
	return (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

static void add_mark(struct form *f, UChar32 c)
{
	unsigned tone = tone_of(c), at = f->letters - 1;
	uint32_t shape = shape_of(f->last, c);

	if (tone)
		f->marks.tones |= 1u << (tone - 1);
	if (shape && at < FOLD_LETTERS)
		*(shape == FIRST ? &f->marks.first : &f->marks.second) |= 1u << at;
}

/* A letter with the marks that bits of a table entry name. */
static void add_letter(struct form *f, UChar32 c, uint32_t marks)
{
	unsigned at = f->letters;

	if (!term_add(f->term, c, SYLLABLE_MAX)) {
		f->full = true;
		return;
	}
	f->last = c;
	f->letters++;
	f->marks.tones |= marks >> TONE_SHIFT & ((1u << FOLD_TONES) - 1);
	if (at < FOLD_LETTERS) {
		f->marks.first |= (marks / FIRST & 1) << at;
		f->marks.second |= (marks / SECOND & 1) << at;
	}
}

/* One code point of what a character was folded to. */
static void add_point(struct form *f, UChar32 c)
{
	if (fold_is_barred_d(c))
		add_letter(f, 'd', FIRST);
	else if (is_mark(c))
		add_mark(f, c);
	else if (u_isalnum(c))
		add_letter(f, c, 0);
}

/* Any character, without the table. */
static void add_slowly(struct form *f, UChar32 c, UErrorCode *status)
{
	UChar unit[U16_MAX_LENGTH], folded[EXPANSION], points[4 * EXPANSION];
	int32_t n = 0;

	c = unmask(c);
	U16_APPEND_UNSAFE(unit, n, c);
	n = unorm2_normalize(casefold, unit, n, folded, EXPANSION, status);
	n = unorm2_normalize(decompose, folded, n, points, 4 * EXPANSION,
			     status);
	if (U_FAILURE(*status))
		return;
	for (int32_t i = 0; i < n && !f->full;)
		add_point(f, unit_next(points, &i, n));
}

/* ------------------------------------------------------------- the table */

static bool is_capital(UChar32 c)
{
	return u_isupper(c) || u_istitle(c);
}

static uint32_t table_entry(UChar32 c, UErrorCode *status)
{
	struct term t = { .len = 0 };
	struct form f = { .term = &t };
	uint32_t capital = is_capital(c) ? CAPITAL : 0;

	if (is_mark(c))
		return (uint32_t)c | MARK;
	add_slowly(&f, c, status);
	if (f.letters > 1 || f.last > 0xffff)
		return SLOW | capital;
	return (uint32_t)f.last | (f.marks.first ? FIRST : 0) |
	       (f.marks.second ? SECOND : 0) | f.marks.tones << TONE_SHIFT | capital;
}

static void make_table(void)
{
	UErrorCode *status = &table_status;

	static_assert(1 + SYLLABLE_MAX + 2 * FOLD_LETTERS + FOLD_TONES <= TEXT_TERM_MAX,
		      "a syllable with every mark fits into a term");
	casefold = unorm2_getNFKCCasefoldInstance(status);
	decompose = unorm2_getNFDInstance(status);
	for (UChar32 c = 0; U_SUCCESS(*status) && c < 0x2000; c++)
		table[c] = table_entry(c, status);
}

int fold_init(struct err *e)
{
	pthread_once(&table_once, make_table);
	if (table_status == U_MEMORY_ALLOCATION_ERROR)
		return err_nomem(e);
	if (U_FAILURE(table_status))
		return err_set(e, E_INTERNAL, "ICU cannot normalize text: %s",
			       u_errorName(table_status));
	return 0;
}

/* -------------------------------------------------------------- syllables */

static void add_char(struct form *f, UChar32 c, UErrorCode *status)
{
	uint32_t entry = c < 0x2000 ? table[c] : SLOW;

	if (entry & SLOW)
		add_slowly(f, c, status);
	else if (entry & MARK)
		add_mark(f, entry & 0xffff);
	else if (entry & 0xffff)
		add_letter(f, entry & 0xffff, entry);
}

void fold_one_i(uint8_t *s, size_t n)
{
	if (n == 2 && s[1] == 'y' && strchr("hklmst", s[0]))
		s[1] = 'i';
	else if (n == 3 && memcmp(s, "quy", 3) == 0)
		s[2] = 'i';
}

static uint8_t *add_bits(uint8_t *out, unsigned bits, uint8_t name)
{
	for (; bits; bits >>= 1, name++)
		if (bits & 1)
			*out++ = name;
	return out;
}

size_t fold_marks(uint8_t *to, const struct fold_marks *m)
{
	uint8_t *out = to;

	out = add_bits(out, m->first, 'A');
	out = add_bits(out, m->second, 'a');
	out = add_bits(out, m->tones, '1');
	return (size_t)(out - to);
}

int fold_syllable(struct term *t, const UChar *s, int32_t n, struct err *e)
{
	struct form f = { .term = t };
	UErrorCode status = U_ZERO_ERROR;
	int32_t i = 0;
	UChar32 c = unit_next(s, &i, n);

	t->capital = c < 0x2000 ? (table[c] & CAPITAL) != 0 : is_capital(c);
	t->len = t->base_len = 0;
	for (i = 0; i < n && !f.full;)
		add_char(&f, unit_next(s, &i, n), &status);
	if (U_FAILURE(status))
		return err_nomem(e);
	if (t->base_len == 0)
		return 0;
	fold_one_i(t->s, t->base_len);
	t->s[t->base_len] = ':';
	t->len = t->base_len + 1;
	t->len += fold_marks(t->s + t->len, &f.marks);
	return 0;
}

/* ---------------------------------------------------------- other scripts */

/* A Greek letter without its accents, as people type it. */
static UChar32 without_accent(UChar32 c)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar points[2 * EXPANSION];
	int32_t n, i = 0;

	if (!((c >= 0x0370 && c < 0x0400) || (c >= 0x1f00 && c < 0x2000)))
		return c;
	n = unorm2_getDecomposition(decompose, c, points, 2 * EXPANSION,
				    &status);
	return U_SUCCESS(status) && n > 1 ? unit_next(points, &i, n) : c;
}

int fold_other(struct term *t, const UChar *s, int32_t n, struct err *e)
{
	UChar folded[OTHER_MAX * EXPANSION];
	UErrorCode status = U_ZERO_ERROR;
	int32_t i = 0;

	t->capital = is_capital(unit_next(s, &i, n));
	t->len = t->base_len = 0;
	/* No more than this can fit into a term. */
	if (n > OTHER_MAX) {
		n = OTHER_MAX;
		U16_SET_CP_START(s, 0, n);
	}
	n = unorm2_normalize(casefold, s, n, folded, OTHER_MAX * EXPANSION,
			     &status);
	if (U_FAILURE(status))
		return err_nomem(e);
	for (i = 0; i < n;) {
		UChar32 c = unit_next(folded, &i, n);

		/* Some Arabic ligatures are several words. */
		if (c != ' ' && !term_add(t, without_accent(c), OTHER_MAX))
			break;
	}
	if (t->base_len == 0)
		return 0;
	t->s[t->base_len] = ':';
	t->len = t->base_len + 1;
	return 0;
}

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Document numbers and references to documents.
 *
 *	05-CT/TW  05/CT-TW  71/2024/NĐ-CP  2820/QĐ-UBND  64/2025/QH15
 *	Chỉ thị số 05-CT/TW  Chỉ thị 05  CT 05  Nghị định số 71 năm 2024
 *	356/UBND-NC  1234a/QĐ-UBND  05 CT/TW  05 - CT / TW  CT05  CT-05
 *	Nghị quyết Đại hội (Đảng) (lần thứ) XIII  NQ ĐH XIII
 */
#include <string.h>

#include "text/syllable.h"
#include "text/unit.h"

#define ISSUER_PARTS 5

struct ref {
	uint64_t first, last;
	long number, year;   /* year -1: none */
	const struct unit_word *letter_of; /* the a of 1234a, or NULL */
	struct ref_head head; /* of the words before; its code NULL: none */
	bool so;	     /* "số" stands before the number */
	bool tight;	     /* the code stands before it, without a space */
	const char *type;    /* the code in the number, or NULL */
	bool letter;	     /* has none since it is a letter, a công văn */
	uint64_t issuer, issuer_end;  /* words of the issuer */
};

static bool is_joint(const struct unit_word *w)
{
	return w && (w->t.gap == TEXT_GAP_HYPHEN ||
		     (w->t.gap == TEXT_GAP_SLASH && w->t.tight) ||
		     unit_tight(w, TEXT_GAP_POINT));
}

/* The next word of the number, across a joint. */
static const struct unit_word *joined(const struct unit_window *w, uint64_t at)
{
	const struct unit_word *next = unit_word(w, at + 1);

	/* A point is a break to the analyzer, but not in 05.CT/TW. */
	return is_joint(next) ? next : NULL;
}

/* The type that a word says as the code in a number, or NULL. */
static const char *code_of(const struct unit_word *w)
{
	return w && w->t.kind == TEXT_SYLLABLE ?
		       ref_type_code((const char *)w->term.s,
				     w->term.base_len) :
		       NULL;
}

/* Letters in front of a number of the National Assembly: QH15, UBTVQH14. */
static bool is_assembly(const struct unit_window *w, uint64_t at)
{
	const struct unit_word *a = unit_word(w, at);
	const struct unit_word *n = unit_word(w, at + 1);

	return (unit_is(a, "qh") || unit_is(a, "ubtvqh")) &&
	       unit_tight(n, TEXT_GAP_NONE) && unit_number(n) > 0;
}

/* T.Ư and T.W, from their T. */
static bool is_centre(const struct unit_window *w, uint64_t at)
{
	const struct unit_word *next = unit_word(w, at + 1);

	return unit_is(unit_word(w, at), "t") &&
	       unit_tight(next, TEXT_GAP_POINT) &&
	       (unit_is(next, "u") || unit_is(next, "w"));
}

/* The issuer from word `at` on: letters, joined by hyphens and slashes. */
static void read_issuer(const struct unit_window *w, uint64_t at, struct ref *r)
{
	const struct unit_word *next;

	r->issuer = at;
	r->issuer_end = at + 1;
	for (unsigned parts = 1; parts < ISSUER_PARTS; parts++) {
		next = unit_word(w, r->issuer_end);
		if (!next || !next->t.tight || next->t.after_break)
			break;
		if (next->t.gap != TEXT_GAP_HYPHEN &&
		    next->t.gap != TEXT_GAP_NONE)
			break;
		r->issuer_end++;
	}
	if (is_centre(w, r->issuer_end - 1))
		r->issuer_end++;
	r->last = r->issuer_end - 1;
}

/* Initials, as an office is called: capitals, and a tone on none of them. */
static bool is_office(const struct unit_word *w)
{
	if (!w->t.capital)
		return false;
	for (size_t i = w->term.base_len + 1; i < w->term.len; i++)
		if (w->term.s[i] >= '1' && w->term.s[i] <= '5')
			return false;
	return true;
}

/* The number of a letter is 356/UBND-NC: who sends it, who wrote it.  In small
 * letters it must be no syllable that sends it. */
static bool is_letter(const struct unit_window *w, uint64_t at)
{
	const struct unit_word *from = unit_word(w, at);
	const struct unit_word *by = unit_word(w, at + 1);

	if (!unit_tight(from, TEXT_GAP_SLASH) ||
	    !unit_tight(by, TEXT_GAP_HYPHEN) || code_of(from) ||
	    from->t.kind != TEXT_SYLLABLE || by->t.kind != TEXT_SYLLABLE ||
	    from->term.base_len < 2)
		return false;
	return (is_office(from) && is_office(by)) ||
	       (from->term.base_len > 2 &&
		!text_possible(w->s + from->t.begin,
			       from->t.end - from->t.begin));
}

/* "77 /BC-UBND", the space where the number was to be filled in; "05 CT/TW". */
static const struct unit_word *code_apart(const struct unit_window *w,
					  uint64_t at)
{
	const struct unit_word *code = unit_word(w, at);
	const struct unit_word *next = unit_word(w, at + 1);

	if (!code_of(code) || !next)
		return NULL;
	if (code->t.gap == TEXT_GAP_SLASH)
		return unit_tight(next, TEXT_GAP_HYPHEN) ? code : NULL;
	return code->t.gap == TEXT_GAP_SPACE &&
			       unit_tight(next, TEXT_GAP_SLASH) &&
			       unit_is_initials(w, code) &&
			       unit_is_initials(w, next) ?
		       code :
		       NULL;
}

/* Whether word `at` is the issuer behind a code: 05 - CT / TW also with spaces. */
static bool is_issuer(const struct unit_window *w, uint64_t at)
{
	const struct unit_word *word = unit_word(w, at);

	if (!word || word->t.kind != TEXT_SYLLABLE)
		return false;
	if (word->t.tight)
		return is_joint(word);
	return word->t.gap == TEXT_GAP_SLASH && unit_is_initials(w, word) &&
	       unit_is_initials(w, unit_word(w, at - 1));
}

/* The a of 1234a/QĐ-UBND and of "Nghị quyết 30a". */
static void read_letter(const struct unit_window *w, struct ref *r)
{
	const struct unit_word *next = unit_word(w, r->last + 1);

	if (!unit_tight(next, TEXT_GAP_NONE) ||
	    next->t.kind != TEXT_SYLLABLE || next->term.len != 2)
		return;
	r->letter_of = next;
	r->last++;
}

/* Behind the number: year, type and issuer as far as they are written. */
static void read_tail(const struct unit_window *w, struct ref *r)
{
	const struct unit_word *next = joined(w, r->last);

	if (next && unit_year(next) > 0 &&
	    (unit_tight(next, TEXT_GAP_SLASH) || r->so)) {
		r->year = unit_year(next);
		r->last++;
		next = joined(w, r->last);
	}
	if (next && is_assembly(w, r->last + 1)) {
		read_issuer(w, r->last + 1, r);
		return;
	}
	if (is_letter(w, r->last + 1)) {
		r->letter = true;
		read_issuer(w, r->last + 1, r);
		return;
	}
	if (!code_of(next))
		next = code_apart(w, r->last + 1);
	if (!next)
		return;
	r->type = code_of(next);
	r->last++;
	if (is_issuer(w, r->last + 1))
		read_issuer(w, r->last + 1, r);
}

/* Before the number: "số", and what kind of document it is. */
static void read_head(const struct unit_window *w, uint64_t at, struct ref *r)
{
	const struct unit_word *before = unit_before(w, at);

	r->so = unit_is(before, "so");
	if (r->so)
		at--;
	if (ref_type_head(w, at, &r->head))
		r->first = r->head.first;
}

/* CT05, CT-05: a code in capitals, and digits as documents have them; CT5 is the
 * name of a house. */
static bool is_tight_code(const struct unit_window *w, uint64_t at)
{
	const struct unit_word *code = unit_before(w, at);
	const struct unit_word *number = unit_word(w, at);

	return (unit_tight(number, TEXT_GAP_NONE) ||
		unit_tight(number, TEXT_GAP_HYPHEN)) &&
	       number->t.end - number->t.begin > 1 && code &&
	       (!code->t.tight || code->t.gap == TEXT_GAP_OTHER) &&
	       code_of(code) && unit_is_initials(w, code);
}

/* Of "Nghị định 71 năm 2024" the word behind the number says the year; of "Kế
 * hoạch 5 năm 2021-2025" it is counted. */
static bool is_counted_year(const struct unit_window *w, const struct ref *r)
{
	const struct unit_word *next = unit_word(w, r->last + 3);

	return !r->head.code || !strcmp(r->head.code, "kh") ||
	       (next && !next->t.after_break &&
		next->t.gap == TEXT_GAP_HYPHEN && unit_year(next) > 0);
}

/* "số 71 năm 2024" */
static void read_year(const struct unit_window *w, struct ref *r)
{
	const struct unit_word *nam = unit_after(w, r->last);
	const struct unit_word *year = unit_after(w, r->last + 1);

	if (r->year < 0 && !r->type && unit_is(nam, "nam") &&
	    unit_year(year) > 0 && (r->so || !is_counted_year(w, r))) {
		r->year = unit_year(year);
		r->last += 2;
	}
}

/* "Quyết định 99 ngày 27/6": not 99 days, but the day when it was signed. */
static bool is_signed(const struct unit_window *w, uint64_t at)
{
	long day = unit_number(unit_after(w, at));

	return unit_is(unit_word(w, at), "ngay") && day >= 1 && day <= 31;
}

/* "Kế hoạch 5 năm" is no reference, nor are "kết luận 3.2" and "luật 5-7", nor
 * "báo cáo 2023". */
static bool is_bare_ref(const struct unit_window *w, const struct ref *r)
{
	const struct unit_word *next = unit_word(w, r->last + 1);

	if (!r->head.code || (!r->so && r->head.word) ||
	    (!r->so && r->head.weak && r->number >= 1900 && r->number <= 2100))
		return false;
	if (!next)
		return true;
	if (next->t.tight && next->t.gap != TEXT_GAP_OTHER)
		return false;
	return r->so || r->year > 0 || next->t.after_break ||
	       is_signed(w, r->last + 1) ||
	       (next->t.gap == TEXT_GAP_SPACE && !ref_is_counted(next)) ||
	       next->t.gap == TEXT_GAP_OTHER ||
	       next->t.gap == TEXT_GAP_APOSTROPHE;
}

/* The letters of words [from, to), with a hyphen where there is one. */
static void add_words(const struct unit_window *w, uint64_t from, uint64_t to,
		      struct unit *u)
{
	for (uint64_t i = from; i < to; i++) {
		const struct unit_word *word = unit_word(w, i);

		if (i > from && word->t.gap == TEXT_GAP_HYPHEN)
			unit_add(u, "-", 1);
		/* TƯ is the Centre, TU the committee of a province. */
		if (is_centre(w, i)) {
			unit_add(u, "tw", 2);
			i++;
		} else if (word->term.len == 4 && !memcmp(word->term.s, "tu:B", 4)) {
			unit_add(u, "tw", 2);
		} else {
			unit_add(u, (const char *)word->term.s,
				 word->term.base_len);
		}
	}
}

static bool make_unit(const struct unit_window *w, const struct ref *r,
		      struct unit *ret)
{
	unit_begin(ret);
	ret->kind = TEXT_REF;
	ret->open = !r->type && r->issuer == r->issuer_end && !r->so &&
		    (r->tight || r->head.weak);
	ret->first = r->first;
	ret->last = r->last;
	unit_addf(ret, "%ld", r->number);
	if (r->letter_of)
		unit_add(ret, (const char *)r->letter_of->term.s, 1);
	unit_add(ret, "/", 1);
	if (r->type)
		unit_add(ret, r->type, strlen(r->type));
	else if (r->head.code && (r->letter || r->issuer == r->issuer_end))
		unit_add(ret, r->head.code, strlen(r->head.code));
	else if (r->letter)
		unit_add(ret, "cv", 2);
	unit_end_base(ret);
	if (r->year > 0)
		unit_addf(ret, "%ld", r->year);
	unit_add(ret, "/", 1);
	add_words(w, r->issuer, r->issuer_end, ret);
	return true;
}

/* Words that may stand between "đại hội" and its number. */
static bool is_congress_word(const struct unit_word *w)
{
	static const char *const words[] = { "dang", "bo",  "lan",  "thu",
					     "dai",  "bieu", "toan", "quoc",
					     "cua" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (unit_is(w, words[i]))
			return true;
	return false;
}

/* Whether two words, or their initials, stand before word *at, which moves to the
 * first of them. */
static bool words_before(const struct unit_window *w, uint64_t *at,
			 const char *first, const char *last,
			 const char *initials)
{
	const struct unit_word *word = unit_before(w, *at);

	if (unit_is(word, initials)) {
		*at -= 1;
		return true;
	}
	if (!unit_is(word, last) || !unit_is(unit_before(w, *at - 1), first))
		return false;
	*at -= 2;
	return true;
}

static bool find_congress(const struct unit_window *w, uint64_t at, long number,
			  struct unit *ret)
{
	const struct unit_word *word;
	uint64_t i = at;

	while ((word = unit_before(w, i)) && is_congress_word(word) &&
	       at - i < UNIT_BEHIND / 2)
		i--;
	if (number < 1 || !words_before(w, &i, "dai", "hoi", "dh") ||
	    !words_before(w, &i, "nghi", "quyet", "nq"))
		return false;
	unit_begin(ret);
	ret->kind = TEXT_REF;
	ret->first = i;
	ret->last = at;
	unit_addf(ret, "dh%ld/nq", number);
	unit_end_base(ret);
	unit_add(ret, "/", 1);
	return true;
}

bool unit_find_ref(const struct unit_window *w, uint64_t at, struct unit *ret)
{
	const struct unit_word *word = unit_word(w, at);
	struct ref r = { .first = at, .last = at, .year = -1 };

	r.number = unit_number(word);
	if (find_congress(w, at, r.number > 0 ? r.number : unit_roman(word),
			  ret))
		return true;
	if (r.number < 0)
		return false;
	/* A number that goes on from something before it is none of these. */
	if (word->t.tight && word->t.gap != TEXT_GAP_OTHER && at > w->first) {
		r.tight = is_tight_code(w, at);
		if (!r.tight)
			return false;
	}
	read_letter(w, &r);
	read_tail(w, &r);
	read_head(w, at, &r);
	if (!r.type && r.issuer == r.issuer_end) {
		read_year(w, &r);
		if (!is_bare_ref(w, &r))
			return false;
	}
	return make_unit(w, &r, ret);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/cited.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "indexer/known_ref.h"

/* Number, year, type and the parts of an issuer. */
#define PARTS_MAX 10

struct part {
	const char *s;
	size_t n;
	bool hyphen; /* stands before it, not a slash or anything else */
};

/* What the term of a reference says: number/type:year/issuer. */
struct said {
	bool type, year;
	const char *issuer;
	size_t issuer_n;
	size_t issuer_parts; /* joined by hyphens */
};

void cited_release(struct cited *c)
{
	arena_release(&c->arena);
	c->n = 0;
	c->last = CITED_MAX;
}

/* ------------------------------------------------------------------- what is said */

static bool read_term(const struct text_token *t, struct said *ret)
{
	const char *end = t->term + t->term_len;
	const char *slash = memchr(t->term, '/', t->base_len);
	const char *year = t->term + t->base_len + 1, *issuer;

	/* `Nghị quyết Đại hội XIII` has no number of its own. */
	if (t->kind != TEXT_REF || !slash || *t->term < '0' || *t->term > '9')
		return false;
	issuer = memchr(year, '/', (size_t)(end - year));
	if (!issuer)
		return false;
	*ret = (struct said){
		.type = slash + 1 < t->term + t->base_len,
		.year = issuer > year,
		.issuer = issuer + 1,
		.issuer_n = (size_t)(end - issuer - 1),
	};
	ret->issuer_parts = ret->issuer_n > 0;
	for (const char *s = ret->issuer; s < end; s++)
		ret->issuer_parts += *s == '-';
	return ret->type || ret->issuer_n;
}

/* Offices of the Party: the Centre (TW), committees (TU, HU, ĐU ...). */
static bool is_party(const struct said *said)
{
	const char *end = said->issuer + said->issuer_n;

	return (said->issuer_n >= 2 && !memcmp(end - 2, "tw", 2)) ||
	       (said->issuer_n >= 2 && end[-1] == 'u') ||
	       (said->issuer_n == 3 && !memcmp(said->issuer, "duk", 3));
}

/* -------------------------------------------------------------- what is written */

static bool is_hyphen(uint32_t cp)
{
	return cp == '-' || (cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212 ||
	       cp == 0xff0d;
}

/* Neither a letter nor a digit, as far as it stands in a number. */
static bool is_joint(uint32_t cp)
{
	return is_hyphen(cp) || (cp < '0') || (cp > '9' && cp < 'A') ||
	       cp == 0xa0 || cp == 0xff0f || cp == 0xff0e;
}

/* Cut n bytes at joints; at most `max` parts. */
static size_t cut(const char *s, size_t n, struct part *v, size_t max)
{
	size_t parts = 0, at = 0;
	bool hyphen = false, inside = false;

	while (at < n) {
		uint32_t cp;
		size_t len = utf8_next(s + at, n - at, &cp, NULL);

		if (is_joint(cp)) {
			hyphen |= is_hyphen(cp);
			inside = false;
		} else if (!inside) {
			if (parts == max)
				return max + 1;
			v[parts++] = (struct part){ s + at, len, hyphen };
			inside = true;
			hyphen = false;
		} else {
			v[parts - 1].n += len;
		}
		at += len;
	}
	return parts;
}

/* Where its number begins, behind the words that say the type. */
static size_t number_at(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && (s[i] < '0' || s[i] > '9'))
		i++;
	return i;
}

static void add_number(struct buf *b, const struct part *part)
{
	size_t zeros = 0;

	while (zeros + 1 < part->n && part->s[zeros] == '0')
		zeros++;
	if (part->n - zeros == 1)
		buf_addc(b, '0');
	buf_add(b, part->s + zeros, part->n - zeros);
}

/* The parts behind number and year: the type, if it is among them, and the
 * issuer. */
static void add_tail(struct buf *b, const struct said *said,
		     const struct part *v, size_t n, bool with_type)
{
	bool party = with_type && !said->year &&
		     (!said->issuer_n || is_party(said) || v[0].hyphen);

	if (party)
		buf_addc(b, '-');
	else
		buf_addc(b, '/');
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_addc(b, party && i == 1 ? '/' : '-');
		buf_add(b, v[i].s, v[i].n);
	}
}

/* Spell it out; false: it has neither type nor issuer in its number. */
static bool spell(struct buf *b, const struct said *said, const char *s,
		  size_t n)
{
	size_t at = number_at(s, n), parts, first, left;
	struct part v[PARTS_MAX];

	parts = cut(s + at, n - at, v, PARTS_MAX);
	first = said->year ? 2 : 1;
	if (parts > PARTS_MAX || parts <= first)
		return false;
	/* "số 71 năm 2024" */
	if (said->year && (v[1].s[0] < '0' || v[1].s[0] > '9'))
		return false;
	left = parts - first;
	if (left != said->issuer_parts && left != said->issuer_parts + 1)
		return false;
	add_number(b, &v[0]);
	if (said->year) {
		buf_addc(b, '/');
		buf_add(b, v[1].s, v[1].n);
	}
	add_tail(b, said, v + first, left, left > said->issuer_parts);
	return true;
}

/* As written, with single spaces. */
static void copy(struct buf *b, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool space = (unsigned char)s[i] <= ' ';

		if (!space)
			buf_addc(b, s[i]);
		else if (b->len && b->s[b->len - 1] != ' ')
			buf_addc(b, ' ');
	}
}

/* ------------------------------------------------------------------------ entry */

static size_t find(const struct cited *c, const struct text_token *t)
{
	size_t i = 0;

	while (i < c->n && (c->v[i].term_n != t->term_len ||
			    memcmp(c->v[i].term, t->term, t->term_len) != 0))
		i++;
	return i;
}

/* "quyết định 2", not "Quyết định 2" nor "quyết định số 2". */
static bool is_vague(const char *s, size_t n, const struct said *said)
{
	size_t end = number_at(s, n), word;

	while (end && s[end - 1] == ' ')
		end--;
	word = end;
	while (word && s[word - 1] != ' ')
		word--;
	/* No type ends with a word in s, as `số` is one. */
	return !said->issuer_n && !said->year && end && s[word] != 's' &&
	       ((*s >= 'a' && *s <= 'z') || !memcmp(s, "đ", strlen("đ")));
}

/* A new one at the end. */
static int add(struct cited *c, const char *s, const struct text_token *t,
	       const struct said *said)
{
	size_t n = t->end - t->begin;
	struct buf b = BUF_INIT;
	struct cited_ref ref = {
		.term = arena_dup(&c->arena, t->term, t->term_len),
		.term_n = t->term_len,
		.base_n = t->base_len,
		.is_short = !said->issuer_n,
		.is_vague = is_vague(s + t->begin, n, said),
	};

	if (!spell(&b, said, s + t->begin, n))
		copy(&b, s + t->begin, n);
	if (b.len && !b.failed)
		ref.written = arena_dup(&c->arena, b.s, b.len);
	buf_release(&b);
	if (!ref.term || !ref.written)
		return E_NOMEM;
	c->v[c->n++] = ref;
	return 0;
}

/* Whether a date that begins at byte `to` is beside what ended at `from`: only
 * spaces, commas and a bracket are between; `ngày` is part of the date. */
static bool is_beside(const char *s, size_t from, size_t to)
{
	while (from < to) {
		uint32_t cp;

		from += utf8_next(s + from, to - from, &cp, NULL);
		if (cp != ' ' && cp != 0xa0 && cp != ',' && cp != '(')
			return false;
	}
	return true;
}

/* "2016-05:15" is the day of the document before it. */
static void add_date(struct cited *c, const char *s, const struct text_token *t)
{
	struct cited_ref *ref = &c->v[c->last];

	/* The whole of "2016-05:15", with a year and a day. */
	if (c->last == CITED_MAX || ref->date[0] ||
	    t->term_len != MENTION_DATE_LEN || t->begin < c->last_end ||
	    !is_beside(s, c->last_end, t->begin))
		return;
	memcpy(ref->date, t->term, t->term_len);
	ref->date[t->base_len] = '-';
}

int cited_add(struct cited *c, const char *s, size_t n,
	      const struct text_token *t, uint32_t line)
{
	struct said said;
	size_t i;

	if (t->kind == TEXT_DATE)
		add_date(c, s, t);
	if (!read_term(t, &said))
		return 0;
	i = find(c, t);
	c->last = i;
	c->last_end = t->end;
	if (i == CITED_MAX)
		return 0;
	if (i == c->n) {
		if (add(c, s, t, &said))
			return E_NOMEM;
		c->v[i].known = known_ref(t->term, t->term_len, s + t->end,
					  n - t->end);
	}
	c->v[i].is_vague &= is_vague(s + t->begin, t->end - t->begin, &said);
	mention_line_add(&c->v[i].lines, line);
	return 0;
}

void cited_break(struct cited *c)
{
	c->last = CITED_MAX;
}

/* Whether a document cited before is the same, and all that t says and more is
 * said of it. */
static bool says_more(const struct cited_ref *ref, const struct text_token *t,
		      const struct said *said)
{
	const struct text_token longer = { .kind = TEXT_REF,
					   .term = ref->term,
					   .term_len = ref->term_n,
					   .base_len = ref->base_n };
	struct said more;

	return text_covers(t->term, t->term_len, ref->term, ref->term_n) &&
	       read_term(&longer, &more) && more.year >= said->year &&
	       !more.issuer_n <= !said->issuer_n;
}

const char *cited_meant(const struct cited *c, const struct text_token *t,
			size_t *ret_n)
{
	const struct cited_ref *best = NULL;
	struct said said;
	size_t n = read_term(t, &said) && !(said.year && said.issuer_n) ? c->n
									 : 0;

	/* The one named last; with its issuer before one without. */
	for (size_t i = 0; i < n; i++)
		if (says_more(&c->v[i], t, &said) &&
		    (!best || best->is_short || !c->v[i].is_short))
			best = &c->v[i];
	*ret_n = best ? best->term_n : t->term_len;
	return best ? best->term : t->term;
}

/* The first with an issuer that one without may be; NULL: none. */
static struct cited_ref *longer(struct cited *c, const struct cited_ref *ref)
{
	for (size_t i = 0; ref->is_short && i < c->n; i++)
		if (!c->v[i].is_short &&
		    text_covers(ref->term, ref->term_n, c->v[i].term,
				c->v[i].term_n))
			return &c->v[i];
	return NULL;
}

/* What is said of the shorter is said of the longer. */
static void join(struct cited_ref *to, const struct cited_ref *from)
{
	for (size_t i = 0; i < from->lines.n; i++)
		mention_line_add(&to->lines, from->lines.v[i]);
	if (!to->date[0])
		memcpy(to->date, from->date, sizeof(to->date));
}

/* Whether it is the one that everybody knows, as far as its date tells. */
static bool is_known(const struct cited_ref *ref)
{
	return ref->known && (!ref->date[0] ||
			      !strcmp(ref->date, known_ref_date(ref->known)));
}

int cited_list(struct cited *c, struct buf *ret, struct buf *ret_where)
{
	buf_clear(ret);
	buf_clear(ret_where);
	for (size_t i = 0; i < c->n; i++) {
		struct cited_ref *to = longer(c, &c->v[i]);

		if (to)
			join(to, &c->v[i]);
	}
	for (size_t i = 0; i < c->n; i++) {
		const struct cited_ref *ref = &c->v[i];

		if (longer(c, ref) || ref->is_vague)
			continue;
		if (ret->len)
			buf_addc(ret, '\n');
		buf_adds(ret, is_known(ref) ? ref->known : ref->written);
		mention_add(ret_where, ref->date[0] ? ref->date : NULL,
			    &ref->lines);
	}
	return ret->failed ? ret->failed : ret_where->failed;
}

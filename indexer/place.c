/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/place.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/name.h"
#include "indexer/words.h"

#define NAME_WORDS 4 /* of a place */
#define WORDS_MAX 8  /* read before it is known where the name ends */

static const struct kind {
	const char *name;
	bool as_union; /* may be called as a union is: Hội An, Đoàn Xá */
} kinds[] = {
	{ "thành phố", true }, { "TP", true },	   { "tỉnh", false },
	{ "quận", false },     { "huyện", false }, { "thị xã", false },
	{ "thị trấn", true },  { "phường", true }, { "xã", true },
	{ "khu công nghiệp", true }, { "cụm công nghiệp", true },
	{ "khu chế xuất", true },    { "khu kinh tế", true },
};
enum { CITY, TP };
#define N_KINDS (sizeof(kinds) / sizeof(*kinds))

/* Lists of words, by their terms once they were read: " a:1 b: ". */
enum list { NO_KIND, PLURAL, OFFICES, UNIONS, FAMILIES, N_LISTS };
static const char *const list_words[N_LISTS] = {
	/* A kind behind one of these is another word: hợp tác xã. */
	[NO_KIND] = "tác tấn làng công phố",
	[PLURAL] = "các những liên",
	[OFFICES] = "Ủy",
	[UNIONS] = "Đoàn Đội Hội",
	[FAMILIES] = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ "
		     "Hồ Ngô Dương Lý Đinh Trương Đoàn Trịnh Lương",
};

/* A term. */
struct term {
	char s[TEXT_TERM_MAX];
	size_t n; /* 0: none */
};

#define KIND_WORDS 3 /* the most of a kind */

struct kind_words {
	struct term v[KIND_WORDS];
	size_t n;
};

/* A word of the name at hand: where it ends in `name` and `key`. */
struct word {
	size_t name_end, key_begin, key_end;
};

struct places {
	locale_t letters;
	struct kind_words kinds[N_KINDS];
	struct buf lists[N_LISTS];
	struct buf list;	/* what was found */
	struct buf keys;	/* their words, to know them again */
	size_t key_at[PLACES_MAX]; /* of the words of each in `keys` */
	struct mention_lines lines[PLACES_MAX];
	size_t n;
	uint32_t line;		/* of the kind of the name at hand */
	struct term before[KIND_WORDS]; /* the last words, the last one first,
					   no break between */
	const struct kind *kind; /* of the name at hand; NULL: there is none */
	struct buf name, key;
	struct word words[WORDS_MAX];
	size_t n_words;
	size_t end;    /* of it in the text */
	bool initials; /* the name is in capitals, and complete */
	bool failed;
};

/* ------------------------------------------------------------------------ words */

static void term_set(struct term *to, const struct text_token *t)
{
	memcpy(to->s, t->term, t->term_len);
	to->n = t->term_len;
}

static bool term_is(const struct term *a, const char *s, size_t n)
{
	return a->n == n && !memcmp(a->s, s, n);
}

static int read_kinds(struct places *p, struct text_analyzer *a, struct err *e)
{
	struct text_token t;
	int r = 0;

	for (size_t i = 0; !r && i < N_KINDS; i++) {
		struct kind_words *k = &p->kinds[i];

		text_begin(a, kinds[i].name, strlen(kinds[i].name), 0);
		while ((r = text_next(a, &t, e)) > 0) {
			assert(k->n < KIND_WORDS);
			term_set(&k->v[k->n++], &t);
		}
	}
	return r;
}

static int read_lists(struct places *p, struct text_analyzer *a, struct err *e)
{
	int r = 0;

	for (size_t i = 0; !r && i < N_LISTS; i++) {
		r = words_key(a, list_words[i], strlen(list_words[i]), &p->key,
			      e);
		buf_addc(&p->lists[i], ' ');
		if (!r && buf_add(&p->lists[i], p->key.s, p->key.len))
			r = err_nomem(e);
	}
	return r;
}

int places_open(struct text_analyzer *a, struct places **ret, struct err *e)
{
	struct places *p = calloc(1, sizeof(*p));
	int r;

	if (!p)
		return err_nomem(e);
	r = name_letters(&p->letters, e);
	if (!r)
		r = read_kinds(p, a, e);
	if (!r)
		r = read_lists(p, a, e);
	if (r) {
		places_close(p);
		return r;
	}
	*ret = p;
	return 0;
}

void places_close(struct places *p)
{
	if (!p)
		return;
	if (p->letters)
		freelocale(p->letters);
	for (size_t i = 0; i < N_LISTS; i++)
		buf_release(&p->lists[i]);
	buf_release(&p->list);
	buf_release(&p->keys);
	buf_release(&p->name);
	buf_release(&p->key);
	free(p);
}

static bool is_in(const struct places *p, enum list list, const char *term,
		  size_t n)
{
	char word[TEXT_TERM_MAX + 2];

	if (!n)
		return false;
	word[0] = word[n + 1] = ' ';
	memcpy(word + 1, term, n);
	return memmem(p->lists[list].s, p->lists[list].len, word, n + 2);
}

/* ------------------------------------------------------------------------ names */

static bool word_is_in(const struct places *p, size_t i, enum list list)
{
	const struct word *w = &p->words[i];

	return is_in(p, list, p->key.s + w->key_begin,
		     w->key_end - w->key_begin);
}

/* Leave out the person behind the place: "xã Tân Lãnh Nguyễn Văn An". */
static void cut_person(struct places *p)
{
	for (size_t i = 2; i + 1 < p->n_words; i++)
		if (word_is_in(p, i, FAMILIES))
			p->n_words = i;
}

/* stopped: a sign that ends a phrase follows. */
static bool is_place(const struct places *p, bool stopped)
{
	bool lone = p->n_words == 1;

	if (!p->n_words || p->n_words > NAME_WORDS ||
	    word_is_in(p, 0, OFFICES))
		return false;
	if (word_is_in(p, 0, UNIONS) && (lone || !p->kind->as_union))
		return false;
	return !lone || stopped || p->initials;
}

/* Which of the list has the words of p->key; p->n: none. */
static size_t find_place(const struct places *p)
{
	const char *at = p->keys.len ? memmem(p->keys.s, p->keys.len, p->key.s,
					      p->key.len) : NULL;
	size_t i = 0;

	while (i < p->n && (!at || p->key_at[i] != (size_t)(at - p->keys.s)))
		i++;
	return i;
}

/* Put the name at hand on the list, unless it is there. */
static void add_place(struct places *p)
{
	const struct word *last = &p->words[p->n_words - 1];
	size_t i;

	p->name.len = last->name_end;
	p->key.len = last->key_end;
	buf_addc(&p->key, '\n');
	p->failed |= p->name.failed || p->key.failed;
	if (p->failed)
		return;
	i = find_place(p);
	if (i == PLACES_MAX)
		return;
	if (i == p->n) {
		if (p->n++)
			buf_addc(&p->list, '\n');
		buf_add(&p->list, p->name.s, p->name.len);
		p->key_at[i] = p->keys.len;
		p->lines[i].n = 0;
		buf_add(&p->keys, p->key.s, p->key.len);
		p->failed |= p->list.failed || p->keys.failed;
	}
	mention_line_add(&p->lines[i], p->line);
}

/* The name at hand, if any, is complete. */
static void end_name(struct places *p, bool stopped)
{
	if (!p->kind)
		return;
	cut_person(p);
	if (is_place(p, stopped))
		add_place(p);
	p->kind = NULL;
	p->n_words = 0;
}

static void add_word(struct places *p, const char *s,
		     const struct text_token *t)
{
	struct word *w = &p->words[p->n_words++];

	buf_add(&p->name, s + t->begin, t->end - t->begin);
	buf_addc(&p->key, ' ');
	w->key_begin = p->key.len;
	buf_add(&p->key, t->term, t->term_len);
	w->key_end = p->key.len;
	w->name_end = p->name.len;
	p->end = t->end;
}

/* Behind an apostrophe a word goes on: Đắk R'Lấp, Ea H'leo. */
static bool goes_on(const struct places *p, const struct text_token *t)
{
	return p->n_words && !t->after_break && t->tight &&
	       t->gap == TEXT_GAP_APOSTROPHE;
}

/* Whether the word goes on with the name at hand; then it is added. */
static bool take_word(struct places *p, const char *s,
		      const struct text_token *t)
{
	bool point = p->kind == &kinds[TP] && !p->n_words &&
		     t->gap == TEXT_GAP_POINT;
	const char *word = s + t->begin;
	size_t n = t->end - t->begin;

	if (t->kind != TEXT_SYLLABLE || p->n_words == WORDS_MAX || p->initials)
		return false;
	if (goes_on(p, t)) {
		buf_addc(&p->name, '\'');
		add_word(p, s, t);
		return true;
	}
	if (!point && (t->after_break || t->gap != TEXT_GAP_SPACE))
		return false;
	p->initials = p->kind == &kinds[TP] && !p->n_words &&
		      name_is_initials(p->letters, word, n);
	if (!p->initials && !name_is_word(p->letters, word, n))
		return false;
	buf_adds(&p->name, point ? ". " : " ");
	add_word(p, s, t);
	return true;
}

/* ------------------------------------------------------------------------ kinds */

static bool kind_ends(const struct places *p, const struct kind_words *k,
		      const struct text_token *t)
{
	if (!term_is(&k->v[k->n - 1], t->term, t->term_len))
		return false;
	for (size_t i = 0; i + 1 < k->n; i++) {
		const struct term *word = &p->before[k->n - 2 - i];

		if (!term_is(&k->v[i], word->s, word->n))
			return false;
	}
	return true;
}

/* A kind of place ends with this word: what follows may be its name. */
static void begin_name(struct places *p, size_t kind)
{
	/* TP and thành phố are one kind. */
	const struct kind_words *k = &p->kinds[kind == TP ? CITY : kind];

	p->kind = &kinds[kind];
	p->initials = false;
	buf_clear(&p->name);
	buf_clear(&p->key);
	buf_adds(&p->name, kinds[kind].name);
	buf_addc(&p->key, '\n');
	for (size_t i = 0; i < k->n; i++) {
		buf_addc(&p->key, ' ');
		buf_add(&p->key, k->v[i].s, k->v[i].n);
	}
}

static void find_kind(struct places *p, const struct text_token *t)
{
	for (size_t i = 0; i < N_KINDS; i++) {
		const struct kind_words *k = &p->kinds[i];
		const struct term *before = &p->before[k->n - 1];

		if (!kind_ends(p, k, t))
			continue;
		if (!is_in(p, NO_KIND, before->s, before->n) &&
		    !is_in(p, PLURAL, before->s, before->n))
			begin_name(p, i);
		return;
	}
}

/* ------------------------------------------------------------------------ entry */

static void forget_words(struct places *p)
{
	for (size_t i = 0; i < KIND_WORDS; i++)
		p->before[i].n = 0;
}

void places_begin(struct places *p)
{
	buf_clear(&p->list);
	buf_clear(&p->keys);
	p->n = 0;
	p->kind = NULL;
	p->n_words = 0;
	p->failed = false;
	forget_words(p);
}

void places_break(struct places *p)
{
	end_name(p, false);
	forget_words(p);
}

void places_word(struct places *p, const char *s, const struct text_token *t,
		 uint32_t line)
{
	bool broken = t->after_break;
	/* At the end of a line a name may go on in the next: Hà, Nội. */
	bool stopped = broken && p->kind && p->n_words && s[p->end] != '\n' &&
		       s[p->end] != '\r';

	if (p->kind && take_word(p, s, t)) {
		forget_words(p);
		return;
	}
	end_name(p, stopped);
	if (broken)
		forget_words(p);
	p->line = line;
	find_kind(p, t);
	memmove(p->before + 1, p->before,
		(KIND_WORDS - 1) * sizeof(*p->before));
	term_set(&p->before[0], t);
}

const struct buf *places_list(const struct places *p)
{
	return p->failed ? NULL : &p->list;
}

int places_where(const struct places *p, struct buf *ret)
{
	buf_clear(ret);
	for (size_t i = 0; i < p->n; i++)
		mention_add(ret, NULL, &p->lines[i]);
	return ret->failed;
}

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Who wrote a report, and who took its pictures.
 */
#include <string.h>

#include "indexer/name.h"
#include "indexer/reading.h"
#include "indexer/words.h"

#define AUTHOR_MAX 80	/* bytes of a name */
#define AUTHOR_LINES 3	/* from the end, where labels are looked for */
#define NAMES_MAX 4	/* of one line */
#define SOURCE_WORDS 6	/* of what stands behind "Theo" or "Ảnh:" */
#define LABEL_MAX 48	/* bytes of a label */
#define LABEL_WORDS 4
#define CAPTION_MAX 600 /* bytes of a line that a credit makes a caption */

enum gives { AUTHOR = 1, PHOTO = 2, SOURCE = 4 };

/* The words of what stands before the colon; SOURCE has none. */
static const struct label {
	const char *words;
	unsigned gives;
} labels[BYLINE_LABELS] = {
	{ "Tác giả", AUTHOR },
	{ "Tác giả bài viết", AUTHOR },
	{ "Người viết", AUTHOR },
	{ "Bài viết", AUTHOR },
	{ "Bài", AUTHOR },
	{ "Tin", AUTHOR },
	{ "Tin bài", AUTHOR },
	{ "Thực hiện", AUTHOR },
	{ "Nguồn", AUTHOR },
	{ "Bài và ảnh", AUTHOR | PHOTO },
	{ "Bài, ảnh", AUTHOR | PHOTO },
	{ "Tin, ảnh", AUTHOR | PHOTO },
	{ "Tin và ảnh", AUTHOR | PHOTO },
	{ "Tin, bài, ảnh", AUTHOR | PHOTO },
	{ "Tin, bài và ảnh", AUTHOR | PHOTO },
	{ "Ảnh", PHOTO },
	{ "Nguồn ảnh", PHOTO },
	{ "Ảnh minh họa", PHOTO },
	{ "Ảnh tư liệu", PHOTO },
	{ "Theo", SOURCE },
};

int byline_init(struct document_reader *r, struct err *e)
{
	int code = 0;

	for (size_t i = 0; !code && i < BYLINE_LABELS; i++)
		code = words_key(r->a, labels[i].words, strlen(labels[i].words),
				 &r->labels[i], e);
	return code;
}

/* What the words of l say as a label, and whether they are no label: 0; or an
 * error. */
static int label_gives(struct reading *d, struct span l)
{
	struct document_reader *r = d->r;
	int code;

	if (!l.n || l.n > LABEL_MAX)
		return 0;
	code = words_key(r->a, l.s, l.n, &r->key, d->e);
	if (code || !r->key.len)
		return code;
	for (size_t i = 0; i < BYLINE_LABELS; i++)
		if (r->labels[i].len == r->key.len &&
		    !memcmp(r->labels[i].s, r->key.s, r->key.len))
			return (int)labels[i].gives;
	return 0;
}

/* ------------------------------------------------------------------------ names */

/* Two to five words like "Nông Thùy Dương", with nothing between but spaces. */
static bool is_name(const struct document_reader *r, struct span l)
{
	struct span word;
	unsigned words = 0;

	while (next_word(&l, &word)) {
		if (!name_is_word(r->letters, word.s, word.n))
			return false;
		words++;
	}
	return words >= 2 && words <= 5;
}

/* The length of what separates two names at s, 0 when nothing does. */
static size_t separator(const char *s, size_t n)
{
	static const char *const signs[] = { ",", "-", "–", "—", "&", "/" };

	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		size_t len = strlen(signs[i]);

		if (n >= len && !memcmp(s, signs[i], len))
			return len;
	}
	return 0;
}

/* Names alone: "Thu Hà - Vân Anh". */
static bool is_names(const struct document_reader *r, struct span l)
{
	unsigned names = 0;

	if (l.n > 2 * AUTHOR_MAX)
		return false;
	while (l.n) {
		size_t i = 0, sep = 0;

		while (i < l.n && !(sep = separator(l.s + i, l.n - i)))
			i++;
		if (!is_name(r, (struct span){ l.s, i }) ||
		    ++names > NAMES_MAX || (sep && i + sep == l.n))
			return false;
		l.s += i + sep;
		l.n -= i + sep;
	}
	return names > 0;
}

bool byline_is_names(const struct reading *d, size_t i)
{
	return is_names(d->r, line_span(d, i));
}

/* Without the space, stops and opening signs that end it. */
static struct span trim_end(struct span l)
{
	for (;;) {
		size_t n;

		l = trim(l);
		n = l.n;
		while (l.n && strchr(".,;:-|([", l.s[l.n - 1]))
			l.n--;
		if (l.n > 3 && !memcmp(l.s + l.n - 3, "–", 3))
			l.n -= 3;
		if (l.n == n)
			return l;
	}
}

/* Without the brackets around all of it. */
static struct span trim_brackets(struct span l)
{
	l = trim(l);
	if (l.n > 1 && l.s[0] == '(' && memchr(l.s, ')', l.n) == l.s + l.n - 1) {
		l.s++;
		l.n -= 2;
	}
	return trim(l);
}

/* At most `max` words, and no sentence that ends among them. */
static bool is_short(struct span l, unsigned max)
{
	struct span word;
	unsigned words = 0;
	bool ended = false;

	if (!l.n || l.n > AUTHOR_MAX)
		return false;
	while (next_word(&l, &word)) {
		if (ended || ++words > max)
			return false;
		ended = word.n > 3 && word.s[word.n - 1] == '.';
	}
	return words > 0;
}

/* The first word has a capital at its start or nothing but capitals. */
static bool begins_name(const struct document_reader *r, struct span l)
{
	struct span word;

	if (!next_word(&l, &word))
		return false;
	for (size_t i = 0; i < word.n; i++)
		if (strchr("/-.", word.s[i]))
			word.n = i;
	return (name_is_word(r->letters, word.s, word.n) ||
		name_is_initials(r->letters, word.s, word.n));
}

/* ---------------------------------------------------------------------- credits */

/* Behind the sign that ends at byte i, a part of a line may begin. */
static bool is_boundary(const char *s, size_t i)
{
	return strchr(".([;|!?-/)", s[i - 1]) ||
	       (i >= 3 && !memcmp(s + i - 3, "\xe2\x80", 2));
}

/* Where the part begins that ends at byte `end`. */
static size_t part_begin(struct span l, size_t end)
{
	size_t i = end;

	while (i && !is_boundary(l.s, i))
		i--;
	return i;
}

/*
 * The photo label that ends where the span does: where it begins in *ret_at.
 * Inside of a sentence it begins with a capital.  1, 0 or an error.
 */
static int find_photo_label(struct reading *d, struct span l, size_t *ret_at)
{
	size_t begin = part_begin(l, l.n);
	struct span rest = { l.s + begin, l.n - begin }, word;
	bool first = true;

	/* Of a long part only the end: never inside a character, since what
	 * begins there is no word. */
	while (rest.n > LABEL_MAX && next_word(&rest, &word))
		first = false;
	while (next_word(&rest, &word)) {
		struct span label = { word.s,
				      (size_t)(l.s + l.n - word.s) };
		int r = 0;

		if (first || name_is_word(d->r->letters, word.s, word.n))
			r = label_gives(d, label);
		if (r < 0)
			return r;
		if (r & PHOTO) {
			*ret_at = (size_t)(word.s - l.s);
			return 1;
		}
		first = false;
	}
	return 0;
}

/*
 * The credit at the end of a line: 1 with the name and what stands before the
 * label (empty when nothing does), 0 or an error.
 */
static int find_credit(struct reading *d, struct span l, struct span *ret_name,
		       struct span *ret_before)
{
	const char *colon;
	struct span name;
	size_t at;
	int r;

	while (l.n && strchr(".)] ", l.s[l.n - 1]))
		l.n--;
	colon = l.n ? memrchr(l.s, ':', l.n) : NULL;
	if (!colon)
		return 0;
	name = trim((struct span){ colon + 1,
				   (size_t)(l.s + l.n - colon - 1) });
	if (!is_short(name, SOURCE_WORDS))
		return 0;
	l.n = (size_t)(colon - l.s);
	r = find_photo_label(d, l, &at);
	if (r <= 0)
		return r;
	*ret_name = name;
	*ret_before = trim_end((struct span){ l.s, at });
	return 1;
}

static void add_credit(struct reading *d, size_t i, struct span name)
{
	struct document *doc = d->doc;

	if (doc->n_credits < DOCUMENT_CREDITS_MAX)
		d->r->credits[doc->n_credits++] =
			(struct credit){ line_number(i), name };
}

int byline_credits(struct reading *d)
{
	struct lines *lines = &d->doc->lines;

	for (size_t i = 0; i < lines->n; i++) {
		enum line_kind kind = lines->v[i].kind;
		struct span name, before;
		int r;

		if (kind != LINE_BODY && kind != LINE_CAPTION &&
		    kind != LINE_AUTHOR)
			continue;
		r = find_credit(d, line_span(d, i), &name, &before);
		if (r < 0)
			return r;
		if (!r)
			continue;
		add_credit(d, i, name);
		if (kind == LINE_BODY && !before.n)
			lines->v[i].kind = LINE_PHOTO;
		else if (kind == LINE_BODY && before.n <= CAPTION_MAX)
			lines->v[i].kind = LINE_CAPTION;
	}
	return 0;
}

/* ----------------------------------------------------------------------- author */

/* "Tác giả: X", "Bài và ảnh: X": 1 with *ret_name, 0 or an error. */
static int labelled(struct reading *d, struct span l, struct span *ret_name)
{
	const char *colon = memchr(l.s, ':', l.n);
	int gives;

	if (!colon || l.n > 2 * AUTHOR_MAX)
		return 0;
	gives = label_gives(d, (struct span){ l.s, (size_t)(colon - l.s) });
	if (gives < 0 || !(gives & AUTHOR))
		return gives < 0 ? gives : 0;
	l.n -= (size_t)(colon + 1 - l.s);
	l.s = colon + 1;
	*ret_name = trim_end(l);
	return ret_name->n && ret_name->n <= AUTHOR_MAX;
}

/* "Theo Báo X", "(Theo TTXVN)" */
static int sourced(struct reading *d, struct span l, struct span *ret_name)
{
	struct span word;
	int gives;

	if (l.n > 2 * AUTHOR_MAX || !next_word(&l, &word))
		return 0;
	gives = label_gives(d, word);
	if (gives < 0 || !(gives & SOURCE))
		return gives < 0 ? gives : 0;
	*ret_name = trim_end(l);
	return is_short(*ret_name, SOURCE_WORDS) && !has_digit(*ret_name) &&
	       !memchr(ret_name->s, ',', ret_name->n) &&
	       begins_name(d->r, *ret_name);
}

/* The line without the credit at its end; all of it where there is none. */
static int without_credit(struct reading *d, size_t i, struct span *ret)
{
	struct span name, before, l = trim_brackets(line_span(d, i));
	int r = find_credit(d, l, &name, &before);

	*ret = r > 0 && before.n ? before : l;
	return r < 0 ? r : 0;
}

static int named(struct reading *d, size_t i, struct span *ret_name)
{
	struct span l;
	int r = without_credit(d, i, &l);

	if (!r) /* first as it is: "Bài - Ảnh: X" */
		r = labelled(d, trim_brackets(line_span(d, i)), ret_name);
	if (!r || (r > 0 && memchr(ret_name->s, ':', ret_name->n)))
		r = labelled(d, l, ret_name);
	return r ? r : sourced(d, l, ret_name);
}

static bool is_capital(const struct reading *d, size_t i)
{
	struct span l = line_span(d, i);

	return name_is_capitals(d->r->letters, l.s, l.n);
}

/* A name below an office in capitals signs an official document. */
static bool is_signature(const struct reading *d, size_t i)
{
	while (i-- > d->doc->title_line)
		if (d->doc->lines.v[i].kind != LINE_BLANK)
			return is_capital(d, i);
	return false;
}

static int bare(struct reading *d, size_t i, struct span *ret_name)
{
	struct span l;
	int r = without_credit(d, i, &l);

	if (r)
		return r;
	*ret_name = trim_end(l);
	return is_names(d->r, *ret_name) && !is_signature(d, i);
}

static void set_author(struct reading *d, size_t i, struct span name)
{
	d->doc->author = name;
	d->doc->author_line = line_number(i);
	d->doc->lines.v[i].kind = LINE_AUTHOR;
}

/* Whether the line is nothing but who took the pictures. */
static int is_photo_line(struct reading *d, size_t i)
{
	struct span name, before;
	int r = find_credit(d, line_span(d, i), &name, &before);

	return r > 0 ? !before.n : r;
}

/* Among the last lines of the body. */
static int find_at_tail(struct reading *d)
{
	struct lines *lines = &d->doc->lines;
	unsigned seen = 0;

	for (size_t i = lines->n;
	     i-- > d->doc->title_line && seen < AUTHOR_LINES;) {
		struct span name = { NULL, 0 };
		int r;

		if (lines->v[i].kind == LINE_BLANK ||
		    lines->v[i].kind == LINE_FURNITURE)
			continue;
		if (lines->v[i].kind != LINE_BODY)
			return 0;
		r = named(d, i, &name);
		if (!r && !seen)
			r = bare(d, i, &name);
		if (r > 0)
			set_author(d, i, name);
		if (r)
			return r < 0 ? r : 0;
		r = is_photo_line(d, i);
		if (r < 0)
			return r;
		seen += !r;
	}
	return 0;
}

/* Right behind the head, where only a label tells, or names between title and
 * dateline. */
static int find_at_head(struct reading *d)
{
	const struct lines *lines = &d->doc->lines;
	size_t i = d->doc->title_line;
	struct span name;
	int r;

	while (i < lines->n && lines->v[i].kind != LINE_BODY)
		i++;
	if (i == lines->n)
		return 0;
	r = named(d, i, &name);
	if (!r && line_number(next_line(d, i + 1)) == d->doc->dateline_line)
		r = bare(d, i, &name);
	if (r > 0)
		set_author(d, i, name);
	return r < 0 ? r : 0;
}

int byline_author(struct reading *d)
{
	int r = find_at_tail(d);

	return r || d->doc->author.s ? r : find_at_head(d);
}

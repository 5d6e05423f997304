/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The text of a page, block by block.
 */
#include "indexer/html/page.h"

#include <stdlib.h>
#include <string.h>

#include "base/room.h"
#include "base/utf8.h"
#include "indexer/html/tags.h"
#include "indexer/lines.h"
#include "text/syllable.h"

/* Words behind tags and entities have sources of their own.  When half of all
 * that a page may have are used, only one in so many bytes of a line. */
#define SOURCE_STEP 64

int html_open(struct html **ret, struct err *e)
{
	struct html *h = calloc(1, sizeof(*h));

	if (!h)
		return err_nomem(e);
	*ret = h;
	return 0;
}

void html_close(struct html *h)
{
	if (!h)
		return;
	for (size_t i = 0; i < HTML_FACTS; i++)
		buf_release(&h->facts[i].s);
	buf_release(&h->text);
	buf_release(&h->crumb);
	buf_release(&h->ld);
	buf_release(&h->out);
	free(h->blocks);
	free(h->sources);
	free(h->out_sources);
	free(h->marks);
	free(h);
}

void html_begin(struct html *h, const char *s, size_t n)
{
	size_t bom = n >= 3 && !memcmp(s, "\xef\xbb\xbf", 3) ? 3 : 0;

	for (size_t i = 0; i < HTML_FACTS; i++) {
		buf_clear(&h->facts[i].s);
		h->facts[i].rank = 0;
	}
	buf_clear(&h->text);
	buf_clear(&h->crumb);
	buf_clear(&h->ld);
	buf_clear(&h->out);
	h->s = s;
	h->n = n;
	h->place = (struct html_place){ .byte = bom, .line = 1 };
	h->n_blocks = h->n_sources = h->n_out_sources = h->n_marks = 0;
	h->open = (struct html_block){ 0 };
	h->space = h->bounded = false;
	h->far = true;
	h->failed = 0;
}

void html_locate(struct html *h, size_t byte)
{
	struct html_place *p = &h->place;
	size_t line = p->byte - p->col;

	if (byte > h->n)
		byte = h->n;
	if (byte <= p->byte)
		return;
	for (const char *nl; (nl = memchr(h->s + p->byte, '\n',
					  byte - p->byte));) {
		p->line++;
		p->utf16 = 0;
		p->byte = line = (size_t)(nl + 1 - h->s);
	}
	p->utf16 += (uint32_t)utf8_utf16_len(h->s + p->byte, byte - p->byte);
	p->col = (uint32_t)(byte - line);
	p->byte = byte;
}

int html_add_source(struct record_source **v, size_t *n, size_t *cap,
		    const struct record_source *source)
{
	struct record_source *more;

	if (*n >= HTML_SOURCES_MAX)
		return E_LIMIT;
	more = room(*v, *n + 1, cap, sizeof(*more));
	if (!more)
		return E_NOMEM;
	*v = more;
	more[(*n)++] = *source;
	return 0;
}

static bool in_word(const struct html *h)
{
	size_t n = h->text.len;

	return n > h->open.begin && h->text.s[n - 1] != ' ' &&
	       h->text.s[n - 1] != '\t';
}

/* What begins here in the text stands there in the page; said where it cannot
 * be told from the source before.  False where it is a part of a word that begins
 * in the same line: then the next word is told. */
static bool add_source(struct html *h, size_t byte)
{
	size_t at = h->text.len;
	const struct record_source *last = NULL;
	struct record_source source;
	int r;

	html_locate(h, byte);
	if (h->n_sources > h->open.source)
		last = &h->sources[h->n_sources - 1];
	if (last && last->line == h->place.line) {
		if (last->col + (at - last->byte) == h->place.col)
			return true;
		if (at - last->byte < SOURCE_STEP &&
		    (in_word(h) || h->n_sources >= HTML_SOURCES_MAX / 2))
			return false;
	}
	source = (struct record_source){
		.byte = (uint32_t)at,
		.line = h->place.line,
		.col = h->place.col,
		.utf16 = h->place.utf16,
	};
	r = html_add_source(&h->sources, &h->n_sources, &h->cap_sources,
			    &source);
	h->failed = h->failed ? h->failed : r;
	return true;
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Bytes up to the next space that is one in `is`. */
static size_t word_len(const char *s, size_t n, unsigned is)
{
	size_t i = 0;

	while (i < n && (is & HTML_PRE ? s[i] != '\n' && s[i] != '\r' :
					 !is_space(s[i])))
		i++;
	return i;
}

static void add_word(struct html *h, const char *s, size_t n, unsigned is,
		     size_t byte)
{
	size_t before = h->text.len;

	if (h->space && h->text.len > h->open.begin &&
	    h->text.s[h->text.len - 1] != '\t')
		buf_addc(&h->text, ' ');
	h->space = false;
	if (h->far)
		h->far = !add_source(h, byte);
	buf_add(&h->text, s, n);
	if (is & HTML_LINK)
		h->open.linked += (uint32_t)(h->text.len - before);
	h->open.is |= (uint16_t)(is & HTML_OF_BLOCK);
}

#define ENTITY_MAX 40	  /* bytes of an entity in the page ... */
#define ENTITY_TEXT_MAX 8 /* ... and of what it stands for */

/* Where text that ends at byte `end` of the page begins. */
static size_t begin_of(const struct html *h, const char *s, size_t n,
		       size_t end)
{
	size_t begin = end > n ? end - n : 0, from;
	const char *entity;

	if (end < n || end > h->n || n > ENTITY_TEXT_MAX ||
	    !memcmp(h->s + begin, s, n))
		return begin;
	from = end > ENTITY_MAX ? end - ENTITY_MAX : 0;
	entity = memrchr(h->s + from, '&', end - from);
	return entity ? (size_t)(entity - h->s) : begin;
}

/* Whether the n bytes at s begin (end) with a capital (small) letter. */
static bool begins_capital(const char *s, size_t n)
{
	struct text_letter l;
	uint32_t cp;

	return text_letters(s, utf8_next(s, n, &cp, NULL), &l, NULL, 1) == 1 &&
	       l.upper;
}

static bool ends_small(const char *s, size_t n)
{
	struct text_letter l;
	size_t at = utf8_floor(s, n, n - 1);

	return text_letters(s + at, n - at, &l, NULL, 1) == 1 && !l.upper;
}

/* "<b>Vân Giang</b>Toàn bộ": style sheets set such words apart, and no syllable
 * goes on with a capital. */
static bool is_apart(const struct html *h, const char *s, size_t n)
{
	return n && in_word(h) && begins_capital(s, n) &&
	       ends_small(h->text.s + h->open.begin,
			  h->text.len - h->open.begin);
}

void html_add(struct html *h, const char *s, size_t n, unsigned is, size_t end)
{
	h->far = true;
	h->space |= is_apart(h, s, n);
	for (size_t i = 0; i < n && !h->failed;) {
		size_t len = word_len(s + i, n - i, is);

		if (len) {
			add_word(h, s + i, len, is,
				 begin_of(h, s + i, n - i, end));
		} else {
			len = 1;
			if ((is & HTML_PRE) && s[i] == '\n')
				html_end_block(h);
			h->far |= s[i] == '\n' || h->space;
			h->space |= !(is & HTML_PRE);
		}
		i += len;
	}
}

void html_tab(struct html *h)
{
	if (h->text.len > h->open.begin)
		buf_addc(&h->text, '\t');
	h->space = false;
}

void html_end_block(struct html *h)
{
	struct html_block *b = &h->open, *v;
	size_t n = h->text.len - b->begin;
	const char *s;

	h->space = false;
	h->far = true;
	if (!n)
		return;
	s = h->text.s + b->begin;
	if (space_before(s, n) == n) {
		/* Spaces of any kind are no block. */
		h->text.len = b->begin;
		h->n_sources = b->source;
	} else if (h->n_blocks >= HTML_BLOCKS_MAX) {
		h->failed = E_LIMIT;
	} else {
		v = room(h->blocks, h->n_blocks + 1, &h->cap_blocks, sizeof(*v));
		if (!v || h->text.failed) {
			h->failed = E_NOMEM;
			return;
		}
		h->blocks = v;
		b->end = (uint32_t)(h->text.len - space_behind(s, n));
		v[h->n_blocks++] = *b;
	}
	*b = (struct html_block){
		.begin = (uint32_t)h->text.len,
		.source = (uint32_t)h->n_sources,
	};
}

void html_squeeze(struct buf *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->len;) {
		size_t space = space_before(b->s + i, b->len - i);

		if (space) {
			if (n && i + space < b->len)
				b->s[n++] = ' ';
			i += space;
		} else {
			b->s[n++] = b->s[i++];
		}
	}
	b->len = n;
}

int html_read(struct html *h, char *s, size_t n, struct html_text *ret,
	      struct err *e)
{
	struct hints hints;
	int r;

	html_begin(h, s, n);
	h->bounded = html_fence(s, n);
	html_parse(h);
	html_end_block(h);
	html_end_crumb(h);
	r = h->failed ? h->failed : html_choose(h, &hints);
	if (r == E_LIMIT)
		return err_set(e, r, "a page of more than %u blocks",
			       HTML_BLOCKS_MAX);
	if (r)
		return err_nomem(e);
	*ret = (struct html_text){
		.s = h->out.s ? h->out.s : "",
		.n = h->out.len,
		.hints = hints,
		.sources = { h->out_sources, h->n_out_sources },
		.bounded = h->bounded,
	};
	return 0;
}

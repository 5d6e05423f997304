/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The main text of a page; the rule is in html.h.
 */
#include <string.h>
#include <strings.h>

#include "base/room.h"
#include "indexer/html/page.h"
#include "indexer/html/tags.h"
#include "indexer/lines.h"

#define DATED_MAX 160 /* bytes of a line with a date, see dateline.h */
#define KEPT_MIN 4 /* less than one of so many: the page is not understood */

static size_t len(const struct html_block *b)
{
	return b->end - b->begin;
}

/* Bytes outside of links. */
static size_t plain(const struct html_block *b)
{
	return len(b) > b->linked ? len(b) - b->linked : 0;
}

static bool is_linky(const struct html *h, size_t i)
{
	return i < h->n_blocks &&
	       h->blocks[i].linked * 2 > len(&h->blocks[i]);
}

static bool in_link_list(const struct html *h, size_t i)
{
	return is_linky(h, i) &&
	       (is_linky(h, i + 1) || (i && is_linky(h, i - 1)));
}

struct shares {
	size_t all, kept, kept_main; /* bytes outside of links */
};

static struct shares count(const struct html *h)
{
	struct shares n = { 0 };

	for (size_t i = 0; i < h->n_blocks; i++) {
		const struct html_block *b = &h->blocks[i];

		n.all += plain(b);
		n.kept += b->kept ? plain(b) : 0;
		n.kept_main += b->kept && (b->is & HTML_MAIN) ? plain(b) : 0;
	}
	return n;
}

/* ----------------------------------------------------------------------- title */

static bool is_inside(const char *s, size_t n, const struct buf *b)
{
	return b->len && n && memmem(b->s, b->len, s, n);
}

/* " - Site" behind a title, where the page says what the site is called. */
static void strip_site(struct buf *title, const struct buf *site)
{
	size_t n = title->len;

	if (!site->len || n <= site->len ||
	    memcmp(title->s + n - site->len, site->s, site->len))
		return;
	n -= site->len;
	while (n && strchr(" -|", title->s[n - 1]))
		n--;
	if (n)
		title->len = n;
}

/* The block that is the title; n_blocks: none is.  Of a page without a name the
 * first <h1>. */
static size_t title_block(const struct html *h, const struct buf *told)
{
	size_t first = h->n_blocks;

	for (size_t i = 0; i < h->n_blocks; i++) {
		const struct html_block *b = &h->blocks[i];
		const char *s = h->text.s + b->begin;

		if (!b->kept)
			continue;
		if (told->len == len(b) && !memcmp(s, told->s, told->len))
			return i;
		if (!(b->is & HTML_H1))
			continue;
		if (is_inside(s, len(b), told))
			return i;
		if (!told->len && first == h->n_blocks)
			first = i;
	}
	return first;
}

/* What all pages of a site are called, or those of a program, is no title.
 * Letters of ASCII alone are folded. */
static bool names_site(const struct html *h, const struct buf *title)
{
	static const char *const begin[] = {
		"cổng thông tin", "cỔng thÔng tin", "trang thông tin",
		"trang thÔng tin", "trang tin", "trang chủ", "trang chỦ",
		"báo điện tử", "bÁo ĐiỆn tỬ", "website", "home", "untitled",
		"new page",
	};
	const struct buf *site = &h->facts[HTML_FACT_SITE].s;

	if (title->len && title->len == site->len &&
	    !memcmp(title->s, site->s, site->len))
		return true;
	for (size_t i = 0; i < sizeof(begin) / sizeof(*begin); i++)
		if (title->len >= strlen(begin[i]) &&
		    !strncasecmp(title->s, begin[i], strlen(begin[i])))
			return true;
	return false;
}

/* The name of the page in `told`: the first one is the best. */
static struct html_fact *told_title(struct html *h)
{
	struct html_fact *og = &h->facts[HTML_FACT_OG_TITLE];
	struct html_fact *title = &h->facts[HTML_FACT_TITLE];
	struct html_fact *told = og->rank ? og : title;

	html_squeeze(&told->s);
	strip_site(&told->s, &h->facts[HTML_FACT_SITE].s);
	return told;
}

/* ------------------------------------------------------------------------ keep */

/* A line of a date or a place, as stands above a title. */
static bool may_be_dateline(const struct html *h, size_t i)
{
	const struct html_block *b = &h->blocks[i];

	for (size_t at = b->begin; at < b->end && len(b) <= DATED_MAX; at++)
		if (h->text.s[at] >= '0' && h->text.s[at] <= '9')
			return true;
	return false;
}

/* All outside of the main text goes, but for what stands between the title and
 * it: date, author and the first paragraph often do. */
static void keep_main(struct html *h, size_t title)
{
	size_t main = 0, from;

	while (main < h->n_blocks &&
	       !(h->blocks[main].kept && (h->blocks[main].is & HTML_MAIN)))
		main++;
	from = title < main ? title : main;
	if (title < main && title && may_be_dateline(h, title - 1))
		from = title - 1;
	for (size_t i = 0; i < h->n_blocks; i++)
		if (i < from || i > main)
			h->blocks[i].kept &= !!(h->blocks[i].is & HTML_MAIN);
}

static void keep(struct html *h, const struct buf *told)
{
	struct shares n;

	for (size_t i = 0; i < h->n_blocks; i++)
		h->blocks[i].kept = !(h->blocks[i].is & HTML_REGION) &&
				    !in_link_list(h, i);
	n = count(h);
	if (n.kept_main && n.kept_main * 2 >= n.kept) {
		keep_main(h, title_block(h, told));
		n = count(h);
	}
	if (n.kept && n.kept * KEPT_MIN >= n.all)
		return;
	for (size_t i = 0; i < h->n_blocks; i++)
		h->blocks[i].kept = true;
}

/* ---------------------------------------------------------------------- output */

/* The sources of block i, moved with it. */
static int add_sources(struct html *h, size_t i)
{
	const struct html_block *b = &h->blocks[i];
	size_t end = i + 1 < h->n_blocks ? h->blocks[i + 1].source :
					   h->n_sources;
	int r = 0;

	for (size_t k = b->source; !r && k < end; k++) {
		struct record_source source = h->sources[k];

		source.byte += (uint32_t)h->out.len - b->begin;
		r = html_add_source(&h->out_sources, &h->n_out_sources,
				    &h->cap_out_sources, &source);
	}
	return r;
}

/* A title that no block is: a line before them. */
static int add_told(struct html *h, const struct html_fact *told)
{
	struct record_source source = { .line = told->line };

	/* It may stand behind them, and lines only grow. */
	if (h->n_sources && source.line > h->sources[0].line)
		source.line = h->sources[0].line;
	buf_add(&h->out, told->s.s, told->s.len);
	buf_addc(&h->out, '\n');
	return html_add_source(&h->out_sources, &h->n_out_sources,
			       &h->cap_out_sources, &source);
}

static int add_mark(struct html *h, uint32_t line, unsigned is)
{
	struct hint_mark *v;

	if (!(is & (HTML_HEADING | HTML_CAPTION)))
		return 0;
	v = room(h->marks, h->n_marks + 1, &h->cap_marks, sizeof(*v));
	if (!v)
		return E_NOMEM;
	h->marks = v;
	v[h->n_marks++] = (struct hint_mark){
		line, is & HTML_CAPTION ? LINE_CAPTION : LINE_HEADING
	};
	return 0;
}

static int add_blocks(struct html *h, size_t title, uint32_t *ret_title_line)
{
	uint32_t line = *ret_title_line;
	int r = 0;

	for (size_t i = 0; !r && i < h->n_blocks; i++) {
		const struct html_block *b = &h->blocks[i];

		if (!b->kept)
			continue;
		r = add_sources(h, i);
		buf_add(&h->out, h->text.s + b->begin, len(b));
		buf_addc(&h->out, '\n');
		line++;
		if (i == title)
			*ret_title_line = line;
		if (!r)
			r = add_mark(h, line, b->is);
	}
	return r;
}

static struct hint hint_of(const struct html_fact *f)
{
	if (!f->rank)
		return (struct hint){ 0 };
	return (struct hint){ f->s.s, f->s.len, f->line };
}

int html_choose(struct html *h, struct hints *ret)
{
	struct html_fact *told = told_title(h);
	struct hints hints = {
		.section = hint_of(html_section(h, &told->s)),
		.author = hint_of(&h->facts[HTML_FACT_AUTHOR]),
		.published = hint_of(&h->facts[HTML_FACT_PUBLISHED]),
	};
	size_t title;
	int r = 0;

	keep(h, &told->s);
	title = title_block(h, &told->s);
	if (title == h->n_blocks && names_site(h, &told->s)) {
		buf_clear(&told->s);
		title = title_block(h, &told->s);
	}
	if (title == h->n_blocks && told->s.len) {
		r = add_told(h, told);
		hints.title_line = 1;
	}
	if (!r)
		r = add_blocks(h, title, &hints.title_line);
	hints.title_is_heading = hints.title_line && !told->s.len;
	hints.marks = h->marks;
	hints.n_marks = h->n_marks;
	if (r || h->out.failed)
		return r ? r : E_NOMEM;
	*ret = hints;
	return 0;
}

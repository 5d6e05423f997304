/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The events of libxml2's HTML parser.
 */
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <string.h>
#include <strings.h>

#include "indexer/html/page.h"
#include "indexer/html/tags.h"

#define OPTIONS (HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |          \
		 HTML_PARSE_NOWARNING | HTML_PARSE_NONET |	    \
		 HTML_PARSE_IGNORE_ENC)

#define CHUNK 16384 /* bytes given to the parser at a time */

/* What each run is given first: behind an end tag that ends all there is, the
 * parser takes nothing more. */
#define PREFIX "<html>"

/* One run of the parser, from byte `from` of the page on. */
struct run {
	struct html *h;
	htmlParserCtxtPtr parser;
	size_t from;
	size_t next; /* where the next run begins; 0: there is none */
	bool stopped;
	unsigned open[HTML_DEPTH_MAX]; /* what the elements around are */
	size_t depth;
};

/* The byte of the page that is read next. */
static size_t here(const struct run *run)
{
	long byte = xmlByteConsumed(run->parser) - (long)strlen(PREFIX);

	return run->from + (byte > 0 ? (size_t)byte : 0);
}

static unsigned around(const struct run *run)
{
	return run->depth ? run->open[run->depth - 1] : 0;
}

static bool is_ld(const char *name, const char *const *v)
{
	const char *type = html_attribute(v, "type");

	return !strcmp(name, "script") && type &&
	       !strcasecmp(type, "application/ld+json");
}

/* A header inside of an article is not the page's. */
static unsigned inherit(unsigned outside, unsigned is, const char *name,
			const char *const *v)
{
	if (!strcmp(name, "header") &&
	    ((outside & HTML_MAIN) || html_is_title_block(v)))
		is &= ~HTML_REGION;
	return (outside | is) & HTML_INHERITED;
}

/* The parser sits before the '>' of a tag. */
static void stop(struct run *run)
{
	struct html *h = run->h;
	size_t at = here(run);
	const char *close = at < h->n ? memchr(h->s + at, '>', h->n - at) : NULL;

	run->next = close ? (size_t)(close + 1 - h->s) : 0;
	run->stopped = true;
	h->bounded = true;
	xmlStopParser(run->parser);
}

static void start(void *arg, const xmlChar *xml_name, const xmlChar **xml_v)
{
	struct run *run = arg;
	struct html *h = run->h;
	const char *name = (const char *)xml_name;
	const char *const *v = (const char *const *)xml_v;
	unsigned is = html_tag(name);

	if (run->stopped)
		return;
	is |= html_attributes(is, v);
	if (is_ld(name, v)) {
		is = HTML_LD;
		buf_clear(&h->ld);
		html_locate(h, here(run));
		h->ld_place = h->place;
	}
	if (is & (HTML_BLOCK | HTML_BR))
		html_end_block(h);
	if (is & (HTML_BLOCK | HTML_LINK | HTML_CRUMBS))
		html_end_crumb(h);
	if (is & HTML_CELL)
		html_tab(h);
	if (!strcmp(name, "meta") || !strcmp(name, "time")) {
		html_locate(h, here(run));
		html_meta(h, name, v);
	}
	run->open[run->depth++] = inherit(around(run), is, name, v);
	if (run->depth == HTML_DEPTH_MAX || h->failed)
		stop(run);
}

static void end(void *arg, const xmlChar *xml_name)
{
	struct run *run = arg;
	struct html *h = run->h;
	unsigned is;

	if (run->stopped || !run->depth)
		return;
	is = html_tag((const char *)xml_name);
	if (is & HTML_BLOCK)
		html_end_block(h);
	if (is & (HTML_BLOCK | HTML_LINK))
		html_end_crumb(h);
	if (around(run) & HTML_LD)
		html_ld(h);
	if ((around(run) & HTML_TITLE) && h->facts[HTML_FACT_TITLE].rank)
		h->facts[HTML_FACT_TITLE].rank = 2; /* the first one counts */
	run->depth--;
}

/* Text of the path to the page, which is a region of it as well. */
static void add_crumb(struct run *run, const char *s, size_t n)
{
	struct html *h = run->h;

	if (!h->crumb.len) {
		html_locate(h, here(run) > n ? here(run) - n : 0);
		h->crumb_line = h->place.line;
	}
	buf_add(&h->crumb, s, n);
}

/* Its text comes in pieces. */
static void add_title(struct run *run, const char *s, size_t n)
{
	struct html *h = run->h;
	struct html_fact *f = &h->facts[HTML_FACT_TITLE];

	if ((around(run) & HTML_SKIP) || f->rank > 1)
		return;
	if (!f->rank) {
		html_locate(h, here(run) > n ? here(run) - n : 0);
		f->line = h->place.line;
	}
	f->rank = 1;
	buf_add(&f->s, s, n);
}

static void text(void *arg, const xmlChar *xml_s, int len)
{
	struct run *run = arg;
	struct html *h = run->h;
	const char *s = (const char *)xml_s;
	unsigned is = around(run);
	size_t n = (size_t)len;

	if (run->stopped)
		return;
	if (is & HTML_LD) {
		buf_add(&h->ld, s, n);
	} else if (is & HTML_TITLE) {
		add_title(run, s, n);
	} else if (!(is & HTML_SKIP)) {
		if (is & HTML_CRUMBS)
			add_crumb(run, s, n);
		html_add(h, s, n, is, here(run));
	}
}

/* In chunks, so that a run that is short copies little. */
static void feed(struct run *run)
{
	const struct html *h = run->h;

	htmlParseChunk(run->parser, PREFIX, (int)strlen(PREFIX), 0);
	for (size_t at = run->from; at < h->n && !run->stopped;) {
		size_t n = h->n - at < CHUNK ? h->n - at : CHUNK;

		htmlParseChunk(run->parser, h->s + at, (int)n, 0);
		at += n;
	}
	if (!run->stopped)
		htmlParseChunk(run->parser, "", 0, 1);
}

static void parse_run(struct run *run)
{
	htmlSAXHandler events = {
		.startElement = start,
		.endElement = end,
		.characters = text,
		.ignorableWhitespace = text,
		.cdataBlock = text,
	};

	run->parser = htmlCreatePushParserCtxt(&events, run, NULL, 0, NULL,
					       XML_CHAR_ENCODING_UTF8);
	if (!run->parser) {
		run->h->failed = E_NOMEM;
		return;
	}
	htmlCtxtUseOptions(run->parser, OPTIONS);
	feed(run);
	if (run->parser->myDoc)
		xmlFreeDoc(run->parser->myDoc);
	htmlFreeParserCtxt(run->parser);
}

void html_parse(struct html *h)
{
	struct run run = { .h = h };

	do {
		run.from = run.next;
		run.next = 0;
		run.depth = 0;
		run.stopped = false;
		parse_run(&run);
	} while (run.next && !h->failed);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/html/tags.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct tag {
	const char *name;
	unsigned is;
};

#define BOX (HTML_BLOCK | HTML_NAMED)
/* Sorted. */
static const struct tag tags[] = {
	{ "a", HTML_LINK },
	{ "address", HTML_BLOCK },
	{ "applet", HTML_SKIP },
	{ "article", HTML_BLOCK | HTML_MAIN },
	{ "aside", HTML_BLOCK | HTML_REGION },
	{ "audio", HTML_SKIP },
	{ "blockquote", HTML_BLOCK },
	{ "body", HTML_BLOCK },
	{ "br", HTML_BR },
	{ "button", HTML_SKIP },
	{ "canvas", HTML_SKIP },
	{ "caption", HTML_BLOCK | HTML_CAPTION },
	{ "center", HTML_BLOCK },
	{ "datalist", HTML_SKIP },
	{ "dd", HTML_BLOCK },
	{ "details", BOX },
	{ "dir", BOX },
	{ "div", BOX },
	{ "dl", BOX },
	{ "dt", HTML_BLOCK },
	{ "fieldset", BOX },
	{ "figcaption", HTML_BLOCK | HTML_CAPTION },
	{ "figure", HTML_BLOCK },
	{ "footer", HTML_BLOCK | HTML_REGION },
	{ "form", BOX },
	{ "h1", HTML_BLOCK | HTML_HEADING | HTML_H1 },
	{ "h2", HTML_BLOCK | HTML_HEADING },
	{ "h3", HTML_BLOCK | HTML_HEADING },
	{ "h4", HTML_BLOCK | HTML_HEADING },
	{ "h5", HTML_BLOCK | HTML_HEADING },
	{ "h6", HTML_BLOCK | HTML_HEADING },
	{ "head", HTML_BLOCK },
	{ "header", HTML_BLOCK | HTML_REGION },
	{ "hr", HTML_BLOCK },
	{ "iframe", HTML_SKIP },
	{ "legend", HTML_BLOCK },
	{ "li", HTML_BLOCK },
	{ "listing", HTML_BLOCK | HTML_PRE },
	{ "main", HTML_BLOCK | HTML_MAIN },
	{ "map", HTML_SKIP },
	{ "menu", BOX },
	{ "nav", HTML_BLOCK | HTML_REGION },
	{ "noframes", HTML_SKIP },
	{ "noscript", HTML_SKIP },
	{ "object", HTML_SKIP },
	{ "ol", BOX },
	{ "optgroup", HTML_SKIP },
	{ "option", HTML_SKIP },
	{ "p", HTML_BLOCK },
	{ "pre", HTML_BLOCK | HTML_PRE },
	{ "script", HTML_SKIP },
	{ "section", BOX },
	{ "select", HTML_SKIP },
	{ "style", HTML_SKIP },
	{ "summary", HTML_BLOCK },
	{ "svg", HTML_SKIP },
	{ "table", BOX },
	{ "tbody", HTML_BLOCK },
	{ "td", HTML_CELL | HTML_NAMED },
	{ "template", HTML_SKIP },
	{ "textarea", HTML_SKIP },
	{ "tfoot", HTML_BLOCK },
	{ "th", HTML_CELL },
	{ "thead", HTML_BLOCK },
	{ "title", HTML_BLOCK | HTML_TITLE },
	{ "tr", HTML_BLOCK },
	{ "ul", BOX },
	{ "video", HTML_SKIP },
	{ "xmp", HTML_BLOCK | HTML_PRE },
};

static int compare(const void *key, const void *tag)
{
	return strcmp(key, ((const struct tag *)tag)->name);
}

unsigned html_tag(const char *name)
{
	const struct tag *t = bsearch(name, tags, sizeof(tags) / sizeof(*tags),
				      sizeof(*tags), compare);

	return t ? t->is : 0;
}

const char *html_attribute(const char *const *v, const char *name)
{
	for (; v && *v; v += 2)
		if (!strcasecmp(v[0], name))
			return v[1] ? v[1] : "";
	return NULL;
}

/* --------------------------------------------------------------------- regions */

/* A word of a class or id. */
static const char *const region_words[] = {
	"ads", "advert", "advertisement", "banner", "comment", "comments", "cookie", "copyright", "footer",
	"menu", "nav", "navbar", "navigation", "pagination", "pager",
	"related", "share", "sharing", "sidebar", "social", "toolbar", NULL,
};

/* The path to the page. */
static const char *const crumb_words[] = { "breadcrumb", "breadcrumbs", NULL };

/* A whole one, without what joins its words. */
static const char *const region_names[] = {
	"binhluan", "header", "lienquan", "quangcao", "tincungchuyenmuc",
	"tinkhac", "tinlienquan", "tinmoi", NULL,
};

static const char *const region_roles[] = {
	"banner", "complementary", "contentinfo", "menu", "menubar",
	"navigation", "search", NULL,
};

/* The number of a note in the text, and the way back from the note to it. */
static const char *const note_roles[] = { "doc-noteref", "doc-backlink", NULL };

/* A header that holds title, author and date of the document: pandoc's. */
#define TITLE_BLOCK "title-block-header"

static bool is_one_of(const char *const *v, const char *s, size_t n)
{
	for (; *v; v++)
		if (strlen(*v) == n && !strncasecmp(*v, s, n))
			return true;
	return false;
}

#define NAME_MAX_BYTES 64 /* of a class that is compared as a whole */

/* What a class says, bytes that are no space. */
static unsigned name_is(const char *s, size_t n)
{
	char whole[NAME_MAX_BYTES];
	size_t len = 0, word = 0;

	for (size_t i = 0; i <= n; i++) {
		bool in_word = i < n && isalnum((unsigned char)s[i]);

		if (in_word && len < sizeof(whole))
			whole[len++] = s[i];
		if (in_word) {
			word++;
		} else {
			if (is_one_of(crumb_words, s + i - word, word))
				return HTML_CRUMBS | HTML_REGION;
			if (is_one_of(region_words, s + i - word, word))
				return HTML_REGION;
			word = 0;
		}
	}
	return is_one_of(region_names, whole, len) ? HTML_REGION : 0;
}

/* What a class or an id says. */
static unsigned names_are(const char *s)
{
	unsigned is = 0;

	while (s && *s) {
		size_t n = strcspn(s, " \t\r\n\f");

		is |= name_is(s, n);
		s += n + strspn(s + n, " \t\r\n\f");
	}
	return is;
}

/* Whether an element says to programs that it is the path to the page. */
static bool is_path(const char *const *v)
{
	const char *label = html_attribute(v, "aria-label");
	const char *type = html_attribute(v, "itemtype");

	return (label && strcasestr(label, "breadcrumb")) ||
	       (type && strstr(type, "/BreadcrumbList"));
}

static bool is_hidden(const char *const *v)
{
	const char *style = html_attribute(v, "style");

	if (html_attribute(v, "hidden"))
		return true;
	for (style = style ? strpbrk(style, "dDvV") : NULL; style;
	     style = strpbrk(style + 1, "dDvV")) {
		size_t skip = !strncasecmp(style, "display:", 8)     ? 8 :
			      !strncasecmp(style, "visibility:", 11) ? 11 :
								       0;
		const char *value = style + skip;

		value += strspn(value, " ");
		if ((skip == 8 && !strncasecmp(value, "none", 4)) ||
		    (skip == 11 && !strncasecmp(value, "hidden", 6)))
			return true;
	}
	return false;
}

unsigned html_attributes(unsigned tag, const char *const *v)
{
	const char *role = html_attribute(v, "role");
	const char *prop = html_attribute(v, "itemprop");
	unsigned is = 0;

	if (!v)
		return 0;
	if (is_hidden(v) ||
	    (role && is_one_of(note_roles, role, strlen(role))))
		is |= HTML_SKIP;
	if (role && is_one_of(region_roles, role, strlen(role)))
		is |= HTML_REGION;
	if ((role && !strcmp(role, "main")) ||
	    (prop && !strcmp(prop, "articleBody")))
		return is | HTML_MAIN;
	if (is_path(v))
		is |= HTML_CRUMBS | HTML_REGION;
	if (tag & (HTML_NAMED | HTML_REGION))
		is |= names_are(html_attribute(v, "class")) |
		      names_are(html_attribute(v, "id"));
	return is;
}

bool html_is_title_block(const char *const *v)
{
	const char *id = html_attribute(v, "id");

	return id && !strcmp(id, TITLE_BLOCK);
}

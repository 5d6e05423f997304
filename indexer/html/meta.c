/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the head of a page says: meta elements, <time>, JSON-LD.
 */
#include <jansson.h>
#include <string.h>
#include <strings.h>

#include "indexer/html/page.h"
#include "indexer/html/tags.h"
#include "indexer/iso_date.h"
#include "indexer/lines.h"

#define FACT_MAX 1024 /* bytes; a longer one is no name and no date */

/* Who is believed before whom. */
enum { RANK_TIME = 1, RANK_META, RANK_PROPERTY, RANK_LD };

void html_fact(struct html *h, enum html_fact_name name, int rank, const char *s,
	       size_t n, uint32_t line)
{
	struct html_fact *f = &h->facts[name];
	size_t space = space_before(s, n);

	s += space;
	n -= space;
	n -= space_behind(s, n);
	if (!n || n > FACT_MAX || rank <= f->rank || memchr(s, '\n', n))
		return;
	buf_clear(&f->s);
	if (buf_add(&f->s, s, n)) {
		h->failed = E_NOMEM;
		return;
	}
	f->rank = rank;
	f->line = line;
}

/* ------------------------------------------------------------------------ meta */

static void add_date(struct html *h, int rank, const char *s, uint32_t line)
{
	char iso[ISO_DATE_LEN + 1];
	size_t n = iso_date(s, strlen(s), iso);

	if (n)
		html_fact(h, HTML_FACT_PUBLISHED, rank, iso, n, line);
}

static const struct {
	const char *name; /* of name, property or itemprop */
	enum html_fact_name fact;
	int rank;
} metas[] = {
	{ "og:title", HTML_FACT_OG_TITLE, RANK_META },
	{ "og:site_name", HTML_FACT_SITE, RANK_META },
	{ "author", HTML_FACT_AUTHOR, RANK_META },
	{ "dc.creator", HTML_FACT_AUTHOR, RANK_META },
	{ "article:author", HTML_FACT_AUTHOR, RANK_TIME },
	{ "article:section", HTML_FACT_SECTION, RANK_PROPERTY },
	{ "article:published_time", HTML_FACT_PUBLISHED, RANK_PROPERTY },
	{ "datepublished", HTML_FACT_PUBLISHED, RANK_PROPERTY },
	{ "pubdate", HTML_FACT_PUBLISHED, RANK_META },
	{ "date", HTML_FACT_PUBLISHED, RANK_META },
	{ "dc.date", HTML_FACT_PUBLISHED, RANK_META },
	{ "dc.date.issued", HTML_FACT_PUBLISHED, RANK_META },
};

static void add_meta(struct html *h, const char *name, const char *value)
{
	for (size_t i = 0; i < sizeof(metas) / sizeof(*metas); i++) {
		if (strcasecmp(metas[i].name, name))
			continue;
		if (metas[i].fact == HTML_FACT_PUBLISHED)
			add_date(h, metas[i].rank, value, h->place.line);
		/* Who is named by an address is not named. */
		else if (strncmp(value, "http", 4))
			html_fact(h, metas[i].fact, metas[i].rank, value,
				  strlen(value), h->place.line);
	}
}

void html_meta(struct html *h, const char *tag, const char *const *attributes)
{
	static const char *const by[] = { "property", "name", "itemprop" };
	const char *content = html_attribute(attributes, "content");
	const char *time = html_attribute(attributes, "datetime");

	if (!content)
		content = time;
	for (size_t i = 0; content && i < sizeof(by) / sizeof(*by); i++) {
		const char *name = html_attribute(attributes, by[i]);

		if (name)
			add_meta(h, name, content);
	}
	if (time && !strcmp(tag, "time"))
		add_date(h, RANK_TIME, time, h->place.line);
}

/* --------------------------------------------------------------------- JSON-LD */

/* The line of a value, which the parser of JSON does not tell: as it is written,
 * or, where it is escaped, that of the script. */
static uint32_t line_of(const struct html *h, const char *value)
{
	const char *at = memmem(h->ld.s, h->ld.len, value, strlen(value));
	uint32_t line = h->ld_place.line;

	for (const char *s = h->ld.s; at && s < at; s++)
		line += *s == '\n';
	return line;
}

/* The text of a value, of its first element or of its name. */
static const char *text_of(const json_t *json)
{
	if (json_is_array(json))
		json = json_array_get(json, 0);
	if (json_is_object(json))
		json = json_object_get(json, "name");
	return json_string_value(json);
}

/* The parts of a BreadcrumbList, in their order. */
static void add_path(struct html *h, const json_t *list)
{
	const json_t *part;
	size_t i;

	json_array_foreach(list, i, part) {
		const char *name = text_of(json_object_get(part, "item"));

		if (!name)
			name = json_string_value(json_object_get(part, "name"));
		if (name)
			html_crumb(h, name, strlen(name), line_of(h, name));
	}
}

/* Whether an object is of that type. */
static bool is_type(const json_t *json, const char *type)
{
	const char *is = json_string_value(json_object_get(json, "@type"));

	return is && !strcmp(is, type);
}

static void add_ld(struct html *h, const json_t *json)
{
	const char *date = text_of(json_object_get(json, "datePublished"));
	const char *author = text_of(json_object_get(json, "author"));
	const char *section = text_of(json_object_get(json, "articleSection"));

	if (is_type(json, "BreadcrumbList"))
		add_path(h, json_object_get(json, "itemListElement"));
	/* What has no date is the site, a search form, a list of crumbs. */
	if (!date)
		return;
	add_date(h, RANK_LD, date, line_of(h, date));
	if (author)
		html_fact(h, HTML_FACT_AUTHOR, RANK_LD, author, strlen(author),
			  line_of(h, author));
	if (section)
		html_fact(h, HTML_FACT_SECTION, RANK_META, section,
			  strlen(section), line_of(h, section));
}

void html_ld(struct html *h)
{
	/* jansson's own bound on depth is 2048. */
	json_t *json = json_loadb(h->ld.s ? h->ld.s : "", h->ld.len, 0, NULL);
	const json_t *list = json, *part;
	size_t i;

	if (json_is_object(json) && json_object_get(json, "@graph"))
		list = json_object_get(json, "@graph");
	add_ld(h, json);
	json_array_foreach(list, i, part)
		add_ld(h, part);
	json_decref(json);
	buf_clear(&h->ld);
}

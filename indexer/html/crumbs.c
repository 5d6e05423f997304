/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The path to a page within its site: "Trang chủ » Xã hội » Giáo dục", of which
 * the last part that is not the page itself is the section of the report.
 */
#include <string.h>
#include <strings.h>

#include "indexer/html/page.h"
#include "indexer/lines.h"

/* The page that all paths begin with.  Letters of ASCII alone are folded. */
static bool is_home(const char *s, size_t n)
{
	static const char *const names[] = {
		"trang chủ", "trang chỦ", "trang nhất", "trang nhẤt", "home",
		"homepage",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strlen(names[i]) == n && !strncasecmp(names[i], s, n))
			return true;
	return false;
}

/* The length of the sign between two parts at s; 0: there is none. */
static size_t separator(const char *s, size_t n)
{
	static const char *const signs[] = { ">", "|", "»", "›", "→", "▸" };

	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (n >= strlen(signs[i]) &&
		    !memcmp(s, signs[i], strlen(signs[i])))
			return strlen(signs[i]);
	return 0;
}

void html_crumb(struct html *h, const char *s, size_t n, uint32_t line)
{
	struct html_fact *last = &h->facts[HTML_FACT_CRUMB];
	struct html_fact *before = &h->facts[HTML_FACT_CRUMB_BEFORE];
	struct html_fact old;
	size_t space = space_before(s, n);

	s += space;
	n -= space;
	n -= space_behind(s, n);
	/* A stroke alone stands between two, another is a part of a name. */
	if (!n || is_home(s, n) || (n == 1 && *s == '/'))
		return;
	/* The oldest of the two makes room, then both change places. */
	before->rank = 0;
	html_fact(h, HTML_FACT_CRUMB_BEFORE, 1, s, n, line);
	if (before->rank) {
		old = *last;
		*last = *before;
		*before = old;
	}
}

void html_end_crumb(struct html *h)
{
	const char *s;
	size_t n, begin = 0;

	html_squeeze(&h->crumb);
	s = h->crumb.s;
	n = h->crumb.len;
	for (size_t i = 0; i < n;) {
		size_t sign = separator(s + i, n - i);

		if (sign) {
			html_crumb(h, s + begin, i - begin, h->crumb_line);
			begin = i + sign;
		}
		i += sign ? sign : 1;
	}
	if (n)
		html_crumb(h, s + begin, n - begin, h->crumb_line);
	buf_clear(&h->crumb);
}

/* Whether a part of the path is the page: its title, perhaps cut. */
static bool is_page(const struct html_fact *crumb, const struct buf *title)
{
	const char *s = crumb->s.s;
	size_t n = crumb->s.len;

	if (n > 3 && (!memcmp(s + n - 3, "...", 3) ||
		      !memcmp(s + n - 3, "…", 3)))
		n -= 3;
	return title->len >= n && !memcmp(title->s, s, n) &&
	       (title->len == n || n < crumb->s.len);
}

const struct html_fact *html_section(const struct html *h,
				     const struct buf *title)
{
	const struct html_fact *said = &h->facts[HTML_FACT_SECTION];
	const struct html_fact *last = &h->facts[HTML_FACT_CRUMB];

	if (said->rank || !last->rank)
		return said;
	return is_page(last, title) ? &h->facts[HTML_FACT_CRUMB_BEFORE] : last;
}

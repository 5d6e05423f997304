/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * html_fixture - a page, read.
 */
#ifndef TRACUU_TESTS_HTML_FIXTURE_H
#define TRACUU_TESTS_HTML_FIXTURE_H

#include <string.h>

#include "indexer/html/html.h"

static struct html *html;
static struct html_text page;
static struct buf source = BUF_INIT;

static inline const char *read_page(const char *s)
{
	struct err e;

	buf_clear(&source);
	assert_int_equal(buf_adds(&source, s), 0);
	assert_int_equal(html_read(html, source.s, source.len, &page, &e), 0);
	return page.s;
}

static inline int open_html(void **state)
{
	struct err e;

	(void)state;
	return html_open(&html, &e);
}

static inline int close_html(void **state)
{
	(void)state;
	html_close(html);
	buf_release(&source);
	return 0;
}

#endif

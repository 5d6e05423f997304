/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * tracuu search --facets: how the reports divide, below the hits.
 */
#include "client/client.h"

#include <stdio.h>
#include <string.h>

#include "proto/result.h"

#define INDENT 4
#define SEPARATOR " · "

/* A value and its count; a value is never broken between two lines. */
static size_t print_value(struct screen *s, const struct proto_facet_value *v,
			  size_t column)
{
	size_t n = strlen(v->value);
	size_t gap = screen_columns(SEPARATOR, strlen(SEPARATOR));
	char count[24];
	size_t columns;

	snprintf(count, sizeof(count), " (%llu)", (unsigned long long)v->count);
	columns = screen_columns(v->value, n) + strlen(count);
	if (column > INDENT && s->width &&
	    column + gap + columns > s->width) {
		buf_addf(&s->out, "\n%*s", INDENT, "");
		column = INDENT;
	} else if (column > INDENT) {
		screen_inked(s, INK_DIM, SEPARATOR, strlen(SEPARATOR));
		column += gap;
	}
	screen_text(s, v->value, n, " ");
	screen_inked(s, INK_DIM, count, strlen(count));
	return column + columns;
}

static void print_facet(struct screen *s, const char *name,
			const struct proto_facet_values *f)
{
	size_t column = INDENT;

	screen_inked(s, INK_TITLE, name, strlen(name));
	buf_addf(&s->out, "\n%*s", INDENT, "");
	for (size_t i = 0; i < f->n; i++)
		column = print_value(s, &f->v[i], column);
	buf_adds(&s->out, "\n");
}

void facets_print(struct screen *s, const struct proto_search_result *r)
{
	bool any = false;

	for (size_t i = 0; i < PROTO_FACETS; i++) {
		if (!r->facets[i].n)
			continue;
		print_facet(s, proto_facet_name((enum proto_facet)i),
			    &r->facets[i]);
		any = true;
	}
	if (any)
		buf_addc(&s->out, '\n');
}

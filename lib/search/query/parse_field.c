/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What stands before a colon: fields that words are looked for in, and filters
 * whose values are no words.
 */
#include <string.h>
#include <strings.h>

#include "search/query/parser.h"

/* Bytes of a prefix at s that has something to belong to, else 0. */
static size_t prefix_len(const char *s, size_t n, const char *prefix)
{
	size_t len = strlen(prefix);

	return n > len && !strncasecmp(s, prefix, len) && s[len] != ')' &&
			       !query_space_len(s + len, n - len)
		       ? len
		       : 0;
}

bool query_at_prefix(const struct parser *p, const char *prefix)
{
	return prefix_len(p->s + p->at, p->n - p->at, prefix);
}

/* What stands before a colon, and what it does to what is behind it. */
struct prefix {
	const char *name;
	enum { TO_WORDS, TO_REF, TO_EXACT, TO_DATES, TO_AFTER, TO_BEFORE,
	       TO_TYPE } what;
	enum query_field field;
};

/* Beside the names of fields (field.h). */
static const struct prefix prefixes[] = {
	{ "ref:", TO_REF, FIELD_TEXT },
	{ "=", TO_EXACT, FIELD_TEXT },
	{ "date:", TO_DATES, FIELD_TEXT },
	{ "year:", TO_DATES, FIELD_TEXT },
	{ "after:", TO_AFTER, FIELD_TEXT },
	{ "before:", TO_BEFORE, FIELD_TEXT },
	{ "type:", TO_TYPE, FIELD_TEXT },
};
#define N_PREFIXES (sizeof(prefixes) / sizeof(*prefixes))

/* Prefix i of both tables; false behind the last. */
static bool prefix_get(size_t i, struct prefix *ret)
{
	size_t n_fields = FIELD_COUNT - FIELD_TITLE;

	if (i < n_fields) {
		enum query_field f = (enum query_field)(FIELD_TITLE + i);

		*ret = (struct prefix){ query_fields[f].name, TO_WORDS, f };
		return true;
	}
	if (i >= n_fields + N_PREFIXES)
		return false;
	*ret = prefixes[i - n_fields];
	return true;
}

static bool prefix_here(const struct parser *p, struct prefix *ret)
{
	for (size_t i = 0; prefix_get(i, ret); i++)
		if (query_at_prefix(p, ret->name))
			return true;
	return false;
}

bool query_at_field(const struct parser *p)
{
	struct prefix f;

	return prefix_here(p, &f);
}

static bool prefix_named(const char *s, size_t n, struct prefix *ret)
{
	for (size_t i = 0; prefix_get(i, ret); i++)
		if (strlen(ret->name) == n + 1 &&
		    !strncasecmp(ret->name, s, n) && n)
			return true;
	return false;
}

bool query_is_field(const char *s, size_t n)
{
	struct prefix f;

	return prefix_named(s, n, &f);
}

bool query_is_filter(const char *s, size_t n)
{
	struct prefix f;

	return prefix_named(s, n, &f) && f.what >= TO_DATES;
}

static bool dates_of(const struct prefix *f, const char *s, size_t n,
		     struct query_dates *ret)
{
	if (f->what == TO_DATES)
		return query_dates_parse(s, n, ret);
	return query_dates_beyond(s, n, f->what == TO_AFTER, ret);
}

static bool is_type(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!(s[i] >= 'a' && s[i] <= 'z') &&
		    !(s[i] >= '0' && s[i] <= '9'))
			return false;
	return n > 0 && n <= 16;
}

/* The value of a field that says nothing about words; *ret stays NULL when it is
 * none: then what was typed are words. */
static int parse_filter(struct parser *p, const struct prefix *f,
			struct query_node **ret)
{
	size_t from = p->at + strlen(f->name);
	size_t to = query_chunk_end(p->s, p->n, from);
	const char *s = p->s + from;
	struct query_dates dates;
	struct query_node *node;

	*ret = NULL;
	if (f->what == TO_TYPE ? !is_type(s, to - from)
			       : !dates_of(f, s, to - from, &dates))
		return 0;
	node = query_node_new(p, f->what == TO_TYPE ? QUERY_TYPE : QUERY_DATE);
	if (!node)
		return E_NOMEM;
	if (f->what == TO_TYPE) {
		node->type = arena_dup(&p->q->arena, s, to - from);
		if (!node->type)
			return err_nomem(p->e);
	} else {
		node->dates = dates;
	}
	p->at = to;
	*ret = node;
	return 0;
}

int query_parse_fields(struct parser *p, struct query_node **ret)
{
	struct prefix f;
	int r = 0;

	*ret = NULL;
	while (!r && !*ret && prefix_here(p, &f)) {
		if (f.what >= TO_DATES) {
			r = parse_filter(p, &f, ret);
			if (!r && !*ret)
				return 0;
			continue;
		}
		p->at += strlen(f.name);
		if (f.what == TO_EXACT)
			p->exact = true;
		else
			p->field = f.field;
		p->ref |= f.what == TO_REF;
	}
	return r;
}

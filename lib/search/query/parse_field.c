/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What stands before a colon: fields that words are looked for in, and filters
 * whose values are no words.
 */
#include <string.h>
#include <strings.h>

#include "base/collection.h"
#include "search/query/parser.h"

#define TYPE_MAX 16 /* bytes of the name of a type */
#define VALUE_MAX COLLECTION_NAME_MAX /* of any filter but a date */

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
	enum { TO_WORDS, TO_REF, TO_EXACT, TO_VALUE } what;
	enum query_field field;
	enum query_filter filter;
};

/* Beside the names of fields (field.h). */
static const struct prefix prefixes[] = {
	{ "ref:", TO_REF, FIELD_TEXT, FILTER_NONE },
	{ "=", TO_EXACT, FIELD_TEXT, FILTER_NONE },
	{ "date:", TO_VALUE, FIELD_TEXT, FILTER_DATES },
	{ "year:", TO_VALUE, FIELD_TEXT, FILTER_DATES },
	{ "after:", TO_VALUE, FIELD_TEXT, FILTER_AFTER },
	{ "before:", TO_VALUE, FIELD_TEXT, FILTER_BEFORE },
	{ "type:", TO_VALUE, FIELD_TEXT, FILTER_TYPE },
	{ QUERY_COLLECTION_PREFIX, TO_VALUE, FIELD_TEXT, FILTER_COLLECTION },
};
#define N_PREFIXES (sizeof(prefixes) / sizeof(*prefixes))

/* Prefix i of both tables; false behind the last. */
static bool prefix_get(size_t i, struct prefix *ret)
{
	size_t n_fields = FIELD_COUNT - FIELD_TITLE;

	if (i < n_fields) {
		enum query_field f = (enum query_field)(FIELD_TITLE + i);

		*ret = (struct prefix){ query_fields[f].name, TO_WORDS, f,
					FILTER_NONE };
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

enum query_field query_field_named(const char *s, size_t n)
{
	struct prefix f;

	return prefix_named(s, n, &f) ? f.field : FIELD_TEXT;
}

bool query_is_filter(const char *s, size_t n)
{
	struct prefix f;

	return prefix_named(s, n, &f) && f.what == TO_VALUE;
}

static bool dates_of(enum query_filter f, const char *s, size_t n,
		     struct query_dates *ret)
{
	if (f == FILTER_DATES)
		return query_dates_parse(s, n, ret);
	return query_dates_beyond(s, n, f == FILTER_AFTER, ret);
}

static bool is_type(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!(s[i] >= 'a' && s[i] <= 'z') &&
		    !(s[i] >= '0' && s[i] <= '9'))
			return false;
	return n && n <= TYPE_MAX;
}

/* A type or a collection in lower case; false when it is none. */
static bool name_of(enum query_filter f, const char *s, size_t n,
		    char ret[VALUE_MAX + 1])
{
	if (n > VALUE_MAX)
		return false;
	for (size_t i = 0; i < n; i++)
		ret[i] = s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] + 32) : s[i];
	ret[n] = '\0';
	return f == FILTER_TYPE ? is_type(ret, n) : collection_name_ok(ret, n);
}

/* The bytes of the value here, and where what follows it begins. */
static const char *value_here(const struct parser *p, size_t *ret_n,
			      size_t *ret_end)
{
	size_t from = p->at, to;
	size_t quote = query_quote_len(p->s + from, p->n - from);

	from += quote;
	to = quote ? query_quote_end(p->s, p->n, from)
		   : query_chunk_end(p->s, p->n, from);
	*ret_end = quote && to < p->n ?
			   to + query_quote_len(p->s + to, p->n - to) :
			   to;
	while (quote && from < to && query_is_space(p->s[from]))
		from++;
	while (quote && from < to && query_is_space(p->s[to - 1]))
		to--;
	*ret_n = to - from;
	return p->s + from;
}

int query_parse_value(struct parser *p, struct query_node **ret)
{
	bool named = p->filter == FILTER_TYPE || p->filter == FILTER_COLLECTION;
	struct query_dates dates = { "", "" };
	char value[VALUE_MAX + 1];
	struct query_node *node;
	size_t n, end;
	const char *s = value_here(p, &n, &end);

	*ret = NULL;
	if (named ? !name_of(p->filter, s, n, value) :
		    !dates_of(p->filter, s, n, &dates))
		return 0;
	node = query_node_new(p, !named ? QUERY_DATE :
				 p->filter == FILTER_TYPE ? QUERY_TYPE :
							    QUERY_COLLECTION);
	if (!node)
		return E_NOMEM;
	node->dates = dates;
	if (named)
		node->value = arena_dup(&p->q->arena, value, n);
	if (named && !node->value)
		return err_nomem(p->e);
	p->at = end;
	*ret = node;
	return 0;
}

/* A filter here, with a value or a bracket of them. */
static int parse_filter(struct parser *p, const struct prefix *f,
			struct query_node **ret)
{
	const struct parser outer = *p;
	int r = 0;

	p->at += strlen(f->name);
	p->filter = f->filter;
	p->ref = false;
	if (p->s[p->at] != '(')
		r = query_parse_value(p, ret);
	if (!*ret && p->s[p->at] != '(')
		*p = outer;
	return r;
}

int query_parse_fields(struct parser *p, struct query_node **ret)
{
	struct prefix f;

	*ret = NULL;
	while (prefix_here(p, &f)) {
		if (f.what == TO_VALUE)
			return parse_filter(p, &f, ret);
		p->at += strlen(f.name);
		p->filter = FILTER_NONE;
		if (f.what == TO_EXACT) {
			p->exact = true;
		} else {
			p->field = f.field;
			p->ref = f.what == TO_REF;
		}
	}
	return 0;
}

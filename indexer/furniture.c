/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules for lines of page furniture.
 */
#include "base/room.h"
#include "indexer/furniture.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "indexer/words.h"

const char furniture_builtin[] =
#include "indexer/furniture_rules.h"
	;

struct rule {
	int where; /* enum furniture_where, or-ed */
	bool open_ended;
	const char *key;
	size_t n;
};

struct furniture {
	struct rule *v;
	size_t n, cap;
	struct arena keys;
};

static int where_of(const char *word, size_t n)
{
	static const struct {
		const char *name;
		int where;
	} ends[] = {
		{ "head", FURNITURE_HEAD },
		{ "tail", FURNITURE_TAIL },
		{ "both", FURNITURE_HEAD | FURNITURE_TAIL },
	};

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (strlen(ends[i].name) == n && !memcmp(ends[i].name, word, n))
			return ends[i].where;
	return 0;
}

/* The rule behind the last, which is not counted yet. */
static struct rule *next_rule(struct furniture *f)
{
	struct rule *v = room(f->v, f->n + 1, &f->cap, sizeof(*v));

	if (!v)
		return NULL;
	f->v = v;
	return &v[f->n];
}

/* The words of a rule; '#' becomes a digit, which the key turns back. */
static int compile(struct furniture *f, struct text_analyzer *a, int where,
		   const char *s, size_t n, struct buf *line, struct err *e)
{
	struct rule *rule = next_rule(f);
	struct buf key = BUF_INIT;
	int r;

	while (n && strchr(" \t\r", s[n - 1]))
		n--;
	buf_clear(line);
	r = rule ? buf_add(line, s, n) : E_NOMEM;
	if (r)
		return err_nomem(e);
	for (char *p = line->s; (p = strchr(p, '#'));)
		*p = '0';
	r = words_key(a, line->s, line->len, &key, e);
	if (!r) {
		rule->where = where;
		rule->open_ended = n && s[n - 1] == '*';
		rule->n = key.len;
		rule->key = arena_dup(&f->keys, key.s ? key.s : "", key.len);
		r = rule->key ? 0 : err_nomem(e);
	}
	if (!r && rule->n)
		f->n++;
	buf_release(&key);
	return r;
}

static int parse_line(struct furniture *f, struct text_analyzer *a,
		      unsigned number, const char *s, size_t n,
		      struct buf *line, struct err *e)
{
	size_t word = 0;
	int where;

	if (!n || *s == '#' || *s == '\r')
		return 0;
	while (word < n && s[word] != ' ' && s[word] != '\t')
		word++;
	where = where_of(s, word);
	if (!where)
		return err_set(e, E_INVAL, "line %u of the furniture rules: "
			       "begins with none of head, tail, both", number);
	return compile(f, a, where, s + word, n - word, line, e);
}

int furniture_open(struct text_analyzer *a, const char *rules,
		   struct furniture **ret, struct err *e)
{
	struct furniture *f = calloc(1, sizeof(*f));
	struct buf line = BUF_INIT;
	unsigned number = 0;
	int r = f ? 0 : err_nomem(e);

	while (!r && *rules) {
		size_t n = strcspn(rules, "\n");

		r = parse_line(f, a, ++number, rules, n, &line, e);
		rules += n + (rules[n] == '\n');
	}
	buf_release(&line);
	if (r) {
		furniture_close(f);
		return r;
	}
	*ret = f;
	return 0;
}

void furniture_close(struct furniture *f)
{
	if (!f)
		return;
	free(f->v);
	arena_release(&f->keys);
	free(f);
}

bool furniture_match(const struct furniture *f, enum furniture_where where,
		     const char *key, size_t n)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct rule *rule = &f->v[i];

		if ((rule->where & (int)where) &&
		    (rule->open_ended ? n >= rule->n : n == rule->n) &&
		    !memcmp(rule->key, key, rule->n))
			return true;
	}
	return false;
}

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules for lines of page furniture.
 */
#include "base/room.h"
#include "indexer/furniture.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/path.h"
#include "indexer/words.h"

static const char builtin[] =
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

/* While rules are compiled. */
struct compiling {
	struct furniture *f;
	struct text_analyzer *a;
	const char *name; /* of the file */
	unsigned number;  /* of the line, from 1 */
	struct buf line, key;
	struct err *e;
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
		{ "never", FURNITURE_NEVER },
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

static int wrong(const struct compiling *c, const char *what)
{
	return err_set(c->e, E_INVAL, "%s:%u: %s", c->name, c->number, what);
}

/* The words of a rule; '#' becomes a digit, which the key turns back. */
static int compile(struct compiling *c, int where, const char *s, size_t n)
{
	struct rule *rule = next_rule(c->f);
	int r;

	while (n && strchr(" \t\r", s[n - 1]))
		n--;
	buf_clear(&c->line);
	r = rule ? buf_add(&c->line, s, n) : E_NOMEM;
	if (r)
		return err_nomem(c->e);
	for (char *p = c->line.s; p && (p = memchr(p, '#', (size_t)(
				c->line.s + c->line.len - p)));)
		*p = '0';
	r = words_key(c->a, c->line.s, c->line.len, &c->key, c->e);
	if (r)
		return r;
	if (!c->key.len)
		return wrong(c, "the rule has no word: lines without words are "
				"furniture anyway");
	*rule = (struct rule){
		.where = where,
		.open_ended = s[n - 1] == '*',
		.n = c->key.len,
		.key = arena_dup(&c->f->keys, c->key.s, c->key.len),
	};
	if (!rule->key)
		return err_nomem(c->e);
	c->f->n++;
	return 0;
}

static int parse_line(struct compiling *c, const char *s, size_t n)
{
	size_t word = 0;
	int where;

	if (!n || *s == '#' || *s == '\r')
		return 0;
	while (word < n && !strchr(" \t\r", s[word]))
		word++;
	where = where_of(s, word);
	if (!where)
		return wrong(c, "a rule begins with head, tail, both or never");
	return compile(c, where, s + word, n - word);
}

static int parse(struct compiling *c, const char *name, const char *s, size_t n)
{
	const char *end = s + n;
	int r = 0;

	c->name = name;
	c->number = 0;
	if (n >= 3 && !memcmp(s, "\xef\xbb\xbf", 3))
		s += 3;
	while (!r && s < end) {
		const char *nl = memchr(s, '\n', (size_t)(end - s));
		size_t len = (size_t)((nl ? nl : end) - s);

		c->number++;
		r = memchr(s, '\0', len) ? wrong(c, "not a line of text") :
					   parse_line(c, s, len);
		s += len + (nl != NULL);
	}
	return r;
}

static int parse_file(struct compiling *c, const char *path)
{
	struct buf text;
	int r;

	buf_init(&text, FURNITURE_FILE_MAX);
	r = path_read_file(path, &text, c->e);
	if (!r && text.len)
		r = parse(c, path, text.s, text.len);
	buf_release(&text);
	return r;
}

int furniture_open(const char *const *files, size_t n, struct furniture **ret,
		   struct err *e)
{
	struct compiling c = { .f = calloc(1, sizeof(*c.f)), .e = e };
	int r = c.f ? text_analyzer_open(&c.a, e) : err_nomem(e);

	if (!r)
		r = parse(&c, "the built-in rules", builtin, strlen(builtin));
	for (size_t i = 0; !r && i < n; i++)
		r = parse_file(&c, files[i]);
	text_analyzer_close(c.a);
	buf_release(&c.line);
	buf_release(&c.key);
	if (r)
		furniture_close(c.f);
	else
		*ret = c.f;
	return r;
}

void furniture_id(const struct furniture *f, char ret_hex[HASH_HEX_LEN + 1])
{
	char v[2 * HASH_HEX_LEN + 2 + 1], rest[HASH_HEX_LEN + 1];

	/* A chain of hashes: of what came before, and a rule. */
	memset(v, '0', sizeof(v));
	for (size_t i = 0; i < f->n; i++) {
		const struct rule *rule = &f->v[i];

		hash_hex(rule->key, rule->n, rest);
		memcpy(v + HASH_HEX_LEN, rest, HASH_HEX_LEN);
		v[2 * HASH_HEX_LEN] = (char)('0' + rule->where);
		v[2 * HASH_HEX_LEN + 1] = (char)('0' + rule->open_ended);
		hash_hex(v, sizeof(v) - 1, rest);
		memcpy(v, rest, HASH_HEX_LEN);
	}
	memcpy(ret_hex, v, HASH_HEX_LEN);
	ret_hex[HASH_HEX_LEN] = '\0';
}

void furniture_close(struct furniture *f)
{
	if (!f)
		return;
	free(f->v);
	arena_release(&f->keys);
	free(f);
}

static bool rule_matches(const struct rule *rule, const char *key, size_t n)
{
	return (rule->open_ended ? n >= rule->n : n == rule->n) &&
	       !memcmp(rule->key, key, rule->n);
}

bool furniture_match(const struct furniture *f, enum furniture_where where,
		     const char *key, size_t n)
{
	bool found = false;

	for (size_t i = 0; i < f->n; i++) {
		const struct rule *rule = &f->v[i];

		if (!(rule->where & (int)(where | FURNITURE_NEVER)) ||
		    !rule_matches(rule, key, n))
			continue;
		if (rule->where == FURNITURE_NEVER)
			return false;
		found = true;
	}
	return found;
}

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
	const char *s; /* as written */
	size_t n;
	const char *key; /* once compiled */
	size_t key_n;
	const char *name; /* of the file */
	unsigned number;  /* of the line, from 1 */
};

struct furniture {
	struct rule *v;
	size_t n, cap;
	struct arena strings;
	char id[HASH_HEX_LEN + 1];
	bool compiled;
};

/* While rules are read. */
struct reading {
	struct furniture *f;
	const char *name;
	unsigned number;
	struct buf all; /* of the rules, what the identity depends on */
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

static int wrong(const char *name, unsigned number, const char *what,
		 struct err *e)
{
	return err_set(e, E_INVAL, "%s:%u: %s", name, number, what);
}

static int add_rule(struct reading *c, int where, const char *s, size_t n)
{
	struct rule *rule = next_rule(c->f);

	while (n && strchr(" \t\r", *s))
		s++, n--;
	while (n && strchr(" \t\r", s[n - 1]))
		n--;
	buf_addf(&c->all, "%d ", where);
	buf_add(&c->all, s, n);
	if (!rule || buf_addc(&c->all, '\n'))
		return err_nomem(c->e);
	*rule = (struct rule){
		.where = where,
		.open_ended = n && s[n - 1] == '*',
		.s = arena_dup(&c->f->strings, s, n),
		.n = n,
		.name = c->name,
		.number = c->number,
	};
	if (!rule->s)
		return err_nomem(c->e);
	c->f->n++;
	return 0;
}

static int parse_line(struct reading *c, const char *s, size_t n)
{
	size_t word = 0;
	int where;

	if (!n || *s == '#' || *s == '\r')
		return 0;
	while (word < n && !strchr(" \t\r", s[word]))
		word++;
	where = where_of(s, word);
	if (!where)
		return wrong(c->name, c->number, "a rule begins with head, "
			     "tail, both or never", c->e);
	return add_rule(c, where, s + word, n - word);
}

static int parse(struct reading *c, const char *name, const char *s, size_t n)
{
	const char *end = s + n;
	int r = 0;

	c->name = arena_dup(&c->f->strings, name, strlen(name));
	c->number = 0;
	if (!c->name)
		return err_nomem(c->e);
	if (n >= 3 && !memcmp(s, "\xef\xbb\xbf", 3))
		s += 3;
	while (!r && s < end) {
		const char *nl = memchr(s, '\n', (size_t)(end - s));
		size_t len = (size_t)((nl ? nl : end) - s);

		c->number++;
		if (memchr(s, '\0', len))
			r = wrong(name, c->number, "not a line of text", c->e);
		else
			r = parse_line(c, s, len);
		s += len + (nl != NULL);
	}
	return r;
}

static int parse_file(struct reading *c, const char *path)
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
	struct reading c = { .f = calloc(1, sizeof(*c.f)), .e = e };
	int r = c.f ? parse(&c, "the built-in rules", builtin, strlen(builtin)) :
		      err_nomem(e);

	for (size_t i = 0; !r && i < n; i++)
		r = parse_file(&c, files[i]);
	if (!r) {
		hash_hex(c.all.s, c.all.len, c.f->id);
		*ret = c.f;
	} else {
		furniture_close(c.f);
	}
	buf_release(&c.all);
	return r;
}

void furniture_id(const struct furniture *f, char ret_hex[HASH_HEX_LEN + 1])
{
	memcpy(ret_hex, f->id, sizeof(f->id));
}

/* The words of a rule; '#' becomes a digit, which the key turns back. */
static int compile(struct furniture *f, struct rule *rule,
		   struct text_analyzer *a, struct buf *line, struct buf *key,
		   struct err *e)
{
	int r;

	buf_clear(line);
	if (buf_add(line, rule->s, rule->n))
		return err_nomem(e);
	for (size_t i = 0; i < line->len; i++)
		if (line->s[i] == '#')
			line->s[i] = '0';
	r = words_key(a, line->s, line->len, key, e);
	if (r)
		return r;
	if (!key->len)
		return wrong(rule->name, rule->number, "the rule has no word: "
			     "lines without words are furniture anyway", e);
	rule->key = arena_dup(&f->strings, key->s, key->len);
	rule->key_n = key->len;
	return rule->key ? 0 : err_nomem(e);
}

int furniture_compile(struct furniture *f, struct text_analyzer *a,
		      struct err *e)
{
	struct buf line = BUF_INIT, key = BUF_INIT;
	int r = 0;

	for (size_t i = 0; !f->compiled && !r && i < f->n; i++)
		r = compile(f, &f->v[i], a, &line, &key, e);
	buf_release(&line);
	buf_release(&key);
	f->compiled = !r;
	return r;
}

void furniture_close(struct furniture *f)
{
	if (!f)
		return;
	free(f->v);
	arena_release(&f->strings);
	free(f);
}

static bool rule_matches(const struct rule *rule, const char *key, size_t n)
{
	return (rule->open_ended ? n >= rule->key_n : n == rule->key_n) &&
	       !memcmp(rule->key, key, rule->key_n);
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

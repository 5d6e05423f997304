/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "search/query/parser.h"

#define KIDS_MAX 256 /* items of one node: operators and words are bounded too */

/* The items of a node while it is read. */
struct items {
	struct query_node *v[KIDS_MAX];
	size_t n;
	bool and_next; /* the next item belongs to the last one: AND was read */
	uint32_t near_next; /* the same for NEAR; 0: it was not */
};

static int parse_or(struct parser *p, struct query_node **ret);

/* ---------------------------------------------------------------- characters */

/* The end of the chunk at `at`. */
static size_t chunk_end(const struct parser *p, size_t at)
{
	return query_chunk_end(p->s, p->n, at);
}

static void skip_space(struct parser *p)
{
	size_t len;

	while ((len = query_space_len(p->s + p->at, p->n - p->at)))
		p->at += len;
}

/* --------------------------------------------------------------------- nodes */

struct query_node *query_node_new(struct parser *p, enum query_op op)
{
	struct query_node *node = arena_alloc(&p->q->arena, sizeof(*node));

	if (node)
		node->op = op;
	else
		err_nomem(p->e);
	return node;
}

/* A node over n kids; a single kid stands for itself. */
static int node_over(struct parser *p, enum query_op op,
		     struct query_node **kids, size_t n,
		     struct query_node **ret)
{
	struct query_node *node;

	if (n == 1 && op != QUERY_NOT) {
		*ret = kids[0];
		return 0;
	}
	node = query_node_new(p, op);
	if (!node)
		return E_NOMEM;
	node->kids = arena_alloc(&p->q->arena, n * sizeof(*kids));
	if (!node->kids)
		return err_nomem(p->e);
	memcpy(node->kids, kids, n * sizeof(*kids));
	node->n_kids = n;
	*ret = node;
	return 0;
}

static bool can_be_near(const struct query_node *node)
{
	return node->op == QUERY_WORD || node->op == QUERY_PHRASE;
}

/* Put a node and the last item under the AND or NEAR between them.  NEAR is for
 * words and phrases; between others it is AND.  A NEAR/3 B NEAR/3 C is one. */
static int items_join(struct parser *p, struct items *items,
		      struct query_node *node)
{
	struct query_node **last = &items->v[items->n - 1];
	struct query_node *pair[] = { *last, node }, *kids[KIDS_MAX];
	uint32_t near = items->near_next;
	size_t n = 0;
	int r;

	items->and_next = false;
	items->near_next = 0;
	query_take_out(p, *last);
	query_take_out(p, node);
	if (near && (*last)->op == QUERY_NEAR && (*last)->near == near &&
	    can_be_near(node) && (*last)->n_kids < KIDS_MAX) {
		n = (*last)->n_kids;
		memcpy(kids, (*last)->kids, n * sizeof(*kids));
		kids[n++] = node;
	} else if (near && can_be_near(*last) && can_be_near(node)) {
		memcpy(kids, pair, sizeof(pair));
		n = 2;
	}
	if (!n)
		return node_over(p, QUERY_AND, pair, 2, last);
	r = node_over(p, QUERY_NEAR, kids, n, last);
	if (!r)
		(*last)->near = near;
	return r;
}

static int items_add(struct parser *p, struct items *items,
		     struct query_node *node, bool negative)
{
	int r;

	if (!node)
		return 0;
	if (items->n == KIDS_MAX)
		return err_limit(p->e, "query_parts", KIDS_MAX,
				 "the query has more than %d parts side by side",
				 KIDS_MAX);
	if (negative) {
		r = node_over(p, QUERY_NOT, &node, 1, &node);
		if (r)
			return r;
	}
	if ((items->and_next || items->near_next) && items->n)
		return items_join(p, items, node);
	items->and_next = false;
	items->near_next = 0;
	items->v[items->n++] = node;
	return 0;
}

/* --------------------------------------------------------------------- words */

static int word_node(struct parser *p, size_t word, size_t n,
		     struct query_node **ret)
{
	struct query_node *node =
		query_node_new(p, n == 1 ? QUERY_WORD : QUERY_PHRASE);

	if (!node)
		return E_NOMEM;
	node->first = word;
	node->n_words = n;
	*ret = node;
	return 0;
}

/* A phrase, or the word that is all of it. */
static int phrase_node(struct parser *p, size_t first, size_t n,
		       struct query_node **ret)
{
	for (size_t i = first; n > 1 && i < first + n; i++)
		p->q->words[i].in_phrase = true;
	return word_node(p, first, n, ret);
}

/* Words as items of their own, but for numbers that a sign joins. */
static int parse_run(struct parser *p, size_t from, size_t to,
		     struct items *items)
{
	struct query_node *node;
	size_t first, n;
	bool plain;
	int r;

	if (from == to)
		return 0;
	r = query_add_words(p, from, to, &first, &n);
	p->runs++;
	plain = p->field == FIELD_TEXT && !p->exact && !p->ref;
	for (size_t i = 0; !r && i < n; i++)
		p->q->words[first + i].run = plain ? p->runs : 0;
	for (size_t i = 0, k; !r && i < n; i += k) {
		for (k = 1; i + k < n && p->q->words[first + i + k].glued; k++)
			;
		if (p->ref && k == 1)
			r = query_to_ref(p, &p->q->words[first + i]);
		if (!r)
			r = phrase_node(p, first + i, k, &node);
		if (!r)
			r = items_add(p, items, node, false);
	}
	return r;
}

/* Words that must stand together.  *ret stays NULL when there are none. */
static int parse_phrase(struct parser *p, size_t from, size_t to,
			struct query_node **ret)
{
	size_t first, n;
	int r = query_add_words(p, from, to, &first, &n);

	*ret = NULL;
	return r || !n ? r : phrase_node(p, first, n, ret);
}

/* -------------------------------------------------------------------- lexemes */

enum lexeme { LEX_END, LEX_PLAIN, LEX_ATOM, LEX_MINUS, LEX_AND, LEX_OR,
	      LEX_NOT, LEX_NEAR, LEX_CLOSE };

static enum lexeme lex(const struct parser *p)
{
	const char *s = p->s + p->at;
	size_t left = p->n - p->at;
	size_t len = chunk_end(p, p->at) - p->at;

	if (!left)
		return LEX_END;
	if (*s == ')')
		return LEX_CLOSE;
	if (*s == '(' || query_quote_len(s, left) || query_at_field(p))
		return LEX_ATOM;
	if (query_near(s, len))
		return LEX_NEAR;
	if (query_is_operator(s, len))
		return *s == 'O' ? LEX_OR : *s == 'A' ? LEX_AND : LEX_NOT;
	return query_at_prefix(p, "-") && !query_goes_on(p->s, p->at, len)
		       ? LEX_MINUS
		       : LEX_PLAIN;
}

/* The end of the plain words that follow one another from byte `at` on, `at`
 * where there is none. */
static size_t plain_end(const struct parser *p, size_t at)
{
	struct parser probe = *p;
	size_t end = at;

	probe.at = at;
	for (skip_space(&probe); lex(&probe) == LEX_PLAIN; skip_space(&probe))
		end = probe.at = chunk_end(&probe, probe.at);
	return end;
}

/* --------------------------------------------------------------------- atoms */

static int parse_quoted(struct parser *p, struct query_node **ret)
{
	size_t from, to;

	from = p->at + query_quote_len(p->s + p->at, p->n - p->at);
	to = query_quote_end(p->s, p->n, from);
	p->at = to + (to < p->n ? query_quote_len(p->s + to, p->n - to) : 0);
	return parse_phrase(p, from, to, ret);
}

static int parse_bracket(struct parser *p, struct query_node **ret)
{
	int r;

	if (++p->depth > p->nesting_max)
		return err_limit(p->e, "nesting", p->nesting_max,
				 "the query has brackets more than %u deep",
				 p->nesting_max);
	p->at++;
	r = parse_or(p, ret);
	if (p->at < p->n && p->s[p->at] == ')')
		p->at++;
	p->depth--;
	return r;
}

/* Pass over minus signs behind a field: whether there are any. */
static bool skip_minus(struct parser *p)
{
	size_t at = p->at;

	while (query_at_prefix(p, "-"))
		p->at++;
	return p->at > at;
}

/* Fields, `=` and the signs behind them: `title:-lan` is `-title:lan`. */
static int parse_prefixes(struct parser *p, bool *negative,
			  struct query_node **ret)
{
	size_t at;
	int r;

	do {
		at = p->at;
		r = query_parse_fields(p, ret);
		if (r || *ret || p->at == at || !skip_minus(p))
			return r;
		*negative = !*negative;
	} while (p->at > at);
	return 0;
}

/* The chunk here taken together, and behind ref: all of a reference. */
static int parse_chunk(struct parser *p, struct query_node **ret)
{
	size_t from = p->at, to = chunk_end(p, from), end = to;
	int r = 0;

	if (p->ref) {
		p->at = end;
		r = query_ref_end(p, from, plain_end(p, end), &end);
	}
	if (r)
		return r;
	p->at = end > to ? chunk_end(p, end) : to;
	return parse_phrase(p, from, p->at, ret);
}

/* What stands behind fields: a value, a quoted phrase, a bracket, a chunk. */
static int parse_bare(struct parser *p, struct query_node **ret)
{
	int r = 0;

	*ret = NULL;
	if (p->filter)
		r = query_parse_value(p, ret);
	if (r || *ret)
		return r;
	if (query_quote_len(p->s + p->at, p->n - p->at))
		return parse_quoted(p, ret);
	return p->s[p->at] == '(' ? parse_bracket(p, ret)
				  : parse_chunk(p, ret);
}

/* One thing that is asked for; what stands behind its fields may turn *negative.
 */
static int parse_atom(struct parser *p, bool *negative,
		      struct query_node **ret)
{
	const struct parser outer = *p;
	int r = parse_prefixes(p, negative, ret);

	if (!r && !*ret)
		r = parse_bare(p, ret);
	p->field = outer.field;
	p->ref = outer.ref;
	p->exact = outer.exact;
	p->filter = outer.filter;
	return r;
}

/* --------------------------------------------------------------------- groups */

/* From here to the end of the plain words that follow one another. */
static int parse_plain(struct parser *p, struct items *items)
{
	size_t from = p->at;

	p->at = plain_end(p, from);
	return parse_run(p, from, p->at, items);
}

/* Among values: one, or a chunk that is none. */
static int parse_one(struct parser *p, struct items *items)
{
	size_t from = p->at;
	struct query_node *node;
	int r = query_parse_value(p, &node);

	if (r || node)
		return r ? r : items_add(p, items, node, false);
	p->at = chunk_end(p, from);
	return parse_run(p, from, p->at, items);
}

static int parse_item(struct parser *p, struct items *items)
{
	struct query_node *node;
	bool negative = false;
	enum lexeme l;
	int r;

	while ((l = lex(p)) == LEX_NOT || l == LEX_MINUS) {
		p->at += l == LEX_NOT ? 3 : 1;
		negative = l == LEX_MINUS ? true : !negative;
		/* All of a row at once: lex() looks ahead to its end. */
		while (l == LEX_MINUS && query_at_prefix(p, "-"))
			p->at++;
		skip_space(p);
	}
	if (l == LEX_PLAIN && !negative)
		return p->filter ? parse_one(p, items) : parse_plain(p, items);
	if (l != LEX_PLAIN && l != LEX_ATOM)
		return 0; /* an operator without anything behind it */
	r = parse_atom(p, &negative, &node);
	return r ? r : items_add(p, items, node, negative);
}

static int parse_group(struct parser *p, struct query_node **ret)
{
	struct items items = { .n = 0 };
	enum lexeme l;
	int r = 0;

	*ret = NULL;
	for (skip_space(p); !r; skip_space(p)) {
		l = lex(p);
		if (l == LEX_END || l == LEX_OR ||
		    (l == LEX_CLOSE && p->depth))
			break;
		if (l == LEX_CLOSE) {
			p->at++; /* closes nothing */
		} else if (l == LEX_AND) {
			p->at += 3;
			items.and_next = items.n > 0;
		} else if (l == LEX_NEAR) {
			size_t to = chunk_end(p, p->at);

			items.near_next = query_near(p->s + p->at, to - p->at);
			p->at = to;
		} else {
			r = parse_item(p, &items);
		}
	}
	if (r || !items.n)
		return r;
	return node_over(p, QUERY_GROUP, items.v, items.n, ret);
}

static int parse_or(struct parser *p, struct query_node **ret)
{
	struct items items = { .n = 0 };
	struct query_node *node;
	int r;

	*ret = NULL;
	for (;;) {
		r = parse_group(p, &node);
		if (!r)
			r = items_add(p, &items, node, false);
		if (r)
			return r;
		if (lex(p) != LEX_OR)
			break;
		p->at += 2;
	}
	return items.n ? node_over(p, QUERY_OR, items.v, items.n, ret) : 0;
}

/* ------------------------------------------------------------------------ whole */

/* Tell each word whether it stands behind an odd number of NOTs. */
static void mark_unwanted(struct query *q, const struct query_node *node,
			  bool unwanted)
{
	bool inner = unwanted != (node->op == QUERY_NOT);

	for (size_t i = 0; i < node->n_words; i++)
		q->words[node->first + i].unwanted = unwanted;
	for (size_t i = 0; i < node->n_kids; i++)
		mark_unwanted(q, node->kids[i], inner);
}

int query_parse_tree(struct query *q, struct text_analyzer *a, const char *s,
		     size_t n, const struct search_limits *limits,
		     struct err *e)
{
	struct parser p = {
		.q = q,
		.analyzer = a,
		.s = s,
		.n = n,
		.words_max = limits->words < QUERY_WORDS_MAX ? limits->words
							     : QUERY_WORDS_MAX,
		.nesting_max = limits->nesting,
		.e = e,
	};
	int r;

	memset(q, 0, sizeof(*q));
	if (n > limits->query_bytes)
		return err_limit(e, "query_bytes", limits->query_bytes,
				 "the query has %zu bytes, at most %u are read",
				 n, limits->query_bytes);
	r = parse_or(&p, &q->root);
	if (!r && q->root)
		mark_unwanted(q, q->root, false);
	return r;
}

int query_parse(struct query *q, struct text_analyzer *a, const char *s,
		size_t n, const struct search_limits *limits, struct err *e)
{
	int r = query_parse_tree(q, a, s, n, limits, e);

	return r ? r : query_read_as(q, a, s, n, limits, e);
}

bool query_same_word(const struct query_word *a, const struct query_word *b)
{
	return a->term_len == b->term_len && a->field == b->field &&
	       a->exact == b->exact && a->prefix == b->prefix &&
	       a->typed_y == b->typed_y &&
	       !memcmp(a->term, b->term, a->term_len);
}

void query_release(struct query *q)
{
	arena_release(&q->arena);
}

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What an abbreviation is short for.
 */
#include <stdlib.h>
#include <string.h>

#include "search/session.h"
#include "search/typing/written.h"

struct sense {
	const struct abbrev_pair *pair;
	uint64_t df; /* about how many reports have the long form */
};

/* The text as one word: a unit like GD&ĐT, else its only word.  1: *ret_base is
 * its base, in `base`; 0: it is more, or nothing.  E_NOMEM. */
static int read_word(struct search *s, const struct search_request *req,
		     char base[TEXT_TERM_MAX], size_t *ret_n, struct err *e)
{
	struct text_token t;
	size_t words = 0;
	bool whole = false;
	int r;

	text_begin(s->analyzer, req->query, req->query_len, 0);
	while ((r = text_read(s->analyzer, &t, e)) > 0) {
		bool joined = t.kind == TEXT_JOINED;

		words += !text_is_unit(t.kind);
		if ((joined && t.n_pos == words) || (!joined && words == 1)) {
			memcpy(base, t.term, t.base_len);
			*ret_n = t.base_len;
		}
		whole = joined && t.n_pos == words;
	}
	return r ? r : words == 1 || whole;
}

/* < 0: a is likelier. */
static int compare(const void *x, const void *y)
{
	const struct sense *a = x, *b = y;
	bool a_own = a->pair->source == ABBREV_YOURS;
	bool b_own = b->pair->source == ABBREV_YOURS;

	if (a_own != b_own)
		return a_own ? -1 : 1;
	if (a->pair->reports != b->pair->reports)
		return a->pair->reports > b->pair->reports ? -1 : 1;
	if (a->df != b->df)
		return a->df > b->df ? -1 : 1;
	return a->pair->order < b->pair->order ? -1 : 1;
}

#define SENSES_MAX 32 /* that are compared */

static int find_senses(struct search *s, struct base base,
		       struct sense senses[SENSES_MAX], size_t *ret_n,
		       struct err *e)
{
	const struct abbrev_way *ways;
	size_t n = abbrev_find(&s->index->abbrev, base, (struct base){ "", 0 },
			       &ways);
	size_t rarest;

	*ret_n = 0;
	for (size_t i = 0; i < n && *ret_n < SENSES_MAX; i++) {
		struct sense *x = &senses[*ret_n];
		int r;

		if (ways[i].back || ways[i].from.n != 1 ||
		    run_compare(&ways[i].to, &ways[i].pair->words))
			continue;
		x->pair = ways[i].pair;
		r = run_df(s->reader, &x->pair->words, &x->df, &rarest, e);
		if (r)
			return r;
		++*ret_n;
	}
	qsort(senses, *ret_n, sizeof(*senses), compare);
	return 0;
}

static int add_meaning(struct search *s, const struct search_request *req,
		       const struct abbrev_pair *pair,
		       struct search_meanings *list, struct err *e)
{
	struct written_term terms[ABBREV_WORDS_MAX];
	struct buf text = BUF_INIT;
	size_t n;
	int r = search_in_time(req, e);

	for (size_t i = 0; i < pair->words.n; i++)
		terms[i] = (struct written_term){ pair->words.v[i].term,
						  pair->words.v[i].n };
	if (!r)
		r = written_text(s, req, terms, pair->words.n, &text, e);
	if (!r && !text.len)
		r = E_INTERNAL;
	if (r) {
		buf_release(&text);
		return r;
	}
	list->v[list->n++] = (struct search_meaning){
		.text = buf_detach(&text, &n),
		.reports = pair->reports,
	};
	return 0;
}

int search_meanings(struct search *s, const struct search_request *req,
		    struct search_meanings *ret, struct err *e)
{
	struct sense senses[SENSES_MAX];
	struct search_meanings list = { .n = 0 };
	char base[TEXT_TERM_MAX];
	size_t base_n = 0, n = 0;
	int r = read_word(s, req, base, &base_n, e);

	if (r > 0)
		r = find_senses(s, (struct base){ base, base_n }, senses, &n,
				e);
	for (size_t i = 0; !r && i < n && i < SEARCH_MEANINGS_MAX; i++)
		r = add_meaning(s, req, senses[i].pair, &list, e);
	if (r)
		search_meanings_release(&list);
	else
		*ret = list;
	return r;
}

void search_meanings_release(struct search_meanings *list)
{
	for (size_t i = 0; i < list->n; i++)
		free(list->v[i].text);
	list->n = 0;
}

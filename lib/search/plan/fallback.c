/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a word that is nowhere in the archive was probably meant to be.
 */
#include <string.h>

#include "search/plan/pair.h"
#include "search/plan/question.h"
#include "store/store.h"
#include "text/keys.h"
#include "text/syllable.h"

#define SPLITS_TRIED 32
/* How many times as many reports are much more. */
#define MUCH_MORE 10

struct fallback {
	struct search *s;
	struct plan *plan;
	const char *text;
	size_t done; /* bytes of the text that are in `out` */
	struct buf *out;
	const char *kind;
	bool types_vni; /* a word of the query can be nothing else */
	struct buf reading; /* of the word at hand */
	struct err *e;
};

/* A word as the analyzer has it. */
struct reading {
	char term[TEXT_TERM_MAX];
	size_t n, base_len;
};

/* ----------------------------------------------------------- what is there */

/* The one syllable that n bytes are; false: they are none, or several. */
static bool read_syllable(struct fallback *f, const char *s, size_t n,
			  struct reading *ret)
{
	struct text_token t;
	size_t count = 0;

	text_begin(f->s->analyzer, s, n, 0);
	while (text_next(f->s->analyzer, &t, NULL) > 0) {
		if (count++ || t.kind != TEXT_SYLLABLE)
			return false;
		memcpy(ret->term, t.term, t.term_len);
		ret->n = t.term_len;
		ret->base_len = t.base_len;
	}
	return count == 1;
}

/* How many reports have the most frequent word that this one covers. */
static int reading_df(struct fallback *f, const struct reading *r,
		      uint64_t *ret_df)
{
	const struct run_word t = { .term = r->term,
				     .n = r->n,
				     .base_len = r->base_len };
	struct plan_form *forms;
	size_t n;
	int code = plan_look_up(f->plan, &t, false, &forms, &n, f->e);

	*ret_df = !code && n ? forms[0].df : 0;
	return code;
}

/* Whether the archive has a word that this one covers. */
static int is_there(struct fallback *f, const struct reading *r, bool *ret)
{
	uint64_t df;
	int code = reading_df(f, r, &df);

	*ret = !code && df;
	return code;
}

static int are_neighbours(struct fallback *f, struct base a, struct base b,
			  bool *ret)
{
	uint64_t df;
	int r = pair_df(f->s->reader, a, b, &df, f->e);

	*ret = !r && df;
	return r;
}

/* ------------------------------------------------------------------ rewriting */

/* Put the reading in the place of bytes [begin, end) of the text. */
static int replace(struct fallback *f, size_t begin, size_t end,
		   const char *kind)
{
	buf_add(f->out, f->text + f->done, begin - f->done);
	buf_add(f->out, f->reading.s, f->reading.len);
	f->done = end;
	if (!f->kind)
		f->kind = kind;
	return f->out->failed ? err_nomem(f->e) : 0;
}

typedef bool keys_fn(const char *s, size_t n, struct buf *out);

/* Read bytes [begin, end) as keys; replaces them where the archive has that. */
static int try_keys(struct fallback *f, size_t begin, size_t end, keys_fn *keys,
		    const char *kind, bool *ret_done)
{
	struct reading reading;
	bool there;
	int r;

	*ret_done = false;
	buf_clear(&f->reading);
	if (!keys(f->text + begin, end - begin, &f->reading))
		return f->reading.failed ? err_nomem(f->e) : 0;
	if (!read_syllable(f, f->reading.s, f->reading.len, &reading))
		return 0;
	r = is_there(f, &reading, &there);
	if (r || !there)
		return r;
	*ret_done = true;
	return replace(f, begin, end, kind);
}

/* --------------------------------------------------------- run-together words */

struct split {
	struct fallback *f;
	const char *s;
	int r;
	bool found;
};

/* Whether the syllables stand side by side in the archive. */
static bool see_split(void *arg, const size_t *ends, size_t n)
{
	struct split *x = arg;
	struct reading last = { .n = 0 }, next;
	size_t from = 0;

	for (size_t i = 0; i < n; i++) {
		bool there = true;

		/* One letter is rather a slip, củaa, than a word. */
		if (!read_syllable(x->f, x->s + from, ends[i] - from, &next) ||
		    next.base_len == 1)
			return true;
		if (last.n)
			x->r = are_neighbours(
				x->f, (struct base){ last.term, last.base_len },
				(struct base){ next.term, next.base_len },
				&there);
		if (!x->r && there)
			x->r = is_there(x->f, &next, &there);
		if (x->r || !there)
			return !x->r;
		last = next;
		from = ends[i];
	}
	buf_clear(&x->f->reading);
	for (size_t i = 0, at = 0; i < n; at = ends[i++]) {
		buf_adds(&x->f->reading, i ? " " : "");
		buf_add(&x->f->reading, x->s + at, ends[i] - at);
	}
	x->found = true;
	return false;
}

static int try_split(struct fallback *f, const struct query_word *w)
{
	struct split x = { .f = f, .s = f->text + w->begin };

	syllable_splits(x.s, w->end - w->begin, SPLITS_TRIED, see_split, &x);
	return x.r || !x.found ? x.r : replace(f, w->begin, w->end, "joined");
}

/* ---------------------------------------------------------------------- words */

static bool is_wanted(const struct query_word *w)
{
	return w->field == FIELD_TEXT && !w->exact && !w->prefix &&
	       !w->unwanted;
}

/*
 * Letters and digits run together, ho5c: the analyzer parts them.  How many
 * words from i on are such a piece, whole; 0: none.
 */
static size_t vni_words(const struct query *q, size_t i)
{
	const struct query_word *w = &q->words[i];
	size_t n = 1;

	if (w->kind != TEXT_SYLLABLE || !is_wanted(w) || w->marked ||
	    (i && w[-1].end == w->begin))
		return 0;
	while (i + n < q->n_words && w[n].begin == w[n - 1].end &&
	       (w[n].kind == TEXT_NUMBER || w[n].kind == TEXT_SYLLABLE) &&
	       is_wanted(&w[n]))
		n++;
	return n > 1 ? n : 0;
}

/*
 * The most reports that can have the piece as it was typed: they have each of
 * its words so, and these side by side.  `va 2` is `và 2` in most of those that
 * have the pair, but no more than have a bare `va` can have va2.  *ret_pairs:
 * in how many reports it stands whatever its marks.
 */
static int typed_df(struct fallback *f, size_t i, size_t n, uint64_t *ret_df,
		    uint64_t *ret_pairs)
{
	const struct query_word *w = &f->plan->q->words[i];
	uint64_t least = f->plan->words[i].own_df, pairs = UINT64_MAX, df;
	int r = 0;

	for (size_t k = 1; !r && k < n; k++) {
		if (f->plan->words[i + k].own_df < least)
			least = f->plan->words[i + k].own_df;
		r = pair_df(f->s->reader,
			    (struct base){ w[k - 1].term, w[k - 1].base_len },
			    (struct base){ w[k].term, w[k].base_len }, &df, f->e);
		if (!r && df < pairs)
			pairs = df;
	}
	*ret_df = least < pairs ? least : pairs;
	*ret_pairs = pairs;
	return r;
}

/* What a piece is by the keys of VNI, in how many reports, and in how many it
 * may be as it was typed.  *ret_df is 0 where it is nothing. */
static int weigh_vni(struct fallback *f, size_t i, size_t n, uint64_t *ret_df,
		     uint64_t *ret_typed)
{
	const struct query_word *w = &f->plan->q->words[i];
	struct reading reading;
	uint64_t df, pairs;
	int r;

	*ret_df = 0;
	buf_clear(&f->reading);
	if (!keys_vni(f->text + w->begin, w[n - 1].end - w->begin, &f->reading))
		return f->reading.failed ? err_nomem(f->e) : 0;
	if (!read_syllable(f, f->reading.s, f->reading.len, &reading))
		return 0;
	r = typed_df(f, i, n, ret_typed, &pairs);
	/* Who types by keys types all marks: lop1 is lóp or `lớp 1`, not lớp.
	 * With fewer only where there is nothing else. */
	if (!r && pairs)
		r = store_term_df(f->s->reader, reading.term, reading.n, &df,
				  f->e);
	else if (!r)
		r = reading_df(f, &reading, &df);
	if (!r && df > pairs)
		*ret_df = df;
	return r;
}

/* A word that is nowhere as it was typed: the writer uses VNI. */
static int find_vni(struct fallback *f)
{
	uint64_t df, typed;
	int r = 0;

	for (size_t i = 0, n; !r && i < f->plan->q->n_words; i += n ? n : 1) {
		n = vni_words(f->plan->q, i);
		if (!n)
			continue;
		r = weigh_vni(f, i, n, &df, &typed);
		f->types_vni |= !r && df && !typed;
	}
	return r;
}

/* A code that may be there, A4, stays unless what the keys make of it is more
 * frequent: much more, where nothing else in the query shows that they are. */
static int try_vni(struct fallback *f, size_t i, size_t n, bool *ret_done)
{
	const struct query_word *w = &f->plan->q->words[i];
	uint64_t df, typed;
	int r = weigh_vni(f, i, n, &df, &typed);

	*ret_done = !r && df &&
		    df > typed * (f->types_vni ? 1 : MUCH_MORE);
	return *ret_done ? replace(f, w->begin, w[n - 1].end, "vni") : r;
}

static int read_word(struct fallback *f, size_t i)
{
	const struct query_word *w = &f->plan->q->words[i];
	bool done = false;
	int r = 0;

	if (w->kind != TEXT_SYLLABLE || !plan_is_nowhere(f->plan, i))
		return 0;
	/* Marks of its own are typed where the method is on. */
	if (!w->marked)
		r = try_keys(f, w->begin, w->end, keys_telex, "telex", &done);
	return r || done ? r : try_split(f, w);
}

int fallback_read(struct search *s, struct plan *p, const char *text,
		  size_t n, struct buf *out, const char **ret_kind,
		  struct err *e)
{
	struct fallback f = { .s = s,
			      .plan = p,
			      .text = text,
			      .out = out,
			      .reading = BUF_INIT,
			      .e = e };
	int r = find_vni(&f);

	for (size_t i = 0; !r && i < p->q->n_words;) {
		size_t vni = vni_words(p->q, i);
		bool done = false;

		if (vni)
			r = try_vni(&f, i, vni, &done);
		if (!r && !done)
			r = read_word(&f, i);
		i += done ? vni : 1;
	}
	buf_release(&f.reading);
	if (r)
		return r;
	if (f.kind)
		buf_add(out, text + f.done, n - f.done);
	*ret_kind = f.kind;
	return out->failed ? err_nomem(e) : 0;
}

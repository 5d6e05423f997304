/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/plan/plan_forms.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "search/session.h"
#include "text/text.h"

#define WALK_STEP 1024 /* terms between two looks at the clock */

/* -------------------------------------------------------------------- their order */

static int by_df(const void *a, const void *b)
{
	const struct plan_form *x = a, *y = b;

	if (x->df != y->df)
		return x->df < y->df ? 1 : -1;
	return bytes_compare(x->term, x->n, y->term, y->n);
}

static bool is_own(const struct plan_forms *f, const struct plan_form *form)
{
	return f->own && form->n == f->own->n &&
	       !memcmp(form->term, f->own->term, form->n);
}

/* Whether x gives way to y. */
static bool is_less(const struct plan_forms *f, const struct plan_form *x,
		    const struct plan_form *y)
{
	if (is_own(f, x) || is_own(f, y))
		return is_own(f, y);
	return by_df(x, y) > 0;
}

static void swap(struct plan_form *x, struct plan_form *y)
{
	struct plan_form was = *x;

	*x = *y;
	*y = was;
}

void plan_forms_sort(struct plan_forms *f)
{
	if (f->n)
		qsort(f->v, f->n, sizeof(*f->v), by_df);
	for (size_t i = f->n; i-- > 1;)
		if (is_own(f, &f->v[i]))
			swap(&f->v[i], &f->v[i - 1]);
}

/* ------------------------------------------------------------- the most frequent */

/* They are a heap: none is less than the one at half its place, so that the first
 * is the next that gives way. */
static void sift_up(struct plan_forms *f, size_t i)
{
	for (; i && is_less(f, &f->v[i], &f->v[(i - 1) / 2]); i = (i - 1) / 2)
		swap(&f->v[i], &f->v[(i - 1) / 2]);
}

static void sift_down(struct plan_forms *f, size_t i)
{
	size_t least = i;

	do {
		swap(&f->v[i], &f->v[least]);
		i = least;
		for (size_t k = 2 * i + 1; k <= 2 * i + 2 && k < f->n; k++)
			if (is_less(f, &f->v[k], &f->v[least]))
				least = k;
	} while (least != i);
}

/* The place behind the last one, with room for any term; NULL: out of memory. */
static struct plan_form *spare(struct plan_forms *f)
{
	size_t more = f->cap ? 2 * f->cap : 8;
	struct plan_form *v;

	if (f->n == f->cap) {
		v = arena_alloc(&f->p->arena, more * sizeof(*v));
		if (!v)
			return NULL;
		if (f->n)
			memcpy(v, f->v, f->n * sizeof(*v));
		f->v = v;
		f->cap = more;
	}
	v = &f->v[f->n];
	if (!v->term)
		v->term = arena_alloc(&f->p->arena, SCHEMA_TERM_MAX);
	return v->term ? v : NULL;
}

/* One that gives way leaves its memory to the next. */
static int form_add(struct plan_forms *f, const char *term, size_t n,
		    uint64_t df)
{
	struct plan_form *form = spare(f);

	if (!form)
		return E_NOMEM;
	memcpy(form->term, term, n);
	form->n = n;
	form->df = df;
	if (f->n < f->most) {
		sift_up(f, f->n++);
	} else if (is_less(f, &f->v[0], form)) {
		swap(&f->v[0], form);
		sift_down(f, 0);
	}
	return 0;
}

/* --------------------------------------------------------------- the dictionary */

size_t plan_forms_term(enum query_field field, const char *s, size_t n,
		       char ret[SCHEMA_TERM_MAX])
{
	const char *prefix = query_field_dictionary(field);
	size_t len = strlen(prefix);

	if (len + n > SCHEMA_TERM_MAX)
		return 0;
	memcpy(ret, prefix, len);
	memcpy(ret + len, s, n);
	return len + n;
}

/* Returns 1 after a term, whether it was taken or not, 0 at the end. */
static int take_term(struct plan_forms *f, struct store_terms *walk,
		     const struct run_word *t, bool prefix, struct err *e)
{
	bool (*is)(const char *, size_t, const char *, size_t) =
		prefix ? text_begins : text_covers;
	size_t skip = strlen(query_field_dictionary(f->field)), n;
	const char *term;
	uint64_t df;
	int r = store_terms_next(walk, &term, &n, &df, e);

	/* A remote shard may tell anything. */
	if (r > 0 && n >= skip && n - skip <= SCHEMA_TERM_MAX &&
	    is(t->term, t->n, term + skip, n - skip) &&
	    form_add(f, term + skip, n - skip, df))
		return err_nomem(e);
	return r;
}

int plan_forms_walk(struct plan_forms *f, const struct run_word *t, size_t n,
		    bool prefix, struct err *e)
{
	char key[SCHEMA_TERM_MAX];
	size_t key_n = plan_forms_term(f->field, t->term, n, key);
	struct store_terms *walk;
	int r;

	if (!key_n)
		return 0;
	r = store_terms_open(f->p->reader, key, key_n, &walk, e);
	if (r)
		return r;
	for (size_t i = 0; r >= 0; i++) {
		r = i % WALK_STEP ? 0 : search_in_time(f->p->req, e);
		if (!r)
			r = take_term(f, walk, t, prefix, e);
		if (!r)
			break;
	}
	store_terms_close(walk);
	return r;
}

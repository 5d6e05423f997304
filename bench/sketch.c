/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sketch FILE...: how well sketches (base/sketch.h) tell the same text from
 * another one.  Copies of each file are edited in several ways and compared with
 * it, then every two files are; beside the sketch the shingles themselves are
 * counted.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/path.h"
#include "base/room.h"
#include "base/sketch.h"
#include "text/text.h"

#define FRAME_WORDS 40 /* of another site, before and behind the text */

static const double levels[] = { .2, .3, .4, .5, .6, .7, .8 };
#define N_LEVELS (sizeof(levels) / sizeof(*levels))

struct word {
	const char *s;
	size_t n;
};

struct words {
	struct word *v;
	size_t n, cap;
};

struct text {
	struct words words;
	bool has_sketch;
	struct sketch sketch;
	uint64_t *shingles; /* distinct ones, ascending */
	size_t n_shingles;
};

static _Noreturn void die(const char *why)
{
	fprintf(stderr, "sketch: %s\n", why);
	exit(1);
}

static void add_word(struct words *to, struct word w)
{
	struct word *v = room(to->v, to->n + 1, &to->cap, sizeof(*v));

	if (!v)
		die("out of memory");
	to->v = v;
	v[to->n++] = w;
}

/* ---------------------------------------------------------------------- texts */

static int by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void find_shingles(struct text *t)
{
	size_t n = t->words.n, k = SKETCH_SHINGLE, distinct = 0;
	uint64_t *v = calloc(n + 1, sizeof(*v));

	if (!v)
		die("out of memory");
	for (size_t i = 0; i + k <= n; i++)
		for (size_t j = 0; j < k; j++)
			v[i] = v[i] * 0x9e3779b97f4a7c15u +
			       hash_64(t->words.v[i + j].s, t->words.v[i + j].n);
	n = n < k ? 0 : n - k + 1;
	qsort(v, n, sizeof(*v), by_value);
	for (size_t i = 0; i < n; i++)
		if (!i || v[i] != v[i - 1])
			v[distinct++] = v[i];
	t->shingles = v;
	t->n_shingles = distinct;
}

static void complete(struct text *t)
{
	struct sketcher s;

	sketch_begin(&s);
	for (size_t i = 0; i < t->words.n; i++)
		sketch_word(&s, t->words.v[i].s, t->words.v[i].n);
	t->has_sketch = sketch_end(&s, &t->sketch);
	find_shingles(t);
}

static void read_text(struct text_analyzer *a, const char *path, struct text *t,
		      struct arena *arena)
{
	struct buf b = BUF_INIT;
	struct text_token k;
	struct err e;

	if (path_read_file(path, &b, &e))
		die(e.msg);
	text_begin(a, b.s, b.len, 0);
	while (text_next(a, &k, &e) > 0) {
		const char *s = arena_dup(arena, k.term, k.base_len);

		if (!s)
			die("out of memory");
		if (!text_is_unit(k.kind))
			add_word(&t->words, (struct word){ s, k.base_len });
	}
	buf_release(&b);
	complete(t);
}

static double exact(const struct text *a, const struct text *b)
{
	size_t i = 0, j = 0, both = 0;

	while (i < a->n_shingles && j < b->n_shingles) {
		uint64_t x = a->shingles[i], y = b->shingles[j];

		both += x == y;
		i += x <= y;
		j += y <= x;
	}
	return both ? (double)both /
			      (double)(a->n_shingles + b->n_shingles - both)
		    : 0;
}

/* ---------------------------------------------------------------------- copies */

static uint64_t dice_state;

static double dice(void)
{
	dice_state = dice_state * 6364136223846793005u + 1442695040888963407u;
	return (double)(dice_state >> 11) / 0x1p53;
}

/* How a copy differs from its original. */
struct edit {
	const char *name;
	double words; /* share of them replaced, left out or added to */
	double cut;   /* share of the text left out, in one piece */
	bool frame;
};

static const struct edit edits[] = {
	{ "as it is", 0, 0, false },
	{ "another frame", 0, 0, true },
	{ "a paragraph less", 0, .15, false },
	{ "frame, cut, 1 % edited", .01, .15, true },
	{ "2 % of the words edited", .02, 0, false },
	{ "5 %", .05, 0, false },
	{ "10 %", .10, 0, false },
	{ "20 %", .20, 0, false },
	{ "50 %", .50, 0, false },
	{ "half of it", 0, .50, false },
};

struct texts {
	struct text *v;
	size_t n;
};

static struct word any_word(const struct texts *all)
{
	for (;;) {
		const struct words *w =
			&all->v[(size_t)(dice() * (double)all->n)].words;

		if (w->n)
			return w->v[(size_t)(dice() * (double)w->n)];
	}
}

static void add_frame(struct words *to, const struct texts *all)
{
	const struct words *w =
		&all->v[(size_t)(dice() * (double)all->n)].words;

	for (size_t i = 0; i < FRAME_WORDS && i < w->n; i++)
		add_word(to, w->v[i]);
}

static void copy_word(struct words *to, struct word w, const struct edit *edit,
		      const struct texts *all)
{
	bool edited = dice() < edit->words;
	int way = edited ? (int)(dice() * 3) : 0;

	if (!edited || way == 2)
		add_word(to, w);
	if (edited && way)
		add_word(to, any_word(all));
}

static void make_copy(const struct text *from, const struct edit *edit,
		      const struct texts *all, struct text *to)
{
	size_t n = from->words.n, cut = (size_t)(edit->cut * (double)n);
	size_t at = (size_t)(dice() * (double)(n - cut));

	if (edit->frame)
		add_frame(&to->words, all);
	for (size_t i = 0; i < n; i++)
		if (i < at || i >= at + cut)
			copy_word(&to->words, from->words.v[i], edit, all);
	if (edit->frame)
		add_frame(&to->words, all);
	complete(to);
}

static void text_release(struct text *t)
{
	free(t->words.v);
	free(t->shingles);
}

/* --------------------------------------------------------------------- figures */

static void print_head(const char *what)
{
	printf("\n%-28s%8s%8s", what, "exact", "sketch");
	for (size_t i = 0; i < N_LEVELS; i++)
		printf("  >%5.2f", levels[i]);
	puts("");
}

/* Copies of all files, and the share of them above each level. */
static void compare_copies(const struct texts *all, const struct edit *edit)
{
	double sum_exact = 0, sum = 0;
	size_t above[N_LEVELS] = { 0 }, n = 0;

	for (size_t i = 0; i < all->n; i++) {
		const struct text *t = &all->v[i];
		struct text copy = { 0 };
		double r;

		if (!t->has_sketch)
			continue;
		make_copy(t, edit, all, &copy);
		r = copy.has_sketch
			    ? sketch_resemblance(&t->sketch, &copy.sketch)
			    : 0;
		sum += r;
		sum_exact += exact(t, &copy);
		for (size_t k = 0; k < N_LEVELS; k++)
			above[k] += r > levels[k];
		n++;
		text_release(&copy);
	}
	printf("%-28s%8.3f%8.3f", edit->name, sum_exact / (double)n,
	       sum / (double)n);
	for (size_t k = 0; k < N_LEVELS; k++)
		printf("%7.2f%%", 100.0 * (double)above[k] / (double)n);
	puts("");
}

static void print_counts(const char *what, const size_t *v)
{
	printf("%-44s", what);
	for (size_t i = 0; i < N_LEVELS; i++)
		printf("%8zu", v[i]);
	puts("");
}

/* Every two files: how many are above each level. */
static void compare_files(const struct texts *all)
{
	size_t by_sketch[N_LEVELS] = { 0 }, by_shingles[N_LEVELS] = { 0 };
	size_t pairs = 0;

	for (size_t i = 0; i < all->n; i++)
		for (size_t j = 0; j < i; j++) {
			const struct text *a = &all->v[i], *b = &all->v[j];
			double r, x;

			if (!a->has_sketch || !b->has_sketch)
				continue;
			pairs++;
			r = sketch_resemblance(&a->sketch, &b->sketch);
			/* Counting takes long: only where it may matter. */
			x = r > levels[0] / 2 ? exact(a, b) : 0;
			for (size_t k = 0; k < N_LEVELS; k++) {
				by_sketch[k] += r > levels[k];
				by_shingles[k] += x > levels[k];
			}
		}
	print_head("pairs of different files");
	print_counts("by their sketches", by_sketch);
	print_counts("by their shingles", by_shingles);
	printf("%zu pairs\n", pairs);
}

int main(int argc, char **argv)
{
	struct texts all = { calloc((size_t)argc, sizeof(*all.v)),
			     (size_t)argc - 1 };
	struct text_analyzer *a;
	struct arena arena = { 0 };
	struct err e;
	size_t without = 0;

	if (!all.v || text_analyzer_open(&a, &e))
		die("out of memory");
	for (size_t i = 0; i < all.n; i++) {
		read_text(a, argv[i + 1], &all.v[i], &arena);
		without += !all.v[i].has_sketch;
	}
	printf("%zu files, %zu of them too short for a sketch\n", all.n,
	       without);
	print_head("copies");
	for (size_t i = 0; i < sizeof(edits) / sizeof(*edits); i++)
		compare_copies(&all, &edits[i]);
	compare_files(&all);
	for (size_t i = 0; i < all.n; i++)
		text_release(&all.v[i]);
	free(all.v);
	arena_release(&arena);
	text_analyzer_close(a);
	return 0;
}

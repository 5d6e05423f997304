/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One run of the indexer over one collection:
 *	sweep -> state of the last run -> roots -> walk (or, of what is known to
 *	have changed only, rewalk) -> plan -> guards
 *	-> new generation (updated copy, or built) -> guards, verify -> publish
 * Whatever fails before the last step leaves the old generation as it was.
 */
#include "indexer/run.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/cancel.h"
#include "base/path.h"
#include "indexer/build.h"
#include "indexer/encodings.h"
#include "indexer/furniture.h"
#include "indexer/guards.h"
#include "indexer/plan.h"
#include "indexer/progress.h"
#include "indexer/report.h"
#include "indexer/rewalk.h"
#include "indexer/roots.h"
#include "indexer/space.h"
#include "indexer/state.h"
#include "indexer/update.h"
#include "indexer/verify.h"
#include "indexer/walk.h"
#include "store/generation.h"
#include "store/schema.h"
#include "text/text.h"

/* From this share of files to read on, a build by all cores is faster. */
#define FULL_BUILD_SHARE 3 /* one in three */

struct run {
	const struct options *o;
	const struct run_input *in;
	const char *index_dir; /* of the collection */
	struct state last;
	bool forced; /* all documents must be made again */
	struct roots roots;
	const struct encodings *encodings;
	struct encodings remembered; /* those of the last run */
	char **rules; /* the texts of `encodings` */
	bool rules_changed;
	char furniture_id[HASH_HEX_LEN + 1];
	struct plan plan;
	struct plan_counts counts;
	struct progress progress;
	char *new_dir; /* NULL: nothing begun */
	uint64_t new_number;
	uint64_t begun_ns;
	bool built; /* by a full build */
	bool published;
};

/* -------------------------------------------------------------------- before */

/* A rule may change any report, so all are read again. */
static void force(struct run *r, const char *why)
{
	if (!r->forced && !r->o->quiet)
		say("%s: %s; all documents are made again", r->index_dir, why);
	r->forced = true;
}

/* What the last run left; of an index that cannot be used nothing is taken. */
static int load_last(struct run *r, struct err *e)
{
	int code = state_load(r->index_dir, &r->last, e);

	if (code == E_NODB) {
		r->forced = true;
		return 0;
	}
	if (code == E_CORRUPT && r->o->verb == VERB_REBUILD && r->last.dir) {
		say("%s; all files are read again", e->msg);
		r->forced = true;
		return 0;
	}
	if (code)
		return code;
	r->forced = r->o->verb == VERB_REBUILD;
	if (r->last.outdated)
		force(r, "made by another version of tracuu-index");
	else if (strcmp(r->last.manifest.furniture, r->furniture_id) != 0)
		force(r, "made by other furniture rules");
	else if (strcmp(r->last.manifest.collection, r->in->collection->name))
		force(r, "made for a collection of another name");
	return 0;
}

int run_root_names(const struct options *o, const struct collection *c,
		   const struct manifest *last, const char *const **ret,
		   size_t *ret_n, struct err *e)
{
	if (o->n_args) {
		*ret = o->args;
		*ret_n = o->n_args;
	} else if (c->n_roots) {
		*ret = c->roots;
		*ret_n = c->n_roots;
	} else if (last->n_roots) {
		*ret = (const char *const *)last->roots;
		*ret_n = last->n_roots;
	} else {
		return err_set(e, E_INVAL, "no ROOT is given, and %s remembers "
			       "none: tracuu-index update%s%s ROOT...", c->dir,
			       *c->name ? " --collection " : "", c->name);
	}
	return 0;
}

static int find_roots(struct run *r, struct err *e)
{
	const struct collection *c = r->in->collection;
	const char *const *names;
	size_t n;
	int code = run_root_names(r->o, c, &r->last.manifest, &names, &n, e);

	if (!code)
		code = roots_resolve(names, n, &r->roots, e);
	return code ? code : collections_check_roots(r->in->all, c, r->roots.v,
						     r->roots.n, e);
}

/* The rules for encodings: those of this run, else those of the last. */
static int find_encodings(struct run *r, struct err *e)
{
	const struct manifest *m = &r->last.manifest;
	int code = 0;

	r->encodings = r->o->encodings;
	if (!r->encodings->n) {
		for (size_t i = 0; !code && i < m->n_encodings; i++)
			code = encodings_add_text(&r->remembered,
						  m->encodings[i], e);
		r->encodings = &r->remembered;
	}
	if (!code)
		code = encodings_texts(r->encodings, &r->rules, e);
	if (!code)
		r->rules_changed = !encodings_same_texts(
			r->rules, r->encodings->n, m->encodings,
			m->n_encodings);
	return code;
}

static bool same_roots(const struct roots *roots, const struct manifest *m)
{
	if (roots->n != m->n_roots)
		return false;
	for (size_t i = 0; i < roots->n; i++)
		if (strcmp(roots->v[i], m->roots[i]) != 0)
			return false;
	return true;
}

/* Whether the table of the last run is right but for what is in the scope. */
static bool scope_holds(const struct run *r)
{
	const struct run_scope *s = r->in->scope;

	return s && !s->changed.all && !r->forced && !r->rules_changed &&
	       s->generation == r->last.number &&
	       same_roots(&r->roots, &r->last.manifest);
}

static int walk(struct run *r, struct err *e)
{
	struct walk_rules rules = {
		.filter = &r->in->collection->filter,
		.encodings = r->encodings,
	};
	struct files *now = &r->plan.now;
	struct stat st;
	int code = 0;

	if (!stat(r->o->index, &st)) {
		rules.index_dev = st.st_dev;
		rules.index_inode = st.st_ino;
	}
	if (scope_holds(r))
		code = rewalk(&r->in->scope->changed, &r->roots, &rules,
			      &r->plan.old, now, e);
	else
		for (size_t i = 0; !code && i < r->roots.n; i++)
			code = walk_root(r->roots.v[i], &rules, now, e);
	return code ? code : guard_roots(&r->plan, &r->roots,
					 r->o->max_removed, e);
}

static void show_reading(void *arg, size_t done, size_t of)
{
	struct progress *p = arg;

	if (!p->label)
		progress_begin(p, "reading", of, 0);
	progress_set(p, done, 0);
}

static int make_plan(struct run *r, struct err *e)
{
	int code;

	/* The table of the last run belongs to the plan from here on. */
	r->plan.old = r->last.files;
	r->last.files = (struct files){ 0 };
	r->plan.converters = r->in->rules.converters;
	code = walk(r, e);
	if (!code)
		code = plan_make(&r->plan, show_reading, &r->progress, e);
	progress_end(&r->progress);
	return code;
}

/* By what is known so far. */
static int guard(struct run *r, struct err *e)
{
	plan_count(&r->plan, &r->counts);
	return guard_removed(&r->plan, &r->counts, r->o->max_removed, e);
}

static size_t count_action(const struct plan *p, enum plan_action action)
{
	size_t n = 0;

	for (size_t i = 0; i < p->now.n; i++)
		n += p->items[i].action == action;
	return n;
}

/* ------------------------------------------------------------ new generation */

/* Documents of what cannot be looked at now live in the old database only. */
static bool wants_full_build(const struct run *r)
{
	const struct plan *p = &r->plan;
	size_t reads = count_action(p, PLAN_READ);

	return r->forced || (reads * FULL_BUILD_SHARE > p->now.n &&
			     !count_action(p, PLAN_FAIL));
}

static int make_db(struct run *r, struct err *e)
{
	const struct build_options build = {
		.dir = r->new_dir,
		.jobs = r->o->jobs,
		.progress = &r->progress,
		.rules = &r->in->rules,
	};
	const char *new_dir = r->o->dry_run ? NULL : r->new_dir;

	const struct space space = {
		.plan = &r->plan,
		.old_dir = r->last.dir,
		.new_dir = new_dir,
		.full = wants_full_build(r),
	};
	int code = new_dir ? space_check(&space, e) : 0;

	if (code)
		return code;
	r->built = space.full;
	if (r->built && !r->o->dry_run)
		return build_full(&r->plan, &build, e);
	return update_apply(&r->plan, r->last.dir, new_dir, &r->in->rules,
			    &r->progress, e);
}

/* A dry run of a build has read new files only: the rest is what it was. */
static void count(struct run *r)
{
	plan_count(&r->plan, &r->counts);
	if (r->built)
		r->counts.bytes = r->counts.text_bytes;
}

static double seconds(const struct run *r)
{
	return (double)(clock_now_ns() - r->begun_ns) / 1e9;
}

static int write_files(struct run *r, struct err *e)
{
	const struct plan_counts *c = &r->counts;
	struct manifest m = {
		.schema = SCHEMA_VERSION,
		.generation = r->new_number,
		.documents = r->counts.documents,
		.text_bytes = r->counts.text_bytes,
		.time = time(NULL),
		.roots = r->roots.v,
		.n_roots = r->roots.n,
		.encodings = r->rules,
		.n_encodings = r->encodings->n,
		.run = { c->added, c->changed, c->moved, c->removed, c->failed,
			 seconds(r) },
	};
	char *path = path_join(r->new_dir, "files");
	int code;

	plan_stamp(&r->plan, r->built, r->new_number, m.time);
	code = path ? files_write(&r->plan.now, path, e) : err_nomem(e);
	free(path);
	snprintf(m.analyzer, sizeof(m.analyzer), "%s", text_analyzer_id());
	snprintf(m.furniture, sizeof(m.furniture), "%s", r->furniture_id);
	snprintf(m.collection, sizeof(m.collection), "%s",
		 r->in->collection->name);
	return code ? code : manifest_write(r->new_dir, &m, e);
}

static int publish(struct run *r, struct err *e)
{
	int code = verify_sample(r->new_dir, &r->plan.now, e);

	if (!code)
		code = write_files(r, e);
	if (!code)
		code = generation_publish(r->index_dir, r->new_number, e);
	if (code)
		return code;
	/* Published: what is not pruned now is pruned by the next run. */
	free(r->new_dir);
	r->new_dir = NULL;
	r->last.number = r->new_number;
	r->published = true;
	if (generation_prune(r->index_dir, r->o->keep, e))
		say("%s", e->msg);
	return 0;
}

static bool wants_generation(const struct run *r)
{
	return r->forced || r->rules_changed || plan_changes(&r->counts);
}

/* Make the new generation, and publish it when it differs from the last. */
static int make_generation(struct run *r, struct err *e)
{
	int code = 0;

	if (!r->o->dry_run)
		code = generation_begin(r->index_dir, &r->new_dir,
					&r->new_number, e);
	if (!code)
		code = make_db(r, e);
	if (!code)
		code = guard(r, e);
	if (code)
		return code;
	count(r);
	if (r->o->dry_run || !wants_generation(r))
		return 0;
	return publish(r, e);
}

/* Whatever there is of a new generation that is not published. */
static void discard(struct run *r)
{
	struct err e = { 0 };

	if (r->new_dir && generation_sweep(r->index_dir, &e))
		say("%s", e.msg);
}

/* --------------------------------------------------------------------- the run */

static int work(struct run *r, struct err *e)
{
	int code = r->o->dry_run ? 0 : generation_sweep(r->index_dir, e);

	furniture_id(r->in->rules.furniture, r->furniture_id);
	if (!code)
		code = load_last(r, e);
	if (!code)
		code = find_roots(r, e);
	if (!code)
		code = find_encodings(r, e);
	if (!code)
		code = make_plan(r, e);
	if (!code)
		code = guard(r, e);
	if (!code && wants_generation(r))
		code = make_generation(r, e);
	return code;
}

/* Returns false when the report could not be written. */
static bool tell(const struct run *r)
{
	const struct report report = {
		.collection = r->in->collection->name,
		.generation = r->last.number,
		.plan = &r->plan,
		.counts = r->counts,
		.seconds = seconds(r),
		.dry_run = r->o->dry_run,
	};
	struct err e = { 0 };

	report_notes(&report, r->o);
	if (!r->o->quiet && (r->published || r->o->verb != VERB_WATCH))
		report_summary(&report);
	if (r->in->report_fd < 0 || !report_dump(&report, r->in->report_fd, &e))
		return true;
	say("%s", e.msg);
	return false;
}

int run_collection(const struct run_input *in, struct run_result *ret,
		   struct err *e)
{
	struct run r = {
		.o = in->options,
		.in = in,
		.index_dir = in->collection->dir,
		.begun_ns = clock_now_ns(),
	};
	int code;

	progress_init(&r.progress, !r.o->quiet);
	code = space_explain(r.index_dir, work(&r, e), e);
	progress_end(&r.progress);
	discard(&r);
	if (!code) {
		*ret = (struct run_result){
			.generation = r.last.number,
			.published = r.published,
			.counts = r.counts,
		};
		ret->partly = !tell(&r) || r.counts.failed > 0;
	}
	plan_release(&r.plan);
	roots_release(&r.roots);
	encodings_free_texts(r.rules);
	encodings_release(&r.remembered);
	state_release(&r.last);
	free(r.new_dir);
	return code;
}

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * tracuu-index: files on disk to a published generation of the index.
 */
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/collections.h"
#include "indexer/config.h"
#include "indexer/drop.h"
#include "indexer/inspect.h"
#include "indexer/options.h"
#include "indexer/report.h"
#include "indexer/runs.h"
#include "indexer/watch.h"
#include "store/generation.h"

enum exit_status {
	EXIT_DONE = 0,
	EXIT_USAGE = 1,
	EXIT_FAILED = 2,
	EXIT_PARTLY = 3,
	EXIT_LOCKED = 75, /* EX_TEMPFAIL of sysexits.h */
};

static int rollback(const struct collection *c, void *arg, struct err *e)
{
	const struct options *o = arg;
	uint64_t number;
	int fd, r = generation_lock(c->dir, &fd, e);

	if (r)
		return r;
	r = generation_rollback(c->dir, &number, e);
	if (!r && !o->quiet)
		printf("%s%sgeneration %" PRIu64 " is the current one again\n",
		       c->name, *c->name ? ": " : "", number);
	close(fd);
	return r;
}

static int prune(const struct collection *c, void *arg, struct err *e)
{
	const struct options *o = arg;
	int fd, r = generation_lock(c->dir, &fd, e);

	if (r)
		return r;
	r = generation_sweep(c->dir, e);
	if (!r)
		r = generation_prune(c->dir, o->keep, e);
	close(fd);
	return r;
}

static int run(struct options *o, struct collections *cs, bool *ret_partly,
	       struct err *e)
{
	int r;

	if (o->verb == VERB_ANALYZE)
		return inspect_analyze(o, e);
	if (o->verb == VERB_FILTERS)
		return inspect_filters(o, e);
	if (o->verb == VERB_DROP)
		return collections_drop(cs, o, e);
	r = collections_choose(cs, o, e);
	if (r)
		return r;
	switch (o->verb) {
	case VERB_WATCH: return watch(o, cs, e);
	case VERB_STATUS: return inspect_status(o, cs, e);
	case VERB_CHECK: return inspect_check(o, cs, e);
	case VERB_WHY: return inspect_why(o, cs, e);
	case VERB_ROLLBACK: return collections_each(cs, rollback, o, e);
	case VERB_PRUNE: r = collections_each(cs, prune, o, e);
		return r ? r : collections_sweep(o->index, e);
	default: return runs_update(o, cs, ret_partly, e);
	}
}

static int exit_status(int code, bool partly)
{
	switch (code) {
	case 0:
		return partly ? EXIT_PARTLY : EXIT_DONE;
	case E_INVAL:
		return EXIT_USAGE;
	case E_LOCKED:
		return EXIT_LOCKED;
	default:
		return EXIT_FAILED;
	}
}

int main(int argc, char **argv)
{
	struct options o;
	struct config config;
	struct err e = { 0 };
	bool partly = false;
	int r;

	/* A limit on the size of files is an error like a full disk. */
	signal(SIGXFSZ, SIG_IGN);
	options_parse(&o, argc, argv);
	r = config_load(&o, &config, &e);
	if (r && r != E_NOMEM)
		r = E_INVAL; /* whatever is wrong with it, also that it is missing */
	if (!r && o.check_config)
		conf_print(&config.conf, stdout);
	else if (!r)
		r = run(&o, &config.collections, &partly, &e);
	if (!r && (fflush(stdout) || ferror(stdout)))
		r = err_set(&e, E_IO, "standard output cannot be written");
	if (r && *e.msg)
		say("%s", e.msg);
	config_release(&config);
	options_release(&o);
	return exit_status(r, partly);
}

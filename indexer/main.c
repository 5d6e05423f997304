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

#include "indexer/config.h"
#include "indexer/inspect.h"
#include "indexer/lock.h"
#include "indexer/options.h"
#include "indexer/report.h"
#include "indexer/run.h"
#include "indexer/supervise.h"
#include "store/generation.h"

enum exit_status {
	EXIT_DONE = 0,
	EXIT_USAGE = 1,
	EXIT_FAILED = 2,
	EXIT_PARTLY = 3,
	EXIT_LOCKED = 75, /* EX_TEMPFAIL of sysexits.h */
};

static int rollback(const struct options *o, const char *index_dir,
		    struct err *e)
{
	uint64_t number;
	int fd, r = generation_lock(index_dir, &fd, e);

	if (r)
		return r;
	r = generation_rollback(index_dir, &number, e);
	if (!r && !o->quiet)
		printf("generation %" PRIu64 " is the current one again\n",
		       number);
	close(fd);
	return r;
}

static int prune(const struct options *o, const char *index_dir, struct err *e)
{
	int fd, r = generation_lock(index_dir, &fd, e);

	if (r)
		return r;
	r = generation_sweep(index_dir, e);
	if (!r)
		r = generation_prune(index_dir, o->keep, e);
	close(fd);
	return r;
}

/* A run whose process was killed cannot clear away what it began. */
static void clear_away(const char *index_dir)
{
	struct err e = { 0 };
	int fd, r = lock_index(index_dir, &fd, &e);

	if (!r) {
		r = generation_sweep(index_dir, &e);
		close(fd);
	}
	if (r)
		say("%s", e.msg);
}

static int update(const struct options *o, const char *index_dir,
		  bool *ret_failed, struct err *e)
{
	int r = o->dry_run ? 0 : supervise(e);

	if (!r)
		return run_update(o, index_dir, ret_failed, e);
	clear_away(index_dir);
	return r;
}

static int run(const struct options *o, bool *ret_failed, struct err *e)
{
	switch (o->verb) {
	case VERB_STATUS: return inspect_status(o, o->index, e);
	case VERB_CHECK: return inspect_check(o, o->index, e);
	case VERB_WHY: return inspect_why(o, o->index, e);
	case VERB_ROLLBACK: return rollback(o, o->index, e);
	case VERB_PRUNE: return prune(o, o->index, e);
	case VERB_ANALYZE: return inspect_analyze(o, e);
	case VERB_FILTERS: return inspect_filters(o, e);
	default: return update(o, o->index, ret_failed, e);
	}
}

static int exit_status(int code, bool failed)
{
	switch (code) {
	case 0:
		return failed ? EXIT_PARTLY : EXIT_DONE;
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
	bool failed = false;
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
		r = run(&o, &failed, &e);
	if (!r && (fflush(stdout) || ferror(stdout)))
		r = err_set(&e, E_IO, "standard output cannot be written");
	if (r)
		say("%s", e.msg);
	config_release(&config);
	options_release(&o);
	return exit_status(r, failed);
}

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One table of options, with the verbs that each is for.
 */
#include "indexer/options.h"

#include <argp.h>
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define JOBS_MAX 256
#define JOBS_DEFAULT_MAX 8 /* what a build takes stays below 512 MB */

static const char *const verb_names[VERBS] = {
	[VERB_UPDATE] = "update",     [VERB_REBUILD] = "rebuild",
	[VERB_STATUS] = "status",     [VERB_CHECK] = "check",
	[VERB_ROLLBACK] = "rollback", [VERB_PRUNE] = "prune",
	[VERB_WHY] = "why",	      [VERB_ANALYZE] = "analyze",
	[VERB_FILTERS] = "filters",
};

#define FOR(verb) (1u << VERB_##verb)
#define FOR_RUN (FOR(UPDATE) | FOR(REBUILD))
#define FOR_ALL ((1u << VERBS) - 1)

/* Above every character, so that an option may lack a short name. */
enum key {
	KEY_INDEX = 256,
	KEY_REPORT,
	KEY_MAX_REMOVED,
	KEY_KEEP,
	KEY_INCLUDE,
	KEY_EXCLUDE,
	KEY_FORMAT,
	KEY_FURNITURE,
};

static const struct argp_option table[] = {
	{ "index", KEY_INDEX, "DIR", 0, "The index directory", 0 },
	{ "jobs", 'j', "N", 0, "Worker processes (default: one a core, at most 8)", 0 },
	{ "dry-run", 'n', NULL, 0, "Say what would be done, write nothing", 0 },
	{ "quiet", 'q', NULL, 0, "Say nothing unless something is wrong", 0 },
	{ "verbose", 'v', NULL, 0, "Name every file that is not indexed", 0 },
	{ "report", KEY_REPORT, "FILE", 0, "Write what was done as JSON", 0 },
	{ "max-removed", KEY_MAX_REMOVED, "PCT", 0,
	  "Publish nothing when more than this share of the documents is gone "
	  "(default 20)", 0 },
	{ "keep", KEY_KEEP, "N", 0,
	  "Older generations to keep for rollback (default 3)", 0 },
	{ "include", KEY_INCLUDE, "GLOB", 0, "Only files that match", 0 },
	{ "exclude", KEY_EXCLUDE, "GLOB", 0,
	  "No files and directories that match", 0 },
	{ "furniture", KEY_FURNITURE, "FILE", 0,
	  "More rules for lines of page furniture", 0 },
	{ "format", KEY_FORMAT, "FORMAT", 0, "text (the default) or json", 0 },
	{ 0 },
};

static unsigned verbs_of(int key)
{
	switch (key) {
	case KEY_INDEX:
		return FOR_ALL & ~(FOR(ANALYZE) | FOR(FILTERS));
	case KEY_KEEP:
		return FOR_RUN | FOR(PRUNE);
	case KEY_FORMAT:
		return FOR(STATUS) | FOR(CHECK) | FOR(ANALYZE) | FOR(WHY) |
		       FOR(FILTERS);
	case KEY_FURNITURE:
		return FOR_RUN | FOR(ANALYZE);
	case 'q':
		return FOR_ALL & ~(FOR(STATUS) | FOR(WHY) | FOR(ANALYZE) |
				   FOR(FILTERS));
	default:
		return FOR_RUN;
	}
}

/* While parsing: the options, and which were given. */
struct parsing {
	struct options *o;
	int keys[32]; /* given, in order; 0 ends them */
	size_t n_keys;
};

static const char *option_name(int key)
{
	for (const struct argp_option *t = table; t->name; t++)
		if (t->key == key)
			return t->name;
	return "";
}

static unsigned parse_number(const char *arg, unsigned min, unsigned max,
			     int key, struct argp_state *state)
{
	unsigned long v;
	char *end;

	errno = 0;
	v = strtoul(arg, &end, 10);
	if (errno || *arg < '0' || *arg > '9' || *end || v < min || v > max)
		argp_error(state, "--%s: '%s' is not a number from %u to %u",
			   option_name(key), arg, min, max);
	return (unsigned)v;
}

static void parse_format(struct options *o, const char *arg,
			 struct argp_state *state)
{
	o->json = !strcmp(arg, "json");
	if (!o->json && strcmp(arg, "text"))
		argp_error(state, "--format: '%s' is neither text nor json",
			   arg);
}

/* The arrays have room for every argument of the command line. */
static int parse_arg(struct options *o, const char *arg, unsigned number)
{
	for (int v = 0; number == 0 && v < VERBS; v++) {
		if (!strcmp(arg, verb_names[v])) {
			o->verb = (enum verb)v;
			return 0;
		}
	}
	o->args[o->n_args++] = arg;
	return 0;
}

static void check_end(struct parsing *p, struct argp_state *state)
{
	const struct options *o = p->o;
	const char *verb = verb_names[o->verb];

	for (size_t i = 0; i < p->n_keys; i++)
		if (!(verbs_of(p->keys[i]) & 1u << o->verb))
			argp_error(state, "--%s is no option of %s",
				   option_name(p->keys[i]), verb);
	if (o->quiet && o->verbose)
		argp_error(state, "--quiet and --verbose exclude each other");
	if (o->verb == VERB_WHY && o->n_args != 1)
		argp_error(state, "why needs one PATH");
	if (o->verb == VERB_ANALYZE && o->n_args > 1)
		argp_error(state, "analyze takes one FILE");
	if (o->verb >= VERB_STATUS && o->verb <= VERB_PRUNE && o->n_args)
		argp_error(state, "%s takes no argument, but got '%s'", verb,
			   o->args[0]);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct parsing *p = state->input;
	struct options *o = p->o;

	if (*option_name(key) && p->n_keys < sizeof(p->keys) / sizeof(p->keys[0]))
		p->keys[p->n_keys++] = key;
	switch (key) {
	case KEY_INDEX: o->index = arg; return 0;
	case KEY_REPORT: o->report = arg; return 0;
	case 'n': o->dry_run = true; return 0;
	case 'q': o->quiet = true; return 0;
	case 'v': o->verbose = true; return 0;
	case 'j':
		o->jobs = parse_number(arg, 1, JOBS_MAX, key, state);
		return 0;
	case KEY_MAX_REMOVED:
		o->max_removed = parse_number(arg, 0, 100, key, state);
		return 0;
	case KEY_KEEP:
		o->keep = parse_number(arg, 0, 1000000, key, state);
		return 0;
	case KEY_INCLUDE:
		o->filter.include[o->filter.n_include++] = arg;
		return 0;
	case KEY_EXCLUDE:
		o->filter.exclude[o->filter.n_exclude++] = arg;
		return 0;
	case KEY_FURNITURE:
		o->furniture[o->n_furniture++] = arg;
		return 0;
	case KEY_FORMAT: parse_format(o, arg, state); return 0;
	case ARGP_KEY_ARG: return parse_arg(o, arg, state->arg_num);
	case ARGP_KEY_END: check_end(p, state); return 0;
	default: return ARGP_ERR_UNKNOWN;
	}
}

static unsigned cores(void)
{
	cpu_set_t set;
	int n = sched_getaffinity(0, sizeof(set), &set) ? 1 : CPU_COUNT(&set);

	return n < 1 ? 1 : n > JOBS_DEFAULT_MAX ? JOBS_DEFAULT_MAX :
						  (unsigned)n;
}

static const char doc[] =
	"Index folders of Vietnamese reports for tracuud.\v"
	"ROOTs are remembered: update without one takes those of the last "
	"run. Files that prove to be text are indexed, whatever their names; "
	"names that begin with '.' or end with '~' are left out. The index is "
	"--index, else $TRACUU_INDEX, else /var/lib/tracuu for root and "
	"~/.local/state/tracuu for others.\n\n"
	"Exit status: 0 done, 1 usage, 2 failed and nothing published, 3 "
	"published but some files failed, 75 another run holds the lock.";

static const char usage[] =
	"[update] [ROOT...]\n"
	"rebuild [ROOT...]\n"
	"status\n"
	"check\n"
	"rollback\n"
	"filters\n"
	"prune\n"
	"why PATH\n"
	"analyze [FILE|-]";

void options_parse(struct options *o, int argc, char **argv)
{
	static const struct argp argp = {
		.options = table,
		.parser = parse,
		.args_doc = usage,
		.doc = doc,
	};
	struct parsing p = { .o = o };
	size_t n = (size_t)argc + 1;

	*o = (struct options){ .max_removed = 20, .keep = 3, .jobs = cores() };
	o->args = calloc(n, sizeof(*o->args));
	o->furniture = calloc(n, sizeof(*o->furniture));
	o->filter.include = calloc(n, sizeof(*o->filter.include));
	o->filter.exclude = calloc(n, sizeof(*o->filter.exclude));
	argp_program_version = "tracuu-index " TRACUU_VERSION;
	argp_err_exit_status = 1;
	if (!o->args || !o->furniture || !o->filter.include ||
	    !o->filter.exclude ||
	    argp_parse(&argp, argc, argv, 0, NULL, &p)) {
		/* A mistake has ended the program already, with 1. */
		fputs("tracuu-index: out of memory\n", stderr);
		exit(2);
	}
}

void options_release(struct options *o)
{
	free(o->args);
	free(o->furniture);
	free(o->filter.include);
	free(o->filter.exclude);
}

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One table of options, with the verbs that each is for.
 */
#include "indexer/options.h"

#include <argp.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const verb_names[VERBS] = {
	[VERB_UPDATE] = "update",     [VERB_REBUILD] = "rebuild",
	[VERB_STATUS] = "status",     [VERB_CHECK] = "check",
	[VERB_ROLLBACK] = "rollback", [VERB_PRUNE] = "prune",
	[VERB_WHY] = "why",	      [VERB_ANALYZE] = "analyze",
	[VERB_FILTERS] = "filters",   [VERB_DROP] = "drop",
	[VERB_WATCH] = "watch",
};

#define FOR(verb) (1u << VERB_##verb)
#define FOR_RUN (FOR(UPDATE) | FOR(REBUILD) | FOR(WATCH))
#define FOR_ALL ((1u << VERBS) - 1)

static const struct argp_option table[] = {
	{ "index", OPTION_INDEX, "DIR", 0, "The index directory", 0 },
	{ "collection", OPTION_COLLECTION, "NAME", 0,
	  "Only this collection; - is the one without a name", 0 },
	{ "config", OPTION_CONFIG, "FILE", 0,
	  "Read this file instead of the usual two", 0 },
	{ "check-config", OPTION_CHECK_CONFIG, NULL, 0,
	  "Print the settings, and where each comes from", 0 },
	{ "jobs", OPTION_JOBS, "N", 0, "Worker processes (default: one a core, at most 8)", 0 },
	{ "dry-run", OPTION_DRY_RUN, NULL, 0, "Say what would be done, write nothing", 0 },
	{ "quiet", OPTION_QUIET, NULL, 0, "Say nothing unless something is wrong", 0 },
	{ "verbose", OPTION_VERBOSE, NULL, 0, "Name every file that is not indexed", 0 },
	{ "report", OPTION_REPORT, "FILE", 0, "Write what was done as JSON", 0 },
	{ "max-removed", OPTION_MAX_REMOVED, "PCT", 0,
	  "Publish nothing when more than this share of the documents is gone "
	  "(default 20)", 0 },
	{ "keep", OPTION_KEEP, "N", 0,
	  "Older generations to keep for rollback (default 3)", 0 },
	{ "wait", OPTION_WAIT, "SECONDS", 0,
	  "Wait so long for another run to end (default 0)", 0 },
	{ "include", OPTION_INCLUDE, "GLOB", 0, "Only files that match", 0 },
	{ "exclude", OPTION_EXCLUDE, "GLOB", 0,
	  "No files and directories that match", 0 },
	{ "furniture", OPTION_FURNITURE, "FILE", 0,
	  "More rules for lines of page furniture", 0 },
	{ "encoding", OPTION_ENCODING, "GLOB=NAME", 0,
	  "Files that match are in this encoding", 0 },
	{ "ready-fd", OPTION_READY_FD, "N", 0,
	  "Write \"ready\" to this open file when no change is missed any more", 0 },
	{ "format", OPTION_FORMAT, "FORMAT", 0, "text (the default) or json", 0 },
	{ 0 },
};

static unsigned verbs_of(int key)
{
	switch (key) {
	case OPTION_COLLECTION:
		return FOR_ALL & ~(FOR(ANALYZE) | FOR(FILTERS) | FOR(DROP));
	case OPTION_INDEX:
		return FOR_ALL & ~(FOR(ANALYZE) | FOR(FILTERS));
	case OPTION_CONFIG:
		return FOR_ALL;
	case OPTION_CHECK_CONFIG:
		return FOR(UPDATE);
	case OPTION_DRY_RUN:
	case OPTION_WAIT:
		return FOR(UPDATE) | FOR(REBUILD);
	case OPTION_READY_FD:
		return FOR(WATCH);
	case OPTION_ENCODING:
		return FOR_RUN | FOR(ANALYZE);
	case OPTION_KEEP:
		return FOR_RUN | FOR(PRUNE);
	case OPTION_FORMAT:
		return FOR(STATUS) | FOR(CHECK) | FOR(ANALYZE) | FOR(WHY) |
		       FOR(FILTERS);
	case OPTION_FURNITURE:
		return FOR_RUN | FOR(ANALYZE);
	case OPTION_QUIET:
		return FOR_ALL & ~(FOR(STATUS) | FOR(WHY) | FOR(ANALYZE) |
				   FOR(FILTERS));
	default:
		return FOR_RUN;
	}
}

const char *option_name(int key)
{
	for (const struct argp_option *t = table; t->name; t++)
		if (t->key == key)
			return t->name;
	return "";
}

static bool was_given(const struct options *o, int key)
{
	for (size_t i = 0; i < o->n_given; i++)
		if (o->given[i].key == key)
			return true;
	return false;
}

static void parse_format(struct options *o, const char *arg,
			 struct argp_state *state)
{
	o->json = !strcmp(arg, "json");
	if (!o->json && strcmp(arg, "text"))
		argp_error(state, "--format: '%s' is neither text nor json",
			   arg);
}

static void parse_ready_fd(struct options *o, const char *arg,
			   struct argp_state *state)
{
	char *end;
	long fd = strtol(arg, &end, 10);

	if (!*arg || *end || fd < 0 || fd > INT_MAX ||
	    fcntl((int)fd, F_GETFD) < 0)
		argp_error(state, "--ready-fd: '%s' is not the number of an "
			   "open file", arg);
	o->ready_fd = (int)fd;
}

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

static void check_end(const struct options *o, struct argp_state *state)
{
	const char *verb = verb_names[o->verb];

	for (size_t i = 0; i < o->n_given; i++)
		if (!(verbs_of(o->given[i].key) & 1u << o->verb))
			argp_error(state, "--%s is no option of %s",
				   option_name(o->given[i].key), verb);
	if (was_given(o, OPTION_QUIET) && was_given(o, OPTION_VERBOSE))
		argp_error(state, "--quiet and --verbose exclude each other");
	if (o->verb == VERB_WHY && o->n_args != 1)
		argp_error(state, "why needs one PATH");
	if (o->verb == VERB_DROP && o->n_args != 1)
		argp_error(state, "drop needs the NAME of one collection");
	if (o->verb == VERB_ANALYZE && o->n_args > 1)
		argp_error(state, "analyze takes one FILE");
	if (o->verb >= VERB_STATUS && o->verb <= VERB_PRUNE && o->n_args)
		argp_error(state, "%s takes no argument, but got '%s'", verb,
			   o->args[0]);
}

/* The arrays have room for every argument of the command line. */
static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options *o = state->input;

	if (*option_name(key))
		o->given[o->n_given++] = (struct given){ key, arg };
	switch (key) {
	case OPTION_CONFIG: o->config = arg; return 0;
	case OPTION_CHECK_CONFIG: o->check_config = true; return 0;
	case OPTION_DRY_RUN: o->dry_run = true; return 0;
	case OPTION_FORMAT: parse_format(o, arg, state); return 0;
	case OPTION_READY_FD: parse_ready_fd(o, arg, state); return 0;
	case ARGP_KEY_ARG: return parse_arg(o, arg, state->arg_num);
	case ARGP_KEY_END: check_end(o, state); return 0;
	default: return *option_name(key) ? 0 : ARGP_ERR_UNKNOWN;
	}
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
	"watch [ROOT...]\n"
	"status\n"
	"check\n"
	"rollback\n"
	"filters\n"
	"prune\n"
	"drop NAME\n"
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
	/* One argument may hold several short options. */
	size_t n = 1;

	for (int i = 0; i < argc; i++)
		n += strlen(argv[i]) + 1;
	*o = (struct options){ .ready_fd = -1 };
	o->args = calloc(n, sizeof(*o->args));
	o->given = calloc(n, sizeof(*o->given));
	argp_program_version = "tracuu-index " TRACUU_VERSION;
	argp_err_exit_status = 1;
	if (!o->args || !o->given ||
	    argp_parse(&argp, argc, argv, 0, NULL, o)) {
		/* A mistake has ended the program already, with 1. */
		fputs("tracuu-index: out of memory\n", stderr);
		exit(2);
	}
}

void options_release(struct options *o)
{
	free(o->args);
	free(o->given);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/config.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"

#define JOBS_MAX 256
#define JOBS_DEFAULT_MAX 8 /* what a build takes stays below 512 MB */
#define KEEP_MAX 1000000
#define HOOK_SECONDS_MAX 86400
#define WAIT_MAX 86400

static const struct conf_key keys[] = {
	{ "", "index", CONF_PATH, NULL },
	{ "", "socket", CONF_OTHERS, NULL },
	{ "indexer", "root", CONF_LIST | CONF_PATH, "a folder of reports" },
	{ "indexer", "include", CONF_LIST, "only files that match" },
	{ "indexer", "exclude", CONF_LIST, "no files and folders that match" },
	{ "indexer", "furniture", CONF_LIST | CONF_PATH,
	  "rules for lines of page furniture" },
	{ "indexer", "hooks", CONF_PATH,
	  "the directory of pre-update and post-update" },
	{ "indexer", "hook_seconds", 0, "how long one of them may take" },
	{ "indexer", "jobs", 0, "worker processes, 1 to 256" },
	{ "indexer", "keep", 0, "older generations to keep" },
	{ "indexer", "max_removed", 0,
	  "per cent of the documents that may be gone" },
	{ "indexer", "report", CONF_PATH, "what each run did, as JSON" },
	{ "indexer", "verbosity", 0, "quiet, normal or verbose" },
	{ "indexer", "wait", 0, "seconds, for another run to end" },
	{ "watch", "quiet_ms", 0, "without a change before watch updates" },
	{ "watch", "wait_ms", 0, "at most, after the first change" },
	{ "watch", "rest", 0,
	  "pause until the next update, in durations of the last" },
	{ "watch", "scan_seconds", 0,
	  "between scans where not every folder can be watched" },
	{ "collection", "root", CONF_LIST | CONF_PATH, "a folder of reports" },
	{ "collection", "include", CONF_LIST, "only files that match" },
	{ "collection", "exclude", CONF_LIST, "no files and folders that match" },
	{ "collection", "allow_user", CONF_LIST | CONF_OTHERS, NULL },
	{ "collection", "allow_group", CONF_LIST | CONF_OTHERS, NULL },
	{ "encoding", NULL, 0, "GLOB = the encoding of files that match" },
	{ "filters", "pdf", 0, "the command that reads PDF" },
	{ "filters", "docx", 0, "... DOCX" },
	{ "filters", "odt", 0, "... ODT" },
	{ "filters", "doc", 0, "... DOC" },
	{ "filters", "seconds", 0, "for one document, 1 to 3600" },
	{ "filters", "memory", 0,
	  "MiB of address space of each process, 16 to 65536" },
};
#define N_KEYS (sizeof(keys) / sizeof(*keys))

/* -------------------------------------------------------------------- sources */

/* The options that are settings, too. */
static const struct {
	int option;
	const char *section, *name;
	const char *value; /* of an option without an argument */
} option_keys[] = {
	{ OPTION_INDEX, "", "index", NULL },
	{ OPTION_INCLUDE, "indexer", "include", NULL },
	{ OPTION_EXCLUDE, "indexer", "exclude", NULL },
	{ OPTION_FURNITURE, "indexer", "furniture", NULL },
	{ OPTION_JOBS, "indexer", "jobs", NULL },
	{ OPTION_KEEP, "indexer", "keep", NULL },
	{ OPTION_MAX_REMOVED, "indexer", "max_removed", NULL },
	{ OPTION_REPORT, "indexer", "report", NULL },
	{ OPTION_WAIT, "indexer", "wait", NULL },
	{ OPTION_QUIET, "indexer", "verbosity", "quiet" },
	{ OPTION_VERBOSE, "indexer", "verbosity", "verbose" },
};
#define N_OPTION_KEYS (sizeof(option_keys) / sizeof(*option_keys))

/* Of "GLOB=NAME": a glob may have a '=', a name has none.  0: it is not so. */
static size_t glob_len(const char *arg)
{
	const char *equals = strrchr(arg, '=');

	return equals ? (size_t)(equals - arg) : 0;
}

/* Whether two options set the same: two rules for encodings that have one glob. */
static bool sets_same(const struct given *a, const struct given *b)
{
	size_t n;

	if (a->key != b->key || a->key == OPTION_INCLUDE ||
	    a->key == OPTION_EXCLUDE || a->key == OPTION_FURNITURE ||
	    a->key == OPTION_COLLECTION)
		return false;
	if (a->key != OPTION_ENCODING)
		return true;
	n = glob_len(a->arg);
	return n == glob_len(b->arg) && !strncmp(a->arg, b->arg, n);
}

/* Of those that set the same the last counts, as is usual. */
static bool comes_again(const struct options *o, size_t i)
{
	for (size_t k = i + 1; k < o->n_given; k++)
		if (sets_same(&o->given[i], &o->given[k]))
			return true;
	return false;
}

static int set_encoding(struct conf *c, const char *arg, struct err *e)
{
	size_t n = glob_len(arg);
	char *glob;
	int r;

	if (!n)
		return err_set(e, E_INVAL, "--encoding: \"%s\" is not "
			       "GLOB=NAME", arg);
	glob = strndup(arg, n);
	if (!glob)
		return err_nomem(e);
	r = conf_set(c, "encoding", glob, arg + n + 1, CONF_OPTION,
		     "--encoding", e);
	free(glob);
	return r;
}

static int set_given(struct conf *c, const struct given *g, struct err *e)
{
	char origin[64];

	if (g->key == OPTION_ENCODING)
		return set_encoding(c, g->arg, e);
	snprintf(origin, sizeof(origin), "--%s", option_name(g->key));
	for (size_t i = 0; i < N_OPTION_KEYS; i++)
		if (option_keys[i].option == g->key)
			return conf_set(c, option_keys[i].section,
					option_keys[i].name,
					g->arg ? g->arg : option_keys[i].value,
					CONF_OPTION, origin, e);
	return 0;
}

static int read_options(struct conf *c, const struct options *o, struct err *e)
{
	int r = 0;

	for (size_t i = 0; !r && i < o->n_given; i++)
		if (!comes_again(o, i))
			r = set_given(c, &o->given[i], e);
	return r;
}

static int set_default(struct conf *c, const char *section, const char *name,
		       const char *value, struct err *e)
{
	return conf_set(c, section, name, value, CONF_DEFAULT, "default", e);
}

static int set_default_index(struct conf *c, struct err *e)
{
	char *path;
	int r;

	if (conf_string(c, "", "index"))
		return 0;
	r = path_default_index(&path, e);
	if (r)
		return r;
	r = set_default(c, "", "index", path, e);
	free(path);
	return r;
}

static unsigned cores(void)
{
	cpu_set_t set;
	int n = sched_getaffinity(0, sizeof(set), &set) ? 1 : CPU_COUNT(&set);

	return n < 1 ? 1 : n > JOBS_DEFAULT_MAX ? JOBS_DEFAULT_MAX :
						  (unsigned)n;
}

static int set_defaults(struct conf *c, struct err *e)
{
	static const struct {
		const char *section, *name, *value;
	} defaults[] = {
		{ "indexer", "keep", "3" },
		{ "indexer", "hook_seconds", "600" },
		{ "indexer", "max_removed", "20" },
		{ "indexer", "verbosity", "normal" },
		{ "indexer", "wait", "0" },
		{ "watch", "quiet_ms", "500" },
		{ "watch", "wait_ms", "10000" },
		{ "watch", "rest", "4" },
		{ "watch", "scan_seconds", "600" },
	};
	char jobs[16];
	int r = set_default_index(c, e);

	snprintf(jobs, sizeof(jobs), "%u", cores());
	if (!r)
		r = set_default(c, "indexer", "jobs", jobs, e);
	for (size_t i = 0; !r && i < sizeof(defaults) / sizeof(*defaults); i++)
		r = set_default(c, defaults[i].section, defaults[i].name,
				defaults[i].value, e);
	return r;
}

static int read_sources(struct conf *c, const struct options *o, struct err *e)
{
	int r = conf_read(c, o->config, e);

	if (!r)
		r = conf_set_variable(c, "", "index", "TRACUU_INDEX", e);
	if (!r)
		r = read_options(c, o, e);
	return r ? r : set_defaults(c, e);
}

/* -------------------------------------------------------------------- meaning */

static int take_number(const struct conf *c, const char *section,
		       const char *name, unsigned min, unsigned max,
		       unsigned *ret, struct err *e)
{
	uint64_t v;
	int r = conf_number(conf_get(c, section, name), min, max, &v, e);

	if (!r)
		*ret = (unsigned)v;
	return r;
}

static int take_verbosity(const struct conf *c, struct options *o,
			  struct err *e)
{
	const struct conf_value *v = conf_get(c, "indexer", "verbosity");

	o->quiet = !strcmp(v->value, "quiet");
	o->verbose = !strcmp(v->value, "verbose");
	if (!o->quiet && !o->verbose && strcmp(v->value, "normal"))
		return conf_refuse(v, e, "verbosity is quiet, normal or "
				   "verbose, not \"%s\"", v->value);
	return 0;
}

/* The values of a list as an array, for free(). */
static int take_list(const struct conf *c, const char *name,
		     const char ***ret, size_t *ret_n, struct err *e)
{
	const struct conf_value *v = NULL;
	const char **list = calloc(c->n + 1, sizeof(*list));
	size_t n = 0;

	if (!list)
		return err_nomem(e);
	while ((v = conf_next(c, "indexer", "", name, v)))
		list[n++] = v->value;
	*ret = list;
	*ret_n = n;
	return 0;
}

static int take_lists(struct config *c, struct options *o, struct err *e)
{
	int r = take_list(&c->conf, "root", &c->roots, &o->n_roots, e);

	if (!r)
		r = take_list(&c->conf, "include", &c->include,
			      &o->filter.n_include, e);
	if (!r)
		r = take_list(&c->conf, "exclude", &c->exclude,
			      &o->filter.n_exclude, e);
	if (!r)
		r = take_list(&c->conf, "furniture", &c->furniture,
			      &o->n_furniture, e);
	o->roots = c->roots;
	o->filter.include = c->include;
	o->filter.exclude = c->exclude;
	o->furniture = c->furniture;
	return r;
}

static int take_encodings(const struct conf *c, struct encodings *ret,
			  struct err *e)
{
	const struct conf_value *v = NULL;
	struct err why;
	int r;

	while ((v = conf_next(c, "encoding", "", NULL, v))) {
		r = encodings_add(ret, v->name, v->value, &why);
		if (r == E_INVAL)
			return conf_refuse(v, e, "%s: %s", v->name, why.msg);
		if (r)
			return err_nomem(e);
	}
	return 0;
}

static int take_filter_number(const struct conf *c, const char *name,
			      unsigned min, unsigned max, unsigned *ret,
			      struct err *e)
{
	const struct conf_value *value = conf_get(c, "filters", name);
	uint64_t v;
	int r = value ? conf_number(value, min, max, &v, e) : 0;

	if (value && !r)
		*ret = (unsigned)v;
	return r;
}

static int take_filters(const struct conf *c, struct converter_rules *ret,
			struct err *e)
{
	int r = take_filter_number(c, "seconds", 1, 3600, &ret->seconds, e);

	for (int f = 0; f < FORMATS; f++) {
		const struct conf_value *v = NULL;

		if (format_is_external((enum format)f))
			v = conf_get(c, "filters", format_name((enum format)f));
		ret->commands[f] = v ? v->value : NULL;
	}
	return r ? r : take_filter_number(c, "memory", 16, 65536, &ret->memory,
					  e);
}

static int take_indexer(const struct conf *c, struct options *o, struct err *e)
{
	const char *section = "indexer";
	int r = take_number(c, section, "jobs", 1, JOBS_MAX, &o->jobs, e);

	if (!r)
		r = take_number(c, section, "keep", 0, KEEP_MAX, &o->keep, e);
	if (!r)
		r = take_number(c, section, "wait", 0, WAIT_MAX, &o->wait, e);
	if (!r)
		r = take_number(c, section, "max_removed", 0, 100,
				&o->max_removed, e);
	return r ? r : take_number(c, section, "hook_seconds", 1,
				   HOOK_SECONDS_MAX, &o->hook_seconds, e);
}

static int take_watch(const struct conf *c, struct watch_settings *ret,
		      struct err *e)
{
	int r = take_number(c, "watch", "quiet_ms", 1, 60000, &ret->quiet_ms,
			    e);

	if (!r)
		r = take_number(c, "watch", "wait_ms", 1, 3600000,
				&ret->wait_ms, e);
	if (!r)
		r = take_number(c, "watch", "rest", 0, 1000, &ret->rest, e);
	return r ? r : take_number(c, "watch", "scan_seconds", 1, 86400,
				   &ret->scan_seconds, e);
}

static int take_settings(struct config *c, struct options *o, struct err *e)
{
	int r = take_indexer(&c->conf, o, e);

	if (!r)
		r = take_watch(&c->conf, &o->watch, e);
	if (!r)
		r = take_verbosity(&c->conf, o, e);
	if (!r)
		r = take_filters(&c->conf, &o->converters, e);
	if (!r)
		r = take_lists(c, o, e);
	if (!r)
		r = take_encodings(&c->conf, &c->encodings, e);
	o->encodings = &c->encodings;
	o->index = conf_string(&c->conf, "", "index");
	o->hooks = conf_string(&c->conf, "indexer", "hooks");
	o->report = conf_string(&c->conf, "indexer", "report");
	return r;
}

int config_load(struct options *o, struct config *ret, struct err *e)
{
	int r;

	*ret = (struct config){ 0 };
	conf_init(&ret->conf, keys, N_KEYS);
	r = read_sources(&ret->conf, o, e);
	if (!r)
		r = take_settings(ret, o, e);
	return r ? r : collections_load(&ret->collections, &ret->conf, o, e);
}

void config_release(struct config *c)
{
	conf_release(&c->conf);
	free(c->roots);
	free(c->include);
	free(c->exclude);
	free(c->furniture);
	encodings_release(&c->encodings);
	collections_release(&c->collections);
}

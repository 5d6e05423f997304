/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/config.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "base/path.h"
#include "daemon/limits.h"
#include "daemon/config_take.h"

/* The settings but for the limits, which follow from their table. */
static const struct setting {
	struct conf_key key;
	const char *value; /* the default; NULL: found out */
} settings[] = {
	{ { "", "index", CONF_PATH, NULL }, NULL },
	{ { "", "socket", CONF_PATH, NULL }, NULL },
	{ { "daemon", "workers", 0, "queries that run at a time" }, NULL },
	{ { "daemon", "log_level", 0, "error, warn, info or debug" }, "info" },
	{ { "daemon", "query_log", CONF_PATH, "who asked what" }, "" },
	{ { "daemon", "slow_log", CONF_PATH,
	    "queries that took slow_ms or more, with their plans" }, "" },
	{ { "daemon", "slow_ms", 0, "ms, 1 to 3600000" }, "500" },
	{ { "daemon", "admin_group", CONF_LIST,
	    "who may reload and see all of stats, beside root and this user" },
	  "" },
	{ { "daemon", "user", 0, "whom to become, when started by root" }, "" },
	{ { "daemon", "core", 0, "yes: a crash may leave a core dump" }, "no" },
	{ { "daemon", "confine", 0,
	    "no: keep what the kernel could take away" }, "yes" },
	{ { "daemon", "stop_ms", 0,
	    "ms, 1 to 3600000: how long a stop waits for clients" }, "" },
	{ { "daemon", "socket_mode", 0,
	    "of a socket that we make ourselves, octal; 0700, or 0770 with a "
	    "socket_group" }, "" },
	{ { "daemon", "socket_group", 0, "its group" }, "" },
	{ { "daemon", "socket_user", 0, "its owner, when started by root" },
	  "" },
	{ { "search", "abbreviations", CONF_PATH,
	    "a table of abbreviations and synonyms" }, "" },
	{ { "collection", "root", CONF_LIST | CONF_OTHERS, NULL }, NULL },
	{ { "collection", "include", CONF_LIST | CONF_OTHERS, NULL }, NULL },
	{ { "collection", "exclude", CONF_LIST | CONF_OTHERS, NULL }, NULL },
	{ { "collection", "allow_user", CONF_LIST,
	    "users who may see it; everybody, if none and no group is named" },
	  NULL },
	{ { "collection", "allow_group", CONF_LIST, "groups whose members may" },
	  NULL },
};
#define N_SETTINGS (sizeof(settings) / sizeof(*settings))

/* "bytes, 1024 to 16777216: one request"; NULL when out of memory. */
static const char *limit_help(struct config *c, const struct limit *x)
{
	char s[256];
	int n = snprintf(s, sizeof(s), "%s, %" PRIu64 " to %" PRIu64 ": %s",
			 *x->unit ? x->unit : "a number", x->min, x->max,
			 x->help);

	return arena_dup(&c->keys, s, (size_t)n < sizeof(s) ? (size_t)n :
							    sizeof(s) - 1);
}

/* All keys, with a sentence for each limit. */
static int make_keys(struct config *c, struct err *e)
{
	size_t n = N_SETTINGS + limit_count;
	struct conf_key *v = arena_alloc(&c->keys, n * sizeof(*v));

	if (!v)
		return err_nomem(e);
	for (size_t i = 0; i < N_SETTINGS; i++)
		v[i] = settings[i].key;
	for (size_t i = 0; i < limit_count; i++) {
		const struct limit *x = &limit_table[i];

		v[N_SETTINGS + i] = (struct conf_key){ "limits", x->name, 0,
						   limit_help(c, x) };
		if (!v[N_SETTINGS + i].help)
			return err_nomem(e);
	}
	conf_init(&c->conf, v, n);
	return 0;
}

/* -------------------------------------------------------------------- sources */

static int read_options(struct conf *c, const struct options *o, struct err *e)
{
	const struct {
		const char *section, *name, *value, *option;
	} given[] = {
		{ "", "index", o->index, "--index" },
		{ "", "socket", o->socket, "--socket" },
		{ "daemon", "query_log", o->query_log, "--query-log" },
		{ "daemon", "workers", o->workers, "--workers" },
		{ "daemon", "log_level", o->log_level, "--log-level" },
	};
	int r = 0;

	for (size_t i = 0; !r && i < sizeof(given) / sizeof(*given); i++)
		if (given[i].value)
			r = conf_set(c, given[i].section, given[i].name,
				     given[i].value, CONF_OPTION,
				     given[i].option, e);
	return r;
}

static int set_default(struct conf *c, const char *section, const char *name,
		       const char *value, struct err *e)
{
	return conf_set(c, section, name, value, CONF_DEFAULT, "default", e);
}

static int set_default_number(struct conf *c, const char *section,
			      const char *name, uint64_t value, struct err *e)
{
	char s[24];

	snprintf(s, sizeof(s), "%" PRIu64, value);
	return set_default(c, section, name, s, e);
}

/* Where the index and the socket are when nobody says. */
static int set_default_paths(struct conf *c, struct err *e)
{
	char *path = NULL;
	int r = 0;

	if (!conf_string(c, "", "index")) {
		r = path_default_index(&path, e);
		if (!r)
			r = set_default(c, "", "index", path, e);
		free(path);
	}
	if (r || conf_string(c, "", "socket"))
		return r;
	path = NULL;
	r = path_default_socket(conf_string(c, "", "index"), &path, e);
	if (!r)
		r = set_default(c, "", "socket", path, e);
	free(path);
	return r;
}

static int set_defaults(struct conf *c, struct err *e)
{
	unsigned cores = uv_available_parallelism();
	int r = set_default_paths(c, e);

	if (!r)
		r = set_default_number(c, "daemon", "workers",
				       cores < WORKERS_MAX ? cores : WORKERS_MAX,
				       e);
	for (size_t i = 0; !r && i < N_SETTINGS; i++)
		if (settings[i].value)
			r = set_default(c, settings[i].key.section,
					settings[i].key.name, settings[i].value,
					e);
	for (size_t i = 0; !r && i < limit_count; i++)
		r = set_default_number(c, "limits", limit_table[i].name,
				       limit_table[i].value, e);
	return r;
}

static int read_sources(struct conf *c, const struct options *o, struct err *e)
{
	int r = conf_read(c, o->config, e);

	if (!r)
		r = conf_set_variable(c, "", "index", "TRACUU_INDEX", e);
	if (!r)
		r = conf_set_variable(c, "", "socket", "TRACUU_SOCKET", e);
	if (!r)
		r = read_options(c, o, e);
	return r ? r : set_defaults(c, e);
}

int config_load(const struct options *o, struct config *ret, struct err *e)
{
	int r;

	*ret = (struct config){ 0 };
	r = make_keys(ret, e);
	if (!r)
		r = read_sources(&ret->conf, o, e);
	if (r)
		return r;
	return config_take(ret, o, e);
}

void config_release(struct config *c)
{
	for (size_t i = 0; i < c->n_collections; i++)
		access_release(&c->collections[i].who);
	access_release(&c->admins);
	conf_release(&c->conf);
	arena_release(&c->keys);
}

void config_print(const struct config *c, FILE *out)
{
	conf_print(&c->conf, out);
}

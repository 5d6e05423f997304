/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/config.h"

#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

#include "base/number.h"
#include "base/path.h"
#include "daemon/limits.h"
#include "daemon/abbrev_file.h"

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
	{ { "daemon", "admin_group", CONF_LIST,
	    "who may reload and see all of stats, beside root and this user" },
	  "" },
	{ { "daemon", "socket_mode", 0,
	    "of a socket that we make ourselves, octal; 0700, or 0770 with a "
	    "socket_group" }, "" },
	{ { "daemon", "socket_group", 0, "its group" }, "" },
	{ { "daemon", "socket_user", 0, "its owner, when started by root" },
	  "" },
	{ { "search", "abbreviations", CONF_PATH,
	    "a table of abbreviations and synonyms" }, "" },
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

/* -------------------------------------------------------------------- meaning */

static int take_log_level(struct config *c, struct err *e)
{
	const struct conf_value *v = conf_get(&c->conf, "daemon", "log_level");

	if (log_level_parse(v->value, &c->log_level))
		return conf_refuse(v, e, "the log level is error, warn, info "
				   "or debug, not \"%s\"", v->value);
	return 0;
}

static int take_workers(struct config *c, struct err *e)
{
	uint64_t n;
	int r = conf_number(conf_get(&c->conf, "daemon", "workers"), 1,
			    WORKERS_MAX, &n, e);

	if (!r)
		c->workers = (unsigned)n;
	return r;
}

static int take_limits(struct config *c, struct err *e)
{
	limits_default(&c->limits);
	for (size_t i = 0; i < limit_count; i++) {
		const struct limit *x = &limit_table[i];
		const struct conf_value *v = conf_get(&c->conf, "limits",
						      x->name);
		uint64_t n;

		if (number_parse(v->value, x->min, x->max, &n))
			return conf_refuse(v, e, "%s must be a number of %s "
					   "from %" PRIu64 " to %" PRIu64
					   ", not \"%s\"", x->name,
					   *x->unit ? x->unit : "them", x->min,
					   x->max, v->value);
		limit_put(&c->limits, x, n);
	}
	return 0;
}

static int take_admins(struct config *c, struct err *e)
{
	int r = access_read(&c->admins, &c->conf, "daemon", "", NULL,
			    "admin_group", e);

	if (!r)
		r = access_add_user(&c->admins, 0, e);
	return r ? r : access_add_user(&c->admins, geteuid(), e);
}

/* "" is not set. */
static const struct conf_value *given(const struct config *c, const char *name)
{
	const struct conf_value *v = conf_get(&c->conf, "daemon", name);

	return v && *v->value ? v : NULL;
}

static int take_mode(const struct conf_value *v, mode_t *ret, struct err *e)
{
	size_t n = strlen(v->value);
	unsigned long mode = 0;

	if (n == strspn(v->value, "01234567") && n >= 3 && n <= 4)
		mode = strtoul(v->value, NULL, 8);
	if (!(mode & 0222) || mode > 0777)
		return conf_refuse(v, e, "%s is an octal number such as 0660, "
				   "with the 2 of those who may ask, not "
				   "\"%s\"", v->name, v->value);
	*ret = (mode_t)mode;
	return 0;
}

static int take_socket(struct config *c, struct err *e)
{
	const struct conf_value *mode = given(c, "socket_mode");
	const struct conf_value *user = given(c, "socket_user");
	const struct conf_value *group = given(c, "socket_group");
	struct socket_owner *o = &c->socket_owner;
	int r = 0;

	*o = (struct socket_owner){ .mode = group ? 0770 : 0700,
				    .uid = (uid_t)-1, .gid = (gid_t)-1,
				    .given = mode || user || group };
	if (mode)
		r = take_mode(mode, &o->mode, e);
	if (!r && user)
		r = access_user(user, &o->uid, e);
	if (!r && group)
		r = access_group(group, &o->gid, e);
	return r;
}

static int take_ready_fd(struct config *c, const char *value, struct err *e)
{
	uint64_t v;

	c->ready_fd = -1;
	if (!value)
		return 0;
	if (number_parse(value, 0, INT_MAX, &v))
		return err_set(e, E_INVAL,
			       "--ready-fd takes the number of an open file, "
			       "not \"%s\"",
			       value);
	if (fcntl((int)v, F_GETFD) < 0)
		return err_set(e, E_INVAL, "--ready-fd %s: no such open file",
			       value);
	c->ready_fd = (int)v;
	return 0;
}

static int check_abbreviations(const char *path, struct err *e)
{
	struct abbrev_file t;

	abbrev_file_init(&t, path);
	abbrev_file_read(&t);
	abbrev_file_release(&t);
	return t.bad.code ? err_set(e, t.bad.code, "%s", t.bad.msg) : 0;
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
	ret->index_dir = conf_string(&ret->conf, "", "index");
	ret->socket_path = conf_string(&ret->conf, "", "socket");
	ret->query_log = conf_string(&ret->conf, "daemon", "query_log");
	ret->abbreviations = conf_string(&ret->conf, "search", "abbreviations");
	r = take_workers(ret, e);
	if (!r)
		r = take_log_level(ret, e);
	if (!r)
		r = take_limits(ret, e);
	if (!r)
		r = take_admins(ret, e);
	if (!r)
		r = take_socket(ret, e);
	if (!r)
		r = take_ready_fd(ret, o->ready_fd, e);
	return r ? r : check_abbreviations(ret->abbreviations, e);
}

void config_release(struct config *c)
{
	access_release(&c->admins);
	conf_release(&c->conf);
	arena_release(&c->keys);
}

void config_print(const struct config *c, FILE *out)
{
	conf_print(&c->conf, out);
}

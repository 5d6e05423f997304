/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/config.h"

#include <errno.h>
#include <fcntl.h>
#include <ini.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

#include "base/path.h"
#include "daemon/limits.h"
#include "daemon/abbrev_file.h"

#define SYSTEM_FILE "/etc/tracuu/tracuu.conf"

static int set_string(char **at, const char *value, struct err *e)
{
	char *s = NULL;

	if (*value && !(s = strdup(value)))
		return err_nomem(e);
	free(*at);
	*at = s;
	return 0;
}

static int set_workers(struct config *c, const char *value, struct err *e)
{
	uint64_t v;

	if (number_parse(value, 1, WORKERS_MAX, &v))
		return err_set(e, E_INVAL,
			       "workers must be a number from 1 to %d, not \"%s\"",
			       WORKERS_MAX, value);
	c->workers = (unsigned)v;
	return 0;
}

static int set_log_level(struct config *c, const char *value, struct err *e)
{
	if (log_level_parse(value, &c->log_level))
		return err_set(e, E_INVAL,
			       "the log level is error, warn, info or debug, "
			       "not \"%s\"",
			       value);
	return 0;
}

static int set_ready_fd(struct config *c, const char *value, struct err *e)
{
	uint64_t v;

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

/* ------------------------------------------------------------------ the files */

/*
 * Keys before the first section are common to the three programs.  The section
 * [indexer] is tracuu-index's: what stands in it is for it to judge.
 */
static int set_key(struct config *c, const char *section, const char *key,
		   const char *value, struct err *e)
{
	int r;

	if (!*section && !strcmp(key, "index"))
		return set_string(&c->index_dir, value, e);
	if (!*section && !strcmp(key, "socket"))
		return set_string(&c->socket_path, value, e);
	if (!strcmp(section, "indexer"))
		return 0;
	if (!strcmp(section, "limits")) {
		r = limit_set(&c->limits, key, value, e);
		if (r != E_NOTFOUND)
			return r;
	}
	if (!strcmp(section, "daemon")) {
		if (!strcmp(key, "workers"))
			return set_workers(c, value, e);
		if (!strcmp(key, "log_level"))
			return set_log_level(c, value, e);
		if (!strcmp(key, "query_log"))
			return set_string(&c->query_log, value, e);
	}
	if (!strcmp(section, "search") && !strcmp(key, "abbreviations"))
		return set_string(&c->abbreviations, value, e);
	return err_set(e, E_INVAL, "unknown key %s in %s%s", key,
		       *section ? "section " : "the part before any section",
		       section);
}

/* inih tells neither the line of a bad value nor that it cut a long one, so the
 * lines are counted where it fetches them. */
struct reading {
	struct config *config;
	FILE *file;
	int line;     /* fetched last */
	int bad_line; /* of the first error; 0: none */
	bool in_long_line;
	struct err e; /* of the first error */
};

static void read_failed(struct reading *r, const struct err *e)
{
	if (r->bad_line)
		return;
	r->bad_line = r->line;
	r->e = *e;
}

static char *read_line(char *s, int size, void *arg)
{
	struct reading *r = arg;
	struct err e;

	if (!fgets(s, size, r->file))
		return NULL;
	if (!r->in_long_line)
		r->line++;
	r->in_long_line = !strchr(s, '\n') && !feof(r->file);
	if (r->in_long_line) {
		err_set(&e, E_INVAL, "the line is longer than %d bytes", size - 2);
		read_failed(r, &e);
	}
	return s;
}

static int read_pair(void *arg, const char *section, const char *key,
		     const char *value)
{
	struct reading *r = arg;
	struct err e;

	if (set_key(r->config, section, key, value, &e)) {
		read_failed(r, &e);
		return 0;
	}
	return 1;
}

int config_read_file(struct config *c, const char *path, struct err *e)
{
	struct reading r = { .config = c };
	int line;

	r.file = fopen(path, "re");
	if (!r.file)
		return err_sys(e, errno, "%s", path);
	line = ini_parse_stream(read_line, &r, read_pair, &r);
	if (ferror(r.file)) {
		fclose(r.file);
		return err_set(e, E_IO, "%s: cannot be read", path);
	}
	fclose(r.file);
	if (line < 0)
		return err_nomem(e);
	/* inih counts by itself; its first error comes first unless ours does. */
	if (r.bad_line && (!line || r.bad_line <= line))
		return err_set(e, r.e.code, "%s:%d: %s", path, r.bad_line,
			       r.e.msg);
	if (line)
		return err_set(e, E_INVAL,
			       "%s:%d: expected \"name = value\" or \"[section]\"",
			       path, line);
	return 0;
}

/* $XDG_CONFIG_HOME/tracuu/tracuu.conf, or below ~/.config; NULL when there is
 * no home. */
static int user_file(char **ret, struct err *e)
{
	const char *base = getenv("XDG_CONFIG_HOME");
	const char *home = getenv("HOME");
	char *dir;

	*ret = NULL;
	if (base && *base == '/')
		dir = strdup(base);
	else if (home && *home)
		dir = path_join(home, ".config");
	else
		return 0;
	if (!dir)
		return err_nomem(e);
	*ret = path_join(dir, "tracuu/tracuu.conf");
	free(dir);
	return *ret ? 0 : err_nomem(e);
}

static int read_default_files(struct config *c, struct err *e)
{
	char *path;
	int r;

	r = config_read_file(c, SYSTEM_FILE, e);
	if (r && r != E_NOTFOUND)
		return r;
	r = user_file(&path, e);
	if (r || !path)
		return r;
	r = config_read_file(c, path, e);
	free(path);
	return r == E_NOTFOUND ? 0 : r;
}

/* ----------------------------------------------------------------- everything */

static int read_environment(struct config *c, struct err *e)
{
	const char *dir = getenv("TRACUU_INDEX");
	const char *path = getenv("TRACUU_SOCKET");
	int r = 0;

	if (dir && *dir)
		r = set_string(&c->index_dir, dir, e);
	if (!r && path && *path)
		r = set_string(&c->socket_path, path, e);
	return r;
}

static int read_options(struct config *c, const struct options *o,
			struct err *e)
{
	int r = 0;

	if (!r && o->index)
		r = set_string(&c->index_dir, o->index, e);
	if (!r && o->socket)
		r = set_string(&c->socket_path, o->socket, e);
	if (!r && o->query_log)
		r = set_string(&c->query_log, o->query_log, e);
	if (!r && o->workers)
		r = set_workers(c, o->workers, e);
	if (!r && o->log_level)
		r = set_log_level(c, o->log_level, e);
	if (!r && o->ready_fd)
		r = set_ready_fd(c, o->ready_fd, e);
	return r;
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
	unsigned cores = uv_available_parallelism();
	int r;

	*ret = (struct config){
		.workers = cores < WORKERS_MAX ? cores : WORKERS_MAX,
		.ready_fd = -1,
		.log_level = LOG_LEVEL_INFO,
	};
	limits_default(&ret->limits);
	r = o->config ? config_read_file(ret, o->config, e) :
			read_default_files(ret, e);
	if (!r)
		r = read_environment(ret, e);
	if (!r)
		r = read_options(ret, o, e);
	if (!r && !ret->index_dir)
		r = path_default_index(&ret->index_dir, e);
	if (!r && !ret->socket_path)
		r = path_default_socket(ret->index_dir, &ret->socket_path, e);
	return r ? r : check_abbreviations(ret->abbreviations, e);
}

void config_release(struct config *c)
{
	free(c->index_dir);
	free(c->socket_path);
	free(c->query_log);
	free(c->abbreviations);
}

void config_print(const struct config *c, FILE *out)
{
	static const char *const levels[] = { "error", "warn", "info", "debug" };

	fprintf(out, "index = %s\nsocket = %s\n", c->index_dir, c->socket_path);
	fprintf(out, "\n[daemon]\nworkers = %u\nlog_level = %s\n", c->workers,
		levels[c->log_level]);
	fprintf(out, "query_log = %s\n", c->query_log ? c->query_log : "");
	fprintf(out, "\n[search]\nabbreviations = %s\n\n[limits]\n",
		c->abbreviations ? c->abbreviations : "");
	for (size_t i = 0; i < limit_count; i++) {
		const struct limit *x = &limit_table[i];

		fprintf(out, "; %s, %" PRIu64 " to %" PRIu64 ": %s\n",
			*x->unit ? x->unit : "a number", x->min, x->max, x->help);
		fprintf(out, "%s = %" PRIu64 "\n", x->name,
			limit_get(&c->limits, x));
	}
}

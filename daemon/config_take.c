/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/config_take.h"

#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/number.h"
#include "daemon/abbrev_file.h"
#include "daemon/limits.h"

/* Time to send the last replies, beyond the deadline of what runs. */
#define FLUSH_MS 1000
#define STOP_MAX_MS 3600000
#define SLOW_MAX_MS 3600000

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

/* "" is not set. */
static const struct conf_value *given(const struct config *c, const char *name)
{
	const struct conf_value *v = conf_get(&c->conf, "daemon", name);

	return v && *v->value ? v : NULL;
}

static int take_switch(const struct config *c, const char *name, bool *ret,
		       struct err *e)
{
	const struct conf_value *v = given(c, name);

	if (!v || !strcmp(v->value, "no"))
		*ret = false;
	else if (!strcmp(v->value, "yes"))
		*ret = true;
	else
		return conf_refuse(v, e, "%s is yes or no, not \"%s\"", name,
				   v->value);
	return 0;
}

static int take_user(struct config *c, struct err *e)
{
	return privilege_find(given(c, "user"), &c->user, e);
}

static int take_life(struct config *c, struct err *e)
{
	const struct conf_value *stop = given(c, "stop_ms");
	int r = take_switch(c, "core", &c->core, e);

	if (!r)
		r = take_switch(c, "confine", &c->confine, e);
	c->stop_ms = c->limits.deadline_ms + FLUSH_MS;
	if (!r && stop)
		r = conf_number(stop, 1, STOP_MAX_MS, &c->stop_ms, e);
	return r;
}

static int take_slow(struct config *c, struct err *e)
{
	int r = conf_number(conf_get(&c->conf, "daemon", "slow_ms"), 1,
			    SLOW_MAX_MS, &c->slow_ms, e);

	c->slow_log = conf_string(&c->conf, "daemon", "slow_log");
	if (!c->slow_log)
		c->slow_ms = 0;
	return r;
}

static int take_admins(struct config *c, struct err *e)
{
	int r = access_read(&c->admins, &c->conf, "daemon", "", NULL,
			    "admin_group", e);

	if (!r)
		r = access_add_user(&c->admins, 0, e);
	return r ? r : access_add_user(&c->admins, c->user.uid, e);
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
	/* Who asks as this user is who it is for. */
	if (c->user.drop)
		o->uid = c->user.uid;
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

int config_take(struct config *c, const struct options *o, struct err *e)
{
	static int (*const takes[])(struct config *c, struct err *e) = {
		take_workers, take_log_level, take_limits, take_user,
		take_admins, config_take_collections, take_socket, take_life,
		take_slow,
	};
	int r = 0;

	c->index_dir = conf_string(&c->conf, "", "index");
	c->socket_path = conf_string(&c->conf, "", "socket");
	c->query_log = conf_string(&c->conf, "daemon", "query_log");
	c->abbreviations = conf_string(&c->conf, "search", "abbreviations");
	for (size_t i = 0; !r && i < sizeof(takes) / sizeof(*takes); i++)
		r = takes[i](c, e);
	if (!r)
		r = take_ready_fd(c, o->ready_fd, e);
	return r ? r : check_abbreviations(c->abbreviations, e);
}

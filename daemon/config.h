/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * config - what the daemon was told: defaults, then the configuration files,
 * then the environment, then the options of its command line.
 */
#ifndef TRACUU_DAEMON_CONFIG_H
#define TRACUU_DAEMON_CONFIG_H

#include <stdbool.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "daemon/access.h"
#include "daemon/listen.h"
#include "daemon/privilege.h"
#include "proto/result.h"

#define WORKERS_MAX 256

/* The options as given; NULL or false where one was not. */
struct options {
	const char *index, *socket, *workers, *config, *ready_fd, *log_level,
		*query_log;
	bool check_config;
};

/* One that is served: the one without a name, and those of the configuration. */
struct config_collection {
	const char *name; /* "": it has none; it is the first */
	const char *dir;  /* its index directory */
	struct access_rule who; /* may see it; not set: everybody */
};
#define CONFIG_COLLECTIONS_MAX 64 /* a bit each */

struct config {
	/* Strings of `conf`. */
	const char *index_dir;
	const char *socket_path;
	struct socket_owner socket_owner;
	const char *query_log;	   /* file name; NULL: none is written */
	const char *slow_log;	   /* another one; NULL: none */
	uint64_t slow_ms;	   /* 0: nothing is slow */
	const char *abbreviations; /* file of the user's table; NULL: none */
	unsigned workers;
	int ready_fd; /* -1: nobody waits */
	enum log_level log_level;
	struct proto_limits limits;
	struct privilege_user user; /* whom to become */
	bool confine;		    /* give up what is not needed */
	bool core;		    /* core dumps are fine */
	uint64_t stop_ms;	    /* patience with clients at a stop */
	struct config_collection *collections; /* n_collections, at least one */
	size_t n_collections;
	struct access_rule admins; /* root, our own user, admin_group */
	struct conf conf; /* all of it as given, with where it came from */
	struct arena keys; /* of it */
};

/*
 * Fill *ret from everything there is.  E_INVAL (msg names the file and line, or
 * the option), E_IO, E_NOMEM.  The table of abbreviations is read, to see that it
 * is one.  Release it in either case.
 */
int config_load(const struct options *o, struct config *ret, struct err *e);
void config_release(struct config *c);

/* The collections that a client may see, a bit each, from the lowest; NULL: what
 * everybody may.  Any thread. */
uint64_t config_allowed(const struct config *c, const struct peer *p);

/* Write the settings as a configuration file that explains itself. */
void config_print(const struct config *c, FILE *out);

#endif

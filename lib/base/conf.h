/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * conf - settings, and where each came from: the configuration file that the
 * programs share (tracuu.conf(5)), the environment, the command line.
 *
 * A program names its settings in a table of keys.  Whatever it is told is then
 * kept here as a string with its origin; the program makes of it what it needs,
 * and refuses with conf_refuse(), which names the origin.  A section of another
 * program is passed over; what is no section, or no key of a section of this
 * program, is an error with file, line and what may have been meant.
 * One thread at a time.
 */
#ifndef TRACUU_BASE_CONF_H
#define TRACUU_BASE_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"

enum conf_flags {
	CONF_LIST = 1 << 0, /* may be repeated, and each one counts */
	CONF_PATH = 1 << 1, /* a file: "~/" is $HOME, in a file never relative */
	CONF_OTHERS = 1 << 2, /* another program's: known, and not kept */
};

struct conf_key {
	const char *section; /* "": before the first; "collection": of each
				[collection LABEL] */
	const char *name;    /* NULL: any, as in [encoding] GLOB = NAME */
	unsigned flags;
	const char *help; /* a comment for conf_print(); NULL: none */
};

/* What comes later wins. */
enum conf_source {
	CONF_DEFAULT,
	CONF_SYSTEM, /* /etc/tracuu/tracuu.conf, or --config FILE */
	CONF_USER,   /* ~/.config/tracuu/tracuu.conf */
	CONF_ENVIRONMENT,
	CONF_OPTION,
};

struct conf_value {
	const struct conf_key *key;
	char *label; /* of [collection LABEL], else "" */
	char *name;  /* of the key */
	char *value; /* "": set to nothing, which empties a list */
	char *origin; /* "FILE:LINE", "TRACUU_INDEX", "--jobs", "default" */
	enum conf_source source;
};

/* A section that has a label, whether anything is set in it or not. */
struct conf_label {
	char *section, *label;
	char *origin; /* where it comes first: "FILE:LINE" */
};

struct conf {
	const struct conf_key *keys; /* the program's, borrowed */
	size_t n_keys;
	struct conf_value *v;
	size_t n, cap;
	struct conf_label *labels; /* each once, in the order of the files */
	size_t n_labels, cap_labels;
};

void conf_init(struct conf *c, const struct conf_key *keys, size_t n_keys);
void conf_release(struct conf *c);

/*
 * Read one file; what it sets goes before anything of a lower source, a list as
 * a whole.  E_NOTFOUND, E_IO, E_NOMEM, E_INVAL (FILE:LINE and why).
 */
int conf_read_file(struct conf *c, const char *path, enum conf_source source,
		   struct err *e);
/* Read `only` where it is not NULL, else the two usual files, of which either
 * may be missing.  Errors as above. */
int conf_read(struct conf *c, const char *only, struct err *e);

/*
 * Set one value of a section without a label; `origin` is what messages say.
 * E_INVAL: no such key, a second value where there is one in this source, or no
 * $HOME for a "~/".  E_NOMEM.
 */
int conf_set(struct conf *c, const char *section, const char *name,
	     const char *value, enum conf_source source, const char *origin,
	     struct err *e);
/* The same from an environment variable, if that is set and not empty. */
int conf_set_variable(struct conf *c, const char *section, const char *name,
		      const char *variable, struct err *e);
/* The same for a file's section with a label ("": none). */
int conf_set_labelled(struct conf *c, const char *section, const char *label,
		      const char *name, const char *value,
		      enum conf_source source, const char *origin,
		      struct err *e);

/* Remember a section with a label, once.  E_NOMEM. */
int conf_add_label(struct conf *c, const char *section, const char *label,
		   const char *origin, struct err *e);

/* A setting that is no list; NULL: not set.  Until the next change of `c`. */
const struct conf_value *conf_get(const struct conf *c, const char *section,
				  const char *name);
/* Its value; NULL: not set, or set to nothing. */
const char *conf_string(const struct conf *c, const char *section,
			const char *name);
/*
 * The values of a list one after the other, in their order: `after` is NULL for
 * the first.  name NULL: any name.  Values that are "" are passed over.
 */
const struct conf_value *conf_next(const struct conf *c, const char *section,
				   const char *label, const char *name,
				   const struct conf_value *after);

/* "ORIGIN: " and the sentence; E_INVAL. */
int conf_refuse(const struct conf_value *v, struct err *e, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* A number from min to max.  E_INVAL. */
int conf_number(const struct conf_value *v, uint64_t min, uint64_t max,
		uint64_t *ret, struct err *e);

/* Write all values as a configuration file that says where each came from. */
void conf_print(const struct conf *c, FILE *out);

#endif

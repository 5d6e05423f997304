/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * options - the command line of tracuu, by glibc's argp: one table for reading
 * it and for --help.  Wrong usage ends the program with exit status 2.
 */
#ifndef TRACUU_CLIENT_OPTIONS_H
#define TRACUU_CLIENT_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "proto/params.h"

struct client;
struct options;

enum format {
	FORMAT_TEXT,
	FORMAT_JSON,
	FORMAT_JSONL, /* from here: of some commands only */
	FORMAT_GREP,
	FORMAT_PATHS,
	FORMAT_PROMETHEUS,
};

enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

struct options {
	int (*run)(struct client *c);
	const char *socket;  /* NULL: the default */
	unsigned timeout_ms; /* for each answer; 0: wait for ever */
	enum format format;
	enum color color;
	struct proto_query query; /* but for the words */
	struct buf words;	  /* joined by spaces */
	bool zero;	   /* -0: NUL behind each path */
	bool batch;
	bool raw;
	uint32_t from, to; /* show: lines, 0: not given */
};

/* Fill `o`; does not return after --help, --version or wrong usage. */
void options_parse(struct options *o, int argc, char **argv);
void options_release(struct options *o);

#endif

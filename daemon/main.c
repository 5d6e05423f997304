/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * tracuud - the daemon: answers queries over a Unix socket (tracuud(8)).
 */
#include <getopt.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "daemon/config.h"
#include "daemon/server.h"

enum { EXIT_USAGE = 1, EXIT_NO_START = 2 };

/* One row an option: getopt, --help and struct options follow it. */
static const struct option_row {
	const char *name, *argument, *help;
	size_t offset;
} rows[] = {
#define ROW(field, name, argument, help) \
	{ name, argument, help, offsetof(struct options, field) }
	ROW(index, "index", "DIR", "the index to serve"),
	ROW(socket, "socket", "PATH", "the Unix socket to listen on"),
	ROW(workers, "workers", "N", "queries that run at a time"),
	ROW(config, "config", "FILE", "read this file instead of the usual two"),
	ROW(log_level, "log-level", "LEVEL", "error, warn, info or debug"),
	ROW(query_log, "query-log", "FILE", "write who asked what, as JSON lines"),
	ROW(ready_fd, "ready-fd", "N", "write \"ready\" to this open file"),
	ROW(check_config, "check-config", NULL, "print the settings and exit"),
#undef ROW
};
#define N_ROWS (sizeof(rows) / sizeof(*rows))
#define OPT_HELP ((int)N_ROWS)
#define OPT_VERSION ((int)N_ROWS + 1)

static void print_help(void)
{
	puts("usage: tracuud [OPTION]...\n\n"
	     "Answer queries of a full-text index over a Unix socket.\n");
	for (size_t i = 0; i < N_ROWS; i++)
		printf("  --%-13s %-6s %s\n", rows[i].name,
		       rows[i].argument ? rows[i].argument : "", rows[i].help);
	puts("  --help                this text\n"
	     "  --version             the version\n\n"
	     "tracuud(8) says what they mean and which files are read.");
}

static void set_option(struct options *o, const struct option_row *row,
		       const char *value)
{
	char *at = (char *)o + row->offset;

	if (row->argument)
		memcpy(at, &value, sizeof(value));
	else
		*(bool *)at = true;
}

/* Returns 0 to go on, 1 when all is done, -1 after a usage error. */
static int parse_options(int argc, char **argv, struct options *o)
{
	struct option table[N_ROWS + 3] = { 0 };
	int i;

	for (i = 0; i < (int)N_ROWS; i++)
		table[i] = (struct option){ rows[i].name,
					    rows[i].argument != NULL, NULL, i };
	table[i] = (struct option){ "help", 0, NULL, OPT_HELP };
	table[i + 1] = (struct option){ "version", 0, NULL, OPT_VERSION };
	while ((i = getopt_long(argc, argv, "", table, NULL)) != -1) {
		if (i == OPT_HELP) {
			print_help();
			return 1;
		}
		if (i == OPT_VERSION) {
			puts("tracuud " TRACUU_VERSION);
			return 1;
		}
		if (i == '?') /* getopt_long() has said why */
			return -1;
		set_option(o, &rows[i], optarg);
	}
	if (optind == argc)
		return 0;
	fprintf(stderr, "tracuud: unexpected argument %s\n", argv[optind]);
	return -1;
}

/* libuv aborts where it cannot wait for events, or start its threads. */
static void on_abort(int number)
{
	static const char line[] =
		"tracuud: error: a library gave up: out of memory, of threads "
		"or of open files (see ulimit -a), or a bug: please report it\n";
	ssize_t n = write(STDERR_FILENO, line, sizeof(line) - 1);

	(void)number;
	(void)n; /* abort(3) goes on */
}

static int serve(const struct config *c)
{
	struct err e;

	log_init("tracuud", c->log_level);
	signal(SIGABRT, on_abort);
	json_object_seed(0); /* before there are threads */
	if (server_run(c, &e)) {
		log_error("%s", e.msg);
		return EXIT_NO_START;
	}
	log_info("stopped");
	return 0;
}

int main(int argc, char **argv)
{
	struct options o = { 0 };
	struct config c;
	struct err e;
	int status = 0;
	int r;

	r = parse_options(argc, argv, &o);
	if (r < 0)
		fputs("Try tracuud --help.\n", stderr);
	if (r)
		return r < 0 ? EXIT_USAGE : 0;
	if (config_load(&o, &c, &e)) {
		fprintf(stderr, "tracuud: %s\n", e.msg);
		status = EXIT_USAGE;
	} else if (o.check_config) {
		config_print(&c, stdout);
	} else {
		status = serve(&c);
	}
	config_release(&c);
	return status;
}

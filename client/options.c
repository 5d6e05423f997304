/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "client/options.h"

#include <argp.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/client.h"

#define DEFAULT_TIMEOUT_MS 10000
#define OUTPUT_VERSION 1 /* of json and jsonl; --format-version asks for it */

/* Keys of options without a letter. */
enum key {
	KEY_SOCKET = 0x100,
	KEY_TIMEOUT,
	KEY_FORMAT,
	KEY_FORMAT_VERSION,
	KEY_COLOR,
	KEY_OFFSET,
	KEY_MATCH,
	KEY_SORT,
	KEY_NO_SNIPPET,
	KEY_COLLAPSE,
	KEY_FACETS,
	KEY_BATCH,
	KEY_RAW,
	KEY_LINES,
	KEY_PATH,
};

#define OPT(name_, key_, arg_, doc_) \
	{ .name = name_, .key = key_, .arg = arg_, .doc = doc_ }

/* What every command has. */
#define COMMON_OPTIONS                                                         \
	{ .doc = "Talking to the daemon:" },                                   \
	OPT("socket", KEY_SOCKET, "PATH", "Socket of the daemon (default: "    \
	    "$TRACUU_SOCKET, else the one of this user)"),                     \
	OPT("timeout", KEY_TIMEOUT, "MS", "Wait so long for an answer, in "    \
	    "milliseconds (default 10000; 0: for ever)"),                      \
	{ .doc = "Help:", .group = -1 },                                       \
	{ 0 }

#define FORMAT_OPTIONS(formats)                                                \
	OPT("format", KEY_FORMAT, "FORMAT", formats),                          \
	OPT("format-version", KEY_FORMAT_VERSION, "N", "Fail unless this "     \
	    "program writes version N of its JSON (this one writes 1)"),       \
	OPT("color", KEY_COLOR, "WHEN", "auto (on a terminal; the default), "  \
	    "always, never")

#define TEXT_OR_JSON FORMAT_OPTIONS("text (the default) or json")

#define MATCH_OPTION                                                           \
	OPT("match", KEY_MATCH, "HOW", "auto (all words, else any; the "       \
	    "default), all or any")

#define PAGE_OPTIONS                                                           \
	OPT("limit", 'n', "N", "At most N reports (default 10)"),              \
	OPT("offset", KEY_OFFSET, "N", "Leave out the first N reports"),       \
	OPT("collapse", KEY_COLLAPSE, NULL, "Show reports that are nearly the " \
	    "same as one, the best; the others are named below it")

#define PATHS_OPTIONS                                                          \
	OPT("null", '0', NULL, "With paths: a NUL behind each, not a "         \
	    "newline"),                                                        \
	OPT("no-snippet", KEY_NO_SNIPPET, NULL, "No piece of the text")

static const struct argp_option search_options[] = {
	{ .doc = "Which reports:" },
	PAGE_OPTIONS,
	MATCH_OPTION,
	OPT("sort", KEY_SORT, "KEY", "relevance (the default), newest, oldest "
	    "or path"),
	OPT("facets", KEY_FACETS, "LIST", "Also tell how all reports that "
	    "match divide by these: year, place, author, ref, type, "
	    "collection; a comma between"),
	OPT("batch", KEY_BATCH, NULL, "One query a line on standard input, one "
	    "JSON result (or error) a line on standard output"),
	{ .doc = "How to show them:" },
	FORMAT_OPTIONS("text (the default), json (the result as one object), "
		       "jsonl (one report a line), grep (PATH:LINE:COLUMN:"
		       "TEXT, every matching line) or paths"),
	PATHS_OPTIONS,
	COMMON_OPTIONS
};
static const struct argp_option similar_options[] = {
	{ .doc = "Which reports:" },
	PAGE_OPTIONS,
	{ .doc = "How to show them:" },
	FORMAT_OPTIONS("text (the default), json (the result as one object), "
		       "jsonl (one report a line) or paths"),
	PATHS_OPTIONS,
	COMMON_OPTIONS
};
static const struct argp_option count_options[] = {
	MATCH_OPTION, TEXT_OR_JSON, COMMON_OPTIONS
};
static const struct argp_option complete_options[] = {
	OPT("limit", 'n', "N", "At most N completions, up to 100 (default 10)"),
	TEXT_OR_JSON, COMMON_OPTIONS
};
static const struct argp_option show_options[] = {
	OPT("lines", KEY_LINES, "FROM[-[TO]]", "These lines only, from 1"),
	OPT("raw", KEY_RAW, NULL, "The text alone, as the index has it"),
	TEXT_OR_JSON, COMMON_OPTIONS
};
static const struct argp_option stats_options[] = {
	FORMAT_OPTIONS("text (the default), json, or prometheus (for the "
		       "textfile collector of a node exporter)"),
	COMMON_OPTIONS
};
static const struct argp_option explain_options[] = {
	MATCH_OPTION,
	OPT("path", KEY_PATH, "PATH", "Also weigh this report"),
	TEXT_OR_JSON, COMMON_OPTIONS
};
static const struct argp_option plain_options[] = {
	TEXT_OR_JSON, COMMON_OPTIONS
};

static const struct argp_option lsp_options[] = { COMMON_OPTIONS };

static const struct command {
	const char *name;
	int (*run)(struct client *c);
	const struct argp_option *options;
	const char *args; /* NULL: takes none */
	const char *summary;
	const char *doc; /* more than the summary; NULL: nothing */
} commands[] = {
	{ "search", command_search, search_options, "QUERY...",
	  "find reports",
	  "The words of QUERY are joined by spaces.  Words typed without marks "
	  "find every marked form of them; \"...\" is a phrase (quote it for "
	  "the shell too), -word leaves reports out (write -- before it), "
	  "title:word looks in titles, =word takes the word exactly as "
	  "written.  Exit status: 0 found, 1 nothing found, 2 wrong usage or "
	  "refused, 3 no daemon." },
	{ "count", command_count, count_options, "QUERY...",
	  "count the reports that match",
	  "A count that was given up on the way is printed with a +." },
	{ "suggest", command_suggest, count_options, "QUERY...",
	  "tell what may have been meant by a query",
	  "One query a line, the likeliest first, a tab, and how many reports "
	  "it finds." },
	{ "complete", command_complete, complete_options, "PREFIX...",
	  "tell how the archive goes on with words that are being typed",
	  "One query a line, what is used most first.  A space at the end, in "
	  "the quotes of the shell, says that the last word is complete." },
	{ "show", command_show, show_options, "PATH",
	  "print a report as the index has it", NULL },
	{ "similar", command_similar, similar_options, "PATH",
	  "find reports about the same",
	  "Those with the words that the report at PATH has often and others "
	  "seldom, best first.  Exit status as of search." },
	{ "explain", command_explain, explain_options, "QUERY...",
	  "tell how a query is read and planned", NULL },
	{ "analyze", command_analyze, plain_options, "TEXT...|-",
	  "list the words that the index sees in a text",
	  "With - the text is read from standard input." },
	{ "stats", command_stats, stats_options, NULL,
	  "numbers of the index and the daemon", NULL },
	{ "ping", command_ping, plain_options, NULL,
	  "see whether the daemon answers", NULL },
	{ "reload", command_reload, plain_options, NULL,
	  "have the daemon open the newest index now", NULL },
	{ "lsp", command_lsp, lsp_options, NULL,
	  "be a language server, for an editor that starts one",
	  "Standard input and output are those of the daemon, until either "
	  "ends.  Not for a person." },
};
#define N_COMMANDS (sizeof(commands) / sizeof(commands[0]))

/* What the parsers fill. */
struct parse {
	struct options *o;
	const struct command *command; /* NULL: none was named (yet) */
	int command_at;		       /* its index in argv */
	char **argv;
};

/* ------------------------------------------------------------------ the values */

static const char *const format_names[] = { "text", "json", "jsonl", "grep",
					    "paths", "prometheus", NULL };
static const char *const color_names[] = { "auto", "always", "never", NULL };

static int find_word(const char *const *words, const char *s)
{
	for (int i = 0; words[i]; i++)
		if (!strcmp(words[i], s))
			return i;
	return -1;
}

static unsigned read_word(const char *option, const char *const *words,
			  const char *arg, struct argp_state *state)
{
	int i = find_word(words, arg);

	if (i < 0)
		argp_error(state, "--%s: there is no %s", option, arg);
	return (unsigned)i;
}

static uint32_t read_number(const char *option, const char *arg,
			    struct argp_state *state)
{
	unsigned long v;
	char *end;

	errno = 0;
	v = strtoul(arg, &end, 10);
	if (*arg < '0' || *arg > '9' || *end || errno || v > INT32_MAX)
		argp_error(state, "--%s: not a number from 0 to %d: %s",
			   option, INT32_MAX, arg);
	return (uint32_t)v;
}

/* "7", "7-", "7-9" */
static void read_lines(struct options *o, const char *arg,
		       struct argp_state *state)
{
	unsigned long from, to;
	char *end;

	errno = 0;
	from = strtoul(arg, &end, 10);
	to = from;
	if (*arg >= '0' && *arg <= '9' && *end == '-') {
		const char *second = end + 1;

		to = *second >= '0' && *second <= '9' ?
			     strtoul(second, &end, 10) : 0;
		end += to == 0;
	}
	if (*arg < '0' || *arg > '9' || *end || errno || !from ||
	    from > INT32_MAX || to > INT32_MAX || (to && to < from))
		argp_error(state, "--lines: not FROM, FROM- or FROM-TO: %s",
			   arg);
	o->from = (uint32_t)from;
	o->to = (uint32_t)to;
}

static void check_version(const char *arg, struct argp_state *state)
{
	if (read_number("format-version", arg, state) != OUTPUT_VERSION)
		argp_error(state, "--format-version: this program writes "
			   "version %d only", OUTPUT_VERSION);
}

static void add_word(struct options *o, const char *word,
		     struct argp_state *state)
{
	if (o->words.len)
		buf_addc(&o->words, ' ');
	buf_adds(&o->words, word);
	if (o->words.failed)
		argp_failure(state, EXIT_REFUSED, 0, "out of memory");
}

/* ------------------------------------------------------------------ the parser */

/* "year,place": added to those that are in the set. */
static void read_facets(const char *list, uint32_t *set,
			struct argp_state *state)
{
	char *copy = strdup(list), *save = NULL;
	enum proto_facet f;

	if (!copy)
		argp_failure(state, EXIT_REFUSED, 0, "out of memory");
	for (char *s = strtok_r(copy, ",", &save); s;
	     s = strtok_r(NULL, ",", &save)) {
		if (proto_facet_parse(s, &f))
			argp_error(state, "--facets: there is no %s", s);
		*set |= 1u << f;
	}
	free(copy);
}

static void parse_query_option(int key, char *arg, struct argp_state *state,
			       struct options *o)
{
	struct proto_query *q = &o->query;

	switch (key) {
	case 'n': q->limit = read_number("limit", arg, state); break;
	case KEY_OFFSET: q->offset = read_number("offset", arg, state); break;
	case KEY_NO_SNIPPET: q->snippet = false; break;
	case KEY_COLLAPSE: q->collapse = true; break;
	case KEY_FACETS: read_facets(arg, &q->facets, state); break;
	case KEY_MATCH:
		if (proto_match_parse(arg, &q->match))
			argp_error(state, "--match: there is no %s", arg);
		break;
	case KEY_SORT:
		if (proto_sort_parse(arg, &q->sort))
			argp_error(state, "--sort: there is no %s", arg);
		break;
	case KEY_PATH:
		q->path = arg;
		q->path_len = strlen(arg);
		break;
	}
}

static error_t parse_option(int key, char *arg, struct argp_state *state,
			    struct options *o)
{
	switch (key) {
	case KEY_SOCKET: o->socket = arg; break;
	case KEY_TIMEOUT:
		o->timeout_ms = read_number("timeout", arg, state);
		break;
	case KEY_FORMAT:
		o->format = (enum format)read_word("format", format_names, arg,
						   state);
		break;
	case KEY_FORMAT_VERSION: check_version(arg, state); break;
	case KEY_COLOR:
		o->color = (enum color)read_word("color", color_names, arg,
						 state);
		break;
	case KEY_BATCH: o->batch = true; break;
	case KEY_RAW: o->raw = true; break;
	case KEY_LINES: read_lines(o, arg, state); break;
	case '0': o->zero = true; break;
	case 'n':
	case KEY_OFFSET:
	case KEY_NO_SNIPPET:
	case KEY_COLLAPSE:
	case KEY_FACETS:
	case KEY_MATCH:
	case KEY_SORT:
	case KEY_PATH: parse_query_option(key, arg, state, o); break;
	default: return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

/* Of the formats that not every command has. */
static bool has_format(const struct command *c, enum format format)
{
	if (format == FORMAT_PROMETHEUS)
		return c->run == command_stats;
	return c->run == command_search ||
	       (c->run == command_similar && format != FORMAT_GREP);
}

/* What single options cannot tell. */
static void check(const struct parse *p, struct argp_state *state)
{
	const struct options *o = p->o;

	if (p->command->args && !o->words.len && !o->batch)
		argp_error(state, "%s is missing", p->command->args);
	if (o->batch && o->words.len)
		argp_error(state, "--batch takes its queries from standard "
			   "input, not from the command line");
	if (o->batch && o->format != FORMAT_TEXT && o->format != FORMAT_JSON)
		argp_error(state, "--batch writes JSON, no other --format");
	if (o->format > FORMAT_JSON && !has_format(p->command, o->format))
		argp_error(state, "--format: there is no %s here",
			   format_names[o->format]);
	if (o->zero && o->format != FORMAT_PATHS)
		argp_error(state, "-0 goes with --format paths");
	if (o->raw && o->format != FORMAT_TEXT)
		argp_error(state, "--raw and --format json exclude each other");
}

static bool takes_path(const struct command *c)
{
	return c->args && !strcmp(c->args, "PATH");
}

/* The words of one command. */
static error_t parse_command(int key, char *arg, struct argp_state *state)
{
	struct parse *p = state->input;

	switch (key) {
	case ARGP_KEY_ARG:
		if (!p->command->args)
			argp_error(state, "takes no argument: %s", arg);
		if (takes_path(p->command) && p->o->words.len)
			argp_error(state, "one PATH at a time");
		add_word(p->o, arg, state);
		return 0;
	case ARGP_KEY_END:
		check(p, state);
		return 0;
	default:
		return parse_option(key, arg, state, p->o);
	}
}

static const struct command *find_command(const char *name)
{
	for (size_t i = 0; i < N_COMMANDS; i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
}

/* Until the command; without one, the words of a search. */
static error_t parse_top(int key, char *arg, struct argp_state *state)
{
	struct parse *p = state->input;

	switch (key) {
	case ARGP_KEY_ARG:
		p->command = p->o->words.len ? NULL : find_command(arg);
		if (p->command) {
			p->command_at = state->next - 1;
			state->next = state->argc;
		} else {
			add_word(p->o, arg, state);
		}
		return 0;
	case ARGP_KEY_END:
		if (p->command)
			return 0;
		if (!p->o->words.len && !p->o->batch)
			argp_usage(state);
		p->command = &commands[0];
		check(p, state);
		return 0;
	default:
		return parse_option(key, arg, state, p->o);
	}
}

static char *list_commands(void)
{
	struct buf b = BUF_INIT;

	buf_adds(&b, "Commands:\n");
	for (size_t i = 0; i < N_COMMANDS; i++)
		buf_addf(&b, "  %-8s %-10s %s\n", commands[i].name,
			 commands[i].args ? commands[i].args : "",
			 commands[i].summary);
	buf_adds(&b, "\n`tracuu COMMAND --help' tells the options of each.");
	return buf_detach(&b, NULL);
}

/* The list of commands in `tracuu --help` comes from their table. */
static char *help_filter(int key, const char *text, void *input)
{
	(void)input;
	return key == ARGP_KEY_HELP_POST_DOC ? list_commands() : (char *)text;
}

static void parse_one(struct parse *p, int argc, char **argv)
{
	const struct command *c = p->command;
	struct argp argp = { .options = c->options, .parser = parse_command,
			     .args_doc = c->args };
	struct buf name = BUF_INIT, doc = BUF_INIT;

	buf_addf(&name, "tracuu %s", c->name);
	buf_addf(&doc, "tracuu %s: %s.\v%s", c->name, c->summary,
		 c->doc ? c->doc : "");
	argp.doc = doc.s;
	argv[p->command_at] = name.s ? name.s : argv[0];
	argp_parse(&argp, argc - p->command_at, argv + p->command_at, 0, NULL,
		   p);
	argv[p->command_at] = (char *)c->name;
	buf_release(&name);
	buf_release(&doc);
}

void options_parse(struct options *o, int argc, char **argv)
{
	static const struct argp top = {
		.options = search_options,
		.parser = parse_top,
		.args_doc = "COMMAND ...\nQUERY...",
		.doc = "tracuu looks things up in an archive of Vietnamese "
		       "reports, with the daemon tracuud.  `tracuu QUERY...' "
		       "is `tracuu search QUERY...'.\v",
		.help_filter = help_filter,
	};
	struct parse p = { .o = o };

	*o = (struct options){ .timeout_ms = DEFAULT_TIMEOUT_MS };
	proto_query_init(&o->query);
	argp_program_version = "tracuu " TRACUU_VERSION;
	argp_err_exit_status = EXIT_REFUSED;
	/* A help filter does not get hold of this note. */
	setenv("ARGP_HELP_FMT", "no-dup-args-note", 0);
	argp_parse(&top, argc, argv, ARGP_IN_ORDER, NULL, &p);
	if (p.command_at)
		parse_one(&p, argc, argv);
	o->run = p.command->run;
	o->query.query = o->words.s;
	o->query.query_len = o->words.len;
}

void options_release(struct options *o)
{
	buf_release(&o->words);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/converters.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/path.h"

/*
 * A web page tells titles, lists and tables apart, and html/ reads it.  Nothing is
 * fetched and no picture is put in: --sandbox.  Without `sourcefile` a document
 * that has no title would get the name of its file for one: "stdin".
 */
#define PANDOC(format) \
	"pandoc -f " format " -t html -s -V sourcefile=. --wrap=none " \
	"--sandbox %f"

/* In the order in which they are looked for. */
static const struct {
	enum format format;
	const char *command, *package;
} defaults[] = {
	/* A form feed ends each page. */
	{ FORMAT_PDF, "pdftotext -enc UTF-8 %f -", "poppler-utils" },
	{ FORMAT_DOCX, PANDOC("docx"), "pandoc" },
	{ FORMAT_DOCX, "docx2txt %f -", "docx2txt" },
	{ FORMAT_ODT, PANDOC("odt"), "pandoc" },
	{ FORMAT_ODT, "odt2txt --encoding=UTF-8 --width=-1 %f", "odt2txt" },
	/* -w 0: a paragraph is a line */
	{ FORMAT_DOC, "antiword -m UTF-8.txt -w 0 %f", "antiword" },
	{ FORMAT_DOC, "catdoc -d utf-8 -w %f", "catdoc" },
};
#define DEFAULTS (sizeof(defaults) / sizeof(defaults[0]))

struct converter {
	char *words;   /* the command, a NUL behind each word */
	char *program; /* an absolute path; NULL: missing */
	char *wanted;  /* its name when it is missing */
	const char *argv[CONVERTER_WORDS_MAX + 1];
	const char *package; /* NULL: not known */
	uint64_t id;
};

struct converters {
	unsigned ms;
	size_t memory;
	struct converter v[FORMATS];
};

static void release(struct converter *c)
{
	free(c->words);
	free(c->program);
	free(c->wanted);
	*c = (struct converter){ 0 };
}

void converters_close(struct converters *c)
{
	for (int f = 0; c && f < FORMATS; f++)
		release(&c->v[f]);
	free(c);
}

/* -------------------------------------------------------------------- finding */

static bool is_program(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISREG(st.st_mode) && !access(path, X_OK);
}

/* `name` in one folder of $PATH, of dir_n bytes; for free(). */
static char *program_in(const char *dir, size_t dir_n, const char *name)
{
	char *path = NULL;

	/* Relative folders are an invitation. */
	if (*dir != '/' ||
	    asprintf(&path, "%.*s/%s", (int)dir_n, dir, name) < 0)
		return NULL;
	if (is_program(path))
		return path;
	free(path);
	return NULL;
}

/* The path of a program, for free(); NULL when there is none. */
static char *find_program(const char *name)
{
	const char *dir = getenv("PATH");
	char *path = NULL;

	if (strchr(name, '/'))
		return *name == '/' && is_program(name) ? strdup(name) : NULL;
	if (!dir)
		dir = "/usr/local/bin:/usr/bin:/bin";
	while (!path && *dir) {
		size_t n = strcspn(dir, ":");

		path = program_in(dir, n, name);
		dir += n + (dir[n] == ':');
	}
	return path;
}

static int split(struct converter *c, const char *command, struct err *e)
{
	size_t n = 0;
	char *rest = NULL;

	c->words = strdup(command);
	if (!c->words)
		return err_nomem(e);
	for (char *word = strtok_r(c->words, " \t", &rest); word;
	     word = strtok_r(NULL, " \t", &rest)) {
		if (n == CONVERTER_WORDS_MAX)
			return err_set(e, E_INVAL, "%s: more than %d words, "
				       "make it a script", command,
				       CONVERTER_WORDS_MAX);
		c->argv[n++] = strcmp(word, "%f") ? word : "/dev/stdin";
	}
	return 0;
}

static uint64_t identity(const char *command, const char *program)
{
	char text[4096];
	struct stat st = { 0 };
	int n;

	if (stat(program, &st))
		st.st_size = 0;
	n = snprintf(text, sizeof(text), "%jd %jd.%ld %s %s",
		     (intmax_t)st.st_size, (intmax_t)st.st_mtim.tv_sec,
		     st.st_mtim.tv_nsec, program, command);
	if (n < 0 || (size_t)n >= sizeof(text))
		n = sizeof(text) - 1;
	return hash_64(text, (size_t)n) | 1; /* 0 is none */
}

/* The program of a command, or what is missing. */
static int take(struct converter *c, const char *command, const char *package,
		struct err *e)
{
	int r = split(c, command, e);

	if (r || !c->argv[0])
		return r;
	c->package = package;
	c->program = find_program(c->argv[0]);
	if (!c->program) {
		c->wanted = strdup(c->argv[0]);
		return c->wanted ? 0 : err_nomem(e);
	}
	c->argv[0] = c->program;
	c->id = identity(command, c->program);
	return 0;
}

/* The first that is installed; else the first of all is what is missing. */
static int take_default(struct converter *c, enum format f, struct err *e)
{
	for (size_t pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < DEFAULTS; i++) {
			int r;

			if (defaults[i].format != f)
				continue;
			release(c);
			r = take(c, defaults[i].command, defaults[i].package,
				 e);
			if (r || c->program || pass)
				return r;
		}
	}
	return 0;
}

static size_t or_else(unsigned configured, unsigned otherwise)
{
	return configured ? configured : otherwise;
}

int converters_open(const struct converter_rules *rules, struct converters **ret,
		    struct err *e)
{
	struct converters *c = calloc(1, sizeof(*c));
	int r = 0;

	if (!c)
		return err_nomem(e);
	c->ms = (unsigned)or_else(rules->seconds, CONVERTER_SECONDS) * 1000;
	c->memory = or_else(rules->memory, CONVERTER_MEMORY) << 20;
	for (int f = 0; !r && f < FORMATS; f++) {
		if (!format_is_external((enum format)f))
			continue;
		if (rules->commands[f])
			r = take(&c->v[f], rules->commands[f], NULL, e);
		else
			r = take_default(&c->v[f], (enum format)f, e);
	}
	if (r) {
		converters_close(c);
		return r;
	}
	*ret = c;
	return 0;
}

/* --------------------------------------------------------------------- asking */

unsigned converters_ms(const struct converters *c)
{
	return c->ms;
}

size_t converters_memory(const struct converters *c)
{
	return c->memory;
}

const char *const *converters_argv(const struct converters *c, enum format f)
{
	return c->v[f].program ? c->v[f].argv : NULL;
}

uint64_t converters_id(const struct converters *c, enum format f)
{
	return c->v[f].id;
}

int converters_add_missing(const struct converters *c, enum format f,
			   struct buf *b)
{
	const struct converter *v = &c->v[f];

	if (!v->wanted)
		return buf_adds(b, "a filter: none is configured");
	if (v->package)
		return buf_addf(b, "%s: apt install %s", v->wanted, v->package);
	return buf_addf(b, "%s: no such program", v->wanted);
}

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Reading a configuration file, and what is said of a mistake in it.
 */
#include "base/conf.h"

#include <errno.h>
#include <ini.h>
#include <stdlib.h>
#include <string.h>

#include "base/collection.h"
#include "base/path.h"
#include "base/spell.h"

#define SYSTEM_FILE "/etc/tracuu/tracuu.conf"
#define ORIGIN_MAX (4096 + 32) /* "FILE:LINE" */
#define NAME_MAX_LEN 49 /* bytes of a section that inih does not cut */

/* The sections of all programs, so that a misspelt one is told from one that is
 * another program's. */
static const struct section {
	const char *name;
	bool labelled;
} sections[] = {
	{ "daemon", false },	{ "search", false }, { "limits", false },
	{ "indexer", false },	{ "filters", false }, { "encoding", false },
	{ "collection", true }, { "watch", false },
};
#define N_SECTIONS (sizeof(sections) / sizeof(*sections))

/* inih tells neither the line of a bad value nor that it cut a long one, so the
 * lines are counted where it fetches them. */
struct reading {
	struct conf *conf;
	enum conf_source source;
	const char *path;
	FILE *file;
	int line;     /* fetched last */
	int bad_line; /* of the first error; 0: none */
	bool in_long_line;
	struct err e; /* of the first error */
};

/* "FILE:LINE: " before what is wrong there. */
static int at_line(const struct reading *r, struct err *e)
{
	struct err why = *e;

	return err_set(e, why.code, "%s:%d: %s", r->path, r->line, why.msg);
}

/* The first error counts. */
static void read_failed(struct reading *r, const struct err *e)
{
	if (r->bad_line)
		return;
	r->bad_line = r->line;
	r->e = *e;
}

/* ------------------------------------------------------------------- sections */

static const struct section *find_section(const char *name, size_t n)
{
	for (size_t i = 0; i < N_SECTIONS; i++)
		if (strlen(sections[i].name) == n &&
		    !memcmp(sections[i].name, name, n))
			return &sections[i];
	return NULL;
}

static int unknown_section(const char *name, struct err *e)
{
	const char *near = NULL;
	size_t best = spell_slips(name) + 1;

	for (size_t i = 0; i < N_SECTIONS; i++) {
		size_t d = spell_distance(name, sections[i].name);

		if (d < best) {
			best = d;
			near = sections[i].name;
		}
	}
	if (near)
		return err_set(e, E_INVAL, "unknown section [%s]: did you mean "
			       "[%s]?", name, near);
	return err_set(e, E_INVAL, "unknown section [%s]", name);
}

/* "collection NAME" into its two parts; label "" where there is none. */
static int split_section(const char *section, char name[NAME_MAX_LEN + 1],
			 const char **ret_label, struct err *e)
{
	size_t n = strcspn(section, " \t");
	const char *label = section + n + strspn(section + n, " \t");
	const struct section *s = find_section(section, n);

	snprintf(name, NAME_MAX_LEN + 1, "%.*s", (int)n, section);
	if (!s && *section)
		return unknown_section(name, e);
	if (s && s->labelled && !*label)
		return err_set(e, E_INVAL, "section [%s] needs a name: "
			       "[%s NAME]", name, name);
	if (s && !s->labelled && *label)
		return err_set(e, E_INVAL, "section [%s] takes no name, but "
			       "has \"%s\"", name, label);
	if (s && s->labelled && !collection_name_ok(label, strlen(label)))
		return err_set(e, E_INVAL, "section [%s]: a name is %s", section,
			       COLLECTION_NAME_RULE);
	*ret_label = label;
	return 0;
}

/* A line that begins a section: judged here, as inih only tells of keys. */
static int take_section(struct reading *r, const char *line, struct err *e)
{
	char name[NAME_MAX_LEN + 1], section[NAME_MAX_LEN + 1];
	char origin[ORIGIN_MAX];
	size_t n = strcspn(line + 1, "]\n");
	const char *label;
	int code;

	if (line[n + 1] != ']')
		return 0; /* inih says so */
	if (n > NAME_MAX_LEN)
		return err_set(e, E_INVAL, "the name of the section is longer "
			       "than %d bytes", NAME_MAX_LEN);
	snprintf(section, sizeof(section), "%.*s", (int)n, line + 1);
	code = split_section(section, name, &label, e);
	if (code || !*label)
		return code;
	snprintf(origin, sizeof(origin), "%s:%d", r->path, r->line);
	return conf_add_label(r->conf, name, label, origin, e);
}

/* ----------------------------------------------------------------------- keys */

static bool has_section(const struct conf *c, const char *section)
{
	for (size_t i = 0; i < c->n_keys; i++)
		if (!strcmp(c->keys[i].section, section))
			return true;
	return false;
}

/* The key of this section that is most like it, or of another that is it. */
static const struct conf_key *find_near(const struct conf *c,
					const char *section, const char *name)
{
	const struct conf_key *near = NULL;
	size_t best = spell_slips(name) + 1;

	for (size_t i = 0; i < c->n_keys; i++) {
		const struct conf_key *k = &c->keys[i];
		size_t d;

		if (!k->name)
			continue;
		d = spell_distance(name, k->name);
		if (d && strcmp(k->section, section))
			continue;
		if (d < best) {
			best = d;
			near = k;
		}
	}
	return near;
}

static int unknown_key(const struct conf *c, const char *section,
		       const char *name, struct err *e)
{
	const struct conf_key *near = find_near(c, section, name);
	const char *in = *section ? "section " :
				    "the part before any section";

	if (!near)
		return err_set(e, E_INVAL, "unknown key %s in %s%s", name, in,
			       section);
	if (strcmp(near->section, section))
		return err_set(e, E_INVAL, "unknown key %s in %s%s: it belongs "
			       "into %s%s", name, in, section,
			       *near->section ? "section " :
						"the part before any section",
			       near->section);
	return err_set(e, E_INVAL, "unknown key %s in %s%s: did you mean %s?",
		       name, in, section, near->name);
}

static int set_pair(struct reading *r, const char *section, const char *key,
		    const char *value, struct err *e)
{
	char name[NAME_MAX_LEN + 1], origin[ORIGIN_MAX];
	const char *label;
	int code = split_section(section, name, &label, e);

	if (code)
		return at_line(r, e);
	if (!has_section(r->conf, name))
		return 0;
	snprintf(origin, sizeof(origin), "%s:%d", r->path, r->line);
	code = conf_set_labelled(r->conf, name, label, key, value, r->source,
				 origin, e);
	if (code != E_NOTFOUND)
		return code;
	unknown_key(r->conf, name, key, e);
	return at_line(r, e);
}

static int read_pair(void *arg, const char *section, const char *key,
		     const char *value)
{
	struct reading *r = arg;
	struct err e;

	if (set_pair(r, section, key, value, &e)) {
		read_failed(r, &e);
		return 0;
	}
	return 1;
}

/* ---------------------------------------------------------------------- files */

static char *read_line(char *s, int size, void *arg)
{
	struct reading *r = arg;
	struct err e;
	bool begins = !r->in_long_line;

	if (!fgets(s, size, r->file))
		return NULL;
	if (begins)
		r->line++;
	r->in_long_line = !strchr(s, '\n') && !feof(r->file);
	if (r->in_long_line) {
		err_set(&e, E_INVAL, "the line is longer than %d bytes", size - 2);
		at_line(r, &e);
		read_failed(r, &e);
	} else if (begins && *s == '[' && take_section(r, s, &e)) {
		at_line(r, &e);
		read_failed(r, &e);
	}
	return s;
}

/* What is wrong with the file, if anything; `line` is inih's first. */
static int judge(const struct reading *r, int line, struct err *e)
{
	if (line < 0)
		return err_nomem(e);
	/* inih counts by itself; its first error comes first unless ours does. */
	if (r->bad_line && (!line || r->bad_line <= line))
		return err_set(e, r->e.code, "%s", r->e.msg);
	if (line)
		return err_set(e, E_INVAL,
			       "%s:%d: expected \"name = value\" or \"[section]\"",
			       r->path, line);
	return 0;
}

int conf_read_file(struct conf *c, const char *path, enum conf_source source,
		   struct err *e)
{
	struct reading r = { .conf = c, .source = source, .path = path };
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
	return judge(&r, line, e);
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

int conf_read(struct conf *c, const char *only, struct err *e)
{
	char *path;
	int r;

	if (only)
		return conf_read_file(c, only, CONF_SYSTEM, e);
	r = conf_read_file(c, SYSTEM_FILE, CONF_SYSTEM, e);
	if (r && r != E_NOTFOUND)
		return r;
	r = user_file(&path, e);
	if (r || !path)
		return r;
	r = conf_read_file(c, path, CONF_USER, e);
	free(path);
	return r == E_NOTFOUND ? 0 : r;
}

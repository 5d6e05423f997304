/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The manifest of a generation: JSON, so that people and scripts can read it.
 */
#include "store/generation.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/path.h"
#include "base/utf8.h"
#include "store/schema.h"

#define FILE_NAME "manifest"
#define FILE_MAX (1u << 20) /* bytes */

/* ------------------------------------------------------------------ writing */

static json_t *strings_to_json(char *const *v, size_t n)
{
	json_t *json = json_array();

	for (size_t i = 0; json && i < n; i++) {
		if (json_array_append_new(json, json_string(v[i]))) {
			json_decref(json);
			return NULL;
		}
	}
	return json;
}

json_t *manifest_run_json(const struct manifest *m)
{
	return json_pack("{s:I, s:I, s:I, s:I, s:I, s:f}",
			 "added", (json_int_t)m->run.added,
			 "changed", (json_int_t)m->run.changed,
			 "moved", (json_int_t)m->run.moved,
			 "removed", (json_int_t)m->run.removed,
			 "failed", (json_int_t)m->run.failed,
			 "seconds", m->run.seconds);
}

json_t *manifest_roots_json(const struct manifest *m)
{
	return strings_to_json(m->roots, m->n_roots);
}

static json_t *to_json(const struct manifest *m)
{
	/* An object that is NULL makes json_pack() fail. */
	return json_pack("{s:I, s:s, s:s, s:s, s:I, s:I, s:I, s:I, s:o, s:o, "
			 "s:o}",
			 "schema", (json_int_t)m->schema,
			 "analyzer", m->analyzer,
			 "furniture", m->furniture,
			 "collection", m->collection,
			 "generation", (json_int_t)m->generation,
			 "documents", (json_int_t)m->documents,
			 "text_bytes", (json_int_t)m->text_bytes,
			 "time", (json_int_t)m->time,
			 "run", manifest_run_json(m),
			 "roots", manifest_roots_json(m),
			 "encodings",
			 strings_to_json(m->encodings, m->n_encodings));
}

/* JSON has no other strings. */
static int check_strings(char *const *v, size_t n, const char *what,
			 struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		size_t len = strlen(v[i]);

		if (utf8_valid_len(v[i], len) != len)
			return err_set(e, E_INVAL, "%s: %s must be UTF-8", v[i],
				       what);
	}
	return 0;
}

int manifest_write(const char *dir, const struct manifest *m, struct err *e)
{
	char *path, *text;
	json_t *json;
	int r = check_strings(m->roots, m->n_roots,
			      "the name of a root directory", e);

	if (!r)
		r = check_strings(m->encodings, m->n_encodings,
				  "a rule for encodings", e);
	if (r)
		return r;
	path = path_join(dir, FILE_NAME);
	json = to_json(m);
	text = json ? json_dumps(json, JSON_INDENT(2) |
				  JSON_REAL_PRECISION(6)) : NULL;
	if (path && text)
		r = path_write_file(path, text, strlen(text), e);
	else
		r = err_nomem(e);
	free(text);
	json_decref(json);
	free(path);
	return r;
}

/* ------------------------------------------------------------------ reading */

/* A member that must be there and be a whole number from 0. */
static bool get_number(const json_t *json, const char *key, uint64_t *ret)
{
	const json_t *v = json_object_get(json, key);

	if (!json_is_integer(v) || json_integer_value(v) < 0)
		return false;
	*ret = (uint64_t)json_integer_value(v);
	return true;
}

/* A member that must be there and be a string below `size` bytes. */
static bool get_string(const json_t *json, const char *key, char *ret,
		       size_t size)
{
	const json_t *v = json_object_get(json, key);

	if (!json_is_string(v) || json_string_length(v) >= size)
		return false;
	memcpy(ret, json_string_value(v), json_string_length(v) + 1);
	return true;
}

/* What was read is in *ret also after an error. */
static int get_strings(const json_t *json, const char *key, char ***ret,
		       size_t *ret_n)
{
	const json_t *v = json_object_get(json, key);
	size_t n = json_array_size(v);

	if (!json_is_array(v))
		return E_CORRUPT;
	*ret = calloc(n ? n : 1, sizeof(**ret));
	if (!*ret)
		return E_NOMEM;
	for (size_t i = 0; i < n; i++) {
		const char *s = json_string_value(json_array_get(v, i));

		if (!s)
			return E_CORRUPT;
		(*ret)[i] = strdup(s);
		if (!(*ret)[i])
			return E_NOMEM;
		++*ret_n;
	}
	return 0;
}

static bool get_run(const json_t *json, struct manifest *m)
{
	const json_t *run = json_object_get(json, "run");

	m->run.seconds = json_number_value(json_object_get(run, "seconds"));
	return get_number(run, "added", &m->run.added) &&
	       get_number(run, "changed", &m->run.changed) &&
	       get_number(run, "moved", &m->run.moved) &&
	       get_number(run, "removed", &m->run.removed) &&
	       get_number(run, "failed", &m->run.failed);
}

static int get_rest(const json_t *json, struct manifest *m)
{
	uint64_t time;
	int r;

	if (!get_number(json, "generation", &m->generation) ||
	    !get_number(json, "documents", &m->documents) ||
	    !get_number(json, "text_bytes", &m->text_bytes) ||
	    !get_number(json, "time", &time) || !get_run(json, m) ||
	    !get_string(json, "analyzer", m->analyzer, sizeof(m->analyzer)) ||
	    !get_string(json, "furniture", m->furniture,
			sizeof(m->furniture)) ||
	    !get_string(json, "collection", m->collection,
			sizeof(m->collection)))
		return E_CORRUPT;
	m->time = (int64_t)time;
	r = get_strings(json, "roots", &m->roots, &m->n_roots);
	return r ? r : get_strings(json, "encodings", &m->encodings,
				   &m->n_encodings);
}

/* The schema comes first: of another one we know nothing else. */
static int from_json(const json_t *json, struct manifest *m, const char *path,
		     struct err *e)
{
	uint64_t schema = 0;
	int r = get_number(json, "schema", &schema) ? 0 : E_CORRUPT;

	if (!r && schema != SCHEMA_VERSION)
		return err_set(e, E_SCHEMA,
			       "%s: the index has schema %llu, this program "
			       "reads %d: reindex with tracuu-index update",
			       path, (unsigned long long)schema,
			       SCHEMA_VERSION);
	m->schema = SCHEMA_VERSION;
	if (!r)
		r = get_rest(json, m);
	if (r == E_CORRUPT)
		return err_set(e, r, "%s: not a manifest: reindex", path);
	return r ? err_nomem(e) : 0;
}

/* A schema that knows no rules for encodings has none. */
static int choices_from_json(const json_t *json, struct manifest *m,
			     const char *path, struct err *e)
{
	int r = get_strings(json, "roots", &m->roots, &m->n_roots);

	if (!r && json_object_get(json, "encodings"))
		r = get_strings(json, "encodings", &m->encodings,
				&m->n_encodings);
	if (r == E_CORRUPT)
		return err_set(e, r, "%s: names no roots", path);
	return r ? err_nomem(e) : 0;
}

typedef int parse_fn(const json_t *json, struct manifest *m, const char *path,
		     struct err *e);

static int parse_with(parse_fn *parse, const struct buf *text,
		      const char *path, struct manifest *ret, struct err *e)
{
	struct manifest m = { 0 };
	json_error_t why;
	json_t *json = json_loadb(text->s ? text->s : "", text->len,
				  JSON_REJECT_DUPLICATES, &why);
	int r;

	if (!json && json_error_code(&why) == json_error_out_of_memory)
		return err_nomem(e);
	r = parse(json, &m, path, e);
	json_decref(json);
	if (r)
		manifest_release(&m);
	else
		*ret = m;
	return r;
}

static int read_file(const char *path, struct buf *text, struct err *e)
{
	int r = path_read_file(path, text, e);

	switch (r) {
	case E_NOTFOUND:
		return err_set(e, E_NODB, "%s: there is no index here", path);
	case E_LIMIT:
		return err_set(e, E_CORRUPT, "%s: not a manifest: reindex",
			       path);
	default: return r;
	}
}

static int read_with(const char *dir, parse_fn *parse, struct manifest *ret,
		     struct err *e)
{
	char *path = path_join(dir, FILE_NAME);
	struct buf text;
	int r;

	if (!path)
		return err_nomem(e);
	buf_init(&text, FILE_MAX);
	r = read_file(path, &text, e);
	if (!r)
		r = parse_with(parse, &text, path, ret, e);
	buf_release(&text);
	free(path);
	return r;
}

int manifest_read(const char *dir, struct manifest *ret, struct err *e)
{
	return read_with(dir, from_json, ret, e);
}

int manifest_read_choices(const char *dir, struct manifest *ret, struct err *e)
{
	return read_with(dir, choices_from_json, ret, e);
}

static void release_strings(char ***v, size_t *n)
{
	for (size_t i = 0; i < *n; i++)
		free((*v)[i]);
	free(*v);
	*v = NULL;
	*n = 0;
}

void manifest_release(struct manifest *m)
{
	release_strings(&m->roots, &m->n_roots);
	release_strings(&m->encodings, &m->n_encodings);
}

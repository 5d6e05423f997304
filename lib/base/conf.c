/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Settings with their origins.  How a file is read is in conf_file.c.
 */
#include "base/conf.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/number.h"
#include "base/path.h"
#include "base/room.h"
#include "base/utf8.h"

void conf_init(struct conf *c, const struct conf_key *keys, size_t n_keys)
{
	*c = (struct conf){ .keys = keys, .n_keys = n_keys };
}

static void release_value(struct conf_value *v)
{
	free(v->label);
	free(v->name);
	free(v->value);
	free(v->origin);
}

static void release_label(struct conf_label *l)
{
	free(l->section);
	free(l->label);
	free(l->origin);
}

void conf_release(struct conf *c)
{
	for (size_t i = 0; i < c->n; i++)
		release_value(&c->v[i]);
	free(c->v);
	for (size_t i = 0; i < c->n_labels; i++)
		release_label(&c->labels[i]);
	free(c->labels);
	conf_init(c, c->keys, c->n_keys);
}

/* -------------------------------------------------------------------- setting */

/* "max-removed" is max_removed. */
static bool same_name(const char *a, const char *b)
{
	for (; *a && (*a == *b || (*a == '_' && *b == '-')); a++)
		b++;
	return !*a && !*b;
}

static const struct conf_key *find_key(const struct conf *c,
				       const char *section, const char *name)
{
	for (size_t i = 0; i < c->n_keys; i++) {
		const struct conf_key *k = &c->keys[i];

		if (!strcmp(k->section, section) &&
		    (!k->name || same_name(k->name, name)))
			return k;
	}
	return NULL;
}

static bool is_of(const struct conf_value *v, const struct conf_key *key,
		  const char *label, const char *name)
{
	return v->key == key && !strcmp(v->label, label) &&
	       !strcmp(v->name, name);
}

/* Forget what a higher source sets anew. */
static void drop_lower(struct conf *c, const struct conf_value *by)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++) {
		struct conf_value *v = &c->v[i];

		if (is_of(v, by->key, by->label, by->name) &&
		    v->source < by->source)
			release_value(v);
		else
			c->v[n++] = *v;
	}
	c->n = n;
}

/* What stands in the way of one more value: 1 to leave it out, or an error. */
static int check_others(const struct conf *c, const struct conf_value *by,
			struct err *e)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct conf_value *v = &c->v[i];

		if (!is_of(v, by->key, by->label, by->name))
			continue;
		if (v->source > by->source)
			return 1;
		if (v->source == by->source && !(by->key->flags & CONF_LIST))
			return err_set(e, E_INVAL, "%s: %s has one value, and "
				       "was set at %s", by->origin, by->name,
				       v->origin);
	}
	return 0;
}

/* The value as it is kept: "~" is the home of the user. */
static int expand(const struct conf_value *by, const char *value, char **ret,
		  struct err *e)
{
	bool file = by->source == CONF_SYSTEM || by->source == CONF_USER;
	const char *home = getenv("HOME");
	char *s;

	if (!(by->key->flags & CONF_PATH) || !file || !*value ||
	    *value == '/') {
		s = strdup(value);
	} else if (value[0] != '~' || (value[1] && value[1] != '/')) {
		return err_set(e, E_INVAL, "%s: %s: \"%s\" must begin with / "
			       "or ~/", by->origin, by->name, value);
	} else if (!home || *home != '/') {
		return err_set(e, E_INVAL, "%s: %s: \"%s\" needs HOME to be "
			       "set", by->origin, by->name, value);
	} else {
		s = value[1] ? path_join(home, value + 2) : strdup(home);
	}
	if (!s)
		return err_nomem(e);
	*ret = s;
	return 0;
}

static int append(struct conf *c, const struct conf_value *by,
		  const char *value, struct err *e)
{
	struct conf_value *at = room(c->v, c->n + 1, &c->cap, sizeof(*at));
	struct conf_value v = *by;
	int r;

	if (!at)
		return err_nomem(e);
	c->v = at;
	v.value = NULL;
	v.label = strdup(by->label);
	v.name = strdup(by->name);
	v.origin = strdup(by->origin);
	r = v.label && v.name && v.origin ? expand(by, value, &v.value, e) :
					    err_nomem(e);
	if (r)
		release_value(&v);
	else
		c->v[c->n++] = v;
	return r;
}

int conf_set_labelled(struct conf *c, const char *section, const char *label,
		      const char *name, const char *value,
		      enum conf_source source, const char *origin,
		      struct err *e)
{
	/* Only read through; append() makes copies. */
	struct conf_value by = {
		.key = find_key(c, section, name),
		.label = (char *)label,
		.name = (char *)name,
		.origin = (char *)origin,
		.source = source,
	};
	int r;

	if (!by.key)
		return err_set(e, E_NOTFOUND, "%s: no setting is called %s",
			       origin, name);
	if (by.key->name)
		by.name = (char *)by.key->name;
	if (by.key->flags & CONF_OTHERS)
		return 0;
	r = check_others(c, &by, e);
	if (r)
		return r < 0 ? r : 0;
	drop_lower(c, &by);
	return append(c, &by, value, e);
}

int conf_set(struct conf *c, const char *section, const char *name,
	     const char *value, enum conf_source source, const char *origin,
	     struct err *e)
{
	return conf_set_labelled(c, section, "", name, value, source, origin,
				 e);
}

int conf_set_variable(struct conf *c, const char *section, const char *name,
		      const char *variable, struct err *e)
{
	const char *value = getenv(variable);

	if (!value || !*value)
		return 0;
	return conf_set(c, section, name, value, CONF_ENVIRONMENT, variable, e);
}

int conf_add_label(struct conf *c, const char *section, const char *label,
		   const char *origin, struct err *e)
{
	struct conf_label *at, new;

	for (size_t i = 0; i < c->n_labels; i++)
		if (!strcmp(c->labels[i].section, section) &&
		    !strcmp(c->labels[i].label, label))
			return 0;
	at = room(c->labels, c->n_labels + 1, &c->cap_labels, sizeof(*at));
	if (!at)
		return err_nomem(e);
	c->labels = at;
	new = (struct conf_label){ strdup(section), strdup(label),
				   strdup(origin) };
	if (!new.section || !new.label || !new.origin) {
		release_label(&new);
		return err_nomem(e);
	}
	at[c->n_labels++] = new;
	return 0;
}

/* -------------------------------------------------------------------- reading */

const struct conf_value *conf_get(const struct conf *c, const char *section,
				  const char *name)
{
	const struct conf_key *key = find_key(c, section, name);

	for (size_t i = 0; i < c->n; i++)
		if (is_of(&c->v[i], key, "", name))
			return &c->v[i];
	return NULL;
}

const char *conf_string(const struct conf *c, const char *section,
			const char *name)
{
	const struct conf_value *v = conf_get(c, section, name);

	return v && *v->value ? v->value : NULL;
}

const struct conf_value *conf_next(const struct conf *c, const char *section,
				   const char *label, const char *name,
				   const struct conf_value *after)
{
	for (size_t i = after ? (size_t)(after - c->v) + 1 : 0; i < c->n; i++) {
		const struct conf_value *v = &c->v[i];

		if (!strcmp(v->key->section, section) && *v->value &&
		    !strcmp(v->label, label) &&
		    (!name || !strcmp(v->name, name)))
			return v;
	}
	return NULL;
}

int conf_refuse(const struct conf_value *v, struct err *e, const char *fmt, ...)
{
	char why[sizeof(e->msg)];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	return err_set(e, E_INVAL, "%s: %s", v->origin, why);
}

int conf_number(const struct conf_value *v, uint64_t min, uint64_t max,
		uint64_t *ret, struct err *e)
{
	if (!number_parse(v->value, min, max, ret))
		return 0;
	return conf_refuse(v, e, "%s must be a number from %" PRIu64 " to %"
			   PRIu64 ", not \"%s\"", v->name, min, max, v->value);
}

/* ------------------------------------------------------------------- printing */

/* A line of its own, whatever is in it. */
static void print_line(FILE *out, const char *before, const char *s)
{
	struct buf b = BUF_INIT;

	if (!buf_adds(&b, s) && b.len)
		fprintf(out, "%s%.*s\n", before,
			(int)utf8_make_printable(b.s, b.len, '?'), b.s);
	else
		fprintf(out, "%s\n", before);
	buf_release(&b);
}

static void print_value(const struct conf_value *v, FILE *out)
{
	char before[256];

	print_line(out, v->source == CONF_DEFAULT ? "; " : "; from ",
		   v->origin);
	snprintf(before, sizeof(before), "%s =%s", v->name,
		 *v->value ? " " : "");
	print_line(out, before, v->value);
}

static void print_key(const struct conf *c, const struct conf_key *key,
		      const char *label, FILE *out)
{
	bool helped = false;

	for (size_t i = 0; i < c->n; i++) {
		const struct conf_value *v = &c->v[i];

		if (v->key != key || strcmp(v->label, label))
			continue;
		if (key->help && !helped)
			fprintf(out, "; %s\n", key->help);
		helped = true;
		print_value(v, out);
	}
}

static void print_section(const struct conf *c, const char *section,
			  const char *label, FILE *out)
{
	if (*section && *label)
		fprintf(out, "\n[%s %s]\n", section, label);
	else if (*section)
		fprintf(out, "\n[%s]\n", section);
	for (size_t k = 0; k < c->n_keys; k++)
		if (!strcmp(c->keys[k].section, section))
			print_key(c, &c->keys[k], label, out);
}

static void print_sections(const struct conf *c, const char *section,
			   FILE *out)
{
	for (size_t i = 0; i < c->n_labels; i++)
		if (!strcmp(c->labels[i].section, section))
			print_section(c, section, c->labels[i].label, out);
	for (size_t i = 0; i < c->n; i++) {
		if (strcmp(c->v[i].key->section, section) || *c->v[i].label)
			continue;
		print_section(c, section, "", out);
		return;
	}
}

void conf_print(const struct conf *c, FILE *out)
{
	for (size_t k = 0; k < c->n_keys; k++) {
		const char *section = c->keys[k].section;

		if (k && !strcmp(c->keys[k - 1].section, section))
			continue; /* the keys of a section stand together */
		print_sections(c, section, out);
	}
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/encodings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/room.h"
#include "indexer/filter.h"

#define AUTO "auto"

void encodings_release(struct encodings *es)
{
	for (size_t i = 0; i < es->n; i++)
		free(es->v[i].glob);
	free(es->v);
	*es = (struct encodings){ 0 };
}

static int unknown(const char *name, struct err *e)
{
	struct buf all = BUF_INIT;
	int r = 0;

	for (int i = ENCODING_NONE + 1; !r && i < ENCODINGS; i++)
		r = buf_addf(&all, "%s, ", encoding_name((enum encoding)i));
	if (r)
		r = err_nomem(e);
	else
		r = err_set(e, E_INVAL, "no encoding is called \"%s\"; there "
			    "are %sand " AUTO, name, all.s);
	buf_release(&all);
	return r;
}

static int find_name(const char *name, enum encoding *ret, struct err *e)
{
	if (!strcasecmp(name, AUTO)) {
		*ret = ENCODING_NONE;
		return 0;
	}
	for (int i = ENCODING_NONE + 1; i < ENCODINGS; i++) {
		if (!strcasecmp(name, encoding_name((enum encoding)i))) {
			*ret = (enum encoding)i;
			return 0;
		}
	}
	return unknown(name, e);
}

static int add(struct encodings *es, const char *glob, size_t n,
	       const char *name, struct err *e)
{
	struct encoding_rule *v = room(es->v, es->n + 1, &es->cap, sizeof(*v));
	struct encoding_rule rule;
	int r;

	if (!v)
		return err_nomem(e);
	es->v = v;
	r = find_name(name, &rule.encoding, e);
	if (r)
		return r;
	rule.glob = strndup(glob, n);
	if (!rule.glob)
		return err_nomem(e);
	v[es->n++] = rule;
	return 0;
}

int encodings_add(struct encodings *es, const char *glob, const char *name,
		  struct err *e)
{
	return add(es, glob, strlen(glob), name, e);
}

int encodings_add_text(struct encodings *es, const char *text, struct err *e)
{
	const char *equals = strrchr(text, '=');

	if (!equals || equals == text)
		return err_set(e, E_INVAL, "\"%s\" is not GLOB=NAME", text);
	return add(es, text, (size_t)(equals - text), equals + 1, e);
}

static char *text_of(const struct encoding_rule *rule)
{
	const char *name = rule->encoding == ENCODING_NONE ?
				   AUTO : encoding_name(rule->encoding);
	char *s;

	return asprintf(&s, "%s=%s", rule->glob, name) < 0 ? NULL : s;
}

int encodings_texts(const struct encodings *es, char ***ret, struct err *e)
{
	char **texts = calloc(es->n + 1, sizeof(*texts));

	for (size_t i = 0; texts && i < es->n; i++) {
		texts[i] = text_of(&es->v[i]);
		if (!texts[i]) {
			encodings_free_texts(texts);
			texts = NULL;
		}
	}
	if (!texts)
		return err_nomem(e);
	*ret = texts;
	return 0;
}

void encodings_free_texts(char **texts)
{
	for (size_t i = 0; texts && texts[i]; i++)
		free(texts[i]);
	free(texts);
}

bool encodings_same_texts(char *const *a, size_t n_a, char *const *b,
			  size_t n_b)
{
	if (n_a != n_b)
		return false;
	for (size_t i = 0; i < n_a; i++)
		if (strcmp(a[i], b[i]))
			return false;
	return true;
}

enum encoding encodings_find(const struct encodings *es, const char *below,
			     const char *name)
{
	for (size_t i = es->n; i-- > 0;)
		if (filter_matches(es->v[i].glob, below, name))
			return es->v[i].encoding;
	return ENCODING_NONE;
}

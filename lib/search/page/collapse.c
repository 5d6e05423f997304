/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/page/collapse.h"

#include <stdlib.h>
#include <string.h>

#include "base/room.h"
#include "store/schema.h"

void collapse_release(struct collapse *c)
{
	free(c->heads);
	buf_release(&c->value);
	*c = (struct collapse){ 0 };
}

static size_t find_alike(const struct collapse *c)
{
	const struct collapse_head *with = &c->candidate;

	for (size_t i = 0; with->has_sketch && i < c->n; i++)
		if (c->heads[i].has_sketch &&
		    sketch_resemblance(&c->heads[i].sketch, &with->sketch) >
			    COLLAPSE_ABOVE)
			return i;
	return COLLAPSE_NONE;
}

int collapse_take(struct collapse *c, struct store_reader *reader,
		  uint32_t docid, size_t *ret_rank, struct err *e)
{
	struct sketch *to = &c->candidate.sketch;
	int r = store_value(reader, docid, SCHEMA_SLOT_SKETCH, &c->value, e);

	if (r)
		return r;
	c->candidate.has_sketch = c->value.len == sizeof(to->bins);
	if (c->candidate.has_sketch)
		memcpy(to->bins, c->value.s, sizeof(to->bins));
	*ret_rank = find_alike(c);
	return 0;
}

int collapse_keep(struct collapse *c, struct err *e)
{
	struct collapse_head *v = room(c->heads, c->n + 1, &c->cap, sizeof(*v));

	if (!v)
		return err_nomem(e);
	c->heads = v;
	v[c->n++] = c->candidate;
	return 0;
}

/* ------------------------------------------------------------------------- hits */

static int copy(char **to, const struct record_str *s, struct err *e)
{
	*to = strndup(s->s ? s->s : "", s->n);
	return *to ? 0 : err_nomem(e);
}

int collapse_add(struct search *s, struct search_hit *h, struct err *e)
{
	const struct record_fields *f = record_fields(s->record);
	struct search_duplicate *v = h->duplicates;
	int r;

	h->duplicate_count++;
	if (h->n_duplicates == SEARCH_DUPLICATES_MAX)
		return 0;
	if (!v)
		v = h->duplicates = calloc(SEARCH_DUPLICATES_MAX, sizeof(*v));
	if (!v)
		return err_nomem(e);
	v += h->n_duplicates++;
	v->path_len = f->path.n;
	r = copy(&v->path, &f->path, e);
	return r || !f->title.n ? r : copy(&v->title, &f->title, e);
}

void collapse_release_hit(struct search_hit *h)
{
	for (size_t i = 0; i < h->n_duplicates; i++) {
		free(h->duplicates[i].path);
		free(h->duplicates[i].title);
	}
	free(h->duplicates);
}

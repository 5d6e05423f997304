/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Filling a view; what stands in it says view_phrase.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/room.h"
#include "search/session.h"
#include "store/record.h"
#include "text/text.h"

void view_init(struct view *v)
{
	memset(v, 0, sizeof(*v));
}

void view_release(struct view *v)
{
	free(v->events);
	free(v->alts);
	free(v->spans);
	free(v->terms);
	view_init(v);
}

/* What a written term is in the query; false: nothing. */
static bool look_at(const struct view *v, const char *term, size_t n,
		    struct view_event *ret)
{
	const struct plan *p = v->plan;

	*ret = (struct view_event){ 0 };
	for (size_t i = 0; i < p->q->n_words; i++)
		if (p->q->words[i].term[0] == term[0] &&
		    plan_word_is(p, i, v->tier, term, n))
			ret->words |= UINT64_C(1) << i;
	for (size_t i = 0; i < p->n_alts; i++)
		for (size_t k = 0; k < p->alts[i].n_terms; k++)
			if (p->alts[i].terms[k].term[0] == term[0] &&
			    plan_alt_is(&p->alts[i], k, term, n))
				ret->alts |= UINT64_C(1) << (p->alts[i].bit + k);
	return ret->words || ret->alts;
}

static int add_event(struct view *v, const struct view_event *event,
		     uint32_t pos, uint32_t n_pos)
{
	struct view_event *to = room(v->events, v->n_events + 1,
				     &v->cap_events, sizeof(*to));

	if (!to)
		return E_NOMEM;
	v->events = to;
	to += v->n_events++;
	v->unordered |= v->n_events > 1 && pos < to[-1].pos;
	*to = *event;
	to->pos = pos;
	to->n_pos = n_pos;
	return 0;
}

void view_begin(struct view *v, const struct plan *p, enum plan_tier tier,
		bool title)
{
	v->plan = p;
	v->tier = tier;
	v->n_events = 0;
	v->n_alts = 0;
	v->n_spans = 0;
	v->unordered = false;
	v->title_end = title ? UINT32_MAX : 0;
	v->date[0] = v->type[0] = v->collection[0] = '\0';
}

int view_add(struct view *v, const char *term, size_t n, uint32_t pos,
	     uint32_t n_pos)
{
	struct view_event event;

	return look_at(v, term, n, &event) ? add_event(v, &event, pos, n_pos)
					   : 0;
}

/* --------------------------------------------------------------- a whole report */

/* At every so many of what a report has. */
static int in_time(const struct view *v, size_t i, struct err *e)
{
	return i % VIEW_STEP ? 0 : search_in_time(v->plan->req, e);
}

static int load_terms(struct view *v, struct record *r, size_t *ret_n,
		      struct err *e)
{
	const struct record_str *terms;
	struct view_event *to;
	size_t n;
	int ret = record_terms(r, &terms, &n, e);

	if (ret)
		return ret;
	to = room(v->terms, n, &v->cap_terms, sizeof(*to));
	if (!to && n)
		return err_nomem(e);
	v->terms = to;
	for (size_t i = 0; !ret && i < n; i++) {
		ret = in_time(v, i, e);
		look_at(v, terms[i].s, terms[i].n, &to[i]);
	}
	if (!ret)
		*ret_n = n;
	return ret;
}

static int load_stream(struct view *v, struct record *r, struct err *e)
{
	const uint32_t *stream;
	size_t n, title_end;
	int ret = record_stream(r, &stream, &n, &title_end, e);

	if (ret)
		return ret;
	v->title_end = (uint32_t)title_end;
	for (size_t i = 0; !ret && i < n; i++) {
		const struct view_event *event;

		ret = in_time(v, i, e);
		if (ret || stream[i] == RECORD_BREAK)
			continue;
		event = &v->terms[stream[i]];
		if ((event->words || event->alts) &&
		    add_event(v, event, (uint32_t)i, 1))
			ret = err_nomem(e);
	}
	return ret;
}

static int load_units(struct view *v, struct record *r, struct err *e)
{
	const struct record_unit *units;
	size_t n;
	int ret = record_units(r, &units, &n, e);

	for (size_t i = 0; !ret && i < n; i++) {
		const struct view_event *event = &v->terms[units[i].term];

		ret = in_time(v, i, e);
		if (!ret && (event->words || event->alts) &&
		    add_event(v, event, units[i].pos, units[i].n_pos))
			ret = err_nomem(e);
	}
	return ret;
}

static struct record_str beside(const struct record_fields *f,
				enum query_field field)
{
	switch (field) {
	case FIELD_AUTHOR: return f->author;
	case FIELD_PLACE: return f->place;
	case FIELD_PATH: return f->path;
	default: return (struct record_str){ NULL, 0 };
	}
}

/* A line of a field, its words side by side whatever stands between them. */
static int load_line(struct view *v, const char *s, size_t n, uint32_t *pos,
		     struct err *e)
{
	struct text_token t;
	int r;

	text_begin(v->analyzer, s, n, 0);
	while ((r = text_next(v->analyzer, &t, e)) > 0)
		if (view_add(v, t.term, t.term_len, (*pos)++, 1))
			return err_nomem(e);
	return r;
}

/* A field beside the text, where a word of the query is looked for in it. */
static int load_field(struct view *v, const struct record_fields *f,
		      enum query_field field, struct err *e)
{
	struct record_str s = beside(f, field);
	uint32_t pos = (uint32_t)field * VIEW_BESIDE;
	int r = 0;

	while (!r && s.n) {
		const char *nl = memchr(s.s, '\n', s.n);
		size_t n = nl ? (size_t)(nl - s.s) : s.n;

		r = search_in_time(v->plan->req, e);
		if (!r)
			r = load_line(v, s.s, n, &pos, e);
		pos++; /* no phrase goes from one line to the next */
		s.s += n;
		s.n -= n;
		if (s.n) {
			s.s++;
			s.n--;
		}
	}
	return r;
}

static int load_beside(struct view *v, const struct record_fields *f,
		       struct err *e)
{
	const struct query *q = v->plan->q;
	bool wanted[FIELD_COUNT] = { false };
	int r = 0;

	for (size_t i = 0; i < q->n_words; i++)
		wanted[q->words[i].field] = true;
	for (unsigned i = 0; !r && i < FIELD_COUNT; i++)
		if (wanted[i] && query_fields[i].beside)
			r = load_field(v, f, (enum query_field)i, e);
	return r;
}

/* One that is longer than any can be is none. */
static void load_name(char *to, size_t size, struct record_str name)
{
	if (name.n < size) {
		memcpy(to, name.n ? name.s : "", name.n);
		to[name.n] = '\0';
	}
}

static void load_fields(struct view *v, const struct record_fields *f)
{
	size_t n = 0;

	for (size_t i = 0; i < f->date.n && i < 10 && n < 8; i++)
		if (f->date.s[i] >= '0' && f->date.s[i] <= '9')
			v->date[n++] = f->date.s[i];
	v->date[n] = '\0';
	load_name(v->type, sizeof(v->type), f->type);
	load_name(v->collection, sizeof(v->collection), f->collection);
}

int view_load(struct view *v, const struct plan *p, enum plan_tier tier,
	      struct record *r, struct err *e)
{
	size_t n_terms;
	int ret;

	view_begin(v, p, tier, false);
	load_fields(v, record_fields(r));
	ret = load_terms(v, r, &n_terms, e);
	if (!ret)
		ret = load_stream(v, r, e);
	if (!ret)
		ret = load_units(v, r, e);
	if (!ret)
		ret = load_beside(v, record_fields(r), e);
	return ret ? ret : view_complete(v, e);
}

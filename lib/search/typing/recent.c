/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/typing/recent.h"

#include "store/store.h"

/* The place of the report, or the one that was not used for longest. */
static struct recent_report *find(struct recent *c, uint32_t docid)
{
	struct recent_report *oldest = &c->v[0];

	for (size_t i = 0; i < RECENT_REPORTS; i++) {
		if (c->v[i].docid == docid)
			return &c->v[i];
		if (c->v[i].used < oldest->used)
			oldest = &c->v[i];
	}
	return oldest;
}

static void forget(struct recent_report *x)
{
	record_close(x->record);
	buf_release(&x->data);
	*x = (struct recent_report){ 0 };
}

int recent_load(struct recent *c, struct store_reader *reader,
		struct record *first, uint32_t docid, struct record **ret,
		struct err *e)
{
	struct recent_report *x = find(c, docid);
	int r = 0;

	if (x->docid != docid) {
		if (x->data.len > RECENT_BYTES)
			forget(x);
		x->docid = 0;
		if (!x->record)
			r = record_open_beside(first, &x->record, e);
		if (!r)
			r = store_document(reader, docid, &x->data, e);
		if (!r)
			r = record_load(x->record, x->data.s, x->data.len, e);
		if (r)
			return r;
	}
	x->docid = docid;
	/* One that is too large to be kept is the first to go. */
	x->used = x->data.len > RECENT_BYTES ? 0 : ++c->clock;
	*ret = x->record;
	return 0;
}

void recent_release(struct recent *c)
{
	for (size_t i = 0; i < RECENT_REPORTS; i++)
		forget(&c->v[i]);
}

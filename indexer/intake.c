/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/intake.h"

#include <string.h>

#include "indexer/source.h"

int intake_open(struct intake *t, const struct intake_rules *rules,
		struct err *e)
{
	int r;

	*t = (struct intake){
		.collection = rules->collection,
		.turn = rules->turn,
	};
	r = extractor_open(rules->converters, &t->extractor, e);
	if (!r)
		r = text_analyzer_open(&t->analyzer, e);
	if (!r)
		r = document_open(t->analyzer, rules->furniture, &t->reader, e);
	if (!r)
		r = feed_open(t->analyzer, &t->feed, e);
	if (r)
		intake_close(t);
	return r;
}

void intake_close(struct intake *t)
{
	feed_close(t->feed);
	document_close(t->reader);
	text_analyzer_close(t->analyzer);
	extractor_close(t->extractor);
	buf_release(&t->raw);
	*t = (struct intake){ 0 };
}

static int skip(struct file *f, enum file_reason reason)
{
	f->status = FILE_SKIPPED;
	f->reason = reason;
	return 0;
}

static int read_text(struct intake *t, const char *path, struct file *f,
		     struct extracted *ret, struct err *e)
{
	enum file_reason reason = FILE_EMPTY;
	struct extracted x = { 0 };
	int r = 0;

	if (t->raw.len)
		r = extract(t->extractor, path, f->rule, &t->raw, &x,
			    &reason, e);
	if (r < 0)
		return r;
	f->format = x.format;
	f->filter = x.filter;
	memcpy(f->detail, x.detail, sizeof(f->detail));
	if (!r)
		return skip(f, reason);
	f->reason = reason;
	f->encoding = x.text.encoding;
	f->text_bytes = x.text.n;
	f->replaced = x.text.replaced;
	f->confidence = x.text.confidence;
	*ret = x;
	return 1;
}

int intake_read(struct intake *t, const char *path, struct file *f,
		struct extracted *ret_text, struct document *ret_doc,
		struct err *e)
{
	int r;

	f->encoding = ENCODING_NONE;
	f->format = FORMAT_NONE;
	f->filter = 0;
	f->detail[0] = '\0';
	f->text_bytes = 0;
	f->replaced = 0;
	f->confidence = 0;
	f->error = 0;
	if (!source_read(path, &t->raw, f))
		return 0;
	r = read_text(t, path, f, ret_text, e);
	if (r <= 0)
		return r;
	r = document_read(t->reader, ret_text->text.s, ret_text->text.n,
			  &ret_text->hints, ret_doc, e);
	if (r == E_LIMIT)
		return skip(f, FILE_TOO_LARGE);
	if (r)
		return r;
	if (!ret_doc->title.s)
		return skip(f, FILE_EMPTY);
	f->status = FILE_INDEXED;
	return 1;
}

int intake_file(struct intake *t, const char *path, bool fresh, struct file *f,
		struct store_writer *w, struct err *e)
{
	struct extracted text;
	struct document doc;
	struct feed_input in = {
		.path = path,
		.collection = t->collection,
		.doc = &doc,
		.text = &text,
		.fresh = fresh,
		.turn = t->turn,
	};
	int r = intake_read(t, path, f, &text, &doc, e);

	if (r <= 0 || !w)
		return r < 0 ? r : 0;
	r = feed_document(t->feed, &in, w, e);
	if (r == E_LIMIT)
		return skip(f, FILE_TOO_LARGE);
	return r;
}

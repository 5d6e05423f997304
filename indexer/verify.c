/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/verify.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "store/record.h"
#include "store/schema.h"
#include "store/store.h"

#define SAMPLES 16
#define ASKED 4 /* words of a question */
#define BM25 { .k1 = 1.2, .k1_pair = 0.4, .b = 0.7 } /* any will do */

struct verify {
	struct store_reader *reader;
	struct record *record;
	struct buf data, text;
};

static int damaged(const char *path, struct err *e)
{
	struct err why = *e;

	return err_set(e, E_CORRUPT, "the document of %s is damaged: %s", path,
		       why.msg);
}

/* Every part of the record just loaded. */
static int read_parts(struct verify *v, struct err *e)
{
	const struct record_str *terms;
	const uint32_t *stream;
	size_t n, title_end;
	int r = record_terms(v->record, &terms, &n, e);

	if (!r)
		r = record_stream(v->record, &stream, &n, &title_end, e);
	buf_clear(&v->text);
	if (!r)
		r = record_text(v->record, 0, record_text_size(v->record),
				&v->text, e);
	if (!r && v->text.len != record_text_size(v->record))
		r = err_set(e, E_CORRUPT, "its text is cut");
	return r;
}

/* The words of a report that it has most often, and its id, find it and no other:
 * the one question that all of the index takes part in. */
static int ask(struct verify *v, const char *id, size_t id_n, uint32_t docid,
	       struct err *e)
{
	const struct store_match match = { .limit = 2, .bm25 = BM25 };
	struct store_query *subs[ASKED + 1];
	const struct record_str *terms;
	struct store_hits hits;
	struct store_query *q;
	size_t n, k = 0;
	int r = record_terms(v->record, &terms, &n, e);

	if (r)
		return r;
	for (; k < n && k < ASKED; k++)
		subs[k] = store_query_term(terms[k].s, terms[k].n,
					   STORE_BY_LENGTH);
	subs[k++] = store_query_term(id, id_n, STORE_BY_LENGTH);
	q = store_query_op(STORE_AND, subs, k);
	r = q ? store_match(v->reader, q, &match, &hits, e) : err_nomem(e);
	store_query_free(q);
	if (r)
		return r;
	if (hits.n != 1 || hits.v[0].docid != docid)
		r = err_set(e, E_CORRUPT, "its own words do not find it");
	free(hits.v);
	return r;
}

static int verify_file(struct verify *v, const struct files *fs,
		       const struct file *f, bool all, bool asked,
		       struct err *e)
{
	const char *path = files_path(fs, f);
	const struct record_fields *fields;
	char id[SCHEMA_TERM_MAX];
	size_t n = schema_id(path, f->path_len, id);
	uint32_t docid;
	int r = store_find(v->reader, id, n, &docid, e);

	if (!r)
		r = store_document(v->reader, docid, &v->data, e);
	if (!r)
		r = record_load(v->record, v->data.s, v->data.len, e);
	if (r)
		return damaged(path, e);
	fields = record_fields(v->record);
	if (fields->path.n != f->path_len ||
	    memcmp(fields->path.s, path, f->path_len)) {
		err_set(e, E_CORRUPT, "it has another path");
		return damaged(path, e);
	}
	if ((all && read_parts(v, e)) || (asked && ask(v, id, n, docid, e)))
		return damaged(path, e);
	return 0;
}

static int open_db(struct verify *v, const char *gen_dir, struct err *e)
{
	char *db = path_join(gen_dir, "db");
	const char *where[] = { db };
	int r = db ? store_reader_open(where, 1, &v->reader, e) : err_nomem(e);

	free(db);
	return r ? r : record_open(&v->record, e);
}

/* The database says of itself what the manifest says of it. */
static int verify_meta(struct verify *v, const struct manifest *m,
		       struct err *e)
{
	char schema[16];
	int r = store_meta_get(v->reader, 0, SCHEMA_META_VERSION, &v->data,
			       e);

	snprintf(schema, sizeof(schema), "%u", m->schema);
	if (!r && strcmp(v->data.s ? v->data.s : "", schema))
		return err_set(e, E_CORRUPT, "the database has another schema "
			       "than its manifest");
	buf_clear(&v->data);
	if (!r)
		r = store_meta_get(v->reader, 0, SCHEMA_META_ANALYZER, &v->data,
				   e);
	if (!r && strcmp(v->data.s ? v->data.s : "", m->analyzer))
		return err_set(e, E_CORRUPT, "the database was made by another "
			       "analyzer than its manifest says");
	buf_clear(&v->data);
	return r;
}

static int verify_files(struct verify *v, const struct files *fs, bool all,
			struct err *e)
{
	size_t indexed = files_count(fs, FILE_INDEXED);
	size_t step = indexed < SAMPLES ? 1 : indexed / SAMPLES;
	struct store_stats stats;
	size_t k = 0;
	int r = store_reader_stats(v->reader, &stats, e);

	if (!r && stats.documents != indexed)
		r = err_set(e, E_CORRUPT, "the index has %" PRIu64 " documents "
			    "where its table of files has %zu",
			    stats.documents, indexed);
	for (size_t i = 0; !r && i < fs->n; i++) {
		bool sample;

		if (fs->v[i].status != FILE_INDEXED)
			continue;
		sample = k++ % step == 0;
		if (all || sample)
			r = verify_file(v, fs, &fs->v[i], all, sample, e);
	}
	return r;
}

/* m: NULL for a generation that has none yet, of which a sample will do. */
static int verify(const char *gen_dir, const struct files *fs,
		  const struct manifest *m, struct err *e)
{
	struct verify v = { 0 };
	int r = open_db(&v, gen_dir, e);

	if (!r && m)
		r = verify_meta(&v, m, e);
	if (!r)
		r = verify_files(&v, fs, m != NULL, e);
	record_close(v.record);
	store_reader_close(v.reader);
	buf_release(&v.data);
	buf_release(&v.text);
	return r;
}

int verify_sample(const char *gen_dir, const struct files *fs, struct err *e)
{
	return verify(gen_dir, fs, NULL, e);
}

int verify_all(const char *gen_dir, const struct files *fs,
	       const struct manifest *m, struct err *e)
{
	char *db = path_join(gen_dir, "db");
	int r = db ? store_check(db, e) : err_nomem(e);

	free(db);
	return r ? r : verify(gen_dir, fs, m, e);
}

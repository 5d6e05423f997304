/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/verify.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "store/record.h"
#include "store/schema.h"
#include "store/store.h"

#define SAMPLES 16

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

static int verify_file(struct verify *v, const struct files *fs,
		       const struct file *f, bool all, struct err *e)
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
	return all && read_parts(v, e) ? damaged(path, e) : 0;
}

static int open_db(struct verify *v, const char *gen_dir, struct err *e)
{
	char *db = path_join(gen_dir, "db");
	const char *where[] = { db };
	int r = db ? store_reader_open(where, 1, &v->reader, e) : err_nomem(e);

	free(db);
	return r ? r : record_open(&v->record, e);
}

static int verify_files(struct verify *v, const struct files *fs, bool all,
			struct err *e)
{
	size_t indexed = files_count(fs, FILE_INDEXED);
	size_t step = all || indexed < SAMPLES ? 1 : indexed / SAMPLES;
	struct store_stats stats;
	size_t k = 0;
	int r = store_reader_stats(v->reader, &stats, e);

	if (!r && stats.documents != indexed)
		r = err_set(e, E_CORRUPT, "the index has %" PRIu64 " documents "
			    "where its table of files has %zu",
			    stats.documents, indexed);
	for (size_t i = 0; !r && i < fs->n; i++)
		if (fs->v[i].status == FILE_INDEXED && k++ % step == 0)
			r = verify_file(v, fs, &fs->v[i], all, e);
	return r;
}

static int verify(const char *gen_dir, const struct files *fs, bool all,
		  struct err *e)
{
	struct verify v = { 0 };
	int r = open_db(&v, gen_dir, e);

	if (!r)
		r = verify_files(&v, fs, all, e);
	record_close(v.record);
	store_reader_close(v.reader);
	buf_release(&v.data);
	buf_release(&v.text);
	return r;
}

int verify_sample(const char *gen_dir, const struct files *fs, struct err *e)
{
	return verify(gen_dir, fs, false, e);
}

int verify_all(const char *gen_dir, const struct files *fs, struct err *e)
{
	char *db = path_join(gen_dir, "db");
	int r = db ? store_check(db, e) : err_nomem(e);

	free(db);
	return r ? r : verify(gen_dir, fs, true, e);
}

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The table of files.
 */
#include "indexer/files.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/room.h"

#define MAGIC "tracuu files 5\n"
#define MAGIC_LEN (sizeof(MAGIC) - 1)
#define HEADER_LEN (MAGIC_LEN + HASH_HEX_LEN + 1)
#define MILLION 1000000

static const char *const status_names[FILE_STATUSES] = {
	[FILE_SEEN] = "seen",
	[FILE_INDEXED] = "indexed",
	[FILE_SKIPPED] = "skipped",
	[FILE_FAILED] = "failed",
};

static const struct {
	const char *name, *text;
} reasons[FILE_REASONS] = {
	[FILE_OK] = { "ok", "read and indexed" },
	[FILE_NOT_TEXT] = { "not-text", "not a text file" },
	[FILE_ENCODING] = { "encoding", "a text, but in none of the "
			    "encodings that are read" },
	[FILE_TOO_LARGE] = { "too-large", "larger than is indexed "
			     "(64 MiB, 4194304 lines, 1048576 words and pairs "
			     "of words)" },
	[FILE_EMPTY] = { "empty", "no word in it" },
	[FILE_UNREADABLE] = { "unreadable", "cannot be read" },
	[FILE_VANISHED] = { "vanished", "was gone when it was to be read" },
	[FILE_ILL_FORMED] = { "ill-formed", "indexed, but some bytes mean "
			      "nothing in its encoding and were left out" },
	[FILE_NO_FILTER] = { "no-filter", "needs a filter that is missing" },
	[FILE_FILTER_FAILED] = { "filter-failed", "its filter failed" },
	[FILE_FILTER_CRASHED] = { "filter-crashed", "its filter crashed" },
	[FILE_FILTER_TIMEOUT] = { "filter-timeout", "its filter took too long "
				  "and was ended" },
	[FILE_FILTER_OUTPUT] = { "filter-output", "its filter wrote too much "
				 "and was ended" },
	[FILE_PASSWORD] = { "password", "needs a password" },
	[FILE_DAMAGED] = { "damaged", "its compressed data ends early or is "
			   "damaged; only what stands before that is read" },
	[FILE_BOMB] = { "bomb", "unpacks to far more than a text does "
			"(64 MiB, 200 times its size)" },
	[FILE_MALFORMED] = { "malformed", "indexed, but its HTML nests too "
			     "deeply or has tags of too many attributes" },
};

const char *file_status_name(enum file_status s)
{
	return status_names[s];
}

const char *file_reason_name(enum file_reason r)
{
	return reasons[r].name;
}

const char *file_reason_text(enum file_reason r)
{
	return reasons[r].text;
}

int files_add_reason(struct buf *b, const struct file *f)
{
	if (!f->detail[0])
		return buf_adds(b, file_reason_text(f->reason));
	return buf_addf(b, "%s: %s", file_reason_text(f->reason), f->detail);
}

void files_release(struct files *fs)
{
	free(fs->v);
	buf_release(&fs->paths);
	arena_release(&fs->arena);
	*fs = (struct files){ 0 };
}

int files_add(struct files *fs, const char *path, size_t path_len,
	      const struct file *from, struct file **ret)
{
	size_t at = fs->paths.len;
	struct file *v = room(fs->v, fs->n + 1, &fs->cap, sizeof(*v)), *f;

	if (!v)
		return E_NOMEM;
	fs->v = v;
	if (buf_add(&fs->paths, path, path_len) || buf_addc(&fs->paths, '\0'))
		return E_NOMEM;
	f = &v[fs->n++];
	*f = *from;
	f->path_at = at;
	f->path_len = path_len;
	if (ret)
		*ret = f;
	return 0;
}

/* Of several with one path, what the walk saw (FILE_SEEN) comes first. */
static int compare(const void *pa, const void *pb, void *arg)
{
	const struct file *a = pa, *b = pb;
	const struct files *fs = arg;
	int c = strcmp(files_path(fs, a), files_path(fs, b));

	return c ? c : (int)a->status - (int)b->status;
}

void files_sort(struct files *fs)
{
	size_t n = 0;

	if (fs->n)
		qsort_r(fs->v, fs->n, sizeof(*fs->v), compare, fs);
	for (size_t i = 0; i < fs->n; i++)
		if (!n || strcmp(files_path(fs, &fs->v[n - 1]),
				 files_path(fs, &fs->v[i])))
			fs->v[n++] = fs->v[i];
	fs->n = n;
}

const struct file *files_find(const struct files *fs, const char *path)
{
	size_t from = 0, to = fs->n;

	while (from < to) {
		size_t mid = from + (to - from) / 2;
		int c = strcmp(path, files_path(fs, &fs->v[mid]));

		if (!c)
			return &fs->v[mid];
		if (c < 0)
			to = mid;
		else
			from = mid + 1;
	}
	return NULL;
}

size_t files_count(const struct files *fs, enum file_status status)
{
	size_t n = 0;

	for (size_t i = 0; i < fs->n; i++)
		n += fs->v[i].status == status;
	return n;
}

/* ------------------------------------------------------------------ as a file */

static int add_file(struct buf *b, const struct files *fs, const struct file *f)
{
	size_t hash_len = strlen(f->hash), detail_len = strlen(f->detail);
	size_t from_len = f->moved_from ? strlen(f->moved_from) : 0;

	/* The buf remembers a failed append until its end. */
	buf_add_varint(b, f->path_len);
	buf_add(b, files_path(fs, f), f->path_len);
	buf_addc(b, (char)f->status);
	buf_addc(b, (char)f->reason);
	buf_addc(b, (char)f->encoding);
	buf_addc(b, (char)f->rule);
	buf_addc(b, (char)f->format);
	buf_add_varint(b, f->size);
	buf_add_varint(b, (unsigned long long)f->mtime_ns);
	buf_add_varint(b, f->inode);
	buf_add_varint(b, f->text_bytes);
	buf_add_varint(b, f->replaced);
	buf_add_varint(b, (unsigned long long)(f->confidence * MILLION + .5));
	buf_add_varint(b, f->filter);
	buf_add_varint(b, f->generation);
	buf_add_varint(b, (unsigned long long)f->time);
	buf_addc(b, (char)hash_len);
	buf_add(b, f->hash, hash_len);
	buf_addc(b, (char)detail_len);
	buf_add(b, f->detail, detail_len);
	buf_add_varint(b, from_len);
	buf_add(b, f->moved_from ? f->moved_from : "", from_len);
	return b->failed ? E_NOMEM : 0;
}

int files_write(const struct files *fs, const char *path, struct err *e)
{
	struct buf b = BUF_INIT;
	char hash[HASH_HEX_LEN + 1] = "";
	int r = buf_add(&b, MAGIC, MAGIC_LEN);

	/* Room for the hash, known when the rest is there. */
	if (!r)
		r = buf_reserve(&b, HEADER_LEN + fs->paths.len + fs->n * 80);
	if (!r)
		r = buf_addf(&b, "%*s\n", HASH_HEX_LEN, "");
	if (!r)
		r = buf_add_varint(&b, fs->n);
	for (size_t i = 0; !r && i < fs->n; i++)
		r = add_file(&b, fs, &fs->v[i]);
	if (r) {
		r = err_nomem(e);
	} else {
		hash_hex(b.s + HEADER_LEN, b.len - HEADER_LEN, hash);
		memcpy(b.s + MAGIC_LEN, hash, HASH_HEX_LEN);
		r = path_write_file(path, b.s, b.len, e);
	}
	buf_release(&b);
	return r;
}

static bool get_enum(const char **p, const char *end, int limit, int *ret)
{
	if (*p == end || (unsigned char)**p >= limit)
		return false;
	*ret = *(*p)++;
	return true;
}

static bool get_bytes(const char **p, const char *end, size_t n,
		      const char **ret)
{
	if ((size_t)(end - *p) < n)
		return false;
	*ret = *p;
	*p += n;
	return true;
}

static bool get_numbers(const char **p, const char *end, struct file *f)
{
	unsigned long long v[9];

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++)
		if (!buf_get_varint(p, end, &v[i]))
			return false;
	f->size = v[0];
	f->mtime_ns = (int64_t)v[1];
	f->inode = v[2];
	f->text_bytes = v[3];
	f->replaced = v[4];
	f->confidence = (double)v[5] / MILLION;
	f->filter = v[6];
	f->generation = v[7];
	f->time = (int64_t)v[8];
	return true;
}

/* A string of less than `size` bytes with its length before it. */
static bool get_short(const char **p, const char *end, int size, char *ret)
{
	const char *s;
	int len;

	if (!get_enum(p, end, size, &len) ||
	    !get_bytes(p, end, (size_t)len, &s))
		return false;
	memcpy(ret, s, (size_t)len);
	return true;
}

static bool get_path(const char **p, const char *end, const char **ret,
		     size_t *ret_n)
{
	unsigned long long n;

	if (!buf_get_varint(p, end, &n) || n > FILES_PATH_MAX ||
	    !get_bytes(p, end, (size_t)n, ret))
		return false;
	*ret_n = (size_t)n;
	return !memchr(*ret, 0, *ret_n);
}

/* One file from the bytes at *p; E_CORRUPT when they are not one. */
static int get_file(const char **p, const char *end, struct files *fs)
{
	struct file f = { 0 };
	const char *path, *from;
	size_t n, from_n;
	int status, reason, encoding, rule, format;

	if (!get_path(p, end, &path, &n) ||
	    !get_enum(p, end, FILE_STATUSES, &status) ||
	    !get_enum(p, end, FILE_REASONS, &reason) ||
	    !get_enum(p, end, ENCODINGS, &encoding) ||
	    !get_enum(p, end, ENCODINGS, &rule) ||
	    !get_enum(p, end, FORMATS, &format) ||
	    !get_numbers(p, end, &f) ||
	    !get_short(p, end, sizeof(f.hash), f.hash) ||
	    !get_short(p, end, sizeof(f.detail), f.detail) ||
	    !get_path(p, end, &from, &from_n))
		return E_CORRUPT;
	if (from_n && !(f.moved_from = arena_dup(&fs->arena, from, from_n)))
		return E_NOMEM;
	f.status = (enum file_status)status;
	f.reason = (enum file_reason)reason;
	f.encoding = (enum encoding)encoding;
	f.rule = (enum encoding)rule;
	f.format = (enum format)format;
	return files_add(fs, path, n, &f, NULL);
}

static int parse(const struct buf *b, struct files *fs)
{
	char hash[HASH_HEX_LEN + 1];
	const char *p = b->s + HEADER_LEN, *end = b->s + b->len;
	unsigned long long n;
	int r = 0;

	if (b->len < HEADER_LEN || memcmp(b->s, MAGIC, MAGIC_LEN) ||
	    b->s[HEADER_LEN - 1] != '\n')
		return E_CORRUPT;
	hash_hex(p, (size_t)(end - p), hash);
	if (memcmp(hash, b->s + MAGIC_LEN, HASH_HEX_LEN) ||
	    !buf_get_varint(&p, end, &n))
		return E_CORRUPT;
	while (!r && p < end)
		r = get_file(&p, end, fs);
	if (!r && fs->n != n)
		r = E_CORRUPT;
	return r;
}

int files_read(const char *path, struct files *ret, struct err *e)
{
	struct buf b = BUF_INIT;
	struct files fs = { 0 };
	int r = path_read_file(path, &b, e);

	if (!r) {
		r = parse(&b, &fs);
		if (r == E_CORRUPT)
			err_set(e, r, "%s: damaged; run tracuu-index rebuild",
				path);
		else if (r)
			err_nomem(e);
	}
	buf_release(&b);
	if (r) {
		files_release(&fs);
		return r;
	}
	files_release(ret);
	*ret = fs;
	return 0;
}

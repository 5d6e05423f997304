/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/gunzip.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "indexer/source.h"

#define CHUNK 65536
#define GZIP_ONLY (16 + MAX_WBITS) /* zlib.h: inflateInit2() */

static size_t most_bytes(size_t n)
{
	size_t most = n > SOURCE_MAX / GUNZIP_RATIO ? SOURCE_MAX :
						      n * GUNZIP_RATIO;

	return most < GUNZIP_FREE ? GUNZIP_FREE : most;
}

/* One member, or what is left of it. */
static enum gunzip_result read_member(z_stream *z, size_t most, struct buf *out)
{
	int r;

	do {
		if (buf_reserve(out, CHUNK))
			return GUNZIP_NOMEM;
		z->next_out = (Bytef *)out->s + out->len;
		z->avail_out = CHUNK;
		r = inflate(z, Z_NO_FLUSH);
		out->len += CHUNK - z->avail_out;
		if (out->len > most)
			return GUNZIP_BOMB;
	} while (r == Z_OK);
	if (r == Z_STREAM_END)
		return GUNZIP_OK;
	return r == Z_MEM_ERROR ? GUNZIP_NOMEM : GUNZIP_DAMAGED;
}

static bool only_zeros(const z_stream *z)
{
	for (uInt i = 0; i < z->avail_in; i++)
		if (z->next_in[i])
			return false;
	return true;
}

enum gunzip_result gunzip(const char *s, size_t n, struct buf *out)
{
	/* zlib does not write there. */
	z_stream z = { .next_in = (Bytef *)(uintptr_t)s, .avail_in = (uInt)n };
	enum gunzip_result r;

	buf_clear(out);
	if (inflateInit2(&z, GZIP_ONLY) != Z_OK)
		return GUNZIP_NOMEM;
	do
		r = read_member(&z, most_bytes(n), out);
	while (r == GUNZIP_OK && !only_zeros(&z) && inflateReset(&z) == Z_OK);
	inflateEnd(&z);
	return r;
}

size_t gunzip_size(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	unsigned char b[4];
	struct stat st;
	size_t n = 0;

	if (fd < 0)
		return 0;
	if (!fstat(fd, &st) && S_ISREG(st.st_mode) &&
	    st.st_size >= (off_t)sizeof(b) &&
	    pread(fd, b, sizeof(b), st.st_size - (off_t)sizeof(b)) ==
		    (ssize_t)sizeof(b))
		n = (size_t)b[3] << 24 | (size_t)b[2] << 16 |
		    (size_t)b[1] << 8 | b[0];
	close(fd);
	return n;
}

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A main for the fuzz targets without libFuzzer: feeds every file of the
 * folders (or files) named to the target, whole and cut short at each eighth,
 * so that `make check` covers the seeds under the sanitizers.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/path.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void feed(const char *s, size_t n)
{
	/* An exact allocation, so that a read beyond the end is seen. */
	uint8_t *copy = malloc(n ? n : 1);

	if (!copy)
		abort();
	memcpy(copy, s ? s : "", n);
	LLVMFuzzerTestOneInput(copy, n);
	free(copy);
}

static int run_file(const char *path)
{
	struct buf b = BUF_INIT;
	struct err e;

	if (path_read_file(path, &b, &e)) {
		fprintf(stderr, "%s\n", e.msg);
		return 1;
	}
	for (size_t i = 0; i <= 8; i++)
		feed(b.s, b.len * i / 8);
	buf_release(&b);
	return 0;
}

static int run_path(const char *path)
{
	struct dirent *d;
	DIR *dir = opendir(path);
	int failed = 0;

	if (!dir)
		return run_file(path);
	while ((d = readdir(dir))) {
		char *file;

		if (d->d_name[0] == '.')
			continue;
		file = path_join(path, d->d_name);
		failed |= !file || run_file(file);
		free(file);
	}
	closedir(dir);
	return failed;
}

int main(int argc, char **argv)
{
	int failed = 0;

	for (int i = 1; i < argc; i++)
		failed |= run_path(argv[i]);
	return failed;
}

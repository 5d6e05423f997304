/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/state.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "text/text.h"

static int load_files(struct state *s, struct err *e)
{
	char *path = path_join(s->dir, "files");
	int r = path ? files_read(path, &s->files, e) : err_nomem(e);

	if (r == E_NOTFOUND)
		r = err_set(e, E_CORRUPT, "%s: missing; run tracuu-index "
			    "rebuild", path);
	free(path);
	return r;
}

int state_load(const char *index_dir, struct state *ret, struct err *e)
{
	int r;

	*ret = (struct state){ 0 };
	r = generation_current(index_dir, &ret->dir, &ret->number, e);
	if (r)
		return r;
	r = manifest_read(ret->dir, &ret->manifest, e);
	if (r == E_SCHEMA) {
		ret->outdated = true;
		r = manifest_read_choices(ret->dir, &ret->manifest, e);
		return r == E_CORRUPT ? 0 : r;
	}
	if (r)
		return r;
	ret->outdated = strcmp(ret->manifest.analyzer, text_analyzer_id());
	return load_files(ret, e);
}

void state_release(struct state *s)
{
	free(s->dir);
	manifest_release(&s->manifest);
	files_release(&s->files);
	*s = (struct state){ 0 };
}

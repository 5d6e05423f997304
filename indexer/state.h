/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * state - the current generation, as the indexer left it.
 */
#ifndef TRACUU_INDEXER_STATE_H
#define TRACUU_INDEXER_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "indexer/files.h"
#include "store/generation.h"

struct state {
	char *dir; /* real path of the generation; NULL: nothing was published */
	uint64_t number;
	struct manifest manifest;
	struct files files;
	/* Made by another schema or analyzer: its documents cannot be kept. Of
	 * another schema (`manifest.schema` is 0) only the roots and the rules
	 * for encodings are known, if these. */
	bool outdated;
};

/* Released with state_release(), also after an error.
 * E_NODB: nothing was published, E_CORRUPT, E_IO, E_NOMEM. */
int state_load(const char *index_dir, struct state *ret, struct err *e);
void state_release(struct state *s);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * verify - whether a generation is what its table of files says.
 */
#ifndef TRACUU_INDEXER_VERIFY_H
#define TRACUU_INDEXER_VERIFY_H

#include "base/err.h"
#include "indexer/files.h"
#include "store/generation.h"

/* Before it is published: the number of documents, and some of them read and asked
 * for by their words.  E_CORRUPT, E_IO, E_NOMEM. */
int verify_sample(const char *gen_dir, const struct files *fs, struct err *e);
/* Everything: the structure of the database, what it says of itself against the
 * manifest, every record in all its parts, and some asked for. */
int verify_all(const char *gen_dir, const struct files *fs,
	       const struct manifest *m, struct err *e);

#endif

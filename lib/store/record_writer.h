/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * record_writer - the document that is being collected.
 */
#ifndef TRACUU_STORE_RECORD_WRITER_H
#define TRACUU_STORE_RECORD_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <zstd.h>

#include "base/buf.h"
#include "base/room.h"
#include "store/record.h"
#include "store/table.h"

/* A distinct term of the document being collected. */
struct record_term {
	uint32_t at, len; /* its bytes in `names` */
	uint32_t base;	  /* the number of its base */
	uint32_t count, in_title;
};

struct record_base {
	uint32_t at, len; /* bytes in `names`: how some term begins */
};

struct record_writer {
	struct buf names; /* the distinct terms, one behind the other */

	struct table term_table; /* number of terms: term_table.n */
	struct record_term *terms;
	size_t terms_cap;

	struct table base_table;
	struct record_base *bases;
	size_t bases_cap;

	struct table pair_table;
	struct record_pair *pairs;
	uint64_t *pair_keys; /* the numbers of both bases */
	size_t pairs_cap, pair_keys_cap;

	uint32_t *stream; /* terms by number, in order of first appearance */
	uint32_t stream_n;
	size_t stream_cap;

	struct record_anchor *anchors;
	uint32_t anchors_n;
	size_t anchors_cap;
	uint32_t next_anchor; /* the first word from this position on gets one */

	struct record_unit *units; /* by the last of their positions */
	uint32_t units_n;
	size_t units_cap;
	uint32_t *paired; /* those of the units that make pairs */
	uint32_t paired_n;
	size_t paired_cap;

	bool in_title;
	uint32_t title_end; /* once the title is complete */

	/* For record_finish(). */
	ZSTD_CCtx *zstd;
	struct buf raw, packed;
	uint64_t size; /* of sections up to here, as RECORD_MAX_WORDS counts */
	uint32_t *order, *rank; /* terms, most frequent first; its inverse */
	size_t order_cap, rank_cap;
};

#endif

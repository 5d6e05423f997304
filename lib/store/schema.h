/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * schema - what the terms, values and metadata of an index mean.
 *
 * History of SCHEMA_VERSION
 *   1  2026-11  syllable terms without positions, folded pairs, title terms;
 *               the record of a document carries its forward index
 *   2  2026-11  units (references, dates, joined words) as terms and in the
 *               record; authors and types as terms
 *   3  2026-11  the sketch of a report's body as a value; words of places and
 *               paths as terms; places and cited documents in the record;
 *               values that facets count; the abbreviations that a report
 *               defines as terms; pairs of joined words
 *   4  2026-11  a day with its year as the same day without one, too; in the record
 *               who took the pictures, what the lines are, where places and
 *               documents stand and their dates, where the text of a
 *               web page stands in the file; no zone is added to a date
 *               that has none; captions, leads and headings found;
 *               the user's rules for encodings in the manifest
 *   5  2026-11  the collection that a report belongs to, as a term, as a value
 *               that is counted, in the record and in the manifest
 */
#ifndef TRACUU_STORE_SCHEMA_H
#define TRACUU_STORE_SCHEMA_H

#include <stddef.h>
#include <stdint.h>

#define SCHEMA_VERSION 5

/*
 * Terms.  A syllable, number or other word is the term of lib/text as it is:
 * it begins with a lower-case letter, a digit or a byte above 0x7f.  All others
 * begin with one of these prefixes.
 */
#define SCHEMA_PAIR "XP"  /* + base + ' ' + base: two neighbours, no break between */
#define SCHEMA_TITLE "S"  /* + term: a word of the title */
#define SCHEMA_TITLE_PAIR "XS" /* + base + ' ' + base: neighbours in the title */
#define SCHEMA_ID "Q"	  /* + path, or + '\1' + hash of a path over 200 bytes: one document */
#define SCHEMA_AUTHOR "A" /* + term: a word of the author's name */
#define SCHEMA_PLACE "XG" /* + term: a word of a place it is about */
#define SCHEMA_PATH "P"	  /* + term: a word of the path */
#define SCHEMA_DEFINITION "XA" /* + term + ' ' + terms: the report says that the
				  one word is short for the others; a ',' ends
				  each that a comma stands behind */
#define SCHEMA_TYPE "T"	  /* + type as in the record, "Ttext" */
#define SCHEMA_COLLECTION "XC" /* + its name; of a report of a named one */
#define SCHEMA_YEAR "Y"	  /* + YYYY of the date of publication */
#define SCHEMA_MONTH "M"  /* + YYYYMM */
#define SCHEMA_DAY "D"	  /* + YYYYMMDD */

#define SCHEMA_TERM_MAX 245 /* bytes; Xapian's own limit */

/* Value slots; strings that sort as what they mean. */
enum schema_slot {
	SCHEMA_SLOT_DATE = 0, /* "YYYYMMDDhhmmss" of publication in local time of
				 the report, empty when undated */
	SCHEMA_SLOT_PATH = 1, /* the path, for sorting */
	SCHEMA_SLOT_SKETCH = 2, /* the sketch of the body (base/sketch.h), of
				   the bases of its words; empty when it has
				   few */
	/* To be counted; none when there is nothing.  Several are separated by
	 * '\n', as in the record. */
	SCHEMA_SLOT_YEAR = 3, /* "YYYY" of publication */
	SCHEMA_SLOT_PLACE = 4,
	SCHEMA_SLOT_AUTHOR = 5,
	SCHEMA_SLOT_REF = 6, /* documents cited */
	SCHEMA_SLOT_TYPE = 7,
	SCHEMA_SLOT_COLLECTION = 8, /* its name */
};

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The id term of a path of n bytes (any but NUL), for the store_..._id calls.
 * Returns its length in bytes; it is not NUL-terminated.  Any thread.
 */
size_t schema_id(const char *path, size_t n, char ret_id[SCHEMA_TERM_MAX]);

/* Bytes of the base of a word's term: up to its last ':', all of one that has
 * none.  Any thread. */
size_t schema_base(const char *term, size_t n);

/*
 * The term of two neighbours without its prefix, from their bases.  Returns its
 * length in bytes, or 0 when it would be longer than a term may be.  Any thread.
 */
size_t schema_pair(const char *first, size_t first_n, const char *second,
		   size_t second_n, char ret_pair[SCHEMA_TERM_MAX]);

/*
 * The wdf of a term that is `count` times in a title of `words` words: its
 * frequency normalised by the length of the title as BM25 normalises by that of
 * a document, in units of 1/SCHEMA_TITLE_UNIT.
 */
#define SCHEMA_TITLE_UNIT 2
uint32_t schema_title_wdf(uint32_t count, uint32_t words);

#ifdef __cplusplus
}
#endif

/* Database metadata keys (also in the manifest). */
#define SCHEMA_META_VERSION "schema"
#define SCHEMA_META_ANALYZER "analyzer"

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * field - a struct and a JSON object with the same members, by one table for
 * both directions.  Private to lib/proto.
 */
#ifndef TRACUU_PROTO_FIELD_H
#define TRACUU_PROTO_FIELD_H

#include <jansson.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

enum field_type {
	FIELD_CSTR, /* const char *; NULL: not there; a NUL inside is refused */
	FIELD_STR,  /* const char * and size_t; NULL: not there */
	FIELD_U32,
	FIELD_U64,
	FIELD_REAL, /* double */
	FIELD_BOOL,
	FIELD_WORD, /* an enum: an index into `words` */
	FIELD_SET,  /* uint32_t: bit i is words[i]; a list of them */
};

enum field_flags {
	FIELD_REQUIRED = 1 << 0, /* decoding fails without it */
	FIELD_OMIT = 1 << 1,	 /* zero and false are not written */
};

struct field {
	const char *name;
	enum field_type type;
	unsigned flags;	      /* enum field_flags */
	size_t at;	      /* offset in the struct ... */
	size_t len_at;	      /* ... and, for FIELD_STR, that of the length */
	const char *const *words; /* FIELD_WORD, FIELD_SET: ends with NULL */
};

/* Rows of a table: a member of the same name, ... */
#define FIELD(strct, member, type, flags) \
	{ #member, type, flags, offsetof(struct strct, member), 0, NULL }
/* ... a (pointer, length) pair, a proto_str, and an enum. */
#define FIELD_PAIR(strct, member, len, flags)                           \
	{ #member, FIELD_STR, flags, offsetof(struct strct, member),    \
	  offsetof(struct strct, len), NULL }
#define FIELD_STRUCT(strct, member, flags)                              \
	{ #member, FIELD_STR, flags, offsetof(struct strct, member.s),  \
	  offsetof(struct strct, member.n), NULL }
#define FIELD_ENUM(strct, member, words)                                \
	{ #member, FIELD_WORD, 0, offsetof(struct strct, member), 0, words }
#define FIELD_WORDS(strct, member, words)                               \
	{ #member, FIELD_SET, 0, offsetof(struct strct, member), 0, words }

#define FIELDS(table) table, sizeof(table) / sizeof((table)[0])

/* The members, into an object that is open. */
void fields_emit(const struct field *f, size_t n, const void *strct,
		 struct buf *json);
/* The same with the brackets around. */
void object_emit(const struct field *f, size_t n, const void *strct,
		 struct buf *json);
/*
 * Fill the struct from an object; what is not there (or is null) keeps its
 * value.  E_INVAL with the name of the member at fault in *ret_name (may be
 * NULL) and a sentence on it; the struct may then be half filled.
 */
int fields_decode(const struct field *f, size_t n, const json_t *object,
		  void *strct, const char **ret_name, struct err *e);

/* Item i of a member that is an array.  E_NOTFOUND behind the last one, of which
 * nothing is said; E_INVAL when it is none. */
int list_item(const json_t *object, const char *name, size_t i,
	      const json_t **ret, struct err *e);

extern const char *const proto_match_words[]; /* of enum proto_match */

/* The index of a word, or E_INVAL. */
int words_find(const char *const *words, const char *s);

#endif

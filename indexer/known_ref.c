/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/known_ref.h"

#include <stdbool.h>
#include <string.h>

#include "indexer/lines.h"

#define ISSUER_NAMES 3

/* Those that are left to the reader to know in many reports. */
static const struct known {
	const char *term, *ref, *date;
	const char *issuer[ISSUER_NAMES];
} known[] = {
	/* to study and follow Hồ Chí Minh's example */
	{ "5/ct:/", "05-CT/TW", "2016-05-15",
	  { "Bộ Chính trị", "Trung ương", "Ban Chấp hành Trung ương" } },
	/* against COVID-19 */
	{ "15/ct:/", "15/CT-TTg", "2020-03-27", { "Thủ tướng" } },
	{ "16/ct:/", "16/CT-TTg", "2020-03-31", { "Thủ tướng" } },
};
#define KNOWN (sizeof(known) / sizeof(*known))

static bool skip(const char **s, size_t *n, const char *word)
{
	size_t len = strlen(word), space = space_before(*s, *n);

	if (*n - space < len || memcmp(*s + space, word, len) != 0)
		return false;
	*s += space + len;
	*n -= space + len;
	return true;
}

/* Whether nobody else is said to have issued it. */
static bool may_be_of(const struct known *k, const char *s, size_t n)
{
	/* composed and decomposed */
	if (!skip(&s, &n, "của") && !skip(&s, &n, "cu\u0309a"))
		return true;
	for (size_t i = 0; i < ISSUER_NAMES && k->issuer[i]; i++)
		if (skip(&s, &n, k->issuer[i]))
			return true;
	return false;
}

const char *known_ref(const char *term, size_t n, const char *behind,
		      size_t behind_n)
{
	for (size_t i = 0; i < KNOWN; i++)
		if (strlen(known[i].term) == n &&
		    !memcmp(known[i].term, term, n))
			return may_be_of(&known[i], behind, behind_n) ?
				       known[i].ref :
				       NULL;
	return NULL;
}

const char *known_ref_date(const char *ref)
{
	size_t i = 0;

	while (strcmp(known[i].ref, ref) != 0)
		i++;
	return known[i].date;
}

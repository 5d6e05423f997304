/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/collection.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"

static bool is_alnum(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool collection_name_ok(const char *s, size_t n)
{
	if (!n || n > COLLECTION_NAME_MAX || !is_alnum(s[0]))
		return false;
	for (size_t i = 1; i < n; i++)
		if (!is_alnum(s[i]) && s[i] != '-' && s[i] != '_')
			return false;
	return true;
}

char *collection_dir(const char *index_dir, const char *name)
{
	char *parent, *dir;

	if (!*name)
		return strdup(index_dir);
	parent = path_join(index_dir, COLLECTIONS_DIR);
	dir = parent ? path_join(parent, name) : NULL;
	free(parent);
	return dir;
}

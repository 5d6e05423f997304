/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/query/field.h"
#include "store/schema.h"

const struct query_field_info query_fields[FIELD_COUNT] = {
	[FIELD_TEXT] = { "", "word", "", SCHEMA_PAIR, false, true },
	[FIELD_TITLE] = { "title:", "title word", SCHEMA_TITLE,
			  SCHEMA_TITLE_PAIR, false, true },
	[FIELD_AUTHOR] = { "author:", "author word", SCHEMA_AUTHOR, NULL, true,
			   false },
	[FIELD_PLACE] = { "place:", "place word", SCHEMA_PLACE, NULL, true,
			  true },
	[FIELD_PATH] = { "path:", "path word", SCHEMA_PATH, NULL, true, false },
};

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * config - what the indexer was told: defaults, then the configuration files,
 * then the environment, then the options of its command line (base/conf.h,
 * tracuu.conf(5)).
 *
 * A new setting is a row of `keys`, if it is an option too a row of
 * `option_keys`, if it is never unset a line of set_defaults(), and what is made
 * of it in take_settings().
 */
#ifndef TRACUU_INDEXER_CONFIG_H
#define TRACUU_INDEXER_CONFIG_H

#include "base/conf.h"
#include "base/err.h"
#include "indexer/collections.h"
#include "indexer/options.h"

struct config {
	struct conf conf;
	/* Arrays of strings of conf, in struct options. */
	const char **roots, **include, **exclude, **furniture;
	struct encodings encodings;
	struct collections collections;
};

/* Fill in the settings of `o`, which are strings of *ret.  E_INVAL (FILE:LINE or
 * the option, and why), E_IO, E_NOMEM.  Release it in either case. */
int config_load(struct options *o, struct config *ret, struct err *e);
void config_release(struct config *c);

#endif

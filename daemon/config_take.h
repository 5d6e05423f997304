/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * config_take - what the settings mean.  Inside of config only.
 */
#ifndef TRACUU_DAEMON_CONFIG_TAKE_H
#define TRACUU_DAEMON_CONFIG_TAKE_H

#include "daemon/config.h"

/* The collections, when the index directory is known.  E_INVAL, E_NOMEM. */
int config_take_collections(struct config *c, struct err *e);
/* Fill the rest of `c` from c->conf and the options.  E_INVAL, E_IO, E_NOMEM. */
int config_take(struct config *c, const struct options *o, struct err *e);

#endif

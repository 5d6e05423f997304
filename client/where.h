/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * where - at which socket the daemon is looked for, unless --socket says.
 */
#ifndef TRACUU_CLIENT_WHERE_H
#define TRACUU_CLIENT_WHERE_H

#include "base/err.h"

/*
 * The first there is of: TRACUU_SOCKET; `socket` of the configuration files;
 * the user's own (path_default_socket() with the index directory in use); the
 * system's, where it is there and the user's own is not.  A string for free().
 * E_INVAL: a mistake in a configuration file.  E_NOMEM, E_NOTFOUND.
 */
int where_socket(char **ret, struct err *e);

#endif

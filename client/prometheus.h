/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * prometheus - stats in its text exposition format, version 0.0.4, for the
 * textfile collector of a node exporter.  Base units: seconds and bytes.
 */
#ifndef TRACUU_CLIENT_PROMETHEUS_H
#define TRACUU_CLIENT_PROMETHEUS_H

#include "client/client.h"

/* A client_print_fn. */
int prometheus_print(struct client *c, const json_t *result);

#endif

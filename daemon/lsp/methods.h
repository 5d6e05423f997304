/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * methods - those of the Language Server Protocol.
 */
#ifndef TRACUU_DAEMON_LSP_METHODS_H
#define TRACUU_DAEMON_LSP_METHODS_H

#include "daemon/method.h"

/* session.c */
extern const struct method method_lsp_initialize, method_lsp_initialized;
extern const struct method method_lsp_shutdown, method_lsp_exit;
extern const struct method method_lsp_open, method_lsp_change, method_lsp_close;
/* places.c */
extern const struct method method_lsp_symbol;
extern const struct method method_lsp_references, method_lsp_definition;
/* hover.c, completion.c */
extern const struct method method_lsp_hover, method_lsp_completion;

#endif

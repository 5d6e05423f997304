/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * keys - what was typed for an input method that was switched off: the keys of
 * Telex (hojc taapj) or VNI (ho5c ta65p), read as the method would have.
 *
 * A mark key may stand anywhere behind what it marks (dduwowcj, dduowcj,
 * dduocwj), case is that of the letters (Uoong, DDAOJ).  Pure; any thread.
 */
#ifndef TRACUU_TEXT_KEYS_H
#define TRACUU_TEXT_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Append what the n bytes of the one word at s were meant to be, NFC.  False,
 * with `out` as it was, when no key marks anything (hoc), when the outcome is
 * no possible syllable (Zalo, oxy, 5a), or when memory ran out (out->failed is
 * set).  English words may well be keys (test: tét): ask only for words that
 * are nowhere as they stand.
 */
bool keys_telex(const char *s, size_t n, struct buf *out);
bool keys_vni(const char *s, size_t n, struct buf *out);

#ifdef __cplusplus
}
#endif
#endif

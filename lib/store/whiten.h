/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * whiten - keep Xapian from compressing what is compressed.
 *
 * Xapian 1.4 tries deflate on the data of every document and keeps the result
 * where it is smaller, be it by one byte; then every reading has to inflate it.
 * Our records are zstd frames, of which deflate takes some bytes off in the
 * large ones, those that are read most: a quarter of the time of the daemon went
 * there.  So the bytes that Xapian sees are XORed with a fixed sequence that
 * looks random.  Nothing is kept secret by it.
 */
#ifndef TRACUU_STORE_WHITEN_H
#define TRACUU_STORE_WHITEN_H

#include <stddef.h>

/* XOR n bytes at s in place.  Twice gives back what was there. */
void whiten(char *s, size_t n) noexcept;

#endif

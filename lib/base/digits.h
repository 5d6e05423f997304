/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * digits - a decimal number in text that is not NUL-terminated.
 */
#ifndef TRACUU_BASE_DIGITS_H
#define TRACUU_BASE_DIGITS_H

#include <stdbool.h>
#include <stdint.h>

/* The number behind one space at *s, which moves behind it; false, and nothing
 * moved, where there is none that fits. */
bool digits_next(const char **s, const char *end, uint32_t *ret);

#endif

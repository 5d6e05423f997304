/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * number - a decimal number in text that is not NUL-terminated.
 */
#ifndef TRACUU_BASE_NUMBER_H
#define TRACUU_BASE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

/* The number behind one space at *s, which moves behind it; false, and nothing
 * moved, where there is none that fits. */
bool number_next(const char **s, const char *end, uint32_t *ret);

#endif

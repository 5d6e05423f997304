/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * number - what people type where a number is wanted.
 */
#ifndef TRACUU_BASE_NUMBER_H
#define TRACUU_BASE_NUMBER_H

#include <stdint.h>

/* A decimal number from min to max, nothing around it.  E_INVAL. */
int number_parse(const char *s, uint64_t min, uint64_t max, uint64_t *ret);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Memory, apart from the rest since a sanitizer has an allocator of its own.
 */
#include "lib/faults.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

/* As the GNU C library names its own behind malloc(3) and its like. */
void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t n);

void *malloc(size_t n)
{
	return faults_pass(FAULTS_ALLOC, NULL) ? __libc_malloc(n) : NULL;
}

void *calloc(size_t n, size_t size)
{
	return faults_pass(FAULTS_ALLOC, NULL) ? __libc_calloc(n, size) : NULL;
}

void *realloc(void *p, size_t n)
{
	return faults_pass(FAULTS_ALLOC, NULL) ? __libc_realloc(p, n) : NULL;
}

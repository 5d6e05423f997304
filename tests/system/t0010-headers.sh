#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Every header of the libraries compiles alone, that is, includes what it needs:
# those that offer themselves to both languages (extern "C") in both, the others
# in their own.
. tests/lib/tap.sh

flags="-fsyntax-only -Ilib -I. -I$B -D_GNU_SOURCE -Wall -Werror"
flags="$flags $(pkg-config --cflags jansson icu-uc xapian-core)"

# $1 compiler, $2 language and standard, then headers
check() {
	cc=$1 language=$2
	shift 2
	for h; do
		printf '#include "%s"\n' "${h#lib/}" >"$T/$language.in"
		$cc $flags -x "$language" - <"$T/$language.in" >"$T/out" 2>&1 ||
			diag "$h: $(cat "$T/out")"
	done >"$T/bad"
	cat "$T/bad"
	is "$(wc -c <"$T/bad")" 0 "$# headers, each alone as $language"
}

cxx_only=$(grep -lE 'xapian\.h>|noexcept' lib/*/*.h lib/*/*/*.h)
both=$(grep -lF 'extern "C"' lib/*/*.h lib/*/*/*.h)
c=$(printf '%s\n' lib/*/*.h lib/*/*/*.h | grep -vxF "$cxx_only")

check "${CC:-cc} -std=c11" c $c
check "${CXX:-c++} -std=c++17" c++ $both $cxx_only
done_testing

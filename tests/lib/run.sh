#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh BUILD TEST: run one test for prove: a script with the shell, a unit
# test as it is, a fuzz target over its folder of seeds; TAP on stdout.
B=$1
export B
CMOCKA_MESSAGE_OUTPUT=TAP
export CMOCKA_MESSAGE_OUTPUT
export ASAN_OPTIONS="detect_leaks=1:${ASAN_OPTIONS-}"
export UBSAN_OPTIONS="print_stacktrace=1:${UBSAN_OPTIONS-}"

case $2 in
*.sh) exec sh "$2" ;;
*/fuzz/*)
	name=$(basename "$2")
	echo 1..1
	if "$2" "tests/fuzz/seeds/${name#fuzz_}" >&2; then
		echo "ok 1 - $name over its seeds"
	else
		echo "not ok 1 - $name over its seeds"
		exit 1
	fi
	;;
*) exec "$2" ;;
esac

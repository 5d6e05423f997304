#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# fuzz.sh TARGET SECONDS: libFuzzer on tests/fuzz/fuzz_TARGET.c, starting from
# tests/fuzz/seeds/TARGET, with the words of tests/fuzz/TARGET.dict where there are
# any; without a TARGET on each in turn.  What it finds
# interesting is kept in build/fuzz/found/TARGET, what breaks the program in
# build/fuzz/crash-*.
set -eu

target=$1 seconds=$2
dir=build/fuzz

if ! command -v clang++ >/dev/null; then
	echo "fuzz: libFuzzer needs clang: apt-get install clang" >&2
	exit 1
fi
if [ -z "$target" ]; then
	target=$(for f in tests/fuzz/fuzz_*.c; do basename "$f" .c; done)
fi

for name in $target; do
	name=${name#fuzz_}
	if [ ! -f "tests/fuzz/fuzz_$name.c" ]; then
		echo "fuzz: no such target: tests/fuzz/fuzz_$name.c" >&2
		exit 1
	fi
	# What is made by a program of ours: that has a main of its own.
	${MAKE:-make} --no-print-directory "B=$dir/tools" CC=clang CXX=clang++ \
		"$dir/tools/lib/text/break_built.h"
	mkdir -p "$dir/lib/text"
	cp "$dir/tools/lib/text/break_built.h" "$dir/lib/text/"
	# The main of driver.c steps aside for libFuzzer's under another name.
	${MAKE:-make} --no-print-directory "B=$dir" CC=clang CXX=clang++ \
		SANITIZE=fuzzer,address,undefined CPPFLAGS=-Dmain=driver_main \
		CFLAGS='-O1 -g -Wno-missing-prototypes' CXXFLAGS='-O1 -g' \
		-o "$dir/lib/text/break_built.h" \
		"$dir/tests/fuzz/fuzz_$name"
	mkdir -p "$dir/found/$name"
	dict=
	[ ! -f "tests/fuzz/$name.dict" ] || dict=-dict=tests/fuzz/$name.dict
	"$dir/tests/fuzz/fuzz_$name" -max_total_time="$seconds" ${dict:+"$dict"} \
		-artifact_prefix="$dir/" -print_final_stats=1 \
		"$dir/found/$name" "tests/fuzz/seeds/$name"
done

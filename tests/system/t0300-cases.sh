#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What a match is, as written down in a file of query cases: each names a real
# report (or brings its own text), a query, and whether the one finds the other.
# Every category is counted; those that we promise must be complete.
. tests/lib/tap.sh
. tests/lib/daemon.sh

shared=../shared
[ -e "$shared/cases/vi_cases.jsonl" ] ||
	skip_all "no query cases here: $shared/cases/vi_cases.jsonl"

cases() {
	PYTHONPATH=tests/lib PYTHONDONTWRITEBYTECODE=1 \
		python3 tests/lib/cases.py "$shared/cases/vi_cases.jsonl" "$@"
}

# ask_about FOLDER NAME: index the folder and ask the cases about it.
ask_about() {
	INDEX=$T/index-$2
	index_make "$1" || exit 1
	daemon_start || exit 1
	cases ask "$2" >"$T/results-$2" || exit 1
	daemon_is_stopped "$2: the daemon stops in order"
}

mkdir "$T/inline"
cases write "$T/inline"
ask_about "$PWD/$shared/archive" archive
ask_about "$T/inline" inline

cases report "$T/results-archive" "$T/results-inline" >"$T/verdicts"
while read -r verdict text; do
	"$verdict" "$text"
done <"$T/verdicts"

done_testing

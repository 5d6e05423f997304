#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What a match is, in cases of our own: tests/cases/vietnamese.txt has reports and
# what does or does not find them.  All must be as they should be.
. tests/lib/tap.sh
. tests/lib/daemon.sh

cases() {
	PYTHONPATH=tests/lib PYTHONDONTWRITEBYTECODE=1 \
		python3 tests/lib/cases.py tests/cases/vietnamese.txt "$@"
}

mkdir "$T/reports"
cases write "$T/reports"
if ! index_make "$T/reports" || ! daemon_start; then
	exit 1
fi
cases ask inline >"$T/results" || exit 1
cases report "$T/results" >"$T/verdicts"
while read -r verdict text; do
	"$verdict" "$text"
done <"$T/verdicts"
daemon_is_stopped

done_testing

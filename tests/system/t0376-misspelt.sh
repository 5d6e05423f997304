#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Misspelt by rule: phrases of the sample archive with a slip in one word, and
# correct ones.  bench/misspelt counts what is suggested first.
. tests/lib/tap.sh

run python3 bench/misspelt --build "$B" --count 60 --correct 100 --require 0.9 \
	corpus/reports
is "$status" 0 'what was meant comes first, and what is correct is left alone'
diag "$out" "$err"
for slip in 'wrong tone' 'missing mark' 'doubled letter' 'swapped letters'; do
	like "$out" "^ +$slip +15 " "$slip: fifteen were asked"
done
like "$out" '^ +100 correct phrases: 0 suggestions pushed$' 'a hundred correct ones'

run python3 bench/misspelt --build "$B" --count 8 --correct 1 --require 1.1 \
	corpus/reports
is "$status" 1 'not good enough: exit 1'
like "$out" 'came first, 0 were pushed; required are 1\.1 and none$' 'and says so'

run python3 bench/misspelt "$T/absent"
is "$status" 0 'an archive that is not there is no failure'
like "$out" 'absent: skipped' 'but it is said'

done_testing

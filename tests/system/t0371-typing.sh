#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# However it is typed: words of the sample archive, and two and three that stand
# together, without marks, with some of them, with the tone on the other vowel,
# with i for y, decomposed, in either case.  bench/typing compares what is found.
. tests/lib/tap.sh

run python3 bench/typing --build "$B" --count 60 --require 0 corpus/reports
is "$status" 0 'what was found as written is found however it is typed'
diag "$out" "$err"
for way in 'no marks' 'some marks' 'tone on the other vowel' \
	'i for y, y for i' 'decomposed \(NFD\)' 'lower case' 'upper case'; do
	is "$(printf '%s\n' "$out" | grep -Ec "^ +$way +[1-9][0-9]* +0 +0\$")" \
		3 "$way: of one, two and three words something was asked"
done

# The dotless i of Turkish is another letter, whose capital is ours.
mkdir "$T/turkish"
echo 'Phở và ısı' >"$T/turkish/mot.txt"
run python3 bench/typing --build "$B" --require 0 "$T/turkish"
is "$status" 1 'a report that is lost: exit 1'
like "$out" '^ +ISI, for ısı: 1 lost$' 'and what was typed'

run python3 bench/typing "$T/absent"
is "$status" 0 'an archive that is not there is no failure'
like "$out" 'absent: skipped' 'but it is said'

done_testing

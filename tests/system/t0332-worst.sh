#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Reports and queries that are made to be slow: what can be read in many ways is
# answered in the time that an answer has, and no worker is left busy with it.
. tests/lib/tap.sh
. tests/lib/daemon.sh

mkdir "$T/reports"
python3 - "$T/reports" <<'END'
import sys

folder = sys.argv[1]
# Two words each, or one that they make together.
with open(f'{folder}/joined.txt', 'w') as file:
    file.write('pa-nô ' * 3000 + 'xong.\n')
# A long form with commas, at each of which another word may stand, and a text
# in which nothing but its last word is missing.
for i in range(6):
    with open(f'{folder}/commas-{i}.txt', 'w') as file:
        file.write('Gọi là ' + 'an, ' * 11 + 'ban (AAAAAAAAAAAB).\n'
                   + 'an ' * 100000 + '\n')
END
printf '[daemon]\nworkers = 1\n[limits]\ndeadline_ms = 20000\n' >"$T/conf"
if ! index_make "$T/reports" || ! daemon_start --config "$T/conf"; then
	exit 1
fi

# count QUERY: how many reports, or what the error is.
count() {
	timeout 60 "$B/tracuu" --socket "$SOCKET" --timeout 60000 \
		count -- "$1" 2>&1
}

# many N WORD: it, so many times, a space behind each.
many() {
	python3 -c 'import sys; print(sys.argv[2] * int(sys.argv[1]), end="")' \
		"$1" "$2 "
}

is "$(count "\"$(many 30 pa-nô)xong\"")" 1 \
	'30 words, each of which is also two, side by side'
is "$(count "\"$(many 30 pa-nô)sai\"")" 0 'the same, where the last one is missing'
is "$(count "\"$(many 15 pa-nô)sai\" OR \"$(many 15 pa-nô)xong\"")" 1 \
	'one that is not there, or one that is'
like "$("$B/tracuu" --socket "$SOCKET" explain AAAAAAAAAAAB)" \
	'long form of "AAAAAAAAAAAB": an:, an:, an:' 'a long form has commas'
is "$(count '"AAAAAAAAAAAB ban"')" 0 'and is looked for in each report'
is "$(count '"là AAAAAAAAAAAB"')" 6 'where it is found'
is "$("$B/tracuu" --socket "$SOCKET" search --format paths AAAAAAAAAAAB |
	wc -l)" 6 'and is shown'

done_testing

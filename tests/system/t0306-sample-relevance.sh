#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The sample archive, judged: each line of corpus/queries.tsv is a question as
# the people of an office type it, and the report that answers it.  That report
# comes first; where not, the rank it may have is the third field.  Typed without
# any marks, it is among the first two.  The mean over all of them must not get
# worse either: one that ranks better may raise the floor.
. tests/lib/tap.sh
. tests/lib/daemon.sh

if ! index_make corpus/reports || ! daemon_start; then
	exit 1
fi

# rank QUERY REPORT: where the report comes among the first ten; nothing if not.
rank() {
	"$B/tracuu" --socket "$SOCKET" search --format paths --match any \
		-n 10 -- "$1" |
		grep -n "/$2\\.txt\$" | cut -d : -f 1
}

unmarked() {
	python3 -B -c 'import sys
sys.path.insert(0, "bench")
import marks
for line in sys.stdin.buffer:
    query, tab, rest = line.decode().partition("\t")
    sys.stdout.buffer.write((marks.drop_marks(query) + tab + rest).encode())'
}

# ask HOW LEAST FILE: LEAST is the rank that is good enough where the line has
# none of its own.
ask() {
	while IFS="$tab" read -r query report within; do
		at=$(rank "$query" "$report")
		ok "$1: $query (rank ${at:-none})" \
			test "${at:-99}" -le "${within:-$2}"
		echo "${at:-0}" >>"$T/ranks $1"
	done <"$3"
}

# ndcg HOW FLOOR: nDCG@10, one report being the answer to each question.
ndcg() {
	mean=$(awk '$1 { sum += log(2) / log($1 + 1) }
		END { printf "%.4f", sum / NR }' "$T/ranks $1")
	ok "$1: nDCG@10 $mean is not below $2" \
		awk "BEGIN { exit !($mean >= $2) }"
}

tab=$(printf '\t')
unmarked <corpus/queries.tsv >"$T/unmarked.tsv"
ask 'as typed' 1 corpus/queries.tsv
ask 'without marks' 2 "$T/unmarked.tsv"
ndcg 'as typed' 1
ndcg 'without marks' 0.991

done_testing

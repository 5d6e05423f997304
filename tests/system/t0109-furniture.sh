#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Rules for page furniture of one's own: what they do, and that an index made by
# other rules is made again.
. tests/lib/tap.sh
. tests/lib/daemon.sh

mkdir -p "$T/reports"
for n in 1 2 3; do
	cat >"$T/reports/$n.txt" <<-EOF
	Chuyên trang Vân Giang
	Nước về ruộng Bãi lần $n

	Sáng nay nước đã về ruộng Bãi, bà con chia nhau be bờ.

	Phản hồi
	Mua bán nhà đất
	EOF
done
INDEX=$T/index
index() {
	run "$B/tracuu-index" "$@" --index "$INDEX"
}
# What is found by words, in how many reports.
found() {
	run "$B/tracuu" --socket "$SOCKET" count "$1"
	is "$out" "$2" "$3: $1"
}
reload() {
	"$B/tracuu" --socket "$SOCKET" reload >/dev/null
}

index update "$T/reports"
daemon_start || exit 1
found 'mua bán nhà đất' 3 'no rule knows the line'
found 'phản hồi' 3 'nor what is above it'
run "$B/tracuu-index" analyze "$T/reports/1.txt"
like "$out" '^ +7  body       Mua bán nhà đất$' 'analyze shows the line'

# The rule that an administrator writes then.
printf '# trang tỉnh\nhead Chuyên trang Vân Giang\ntail Mua bán nhà đất\n' \
	>"$T/rules"
run "$B/tracuu-index" analyze --furniture "$T/rules" "$T/reports/1.txt"
like "$out" '^ +7  furniture  Mua bán nhà đất$' 'and what a rule makes of it'
like "$out" '^title +Nước về ruộng Bãi lần 1 \(line 2\)$' \
	'which moves the title'
index update --furniture "$T/rules"
is "$status" 0 'an update with a rule'
like "$err" 'made by other furniture rules; all documents are made again' \
	'says what it does'
like "$out" '^generation 2: 3 documents \(0 added, 0 changed, 3 unchanged' 'and does it'
reload
found 'mua bán nhà đất' 0 'furniture is not found'
found 'phản hồi' 0 'nor what it hid'
found 'title:nước' 3 'the title is'

# The same as a new index.
run "$B/tracuu-index" update --quiet --index "$T/new" \
	--furniture "$T/rules" "$T/reports"
ok 'the index equals a new one' sh -c '
	for i in "$1" "$2"; do
		xapian-delve -a -1 "$i/current/db" | sort >"$i.terms"
	done
	cmp "$1.terms" "$2.terms" && grep -q "^.*nuoc" "$1.terms"' \
	- "$INDEX" "$T/new"

# Nothing is done twice, or for a comment.
index update --furniture "$T/rules"
like "$out" '^generation 2: ' 'the same rules change nothing'
echo '# một lời chú' >>"$T/rules"
index update --furniture "$T/rules"
like "$out" '^generation 2: ' 'nor does a comment'

# A run that fails forgets nothing.
echo 'never Phản hồi' >>"$T/rules"
index update --furniture "$T/rules" --dry-run
index update --furniture "$T/rules" --max-removed 0 "$T/none"
is "$status" 2 'a run that fails'
index update --furniture "$T/rules"
like "$out" '^generation 3: 3 documents \(0 added, 0 changed, 3 unchanged' \
	'the next one knows of the rule'
reload
found 'phản hồi' 3 'never outdoes the built-in rule'
index update
like "$out" '^generation 4: ' 'without the file the index is made again'
reload
found 'mua bán nhà đất' 3 'by the built-in rules'

# Mistakes.
printf 'tail Một\nđuôi Hai\n' >"$T/bad"
index update --furniture "$T/bad"
is "$status" 1 'a wrong rule is a mistake of the user'
like "$err" '/bad:2: a rule begins with head, tail, both or never$' \
	'which is told with its line'
index update --furniture "$T/nowhere"
like "$err" '/nowhere: ' 'and a file that is not there with its name'
index status --furniture "$T/rules"
like "$err" '--furniture is no option of status' 'only where files are read'

daemon_is_stopped
done_testing

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What stops a run, what it says, and how it exits.
. tests/lib/tap.sh

I=$T/index
A=$T/archive
mkdir "$A"
i=0
while [ $i -lt 10 ]; do
	echo "Báo cáo số $i" >"$A/$i.txt"
	i=$((i + 1))
done
index() {
	run "$B/tracuu-index" "$@" --index "$I"
}
# refused STATUS PATTERN DESCRIPTION: exit, one clear line, nothing published.
refused() {
	is "$status" "$1" "$3: exit $1"
	like "$err" "^tracuu-index: .*$2" "$3: it says so"
	is "$out" '' "$3: no summary"
	is "$(readlink "$I/current")" "$generation" "$3: nothing is published"
}

# ------------------------------------------------------------------ before any
generation=
index status
refused 2 'no index here' 'status without an index'
index check
refused 2 'no index here' 'check without an index'
index rollback
refused 2 'no index here' 'rollback without an index'
index update
refused 1 'no ROOT is given' 'an update that knows no root'
index update "$T/missing"
refused 2 'missing: this root cannot be read: No such file' 'a missing root'
index update "$A/1.txt"
refused 1 'a root must be a directory' 'a root that is a file'
run "$B/tracuu-index" --index "$A/1.txt/index" "$A"
refused 2 '1\.txt' 'an index directory that cannot be made'
is "$(ls "$I")" lock 'a refused run leaves nothing but the lock'

# ------------------------------------------------------------------------ usage
for bad in --no-such-option --jobs=0 --jobs=x --jobs= --max-removed=101 \
	--format=yaml '--quiet --verbose' 'status extra' 'status --jobs=2' why \
	'analyze a b' 'check --report=x'; do
	# shellcheck disable=SC2086 # options, split on purpose
	run "$B/tracuu-index" $bad
	is "$status" 1 "usage: $bad"
done
run "$B/tracuu-index" --help
is "$status" 0 '--help exits 0'
for o in index jobs dry-run quiet verbose report max-removed keep include \
	exclude format; do
	like "$out" "--$o" "--help tells of --$o"
done
run "$B/tracuu-index" --version
like "$out" '^tracuu-index [0-9]' '--version'

# ----------------------------------------------------------------------- guards
index update --quiet "$A"
is "$status:$out:$err" 0:: '--quiet says nothing when all is well'
generation=gen-000001
rm "$A/0.txt" "$A/1.txt" "$A/2.txt"
index update
refused 2 '3 of 10 documents are gone.*--max-removed 30' 'three of ten gone'
index update --max-removed 30
is "$status" 0 'as many as --max-removed allows may go'
generation=gen-000002
mkdir "$T/away"
mv "$A"/*.txt "$T/away"
index update
refused 2 'is it mounted' 'a root that has become empty'
index rebuild
refused 2 'is it mounted' 'so for rebuild'
index update --max-removed 99
refused 2 'is it mounted' 'only 100 % says that it is right'
rmdir "$A"
index update
refused 2 'archive: this root cannot be read' 'a root that is gone'
mkdir "$A"
mv "$T/away"/*.txt "$A"

# Bytes that are suddenly no text any more are removed documents, too.
for i in 3 4 5; do printf '\0' >"$A/$i.txt"; done
index update
refused 2 '3 of 7 documents are gone' 'three of seven became binary'
for i in 3 4 5; do echo "Báo cáo số $i" >"$A/$i.txt"; done

# ------------------------------------------------------------------- not indexed
printf 'PK\3\4\0\0' >"$A/a.zip"
truncate -s 65M "$A/large.txt"
printf '%065000000d' 0 >"$A/large2.txt" 2>/dev/null
truncate -s 68000000 "$A/large2.txt"
index update
is "$status" 0 'files that cannot be indexed do not fail a run'
like "$err" 'a\.zip: skipped: not a text file' 'a binary file is named'
like "$err" 'large\.txt: skipped: larger than is indexed' 'so is a large one'
generation=gen-000003
index why "$A/large.txt"
like "$out" 'skipped: larger than is indexed' 'why knows it later'
index update
is "$err" '' 'the next run says nothing of them'
is "$(readlink "$I/current")" $generation 'nor does it publish for them'

# Many of them are not all named.
i=0
while [ $i -lt 15 ]; do
	printf '\0' >"$A/b$i"
	i=$((i + 1))
done
index update
is "$(echo "$err" | wc -l)" 11 'ten are named, and a count of the rest'
like "$err" '^tracuu-index: and 5 more; --verbose names all$' 'with a hint'
rm "$A"/b? "$A"/b??
index update

# ------------------------------------------------------------------------- lock
generation=$(readlink "$I/current")
exec 9>>"$I/lock"
flock -n 9
echo 'Thêm' >"$A/them.txt"
index update
refused 75 'another tracuu-index is at work' 'while another holds the lock'
index prune
refused 75 'another tracuu-index' 'prune waits for the lock, too'
index update --dry-run
is "$status" 0 'a dry run does not need it'
index status
is "$status" 0 'nor does status'
exec 9>&-
index update
is "$status" 0 'the next run works'

# --------------------------------------------------------------------- analyzer
# An index of another analyzer is made again, and says so.
generation=$(readlink "$I/current")
sed -i 's|"analyzer": *"[^"]*"|"analyzer":"0/icu0"|' "$I/$generation/manifest"
index status
like "$out" 'outdated' 'status tells of an outdated index'
index update
is "$status" 0 'an outdated index is updated'
like "$err" 'made by another version' 'which is told'
isnt "$(readlink "$I/current")" "$generation" 'and published'
index status
unlike "$out" 'outdated' 'then it is up to date'
# Of another schema the roots are known, if they are where ours are.
generation=$(readlink "$I/current")
sed -i 's|"schema": *[0-9]*|"schema":9999|' "$I/$generation/manifest"
index status
refused 2 'schema' 'an index of another schema'
index update
is "$status" 0 'which the next update makes again from its roots'
like "$err" 'made by another version' 'and says so'
isnt "$(readlink "$I/current")" "$generation" 'and published'
generation=$(readlink "$I/current")
sed -i 's|"schema": *[0-9]*|"schema":9999|; s|"roots"|"places"|' \
	"$I/$generation/manifest"
index update
refused 1 'no ROOT is given' 'where there are none it needs them again'
index update "$A"
is "$status" 0 'and is made again'
index check
is "$status" 0 'soundly'

# ------------------------------------------------------------------- permission
if [ "$(id -u)" -eq 0 ]; then
	as_nobody='setpriv --reuid=65534 --regid=65534 --clear-groups'
else
	as_nobody=
fi
chmod 755 "$T"
if ! $as_nobody "$B/tracuu-index" --version >/dev/null 2>&1; then
	skip 'unreadable files and folders' 'no way to be somebody without rights'
else
	I=$T/rights
	mkdir "$I"
	[ -z "$as_nobody" ] || chown 65534 "$I"
	mkdir "$A/dir"
	echo 'Trong thư mục' >"$A/dir/x.txt"
	index() {
		run $as_nobody "$B/tracuu-index" "$@" --index "$I"
	}
	index update "$A"
	n=$(echo "$out" | sed 's/.*: \([0-9]*\) documents.*/\1/')
	[ -z "$as_nobody" ] || chown 0 "$A/dir" "$A/5.txt"
	chmod 700 "$A/dir"
	[ -n "$as_nobody" ] || chmod 0 "$A/dir"
	echo 'Khác đi nhiều' >"$A/5.txt"
	chmod 0 "$A/5.txt"
	echo 'Mới' >"$A/moi.txt"
	chmod 0 "$A/moi.txt"
	index update
	is "$status" 3 'unreadable files and folders: exit 3'
	like "$err" 'archive/dir: failed: cannot be read: Permission denied' \
		'the folder is named'
	like "$err" 'moi\.txt: failed: cannot be read' 'so is the new file'
	like "$out" " $n documents .* 3 failed" \
		'the documents that were known stay'
	index update --report "$T/rights/report.json"
	is "$status" 3 'the next run tries again'
	is "$(grep -c '"unreadable"' "$T/rights/report.json")" 3 \
		'the report has them'
	chmod 755 "$A/dir"
	chmod 644 "$A/5.txt" "$A/moi.txt"
	index update
	is "$status" 0 'and finds them readable again'
	like "$out" "1 added, 1 changed, $((n - 1)) unchanged, 0 moved, 0 removed, 0 failed" \
		'with nothing lost'

	# A rebuild has no old documents to keep.
	chmod 700 "$A/dir"
	[ -n "$as_nobody" ] || chmod 0 "$A/dir"
	chmod 0 "$A/5.txt"
	echo 'Lại khác' >"$A/5.txt" 2>/dev/null
	index rebuild --max-removed 5
	is "$status" 2 'a rebuild would lose what it cannot read'
	like "$err" 'documents are gone' 'and is stopped by the guard'
	index rebuild --max-removed 50
	is "$status" 3 'unless that is wanted'
	index check
	is "$status" 0 'then it gives a sound index of the others'
	chmod 755 "$A/dir"
	chmod 644 "$A/5.txt"
	index update
	like "$out" "2 added, .* 0 removed, 0 failed" 'to which they come back'
	index check
	is "$status" 0 'in a sound index'
fi

done_testing

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# why: a sentence for every state that a path can be in.
. tests/lib/tap.sh

I=$T/index
A=$T/archive
mkdir -p "$A/sub" "$A/.git" "$A/bak" "$T/other"
echo 'Báo cáo một' >"$A/1.txt"
echo 'Báo cáo hai' >"$A/sub/2.txt"
echo 'Báo cáo ba' >"$A/doi.txt"
echo 'Báo cáo bốn' >"$A/mat.txt"
echo 'ngoài' >"$T/other/x.txt"
printf '\0' >"$A/nul"
echo x >"$A/.git/config"
echo x >"$A/a.txt~"
echo x >"$A/bak/1.txt"
echo x >"$A/old.bak"
ln -s 1.txt "$A/link"
mkfifo "$A/fifo"
printf '[indexer]\nexclude = *.bak\nexclude = bak\n' >"$T/conf"
"$B/tracuu-index" update --quiet --config "$T/conf" --index "$I" "$A" 2>/dev/null
echo 'Báo cáo ba đã đổi' >"$A/doi.txt"
rm "$A/mat.txt"
echo 'Mới' >"$A/moi.txt"

# why PATH PATTERN DESCRIPTION
why() {
	run "$B/tracuu-index" why --config "$T/conf" --index "$I" "$1"
	is "$status" 0 "$3: exit 0"
	like "$out" "$2" "$3"
}

why "$A/1.txt" 'archive/1.txt: indexed: read and indexed \(text\)$' 'indexed'
why "$A/sub/../1.txt" 'archive/1.txt: indexed' 'by another name'
why "$A/nul" 'nul: skipped: not a text file$' 'skipped'
why "$A/doi.txt" 'indexed: read and indexed; it has changed since, and is read again by the next update \(text\)$' \
	'changed since'
why "$A/mat.txt" 'indexed: read and indexed; it is gone since' 'gone since'
why "$T/other/x.txt" 'not known: outside of every root' 'outside of the roots'
why "$A/.git/config" 'not known: left out: \.git begins with' 'below a hidden folder'
why "$A/a.txt~" "left out: a.txt~ begins with '.' or ends with '~'" 'a backup of an editor'
why "$A/old.bak" 'left out: old.bak is excluded by \*\.bak$' 'excluded, and by which pattern'
why "$A/bak/1.txt" 'left out: bak is excluded by bak$' 'below an excluded folder'
why "$A/link" 'link is a symbolic link, which is not followed' 'a symbolic link'
why "$A/fifo" 'no regular file' 'no file'
why "$A/moi.txt" 'newer than the last update' 'new'
why "$A/nothing" 'there is no such file' 'no such file'
why "$A/nothing/1.txt" 'there is no such file' 'nor folder'
why "$A" 'a directory, of whose files 4 are indexed, 1 skipped and 0 failed' 'a root'
why "$A/sub" 'a directory, of whose files 1 are indexed, 0 skipped' 'a folder'
index=$(realpath "$B/tracuu-index")
run sh -c "cd '$A/sub' && '$index' why --index '$I' 2.txt"
like "$out" '^/.*/sub/2.txt: indexed' 'a relative path'
printf '[indexer]\ninclude = *.md\n' >"$T/conf"
why "$A/moi.txt" 'left out: no include is for moi.txt' 'not included'
run "$B/tracuu-index" why --format json --index "$I" "$A/doi.txt"
like "$out" '"reason": "read and indexed; it has changed since' 'as JSON'

# ------------------------------------------------------------- since when, from where
: >"$T/conf"
for i in 1 2 3 4 5 6 7 8 9; do # so many that an update is no build
	echo "Tin $i" >"$A/tin$i.txt"
done
"$B/tracuu-index" update --quiet --max-removed 60 --index "$I" 2>/dev/null
echo 'Lại đổi' >"$A/doi.txt"
"$B/tracuu-index" update --quiet --index "$I" 2>/dev/null
why "$A/doi.txt" 'read for generation 3, 20[0-9-]*T[0-9:]*[+-][0-9]*$' \
	'one that was read again tells the generation, and when'
why "$A/1.txt" 'read for generation 2, ' 'one that was not, the one it was read for'
mv "$A/1.txt" "$A/sub/mot.txt"
"$B/tracuu-index" update --quiet --index "$I" 2>/dev/null
why "$A/sub/mot.txt" "read for generation 2, .*; moved from $A/1.txt\$" \
	'one that was moved tells from where'
echo 'Thêm' >"$A/them.txt"
"$B/tracuu-index" update --quiet --index "$I" 2>/dev/null
why "$A/sub/mot.txt" "; moved from $A/1.txt\$" 'the next run knows it, too'
run "$B/tracuu-index" why --format json --index "$I" "$A/sub/mot.txt"
like "$out" "\"moved_from\": \"$A/1.txt\"" 'as JSON'
like "$out" '"generation": 2' 'with the generation'
"$B/tracuu-index" rebuild --quiet --index "$I" 2>/dev/null
why "$A/sub/mot.txt" 'read for generation 6, ' 'a rebuild reads all'
echo 'Đã đổi' >>"$A/sub/mot.txt"
"$B/tracuu-index" update --quiet --index "$I" 2>/dev/null
run "$B/tracuu-index" why --index "$I" "$A/sub/mot.txt"
unlike "$out" 'moved from' 'one that is another by now was moved from nowhere'

done_testing

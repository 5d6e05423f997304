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

done_testing

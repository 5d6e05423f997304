#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# tracuu-index makes an index of a folder: what it says, what it leaves, what
# status, check and why tell of it.
. tests/lib/tap.sh

I=$T/index
index() {
	run "$B/tracuu-index" "$@" --index "$I"
}

# ------------------------------------------------------------------- the first
index update corpus
is "$status" 0 'the sample archive is indexed'
n=$(find corpus -type f ! -name '.*' | wc -l)
# README.md and EXPECTED.jsonl are text too.
like "$out" "^generation 1: $n documents \\($n added, 0 changed, 0 unchanged, 0 moved, 0 removed, 0 failed\\), [0-9]+ kB in [0-9]+\\.[0-9][0-9] s\$" \
	'one summary line, as documented'
is "$(echo "$out" | wc -l)" 1 'and no other line on stdout'
is "$err" '' 'nothing on stderr, where that is no terminal'
is "$(readlink "$I/current")" gen-000001 'current names the generation'
is "$(ls "$I")" "current
gen-000001
lock" 'nothing else is left in the index'

index status
like "$out" "^documents +$n, [0-9]+ kB of text" 'status counts the documents'
like "$out" "^root +$(realpath corpus)\$" 'status names the root by its real path'
index status --format json
is "$(echo "$out" | python3 -c 'import json, sys
j = json.load(sys.stdin)
print(j["generation"], j["documents"], j["outdated"], len(j["roots"]))')" \
	"1 $n False 1" 'status as JSON'
index check
is "$status:$out" "0:generation 1: $n documents, nothing wrong" \
	'check finds nothing wrong'
index why corpus/README.md
is "$(echo "$out" | head -n 1)" \
	"$(realpath corpus)/README.md: indexed: read and indexed (markdown)" \
	'why tells of an indexed file'

# ---------------------------------------------------------- several, in parallel
mkdir "$T/many"
i=0
while [ $i -lt 300 ]; do
	printf 'Báo cáo số %d\n\nĐoạn về xóm thứ %d.\n' $i $i >"$T/many/$i.txt"
	i=$((i + 1))
done
I=$T/one
index update --jobs 1 "$T/many"
I=$T/four
index update --jobs 4 "$T/many"
like "$out" ' 300 documents \(300 added' 'four workers index them all'
index check --quiet
is "$status:$out" 0: 'check --quiet says nothing when nothing is wrong'
# The files of both have the same bytes but for inode numbers and times.
is "$(du -b "$T/one/current/db/docdata.glass" | cut -f1)" \
	"$(du -b "$T/four/current/db/docdata.glass" | cut -f1)" \
	'the number of workers does not change the documents'

# --------------------------------------------------------------------- nothing
mkdir "$T/empty"
I=$T/none
index update "$T/empty"
is "$status" 0 'an empty folder may be indexed'
like "$out" '^generation 1: 0 documents ' 'and gives an empty generation'
index check
is "$status" 0 'which is a sound one'

# ------------------------------------------------------------------------- JSON
I=$T/report
printf 'một\0hai' >"$T/many/binary"
printf 'vi\326t nam vi\326t nam vi\326t nam' >"$T/many/tcvn3"
printf '\316\322\260\256\261\261\276\251' >"$T/many/chinese"
printf '\n \n' >"$T/many/blank"
printf '\377%200s đường làng' x >"$T/many/broken"
index update --report "$T/report.json" "$T/many"
is "$status" 0 'files that are no text do not make a run fail'
like "$err" 'many/binary: skipped: not a text file$' 'but are named'
is "$(python3 - "$T/report.json" <<'END'
import json, os, sys
r = json.load(open(sys.argv[1]))
print(*(r[k] for k in "generation documents added changed unchanged moved "
	"removed failed skipped".split()))
print(type(r["bytes"]).__name__, type(r["seconds"]).__name__)
for f in r["files"]:
	print(os.path.basename(f["path"]), f["status"], f["reason"],
	      f.get("encoding"), f.get("confidence", 1) < 1)
END
)" "1 302 302 0 0 0 0 0 3
int float
binary skipped not-text None False
blank skipped empty utf-8 False
broken indexed ill-formed utf-8 True
chinese skipped encoding None False
tcvn3 indexed ok tcvn3 True" '--report has the counts and the reasons'
index update --verbose --report "$T/report.json"
is "$err" '' 'what was told once is not told again'
is "$(grep -c skipped "$T/report.json")" 4 'but stays in the report'
index update --report "$T/no/such/report.json"
is "$status" 3 'a report that cannot be written is a partial failure'
like "$err" 'no/such/report\.json' 'and named'

# ------------------------------------------------- an index below its own root
cp -r corpus/reports "$T/inside"
I=$T/inside/index
index update "$T/inside"
index update "$T/inside"
like "$out" '^generation 1: 30 documents \(0 added' \
	'an index below its root is not indexed itself'

done_testing

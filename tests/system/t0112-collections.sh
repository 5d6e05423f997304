#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Collections: each an index of its own, whose troubles are its own.
. tests/lib/tap.sh

I=$T/index
C=$T/conf
mkdir "$T/a" "$T/b" "$T/main"
echo 'Báo cáo của kho một' >"$T/a/1.txt"
echo 'Báo cáo của kho hai' >"$T/b/1.txt"
echo 'Một tin nữa' >"$T/b/2.txt"
echo 'Báo cáo không tên' >"$T/main/1.txt"
cat >"$C" <<END
[collection hai]
root = $T/b
[collection mot]
root = $T/a
exclude = *.bak
END
index() {
	run "$B/tracuu-index" "$@" --index "$I" --config "$C"
}
# generation COLLECTION: what is current there.
generation() {
	readlink "$I/collections/$1/current"
}
# json FILE-OR-DASH EXPRESSION: of the object d.
json() {
	python3 -c 'import json, sys
d = json.load(open(sys.argv[1]) if sys.argv[1] != "-" else sys.stdin)
print(eval(sys.argv[2]))' "$@"
}

# ------------------------------------------------------------------------ update
index update --report "$T/report"
is "$status:$err" 0: 'an update of two collections'
like "$out" '^hai: generation 1: 2 documents \(2 added' 'a line for one of them'
like "$out" '^mot: generation 1: 1 documents \(1 added' 'and for the other'
is "$(echo "$out" | wc -l)" 2 'no other line: the unnamed one has no roots'
is "$(generation hai):$(generation mot)" gen-000001:gen-000001 'each has its own generations'
ok 'the unnamed one has none' test ! -e "$I/current"
is "$(json "$T/report" 'd["documents"], d["added"], [(c["collection"], c["documents"],
	c["generation"]) for c in d["collections"]]')" \
	"(3, 3, [('hai', 2, 1), ('mot', 1, 1)])" 'the report has all of them, and the sums'
index update --quiet
is "$status:$out:$err" 0:: 'nothing to do: nothing said'
index update
is "$(generation hai)" gen-000001 'and nothing made'
echo 'Thêm' >"$T/a/2.txt"
index update
is "$(generation mot):$(generation hai)" gen-000002:gen-000001 'what changed is published, the rest stays'
index update "$T/main"
is "$status" 0 'a ROOT is for the unnamed one'
like "$out" '^generation 1: 1 documents' 'which alone is run then'
is "$(echo "$out" | wc -l)" 1 'no other'
index update
like "$out" '^generation 1: 1 documents \(0 added' 'from then on it is run with the others'
is "$(echo "$out" | wc -l)" 3 'which are there, too'
echo x >"$T/a/old.bak"
index update --collection mot
is "$(echo "$out" | wc -l)" 1 '--collection limits a run'
like "$out" '^mot: generation 2: 2 documents \(0 added' 'and its exclude holds'
index update --collection mot --collection -
is "$(echo "$out" | wc -l)" 2 'to several of them, if so wanted; - is the one without a name'
index update --dry-run
is "$(echo "$out" | grep -c 'dry run:')" 3 'a dry run'

# ------------------------------------------------------------------------- guards
mv "$T/b" "$T/away"
echo 'Thêm nữa' >"$T/a/3.txt"
index update --report "$T/report"
is "$status" 2 'a root that is not mounted: exit 2'
like "$err" "^tracuu-index: collection hai: $T/b: this root cannot be read" 'it says which collection'
is "$(generation hai)" gen-000001 'which stays as it was'
is "$(generation mot)" gen-000003 'the others are published'
is "$(json "$T/report" '[("error" in c) for c in d["collections"]]')" '[False, True, False]' \
	'the report says which failed'
mkdir "$T/b"
index update
is "$status" 2 'an empty mount point: exit 2'
like "$err" '^tracuu-index: collection hai: .*no file there' 'its guard speaks'
is "$(generation hai)" gen-000001 'nothing is published there'
index check
is "$status" 0 'all are sound'
rmdir "$T/b"
mv "$T/away" "$T/b"
flock "$I/collections/hai/lock" "$B/tracuu-index" update --index "$I" --config "$C" >"$T/out" 2>"$T/err"
is "$?" 75 'one that is locked: exit 75'
like "$(cat "$T/err")" 'collection hai: .*another tracuu-index is at work' 'it says which'
is "$(grep -c '^mot: generation 3' "$T/out")" 1 'the others are run'

# ------------------------------------------------------------ a lock waited for
index status --wait 1
is "$status" 1 '--wait is for an update'
index update --wait soon
is "$status" 1 'and a number'
# update_behind_lock [OPTION...]: of which $pid is begun while $T/go keeps the lock.
update_behind_lock() {
	mkfifo "$T/go"
	# shellcheck disable=SC2016 # for that shell
	flock "$I/collections/hai/lock" sh -c 'echo >"$0.held"; cat "$0"' "$T/go" &
	wait_for test -e "$T/go.held"
	"$B/tracuu-index" update --collection hai --index "$I" --config "$C" "$@" \
		>"$T/out" 2>&1 &
	pid=$!
}
# waits: it has slept more often than one that does not wait.
waits() {
	slept=$(sed -n 's/^voluntary_ctxt_switches:[^0-9]*//p' "/proc/$pid/status")
	[ "${slept:-0}" -gt 100 ]
}
let_go() {
	echo >"$T/go"
	rm "$T/go" "$T/go.held"
}
update_behind_lock --wait 600
ok 'an update that is to wait does' wait_for waits
let_go
wait "$pid"
is "$?" 0 'and is run when the other has ended'
printf '[indexer]\nwait = 600\n' >>"$C"
update_behind_lock
ok 'also where the configuration says so' wait_for waits
kill "$pid"
wait "$pid"
is "$?" 143 'a signal ends the waiting'
let_go
sed -i '/^.indexer.$/,$d' "$C"
update_behind_lock --wait 1
wait "$pid"
is "$?" 75 'as does its time'
let_go

# -------------------------------------------------------------------------- hooks
mkdir -p "$I/hooks"
T_LOG=$T/log
export T_LOG
for h in pre post; do
	printf '#!/bin/sh\necho "$TRACUU_HOOK ${TRACUU_DOCUMENTS-no} ${TRACUU_COLLECTIONS-names}" >>"$T_LOG"\n' \
		>"$I/hooks/$h-update"
	chmod 755 "$I/hooks/$h-update"
done
echo 'Tin mới' >"$T/b/3.txt"
echo 'Tin mới' >"$T/main/3.txt"
index update
is "$(cat "$T_LOG")" 'pre-update no names
post-update 8 - hai' 'hooks are run once, with the sums and what was published'
rm -r "$I/hooks"

# --------------------------------------------------------------- the other verbs
index status
is "$status:$(echo "$out" | grep -c ^collection)" 0:3 'status has all'
like "$out" '^collection  hai$' 'by name'
like "$out" '^collection  \(without a name\)$' 'or without'
index status --format json
is "$(echo "$out" | json - '[(c.get("collection"), c["documents"]) for c in d["collections"]]')" \
	"[(None, 2), ('hai', 3), ('mot', 3)]" 'as JSON'
index status --format json --collection -
is "$(echo "$out" | json - 'd["documents"]')" 2 'of the unnamed one alone: the object that it always was'
index check --format json
is "$(echo "$out" | json - 'd["ok"], len(d["collections"])')" '(True, 3)' 'check has all'
index rollback
is "$status" 1 'a rollback needs a name'
like "$err" 'one at a time: --collection' 'and says so'
index rollback --collection mot
is "$status:$out" '0:mot: generation 2 is the current one again' 'of one'
is "$(generation mot):$(generation hai)" gen-000002:gen-000002 'the others stay'
index update --quiet
index prune --keep 0
is "$status:$(ls -d "$I"/gen-* "$I"/collections/*/gen-* | wc -l)" 0:3 'prune is for all'
index why "$T/a/1.txt"
like "$out" 'a/1.txt: indexed in collection mot: read and indexed' 'why says which one has a file'
index why --format json "$T/b/1.txt"
is "$(echo "$out" | json - 'd["collection"]')" hai 'as JSON'
index why "$T/a/old.bak"
like "$out" 'not known in collection mot: left out: old.bak is excluded by \*\.bak' \
	'why it has not, by the rules of its collection'
index why "$T/conf"
like "$out" 'conf: not known: outside of every root' 'or that none holds it'

# -------------------------------------------------------------- what status tells
printf '[indexer]\nreport = %s\n' "$T/report" >>"$C"
rm "$T/b/3.txt"
index update --max-removed 40
index status --format json
is "$(echo "$out" | json - '[(c["published_run"]["removed"], c["last_run"]["removed"],
	c["disk"]["older_generations"], c["configured"]) for c in d["collections"][1:]]')" \
	"[(1, 1, 1, True), (0, 0, 0, True)]" 'the run that published, and the last one'
is "$(echo "$out" | json - '[c["disk"]["current"] > 1000 and c["disk"]["older"] for c in d["collections"]][2]')" \
	0 'what it takes on the disk'
index update --quiet
index status
like "$out" '^by          0 added, 0 changed, 0 moved, 1 removed, 0 failed, in ' 'for people'
like "$out" '^last run    20[0-9]*-.*: 0 added, 0 changed, 0 moved, 0 removed, 0 failed$' \
	'with the last run, that published nothing'
like "$out" '^disk        .* of 1 older generation$' 'and the disk'
mv "$T/b" "$T/away"
index update
index status --collection hai
like "$out" "^last run    .*: nothing was published: $T/b: this root cannot be read" \
	'a run that failed is told'
mv "$T/away" "$T/b"
index update --quiet

# ------------------------------------------------------------------ gone and wrong
cp "$C" "$T/conf.old"
hai=$(generation hai)
printf '[collection mot]\nroot = %s\n' "$T/a" >"$C"
index update
is "$status" 0 'one that the configuration lost'
like "$err" 'collection hai is not in the configuration any more: it is left as it is' 'is told'
is "$(generation hai)" "$hai" 'and left'
index status
like "$out" 'collection  hai, which is not in the configuration' 'status tells it, too'
index drop mot
is "$status" 1 'one that the configuration has is not dropped'
like "$err" 'configuration has \[collection mot\]' 'which is told'
index drop khong
is "$status" 1 'nor one that there is not'
index drop ../collections/hai
is "$status" 1 'nor a path'
index drop
is "$status" 1 'nor nothing'
flock "$I/collections/hai/lock" "$B/tracuu-index" drop hai --index "$I" --config "$C" 2>/dev/null
is "$?" 75 'nor one at which another run is at work'
mkdir "$I/collections/.dropped-xyz"
index update --quiet
ok 'what a drop leaves that was killed, an update removes' \
	test ! -e "$I/collections/.dropped-xyz"
index drop hai
is "$status:$out" '0:collection hai is removed' 'it is dropped when told so'
is "$(ls -A "$I/collections")" mot 'nothing is left of it'
index update
is "$status:$err" 0: 'nor told any more'
index status
unlike "$out" hai 'anywhere'

printf '[collection mot]\nroot = %s\n\n[collection hai]\nroot = %s/\n' "$T/a" "$T/a/./" >"$C"
index update
is "$status" 1 'a root in two collections: exit 1'
like "$err" "conf:5: .*have files in common" 'with file and line'
printf '[indexer]\nroot = %s\n[collection mot]\nroot = %s\n' "$T" "$T/a" >"$C"
index update
is "$status" 1 'nor may one lie in that of another'
like "$err" "conf:4: .*$T of collection \[indexer\] \(.*conf:2\)" 'which is named'
printf '[collection Mot]\nroot = /\n' >"$C"
index update
is "$status" 1 'a wrong name'
like "$err" 'conf:1: section \[collection Mot\]: a name is' 'with file and line'
cp "$T/conf.old" "$C"
index update --collection ba
is "$status" 1 'one that there is not'
like "$err" 'there is no \[collection ba\] in the configuration' 'is told'
index update --collection ../x
is "$status" 1 'nor is that a name'
index update --collection mot --collection hai "$T/main"
is "$status" 1 'a ROOT for two'
index update --collection mot "$T/b"
is "$status" 1 'roots of the command line are compared with those of others'
like "$err" 'collection mot: .*have files in common' 'which is told'
index update "$T/b"
is "$status" 1 'for the one without a name it is the same mistake'
index update --collection hia "$T/b"
is "$status" 1 'and for a name that was mistyped'
ok 'which leaves nothing behind' test ! -e "$I/collections/hia"
index update --collection hia "$T/none"
is "$status:$(test -e "$I/collections/hia" || echo gone)" 2:gone 'nor does a root that is not there'
mkdir "$I/collections/hia"
index update --collection hia "$T/none"
ok 'a directory that was there stays' test -d "$I/collections/hia"
rm -r "$I/collections/hia"
printf '[collection hai]\nroot = %s\n[collection mot]\nroot = %s\n[collection tep]\nroot = %s\n' \
	"$T/b" "$T/none" "$T/conf.old" >"$C"
index update --collection hai --collection tep
is "$status" 1 'one that is configured wrong, beside one that is well: exit 1'
flock "$I/collections/hai/lock" "$B/tracuu-index" update --index "$I" --config "$C" \
	--collection hai --collection tep >"$T/out" 2>&1
is "$?" 1 'beside one that is locked, too'
index update --collection mot --collection tep
is "$status" 2 'beside one that failed otherwise: exit 2'
cp "$T/conf.old" "$C"
mkdir "$T/ba"
echo 'Kho thứ ba' >"$T/ba/1.txt"
index update --collection ba "$T/ba"
like "$out" '^ba: generation 1: 1 documents' 'a ROOT for a new one makes it'
index update --collection ba
like "$out" '^ba: generation 1: 1 documents \(0 added' 'and is remembered'
mv "$I/collections/ba" "$I/collections/bon"
index update --collection bon
like "$err" 'made for a collection of another name; all documents are made again' \
	'one that was renamed is made again'

done_testing

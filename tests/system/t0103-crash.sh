#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Killed at any moment, out of space: the old generation stays, the next run
# clears away what is left and succeeds.
. tests/lib/tap.sh

I=$T/index
A=$T/archive
cp -r corpus/reports "$A"
chmod -R u+w "$A"
index() {
	run "$B/tracuu-index" "$@" --index "$I"
}
# sound DESCRIPTION: whatever generation is current, it is a whole one.
sound() {
	index check
	is "$status" 0 "$1"
	[ "$status" -eq 0 ] || diag "$err"
}
litter() {
	find "$I" -mindepth 1 -maxdepth 1 -printf '%f\n' |
		grep -Ev '^(current|lock|gen-[0-9]+)$'
}

index update "$A"

# kill_at SECONDS VERB: end it hard after so long; its workers must follow.
kill_at() {
	"$B/tracuu-index" "$2" --quiet --index "$I" >/dev/null 2>&1 &
	pid=$!
	sleep "$1"
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
}

# How long a run takes decides when it is killed: 50 moments spread over it.
for verb in update rebuild; do
	echo '.' >>"$A/2016/ao-xanh-ve-thach-kien.txt"
	begun=$(date +%s%N)
	index $verb
	took=$((($(date +%s%N) - begun) / 1000))
	bad=0
	i=0
	while [ $i -lt 25 ]; do
		i=$((i + 1))
		echo "Lần $i." >>"$A/2016/ao-xanh-ve-thach-kien.txt"
		kill_at "$(printf '0.%06d' $((took * i / 25 % 1000000)))" $verb
		"$B/tracuu-index" check --quiet --index "$I" || bad=$((bad + 1))
		"$B/tracuu-index" update --quiet --index "$I" || bad=$((bad + 1))
		[ -z "$(litter)" ] || bad=$((bad + 1))
	done
	is $bad 0 "killed at 25 moments of $verb ($took us): nothing is ever wrong"
done
sound 'the index is sound in the end'

# ------------------------------------------------------------------ out of space
# A limit on the size of files stands for the full disk.
i=0
while [ $i -lt 3000 ]; do
	echo "từ$i xóm$i làng$i bãi$i sông$i"
	i=$((i + 1))
done >"$A/lon.txt"
generation=$(readlink "$I/current")
for verb in update rebuild; do
	run sh -c "ulimit -f 40; exec '$B/tracuu-index' $verb --index '$I'"
	is "$status" 2 "$verb on a full disk: exit 2"
	like "$err" '^tracuu-index: ' "$verb on a full disk: it says why"
	is "$(readlink "$I/current")" "$generation" \
		"$verb on a full disk: nothing is published"
	is "$(litter)" '' "$verb on a full disk: no litter"
done
index update
is "$status" 0 'with space again the update succeeds'
sound 'soundly'

# A small file system of our own, where we may make one.
if [ "$(id -u)" -eq 0 ] && mkdir "$T/disk" &&
	mount -t tmpfs -o size=600k none "$T/disk" 2>/dev/null; then
	at_exit "umount '$T/disk'"
	I=$T/disk/index
	index update "$A/2016"
	is "$status" 0 'a small archive fits on a small disk'
	generation=$(readlink "$I/current")
	index update "$A"
	is "$status" 2 'a larger one does not'
	like "$err" "$I: no room for a new generation.*free some.*--keep" \
		'which is told, with what to do'
	is "$(readlink "$I/current")" "$generation" 'nothing is published'
	is "$(litter)" '' 'no litter'
	sound 'the old generation is as it was'

	# What the copy of the database takes is known before it is begun.
	mount -o remount,size=8m "$T/disk"
	mkdir "$T/more"
	for i in 1 2 3 4 5 6 7 8 9; do
		sed "s/^/$i /" "$A/lon.txt" >"$T/more/$i.txt"
	done
	index rebuild --max-removed 100 --keep 0 "$T/more"
	is "$status" 0 'a larger disk takes more'
	generation=$(readlink "$I/current")
	used=$(du -sk "$T/disk" | cut -f1)
	mount -o remount,size=$((used * 5 / 4))k "$T/disk"
	echo 'Thêm' >>"$T/more/1.txt"
	index update
	is "$status" 2 'an update that will not fit'
	like "$err" "$I: no room.*it will take about [0-9.]+ [kM]B, and [0-9.]+ [kM]?B is free" \
		'is refused with what it takes and what there is'
	is "$(readlink "$I/current")" "$generation" 'nothing is published'
	is "$(litter)" '' 'no litter'
else
	skip 'a full file system' 'it takes root and tmpfs'
fi

# ------------------------------------------------------------- a worker that dies
I=$T/index
generation=$(readlink "$I/current")
mkdir "$T/big"
i=0
while [ $i -lt 40 ]; do
	cat "$A/lon.txt" "$A/lon.txt" >"$T/big/$i.txt"
	i=$((i + 1))
done

# quota KIB: an update of it by one who has so much left.
quota() {
	run env LD_PRELOAD="$B/tests/lib/quota.so" QUOTA_LEFT="$1" \
		ASAN_OPTIONS="${ASAN_OPTIONS-}:verify_asan_link_order=0" \
		"$B/tracuu-index" update --quiet --index "$T/quota"
}
"$B/tracuu-index" update --quiet --index "$T/quota" "$T/big"
echo 'Thêm' >>"$T/big/1.txt"
quota 1
is "$status" 2 'an update above the quota'
like "$err" "$T/quota: no room.*it will take about [0-9.]+ [kM]B, and [0-9.]+ k?B is left of the user's quota$" \
	'is refused before it begins, and says that it is the quota'
is "$(readlink "$T/quota/current")" gen-000001 'nothing is published'
quota 1000000
is "$status$err" 0 'one below is done'
"$B/tracuu-index" rebuild --quiet --jobs 2 --index "$I" --max-removed 100 \
	"$T/big" 2>"$T/err" &
pid=$!
# The run is a child of what was started, and they are its.
workers() {
	for child in $(cat /proc/$pid/task/$pid/children); do
		cat "/proc/$child/task/$child/children"
	done
}
has_workers() {
	[ -n "$(workers)" ]
}
wait_for has_workers
# shellcheck disable=SC2046 # a list of numbers
kill -9 $(workers)
wait $pid
is "$?" 2 'a worker that dies: exit 2'
like "$(cat "$T/err")" 'worker process was killed \(signal 9, Killed\)' 'it says so'
is "$(readlink "$I/current")" "$generation" 'nothing is published'
is "$(litter)" '' 'no litter'

# ------------------------------------------------------------------------ damage
index check
table=$I/current/db/docdata.glass
size=$(stat -c %s "$table")
cp "$table" "$T/docdata"
# All of it, since some of its blocks may be unused.
dd if=/dev/zero of="$table" bs=100 seek=1 count=$((size / 100 - 1)) \
	conv=notrunc 2>/dev/null
index check
is "$status" 2 'check finds a damaged table'
cp "$T/docdata" "$table"
printf 'x' | dd of="$I/current/files" bs=1 seek=200 conv=notrunc 2>/dev/null
index check
is "$status" 2 'check finds a damaged table of files'
like "$err" 'files: damaged; run tracuu-index rebuild' 'and says what to do'
echo 'x' >>"$A/2016/ao-xanh-ve-thach-kien.txt"
index update
is "$status" 2 'an update refuses to build on it'
index rebuild
is "$status" 0 'a rebuild repairs it'
sound 'soundly'

# The parts of a generation that do not belong together.
index check --quiet
generation=$(readlink "$I/current")
cp "$I/current/manifest" "$T/manifest"
sed -i 's/"generation": *[0-9]*/"generation": 1/' "$I/current/manifest"
index check
like "$status:$err" '^2:.*manifest is that of generation 1' \
	'check finds the manifest of another generation'
cp "$T/manifest" "$I/current/manifest"
/usr/bin/python3 - "$I/current/db" <<'END'
import sys, xapian
db = xapian.WritableDatabase(sys.argv[1], xapian.DB_OPEN)
db.set_metadata("analyzer", "0/icu0")
END
index check
like "$status:$err" '^2:.*another analyzer' 'and a database of another analyzer'
"$B/tracuu-index" rebuild --quiet --index "$I"
/usr/bin/python3 - "$I/current/db" <<'END'
import sys, xapian
db = xapian.WritableDatabase(sys.argv[1], xapian.DB_OPEN)
for posting in list(db.postlist("")):
	document = db.get_document(posting.docid)
	for term in [t.term for t in document.termlist()]:
		if not term.startswith(b"Q"):
			document.remove_term(term)
	db.replace_document(posting.docid, document)
END
index check
like "$status:$err" '^2:.*its own words do not find it' \
	'and documents that are not found by their words'
index rebuild --quiet
sound 'a rebuild repairs that'

# ----------------------------------------------------------- rollback and prune
before=$(readlink "$I/current")
echo 'y' >>"$A/2016/ao-xanh-ve-thach-kien.txt"
index update
index rollback
is "$(readlink "$I/current")" "$before" 'rollback makes the one before current'
like "$out" 'is the current one again' 'and says so'
sound 'it is sound'
index update
is "$status" 0 'an update after a rollback'
like "$out" '1 changed' 'finds the change again'
index update --keep 1
echo 'z' >>"$A/2016/ao-xanh-ve-thach-kien.txt"
index update --keep 1
is "$(ls -d "$I"/gen-* | wc -l)" 2 '--keep 1 keeps one older generation'
index prune --keep 0
is "$(ls -d "$I"/gen-* | wc -l)" 1 'prune --keep 0 keeps the current one'
index rollback
is "$status" 2 'then there is nothing to go back to'
sound 'the current one is sound'

done_testing

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Hooks: what they are told, and what becomes of a run when one fails.
. tests/lib/tap.sh

I=$T/index
A=$T/archive
mkdir -p "$A" "$I/hooks"
echo 'Báo cáo một' >"$A/1.txt"
index() {
	run "$B/tracuu-index" "$@" --index "$I"
}
# hook NAME: the hook is the script on stdin.
hook() {
	{ printf '#!/bin/sh\n' && cat; } >"$I/hooks/$1"
	chmod 755 "$I/hooks/$1"
}
T_LOG=$T/log
export T_LOG
log() {
	cat "$T_LOG" 2>/dev/null
}

# ------------------------------------------------------------------------- told

hook pre-update <<'END'
echo "pre $TRACUU_HOOK $TRACUU_INDEX ${TRACUU_GENERATION-none}" >"$T_LOG"
echo 'to stdout'
echo 'Báo cáo hai' >"${T_LOG%/log}/archive/2.txt"
read -r line || echo 'stdin is empty' >>"$T_LOG"
END
hook post-update <<'END'
echo "post $TRACUU_HOOK $TRACUU_GENERATION published $TRACUU_PUBLISHED" >>"$T_LOG"
echo "$TRACUU_DOCUMENTS $TRACUU_ADDED $TRACUU_CHANGED $TRACUU_MOVED $TRACUU_REMOVED $TRACUU_FAILED" >>"$T_LOG"
readlink "$TRACUU_INDEX/current" >>"$T_LOG"
END
index update "$A"
is "$status" 0 'a run with both hooks'
like "$out" '^generation 1: 2 documents' 'pre-update comes before the files are looked for'
is "$(echo "$out" | wc -l)" 1 'stdout is the summary alone'
is "$err" 'to stdout' 'that of a hook goes to stderr'
is "$(log)" "pre pre-update $I none
stdin is empty
post post-update 1 published 1
2 2 0 0 0 0
gen-000001" 'what they are told'
index update
like "$(log)" '^post post-update 1 published 0$' 'post-update also when nothing changed'
rm "$T_LOG"
index update --dry-run
is "$status:$(log)" 0: 'a dry run has no hooks'
for verb in status check prune; do
	index $verb
done
is "$(log)" '' 'nor has anything else'

# ------------------------------------------------------------------------ failing

echo 'Báo cáo ba' >"$A/3.txt"
echo 'exit 3' | hook pre-update
index update --report "$T/report"
is "$status:$out" 2: 'pre-update fails: exit 2'
like "$(cat "$T/report")" '"error": ".*pre-update: exit status 3' 'the report says why'
like "$err" "^tracuu-index: $I/hooks/pre-update: exit status 3: nothing is published\$" \
	'and it says which and why'
is "$(readlink "$I/current"):$(log)" gen-000001: 'nothing is published, no post-update'
echo 'kill -9 $$' | hook pre-update
index update
like "$err" 'pre-update: died of signal 9' 'one that is killed'
echo no-such-command | hook pre-update
index update
like "$err" 'exit status 127: it could not be started, or a command of it is missing' \
	'one that lacks a command'
printf '[indexer]\nhook_seconds = 1\n' >"$T/conf"
hook pre-update <<'END'
sleep 300 &
echo $! >"$T_LOG"
wait
END
index update --config "$T/conf"
is "$status" 2 'one that does not end is ended'
like "$err" 'took longer than 1 seconds' 'and it says so'
sleeper=$(log)
ok 'with all that it started' wait_for sh -c "! kill -0 $sleeper"
rm "$T_LOG"
chmod 644 "$I/hooks/pre-update"
index update
is "$status" 2 'one that cannot be executed is not passed over'
like "$err" 'must be a file that can be executed' 'but told'
chmod 757 "$I/hooks/pre-update"
index update
like "$err" 'must not be writable by all' 'nor one that all may write to'
rm "$I/hooks/pre-update"
echo 'exit 4' | hook post-update
index update
is "$status" 3 'post-update fails: exit 3'
like "$err" 'post-update: exit status 4' 'which is told'
like "$out" '^generation 2: 3 documents' 'what was published stays'

# ------------------------------------------------------------------ configuration

mkdir "$T/hooks"
printf '#!/bin/sh\necho elsewhere >"$T_LOG"\n' >"$T/hooks/post-update"
chmod 755 "$T/hooks/post-update"
printf '[indexer]\nhooks = %s\n' "$T/hooks" >"$T/conf"
index update --config "$T/conf"
is "$status:$(log)" 0:elsewhere 'hooks = DIR has them elsewhere'
rm "$T/hooks/post-update" "$T_LOG"
index update --config "$T/conf"
is "$status:$(log)" 0: 'no hook is nothing'

done_testing

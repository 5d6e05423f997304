#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The units for systemd and their twin for cron, as they are installed: whether
# they are right, what they expose, and that both programs work under the system
# call filters of theirs.
. tests/lib/tap.sh

command -v systemd-analyze >/dev/null || skip_all 'no systemd-analyze'
D=$T/dest
U=$D/opt/t/lib/systemd/system
ok 'the units are installed' \
	make -s install-units DESTDIR="$D" prefix=/opt/t

# ------------------------------------------------------------------------ files
is "$(grep -rl '@[a-z]*dir@' "$D")" '' 'no directory is left to be filled in'
like "$(cat "$U/tracuud.service")" '^ExecStart=/opt/t/sbin/tracuud$' \
	'the daemon is where it was installed'
like "$(cat "$U/tracuu-index.service")" \
	'^ExecStart=/opt/t/bin/tracuu-index update --quiet --wait [0-9]+$' 'so is the indexer'

is "$(sed -n 's/^Exec[A-Za-z]*=\([^ ]*\).*/\1/p' "$U"/*.service | grep -v '^/opt/t/' |
	sort -u)" /bin/sh 'the only other program is one that every system has'

# Verified with programs that are there.
mkdir "$T/verify"
cp "$U"/* "$T/verify"
sed -i "s|/opt/t/s*bin/|$(realpath "$B")/|" "$T/verify"/*.service
run systemd-analyze verify --man=no "$T/verify"/*
is "$status $out$err" '0 ' 'systemd-analyze verify has nothing to say'

# exposure SERVICE: at most 2.0
exposure() {
	run systemd-analyze security --offline=yes --threshold=20 "$U/$1"
	is "$status" 0 "$1 exposes no more than 2.0"
	diag "$(printf '%s\n' "$out" | grep Overall)"
}
exposure tracuud.service
exposure tracuu-index.service
exposure tracuu-index-watch.service
run systemd-analyze calendar \
	"$(sed -n 's/^OnCalendar=//p' "$U/tracuu-index.timer")"
is "$status" 0 'the timer has a time'

# ------------------------------------------------- users and directories, offline
mkdir -p "$T/root/etc"
run systemd-sysusers --root="$T/root" --dry-run \
	"$D/opt/t/lib/sysusers.d/tracuu.conf"
is "$status" 0 'systemd-sysusers reads its file'
like "$out$err" "Creating user 'tracuu'" 'and would make the user'
echo 'tracuu:x:999:999::/var/lib/tracuu:/usr/sbin/nologin' >"$T/root/etc/passwd"
echo 'tracuu:x:999:' >"$T/root/etc/group"
if [ "$(id -u)" -eq 0 ]; then
	# Only this file, and only below a root of its own.
	run systemd-tmpfiles --create --root="$T/root" \
		"$D/opt/t/lib/tmpfiles.d/tracuu.conf"
	is "$(stat -c '%a %u' "$T/root/var/lib/tracuu" "$T/root/run/tracuu")" \
		'700 999
755 999' 'systemd-tmpfiles makes the directories'
else
	skip 'systemd-tmpfiles makes the directories' 'not root'
fi

# ------------------------------------------------------------------------- cron
# The command of the line, with the directory that tells of systemd, and the
# indexer, put in.
line=$(grep tracuu-index "$D/etc/cron.d/tracuu" | grep -v '^#')
like "$line" '^[0-9]+ [0-9]+ \* \* \* tracuu ' 'cron runs it nightly, as tracuu'
twin=$(echo "$line" | cut -d' ' -f7- | sed "s|/run/systemd/system|$T/systemd|
	s|/opt/t/bin/tracuu-index|sh $T/fake|")
echo 'echo "ran in $XDG_STATE_HOME: $*"' >"$T/fake"
isnt "$twin" "$(echo "$line" | cut -d' ' -f7-)" 'it asks whether systemd runs'
is "$(sh -c "$twin")" 'ran in /var/lib: update --quiet --wait 3600' 'without systemd it updates'
mkdir "$T/systemd"
run sh -c "$twin"
is "$status $out$err" '0 ' 'with systemd it steps aside, silently'

# ----------------------------------------------------- under the units' own rules
# As somebody who is not root, as in the units.
as_user=
[ "$(id -u)" -ne 0 ] || as_user='setpriv --reuid=65534 --regid=65534
	--clear-groups --bounding-set=-all'
# under UNIT COMMAND...
under() {
	unit=$U/$1
	shift
	# shellcheck disable=SC2086 # a command and its words
	run $as_user /usr/bin/python3 tests/lib/unit_filter.py "$unit" "$@"
}
chmod -R a+rX "$T"
mkdir -m 1777 "$T/state"
TMPDIR=$T/state
export TMPDIR
under tracuu-index.service "$B/tracuu-index" --version
case ${SANITIZE-}$B in
*san*) status=sanitizer ;; # maps memory as the units do not let it
esac
if [ "$status" != 0 ]; then
	skip 'the programs under their filters' "not here: $status $err"
	done_testing
	exit
fi
# shellcheck disable=SC2086
run $as_user "$B/tracuu-index" filters
free=$(printf '%s\n' "$out" | grep -E '^(namespaces|landlock|seccomp)')
under tracuu-index.service "$B/tracuu-index" filters
is "$(printf '%s\n' "$out" | grep -E '^(namespaces|landlock|seccomp)')" "$free" \
	'filters are confined in the unit as they are outside'
under tracuu-index.service "$B/tracuu-index" update --quiet \
	--index "$T/state/index" corpus/reports
is "$status $err" '0 ' 'the indexer works in its unit'

# It watches there, tells when it does, and ends in order.
mkfifo -m 666 "$T/state/ready"
# shellcheck disable=SC2086
$as_user /usr/bin/python3 tests/lib/unit_filter.py \
	"$U/tracuu-index-watch.service" sh -c 'exec "$0" "$@" 9>"$TMPDIR/ready"' \
	"$B/tracuu-index" watch --quiet --ready-fd 9 --index "$T/state/watched" \
	corpus/reports 2>"$T/watch.log" &
watch_pid=$!
at_exit 'kill $watch_pid 2>/dev/null'
is "$(timeout 60 cat "$T/state/ready")" ready 'it watches in its unit'
wait_for test -L "$T/state/watched/current"
is "$(readlink "$T/state/watched/current")$(cat "$T/watch.log")" gen-000001 \
	'and publishes'
kill -TERM $watch_pid
status=0
wait $watch_pid || status=$?
is "$status" 0 'and ends in order'

under tracuud.service unshare --user true
is "$status" 1 'in that of the daemon there are no namespaces'

# The daemon gets its socket, and tells when it is ready.
socat -u UNIX-RECV:"$T/state/notify" - >"$T/notified" &
notify_pid=$!
at_exit 'kill $notify_pid 2>/dev/null'
wait_for test -S "$T/state/notify"
chmod 666 "$T/state/notify"
# shellcheck disable=SC2086
systemd-socket-activate --listen="$T/state/s" --setenv=HOME="$HOME" \
	--setenv=NOTIFY_SOCKET="$T/state/notify" $as_user \
	/usr/bin/python3 tests/lib/unit_filter.py "$U/tracuud.service" \
	"$B/tracuud" --index "$T/state/index" 2>"$T/log" &
daemon_pid=$!
at_exit 'kill $daemon_pid 2>/dev/null; wait $daemon_pid'
wait_for test -S "$T/state/s"
is "$("$B/tracuu" --socket "$T/state/s" count 'cà phê')" 3 \
	'the daemon is started by the first who asks, and answers'
case $free in
*'landlock    yes'*'seccomp     yes'*)
	like "$(cat "$T/log")" \
		'confined: files by Landlock, system calls by seccomp' \
		'it confines itself in its unit as well' ;;
*) skip 'it confines itself in its unit as well' 'not all is here' ;;
esac
ok 'it tells systemd that it is ready' wait_for grep -q READY=1 "$T/notified"
done_testing

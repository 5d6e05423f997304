# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# daemon.sh - one real tracuud for a system test.  Sourced after tap.sh:
#
#	daemon_start [OPTION...]	wait until it is ready
#	daemon_stop			SIGTERM; returns its exit status
#	daemon_is_stopped		a test: it stops in order, exit status 0
#
# $INDEX and $SOCKET name the index directory and the socket, $daemon_log the
# file of its messages, $daemon_pid the process.  A daemon that still runs when
# the test ends is stopped, and must exit with 0 too: that is where a sanitizer
# tells of a leak.  TRACUUD_WRAP puts a command before it, such as
# "valgrind -q --error-exitcode=99 --leak-check=full
# --errors-for-leak-kinds=definite".

INDEX=$T/index
SOCKET=$T/s
export INDEX SOCKET
daemon_log=$T/tracuud.log
daemon_pid=

daemon_start() {
	[ -p "$T/ready" ] || mkfifo "$T/ready" || return 1
	# shellcheck disable=SC2086 # a command and its words
	${TRACUUD_WRAP-} "$B/tracuud" --index "$INDEX" --socket "$SOCKET" \
		--ready-fd 9 "$@" 9>"$T/ready" >>"$daemon_log" 2>&1 &
	daemon_pid=$!
	# The end of file comes without the line when it could not start.
	if [ "$(timeout 60 head -n 1 <"$T/ready")" = ready ]; then
		return 0
	fi
	wait "$daemon_pid"
	daemon_status=$?
	daemon_pid=
	diag "tracuud did not start, exit $daemon_status:" "$(tail -n 20 "$daemon_log")"
	return 1
}

# daemon_wait: until it has ended by itself; returns its exit status.
daemon_wait() {
	daemon_status=0
	wait "$daemon_pid" || daemon_status=$?
	daemon_pid=
	return "$daemon_status"
}

daemon_stop() {
	[ -n "$daemon_pid" ] || return 0
	kill -TERM "$daemon_pid" 2>/dev/null
	daemon_wait
}

# daemon_kill: as a power cut would end it.
daemon_kill() {
	kill -KILL "$daemon_pid"
	wait "$daemon_pid" 2>/dev/null
	daemon_pid=
}

daemon_is_stopped() {
	if daemon_stop; then
		pass "${1-the daemon stops in order}"
	else
		fail "${1-the daemon stops in order}" "exit $daemon_status" \
			"$(tail -n 60 "$daemon_log")"
	fi
}

daemon_at_exit() {
	if ! daemon_stop; then
		echo "# tracuud ended with exit status $daemon_status"
		tail -n 60 "$daemon_log" | sed 's/^/# /'
		tap_failed=1
	fi
}
at_exit daemon_at_exit

# index_make DIRECTORY...: an index of these folders at $INDEX.
index_make() {
	"$B/tracuu-index" update --quiet --index "$INDEX" "$@"
}

# archive_make DIRECTORY N LINES: N reports of that many lines, the same ones
# each time, to be slow on or to fill a socket with.
archive_make() {
	python3 - "$@" <<'END'
import os
import random
import sys

words = ('học tập làm theo xã huyện tỉnh nông dân hội viên trồng rừng nuôi cá '
         'đường đất đỏ nước sạch trường lớp chợ đêm cầu thôn bản mùa lũ công an '
         'phường dân vận khéo tuyên truyền bầu cử khai giảng tiêm chủng').split()
folder, n, lines = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
dice = random.Random(7)
os.makedirs(folder)
for i in range(n):
    with open(f'{folder}/{i:05}.txt', 'w') as file:
        for _ in range(lines):
            line = ' '.join(dice.choices(words, k=14))
            file.write(line.capitalize() + '.\n')
END
}

# with_schema: from here on every reply that a Wire receives is validated against
# docs/protocol.schema.json, where Python can.  False where it cannot.
with_schema() {
	python3 -c 'import jsonschema; jsonschema.Draft202012Validator' 2>/dev/null ||
		return 1
	WIRE_SCHEMA=1
	export WIRE_SCHEMA
}

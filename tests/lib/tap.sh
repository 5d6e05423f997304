# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# tap.sh - the Test Anything Protocol for the system tests.  Sourced first:
#
#	. tests/lib/tap.sh
#	is "$(cmd)" 'wanted' 'what it shows'
#	ok 'what it shows' cmd args...
#	done_testing
#
# Tests run from the top of the source, one process each, with $B the build
# directory.  $T is a temporary directory of the test's own, short enough for a
# socket in it, removed at exit (KEEP=1 keeps it and says where it is).
# What a test waits for it waits for with wait_for, never with sleep.

set -u
LC_ALL=C.UTF-8
export LC_ALL
B=${B:-build}
# Nothing of the person who runs the tests may change what they see.
unset TRACUU_INDEX TRACUU_SOCKET NOTIFY_SOCKET WATCHDOG_USEC WATCHDOG_PID LISTEN_FDS LISTEN_PID JOURNAL_STREAM

tap_n=0
tap_failed=0
tap_plan=
tap_at_exit=

T=$(mktemp -d "${TMPDIR:-/tmp}/tracuu-test.XXXXXX") || exit 1
HOME=$T/home
XDG_CONFIG_HOME=$T/home/.config
XDG_STATE_HOME=$T/home/.local/state
export B T HOME XDG_CONFIG_HOME XDG_STATE_HOME
mkdir "$HOME"
unset XDG_RUNTIME_DIR

# at_exit COMMAND: run it (a string) when the test ends, last one first.
at_exit() {
	tap_at_exit="$1; $tap_at_exit"
}

tap_end() {
	tap_status=$?
	trap - EXIT INT TERM HUP
	eval "$tap_at_exit"
	if [ -z "$tap_plan" ]; then
		echo "# ended without done_testing"
		tap_failed=1
	fi
	if [ -n "${KEEP-}" ]; then
		echo "# kept $T"
	else
		chmod -R u+rwx "$T" 2>/dev/null
		rm -rf "$T"
	fi
	[ "$tap_status" -eq 0 ] && [ "$tap_failed" -ne 0 ] && tap_status=1
	exit "$tap_status"
}
trap tap_end EXIT
trap 'exit 130' INT TERM HUP

diag() {
	printf '%s\n' "$*" | sed 's/^/# /'
}

pass() {
	tap_n=$((tap_n + 1))
	echo "ok $tap_n - $1"
}

# fail DESCRIPTION [LINE...]: the lines say what was seen.
fail() {
	tap_n=$((tap_n + 1))
	tap_failed=$((tap_failed + 1))
	echo "not ok $tap_n - $1"
	shift
	for tap_line; do
		diag "$tap_line"
	done
	return 0
}

# is GOT WANTED DESCRIPTION
is() {
	if [ "$1" = "$2" ]; then
		pass "$3"
	else
		fail "$3" "got:    $1" "wanted: $2"
	fi
}

# isnt GOT UNWANTED DESCRIPTION
isnt() {
	if [ "$1" != "$2" ]; then
		pass "$3"
	else
		fail "$3" "got what was not wanted: $1"
	fi
}

# like GOT PATTERN DESCRIPTION: an extended regular expression on any line.
like() {
	if printf '%s\n' "$1" | grep -Eq -e "$2"; then
		pass "$3"
	else
		fail "$3" "got:     $1" "pattern: $2"
	fi
}

# unlike GOT PATTERN DESCRIPTION
unlike() {
	if printf '%s\n' "$1" | grep -Eq -e "$2"; then
		fail "$3" "got:              $1" "unwanted pattern: $2"
	else
		pass "$3"
	fi
}

# ok DESCRIPTION COMMAND [ARGUMENT...]: it exits 0; its output is shown if not.
ok() {
	tap_what=$1
	shift
	# No $( ): a function may set variables, and start what stays.
	if "$@" >"$T/ok.out" 2>&1; then
		pass "$tap_what"
	else
		fail "$tap_what" "exit $? of: $*" "$(cat "$T/ok.out")"
	fi
}

# run COMMAND [ARGUMENT...]: sets $status, $out (stdout) and $err (stderr).
run() {
	status=0
	"$@" >"$T/run.out" 2>"$T/run.err" || status=$?
	# shellcheck disable=SC2034 # for the test to look at
	out=$(cat "$T/run.out") err=$(cat "$T/run.err")
}

# ok_python DESCRIPTION <<'END': a Python program with wire.py's names at hand;
# its assertions are the test.  $SOCKET, $T and $B are in its environment, and
# modules of $T can be imported.
ok_python() {
	cat >"$T/test.py"
	if tap_out=$(PYTHONPATH=tests/lib:$T PYTHONDONTWRITEBYTECODE=1 \
		timeout 120 python3 -c 'from wire import *
import os
exec(compile(open(os.environ["T"] + "/test.py").read(), "test.py", "exec"))' 2>&1)
	then
		pass "$1"
	else
		fail "$1" "$tap_out"
	fi
}

# wait_for COMMAND [ARGUMENT...]: until it succeeds, 20 seconds at most.
wait_for() {
	tap_until=$(($(date +%s) + 20))
	until "$@" >/dev/null 2>&1; do
		[ "$(date +%s)" -lt "$tap_until" ] || return 1
		sleep 0.02
	done
}

# skip DESCRIPTION REASON: one test that cannot run here.
skip() {
	tap_n=$((tap_n + 1))
	echo "ok $tap_n - $1 # SKIP $2"
}

# skip_all REASON: the whole file; call it before any test.
skip_all() {
	tap_plan=1
	echo "1..0 # SKIP $1"
	exit 0
}

# plan NUMBER: optional, first; done_testing then compares.
plan() {
	tap_plan=$1
	echo "1..$1"
}

done_testing() {
	if [ -z "$tap_plan" ]; then
		tap_plan=$tap_n
		echo "1..$tap_n"
	elif [ "$tap_plan" -ne "$tap_n" ]; then
		diag "planned $tap_plan tests, ran $tap_n"
		tap_failed=1
	fi
}

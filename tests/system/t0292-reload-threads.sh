#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The index changes again and again under 16 clients, each of whose replies is of
# one generation and none an error: tests/lib/reload_storm.py.  `make reload-storm`
# does it 1,000 times.
. tests/lib/tap.sh
. tests/lib/daemon.sh

# What could be refused for want of time or room is not what is tried here.
cat >"$T/conf" <<'END'
[daemon]
workers = 4
core = yes
[limits]
deadline_ms = 60000
waiting = 4096
END
mkdir "$INDEX"
daemon_start --config "$T/conf"
export DAEMON="$daemon_pid"
ok "${SWAPS:=40} changes under 16 clients" \
	tests/lib/reload_storm.py --swaps "$SWAPS" --seed "${SEED:-1}"
diag "$(tail -n 1 "$T/ok.out")"
daemon_is_stopped
unlike "$(cat "$daemon_log")" 'Sanitizer|runtime error' 'no sanitizer complained'
done_testing

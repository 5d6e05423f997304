#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# How tracuud starts and refuses to: readiness, the life of its socket, exit
# codes, and the sentences that go with them.
. tests/lib/tap.sh
. tests/lib/daemon.sh

tracuud() {
	run timeout 20 "$B/tracuud" --index "$INDEX" --socket "$SOCKET" "$@"
}

# ------------------------------------------------------------------ command line

tracuud --no-such-option
is $status 1 'an unknown option is a usage error'
like "$err" 'tracuud --help' 'and the help is named'
tracuud extra
is $status 1 'an argument is a usage error'
like "$err" 'unexpected argument extra' 'and is named'
tracuud --help
is $status 0 '--help succeeds'
for o in index socket workers config ready-fd check-config log-level query-log; do
	like "$out" "^  --$o " "--help lists --$o"
done
tracuud --version
like "$out" '^tracuud [0-9]+\.' '--version prints the version'
tracuud --workers 0
is $status 1 '--workers 0 is refused'
like "$err" 'workers must be a number from 1' 'and the range is told'
tracuud --ready-fd 77
is $status 1 'a --ready-fd that is not open is refused'
like "$err" 'ready-fd 77' 'and is named'

# ------------------------------------------------------------- ready, in use, end

ok 'it starts without an index' daemon_start
ok 'the socket is there' test -S "$SOCKET"
is "$(stat -c %a "$SOCKET")" 700 'for its owner alone'

tracuud
is $status 2 'a second daemon on the socket does not start'
like "$err" "$SOCKET: socket in use, another tracuud has it" 'and says why'
ok_python 'the first one goes on answering' <<'END'
with Wire() as w:
    w.call('ping')
END

daemon_is_stopped 'SIGTERM stops it in order'
ok 'and the socket is gone' test ! -e "$SOCKET"

daemon_start
kill -INT "$daemon_pid"
daemon_wait
is $daemon_status 0 'SIGINT stops it in order'

# ------------------------------------------------------------ what others left

daemon_start
daemon_kill
ok 'kill -9 leaves the socket' test -S "$SOCKET"
ok 'the next daemon takes its place' daemon_start
daemon_is_stopped

echo precious >"$SOCKET"
tracuud
is $status 2 'a file in the place of the socket: it does not start'
like "$err" "$SOCKET: this is a file and no socket" 'and says so'
is "$(cat "$SOCKET")" precious 'and leaves it alone'
rm "$SOCKET"

python3 - <<'END' &
import os, signal, socket
s = socket.socket(socket.AF_UNIX)
s.bind(os.environ['SOCKET'])
s.listen()
signal.pause()
END
other=$!
wait_for test -S "$SOCKET"
tracuud
is $status 2 'a socket of another program: it does not start'
like "$err" "$SOCKET: socket in use by another program" 'and says so'
kill $other
wait $other 2>/dev/null
rm -f "$SOCKET"

# ------------------------------------------------------------------------- paths

long=$T/$(printf '%0120d' 0)
run timeout 20 "$B/tracuud" --index "$INDEX" --socket "$long"
is $status 2 'a socket path that the system would cut: it does not start'
like "$err" 'socket path is [0-9]+ bytes long and the system takes 107' \
	'and says how long it may be'
is "$(find "$T" -name '0*' | wc -l)" 0 'and leaves no file behind'

n=$((107 - ${#T} - 1))
edge=$T/$(printf "%0${n}d" 0)
SOCKET=$edge
ok 'a path of 107 bytes works' daemon_start
daemon_is_stopped
SOCKET=$T/s

SOCKET=$T/new/folder/s
ok 'the folder of the socket is made' daemon_start
daemon_is_stopped
SOCKET=$T/s

# ----------------------------------------------------------------------- systemd

ok_python 'a socket from systemd, READY=1 and STOPPING=1' <<'END'
import signal, socket, subprocess
T, B = os.environ['T'], os.environ['B']

def start(notify):
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(T + '/sd')
    listener.listen()
    # LISTEN_PID must be the daemon's own: the shell becomes it.
    child = subprocess.Popen(
        ['sh', '-c', 'exec 3<&%d; LISTEN_PID=$$ LISTEN_FDS=1 exec "$0" "$@"'
         % listener.fileno(), B + '/tracuud', '--index', T + '/none',
         '--socket', T + '/unused'],
        pass_fds=[listener.fileno()],
        env={**os.environ, 'NOTIFY_SOCKET': notify})
    listener.close()
    return child

def serves(child, told):
    assert told.recv(100) == b'READY=1'
    with Wire(path=T + '/sd') as w:
        w.call('ping')
    assert not os.path.exists(T + '/unused')
    child.send_signal(signal.SIGTERM)
    assert told.recv(100) == b'STOPPING=1'
    assert child.wait(20) == 0

for notify in T + '/notify', '@tracuu-test-%d' % os.getpid():
    told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    told.bind(notify.replace('@', '\0'))
    told.settimeout(20)
    child = start(notify)
    try:
        serves(child, told)
    finally:
        child.kill()
    os.unlink(T + '/sd')
END

run sh -c 'LISTEN_PID=$$ LISTEN_FDS=1 exec "$0" --index none 3</dev/null' \
	"$B/tracuud"
is $status 2 'a file that is no socket from systemd: it does not start'
like "$err" 'no listening Unix stream socket' 'and says so'

# ------------------------------------------------------------------ a bad index

index_make corpus/reports
sed -i 's/"schema": *[0-9]*/"schema": 999/' "$INDEX"/current/manifest
tracuud
is $status 2 'an index of another schema: it does not start'
like "$err" '[Rr]eindex|index again|tracuu-index rebuild' 'and says to reindex'

done_testing

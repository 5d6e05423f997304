#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Clients that mean harm: what each of them gets is what docs/protocol.md says
# (tests/lib/wire_model.py), and the others notice nothing.  Some cases of the
# grammar in tests/lib/hostile.py; `make hostile CASES=100000` tries that many.
. tests/lib/tap.sh
. tests/lib/daemon.sh

archive_make "$T/big" 1 20000
index_make corpus/reports "$T/big"
export BIG="$T/big/00000.txt"

# start LIMIT...: a daemon with these limits.
start() {
	{
		printf '[daemon]\nworkers = 2\n[limits]\n'
		[ $# -eq 0 ] || printf '%s\n' "$@"
	} >"$T/conf"
	daemon_start --config "$T/conf"
	export DAEMON="$daemon_pid"
}

# ----------------------------------------------------------- cut at every byte

start
for framing in line header vim; do
	export framing
	ok_python "$framing: cut in two at every byte, and ended at every byte" <<'END'
import wire_model
framing = os.environ['framing']
requests = [('analyze', {'text': 'Đường'}, 1), ('count', {'query': 'xã'}, 2),
            ('nước', {}, 3), ('ping', {}, 4)]
def ask(pieces, other):
    """What comes back when each piece is sent after the one before was read."""
    with Wire(framing) as w:
        for piece in pieces:
            w.raw(piece)
            other.call('ping')
        w.half_close()
        try:
            while True:
                w.fill()
        except EOFError:
            return bytes(w.data)
with Wire() as other:
    data = b''.join(Wire(framing).encode(*r) for r in requests)
    for i in range(len(data) + 1):
        wire_model.check(wire_model.expect(data), ask([data[:i], data[i:]], other))
        wire_model.check(wire_model.expect(data[:i]), ask([data[:i]], other))
END
done

# --------------------------------------------------------- a grammar, and chance

ok "${CASES:=3000} cases of a grammar, seed ${SEED:=1}" \
	tests/lib/hostile.py --cases "$CASES" --seed "$SEED"
diag "$(tail -n 1 "$T/ok.out")"

# ------------------------------------------------------------ clients that leave

ok_python 'clients that come and go, and those that say half a word' <<'END'
import threading
pid = int(os.environ['DAEMON'])
request = Wire('header').encode('search', {'query': 'xã', 'limit': 20}, 1)
def storm():
    for i in range(250):
        w = Wire()
        if i % 5 == 1:
            w.raw(request * (i % 40))
        elif i % 5 == 2:
            w.raw(request[:i % len(request)])
        elif i % 5 == 3:
            w.raw(request * 3)
            w.socket.shutdown(socket.SHUT_RD)  # replies go nowhere
        elif i % 5 == 4:
            w.raw(request)
            w.socket.shutdown(socket.SHUT_RDWR)
        w.close()
with Wire() as good:
    wanted = good.call('count', query='xã')
    before = open_files(pid)
    threads = [threading.Thread(target=storm) for _ in range(8)]
    for t in threads:
        t.start()
    while any(t.is_alive() for t in threads):
        assert good.call('count', query='xã') == wanted
    wait_until(lambda: good.call('stats')['connections'] == 1)
    wait_until(lambda: good.call('stats')['running'] == 0)
    assert open_files(pid) == before, (before, open_files(pid))
END

ok_python 'files that are handed to the daemon are not kept' <<'END'
pid = int(os.environ['DAEMON'])
with Wire() as w:
    w.call('ping')
    before = open_files(pid)
    for _ in range(20):
        with open('/dev/null') as file:
            socket.send_fds(w.socket, [w.encode('ping', {}, 7)], [file.fileno()] * 100)
        assert w.recv()['id'] == 7
    assert open_files(pid) == before
END

ok_python 'more than the backlog while the daemon stands still' <<'END'
import signal
pid = int(os.environ['DAEMON'])
with Wire() as good:
    good.call('ping')
    os.kill(pid, signal.SIGSTOP)
    waiting = []
    try:
        while len(waiting) < 600:
            w = socket.socket(socket.AF_UNIX)
            w.setblocking(False)
            w.connect(os.environ['SOCKET'])
            w.send(b'{"id":1,"method":"ping"}\n')
            waiting.append(w)
    except BlockingIOError:
        w.close()
    finally:
        os.kill(pid, signal.SIGCONT)
    assert len(waiting) > 100, len(waiting)
    for w in waiting:
        w.settimeout(TIMEOUT)
        assert w.recv(1000) == b'{"jsonrpc":"2.0","id":1,"result":{}}\n'
        w.close()
    wait_until(lambda: good.call('stats')['connections'] == 1)
END
daemon_is_stopped

# ------------------------------------------- clients that neither end nor listen

start 'idle_ms = 400'
ok_python 'who sends a byte now and then is closed when no request came of it' <<'END'
def trickle(w, data):
    """Until it is closed."""
    for byte in data:
        w.raw(bytes([byte]))
        time.sleep(0.02)
for framing, data in ('line', b'{"id":1,"x":"' + b' ' * 5000), \
        ('header', b'Content-Length: 6000\r\n\r\n' + b' ' * 5000), ('header', b'C' * 900):
    with Wire(framing) as w:
        try:
            trickle(w, data)
            raise AssertionError('never closed')
        except (BrokenPipeError, ConnectionResetError):
            pass
END
daemon_is_stopped

start 'unsent_bytes = 65536' 'in_flight = 4' 'deadline_ms = 60000'
ok_python 'clients that never read are closed, the others are served' <<'END'
with Wire() as good:
    wanted = good.call('count', query='xã')
    deaf = [Wire(framing, receive_buffer=2048) for framing in
            ('line', 'header', 'vim') for _ in range(20)]
    for i, w in enumerate(deaf):
        w.socket.setblocking(False)
        w.socket.send(b''.join(w.encode('show', {'path': os.environ['BIG'], 'to': 2000},
                                        n) for n in range(1, 9)))
        assert good.call('count', query='xã') == wanted
    wait_until(lambda: good.call('stats')['connections'] == 1)
    for w in deaf:
        w.close()
END
like "$(cat "$daemon_log")" 'does not read its replies, closed' 'and it says so'
daemon_is_stopped

start
ok_python 'a client that is stopped: the others are served, and the daemon ends' <<'END'
import signal
child = os.fork()
if not child:
    with Wire() as w:
        w.send_all([('show', {'path': os.environ['BIG'], 'to': 5000})] * 3)
        os.kill(os.getpid(), signal.SIGSTOP)
os.waitpid(child, os.WUNTRACED)
try:
    with Wire() as good:
        for _ in range(20):
            good.call('count', query='xã')
        assert good.call('stats')['connections'] == 2
    pid = int(os.environ['DAEMON'])
    os.kill(pid, signal.SIGTERM)
    wait_until(lambda: ended(pid))
finally:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
END
daemon_wait
is "$daemon_status" 0 'it ended in order'
unlike "$(cat "$daemon_log")" 'Sanitizer|runtime error' 'no sanitizer complained'
done_testing

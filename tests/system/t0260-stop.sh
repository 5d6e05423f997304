#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# How tracuud ends: what it still answers, whom it waits for and for how long;
# and that a long life leaves nothing behind.
. tests/lib/tap.sh
. tests/lib/daemon.sh

archive_make "$T/archive" 300 40
archive_make "$T/big" 1 60000
index_make "$T/archive" "$T/big"
export BIG="$T/big/00000.txt"

# start [OPTION...]: with its pid in the environment
start() {
	daemon_start "$@"
	export DAEMON="$daemon_pid"
}

# ended DESCRIPTION: it ends by itself, in order.
ended() {
	daemon_wait
	is "$daemon_status" 0 "$1"
}

# Every query is run for itself.
printf '[limits]\ncache_bytes = 0\ndeadline_ms = 120000\n' >"$T/alone"
start --workers 1 --config "$T/alone"
ok_python 'shutdown while busy: what runs is finished, what waits is told' <<'END'
import signal
heavy = ('search', {'query': 'xã huyện tỉnh nông dân', 'limit': 300,
                    'lines': True})
with Wire() as w, Wire() as idle:
    w.send_all([heavy] * 31 + [('ping', {})])
    assert w.recv()['result'] == {}
    os.kill(int(os.environ['DAEMON']), signal.SIGTERM)
    kinds = [kind_of(w.recv()) for _ in range(31)]
    assert set(kinds) <= {'result', 'shutting_down'}, kinds
    assert 'shutting_down' in kinds, kinds
    assert w.is_closed() and idle.is_closed()
END
ended 'and it ends in order'
ok 'the socket is gone' test ! -e "$SOCKET"

start
ok_python 'replies that are under way are sent to their ends; no new request is taken' <<'END'
import signal
want = open(os.environ['BIG']).read()
with Wire() as w, Wire() as asks:
    w.send('show', path=os.environ['BIG'])
    w.data += w.socket.recv(1000)
    # More than a socket takes, and less than what stops the reading.
    asks.send('show', path=os.environ['BIG'], to=6000)
    asks.data += asks.socket.recv(1000)
    os.kill(int(os.environ['DAEMON']), signal.SIGTERM)
    wait_until(lambda: not os.path.exists(os.environ['SOCKET']))
    asks.send_all([('ping', {}), ('count', {'query': 'xã'}), ('reload', {})])
    assert asks.recv()['result']['text'] in want
    assert [kind_of(asks.recv()) for _ in range(3)] == ['shutting_down'] * 3
    assert asks.is_closed()
    assert w.recv()['result']['text'] == want
    assert w.is_closed()
END
ended 'and it ends in order'

printf '[limits]\ndeadline_ms = 100\n' >"$T/conf"
start --config "$T/conf"
ok_python 'who does not take its reply is given up on' <<'END'
import signal
with Wire() as other, Wire(receive_buffer=4096) as w:
    w.send('show', path=os.environ['BIG'])
    w.data += w.socket.recv(1000)
    os.kill(int(os.environ['DAEMON']), signal.SIGTERM)
    assert other.is_closed()
    wait_until(lambda: ended(int(os.environ['DAEMON'])))
END
ended 'and it ends in order'
like "$(cat "$daemon_log")" '1 clients did not take their replies' \
	'and says so'

start --workers 1 --config "$T/alone"
ok_python 'a second signal waits for nobody' <<'END'
import signal
heavy = ('search', {'query': 'xã huyện tỉnh nông dân', 'limit': 300,
                    'lines': True})
with Wire() as w, Wire(receive_buffer=4096) as slow:
    slow.send('show', path=os.environ['BIG'])
    slow.data += slow.socket.recv(1000)
    w.send_all([heavy] * 20)
    for _ in range(2):
        os.kill(int(os.environ['DAEMON']), signal.SIGTERM)
        wait_until(lambda: not os.path.exists(os.environ['SOCKET']))
    wait_until(lambda: ended(int(os.environ['DAEMON'])))
END
ended 'and it ends in order'

start --query-log "$T/queries"
ok_python 'a rotated query log is opened anew by SIGHUP' <<'END'
import signal
log = os.environ['T'] + '/queries'
with Wire() as w:
    w.call('count', query='xã')
    os.rename(log, log + '.1')
    os.kill(int(os.environ['DAEMON']), signal.SIGHUP)
    wait_until(lambda: os.path.exists(log))
    w.call('count', query='huyện')
assert len(open(log + '.1').readlines()) == 1
assert json.loads(open(log).read())['query'] == 'huyện'
END

ok_python 'a thousand connections leave no file open' <<'END'
pid = int(os.environ['DAEMON'])
with Wire() as w:
    w.call('ping')
    before = open_files(pid)
    for i in range(1000):
        with Wire(('line', 'header', 'vim')[i % 3]) as other:
            if i % 4 == 0:
                other.call('ping')
            elif i % 4 == 1:
                other.send('search', query='xã', limit=20)
            elif i % 4 == 2:
                other.raw(b'\0rubbish')
    wait_until(lambda: w.call('stats')['connections'] == 1)
    assert open_files(pid) == before, (before, open_files(pid))
END

daemon_is_stopped
done_testing

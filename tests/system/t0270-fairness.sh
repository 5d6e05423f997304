#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Whose query is next: one client does not delay another, what is quick does not
# wait for what is not, and who asks for too much is told so.
#
# There is one worker, and the query log has the order in which queries were
# answered.  Clients write while the daemon is stopped, so that it finds all of
# their queries together, whatever else the machine does.
. tests/lib/tap.sh
. tests/lib/daemon.sh

archive_make "$T/archive" 200 40
index_make "$T/archive"

# start LIMIT...: a daemon with one worker and these limits, which runs every
# query for itself.
start() {
	{
		printf '[daemon]\nworkers = 1\n[limits]\n'
		printf 'deadline_ms = 100000\ncache_bytes = 0\n'
		printf '%s\n' "$@"
	} >"$T/conf"
	: >"$T/queries"
	daemon_start --config "$T/conf" --query-log "$T/queries"
	export DAEMON="$daemon_pid"
}

cat >"$T/words.py" <<'END'
def heavy(n):
    """No two of them are the same."""
    return ('search', {'query': 'xã huyện tỉnh nông dân', 'limit': 200 - n,
                       'lines': True})

def kinds(replies):
    return set(map(kind_of, replies.values()))

logged = 0
def order():
    """The queries that were answered since this was asked last."""
    global logged
    rows = [json.loads(line)['query'] for line in
            open(os.environ['T'] + '/queries')]
    new, logged = rows[logged:], len(rows)
    return new
END
in_order() {
	{ cat "$T/words.py"; cat; } >"$T/order.in"
	ok_python "$1" <"$T/order.in"
}

start
in_order 'one query of a client goes before the thirty of another' <<'END'
with Wire() as many, Wire() as one:
    with frozen():
        many.send_all([*map(heavy, range(30))])
        one.send_all([('count', {'query': 'một'}), ('count', {'query': 'hai'})])
    assert kinds(one.recv_all(2)) | kinds(many.recv_all(30)) == {'result'}
    seen = order()
    assert len(seen) == 32
    assert seen.index('một') <= 1, seen
    # A count is done sooner than a search, and may go before it twice.
    assert seen.index('hai') <= 3, seen
END

in_order 'ten clients with one each go before one with thirty' <<'END'
order()
with Wire() as many:
    others = [Wire() for _ in range(10)]
    with frozen():
        many.send_all([*map(heavy, range(30))])
        for n, w in enumerate(others):
            w.send('count', query=f'thứ {n}')
    for w in others:
        w.recv()
        w.close()
    many.recv_all(30)
    seen = order()
    assert sum('thứ' in query for query in seen[:11]) == 10, seen
END

in_order 'ten thousand queries of a client, and one of another' <<'END'
import threading
order()
N = 10000
with Wire() as many, Wire() as one:
    def send():
        many.raw(b''.join(many.encode('count', {'query': f'xã {i}'}, i)
                          for i in range(N)))
    sender = threading.Thread(target=send)
    with frozen():
        sender.start()
        one.send('count', query='một')
    one.recv()
    assert kinds(many.recv_all(N)) == {'result'}
    sender.join()
    # Some may be answered while those that came with it are still read.
    assert order().index('một') < 20
END

in_order 'who sends large requests has one buffer of them read in his turn' <<'END'
import socket
with Wire() as many, Wire() as one:
    many.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 200000)
    many.socket.setblocking(False)
    request = many.encode('no such method', {'x': 'x' * 30000}, 1)
    before = one.call('stats')['errors']
    with frozen():
        sent = many.socket.send(request * 10)
        one.send('stats')
    assert sent > 5 * len(request), sent
    assert one.recv()['result']['errors'] - before <= 3
END

in_order 'a completion does not wait for searches, not even of its own client' <<'END'
order()
with Wire() as w:
    with frozen():
        w.send_all([*map(heavy, range(30)), ('complete', {'prefix': 'huy'})])
    assert kinds(w.recv_all(31)) == {'result'}
    assert order().index('huy') < 15
END
daemon_is_stopped

# --------------------------------------------------------------------- the places

start 'waiting = 8' 'in_flight = 100'
in_order 'one client gets half of the places, the next half of the rest' <<'END'
clients = [Wire() for _ in range(4)]
def busy(w):
    """How many of twenty are refused at once."""
    ids = w.send_all([*map(heavy, range(20)), ('ping', {})])
    replies = []
    while not replies or replies[-1]['id'] != ids[-1]:
        replies.append(w.recv())
    assert {kind_of(r) for r in replies[:-1]} <= {'busy'}
    return len(replies) - 1

assert [busy(w) for w in clients] == [15, 18, 19, 19]  # one of the first runs
with Wire() as w:
    assert w.error('count', query='xã').kind == 'busy'
    w.call('complete', prefix='huy')  # has places of its own
for w, n in zip(clients, (5, 2, 1, 1)):
    assert kinds(w.recv_all(n)) == {'result'}
    w.close()
END

in_order 'who was told that we are busy cannot keep us so' <<'END'
clients = [Wire() for _ in range(9)]
for w in clients:
    w.send_all([*map(heavy, range(5)), ('ping', {})])
    while w.recv().get('result') != {}:
        pass
with Wire() as many, Wire() as other:
    errors = lambda: other.call('stats')['errors']
    before = errors()
    many.socket.setblocking(False)
    request = many.encode('count', {'query': 'dân'}, 1)
    sent = many.socket.send(request * 10000) // len(request)
    assert sent > 1000, sent
    # A turn's worth of them is refused, then none for some time.
    def rests():
        a, b = errors(), errors()
        assert a - before < sent * 3 / 4, 'all were refused'
        return 0 < a - before and a == b
    wait_until(rests)
for w in clients:
    w.close()
END
daemon_is_stopped

done_testing

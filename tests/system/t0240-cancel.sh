#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Cancelling: by id, by a newer request of the same name, by going away.
#
# There is one worker, which runs every query for itself, and the requests of one write are all found before any
# answer can be: the first runs, the others wait.
. tests/lib/tap.sh
. tests/lib/daemon.sh

with_schema

archive_make "$T/archive" 200 40
index_make "$T/archive"
printf '[daemon]\nworkers = 1\n[limits]\ncache_bytes = 0\n' >"$T/conf"
daemon_start --config "$T/conf" --query-log "$T/queries"

ok_python 'one that waits is answered at once, the others as ever' <<'END'
for framing in 'line', 'header', 'vim':
    with Wire(framing) as w:
        search = {'query': 'xã huyện', 'limit': 100}
        w.raw(w.encode('search', search, 1) + w.encode('search', search, 2) +
              w.encode('search', search, 3) +
              w.encode('$/cancelRequest', {'id': 2}))
        first = w.recv()
        assert first['id'] == 2, first
        assert kind_of(first) == 'cancelled', first
        assert first['error']['code'] == -32800
        assert [kind_of(w.recv()) for _ in range(2)] == ['result'] * 2
END

ok_python 'one that runs is answered "cancelled"' <<'END'
with Wire() as w:
    w.raw(w.encode('search', {'query': 'xã huyện', 'limit': 200}, 'a') +
          w.encode('$/cancelRequest', {'id': 'a'}))
    reply = w.recv()
    assert reply['id'] == 'a' and kind_of(reply) == 'cancelled', reply
END

ok_python 'an id that is not in flight is ignored' <<'END'
with Wire() as w, Wire() as other:
    w.call('count', query='xã')
    for id in 1, '1', 99, None, {}, 1.5:
        w.cancel(id)
    w.raw(w.encode('$/cancelRequest') + w.encode('$/cancelRequest', {'x': 1}))
    w.call('ping')
    id = w.send('search', query='xã huyện', limit=200)
    other.cancel(id)  # of another connection
    other.call('ping')
    assert kind_of(w.recv()) == 'result'
END

ok_python 'latest: the newest of a name cancels the older ones' <<'END'
with Wire() as w:
    typed = [('search', {'query': 'xã huyện tỉnh'[:n], 'latest': 'as typed'})
             for n in range(2, 12)]
    ids = w.send_all([('search', {'query': 'dân', 'latest': 'other'})] + typed +
                     [('count', {'query': 'dân'})])
    replies = w.recv_all(len(ids))
    kinds = [kind_of(replies[id]) for id in ids]
    assert kinds == ['result'] + ['cancelled'] * 9 + ['result'] * 2, kinds
END

ok_python 'latest: of this connection alone' <<'END'
with Wire() as a, Wire() as b:
    a.send('search', query='xã huyện', limit=200, latest='x')
    b.send('search', query='xã huyện', limit=200, latest='x')
    assert kind_of(a.recv()) == 'result'
    assert kind_of(b.recv()) == 'result'
END

ok_python 'who goes away cancels what it asked' <<'END'
heavy = ('search', {'query': 'xã huyện tỉnh nông dân', 'limit': 200,
                    'lines': True})
with Wire() as other:
    before = other.call('stats')['queries']
    with Wire() as w:
        w.send_all([heavy] * 31 + [('ping', {})])
        w.recv()
    wait_until(lambda: other.call('stats')['connections'] == 1)
    stats = other.call('stats')
    assert stats['waiting'] == 0, stats
    # One ran, and perhaps the next began before the end was seen.
    assert stats['queries'] - before < 31, stats
END

# A search may be over before the loop sees that its client is: try again.
ok_python 'also what runs already' <<'END'
log = os.environ['T'] + '/queries'
heavy = ('search', {'query': 'huyện tỉnh nông dân xã', 'limit': 200,
                    'lines': True})
def was_cancelled():
    with Wire() as w:
        w.send_all([heavy, ('ping', {})])
        w.recv()
    with Wire() as w:
        w.call('count', query='xã')
    rows = [json.loads(line) for line in open(log)]
    return any(row.get('error') == 'cancelled' and
               row['query'] == heavy[1]['query'] for row in rows)
wait_until(was_cancelled)
END

daemon_is_stopped
done_testing

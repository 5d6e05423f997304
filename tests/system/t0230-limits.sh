#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Every limit of docs/protocol.md, at its edge and one beyond.  Those of the
# query language itself are lib/search's to test.
. tests/lib/tap.sh
. tests/lib/daemon.sh

archive_make "$T/archive" 300 40
archive_make "$T/big" 1 60000
index_make "$T/archive" "$T/big"
export BIG="$T/big/00000.txt"

# start LIMIT...: a daemon with one worker and these limits, which runs every
# query for itself.
start() {
	{
		printf '[daemon]\nworkers = 1\n[limits]\ncache_bytes = 0\n'
		printf '%s\n' "$@"
	} >"$T/conf"
	daemon_start --config "$T/conf"
}

# ------------------------------------------------------- at the default values

daemon_start

ok_python 'request_bytes: 65536 bytes are read, one more is refused and closed' <<'END'
for framing in 'line', 'header', 'vim':
    with Wire(framing) as w:
        frame = len(w.encode('analyze', {'text': ''}, 1))
        if framing == 'header':
            frame = len(w.encode('analyze', {'text': ''}, 1).split(b'\r\n\r\n')[1])
        else:
            frame -= 1  # the end of the line is no part of the message
        fits = 65536 - frame
        reply = w.call('analyze', text=' ' * (fits - 1) + 'x')
        assert reply['tokens'][0]['byte'] == fits - 1
        w.send('analyze', text=' ' * fits + 'x')
        reply = w.recv()
        e = reply['error']
        assert not reply['id'] and e['code'] == -32004, reply
        assert e['data'] == {'kind': 'too_large', 'limit': 'request_bytes',
                             'value': 65536}, e
        w.half_close()
        assert w.is_closed()
END

ok_python 'request_bytes: an endless line, and a header that promises too much' <<'END'
for data in b'{"id":1,' + b' ' * 70000, b'Content-Length: 65537\r\n\r\n', \
        b'Content-Length: 99999999999999999999\r\n\r\n':
    with Wire('header' if data[:1] == b'C' else 'line') as w:
        w.raw(data)
        assert kind_of(w.recv()) == 'too_large', data[:30]
END

ok_python 'query_bytes: 4096 are read, one more is refused' <<'END'
with Wire() as w:
    w.call('count', query=' ' * 4094 + 'xã'[:1] + 'y')
    e = w.error('search', query=' ' * 4095 + 'xy')
    assert e.kind == 'too_large', e
    assert e.data['limit'] == 'query_bytes' and e.data['value'] == 4096, e
    e = w.error('count', query='ã' * 2049)
    assert e.kind == 'too_large', 'bytes are counted, not letters'
END

ok_python 'a query of 100 kB' <<'END'
with Wire() as w:
    w.send('search', query='học ' * 20000)
    reply = w.recv()
    assert kind_of(reply) == 'too_large', reply
    assert '65536' in reply['error']['message'], reply
END

ok_python 'query_words: 64 are read, one more is refused' <<'END'
with Wire() as w:
    w.call('count', query='xã ' * 64)
    e = w.error('count', query='xã ' * 65)
    assert e.kind == 'too_large' and '64' in e.message, e
END

ok_python 'query_parts: 256 are read, one more is refused' <<'END'
with Wire() as w:
    w.call('count', query='date:2020 ' * 256)
    e = w.error('count', query='date:2020 ' * 257)
    assert e.kind == 'too_large', e
    assert e.data['limit'] == 'query_parts' and e.data['value'] == 256, e
END

ok_python 'nesting: 32 are read, one more is refused' <<'END'
with Wire() as w:
    w.call('count', query='(' * 32 + 'xã' + ')' * 32)
    e = w.error('count', query='(' * 33 + 'xã' + ')' * 33)
    assert e.kind == 'too_large' and '32' in e.message, e
END

ok_python 'limit: 1000 are given, one more is refused' <<'END'
with Wire() as w:
    assert len(w.call('search', query='xã', limit=1000)['hits']) > 250
    e = w.error('search', query='xã', limit=1001)
    assert e.data['limit'] == 'limit' and e.data['value'] == 1000, e
END

ok_python 'window: offset + limit up to 10000' <<'END'
with Wire() as w:
    assert w.call('search', query='xã', limit=10, offset=9990)['hits'] == []
    e = w.error('search', query='xã', limit=10, offset=9991)
    assert e.data['limit'] == 'window' and e.data['value'] == 10000, e
    e = w.error('search', query='xã', limit=10, offset=4294967295)
    assert e.data['limit'] == 'window', e
END

# The requests of one write are all found before any answer can be: what waits
# and what is refused is then certain.
ok_python 'in_flight: the 33rd request waits until one is answered' <<'END'
heavy = ('search', {'query': 'xã huyện', 'limit': 20})
with Wire() as w:
    ids = w.send_all([heavy] * 31 + [('ping', {})])
    assert w.recv()['id'] == ids[-1], '31 in flight, and the ping is answered'
    w.recv_all(31)
    ids = w.send_all([heavy] * 32 + [('ping', {})])
    assert w.recv()['id'] != ids[-1], '32 in flight, and the ping waits'
    w.recv_all(32)
END

daemon_is_stopped

# ----------------------------------------------------------------- made smaller

start 'waiting = 4'
ok_python 'waiting: one runs, two wait, the others are busy at once' <<'END'
with Wire() as w:
    ids = w.send_all([('count', {'query': 'xã'})] * 20)
    first = [w.recv() for _ in range(17)]
    assert {kind_of(r) for r in first} == {'busy'}, first
    assert first[0]['error']['code'] == -32000
    assert [r['id'] for r in first] == ids[3:]
    assert {kind_of(w.recv()) for _ in range(3)} == {'result'}
    stats = w.call('stats')
    assert stats['busy'] == 17 and stats['waiting'] == 0, stats
END
daemon_is_stopped

start 'waiting = 0'
ok_python 'waiting = 0: a free worker is all there is' <<'END'
with Wire() as w:
    replies = w.recv_all(len(w.send_all([('count', {'query': 'xã'})] * 5)))
    assert sorted(map(kind_of, replies.values())) == ['busy'] * 4 + ['result']
END
daemon_is_stopped

start 'deadline_ms = 5'
ok_python 'deadline: late ones are told, and the next are served' <<'END'
heavy = ('search', {'query': 'xã huyện tỉnh nông dân', 'limit': 300,
                    'lines': True})
with Wire() as w:
    replies = w.recv_all(len(w.send_all([heavy] * 32)))
    kinds = {kind_of(r) for r in replies.values()}
    assert 'deadline' in kinds and kinds <= {'deadline', 'result'}, kinds
    assert w.call('stats')['queries'] < 32, 'those that were late did not run'
    e = next(r['error'] for r in replies.values() if 'error' in r)
    assert e['code'] == -32001 and '5 ms' in e['message'], e
    wait_until(lambda: kind_of([w.send('count', query='zzzz'), w.recv()][1]) ==
               'result')
END
daemon_is_stopped

start 'clients = 3'
ok_python 'clients: the fourth is told and closed, until one has gone' <<'END'
three = [Wire() for _ in range(3)]
for w in three:
    w.call('ping')
with Wire() as w:
    reply = w.recv()
    assert kind_of(reply) == 'busy' and reply['id'] is None, reply
    assert w.is_closed()
three[0].close()
def enters():
    with Wire() as w:
        try:
            w.send('ping')
            return kind_of(w.recv()) == 'result'
        except OSError:
            return False
wait_until(enters)
for w in three[1:]:
    w.call('ping')
END
daemon_is_stopped

start 'reply_bytes = 100000'
ok_python 'reply_bytes: a longer reply is refused' <<'END'
with Wire() as w:
    e = w.error('show', path=os.environ['BIG'])
    assert e.data == {'kind': 'too_large', 'limit': 'reply_bytes',
                      'value': 100000}, e
    assert w.call('show', path=os.environ['BIG'], to=10)['text']
    e = w.error('search', query='xã', limit=300, lines=True)
    assert e.data['limit'] == 'reply_bytes', e
    lines = 1
    while True:  # as near to the edge as a report has lines
        try:
            text = w.call('show', path=os.environ['BIG'], to=lines)['text']
        except WireError as error:
            assert error.data['limit'] == 'reply_bytes', error
            break
        size, lines = len(text.encode()), lines + 100
    assert 80000 < size < 100000, size
END
daemon_is_stopped

start 'idle_ms = 1000'
ok_python 'idle_ms: who says nothing is closed, who asks is not' <<'END'
with Wire() as busy, Wire() as idle, Wire() as half:
    half.raw(b'{"id":1,')
    end = time.monotonic() + 1.6
    while time.monotonic() < end:
        busy.call('ping')
        time.sleep(0.02)
    assert idle.is_closed() and half.is_closed()
    busy.call('ping')
    assert busy.is_closed()
END
daemon_is_stopped

# ------------------------------------------------------------------ slow readers

start 'unsent_bytes = 15000000' 'deadline_ms = 60000'
ok_python 'a large reply reaches a slow reader whole' <<'END'
want = open(os.environ['BIG']).read()
assert 5000000 < len(want.encode()) < 7000000
with Wire(receive_buffer=4096) as slow, Wire() as other:
    slow.send('show', path=os.environ['BIG'])
    for _ in range(200):
        slow.data += slow.socket.recv(1000)
        other.call('ping')
    assert slow.recv()['result']['text'] == want
END

ok_python 'who does not read is not read from: what it sends stays in the socket' <<'END'
with Wire() as w:
    w.send('show', path=os.environ['BIG'])
    w.data += w.socket.recv(1000)
    # More than any socket takes: sending must get stuck.
    w.socket.settimeout(1)
    sent = 0
    try:
        while sent < 64 << 20:
            sent += w.socket.send(b'\n' * 65536)
        raise AssertionError('all of it was taken')
    except TimeoutError:
        pass
    w.socket.settimeout(TIMEOUT)
    assert kind_of(w.recv()) == 'result'
    w.call('ping')
END

ok_python 'unsent_bytes: two replies may wait, at the third it is closed' <<'END'
show = ('show', {'path': os.environ['BIG']})
with Wire() as two, Wire() as three, Wire() as other:
    ids = two.send_all([show] * 2)
    three.send_all([show] * 3)
    wait_until(lambda: other.call('stats')['connections'] == 2)
    try:
        while True:
            three.fill()
    except (EOFError, ConnectionResetError):
        pass
    assert len(three.data) < 15000000, len(three.data)
    assert set(two.recv_all(2)) == set(ids)
END
daemon_is_stopped

done_testing

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The three framings of docs/protocol.md, whole and in pieces, and what becomes
# of bytes that are none of them.
. tests/lib/tap.sh
. tests/lib/daemon.sh

index_make corpus/reports
daemon_start --workers 2

for framing in line header vim; do
	export framing
	ok_python "$framing: a request and its reply" <<'END'
with Wire(os.environ['framing']) as w:
    hello = w.call('hello', client='kiểm tra', protocol=1)
    assert hello['protocol'] == 1
    assert hello['documents'] == 30, hello
END

	ok_python "$framing: UTF-8 goes there and back" <<'END'
with Wire(os.environ['framing']) as w:
    text = 'Đường về Thủy Lãng 😀'
    tokens = w.call('analyze', text=text)['tokens']
    assert [t['form'] for t in tokens if 'form' in t] == \
        ['Đường', 'về', 'Thủy', 'Lãng'], tokens
    assert w.error('nước', x='é').kind == 'method_not_found'
END

	ok_python "$framing: a hundred requests in one write are all answered" <<'END'
with Wire(os.environ['framing']) as w:
    ids = w.send_all([('ping', {})] * 50 + [('count', {'query': 'dân'})] * 50)
    replies = w.recv_all(100)
    assert set(replies) == set(ids)
    assert {kind_of(r) for r in replies.values()} == {'result'}
END

	ok_python "$framing: one byte at a time" <<'END'
with Wire(os.environ['framing']) as w:
    for byte in w.encode('count', {'query': 'nước'}, 9):
        w.raw(bytes([byte]))
    reply = w.recv()
    assert reply['id'] == 9 and reply['result']['value'] > 0, reply
END

	ok_python "$framing: half a request, and the rest after others were served" <<'END'
with Wire(os.environ['framing']) as w, Wire() as other:
    data = w.encode('ping', {}, 1)
    w.raw(data[:len(data) // 2])
    other.call('ping')
    assert w.is_silent(0.1)
    w.raw(data[len(data) // 2:])
    assert w.recv()['id'] == 1
END

	ok_python "$framing: half a request, and gone" <<'END'
with Wire(os.environ['framing']) as w:
    w.raw(w.encode('ping', {}, 1)[:10])
with Wire() as other:
    other.call('ping')
END

	ok_python "$framing: after the end of its input a client gets its replies" <<'END'
with Wire(os.environ['framing']) as w:
    w.send_all([('search', {'query': 'học'})] * 40 + [('ping', {})])
    w.half_close()
    assert len(w.recv_all(41)) == 41
    assert w.is_closed()
END

	ok_python "$framing: a notification gets no answer" <<'END'
with Wire(os.environ['framing']) as w:
    if w.framing != 'vim':  # every message of Vim has a number
        w.raw(w.encode('ping') + w.encode('nothing') +
              w.encode('search', {'query': 'học'}))
    w.cancel(12345)
    assert w.send('ping') == w.recv()['id']
END

	ok_python "$framing: text that is not JSON is refused, and the next is served" <<'END'
with Wire(os.environ['framing']) as w:
    w.call('ping')
    bad = b'{"id":5,"method":' if w.framing != 'vim' else b'[5,{"method":'
    if w.framing == 'header':
        w.raw(b'Content-Length: %d\r\n\r\n' % len(bad) + bad)
    else:
        w.raw(bad + b'\n')
    reply = w.recv()
    assert kind_of(reply) == 'parse' and not reply['id'], reply
    w.call('ping')
END
done

# ----------------------------------------------------------------- replies' order

ok_python 'a reply that is ready overtakes one that is not' <<'END'
with Wire() as w:
    first, *_, last = w.send_all([('search', {'query': 'dân', 'limit': 100,
                                              'lines': True}), ('ping', {})])
    assert w.recv()['id'] == last
    assert w.recv()['id'] == first
END

ok_python 'an id is sent back as it came' <<'END'
with Wire() as w:
    for id in '"a"', '""', '"số 7"', '7', '-3', '9007199254740993':
        w.raw(b'{"id":%s,"method":"ping"}\n' % id.encode())
        text = w.recv_text().decode()
        assert json.loads(text)['id'] == json.loads(id), text
    w.raw(b'{"id":null,"method":"ping"}\n')
    assert w.recv()['id'] is None
END

# --------------------------------------------------------------- a shell speaks it

is "$(printf '{"id":1,"method":"ping"}' | socat -t 10 - "UNIX:$SOCKET")" \
	'{"jsonrpc":"2.0","id":1,"result":{}}' \
	'a line without an end, then the end of the input'
is "$(printf '\n \n{"id":1,"method":"ping"}\r\n\r\n{"id":2,"method":"ping"}\r\n' |
	socat -t 10 - "UNIX:$SOCKET" | wc -l)" 2 'white space between messages'

# ------------------------------------------------------------------------ rubbish

ok_python 'no request: an error each, and the connection goes on' <<'END'
with Wire() as w:
    w.call('ping')
    for bad in ('{}', '{"id":1}', '{"id":1,"method":7}', '7', '"x"', 'null',
                '{"jsonrpc":"1.0","id":1,"method":"ping"}',
                '{"id":{},"method":"ping"}', '[]',
                '[{"id":1,"method":"ping"}]'):
        w.raw(bad.encode() + b'\n')
        reply = w.recv()
        assert kind_of(reply) == 'invalid_request', (bad, reply)
    w.raw(b'{"id":1,"method":"ping","params":[1]}\n')
    assert kind_of(w.recv()) == 'invalid_params'
    w.call('ping')
END

ok_python 'a batch is refused with a reason' <<'END'
with Wire() as w:
    w.raw(b'[{"jsonrpc":"2.0","id":1,"method":"ping"}]\n')
    reply = w.recv()
    assert kind_of(reply) == 'invalid_request', reply
    assert 'batch' in reply['error']['message'], reply
END

ok_python 'a stream that is none of the three: one error, then the end' <<'END'
for bad in (b'GET / HTTP/1.0\r\n\r\n', b'\0\0\0\0', b'\xff\xfe', b'xyz\n',
            b'Content-Type: x\r\n\r\n{}', b'Content-Length: many\r\n\r\n',
            b'Content-Length: -1\r\n\r\n', b'C' * 5000):
    with Wire('header' if bad[:1] == b'C' else 'line') as w:
        w.raw(bad)
        reply = w.recv()
        assert kind_of(reply) == 'parse' and reply['id'] is None, (bad, reply)
        w.half_close()
        assert w.is_closed(), bad
END

ok_python 'who is still writing is let finish, and reads the error then' <<'END'
with Wire() as w:
    for _ in range(50):
        w.raw(b'\0' * 65536)
    assert kind_of(w.recv()) == 'parse'
    w.half_close()
    assert w.is_closed()
END

ok_python 'but not for ever' <<'END'
with Wire() as w:
    w.raw(b'\0')
    w.recv()
    def refused():
        try:
            w.raw(b'\0' * 1000)
        except OSError:
            return True
    wait_until(refused)
END

ok_python 'what was asked before the broken frame is answered' <<'END'
with Wire('header') as w:
    w.raw(w.encode('search', {'query': 'học'}, 1) + w.encode('ping', {}, 2) +
          b'nonsense\r\n\r\n')
    assert {w.recv()['id'] for _ in range(3)} == {1, 2, None}
    w.half_close()
    assert w.is_closed()
END

ok_python 'random bytes from many clients delay nobody' <<'END'
import random
dice = random.Random(3)
with Wire() as good:
    for i in range(300):
        with Wire() as w:
            data = bytes(dice.choices(range(256), k=dice.randrange(1, 3000)))
            try:
                w.raw(dice.choice([b'', b'{', b'C', b'[1,']) + data)
            except OSError:
                pass
        good.call('ping')
END

ok_python 'a client who sends many small wrong lines delays nobody' <<'END'
import threading
stop = False
def flood():
    with Wire() as w:
        while not stop:
            w.raw(b'{}\n' * 5000)
            for _ in range(5000):
                w.recv_text()
threads = [threading.Thread(target=flood) for _ in range(2)]
for t in threads:
    t.start()
with Wire() as w:
    for _ in range(50):
        w.call('ping')
stop = True
for t in threads:
    t.join()
END

daemon_is_stopped
done_testing

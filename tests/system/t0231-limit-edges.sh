#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Every limit that `hello` tells: set to a small value, reached exactly, and passed
# by one.  A limit that has no test here or elsewhere fails.
. tests/lib/tap.sh
. tests/lib/daemon.sh

archive_make "$T/archive" 20 40
# Words of six and of seven forms, each in a report of its own.
for word in la lá là lả lã lạ ta tá tà tả tã tạ tâ; do
	printf 'Tin\n\n%s\n' "$word" >"$T/archive/$word.txt"
done
# Four years.
for year in 2011 2012 2013 2014; do
	printf 'Ngày mùa\n\nThứ hai, 03/01/%s\n\nGặt lúa.\n' $year >"$T/archive/$year.txt"
done
index_make "$T/archive"

cat >"$T/edges.py" <<'END'
from wire import *

EDGES = {}

def edge(name, value, *others):
    """The function is the test of a limit; its Wire is to a daemon where the
    limit has this value."""
    def keep(f):
        assert name not in EDGES, name
        EDGES[name] = (value, others, f)
        return f
    return keep

def passes(error, name, value):
    assert error.kind == 'too_large' and error.code == -32004, error
    assert (error.data['limit'], error.data['value']) == (name, value), error
    assert str(value) in error.message, error

def in_one_frame(w, method, params, size, id=1):
    """A request of exactly so many bytes of JSON."""
    data = w.encode(method, params, id)[:-1]
    assert len(data) <= size
    return data + b' ' * (size - len(data)) + b'\n'

def query_edge(name, value, query):
    @edge(name, value)
    def test(w, path):
        w.call('count', query=query(value))
        passes(w.error('count', query=query(value + 1)), name, value)
        passes(w.error('search', query=query(value + 1)), name, value)

query_edge('query_bytes', 100, lambda n: ' ' * (n - 2) + 'xa')
query_edge('query_words', 7, lambda n: 'xã ' * n)
query_edge('nesting', 3, lambda n: '(' * n + 'xã' + ')' * n)

@edge('request_bytes', 2000)
def request_bytes(w, path):
    w.raw(in_one_frame(w, 'ping', {}, 2000))
    assert kind_of(w.recv()) == 'result'
    w.raw(in_one_frame(w, 'ping', {}, 2001))
    passes(WireError(w.recv()['error']), 'request_bytes', 2000)
    w.half_close()
    assert w.is_closed()

@edge('reply_bytes', 8000)
def reply_bytes(w, path):
    words = 1
    def size(id):
        w.raw(w.encode('analyze', {'text': 'xã ' * words}, id))
        text = w.recv_text()
        return len(text) + 1 if 'error' not in json.loads(text) else text
    while size('') < 7800:
        words += 1
    pad = 8000 - size('')
    assert size('x' * pad) == 8000
    error = json.loads(size('x' * (pad + 1)))
    passes(WireError(error['error']), 'reply_bytes', 8000)

@edge('expanded_terms', 6)
def expanded_terms(w, path):
    assert w.call('count', query='la')['value'] == 6
    assert w.call('count', query='ta')['value'] == 6, 'of seven forms'

@edge('limit', 5)
def limit(w, path):
    assert len(w.call('search', query='xã', limit=5)['hits']) == 5
    passes(w.error('search', query='xã', limit=6), 'limit', 5)

@edge('window', 12)
def window(w, path):
    assert len(w.call('search', query='xã', limit=5, offset=7)['hits']) == 5
    passes(w.error('search', query='xã', limit=5, offset=8), 'window', 12)

@edge('facet_values', 3)
def facet_values(w, path):
    def years(query):
        r = w.call('search', query=query, facets=['year'])
        return [v['value'] for v in r['facets']['year']]
    assert years('"ngày mùa" -date:2011') == ['2014', '2013', '2012']
    assert years('"ngày mùa"') == ['2014', '2013', '2012'], 'of four'

@edge('clients', 2)
def clients(w, path):
    with Wire(path=path) as second:
        second.call('ping')
        with Wire(path=path) as third:
            reply = third.recv()
            assert kind_of(reply) == 'busy' and reply['id'] is None, reply
            assert third.is_closed()
        second.call('ping')

@edge('in_flight', 3, 'cache_bytes = 0', 'deadline_ms = 60000')
def in_flight(w, path):
    heavy = ('search', {'query': 'xã huyện tỉnh', 'limit': 20, 'lines': True})
    for heavies, first in (2, True), (3, False):
        ids = w.send_all([heavy] * heavies + [('ping', {})])
        assert (w.recv()['id'] == ids[-1]) == first, heavies
        w.recv_all(heavies)

def begin_lsp(path):
    w = Wire('header', path)
    w.call('initialize', capabilities={})
    return w

def did_open(w, name, text):
    w.raw(w.encode('textDocument/didOpen',
                   {'textDocument': {'uri': name, 'text': text}}))

def hover(w, name):
    return 'textDocument/hover', {'textDocument': {'uri': name},
                                  'position': {'line': 0, 'character': 0}}

def ask(w, name, error=False):
    method, params = hover(w, name)
    return (w.error if error else w.call)(method, **params)

@edge('open_documents', 2)
def open_documents(_, path):
    with begin_lsp(path) as w, begin_lsp(path) as other:
        for name in 'x:1', 'x:2', 'x:3', 'x:1':
            did_open(w, name, 'xã')
        assert ask(w, 'x:1') and ask(w, 'x:2')
        passes(ask(w, 'x:3', True), 'open_documents', 2)
        did_open(other, 'x:3', 'xã')
        assert ask(other, 'x:3'), 'another client has its own'
        w.raw(w.encode('textDocument/didClose', {'textDocument': {'uri': 'x:1'}}))
        did_open(w, 'x:3', 'xã')
        assert ask(w, 'x:3')

@edge('open_bytes', 5000)
def open_bytes(_, path):
    with begin_lsp(path) as w:
        text = 'xa' + ' ' * 4991
        did_open(w, 'x:1', text)  # 4993, and 3 of its name
        did_open(w, 'x:2', 'x')
        assert ask(w, 'x:1') and ask(w, 'x:2')
        did_open(w, 'x:2', 'xx')
        passes(ask(w, 'x:2', True), 'open_bytes', 5000)
        did_open(w, 'x:1', 'xã')
        did_open(w, 'x:2', 'xx')
        assert ask(w, 'x:1') and ask(w, 'x:2')
        # A message: request_bytes, and twice as much.
        w.raw(b'Content-Length: %d\r\n\r\n' % (65536 + 10000) + b' ' * 75536)
        assert kind_of(w.recv()) == 'parse', 'it is read'
        w.raw(b'Content-Length: %d\r\n\r\n' % (65536 + 10001))
        passes_by = w.recv()['error']
        assert passes_by['data'] == {'kind': 'too_large', 'limit': 'open_bytes',
                                     'value': 5000}, passes_by

# Where time, the kernel's buffers or other clients play a part, the edge is no
# single number: where else each of these is reached.
ELSEWHERE = {
    'waiting': ('t0230-limits.sh', 'ok_python \'waiting: '),
    'unsent_bytes': ('t0230-limits.sh', 'ok_python \'unsent_bytes: '),
    'deadline_ms': ('t0230-limits.sh', 'start \'deadline_ms = '),
    'idle_ms': ('t0230-limits.sh', 'ok_python \'idle_ms: '),
    'cache_bytes': ('t0275-cache.sh', 'start \'cache_bytes = '),
}
END

ok_python 'every limit that hello tells has a test' <<'END'
from edges import *
with Daemon() as path, Wire(path=path) as w:
    limits = set(w.call('hello')['limits'])
assert set(EDGES) | set(ELSEWHERE) == limits, \
    (set(EDGES) | set(ELSEWHERE)) ^ limits
assert not set(EDGES) & set(ELSEWHERE)
for name, (file, text) in ELSEWHERE.items():
    assert text in open('tests/system/' + file).read(), (name, file)
END

python3 - "$T" >"$T/names" <<'END'
import sys
sys.path[:0] = ['tests/lib', sys.argv[1]]
from edges import EDGES
print('\n'.join(EDGES))
END
while read -r name <&3; do
	export name
	ok_python "$name: at its edge, and one past it" <<'END'
from edges import *
value, others, test = EDGES[os.environ['name']]
with Daemon(f'{os.environ["name"]} = {value}', *others) as path:
    with Wire(path=path) as w:
        assert w.call('hello')['limits'][os.environ['name']] == value
        test(w, path)
END
done 3<"$T/names"

done_testing

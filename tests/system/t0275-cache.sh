#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Answers that are kept, and queries that are run once for all who ask the same.
#
# There is one worker.  Clients write while the daemon is stopped, so that it
# finds all of their queries together.
. tests/lib/tap.sh
. tests/lib/daemon.sh

archive_make "$T/archive" 200 40
index_make "$T/archive"

# start LIMIT...: a daemon with one worker and these limits.
start() {
	{
		printf '[daemon]\nworkers = 1\n[limits]\n'
		printf '%s\n' "$@"
	} >"$T/conf"
	: >"$T/queries"
	daemon_start --config "$T/conf" --query-log "$T/queries"
	export DAEMON="$daemon_pid"
}

cat >"$T/words.py" <<'END'
import unicodedata

HEAVY = ('search', {'query': 'xã huyện tỉnh nông dân', 'limit': 200,
                    'lines': True})

def counts():
    with Wire() as w:
        return w.call('stats')['cache']

before = counts()
def since():
    """(hits, misses, shared) since this was asked last."""
    global before
    now, last = counts(), before
    before = now
    return tuple(now[name] - last[name] for name in ('hits', 'misses', 'shared'))

def untimed(result):
    assert result.pop('took_us') >= 0
    return result

def logged():
    rows = [json.loads(line) for line in open(os.environ['T'] + '/queries')]
    return [row for row in rows if 'query' in row]
END
cached() {
	{ cat "$T/words.py"; cat; } >"$T/cached.in"
	ok_python "$1" <"$T/cached.in"
}

# ------------------------------------------------------------------- the same again

start 'deadline_ms = 100000'
cached 'asked again, it is the same answer, of the cache' <<'END'
ASKED = [('search', {'query': 'dân xã'}), ('count', {'query': 'dân xã'}),
         ('suggest', {'query': 'xã huyen'}), ('complete', {'prefix': 'huy'})]
with Wire() as w:
    path = w.call('search', query='nuôi cá')['hits'][0]['path']
    ASKED.append(('similar', {'path': path}))
    since()
    first = [w.call(method, **params) for method, params in ASKED]
    assert since() == (0, 5, 0)
    assert first == [{**w.call(method, **params),
                      **({'took_us': a['took_us']} if 'took_us' in a else {})}
                     for a, (method, params) in zip(first, ASKED)]
    assert since() == (5, 0, 0)
    stats = w.call('stats')
    assert stats['cache']['entries'] == 6, stats
    assert 6 * 100 < stats['cache']['bytes'] < 64 << 20, stats
END

cached 'in every framing, with the id of the request and its own time' <<'END'
since()
results = []
for framing in 'line', 'header', 'vim':
    with Wire(framing) as w:
        for id in 7, 1000000:
            w.raw(w.encode('search', HEAVY[1], id))
            reply = w.recv()
            assert reply['id'] == id
            results.append(reply['result'])
took = [r.pop('took_us') for r in results]
assert all(r == results[0] for r in results)
assert min(took[1:]) < took[0], took
assert since() == (5, 1, 0)
END

cached 'what makes no difference makes none' <<'END'
with Wire() as w:
    one = untimed(w.call('search', query='đường đất', limit=5, lines=True))
    since()
    for params in ({'lines': True, 'query': 'đường đất', 'limit': 5},
                   {'query': 'đường đất', 'limit': 5, 'lines': True, 'offset': 0,
                    'match': 'auto', 'sort': 'relevance', 'snippet': True,
                    'collapse': False, 'facets': [], 'unknown': 1},
                   {'query': '  đường   đất ', 'limit': 5, 'lines': True},
                   {'query': unicodedata.normalize('NFD', 'đường đất'),
                    'limit': 5, 'lines': True, 'latest': 'x'}):
        assert untimed(w.call('search', **params)) == one, params
    assert since() == (4, 0, 0)
    w.call('count', query='đường đất', limit=3)
    w.call('count', query='đường đất', sort='newest')
    assert since() == (1, 1, 0)
END

cached 'what makes a difference makes one' <<'END'
with Wire() as w:
    since()
    asked = [{'query': 'rừng'}, {'query': 'Rừng'}, {'query': 'rung'},
             {'query': 'rừng,'}, {'query': 'rừng\n'}, {'query': '"rừng"'},
             {'query': 'rừng', 'limit': 9}, {'query': 'rừng', 'offset': 1},
             {'query': 'rừng', 'match': 'any'}, {'query': 'rừng', 'sort': 'path'},
             {'query': 'rừng', 'snippet': False}, {'query': 'rừng', 'lines': True},
             {'query': 'rừng', 'collapse': True},
             {'query': 'rừng', 'facets': ['type']}]
    for params in asked:
        w.call('search', **params)
    w.call('count', query='rừng')
    w.call('suggest', query='rừng')
    assert since() == (0, len(asked) + 2, 0)
    # Of a completion each byte counts: the result says which it replaces.
    a = w.call('complete', prefix='chợ')
    b = w.call('complete', prefix=unicodedata.normalize('NFD', 'chợ'))
    c = w.call('complete', prefix=' chợ')
    assert (a['byte'], b['byte'], c['byte']) == (0, 0, 1), (a, b, c)
    assert since() == (0, 3, 0)
END

cached 'errors are not kept, nor what is not a query' <<'END'
with Wire() as w:
    since()
    for _ in range(2):
        assert w.error('search', query='xã', limit=5000).kind == 'too_large'
        assert w.error('similar', path='/none').kind == 'not_found'
    # One that is too long is not the same as its short form.
    w.call('count', query='xã')
    since()
    assert w.error('count', query='xã' + ' ' * 5000).kind == 'too_large'
    assert since()[0] == 0
    for _ in range(2):
        w.call('explain', query='xã')
        w.call('analyze', text='xã')
    assert since() == (0, 0, 0)
END

cached 'they are in the query log and among the queries' <<'END'
with Wire() as w:
    queries = w.call('stats')['queries']
    for _ in range(3):
        hits = w.call('search', query='tiêm chủng')['total']['value']
    assert w.call('stats')['queries'] == queries + 3
rows = [row for row in logged() if row['query'] == 'tiêm chủng']
assert len(rows) == 3 and {row['hits'] for row in rows} == {hits}, rows
END

cached 'a new generation has its own answers, and the old ones go' <<'END'
import subprocess
with Wire() as w:
    old = w.call('count', query='tin')
    with open(os.environ['T'] + '/archive/new.txt', 'w') as file:
        file.write('Tin mới\nXã làm đường.\n')
    subprocess.run([os.environ['B'] + '/tracuu-index', 'update', '--quiet',
                    '--index', os.environ['INDEX'],
                    os.environ['T'] + '/archive'], check=True)
    w.call('reload')
    assert w.call('count', query='tin')['value'] == old['value'] + 1
    assert w.call('stats')['cache']['entries'] == 1
END

# ---------------------------------------------------------------- at the same time

cached 'thirty of the same are run once' <<'END'
with Wire() as w:
    since()
    with frozen():
        w.send_all([HEAVY] * 30)
    replies = w.recv_all(30).values()
    assert {kind_of(r) for r in replies} == {'result'}
    results = [untimed(r['result']) for r in replies]
    assert all(r == results[0] for r in results)
    assert since() == (0, 30, 29)
END

cached 'of many clients, behind a worker that is held' <<'END'
clients = [Wire(('line', 'header', 'vim')[n % 3]) for n in range(12)]
with Wire() as other:
    since()
    with frozen():
        other.send('search', query='nước sạch', limit=200, lines=True)
        for w in clients:
            w.send('search', query='trồng rừng', limit=150)
    results = [untimed(w.recv()['result']) for w in clients]
    assert all(r == results[0] for r in results)
    other.recv()
    hits, misses, shared = since()
    assert hits + shared == 11 and misses - shared == 2, (hits, misses, shared)
for w in clients:
    w.close()
END

cached 'an error is shared, too' <<'END'
with Wire() as w:
    since()
    with frozen():
        w.send_all([('search', {'query': 'xã', 'limit': 5000})] * 10)
    replies = w.recv_all(10).values()
    assert {kind_of(r) for r in replies} == {'too_large'}
    assert all(r['error']['data']['limit'] == 'limit' for r in replies)
    assert since() == (0, 10, 9)
END

cached 'who cancels gets an error, the others their answer' <<'END'
for victims in [0], [1], [0, 1], [0, 1, 2, 3], [3]:
    query = {'query': f'xã huyện {victims}', 'limit': 200, 'lines': True,
             'match': 'any'}
    clients = [Wire() for _ in range(5)]
    with frozen():
        for w in clients:
            w.raw(w.encode('search', query, 1))
        for n in victims:
            clients[n].cancel(1)
    kinds = [kind_of(w.recv()) for w in clients]
    assert kinds == ['cancelled' if n in victims else 'result'
                     for n in range(5)], (victims, kinds)
    for w in clients:
        w.close()
END

cached 'nor does one who goes away take it with him' <<'END'
for n in range(3):
    query = {'query': f'dân viên {n}', 'limit': 200, 'lines': True,
             'match': 'any'}
    clients = [Wire() for _ in range(3)]
    with frozen():
        for w in clients:
            w.send('search', **query)
        clients.pop(n).close()
    assert [kind_of(w.recv()) for w in clients] == ['result'] * 2
    for w in clients:
        w.close()
END

cached 'one who cancels while he runs for others goes on for them' <<'END'
query = {'query': 'hội viên trồng rừng nuôi cá', 'limit': 200, 'lines': True,
         'match': 'any'}
with Wire() as w:
    with frozen():
        ids = w.send_all([('search', query)] * 5)
        w.cancel(ids[0])
    replies = w.recv_all(5)
assert [kind_of(replies[id]) for id in ids] == ['cancelled'] + ['result'] * 4
rows = [row for row in logged() if row['query'] == query['query']]
assert len(rows) == 5 and not any('error' in row for row in rows), rows
END

# The second may come when the answer is there already: try again.
cached 'when the last of the others has gone too, he is stopped' <<'END'
tries = 0
def is_stopped():
    global tries
    tries += 1
    query = {'query': f'lớp chợ đêm cầu thôn bản mùa lũ {tries}', 'limit': 200,
             'lines': True, 'match': 'any'}
    with Wire() as w:
        runner, other = Wire(), Wire()
        for c in runner, other:
            c.send_all([('search', query), ('ping', {})])
            c.recv()
        for left, c in (2, runner), (1, other):
            c.close()
            wait_until(lambda: w.call('stats')['connections'] == left)
        wait_until(lambda: w.call('stats')['running'] == 0)
        assert w.call('stats')['waiting'] == 0
    return any(row['query'] == query['query'] and row.get('error') == 'cancelled'
               for row in logged())
wait_until(is_stopped)
END

cached 'typing the same letter again cancels no one else' <<'END'
with Wire() as a, Wire() as b:
    query = {'query': 'công an phường', 'limit': 200, 'lines': True}
    with frozen():
        b.send('search', **query)
        a.send_all([('search', {**query, 'latest': 'x'})] * 5)
    assert kind_of(b.recv()) == 'result'
    kinds = [kind_of(a.recv()) for _ in range(5)]
    assert sorted(kinds) == ['cancelled'] * 4 + ['result'], kinds
END
daemon_is_stopped

# ------------------------------------------------------------------------- deadlines

start 'deadline_ms = 2000'
# The first runs when the second comes, and 1.2 seconds pass before and after
# that.  On a machine that is too slow or too fast for it: try again.
cached 'the end of the time of one is not that of those who came later' <<'END'
tries = 0
def second_is_answered():
    global tries
    tries += 1
    query = {'query': f'học tập làm theo xã huyện tỉnh nông dân đường {tries}',
             'limit': 200, 'lines': True, 'match': 'any'}
    with Wire() as first, Wire() as second:
        first.send_all([('search', query), ('ping', {})])
        first.recv()
        with frozen():
            time.sleep(1.2)
            second.send_all([('search', query), ('ping', {})])
        replies = [second.recv()]
        with frozen():
            time.sleep(1.2)
        replies.append(second.recv())
        late = kind_of(first.recv()) == 'deadline'
        return late and {kind_of(r) for r in replies} == {'result'}
wait_until(second_is_answered, 60)
END
daemon_is_stopped

# ------------------------------------------------------------------------------ size

start 'cache_bytes = 100000'
cached 'the bytes are bounded, and what was used last stays' <<'END'
with Wire() as w:
    since()
    for n in range(100):
        w.call('count', query='xã')
        w.call('search', query=f'xã {n}', limit=3, match='any')
    hits, misses, _ = since()
    assert (hits, misses) == (99, 101)
    cache = w.call('stats')['cache']
    assert 50000 < cache['bytes'] <= 100000 and cache['entries'] < 60, cache
    w.call('search', query='xã 0', limit=3, match='any')
    w.call('search', query='xã 99', limit=3, match='any')
    assert since()[:2] == (1, 1)
    # One that would take most of it is not kept.
    for _ in range(2):
        w.call('search', query='dân', limit=200)
    assert since()[:2] == (0, 2)
END
daemon_is_stopped

start 'cache_bytes = 0'
cached 'without a cache all are run' <<'END'
with Wire() as w:
    with frozen():
        w.send_all([('count', {'query': 'xã'})] * 10)
    w.recv_all(10)
    assert set(w.call('stats')['cache'].values()) == {0}
    assert w.call('stats')['queries'] == 10
END
daemon_is_stopped

done_testing

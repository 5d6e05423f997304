#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Every method of docs/protocol.md: its result, its parameters, its errors.
. tests/lib/tap.sh
. tests/lib/daemon.sh

with_schema

daemon_start --query-log "$T/queries"
ok_python 'without an index: no_index, and the rest is served' <<'END'
with Wire() as w:
    for method, params in (('search', {'query': 'học'}),
                           ('count', {'query': 'học'}),
                           ('explain', {'query': 'học'}),
                           ('show', {'path': '/x'}), ('analyze', {'text': 'x'})):
        assert w.error(method, **params).kind == 'no_index', method
    assert w.error('search').kind == 'invalid_params'
    assert w.call('ping') == {}
    hello = w.call('hello')
    assert hello['generation'] == 0 and hello['documents'] == 0, hello
    assert w.call('stats')['documents'] == 0
    assert w.error('reload').kind == 'no_index'
END

index_make corpus/reports
ok_python 'reload: the new generation answers from then on' <<'END'
with Wire() as w:
    assert w.call('reload') == {'generation': 1}
    assert w.call('reload') == {'generation': 1}
    assert w.call('hello')['documents'] == 30
END

ok_python 'search' <<'END'
with Wire() as w:
    r = w.call('search', query='thoat ngheo')
    assert r['total']['relation'] == 'eq' and r['total']['value'] >= 1, r
    assert r['generation'] == 1 and r['took_us'] > 0
    assert r['read_as']['match'] == 'all'
    hit = r['hits'][0]
    assert hit['path'].endswith('giam-ngheo-na-pheo.txt'), hit
    assert hit['uri'].startswith('file:///'), hit
    assert hit['title'] == 'Nà Phẻo thoát nghèo từ những việc nhỏ', hit
    text = hit['snippet']['text'].encode()
    for mark in hit['snippet']['marks']:
        text[mark['byte']:mark['byte'] + mark['len']].decode()
    data = open(hit['uri'][7:], 'rb').read()
    assert data[:hit['byte']].count(b'\n') + 1 == hit['line'], hit
END

ok_python 'search: limit, offset, sort, match, snippet, lines' <<'END'
with Wire() as w:
    def paths(**params):
        return [h['path'] for h in w.call('search', **params)['hits']]
    all = paths(query='xã', limit=30)
    assert len(all) > 5
    assert paths(query='xã', limit=2, offset=1) == all[1:3]
    assert paths(query='xã', limit=0) == []
    assert paths(query='xã', sort='path', limit=30) == sorted(all)
    hit = w.call('search', query='xã', snippet=False, limit=1)['hits'][0]
    assert 'snippet' not in hit, hit
    hit = w.call('search', query='xã', lines=True, limit=1)['hits'][0]
    assert hit['lines'] and hit['lines'][0]['line'] >= 1, hit
    r = w.call('search', query='nghèo zzzz')
    assert r['total']['value'] > 0 and r['read_as']['fallback'] == 'any', r
    assert w.call('search', query='nghèo zzzz', match='all')['hits'] == []
END

ok_python 'count' <<'END'
with Wire() as w:
    n = w.call('count', query='xã')
    assert n['relation'] == 'eq', n
    assert n['value'] == len(w.call('search', query='xã', limit=30)['hits'])
    assert w.call('count', query='zzzz')['value'] == 0
END

ok_python 'show: by path and by uri, whole and some lines' <<'END'
with Wire() as w:
    hit = w.call('search', query='thoat ngheo')['hits'][0]
    whole = w.call('show', path=hit['path'])
    assert whole == w.call('show', uri=hit['uri'])
    assert whole['text'] == open(hit['path']).read()
    assert whole['title'] == hit['title']
    some = w.call('show', path=hit['path'], **{'from': 2, 'to': 3})
    assert some['text'].rstrip('\n').split('\n') == \
        whole['text'].split('\n')[1:3], some
    assert (some['from'], some['to'], some['lines']) == (2, 3, whole['lines'])
    assert w.error('show', path='/no/such').kind == 'not_found'
END

ok_python 'explain' <<'END'
with Wire() as w:
    x = w.call('explain', query='thoat ngheo')
    assert x['read_as'] and x['plan'] and 'score' not in x, x
    hit = w.call('search', query='thoat ngheo')['hits'][0]
    x = w.call('explain', query='thoat ngheo', path=hit['path'])
    assert x['matches'] is True and x['weights'], x
    assert w.error('explain', query='x', path='/no/such').kind == 'not_found'
END

ok_python 'analyze' <<'END'
with Wire() as w:
    tokens = w.call('analyze', text='Hoà Bình, 12 xa')['tokens']
    assert [t['base'] for t in tokens] == ['hoa', 'binh', '12', 'xa'], tokens
    assert [t.get('form') for t in tokens] == ['Hoà', 'Bình', None, None]
    assert [t['kind'] for t in tokens][2] == 'number'
    assert tokens[2]['after_break'] is True, tokens
    assert [(t['byte'], t['len']) for t in tokens] == \
        [(0, 4), (5, 5), (12, 2), (15, 2)], tokens
    assert w.call('analyze', text='')['tokens'] == []
END

ok_python 'stats: counters and times' <<'END'
with Wire() as w:
    a = w.call('stats')
    assert a['generation'] == 1 and a['documents'] == 30 and a['terms'] > 500, a
    assert a['connections'] == 1 and a['memory_bytes'] > 1 << 20, a
    for _ in range(10):
        w.call('count', query='xã')
    w.error('nothing')
    b = w.call('stats')
    assert b['queries'] == a['queries'] + 10, (a, b)
    assert b['errors'] == a['errors'] + 1 and b['busy'] == 0, b
    t = b['latency_us']
    assert t['count'] == a['latency_us']['count'] + 10
    assert 0 < t['p50'] <= t['p95'] <= t['p99'] <= t['max'], t
END

ok_python 'wrong parameters are named' <<'END'
with Wire() as w:
    for method, params, name in (
            ('search', {}, 'query'), ('search', {'query': 7}, 'query'),
            ('search', {'query': 'x', 'limit': -1}, 'limit'),
            ('search', {'query': 'x', 'limit': '5'}, 'limit'),
            ('search', {'query': 'x', 'offset': 1 << 40}, 'offset'),
            ('search', {'query': 'x', 'match': 'some'}, 'match'),
            ('search', {'query': 'x', 'sort': 'size'}, 'sort'),
            ('search', {'query': 'x', 'snippet': 1}, 'snippet'),
            ('count', {}, 'query'), ('explain', {}, 'query'),
            ('show', {}, 'path'), ('show', {'uri': 'file:///%zz'}, 'uri'),
            ('show', {'path': 'x', 'from': 3, 'to': 2}, 'to'),
            ('analyze', {}, 'text'), ('hello', {'client': 1}, 'client')):
        e = w.error(method, **params)
        assert (e.kind, e.code) == ('invalid_params', -32602), (method, e)
        assert e.data['param'] == name, (method, params, e)
        assert name in e.message, e
    e = w.error('searhc', query='x')
    assert (e.kind, e.code) == ('method_not_found', -32601)
    assert 'searhc' in e.message
END

ok_python 'parameters that are not known are ignored' <<'END'
with Wire() as w:
    assert w.call('search', query='xã', colour='red')['hits']
    assert w.call('ping', x=[1, 2]) == {}
END

daemon_is_stopped

ok_python 'the query log says who asked what' <<'END'
rows = [json.loads(line) for line in open(os.environ['T'] + '/queries')]
assert len(rows) > 30
row = next(r for r in rows if r['method'] == 'search' and 'error' not in r)
assert row['query'] == 'thoat ngheo' and row['hits'] >= 1, row
assert row['uid'] == os.getuid() and row['pid'] > 1 and row['us'] > 0, row
assert row['time'][10] == 'T' and row['time'].endswith('Z'), row
assert any(r.get('error') == 'not_found' for r in rows)
assert any(r['method'] == 'show' and r['query'][0] == '/' for r in rows)
assert any(r['method'] == 'analyze' and 'query' not in r for r in rows)
END

done_testing

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Every method in its variants and every kind of error, through all three
# framings: each reply is validated against docs/protocol.schema.json, and what is
# in the schema must have been seen here.
. tests/lib/tap.sh
. tests/lib/daemon.sh

with_schema || skip_all 'no jsonschema of Python here (python3-jsonschema)'

cp -R corpus/reports "$T/reports" || exit 1
# Near-duplicates, an extracted report whose lines are those of a web page, one of
# the form of administrative documents, and one whose name is not UTF-8.
cp "$T/reports/2019/giam-ngheo-na-pheo.txt" "$T/reports/ban-sao.txt"
printf '<html><head><title>Chợ &amp; cầu</title></head>\n<body><h1>Chợ quê</h1>
<p>Ngày 12/5/2020, xã Bãi Sậy họp chợ, theo Chỉ thị 05-CT/TW.</p>
<p>Bà con mua gạo.</p></body></html>\n' >"$T/reports/trang.html"
printf 'UBND XÃ BÃI SẬY\nĐộc lập - Tự do - Hạnh phúc\n\nTHÔNG BÁO\nXã họp chợ\n
Chợ quê họp ngày rằm.\n' >"$T/reports/thong-bao.txt"
printf 'Chuyện làng\n\nXã làm đường mới.\n' >"$T/reports/$(printf 'a\377.txt')"

cat >"$T/methods.py" <<'END'
import atexit
import itertools
import os
import schema
from wire import *

def bad(w, text):
    """Send text as a message; the kind of what comes back."""
    if w.framing == 'header':
        w.raw(b'Content-Length: %d\r\n\r\n' % len(text) + text)
    else:
        w.raw(text + b'\n')
    return kind_of(w.recv())

def call(w, method, **params):
    schema.check_params(method, params)
    return w.call(method, **params)

FRAMINGS = 'line', 'header', 'vim'

@atexit.register
def keep_kinds():
    with open(os.environ['T'] + '/kinds', 'a') as file:
        file.writelines(kind + '\n' for kind in schema.kinds_seen)
HEAVY = 'search', {'query': 'xã huyện tỉnh nông dân', 'limit': 40, 'lines': True}
END

# ------------------------------------------------------------------- the whole

ok_python 'the schema is one' <<'END'
import jsonschema, schema
jsonschema.Draft202012Validator.check_schema(schema.schema())
defs = schema.schema()['$defs']
methods = set(defs['method']['enum'])
assert schema.names('params') == methods
assert schema.names('result') == methods - set(defs['notifications']['enum'])
one_of = {branch['$ref'].split('/')[-1] for branch in defs['error']['oneOf']}
assert one_of == schema.names('kind'), one_of ^ schema.names('kind')
limits = set(defs['limits']['properties'])
assert set(defs['limits']['required']) == limits
assert set(defs['limit_name']['enum']) == limits | {'query_parts'}
END

ok_python 'what drifts is seen' <<'END'
import schema
def drifts(check, *args):
    try:
        check(*args)
    except schema.Drift:
        return True
    return False
ok = {'value': 1, 'relation': 'eq'}
schema.check_result('count', ok)
for wrong in ({**ok, 'new': 1}, {'value': 1}, {**ok, 'value': '1'},
              {**ok, 'relation': 'lte'}, {**ok, 'value': -1}, [], None):
    assert drifts(schema.check_result, 'count', wrong), wrong
error = {'code': -32004, 'message': 'x',
         'data': {'kind': 'too_large', 'limit': 'nesting', 'value': 3}}
reply = {'jsonrpc': '2.0', 'id': 1, 'error': error}
schema.check('line', reply)
for wrong in ({**error, 'code': -32005}, {**error, 'data': {}},
              {**error, 'data': {'kind': 'too_large'}},
              {**error, 'data': {'kind': 'new'}},
              {**error, 'data': {'kind': 'busy', 'limit': 'nesting'}}):
    assert drifts(schema.check, 'line', {**reply, 'error': wrong}), wrong
assert drifts(schema.check, 'line', {**reply, 'result': {}})
assert drifts(schema.check, 'vim', reply)
assert drifts(schema.check, 'line', [1, {'result': {}}])
END

ok_python 'the specification names each method, kind and limit' <<'END'
import re, schema
text = open('docs/protocol.md').read()
defs = schema.schema()['$defs']
for method in schema.names('result'):
    assert f'| `{method}` |' in text, method
for kind, rule in defs['kind']['$defs'].items():
    code = rule['properties']['code']['const']
    assert re.search(rf'^\| `{kind}` \| {code} \|', text, re.M), kind
for limit in defs['limits']['properties']:
    assert f'| `{limit}` |' in text, limit
END

# ------------------------------------------------------------------ no index yet

daemon_start
ok_python 'without an index' <<'END'
from methods import *
for framing in FRAMINGS:
    with Wire(framing) as w:
        for method, params in (
                ('search', {'query': 'học'}), ('count', {'query': 'học'}),
                ('suggest', {'query': 'học'}), ('complete', {'prefix': 'h'}),
                ('explain', {'query': 'học'}), ('similar', {'path': '/x'}),
                ('show', {'path': '/x'}), ('analyze', {'text': 'x'}),
                ('reload', {})):
            assert w.error(method, **params).kind == 'no_index', method
        assert w.call('hello')['generation'] == 0
        w.call('stats')
END

index_make "$T/reports"
ok_python 'reload' <<'END'
from methods import *
for framing in FRAMINGS:
    with Wire(framing) as w:
        assert call(w, 'reload') == {'generation': 1}
END

# ----------------------------------------------------------------- every method

ok_python 'hello, stats, ping' <<'END'
from methods import *
for framing in FRAMINGS:
    with Wire(framing) as w:
        call(w, 'hello')
        call(w, 'hello', client='kiểm tra', protocol=1)
        call(w, 'stats')
        call(w, 'ping')
END

ok_python 'search and explain' <<'END'
from methods import *
QUERIES = ['xã', 'thoat ngheo', '"dai hoi chi bo"', 'hojc taapj', 'nghèo zzzz',
           'zzzz', '', 'xa NEAR/5 huyen', 'ref:05-CT/TW OR place:"Bãi Sậy"',
           'phong trảo', 'title:"cho que"', 'gạo trang', 'hocnghe', 'cán bộ thôn bản nước']
seen = set()
for framing in FRAMINGS:
    with Wire(framing) as w:
        for query, (match, sort) in itertools.product(
                QUERIES, zip(['auto', 'all', 'any', 'auto'],
                             ['relevance', 'newest', 'oldest', 'path'])):
            r = call(w, 'search', query=query, match=match, sort=sort)
            seen |= set(r) | set(r['read_as'])
            seen |= {key for hit in r['hits'] for key in hit}
            seen |= {key for hit in r['hits'] for key in hit['snippet']}
        for query in QUERIES:
            r = call(w, 'search', query=query, lines=True, collapse=True,
                     snippet=False, offset=1, limit=5, latest='x',
                     facets=['year', 'place', 'author', 'ref', 'type'])
            seen |= set(r) | {key for hit in r['hits'] for key in hit}
            call(w, 'explain', query=query)
        hit = call(w, 'search', query='thoat ngheo')['hits'][0]
        call(w, 'explain', query='thoat ngheo', path=hit['path'])
        call(w, 'explain', query='khongcotrongkho', uri=hit['uri'])
        r = call(w, 'search', query='thoat ngheo', collapse=True)
        seen |= {key for hit in r['hits'] for key in hit}
defs = schema.schema()['$defs']
# Of a member that nothing here has, the schema might say anything.
for of in 'hit', 'page_of_reports', 'read_as', 'snippet':
    missing = set(defs[of]['properties']) - seen - {'page', 'collection'}
    assert not missing, (of, missing)
END

ok_python 'count, suggest, complete, similar, show, analyze' <<'END'
from methods import *
seen = set()
for framing in FRAMINGS:
    with Wire(framing) as w:
        for query in 'xã', 'zzzz', '"thoat ngheo" OR chợ', 'phong trảo':
            for match in 'auto', 'all', 'any':
                call(w, 'count', query=query, match=match)
                call(w, 'suggest', query=query, match=match)
        for prefix in 'uy ban nhan d', 'xa ', 'xa', 'place:', 'zzzz', '', '71/':
            call(w, 'complete', prefix=prefix)
            call(w, 'complete', prefix=prefix, limit=100, latest='x')
        hits = call(w, 'search', query='xã', limit=50)['hits']
        assert any('%FF' in hit['uri'] for hit in hits)
        for hit in hits:
            seen |= set(call(w, 'show', uri=hit['uri']))
            if '%FF' not in hit['uri']:
                call(w, 'show', path=hit['path'], **{'from': 2, 'to': 4})
            call(w, 'show', uri=hit['uri'], **{'from': 999999})
        for extra in {}, {'collapse': True, 'snippet': False, 'limit': 3}:
            call(w, 'similar', path=hits[0]['path'], **extra)
            call(w, 'similar', uri=hits[0]['uri'], **extra)
        # A unit of each kind: the number of a document, a date, ...
        kinds = call(w, 'analyze', text='Ngày 12/5/2020 GD&ĐT theo 05-CT/TW, '
                     'www.xa.vn, hoi@xa.vn, 7 дом')['tokens']
        kinds = {token['kind'] for token in kinds}
        for text in '', 'Hoà Bình, 12 xa', 'Привет, 5.000 đồng\0!', ' ':
            call(w, 'analyze', text=text)
defs = schema.schema()['$defs']['result']['$defs']
tokens = defs['analyze']['properties']['tokens']['items']['properties']
assert kinds == set(tokens['kind']['enum']), kinds
properties = schema.schema()['$defs']['result']['$defs']['show']['properties']
missing = set(properties) - seen - {'photo', 'section', 'collection'}
assert not missing, missing
END

# ------------------------------------------------------------------ every error

daemon_is_stopped
printf '[daemon]\nworkers = 1\n[limits]\ncache_bytes = 0\nwaiting = 2\ndeadline_ms = 60000\n' \
	>"$T/conf"
daemon_start --config "$T/conf"
ok_python 'errors of each kind' <<'END'
from methods import *
for framing in FRAMINGS:
    with Wire(framing) as w:
        w.call('ping')
        number = b'[5,{"method":' if framing == 'vim' else b'{"id":5,"method":'
        assert bad(w, number) == 'parse'
        assert bad(w, number + (b'7}]' if framing == 'vim' else b'7}')) == \
            'invalid_request'
        assert w.error('nước').kind == 'method_not_found'
        for method, params in (
                ('search', {}), ('search', {'query': 7}),
                ('search', {'query': 'x', 'sort': 'size'}),
                ('search', {'query': 'x', 'facets': ['size']}),
                ('complete', {'prefix': 'x', 'limit': 101}),
                ('similar', {}), ('analyze', {}), ('hello', {'client': 1})):
            e = w.error(method, **params)
            assert e.kind == 'invalid_params' and e.data['param'], e
            try:
                schema.check_params(method, params)
            except schema.Drift:
                continue
            raise AssertionError((method, params))
        for params in {'uri': 'file:///%zz'}, {'path': 'x', 'from': 3, 'to': 2}:
            assert w.error('show', **params).kind == 'invalid_params', params
        assert w.error('workspace/symbol', query='x').kind == 'not_initialized'
        w.raw(w.encode('ping', [1], 1))
        assert kind_of(w.recv()) == 'invalid_params'
        for method, params in (
                ('count', {'query': 'x' * 5000}), ('count', {'query': 'x ' * 65}),
                ('count', {'query': 'date:2020 ' * 257}),
                ('count', {'query': '(' * 33 + 'x' + ')' * 33}),
                ('search', {'query': 'x', 'limit': 1001}),
                ('search', {'query': 'x', 'offset': 10000})):
            assert w.error(method, **params).kind == 'too_large', method
        for method in 'show', 'similar', 'explain':
            e = w.error(method, path='/no/such', query='x')
            assert e.kind == 'not_found', e
        # One runs, some wait, and of what waits one is cancelled.
        heavy = {'query': 'xã huyện tỉnh', 'limit': 40, 'lines': True}
        ids = w.send_all([('search', heavy)] * 9)
        w.cancel(ids[1])
        kinds = {kind_of(w.recv()) for _ in ids}
        assert kinds <= {'result', 'busy', 'cancelled'} and 'busy' in kinds, kinds
        w.raw(w.encode('search', heavy, 'a') + w.encode('search', heavy, 'b')
              if framing != 'vim' else
              w.encode('search', heavy, 1) + w.encode('search', heavy, 2))
        w.cancel(2 if framing == 'vim' else 'b')
        assert {kind_of(w.recv()) for _ in range(2)} <= {'result', 'cancelled'}
        # The last, since it closes the connection.
        w.raw(w.encode('analyze', {'text': 'x' * 70000}, 1))
        assert kind_of(w.recv()) == 'too_large'
END

daemon_is_stopped
printf '[daemon]\nworkers = 1\n[limits]\ncache_bytes = 0\ndeadline_ms = 1\n' >"$T/conf"
daemon_start --config "$T/conf"
ok_python 'deadline' <<'END'
from methods import *
for framing in FRAMINGS:
    with Wire(framing) as w:
        replies = w.recv_all(len(w.send_all([HEAVY] * 32)))
        kinds = {kind_of(r) for r in replies.values()}
        assert 'deadline' in kinds and kinds <= {'deadline', 'result'}, kinds
END

daemon_is_stopped
printf '[daemon]\nworkers = 1\n[limits]\ncache_bytes = 0\nclients = 3\ndeadline_ms = 60000\n' \
	>"$T/conf"
daemon_start --config "$T/conf"
export DAEMON="$daemon_pid"
ok_python 'too many clients; a daemon that stops' <<'END'
from methods import *
import signal
three = [Wire(framing) for framing in FRAMINGS]
for w in three:
    w.send_all([('ping', {})])
    w.recv()
with Wire() as w:
    assert kind_of(w.recv()) == 'busy'
for w in three:
    w.send_all([HEAVY] * 31 + [('ping', {})])
for w in three:
    while not w.recv().get('result') == {}:
        pass
os.kill(int(os.environ['DAEMON']), signal.SIGTERM)
kinds = set()
for w in three:
    try:
        while True:
            kinds.add(kind_of(w.recv()))
    except EOFError:
        pass
assert 'shutting_down' in kinds and kinds <= {'shutting_down', 'result'}, kinds
END
daemon_is_stopped

daemon_start
sed -i 's/"schema": *[0-9]*/"schema": 1/' "$INDEX"/current/manifest
mv "$(realpath "$INDEX/current")" "$INDEX/gen-000099"
ln -sfn gen-000099 "$INDEX/current"
ok_python 'an index of another version' <<'END'
from methods import *
for framing in FRAMINGS:
    with Wire(framing) as w:
        assert w.error('reload').kind == 'schema'
END

daemon_is_stopped
printf 'UBND\tủy ban nhân dân\n' >"$T/abbreviations"
printf '[search]\nabbreviations = %s\n' "$T/abbreviations" >"$T/conf"
index_make "$T/reports"
daemon_start --config "$T/conf"
ok_python 'a table of abbreviations that is none' <<'END'
from methods import *
with open(os.environ['T'] + '/abbreviations', 'a') as file:
    file.write('one side\n')
for framing in FRAMINGS:
    with Wire(framing) as w:
        assert w.error('reload').kind == 'internal'
END

ok_python 'each kind of error was seen' <<'END'
import schema
seen = set(open(os.environ['T'] + '/kinds').read().split())
# For `forbidden` one must be somebody else: t0271-access.sh.
assert seen | {'forbidden'} == schema.names('kind'), schema.names('kind') - seen
END

daemon_is_stopped
done_testing

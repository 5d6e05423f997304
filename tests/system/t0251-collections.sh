#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Collections in service: searched as one index, taken up one by one, and seen by
# those alone who may.
. tests/lib/tap.sh
. tests/lib/daemon.sh

C=$T/conf
mkdir "$T/a" "$T/b"
cp -r corpus/reports/201[68] corpus/reports/202[024] "$T/a"
cp -r corpus/reports/201[79] corpus/reports/202[135] "$T/b"
update() {
	"$B/tracuu-index" update --quiet --index "$INDEX" --config "$C" "$@"
}

# ------------------------------------------------------------ as one index would
cat >"$T/ask.py" <<'END'
QUERIES = ['hoc tap', 'ca phe dat do', 'lũ lụt', '"nước sạch"', 'xa huyen tinh', 'ubnd',
           'uy ban nhan dan', 'phong trảo', 'title:đường', 'h*', 'đê NEAR/5 vỡ', 'dân -nam',
           'date:2018..2020', 'hojc taapj', '05-CT/TW', 'place:"Thạch Dược"', 'nuocsach']


def hits(result):
    return [(h['path'], round(h['score'], 6), h.get('snippet')) for h in result['hits']]


def ask(w):
    told = []
    for query in QUERIES:
        for more in {'match': 'all'}, {'match': 'any', 'collapse': True}, {'sort': 'newest'}:
            r = w.call('search', query=query, limit=30, **more,
                       facets=['year', 'place', 'author', 'ref', 'type'])
            told.append([hits(r), r['total'], r['facets'], r['read_as'], r.get('suggestion')])
        told.append(w.call('suggest', query=query))
        told.append(w.call('count', query=query))
        told.append(w.call('explain', query=query)['plan'])
    for text in 'xã t', 'ca p', 'hop t', 'author:l', 'place:th', 'h':
        told.append(w.call('complete', prefix=text, limit=5))
    path = told[0][0][0][0]
    told.append(hits(w.call('similar', path=path)))
    told.append(w.call('show', path=path)['title'])
    s = w.call('stats')
    told.append([s['documents'], s['terms'], round(s['mean_length'], 6)])
    return json.loads(json.dumps(told))
END
index_make "$T/a" "$T/b" && daemon_start || exit 1
ok_python 'what one index says' <<'END'
exec(open(os.environ['T'] + '/ask.py').read())
with Wire() as w:
    json.dump(ask(w), open(os.environ['T'] + '/one', 'w'))
    assert 'collections' not in w.call('hello')
    assert w.call('hello')['generation'] == 1
END
daemon_is_stopped
rm -r "$INDEX"
printf '[collection mot]\nroot = %s\n[collection hai]\nroot = %s\n' "$T/a" "$T/b" >"$C"
update || exit 1
daemon_start --config "$C" || exit 1
ok_python 'two collections say the same' <<'END'
exec(open(os.environ['T'] + '/ask.py').read())
one = json.load(open(os.environ['T'] + '/one'))
with Wire() as w:
    two = ask(w)
    for a, b in zip(one, two):
        assert a == b, f'{a}\n{b}'
    r = w.call('search', query='học', limit=50, facets=['collection'])
    assert {h['collection'] for h in r['hits']} == {'mot', 'hai'}
    counts = {v['value']: v['count'] for v in r['facets']['collection']}
    for name in counts:
        assert w.call('count', query=f'học collection:{name}')['value'] == counts[name]
    c = w.call('complete', prefix='lũ collection:')
    assert {x['text'] for x in c['completions']} == {'mot', 'hai'}
    hello, stats = w.call('hello'), w.call('stats')
    assert hello['collections'] == stats['collections']
    assert [(c['name'], c['generation']) for c in hello['collections']] == [('mot', 1), ('hai', 1)]
    assert sum(c['documents'] for c in hello['collections']) == hello['documents']
END
run "$B/tracuu" stats --socket "$SOCKET"
like "$out" '^collection   mot, generation 1, [0-9]+ reports$' 'the client shows them'
if PYTHONPATH=tests/lib python3 -c 'import schema' 2>/dev/null; then
	ok_python 'the replies are what the schema says' <<'END'
import schema
with Wire() as w:
    path = w.call('search', query='học')['hits'][0]['path']
    for method, params in (('hello', {}), ('stats', {}), ('show', {'path': path}),
                           ('search', {'query': 'học', 'facets': ['collection']})):
        schema.check_result(method, w.call(method, **params))
END
else
	skip 'the replies are what the schema says' 'no jsonschema of Python here'
fi

# ----------------------------------------------------------- taken up one by one
echo 'Tin mới về đường làng' >"$T/a/moi.txt"
update
ok_python 'one that changed is taken up, and the number is another' <<'END'
with Wire() as w:
    wait_until(lambda: w.call('hello')['collections'][0]['generation'] == 2)
    h = w.call('hello')
    assert h['collections'][1]['generation'] == 1 and h['generation'] == 3, h
    assert w.call('search', query='"tin mới về đường làng"')['hits']
END
"$B/tracuu-index" rollback --quiet --index "$INDEX" --config "$C" --collection mot
ok_python 'also when it is an older one again' <<'END'
with Wire() as w:
    wait_until(lambda: w.call('hello')['collections'][0]['generation'] == 1)
    assert w.call('hello')['generation'] == 4
    assert not w.call('search', query='"tin mới về đường làng"')['hits']
END
mkdir "$T/c"
echo 'Chuyện của kho thứ ba' >"$T/c/1.txt"
update "$T/c"
ok_python 'the one without a name comes, and is the first' <<'END'
with Wire() as w:
    wait_until(lambda: len(w.call('hello')['collections']) == 3)
    assert w.call('hello')['collections'][0] == {'name': '', 'generation': 1, 'documents': 1}
    hit = w.call('search', query='"kho thứ ba"')['hits'][0]
    assert 'collection' not in hit
END

# A generation that cannot be used: its own collection stays behind.
echo 'Tin nữa' >"$T/b/nua.txt"
echo 'Tin nữa' >"$T/c/nua.txt"
update
ok_python 'both are taken up' <<'END'
with Wire() as w:
    wait_until(lambda: w.call('count', query='"tin nữa"')['value'] == 2)
END
broken=$INDEX/collections/hai/$(readlink "$INDEX/collections/hai/current")
sed -i 's/"schema": *[0-9]*/"schema": 9999/' "$broken/manifest"
daemon_is_stopped
daemon_start --config "$C" || exit 1
pass 'one of another schema does not hinder the start'
ok_python 'nor the others, and reload says what is wrong' <<'END'
with Wire() as w:
    assert [c['name'] for c in w.call('hello')['collections']] == ['', 'mot']
    try:
        w.call('reload')
        assert False
    except WireError as e:
        assert 'collection hai: ' in e.message and 'schema 9999' in e.message, e
END
like "$(cat "$daemon_log")" 'collection hai: no index in service: .*schema 9999' 'so does the log'
update 2>/dev/null
ok_python 'made again it is there' <<'END'
with Wire() as w:
    wait_until(lambda: len(w.call('hello')['collections']) == 3)
    w.call('reload')
END
gone=$INDEX/collections/hai
cp -r "$gone" "$T/kept"
rm "$gone/current"
ok_python 'one that is dropped goes' <<'END'
with Wire() as w:
    wait_until(lambda: len(w.call('hello')['collections']) == 2)
    assert w.call('count', query='collection:hai')['value'] == 0
    assert not w.call('complete', prefix='collection:h')['completions']
END
daemon_is_stopped
rm -r "$gone" && mv "$T/kept" "$gone"

# ------------------------------------------------------------------- permission
printf '[collection mot]\nroot = %s\nallow_user = no-such-user-here\n' "$T/a" >"$C"
run "$B/tracuud" --config "$C" --index "$INDEX" --socket "$SOCKET"
is "$status" 1 'a user that there is not'
like "$err" 'conf:3: allow_user: there is no user "no-such-user-here"' 'is told with its line'
printf '[collection mot]\nroot = %s\nallow_group =\n' "$T/a" >"$C"
run "$B/tracuud" --config "$C" --index "$INDEX" --socket "$SOCKET"
is "$status" 1 'a list of nobody is not one of everybody'
like "$err" 'conf:3: allow_group names nobody' 'which is told'

if [ "$(id -u)" -ne 0 ]; then
	skip 'who may see what' 'only root can be several users'
	done_testing
	exit
fi
chmod 755 "$T"
cat >"$C" <<END
[daemon]
socket_mode = 0777
[collection mot]
root = $T/a
allow_user = 61001
[collection hai]
root = $T/b
allow_user = 61009
allow_group = 62002
END
daemon_start --config "$C" || exit 1
cat >"$T/as.py" <<'END'
def as_user(uid, groups, ask):
    """What ask(connection) returns to somebody else."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.setgroups(groups)
        os.setgid(groups[0])
        os.setuid(uid)
        with Wire() as w:
            os.write(writer, json.dumps(ask(w)).encode())
        os._exit(0)
    os.close(writer)
    data = open(reader).read()
    os.waitpid(child, 0)
    return json.loads(data)


def names(w):
    return [c['name'] for c in w.call('hello').get('collections', [])]
END
ok_python 'users and groups see what they may' <<'END'
exec(open(os.environ['T'] + '/as.py').read())
assert as_user(61001, [61001], names) == ['', 'mot']
assert as_user(61002, [61002, 62002], names) == ['', 'hai']
assert as_user(61002, [62002], names) == ['', 'hai']
assert as_user(61001, [61001, 62002], names) == ['', 'mot', 'hai']
assert as_user(61003, [61003], names) == []  # as where there are no collections
assert names(Wire()) == []  # root is nobody special
END
ok_python 'nothing of what is hidden shows anywhere' <<'END'
exec(open(os.environ['T'] + '/as.py').read())
exec(open(os.environ['T'] + '/ask.py').read())
both = as_user(61001, [61001, 62002], ask)
hidden = as_user(61001, [61001, 62002],
                 lambda w: w.call('search', query='collection:hai', limit=50)['hits'])
assert len(hidden) > 10
path = hidden[0]['path']


def look(w):
    told = []
    for query in ['collection:hai', 'path:' + path, *QUERIES]:
        r = w.call('search', query=query, limit=50, lines=True,
                   facets=['collection', 'year', 'place', 'author', 'ref', 'type'])
        told.append(r)
        told += [w.call(m, query=query) for m in ('count', 'suggest', 'explain')]
    for text in 'collection:', 'collection:h', 'xã t', 'author:', 'path:':
        told.append(w.call('complete', prefix=text))
    for method in 'show', 'similar':
        try:
            told.append(w.call(method, path=path))
            assert False
        except WireError as e:
            assert e.kind == 'not_found', e
    try:
        w.call('explain', query='lũ', path=path)
        assert False
    except WireError as e:
        assert e.kind == 'not_found', e
    told += [w.call('hello'), w.call('stats')]
    return told


T = os.environ['T']
for uid, name in (61001, 'mot'), (61003, None):
    told = as_user(uid, [uid], look)
    text = json.dumps(told, ensure_ascii=False)
    assert f'{T}/b/' not in text
    assert (f'{T}/a/' in text) == bool(name)
    assert told[0]['total']['value'] == 0 and told[1]['value'] == 0
    assert '"hai"' not in text
# What one was told another one does not get out of the cache.
first = as_user(61001, [61001, 62002], lambda w: w.call('count', query='dân')['value'])
for _ in range(2):
    few = as_user(61001, [61001], lambda w: w.call('count', query='dân')['value'])
    none = as_user(61003, [61003], lambda w: w.call('count', query='dân')['value'])
    again = as_user(61001, [61001, 62002], lambda w: w.call('count', query='dân')['value'])
    assert first == again > few > none, (first, few, none)
END
ok_python 'weights and words are those of an index without it' <<'END'
exec(open(os.environ['T'] + '/as.py').read())
exec(open(os.environ['T'] + '/ask.py').read())
json.dump(as_user(61001, [61001], ask), open(os.environ['T'] + '/few', 'w'))
END
echo 'Tin mật của kho hai' >"$T/b/mat.txt"
update
ok_python 'a change is seen by those who may, and the number stays for others' <<'END'
exec(open(os.environ['T'] + '/as.py').read())
number = lambda w: w.call('hello')['generation']
before = as_user(61001, [61001], number)
def wait(w):
    wait_until(lambda: w.call('count', query='"tin mật"')['value'] == 1)
    return True
assert as_user(61002, [62002], wait)
assert as_user(61001, [61001], number) == before
assert as_user(61001, [61001], lambda w: w.call('count', query='"tin mật"')['value']) == 0
# Sets beyond those that are kept, many at a time.
for uid in range(40):
    assert as_user(61001 if uid % 2 else 61009, [63000 + uid], names) == \
        (['', 'mot'] if uid % 2 else ['', 'hai'])
END
daemon_is_stopped
mv "$INDEX/collections/hai" "$T/gone"
printf '[collection mot]\nroot = %s\n' "$T/a" >"$C"
daemon_start --config "$C" || exit 1
ok_python 'without it everybody is told the same' <<'END'
exec(open(os.environ['T'] + '/ask.py').read())
assert ask(Wire()) == json.load(open(os.environ['T'] + '/few'))
END
daemon_is_stopped

done_testing

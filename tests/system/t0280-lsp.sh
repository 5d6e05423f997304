#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The Language Server Protocol: every method, both encodings, what an editor has
# open, and how a session begins and ends.
. tests/lib/tap.sh
. tests/lib/daemon.sh

with_schema

cp -R corpus/reports "$T/reports" || exit 1
printf '%s\n' 'Chỉ thị 05-CT/TW về học tập' '' \
	'Ban hành Chỉ thị số 05-CT/TW ngày 15/5/2016.' >"$T/reports/goc.txt"
printf '%s\n' 'Họp xóm' '' \
	'😀 Theo Chỉ thị 05-CT/TW, UBND xã Thủy Lãng họp, bà con nông dân đến dự.' \
	'Làm theo Chỉ thị 05.' >"$T/reports/hop.txt"
printf 'Họp xóm kín\n\nUBND huyện\n' >"$T/kin.txt"
index_make "$T/reports"
daemon_start

cat >"$T/lsp.py" <<'END'
from wire import *
T = os.environ['T']

def uri(name):
    return f'file://{T}/reports/{name}'

def begin(framing='header', path=None, **capabilities):
    w = Wire(framing, path)
    w.encoding = w.call('initialize', processId=1, rootUri=None, capabilities=
                        capabilities)['capabilities']['positionEncoding']
    w.raw(w.encode('initialized', {}))
    return w

UTF8 = {'general': {'positionEncodings': ['utf-32', 'utf-8']}}

def units(w, text):
    return len(text.encode()) if w.encoding == 'utf-8' else \
        len(text.encode('utf-16-le')) // 2

def place(w, name, line, before):
    return {'textDocument': {'uri': name if ':' in name else uri(name)},
            'position': {'line': line, 'character': units(w, before)}}

def text_at(w, location):
    """What a location covers, read from the file."""
    r = location['range']
    assert r['start']['line'] == r['end']['line'], location
    line = open(location['uri'][7:]).read().split('\n')[r['start']['line']]
    if w.encoding == 'utf-8':
        data, size = line.encode(), 1
    else:
        data, size = line.encode('utf-16-le'), 2
    return data[r['start']['character'] * size:r['end']['character'] * size] \
        .decode('utf-8' if size == 1 else 'utf-16-le')

def did_open(w, name, text):
    w.raw(w.encode('textDocument/didOpen', {'textDocument': {
        'uri': name, 'languageId': 'text', 'version': 1, 'text': text}}))

def did_change(w, name, *changes):
    w.raw(w.encode('textDocument/didChange', {
        'textDocument': {'uri': name, 'version': 2}, 'contentChanges': changes}))

def change(text, *at):
    if not at:
        return {'text': text}
    return {'text': text, 'range': {
        'start': {'line': at[0], 'character': at[1]},
        'end': {'line': at[2], 'character': at[3]}}}

def hover(w, *at):
    r = w.call('textDocument/hover', **place(w, *at))
    return r and r['contents']['value']

LINE = '😀 Theo Chỉ thị 05-CT/TW, UBND xã Thủy Lãng họp, bà con nông dân đến dự.'
END

# ----------------------------------------------------------------- the lifecycle

ok_python 'before initialize, twice, and after shutdown' <<'END'
from lsp import *
for framing in 'header', 'line', 'vim':
    with Wire(framing) as w:
        for method in 'workspace/symbol', 'textDocument/hover', 'shutdown':
            e = w.error(method, query='x')
            assert (e.kind, e.code) == ('not_initialized', -32002), e
        w.raw(w.encode('textDocument/didOpen', {}))  # nobody minds
        assert w.call('count', query='xã')['value'] > 0
        server = w.call('initialize', capabilities={})
        assert server['serverInfo']['name'] == 'tracuud', server
        e = w.error('initialize', capabilities={})
        assert (e.kind, e.code) == ('invalid_request', -32600), e
        assert w.call('workspace/symbol', query='xã')
        assert w.call('count', query='xã')['value'] > 0, 'the others are there'
        assert w.call('shutdown') is None
        for method in 'workspace/symbol', 'textDocument/hover', 'shutdown':
            assert w.error(method, query='x').kind == 'invalid_request', method
        w.raw(w.encode('exit'))
        assert w.is_closed()
END

ok_python 'exit: what was asked is answered, what follows is not' <<'END'
from lsp import *
with begin() as w:
    w.raw(w.encode('workspace/symbol', {'query': 'xã'}, 7) + w.encode('exit') +
          w.encode('ping', {}, 8))
    assert w.recv()['id'] == 7
    assert w.is_closed()
END

ok_python 'what LSP has and we have not' <<'END'
from lsp import *
with begin() as w:
    for method in '$/setTrace', '$/progress', 'workspace/didChangeConfiguration', \
            'textDocument/didSave':
        w.raw(w.encode(method, {'value': 'off'}))
    e = w.error('textDocument/rename', newName='x')
    assert (e.kind, e.code) == ('method_not_found', -32601), e
    assert w.error('$/unknown').kind == 'method_not_found'
END

ok_python 'wrong parameters are named' <<'END'
from lsp import *
with begin() as w:
    for method, params, name in (
            ('workspace/symbol', {}, 'query'),
            ('textDocument/hover', {}, 'textDocument'),
            ('textDocument/hover', {'textDocument': {'uri': 7}}, 'textDocument'),
            ('textDocument/hover', {'textDocument': {'uri': 'x:'}}, 'position'),
            ('textDocument/completion', {'textDocument': {'uri': 'x:'}, 'position':
                {'line': -1, 'character': 0}}, 'position')):
        e = w.error(method, **params)
        assert e.kind == 'invalid_params' and e.data['param'] == name, e
    for method in 'Open', 'Change', 'Close':
        for params in {}, {'textDocument': 7}, {'textDocument': {'uri': 'x:'}}, \
                {'textDocument': {'uri': 'x:'}, 'contentChanges': [7, {}]}:
            w.raw(w.encode('textDocument/did' + method, params))
    w.call('ping')
END

ok_python 'an LSP connection may be silent, another may not' <<'END'
from lsp import *
with Daemon('idle_ms = 200') as s2:
    with begin(path=s2) as w, Wire(path=s2) as silent:
        assert silent.is_closed()
        time.sleep(0.5)
        assert w.call('ping') == {}
END

# ---------------------------------------------------------------------- encodings

ok_python 'the encoding is utf-8 where it is offered' <<'END'
from lsp import *
assert begin().encoding == 'utf-16'
assert begin(**UTF8).encoding == 'utf-8'
for offered in [], ['utf-32'], ['utf-16', 'utf-32'], 'utf-8', [8], None:
    assert begin(general={'positionEncodings': offered}).encoding == 'utf-16'
END

# ------------------------------------------------------------------------ symbols

ok_python 'workspace/symbol: a search, each report at its first match' <<'END'
from lsp import *
for w in begin(), begin(**UTF8):
    found = w.call('workspace/symbol', query='"thuy lang"')
    assert len(found) == w.call('count', query='"thuy lang"')['value']
    hits = w.call('search', query='"thuy lang"', limit=100)['hits']
    assert [s['location']['uri'] for s in found] == [h['uri'] for h in hits]
    assert [s['name'] for s in found] == [h['title'] for h in hits]
    for s, h in zip(found, hits):
        assert s['location']['range']['start']['line'] == h['line'] - 1
        assert text_at(w, s['location']).lower() in ('thủy lãng', 'thuỷ lãng'), s
    assert any('·' in s.get('containerName', '') for s in found)
    assert w.call('workspace/symbol', query='khongcotrongkho') == []
    assert len(w.call('workspace/symbol', query='place:"Thủy Lãng"')) > 0
    assert w.error('workspace/symbol', query='(' * 40).kind == 'too_large'
END

# ------------------------------------------------------------------- at the cursor

ok_python 'references: each line with the number or the words under the cursor' <<'END'
from lsp import *
for w in begin(), begin(**UTF8):
    def references(before):
        found = w.call('textDocument/references', context={
            'includeDeclaration': True}, **place(w, 'hop.txt', 2, before))
        return [(f['uri'].split('/')[-1], f['range']['start']['line'],
                 text_at(w, f)) for f in found]
    number = references('😀 Theo Chỉ thị 05-C')
    assert ('hop.txt', 2, 'Chỉ thị 05-CT/TW') in number, number
    assert ('hop.txt', 3, 'Chỉ thị 05') in number, number
    assert ('goc.txt', 0, 'Chỉ thị 05-CT/TW') in number, number
    assert ('goc.txt', 2, 'Chỉ thị số 05-CT/TW') in number, number
    for inside in 'Chỉ', 'Chỉ thị 05-CT/TW':
        assert references('😀 Theo ' + inside) == number, inside
    words = references(LINE[:LINE.index('nông')])
    assert words == references(LINE[:LINE.index('dân')])
    assert ('hop.txt', 2, 'nông dân') in words, words
    assert {t.lower() for _, _, t in words} == {'nông dân'}, words
    assert references('') == [], 'an emoji'
END

ok_python 'definition: the best report, and another one' <<'END'
from lsp import *
with begin() as w:
    def definition(name, line, before):
        r = w.call('textDocument/definition', **place(w, name, line, before))
        return [(f['uri'].split('/')[-1], f['range']['start']['line'])
                for f in r]
    assert definition('hop.txt', 2, '😀 Theo Chỉ thị') [0][0] == 'goc.txt'
    assert definition('goc.txt', 2, 'Ban hành Chỉ thị số 0')[0][0] == 'hop.txt'
    assert definition('hop.txt', 2, LINE[:LINE.index('đến')])[0][0] != ''
    assert definition('hop.txt', 1, '') == []
END

ok_python 'hover: numbers, abbreviations, words' <<'END'
from lsp import *
with begin() as w:
    def at(word, behind=0):
        return hover(w, 'hop.txt', 2, LINE[:LINE.index(word) + behind])
    number = at('05-CT')
    assert number.startswith('Chỉ thị 05-CT/TW\nCó 2 bài nhắc đến số hiệu này.'), \
        number
    assert 'Xem: Chỉ thị 05-CT/TW về học tập' in number, number
    text = at('UBND', 2)
    n = w.call('count', query='"UBND"')['value']
    assert text == f'UBND: Ủy ban nhân dân\nCó {n} bài có từ này.', text
    n = w.call('count', query='"Thủy Lãng"')['value']
    for word in 'Thủy', 'Lãng':
        assert at(word, 1) == f'Thủy Lãng\nCó {n} bài có từ này.', at(word)
    assert hover(w, 'hop.txt', 1, '') is None
    assert hover(w, 'hop.txt', 99, '') is None
with begin(textDocument={'hover': {'contentFormat': ['markdown']}}) as w:
    text = hover(w, 'hop.txt', 2, LINE[:LINE.index('UBND')])
    assert text.startswith('**UBND**: Ủy ban nhân dân\n\n'), text
    did_open(w, 'untitled:1', 'xã *Thủy* <Lãng>_[a](b)_')
    text = hover(w, 'untitled:1', 0, 'xã *Thủ')
    assert '*Thủy' not in text.replace('**', '').replace('\\*', ''), text
END

ok_python 'completion: as the archive writes it, in the place of what was typed' <<'END'
from lsp import *
for w in begin(), begin(**UTF8):
    def complete(text):
        did_open(w, 'untitled:1', text)
        items = w.call('textDocument/completion', **place(
            w, 'untitled:1', text.count('\n'), text.split('\n')[-1]))['items']
        edits = []
        for item in items:
            r = item['textEdit']['range']
            assert r['end'] == {'line': text.count('\n'),
                                'character': units(w, text.split('\n')[-1])}
            line = text.split('\n')[-1]
            head = next(line[:i] for i in range(len(line) + 1) if
                        units(w, line[:i]) == r['start']['character'])
            assert head + item['filterText'] == line, item
            edits.append(head + item['textEdit']['newText'])
        assert [i['sortText'] for i in items] == sorted(
            i['sortText'] for i in items)
        return edits
    assert complete('uy ban nhan d')[0] == 'Ủy ban nhân dân'
    assert complete('Một\r\nhai\r\n😀 đến nong thon m')[0] == \
        '😀 đến nông thôn mới'
    assert complete('qqqq') == []
    assert complete('') == []
    long = 'đường ' * 2000 + 'uy ban nhan d'
    assert complete(long)[0].endswith('đường Ủy ban nhân dân')
END

# ---------------------------------------------------------------- what is open

ok_python 'the text is what the editor has, not what is in the file' <<'END'
from lsp import *
for w in begin(), begin(**UTF8):
    name = uri('hop.txt')
    u = lambda s: units(w, s)
    def word(before):
        return hover(w, name, 0, before).split('\n')[0]
    did_open(w, name, '😀 xã Thủy Lãng')
    assert word('😀 xã Thủy') == 'Thủy Lãng'
    did_change(w, name, change('bà con nông dân'))
    assert word('bà con nô') == 'nông dân'
    did_change(w, name, change('😀', 0, 0, 0, 0),
               change('UBND', 0, u('😀bà con '), 0, u('😀bà con nông')))
    assert word('😀bà con UB') == 'UBND: Ủy ban nhân dân'
    did_change(w, name, change('', 0, 0, 9, 9), change('Thủy\n'),
               change(' Lãng', 0, u('Thủy'), 1, 0))
    assert word('Thủ') == 'Thủy Lãng'
    did_change(w, name, change(' họp', 9, 9, 0, 0))
    assert word('Thủ') == 'Thủy Lãng', 'a range from back to front'
    # However its URI is written.
    other = name.replace('hop', 'h%6Fp')
    assert hover(w, other, 0, 'Thủ').startswith('Thủy Lãng')
    w.raw(w.encode('textDocument/didClose', {'textDocument': {'uri': other}}))
    assert hover(w, name, 0, 'Họ').startswith('Họp'), 'as it is in the index'
END

ok_python 'a report that is not open is read from the index, another file never' <<'END'
from lsp import *
with begin() as w, Wire() as other:
    assert hover(w, 'goc.txt', 0, '').startswith('Chỉ thị 05-CT/TW')
    for name in f'file://{T}/kin.txt', 'file:///etc/passwd', 'untitled:1', \
            'http://x/y', 'file://host/x', 'file:///%zz', '':
        for method in 'hover', 'references', 'definition', 'completion':
            params = place(w, name or 'x:', 0, '')
            e = w.error('textDocument/' + method, **params)
            assert (e.kind, e.code) == ('not_found', -32005), (name, e)
    # What one connection has open is its own.
    did_open(w, f'file://{T}/kin.txt', 'UBND huyện')
    assert hover(w, f'file://{T}/kin.txt', 0, '').startswith('UBND')
    with begin() as w2:
        assert w2.error('textDocument/hover', **place(
            w2, f'file://{T}/kin.txt', 0, '')).kind == 'not_found'
END

ok_python 'a document of 840 kB opens, and many changes at once do not delay others' <<'END'
from lsp import *
with begin() as w, Wire() as other:
    big = 'bà con nông dân\n' * 40000
    did_open(w, 'untitled:big', big)
    assert hover(w, 'untitled:big', 39999, 'bà con n').startswith('nông dân')
    did_change(w, 'untitled:big', *[change('x', 0, 0, 0, 0)] * 10)
    assert hover(w, 'untitled:big', 0, 'x' * 10 + 'bà con n')
    did_change(w, 'untitled:big', *[change('x', 0, 0, 0, 0)] * 10000)
    other.call('ping')
    e = w.error('textDocument/hover', **place(w, 'untitled:big', 0, ''))
    assert e.data['limit'] == 'open_bytes', e
    did_change(w, 'untitled:big', change('bà con'))
    assert hover(w, 'untitled:big', 0, '').startswith('bà con')
END

# ------------------------------------------------------------------------ a worker

ok_python 'cancelling, busy and the query log are as for any request' <<'END'
from lsp import *
with begin() as w:
    before = w.call('stats')['queries']
    ids = w.send_all([('workspace/symbol', {'query': 'xã'})] * 20)
    w.raw(b''.join(w.encode('$/cancelRequest', {'id': id}) for id in ids[10:]))
    kinds = {kind_of(w.recv()) for _ in ids}
    assert kinds <= {'result', 'cancelled'} and 'result' in kinds, kinds
    assert w.call('stats')['queries'] > before
END

# ------------------------------------------------------------------- tracuu lsp

ok_python 'tracuu lsp: a server on standard input and output' <<'END'
from lsp import *
import subprocess
def start():
    return subprocess.Popen([os.environ['B'] + '/tracuu', 'lsp'],
                            env={**os.environ, 'TRACUU_SOCKET': os.environ['SOCKET']},
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
def frames(data):
    while data:
        head, data = data.split(b'\r\n\r\n', 1)
        n = int(head.split(b':')[1])
        yield json.loads(data[:n])
        data = data[n:]
frame = Wire('header').encode
start_lsp = frame('initialize', {'capabilities': {}}, 1)
# It ends after exit ...
p = start()
p.stdin.write(start_lsp + frame('shutdown', None, 2) + frame('exit'))
p.stdin.flush()
assert [m['id'] for m in frames(p.stdout.read())] == [1, 2]
assert p.wait() == 0
# ... and at the end of its input, when all is answered, ...
p = start()
big = [frame('show', {'path': T + '/reports/hop.txt'}, i) for i in range(2000)]
out, _ = p.communicate(start_lsp + b''.join(big))
assert p.wait() == 0
assert sorted(m['id'] for m in frames(out)) == sorted([*range(2000), 1])
# ... and when nobody reads it.
p = start()
p.stdin.write(start_lsp)
p.stdin.flush()
p.stdout.close()
try:
    for _ in range(10000):
        p.stdin.write(frame('ping', {}, 1))
        p.stdin.flush()
except BrokenPipeError:
    pass
assert p.wait() == 0
END

run "$B/tracuu" lsp --socket "$T/nowhere" </dev/null
is "$status" 3 'without a daemon: exit status 3'
like "$err" "$T/nowhere" 'and the socket is named'

daemon_is_stopped
done_testing

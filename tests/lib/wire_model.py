# SPDX-License-Identifier: GPL-2.0-or-later
"""What docs/protocol.md says that tracuud answers to the bytes of a client, whatever
they are: a second reading of that document, to hold the daemon against.

    expected = expect(data)         # the input of one connection, as a whole
    check(expected, data_of_the_daemon)    # AssertionError where they differ
"""
import collections
import json
import re
import sys

sys.setrecursionlimit(20000)

REQUEST_BYTES = 65536
HEADER_BYTES = 1024
DEPTH = 2048
SPACE = b' \t\r\n'

CODES = {'parse': -32700, 'invalid_request': -32600, 'method_not_found': -32601,
         'invalid_params': -32602, 'internal': -32603, 'busy': -32000,
         'deadline': -32001, 'no_index': -32002, 'schema': -32003,
         'too_large': -32004, 'not_found': -32005, 'shutting_down': -32006,
         'cancelled': -32800}
# What no terminal should get.
CONTROLS = re.compile('[\0-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]')
AT_ONCE = {'hello', 'stats', 'ping', 'reload'}
BY_WORKERS = {'search', 'count', 'suggest', 'complete', 'explain', 'similar',
              'show', 'analyze'}
# What a request that is one may be told by an index that is well.
ANSWERS = {'result', 'invalid_params', 'too_large', 'not_found', 'busy', 'deadline',
           'cancelled'}

# One reply that must come: to which id, of which kinds, and the request that it
# answers, where there is one.
Reply = collections.namedtuple('Reply', 'id kinds request')
Expected = collections.namedtuple('Expected', 'framing replies broken')


class Broken(Exception):
    """A stream that cannot be divided any more; args: the kinds it may be told as."""


# --------------------------------------------------------------------- framing

def framing_of(data):
    """'line', 'header' or 'vim'; None where too little has come."""
    text = data.lstrip(SPACE)
    if not text:
        return None
    if text[:1] == b'{':
        return 'line'
    if text[:1] in b'Cc':
        return 'header'
    if text[:1] != b'[':
        raise Broken('parse')
    rest = text[1:].lstrip(SPACE)
    if len(text) - len(rest) > REQUEST_BYTES:
        raise Broken('too_large')
    if not rest:
        return None
    return 'line' if rest[:1] == b'{' else 'vim'


def lines(data):
    """The messages of a stream of lines, of which the last may lack its end."""
    while data := data.lstrip(SPACE):
        line, _, data = data.partition(b'\n')
        if len(line) > REQUEST_BYTES:
            raise Broken('too_large')
        yield line


def length_of(header):
    """What the lines of one header say."""
    found = None
    for line in header.split(b'\n')[:-2]:
        name, colon, value = line.partition(b':')
        if not colon:
            raise Broken('parse')
        if name.lower() != b'content-length':
            continue
        value = value.strip(SPACE)
        if found is not None or not re.fullmatch(rb'[0-9]+', value):
            # A number that is too large already may be told as that.
            digits = re.match(rb'[0-9]*', value).group()
            raise Broken(*(['parse', 'too_large'] if len(digits) > 4 else ['parse']))
        found = int(value)
        if found > REQUEST_BYTES:
            raise Broken('too_large')
    if found is None:
        raise Broken('parse')
    return found


def headers(data):
    """The messages of a stream with headers; one that is not whole is none."""
    while data := data.lstrip(SPACE):
        end = re.search(rb'\n\r?\n', data)
        if (end.end() if end else len(data)) > HEADER_BYTES:
            raise Broken('parse')
        if not end:
            return
        n = length_of(data[:end.end()].replace(b'\r\n', b'\n'))
        data = data[end.end():]
        if len(data) < n:
            return
        yield data[:n]
        data = data[n:]


# --------------------------------------------------------------------- messages

def _refuse(text):
    raise ValueError(text)


def _integer(text):
    n = int(text) if len(text) < 30 else _refuse(text)
    return n if -1 << 63 <= n < 1 << 63 else _refuse(text)


def _real(text):
    x = float(text)
    return x if abs(x) != float('inf') else _refuse(text)


def _object(pairs):
    return _refuse('a NUL in a name') if any('\0' in k for k, _ in pairs) else dict(pairs)


def _depth(value):
    """How deep it is; ValueError for text that no UTF-8 can have."""
    if isinstance(value, str):
        value.encode()
    if isinstance(value, dict):
        return 1 + max((max(_depth(k), _depth(v)) for k, v in value.items()), default=0)
    if isinstance(value, list):
        return 1 + max(map(_depth, value), default=0)
    return 1


def parse(text):
    """A message; ValueError for what is not JSON, or beyond what is read of it."""
    try:
        value = json.loads(text.decode(), parse_constant=_refuse, parse_int=_integer,
                           parse_float=_real, object_pairs_hook=_object)
        return value if _depth(value) <= DEPTH else _refuse('deep')
    except RecursionError:
        raise ValueError('deep') from None


def is_integer(value):
    return isinstance(value, int) and not isinstance(value, bool)


def unwrap(root, framing):
    """(the object of the request, the id); None for what has none."""
    if framing != 'vim':
        return (root, root.get('id', Ellipsis)) if isinstance(root, dict) else (None, None)
    if not isinstance(root, list) or len(root) != 2 or not is_integer(root[0]):
        return None, None
    return (root[1] if isinstance(root[1], dict) else None), root[0]


def reply_to(text, framing):
    """The Reply to one message; None for a notification."""
    try:
        root = parse(text)
    except ValueError:
        return Reply(None, {'parse'}, None)
    body, id = unwrap(root, framing)
    if body is None:
        return Reply(id, {'invalid_request'}, None)
    method = body.get('method')
    known_id = is_integer(id) or isinstance(id, str)
    if body.get('jsonrpc', '2.0') != '2.0' or not isinstance(method, str) or \
            not (known_id or id is None or id is Ellipsis):
        return Reply(id if known_id else None, {'invalid_request'}, None)
    if id is Ellipsis or method == '$/cancelRequest':
        return None
    if not isinstance(body.get('params', {}), (dict, type(None))):
        return Reply(id, {'invalid_params'}, None)
    if method in BY_WORKERS:
        return Reply(id, ANSWERS, body)
    if method in AT_ONCE:
        return Reply(id, {'result', 'invalid_params'}, body)
    return Reply(id, {'method_not_found'}, body)


def expect(data):
    """All that is answered to this input, in any order, when it has ended."""
    replies, framing, kinds = [], None, None
    try:
        framing = framing_of(data)
        messages = () if framing is None else \
            headers(data) if framing == 'header' else lines(data)
        for text in messages:
            replies.append(reply_to(text, framing))
    except Broken as broken:
        kinds = set(broken.args)
        replies.append(Reply(None, kinds, None))
    return Expected(framing or 'line', [r for r in replies if r], kinds is not None)


# ---------------------------------------------------------------------- replies

def split(data, framing):
    """The messages of the daemon, which must be whole."""
    while data:
        if framing == 'header':
            head = re.match(rb'Content-Length: ([1-9][0-9]*)\r\n\r\n', data)
            assert head, f'no header: {data[:100]}'
            text, data = data[head.end():], data[head.end() + int(head[1]):]
            text = text[:int(head[1])]
            assert len(text) == int(head[1]), 'a message was cut'
        else:
            text, end, data = data.partition(b'\n')
            assert end, f'a line was cut: {text[-100:]}'
        yield text


def check_error(error):
    """The kind of an error object, as docs/protocol.md has them."""
    assert error.keys() == {'code', 'message', 'data'}, error
    assert error['message'] and not CONTROLS.search(error['message']), error
    kind, data = error['data'].get('kind'), error['data']
    assert CODES.get(kind) == error['code'], error
    if kind == 'too_large':
        assert isinstance(data['limit'], str) and data['value'] > 0, error
    return kind


def read_reply(text, framing):
    """(id, kind, the object) of a message of the daemon."""
    message = json.loads(text.decode(), parse_constant=_refuse)
    if framing == 'vim':
        id, body = message
        assert is_integer(id), message
    else:
        assert message.pop('jsonrpc') == '2.0', message
        id, body = message.pop('id'), message
    assert body.keys() in ({'result'}, {'error'}), message
    return id, check_error(body['error']) if 'error' in body else 'result', body


def check_answer(request, kind, body):
    """What can be seen of an answer that was asked for something else."""
    params = request.get('params') or {}
    if kind == 'invalid_params':
        assert isinstance(body['error']['data']['param'], str), body
    if kind != 'result':
        return
    result = body['result']
    assert isinstance(result, dict), body
    if request['method'] == 'ping':
        assert result == {}, body
    if request['method'] == 'show' and 'uri' not in params:
        assert result['path'] == params['path'], body
    if request['method'] == 'analyze':
        text = params['text'].encode()
        for token in result['tokens']:
            assert token['byte'] + token['len'] <= len(text), (params, token)


def key_of(id, framing):
    """null and 0 are one in the framing that has no null."""
    return repr(id or 0) if framing == 'vim' else repr(id)


def check(expected, data, whole=True):
    """The kinds of all replies.  AssertionError says where they are not those that
    were expected; not `whole`: some may be missing, since the client left."""
    wanted = collections.defaultdict(list)
    for reply in expected.replies:
        wanted[key_of(reply.id, expected.framing)].append(reply)
    kinds = []
    for text in split(data, expected.framing):
        id, kind, body = read_reply(text, expected.framing)
        may = wanted.get(key_of(id, expected.framing), [])
        # Of two with one id the stricter one first.
        reply = min((r for r in may if kind in r.kinds), default=None,
                    key=lambda r: len(r.kinds))
        assert reply, f'not asked for: {text[:500]}; of this id: {may}'
        may.remove(reply)
        if reply.request and len(may) == 0:
            check_answer(reply.request, kind, body)
        kinds.append(kind)
    missing = [r for rs in wanted.values() for r in rs]
    assert not whole or not missing, f'not answered: {missing}'
    return kinds

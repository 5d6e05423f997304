#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Hostile clients of the tracuud at $SOCKET, by a grammar and by chance: requests that
are nearly right, frames that are cut, doubled, mixed and of a wrong length, bytes that
changed on their way.  What each gets must be what wire_model.py says; a client that
behaves gets right answers all the while.

A case is made of the seed and its number alone: --first N --cases 1 does it again."""

import argparse
import collections
import json
import random
import socket
import sys
import threading

sys.dont_write_bytecode = True
import wire
import wire_model

WORDS = ('học tập làm theo xã huyện tỉnh nông dân duong nuoc hoc tap date:2020 NOT AND OR '
         '"học tập" place:xã author: ref:05-CT/TW NEAR ( ) = - " , 2020..2021 * & ').split(' ')
METHODS = sorted(wire_model.BY_WORKERS) + ['hello', 'stats', 'ping', '$/cancelRequest']
NAMES = ['query', 'prefix', 'text', 'path', 'uri', 'limit', 'offset', 'match', 'sort',
         'snippet', 'lines', 'collapse', 'facets', 'latest', 'from', 'to', 'id',
         'client', 'protocol']
FITTING = {'search': ['query'], 'count': ['query'], 'suggest': ['query'],
           'explain': ['query'], 'complete': ['prefix'], 'similar': ['path'],
           'show': ['path', 'uri'], 'analyze': ['text'], '$/cancelRequest': ['id']}
ODD_NUMBERS = [0, -1, 1, 4294967295, 4294967296, 2**63 - 1, -2**63, 2**63, 10**40, 1.5,
               1e308, -0.0]
ODD_TEXTS = ['', '\0', 'xã\0huyện', '\ufeff', '\uffff', '\u0301' * 300, '😀' * 100, 'ê' * 2049,
             '((' * 200, '"' * 99, '\u202e', '\ud800', 'a' * 70000, '\x7f\x80', 'ping\0']
# What is put between the bytes of others.
PIECES = [b'\0', b'\xff', b'\xc0\x80', b'\xed\xa0\x80', b'\xf4\x90\x80\x80', b'\xc3', b'{',
          b'[', b']', b'}', b'"', b'\\', b'\\u0000', b'\\ud800', b'\n', b'\r\n', b'\r',
          b'\r\n\r\n', b'Content-Length: 5\r\n\r\n', b'Content-Length: 99999999999999999999',
          b'[1,', b'9' * 400, b'1e999', b'-', b'NaN', b'null', b',', b':', b'{}', b'[' * 3000]
FRAMINGS = ['line', 'header', 'vim']


# --------------------------------------------------------------------- grammar

class Grammar:
    """All that one connection sends; ids are of this case and of no other."""

    def __init__(self, seed, number, paths):
        self.dice = random.Random(f'{seed} {number}')
        self.number, self.paths, self.ids = number, paths, []

    def chance(self, share):
        return self.dice.random() < share

    def id(self):
        n = self.number * 100 + len(self.ids)
        self.ids.append(n if self.framing == 'vim' or self.chance(0.5) else f'k{n}')
        return self.ids[-1]

    def text(self):
        if self.chance(0.1):
            return self.dice.choice(ODD_TEXTS)
        return ' '.join(self.dice.choices(WORDS, k=self.dice.randrange(1, 8)))

    def value(self, depth=0):
        kind = self.dice.randrange(9)
        if kind < 4:
            return self.dice.choice([self.text(), self.dice.choice(self.paths)])
        if kind < 6:
            return self.dice.choice(ODD_NUMBERS + list(range(20)))
        if kind < 7 or depth > 3:
            return self.dice.choice([True, False, None, 'all', 'newest', ['year', 'place']])
        if kind < 8:
            return [self.value(depth + 1) for _ in range(self.dice.randrange(3))]
        return {self.dice.choice(NAMES): self.value(depth + 1)}

    def params(self, method):
        params = {}
        for name in FITTING.get(method, []):
            params[name] = self.dice.choice(
                self.paths if name == 'path' else [self.text()] if name != 'id' else
                self.ids or [0])
        if method == 'show' and self.chance(0.8):
            del params['uri']
        for _ in range(self.dice.randrange(3) if self.chance(0.5) else 0):
            params[self.dice.choice(NAMES)] = self.value()
        return params

    def request(self):
        method = self.dice.choice(METHODS) if self.chance(0.95) else self.text()
        body = {'jsonrpc': '2.0', 'method': method, 'params': self.params(method)}
        if self.chance(0.1):
            body[self.dice.choice(list(body))] = self.value()
        if self.chance(0.1):
            del body[self.dice.choice(list(body))]
        if self.framing == 'vim':
            return [self.id(), body] if self.chance(0.95) else [self.value(), body]
        if self.chance(0.95):
            body['id'] = self.id() if self.chance(0.97) else self.value()
        return body

    def message(self):
        """One as JSON, or nearly."""
        text = json.dumps(self.request() if self.chance(0.97) else self.value(),
                          ensure_ascii=self.chance(0.3))
        data = text.encode('utf-8', 'surrogatepass')
        if self.chance(0.01):
            n = self.dice.choice([2, 2047, 2048, 5000])
            data = b'[' * n + data + b']' * n
        return self.mutated(data) if self.chance(0.2) else data

    def header(self, n):
        if self.chance(0.9):
            return b'Content-Length: %d\r\n\r\n' % n
        return self.dice.choice([
            b'content-length:%d\n\n' % n, b'Content-Length: %d\r\n\r\n' % (n + 1),
            b'Content-Length: %d\r\n\r\n' % max(0, n - 1), b'Content-Length: 0\r\n\r\n',
            b'Content-Length: %d\r\nContent-Length: %d\r\n\r\n' % (n, n),
            b'X: %s\r\nContent-Length: 0%d \r\n\r\n' % (b'y' * 990, n),
            b'Content-Type: x\r\n\r\n', b'Content-Length: -%d\r\n\r\n' % n,
            b'Content-Length: 65537\r\n\r\n', b'Content-Length: 0x%x\r\n\r\n' % n,
            b'\r\n\r\nContent-Length: %d\r\n\r\n' % n, b'Content-Length %d\r\n\r\n' % n,
            b'Content-Length: %d\r\n\rX: y\r\n\r\n' % n, b'C' * 2000])

    def frame(self):
        data = self.message()
        framing = self.framing if self.chance(0.97) else self.dice.choice(FRAMINGS)
        if framing == 'header':
            return self.header(len(data)) + data
        return data + (b'\n' if self.chance(0.97) else self.dice.choice([b'', b'\r\n', b'\n\n']))

    def mutated(self, data):
        for _ in range(self.dice.choice([1, 1, 1, 2, 5])):
            at = self.dice.randrange(len(data) + 1)
            end = min(len(data), at + self.dice.choice([0, 1, 1, 4, 50]))
            middle = self.dice.choice([
                b'', self.dice.choice(PIECES), data[at:end] * 2, data[at:end][::-1],
                bytes(b ^ 1 << self.dice.randrange(8) for b in data[at:end])])
            data = data[:at] + middle + data[end:]
        return data

    def input(self):
        self.framing = self.dice.choice(FRAMINGS)
        data = b''.join(self.frame() for _ in range(self.dice.choice([1, 1, 2, 3, 8])))
        if self.chance(0.25):
            data = self.mutated(data)
        if self.chance(0.15):
            data = data[:self.dice.randrange(len(data) + 1)]
        return data

    def pieces(self, data):
        """As it is cut on its way."""
        if self.chance(0.5):
            return [data]
        step = 1 if len(data) < 300 and self.chance(0.2) else \
            self.dice.randrange(1, len(data) + 2)
        return [data[i:i + step] for i in range(0, len(data), step)]


# ------------------------------------------------------------------------ cases

def received(sock):
    data = bytearray()
    while more := sock.recv(1 << 16):
        data += more
    return bytes(data)


def talk(grammar, data):
    """(what came back, whether all of it did)"""
    with socket.socket(socket.AF_UNIX) as sock:
        sock.settimeout(wire.TIMEOUT)
        sock.connect(wire.os.environ['SOCKET'])
        try:
            for piece in grammar.pieces(data):
                sock.sendall(piece)
        except (BrokenPipeError, ConnectionResetError):
            pass  # it may close a broken stream
        if grammar.chance(0.1):
            return b'', False  # and gone
        if grammar.chance(0.03):
            sock.shutdown(socket.SHUT_RDWR)
            return b'', False
        sock.shutdown(socket.SHUT_WR)
        return received(sock), True


class Behaved(threading.Thread):
    """A client that asks for the same again and again, and must get the same."""

    REQUESTS = [('search', {'query': 'học tập', 'limit': 5, 'lines': True}),
                ('count', {'query': 'xã'}), ('ping', {}), ('analyze', {'text': 'Đường về xã'}),
                ('complete', {'prefix': 'hoc t'}), ('search', {'query': '"nước"'})]

    def __init__(self):
        super().__init__()
        self.stop, self.failed, self.rounds = False, None, 0

    def answers(self, client):
        replies = client.recv_all(len(client.send_all(self.REQUESTS)))
        results = [reply['result'] for _, reply in sorted(replies.items())]
        for result in results:
            result.pop('took_us', None)
        return results

    def run(self):
        try:
            with wire.Wire() as client:
                wanted = self.answers(client)
                while not self.stop:
                    assert self.answers(client) == wanted, 'another answer than before'
                    self.rounds += 1
        except Exception as error:
            self.failed = f'the client that behaves: {error!r}'


class Fuzzer:
    def __init__(self, options):
        self.options, self.failed = options, []
        self.numbers = iter(range(options.first, options.first + options.cases))
        self.lock, self.kinds = threading.Lock(), collections.Counter()
        with wire.Wire() as client:
            hits = client.call('search', query='xã', limit=20)['hits']
        self.paths = [hit['path'] for hit in hits] + ['', '/none', '/\0', 'x' * 5000]

    def case(self, number):
        grammar = Grammar(self.options.seed, number, self.paths)
        data = grammar.input()
        try:
            expected = wire_model.expect(data)
            back, whole = talk(grammar, data)
            kinds = wire_model.check(expected, back, whole)
        except Exception as error:
            self.failed.append(f'case {number}: {error!r:.1500}\nsent: {data[:3000]!r}')
            return
        with self.lock:
            self.kinds.update(kinds)

    def work(self):
        while len(self.failed) < 5:
            with self.lock:
                number = next(self.numbers, None)
            if number is None:
                return
            self.case(number)

    def run(self):
        behaved = Behaved()
        threads = [threading.Thread(target=self.work) for _ in range(self.options.clients)]
        for thread in [behaved, *threads]:
            thread.start()
        for thread in threads:
            thread.join()
        behaved.stop = True
        behaved.join()
        if behaved.failed:
            self.failed.append(behaved.failed)
        with wire.Wire() as client:
            wire.wait_until(lambda: client.call('stats')['connections'] == 1)
        told = ', '.join(f'{n} {kind}' for kind, n in self.kinds.most_common())
        print(f'seed {self.options.seed}, {self.options.cases} cases: {told}; '
              f'{behaved.rounds} rounds of the client that behaves')


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--cases', type=int, default=1000)
    parser.add_argument('--first', type=int, default=0)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--clients', type=int, default=8)
    fuzzer = Fuzzer(parser.parse_args())
    fuzzer.run()
    print(*fuzzer.failed, sep='\n', end='')
    sys.exit(bool(fuzzer.failed))


if __name__ == '__main__':
    main()

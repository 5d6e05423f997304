#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The tracuud of $DAEMON at $SOCKET under 16 clients, while its index at $INDEX changes
under it again and again: to newer generations, back to older ones, by way of broken
ones; what is not current is removed at once.

Each report says of which generation it is, in its title and in every line.  No reply
may be an error, have reports of two generations or another number than they say.  In
the end as many files are open as in the beginning, and about as much memory is used."""

import argparse
import collections
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import threading

sys.dont_write_bytecode = True
import wire

INDEX = pathlib.Path(os.environ['INDEX'])
TMP = pathlib.Path(os.environ['T'])
ARCHIVE, POOL = TMP / 'archive', TMP / 'pool'
DAEMON = int(os.environ['DAEMON'])
MARK = re.compile(r'dấu (\d+)', re.IGNORECASE)
REFUSALS = {'internal', 'schema', 'no_index'}
GROWTH = 32 << 20  # bytes of memory that are no leak


def documents_of(generation):
    return 10 + generation % 7


def make_pool(size):
    """Generations 1 to `size`, each of the archive as it was then."""
    for n in range(1, size + 1):
        shutil.rmtree(ARCHIVE, ignore_errors=True)
        ARCHIVE.mkdir()
        for i in range(documents_of(n)):
            lines = [f'Dấu {n} tin số {i}'] + [f'Xã làm đường, dấu {n}.'] * 20
            (ARCHIVE / f'{i}.txt').write_text('\n\n'.join(lines) + '\n', encoding='utf-8')
        subprocess.run([os.environ['B'] + '/tracuu-index', 'update', '--quiet', '--keep',
                        str(size), '--max-removed', '100', '--index', POOL, ARCHIVE],
                       check=True)


# --------------------------------------------------------------------- swapping

def name_of(generation):
    return f'gen-{generation:06}'


def publish(generation, change=None):
    """Make it current, as tracuu-index does it; `change` is made to it before."""
    new = INDEX / 'new'
    if generation:
        shutil.copytree(POOL / name_of(generation), new)
        if change:
            change(new)
        shutil.rmtree(INDEX / name_of(generation), ignore_errors=True)
        new.rename(INDEX / name_of(generation))
    link = INDEX / 'current.new'
    link.symlink_to(name_of(generation))
    link.replace(INDEX / 'current')
    for old in INDEX.glob('gen-*'):
        if old.name != name_of(generation):
            shutil.rmtree(old)


def cut_files(folder):
    for path in (folder / 'db').iterdir():
        os.truncate(path, path.stat().st_size // 2)


def empty_files(folder):
    for path in (folder / 'db').iterdir():
        path.write_bytes(b'')


def no_files(folder):
    shutil.rmtree(folder / 'db')


def rubbish(folder):
    for path in (folder / 'db').iterdir():
        path.write_bytes(bytes(range(256)) * 400)


def no_manifest(folder):
    (folder / 'manifest').unlink()


def odd_manifest(folder):
    (folder / 'manifest').write_bytes(b'{"schema": [\0')


BREAKS = [cut_files, empty_files, no_files, rubbish, no_manifest, odd_manifest]


class Swapper:
    def __init__(self, pool, dice):
        self.pool, self.dice, self.now = pool, dice, 0
        self.client, self.done = wire.Wire(), collections.Counter()

    def generation(self):
        return self.client.call('hello')['generation']

    def swap(self):
        """To another generation, found in one of the three ways."""
        new = self.dice.choice([n for n in range(1, self.pool + 1) if n != self.now])
        self.done['back' if new < self.now else 'on'] += 1
        publish(new)
        self.now = new
        way = self.dice.randrange(5)
        if way == 0:
            os.kill(DAEMON, signal.SIGHUP)
        if way < 2:
            wire.wait_until(lambda: self.generation() == new)
        else:
            assert self.client.call('reload')['generation'] == new
        check_reply(self.client.call('search', query='đường', limit=30), new)

    def spoil(self):
        """One that cannot be used: the one before stays, although it is gone."""
        broken = self.dice.choice([n for n in range(0, self.pool + 1) if n != self.now])
        publish(broken, self.dice.choice(BREAKS))
        self.done['broken'] += 1
        error = self.client.error('reload')
        assert error.kind in REFUSALS, error
        check_reply(self.client.call('search', query='đường', limit=30), self.now)


# ---------------------------------------------------------------------- clients

def marks_of(reply):
    return {int(n) for n in MARK.findall(wire.json.dumps(reply, ensure_ascii=False))}


def check_reply(reply, generation=None):
    """A page of search or similar."""
    marks = marks_of(reply)
    assert marks <= {reply['generation']}, (marks, reply)
    assert generation in (None, reply['generation']), (generation, reply)
    return reply['generation']


def check_page(reply):
    generation = check_reply(reply)
    assert reply['total']['value'] == documents_of(generation), reply
    assert len(reply['hits']) == documents_of(generation), reply
    for value in reply.get('facets', {}).get('type', []):
        assert value['count'] == documents_of(generation), reply


def check_numbers(reply):
    assert reply['documents'] == documents_of(reply['generation']), reply


def check_one(reply):
    assert len(marks_of(reply)) == 1, reply


def check_few(reply):
    assert len(marks_of(reply)) <= 1, reply


def requests():
    path = str(ARCHIVE / '3.txt')
    return [(('search', {'query': 'đường', 'limit': 30}), check_page),
            (('search', {'query': '"xã làm đường"', 'limit': 30, 'lines': True}), check_page),
            (('search', {'query': 'duong', 'limit': 30, 'facets': ['type']}), check_page),
            (('similar', {'path': path, 'limit': 30}), check_reply),
            (('show', {'path': path}), check_one),
            (('complete', {'prefix': 'dấu '}), check_few),
            (('hello', {}), check_numbers), (('stats', {}), check_numbers),
            (('count', {'query': 'đường'}), lambda reply: None),
            (('suggest', {'query': 'xã lam duong'}), check_few),
            (('explain', {'query': 'đường', 'path': path}), lambda reply: None)]


class Client(threading.Thread):
    def __init__(self, number):
        super().__init__()
        self.number, self.stop, self.failed, self.replies = number, False, None, 0

    def run(self):
        dice, known = random.Random(self.number), requests()
        try:
            with wire.Wire(('line', 'header', 'vim')[self.number % 3]) as client:
                while not self.stop:
                    batch = dice.choices(known, k=4)
                    ids = client.send_all([request for request, _ in batch])
                    replies = client.recv_all(len(ids))
                    for id, (request, check) in zip(ids, batch):
                        assert 'result' in replies[id], (request, replies[id])
                        check(replies[id]['result'])
                    self.replies += len(ids)
        except Exception as error:
            self.failed = f'client {self.number}: {error!r:.2000}'


# ------------------------------------------------------------------ what is kept

def memory():
    with open(f'/proc/{DAEMON}/status', encoding='utf-8') as file:
        return int(re.search(r'VmRSS:\s*(\d+) kB', file.read())[1]) << 10


def maps():
    """(how many are of generations, whether a sanitizer is there)"""
    with open(f'/proc/{DAEMON}/maps', encoding='utf-8') as file:
        text = file.read()
    return text.count('/gen-'), bool(re.search('lib[at]san', text))


def run(options, swapper, clients):
    """Swap; returns what was used when the clients had come, and in the end."""
    warm, used = max(1, options.swaps // 10), None
    for n in range(options.swaps):
        if swapper.dice.random() < 0.1:
            swapper.spoil()
        swapper.swap()
        failed = [c.failed for c in clients if c.failed]
        assert not failed, failed
        if n == warm:
            used = memory()
    return used, memory()


def settled(swapper, files):
    """Only the generation in service is left of what was opened."""
    swapper.client.call('reload')
    wire.wait_until(lambda: swapper.client.call('stats')['connections'] == 1)
    wire.wait_until(lambda: wire.open_files(DAEMON) == files)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--swaps', type=int, default=50)
    parser.add_argument('--pool', type=int, default=12)
    parser.add_argument('--clients', type=int, default=16)
    parser.add_argument('--seed', type=int, default=1)
    options = parser.parse_args()
    make_pool(options.pool)
    INDEX.mkdir(exist_ok=True)
    swapper = Swapper(options.pool, random.Random(options.seed))
    swapper.swap()
    files, mapped = wire.open_files(DAEMON), maps()[0]
    clients = [Client(n) for n in range(options.clients)]
    for client in clients:
        client.start()
    try:
        before, after = run(options, swapper, clients)
    finally:
        for client in clients:
            client.stop = True
        for client in clients:
            client.join()
    failed = [c.failed for c in clients if c.failed]
    assert not failed, failed
    settled(swapper, files)
    assert maps()[0] == mapped, (mapped, maps())
    assert maps()[1] or after < before * 1.1 + GROWTH, (before, after)
    done = ', '.join(f'{n} {what}' for what, n in swapper.done.items())
    print(f'{options.swaps} swaps: {done}; {sum(c.replies for c in clients)} replies; '
          f'{files} files; {before >> 20} MiB after a tenth of them, {after >> 20} at the end')


if __name__ == '__main__':
    main()

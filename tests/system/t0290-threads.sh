#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Sixteen clients, updates, reloads and cancellations at the same time: what
# ThreadSanitizer looks at (make check-thread).
. tests/lib/tap.sh
. tests/lib/daemon.sh

archive_make "$T/archive" 60 20
index_make "$T/archive"
TSAN_OPTIONS="halt_on_error=1 ${TSAN_OPTIONS-}"
export TSAN_OPTIONS
# Of the answers some are kept, some go again.
printf '[daemon]\nworkers = 4\n[limits]\ncache_bytes = 500000\n' >"$T/conf"
daemon_start --config "$T/conf" --query-log "$T/queries"
export DAEMON="$daemon_pid"

ok_python '16 clients, 10 updates, no wrong answer' <<'END'
import random, signal, subprocess, threading
T, B, INDEX = os.environ['T'], os.environ['B'], os.environ['INDEX']
stop, failed, counts = False, [], [0] * 16

# The clients are to end of their own accord.
KINDS = {'result', 'cancelled', 'busy', 'deadline'}

def ask(n):
    dice = random.Random(n)
    words = 'xã huyện tỉnh nông dân duong hoc tap'.split()
    def request():
        query = ' '.join(dice.choices(words, k=dice.randrange(1, 4)))
        return dice.choice([
            ('search', {'query': query, 'limit': 20}),
            ('search', {'query': f'"{query}"', 'lines': True}),
            ('search', {'query': query, 'latest': 'x'}),
            ('count', {'query': query}),
            ('suggest', {'query': query}),
            ('complete', {'prefix': query[:-1]}),
            ('similar', {'path': f'{T}/archive/{dice.randrange(60):05}.txt'}),
            ('explain', {'query': query}),
            ('analyze', {'text': query * 50}),
            ('show', {'path': f'{T}/archive/{dice.randrange(60):05}.txt'}),
            ('stats', {}), ('hello', {}), ('reload', {}),
            ('workspace/symbol', {'query': query}),
            *((f'textDocument/{method}', place) for method in
              ('hover', 'references', 'definition', 'completion'))])
    place = {'textDocument': {'uri': f'file://{T}/archive/00000.txt'},
             'position': {'line': 0, 'character': 20}}
    try:
        while not stop:
            with Wire(('line', 'header', 'vim')[n % 3]) as w:
                w.call('initialize', capabilities={})
                for i in range(10):
                    document = {'textDocument': {**place['textDocument'],
                                                 'text': f'xã huyện tỉnh {i}'}}
                    w.raw(w.encode('textDocument/did' + dice.choice(
                        ['Open', 'Close']), document))
                    ids = w.send_all([request() for _ in range(8)])
                    w.cancel(dice.choice(ids))
                    replies = w.recv_all(8)
                    kinds = set(map(kind_of, replies.values()))
                    assert kinds <= KINDS, kinds
                    counts[n] += 1
                w.send_all([request() for _ in range(8)])  # and gone
    except Exception as error:
        failed.append(repr(error))

threads = [threading.Thread(target=ask, args=(n,)) for n in range(16)]
for t in threads:
    t.start()
for n in range(10):
    with open(f'{T}/archive/new{n}.txt', 'w') as file:
        file.write(f'Tin số {n}\nXã làm đường.\n')
    subprocess.run([B + '/tracuu-index', 'update', '--quiet', '--index', INDEX,
                    T + '/archive'], check=True)
    os.kill(int(os.environ['DAEMON']), signal.SIGHUP)
wait_until(lambda: failed or all(counts), 90)
stop = True
for t in threads:
    t.join()
assert not failed, failed
with Wire() as w:
    assert w.call('reload')['generation'] == 11
    assert w.call('hello')['documents'] == 70
END

ok_python 'and it is stopped while they ask' <<'END'
import signal, threading
def ask():
    with Wire() as w:
        try:
            while True:
                w.send_all([('search', {'query': 'xã', 'limit': 50})] * 30)
                for _ in range(30):
                    w.recv()
        except (EOFError, OSError):
            pass
threads = [threading.Thread(target=ask) for _ in range(16)]
for t in threads:
    t.start()
with Wire() as w:
    n = w.call('stats')['queries']
    wait_until(lambda: w.call('stats')['queries'] > n + 100)
os.kill(int(os.environ['DAEMON']), signal.SIGTERM)
for t in threads:
    t.join()
END

daemon_wait
is "$daemon_status" 0 'it ends in order'
unlike "$(cat "$daemon_log")" 'Sanitizer' 'no sanitizer complained'
done_testing

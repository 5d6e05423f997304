#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# How a new generation of the index comes into service, and a bad one does not.
. tests/lib/tap.sh
. tests/lib/daemon.sh

mkdir "$T/archive"
# report N: one more file in the archive.
report() {
	printf 'Tin số %d\nXã làm đường.\n' "$1" >"$T/archive/$1.txt"
}

# documents N DESCRIPTION: that many are in service; the daemon is not told.
documents() {
	echo "$daemon_pid" >"$T/pid"
	documents=$1 ok_python "$2" <<'END'
with Wire() as w:
    wait_until(lambda: w.call('hello')['documents'] == int(os.environ['documents']))
    n = w.call('count', query='đường')['value']
    assert n == int(os.environ['documents']), n
END
}

# --------------------------------------------------------------- it comes up later

daemon_start
report 1
index_make "$T/archive"
documents 1 'a first generation in a new directory is found'
report 2
index_make "$T/archive"
documents 2 'the next one is found'
daemon_is_stopped

# So that its open files can be looked at.
printf '[daemon]\ncore = yes\n' >"$T/conf"
daemon_start --config "$T/conf"
documents 2 'it is there at once after a start'

# ------------------------------------------------------------------------ triggers

report 3
index_make "$T/archive"
ok_python 'a reload request answers when the new one is in service' <<'END'
with Wire() as w:
    before = w.call('hello')
    assert w.call('reload')['generation'] == 3
    assert w.call('hello')['documents'] == 3
    w.raw(w.encode('reload'))  # a notification
    w.call('ping')
    # Many at a time get one answer each, and do not wait for the slow timer.
    start = time.monotonic()
    for _ in range(3):
        ids = w.send_all([('reload', {})] * 20)
        assert set(w.recv_all(20)) == set(ids)
    assert time.monotonic() - start < 5
END

report 4
index_make "$T/archive"
kill -HUP "$daemon_pid"
documents 4 'SIGHUP'

ok_python 'what is published is seen at once: not by the slow timer' <<'END'
import subprocess
T, B, INDEX = os.environ['T'], os.environ['B'], os.environ['INDEX']
waited = 0
with Wire() as w:
    for n in range(5, 8):
        with open(f'{T}/archive/{n}.txt', 'w') as file:
            file.write(f'Tin số {n}\nXã làm đường.\n')
        subprocess.run([B + '/tracuu-index', 'update', '--quiet', '--index',
                        INDEX, T + '/archive'], check=True)
        start = time.monotonic()
        wait_until(lambda: w.call('hello')['documents'] == n)
        waited += time.monotonic() - start
assert waited < 4, waited
END

# ------------------------------------------------------------- no query is dropped

ok_python 'a query under way ends on its generation, later ones are on the next' <<'END'
import subprocess, threading
T, B, INDEX = os.environ['T'], os.environ['B'], os.environ['INDEX']
seen, failed, stop = [], [], False

def ask():
    try:
        with Wire() as w:
            while not stop:
                r = w.call('search', query='đường', limit=100)
                seen.append((r['generation'], len(r['hits'])))
    except Exception as error:
        failed.append(error)

threads = [threading.Thread(target=ask) for _ in range(2)]
for t in threads:
    t.start()
for n in range(8, 18):
    with open(f'{T}/archive/{n}.txt', 'w') as file:
        file.write(f'Tin số {n}\nXã làm đường.\n')
    subprocess.run([B + '/tracuu-index', 'update', '--quiet', '--index', INDEX,
                    T + '/archive'], check=True)
with Wire() as w:
    assert w.call('reload')['generation'] == 17
    assert w.call('hello')['documents'] == 17
stop = True
for t in threads:
    t.join()
assert not failed, failed
assert seen and all(generation == hits for generation, hits in seen), set(seen)
END

ok_python 'an old generation is let go' <<'END'
pid = int(open(os.environ['T'] + '/pid').read())
def old():
    files = [os.readlink(f'/proc/{pid}/fd/{fd}')
             for fd in os.listdir(f'/proc/{pid}/fd')]
    return [f for f in files if '/gen-' in f and '/gen-000017/' not in f]
wait_until(lambda: not old())
END

# --------------------------------------------------------------- a bad generation

cp -r "$INDEX/gen-000017" "$INDEX/gen-000018"
sed -i 's/"schema": *[0-9]*/"schema": 999/' "$INDEX/gen-000018/manifest"
point() {
	ln -s "$1" "$INDEX/current.test"
	mv -T "$INDEX/current.test" "$INDEX/current"
}
point gen-000018
ok_python 'of another schema: reload says so, the old one answers' <<'END'
with Wire() as w:
    e = w.error('reload')
    assert (e.kind, e.code) == ('schema', -32003), e
    assert 'index' in e.message, e
    assert w.call('search', query='đường')['generation'] == 17
    w.error('reload')
END
is "$(grep -c 'stays in service' "$daemon_log")" 1 'it is logged, once'

for f in "$INDEX"/gen-000018/db/*; do : >"$f"; done
sed -i 's/"schema": *[0-9]*/"schema": 1/' "$INDEX/gen-000018/manifest"
ok_python 'a damaged one: reload fails, the old one answers' <<'END'
with Wire() as w:
    assert w.error('reload').kind in ('internal', 'schema', 'no_index')
    assert w.call('search', query='đường')['generation'] == 17
END

point gen-000017
rm -r "$INDEX/gen-000018"
ok_python 'back to the good one: nothing happened' <<'END'
with Wire() as w:
    assert w.call('reload')['generation'] == 17
END

# ------------------------------------------------------- an index made all anew

rm -r "$INDEX" "$T/archive"
ok_python 'the index is gone: what is open goes on answering' <<'END'
with Wire() as w:
    assert w.error('reload').kind == 'no_index'
    assert w.call('search', query='đường')['hits']
END
mkdir "$T/archive"
report 1
index_make "$T/archive"
documents 1 'a new one with an old number is found without being told'

daemon_is_stopped
done_testing

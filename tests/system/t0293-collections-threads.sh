#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Several users ask while their collections change: each is told of his own alone,
# and what he is told is whole.
. tests/lib/tap.sh
. tests/lib/daemon.sh

[ "$(id -u)" -eq 0 ] || skip_all 'only root can be several users'
chmod 755 "$T"
C=$T/conf
for name in chung mot hai; do
	mkdir "$T/$name"
	i=0
	while [ $i -lt 20 ]; do
		i=$((i + 1))
		echo "Báo cáo $i của kho $name: xã làm đường, dân góp công." >"$T/$name/$i.txt"
	done
done
cat >"$C" <<END
[daemon]
socket_mode = 0777
[indexer]
root = $T/chung
[collection mot]
root = $T/mot
allow_user = 61001
[collection hai]
root = $T/hai
allow_user = 61002
END
"$B/tracuu-index" update --quiet --index "$INDEX" --config "$C" || exit 1
daemon_start --config "$C" --workers 2 || exit 1

CONF=$C ok_python 'three users, twelve changes' <<'END'
import subprocess
T, B, INDEX = os.environ['T'], os.environ['B'], os.environ['INDEX']
SEEN = {61001: {'chung', 'mot'}, 61002: {'chung', 'hai'}, 61003: {'chung'}}
stop = T + '/stop'


def look(w, seen):
    """The number of rounds; what one is told agrees with itself."""
    rounds = 0
    while rounds < 5 or not os.path.exists(stop):
        r = w.call('search', query='đường', limit=1000, facets=['collection', 'type'])
        of = {h['path'].split('/')[-2] for h in r['hits']}
        assert of == seen, of
        assert r['total']['value'] == len(r['hits'])
        counts = {v['value']: v['count'] for v in r['facets']['collection']}
        assert set(counts) == seen - {'chung'}, counts
        assert r['facets']['type'][0]['count'] == len(r['hits'])
        hello = w.call('hello')
        assert hello['generation'] >= r['generation']
        names = {c['name'] or 'chung' for c in hello.get('collections', [])} or {'chung'}
        assert names == seen, names
        assert {c['text'] for c in w.call('complete', prefix='collection:')['completions']} \
            == seen - {'chung'}
        rounds += 1
    return rounds


children = []
for uid in list(SEEN) * 2:
    child = os.fork()
    if not child:
        status = 1
        try:
            os.setgroups([])
            os.setgid(uid)
            os.setuid(uid)
            with Wire() as w:
                look(w, SEEN[uid])
            status = 0
        except BaseException as e:
            print(uid, repr(e), flush=True)
        os._exit(status)
    children.append(child)
for n in range(12):
    name = ('chung', 'mot', 'hai')[n % 3]
    with open(f'{T}/{name}/moi{n}.txt', 'w') as file:
        file.write(f'Tin {n} của kho {name}: thêm một con đường.\n')
    subprocess.run([B + '/tracuu-index', 'update', '--quiet', '--index', INDEX,
                    '--config', os.environ['CONF']], check=True)
open(stop, 'w').close()
assert [os.waitpid(child, 0)[1] for child in children] == [0] * 6
END
daemon_is_stopped

done_testing

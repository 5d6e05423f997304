#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The logs of queries: who asked what, how it was read, and what took long.
. tests/lib/tap.sh
. tests/lib/daemon.sh

archive_make "$T/archive" 300 40
index_make corpus/reports "$T/archive"
cat >"$T/conf" <<END
[daemon]
query_log = $T/queries
slow_log = $T/slow
slow_ms = 1
END
daemon_start --config "$T/conf" --workers 1
export DAEMON="$daemon_pid"
is "$(stat -c %a "$T/queries" "$T/slow" | tr '\n' ' ')" '600 600 ' \
	'the logs are for their owner alone'

cat >"$T/logs.py" <<'END'
def lines(name):
    return [json.loads(l) for l in open(os.environ['T'] + '/' + name)]
END
ok_python 'a line has who, what, how it was read, what was found, how long' <<'END'
exec(open(os.environ['T'] + '/logs.py').read())
import datetime
with Wire() as w:
    w.call('search', query='  ca phe ')
    w.call('count', query='cà phê')
    w.error('show', path='/no/such')
    w.call('search', query='ca phe')        # the same: from the cache
search, count, show, again = lines('queries')
assert set(search) == {'time', 'pid', 'uid', 'method', 'query', 'read_as',
                       'hits', 'us'}, search
assert (search['pid'], search['uid']) == (os.getpid(), os.getuid())
assert (search['method'], search['query']) == ('search', '  ca phe ')
assert search['read_as'] == 'ca phe', search
assert search['hits'] == 3 and 0 < search['us'] < 60e6, search
when = datetime.datetime.fromisoformat(search['time'].replace('Z', '+00:00'))
assert abs(when.timestamp() - time.time()) < 60
assert count['hits'] == 3 and 'error' not in count, count
assert show['error'] == 'not_found' and show['query'] == '/no/such', show
assert again['from'] == 'cache' and again['hits'] == 3, again
END

ok_python 'what took long is in the other log, with its plan and its times' <<'END'
exec(open(os.environ['T'] + '/logs.py').read())
heavy = {'query': 'xa huyen tinh nong dan', 'limit': 300, 'lines': True}
with Wire() as w, Wire() as other:
    w.send_all([('search', heavy), ('search', {**heavy, 'offset': 1}),
                ('count', {'query': 'xã'})])
    w.recv_all(3)
    w.call('analyze', text='xã')
slow = [l for l in lines('slow') if l.get('query') == heavy['query']]
assert len(slow) == 2, lines('slow')
for l in slow:
    assert l['generation'] == 1 and l['run_us'] >= 0 and l['wait_us'] >= 0, l
    assert abs(l['us'] - l['wait_us'] - l['run_us']) <= 1, l
    assert l['us'] >= 1000 and l['read_as'] == heavy['query'], l
    assert 'of, ranked\n' in l['plan'] and '"huyen":' in l['plan'], l
# The second one waited for the one worker that there is, and so did the count,
# which is quick itself.
assert slow[1]['wait_us'] >= slow[0]['run_us'] / 2, slow
count, = [l for l in lines('slow') if l['method'] == 'count' and
          l.get('query') == 'xã']
assert ('plan' in count) == (count['run_us'] >= 1000), count
assert [l for l in lines('queries') if l.get('query') == heavy['query'] and
        'plan' not in l]
END

ok_python 'both are opened anew by SIGHUP' <<'END'
exec(open(os.environ['T'] + '/logs.py').read())
import signal
names = [os.environ['T'] + n for n in ('/queries', '/slow')]
for name in names:
    os.rename(name, name + '.1')
os.kill(int(os.environ['DAEMON']), signal.SIGHUP)
wait_until(lambda: all(map(os.path.exists, names)))
with Wire() as w:
    w.call('search', query='xa huyen', limit=300, lines=True)
assert [l['query'] for l in lines('queries')] == ['xa huyen']
assert [l['query'] for l in lines('slow')] == ['xa huyen']
END
daemon_is_stopped

# ---------------------------------------------------- a disk that is full now and then
ok_python 'a line written in part is ended before the next one' <<'END'
exec(open(os.environ['T'] + '/logs.py').read())
from systemd import *
import resource
s = Systemd()
log = os.environ['T'] + '/part'
d = s.start('--index', os.environ['INDEX'], '--query-log', log)
s.until('READY=1')
unlimited = resource.RLIM_INFINITY
resource.prlimit(d.pid, resource.RLIMIT_FSIZE, (400, unlimited))
with Wire() as w:
    for _ in range(10):
        w.call('count', query='xã')
    assert w.call('stats')['log_dropped'] > 1
    assert os.stat(log).st_size == 400
    assert not open(log).read().endswith('\n')
    resource.prlimit(d.pid, resource.RLIMIT_FSIZE, (unlimited, unlimited))
    w.call('count', query='huyện')
good, torn = [], 0
for line in open(log):
    try:
        good.append(json.loads(line)['query'])
    except ValueError:
        torn += 1
assert torn == 1 and good[-1] == 'huyện', open(log).read()
assert s.stop(d) == 0
END

# ------------------------------------------------------------------- configuration
printf '[daemon]\nslow_ms = 0\n' >"$T/conf"
run "$B/tracuud" --check-config --config "$T/conf"
is "$status" 1 'slow_ms = 0: refused'
printf '[daemon]\nslow_log = /no/such/folder/slow\n' >"$T/conf"
run "$B/tracuud" --config "$T/conf" --index "$INDEX" --socket "$SOCKET"
is "$status" 2 'a log that cannot be made: it does not start'
like "$err" 'error: query log /no/such/folder/slow: No such file' 'and says why'
done_testing

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What tracuud counts, and how tracuu stats tells it: for people, for programs,
# for Prometheus.
. tests/lib/tap.sh
. tests/lib/daemon.sh

index_make corpus/reports
ln -s /dev/full "$T/queries"
printf '[limits]\nwaiting = 0\n' >"$T/conf"
daemon_start --config "$T/conf" --workers 1 --query-log "$T/queries"
export DAEMON="$daemon_pid"

ok_python 'each method has its own times' <<'END'
with Wire() as w:
    for _ in range(3):
        w.call('count', query='xã')
    w.call('search', query='cà phê')
    w.call('ping')
    w.call('reload')
    w.error('nothing')
    w.error('show', path='/no/such/file')
    w.error('count', query='x' * 5000)
    s = w.call('stats')
    methods = {m['method']: m for m in s['methods']}
    assert {n: m['count'] for n, m in methods.items()} == {
        'count': 4, 'search': 1, 'ping': 1, 'reload': 1, 'show': 1}, s
    for m in methods.values():
        assert m['p50'] <= m['p90'] <= m['p95'] <= m['p99'] <= m['p999'] \
            <= m['max'] <= m['sum'], m
        assert m['below'] == sorted(m['below']) and len(m['below']) == 17, m
        assert m['below'][16] == m['count'], m
    assert s['queries'] == s['latency_us']['count'] == 6
    # Who gets an answer that is kept does not wait.
    assert s['wait_us']['count'] == 4, s
    assert s['cache']['hits'] == 2 and s['cache']['entries'] == 2, s
    assert s['errors'] == 3 and s['errors_by_kind'] == {
        'method_not_found': 1, 'not_found': 1, 'too_large': 1}, s
    w.call('stats')
END

ok_python 'what the process takes, and how old the index is' <<'END'
import time
made = os.stat(os.environ['INDEX'] + '/gen-000001').st_mtime
with Wire() as w:
    s = w.call('stats')
    assert s['version'] and s['workers'] >= 1 and s['connections'] == 1
    assert s['open_files'] == open_files(int(os.environ['DAEMON'])), s
    assert s['open_files_max'] >= 256
    assert 1 << 20 < s['memory_share_bytes'] <= s['memory_bytes'], s
    assert abs(time.time() - made - s['generation_age_s']) < 60, s
    assert s['generation'] == s['reloads'] == 1 and s['reloads_failed'] == 0
END

ok_python 'reloads, and those that failed, each counted once' <<'END'
index = os.environ['INDEX']
with Wire() as w:
    os.symlink('gen-000009', index + '/new')
    os.mkdir(index + '/gen-000009')
    os.rename(index + '/new', index + '/current')
    for _ in range(3):
        w.error('reload')
    s = w.call('stats')
    assert s['reloads'] == s['reloads_failed'] == 1, s
    os.symlink('gen-000001', index + '/new')
    os.rename(index + '/new', index + '/current')
    w.call('reload')
END

ok_python 'lines of the query log that found no room, told once' <<'END'
log = os.environ['T'] + '/tracuud.log'
with Wire() as w:
    s = w.call('stats')
    assert s['log_dropped'] == s['queries'] > 1, s
lines = [l for l in open(log) if 'lines are dropped' in l]
assert len(lines) == 1 and 'No space left' in lines[0], lines
END

# ---------------------------------------------------------------------- a table
run "$B/tracuu" --socket "$SOCKET" stats
is "$status" 0 'tracuu stats'
like "$out" '^tracuud +[0-9.]+, up ([0-9]+ [a-z]+ ?)+$' 'version and uptime'
like "$out" '^generation +1, made .* ago$' 'the generation and its age'
like "$out" '^errors +[0-9]+: .*1 method_not_found' 'errors by kind'
like "$out" '^ms +answers +mean +p50 +p90 +p95 +p99 +p99.9 +max$' 'a head'
like "$out" '^count +4( +[0-9]+\.[0-9]{2}){7}$' 'a line for a method'
like "$out" '^cache +2 answers, .*: 2 hits,' 'the cache'
like "$out" '^query log +[0-9]+ lines dropped$' 'and what is wrong'
is "$(printf '%s\n' "$out" | awk 'length > 80')" '' 'no line is longer than 80'
run "$B/tracuu" --socket "$SOCKET" stats --format json
like "$out" '^\{"version":.*"methods":\[' '--format json is what came'

# ------------------------------------------------------------------- Prometheus
run "$B/tracuu" --socket "$SOCKET" stats --format prometheus
is "$status" 0 'tracuu stats --format prometheus'
printf '%s\n' "$out" >"$T/tracuu.prom"
ok_python 'is what Prometheus reads' <<'END'
from exposition import read
f = read(open(os.environ['T'] + '/tracuu.prom').read())
assert all(name.startswith('tracuu_') for name in f)
def value(name, suffix='', *labels):
    return f['tracuu_' + name]['samples'][suffix, labels]
assert value('index_reports') == 30 and value('index_generation') == 1
assert value('queries_total') == 6
assert value('errors_total', '', ('kind', 'not_found')) == 1
assert value('errors_total', '', ('kind', 'busy')) == 0
assert value('reloads_total', '', ('result', 'failed')) == 1
count = ('method', 'count')
assert value('answer_seconds', '_count', count) == 4
assert 0 < value('answer_seconds', '_sum', count) < 60
assert value('answer_seconds', '_bucket', count, ('le', '16.777216')) == 4
assert value('wait_seconds', '_count') == 4
assert value('cache_hits_total') == value('cache_entries') == 2
assert 200 < value('cache_bytes') < 100000
assert 0 <= value('wait_seconds', '', ('quantile', '0.999')) < 60
assert value('query_log_dropped_lines_total') == 6
assert value('build_info', '', ('version', open('Makefile').read()
             .split('VERSION := ')[1].split()[0])) == 1
END
if command -v promtool >/dev/null; then
	run promtool check metrics <"$T/tracuu.prom"
	is "$status $out$err" '0 ' 'and promtool has nothing to say'
else
	skip 'promtool has nothing to say' 'no promtool (package prometheus)'
fi
run "$B/tracuu" search --format prometheus x
is "$status" 2 'only stats has it'
daemon_is_stopped
done_testing

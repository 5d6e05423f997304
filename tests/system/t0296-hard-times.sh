#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# No descriptors, no room for logs, a clock that jumps, an index that goes while it
# is served: the daemon goes on with what it has, and says so.
. tests/lib/tap.sh
. tests/lib/daemon.sh

index_make corpus/reports

# ------------------------------------------------------------------- descriptors

# tight N: it may have so many files open.
tight() {
	files=$1 TRACUUD_WRAP="$T/tight" daemon_start --workers 1
	export DAEMON="$daemon_pid"
}
cat >"$T/tight" <<'END'
#!/bin/sh
ulimit -n "$files" && exec "$@"
END
chmod +x "$T/tight"

export LOG="$daemon_log"
# UBSan asks with a pipe whether it may look at an object.
case $B in
*san-*undefined*) few=no ;;
*) few=yes ;;
esac

if [ $few = yes ]; then
tight 64
ok_python 'clients that take all descriptors: the others wait, and nothing turns' <<'END'
import subprocess
pid = int(os.environ['DAEMON'])
def seconds():
    """Of the processor, so far."""
    with open(f'/proc/{pid}/stat') as file:
        times = file.read().rsplit(')', 1)[1].split()[11:13]
    return sum(map(int, times)) / os.sysconf('SC_CLK_TCK')
first = Wire()
first.call('ping')
crowd = [Wire() for _ in range(80)]
for w in crowd:
    w.send('ping')
wait_until(lambda: 'clients wait' in open(os.environ['LOG']).read())
before, end = seconds(), time.monotonic() + 2
while time.monotonic() < end:
    first.call('count', query='xã')
    time.sleep(0.1)
assert seconds() - before < 1, 'it turns in a circle'
assert crowd[-1].is_silent(0)
subprocess.run([os.environ['B'] + '/tracuu-index', 'rebuild', '--quiet', '--index',
                os.environ['INDEX'], 'corpus/reports'], check=True)
e = first.error('reload')
assert e.kind == 'internal' and 'Too many open files' in e.message, e
assert first.call('count', query='xã')['value'] > 0
for n, w in enumerate(crowd):  # each place that gets free is for one who waits
    assert w.recv()['result'] == {}, n
    w.close()
assert first.call('reload')['generation'] == 2
END
like "$(cat "$daemon_log")" 'clients wait, none can be let in: Too many open files' \
	'and it says so'
daemon_is_stopped

ok_python 'with hardly any it starts or says why not, and never hangs' <<'END'
import resource, subprocess
argv = [os.environ['B'] + '/tracuud', '--index', os.environ['INDEX'], '--socket',
        os.environ['SOCKET'], '--workers', '1', '--ready-fd', '1']
for n in range(4, 40, 3):
    child = subprocess.Popen(
        argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (n, n)))
    assert select.select([child.stdout], [], [], TIMEOUT)[0], n
    ready = child.stdout.read(6) == b'ready\n'
    child.terminate()
    _, told = child.communicate(timeout=TIMEOUT)
    assert child.returncode in ([0] if ready else [2, -6]), (n, child.returncode, told)
    assert ready or b'tracuud: error: ' in told, (n, told)
END

else
	skip 'few descriptors' 'the sanitizer needs some itself'
fi

# -------------------------------------------------------------------------- logs

if [ -w /dev/full ]; then
	daemon_log=/dev/full daemon_start --query-log /dev/full --log-level debug
	ok_python 'no room for messages and for the query log' <<'END'
with Wire() as w:
    for _ in range(20):
        assert w.call('count', query='xã')['value'] > 0
    w.call('reload')
END
	daemon_is_stopped
else
	skip 'no room for messages and for the query log' 'there is no /dev/full'
fi
daemon_log=$T/tracuud.log

cat >"$T/short" <<'END'
#!/bin/sh
ulimit -f 1 && exec "$@"
END
chmod +x "$T/short"
TRACUUD_WRAP="$T/short" daemon_start --query-log "$T/queries" --log-level debug
ok_python 'logs at the limit of what a file may have' <<'END'
with Wire() as w:
    for _ in range(40):
        assert w.call('count', query='xã')['value'] > 0
for name in '/queries', '/tracuud.log':
    assert os.path.getsize(os.environ['T'] + name) <= 1024
END
daemon_is_stopped

# --------------------------------------------------------------------- the clock

TRACUUD_WRAP="env LD_PRELOAD=$B/tests/lib/jump.so" \
	ASAN_OPTIONS="verify_asan_link_order=0:${ASAN_OPTIONS-}" \
	daemon_start --query-log "$T/times"
ok_python 'the clock jumps: no deadline, no idle client, no time that is wrong' <<'END'
with Wire() as idle, Wire() as w:
    idle.call('ping')
    for _ in range(60):
        assert w.call('search', query='xã')['took_us'] < 60000000
    stats = w.call('stats')
    assert stats['uptime_s'] < 3600, stats
    assert stats['latency_us']['max'] < 60000000, stats
    idle.call('ping')
lines = [json.loads(line) for line in open(os.environ['T'] + '/times')]
assert all(line['us'] < 60000000 for line in lines)
assert len({line['time'][:4] for line in lines}) > 1, 'it did not jump'
END
daemon_is_stopped

# --------------------------------------------------------------------- the index

daemon_start
export DAEMON="$daemon_pid"
ok_python 'the index is moved away, is a file, cannot be looked into, comes back' <<'END'
INDEX = os.environ['INDEX']
with Wire() as w:
    right = w.call('search', query='nước sạch')
    right.pop('took_us')
    def still():
        again = w.call('search', query='nước sạch')
        again.pop('took_us')
        assert again == right, again
    def refused():
        assert w.error('reload').kind in ('no_index', 'internal')
        still()
    os.rename(INDEX, INDEX + '.away')
    refused()
    open(INDEX, 'w').close()
    refused()
    os.unlink(INDEX)
    os.mkdir(INDEX)
    refused()
    for wrong in 'gen-000009', '/dev/null', 'current', '../../..', 'gen-' + '9' * 60:
        os.symlink(wrong, INDEX + '/current')
        refused()
        os.unlink(INDEX + '/current')
    os.mkdir(INDEX + '/current')
    refused()
    os.rmdir(INDEX + '/current')
    os.rmdir(INDEX)
    os.rename(INDEX + '.away', INDEX)
    assert w.call('reload')['generation'] == right['generation']
    if os.getuid():
        os.chmod(INDEX, 0)
        refused()
        os.chmod(INDEX, 0o755)
        assert w.call('reload')['generation'] == right['generation']
END
daemon_is_stopped
done_testing

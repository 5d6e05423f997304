#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# tracuud as a service: what it tells systemd, when it stops telling, a restart
# under clients, a stop that does not wait for ever, another user.
. tests/lib/tap.sh
. tests/lib/daemon.sh

index_make corpus/reports
# conf LINE...: of [daemon], in $T/conf; a deadline is short
conf() {
	echo '[daemon]' >"$T/conf"
	printf '%s\n' "$@" >>"$T/conf"
	printf '[limits]\ndeadline_ms = 50\n' >>"$T/conf"
}
# bad LINE PATTERN
bad() {
	conf "$1"
	run "$B/tracuud" --check-config --config "$T/conf"
	is "$status" 1 "$1: refused"
	like "$err" "^tracuud: $T/conf:2: $2" 'with file, line and reason'
}
bad 'core = maybe' 'core is yes or no, not "maybe"'
bad 'stop_ms = 0' '.*from 1 to 3600000'
bad 'user = no-such-user' 'user: there is no user "no-such-user"'
conf 'workers = 1'

# ----------------------------------------------------------------- notifications
ok_python 'systemd is told of the start, of a reload and of the stop' <<'END'
from systemd import *
import signal
s = Systemd()
d = s.start('--index', os.environ['INDEX'], WATCHDOG_USEC='1000000',
            WATCHDOG_PID='1')
seen = s.until('READY=1')
assert 'STATUS=generation 1, 30 reports' in seen, seen
d.send_signal(signal.SIGHUP)
reload = s.until('READY=1')
first = dict(line.split('=') for line in reload[0].split('\n'))
assert first['RELOADING'] == '1', reload
now = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
assert now - 60e6 < int(first['MONOTONIC_USEC']) <= now, (first, now)
os.rename(os.environ['INDEX'] + '/current', os.environ['INDEX'] + '/away')
d.send_signal(signal.SIGHUP)
seen = s.until('READY=1')
assert any(n.startswith('STATUS=generation 1, 30 reports; a newer one is not '
                        'in service: ') for n in seen), seen
os.rename(os.environ['INDEX'] + '/away', os.environ['INDEX'] + '/current')
assert s.stop(d) == 0
assert not any('WATCHDOG' in n for n in s.until('STOPPING=1')), \
    'the watchdog is of another process'
END

ok_python 'the watchdog is told again and again' <<'END'
from systemd import *
s = Systemd()
d = s.start('--index', os.environ['INDEX'], WATCHDOG_USEC='100000')
for _ in range(3):
    s.until('WATCHDOG=1')
assert s.stop(d) == 0
END

# ----------------------------------------------------------------- what hangs
case ${SANITIZE-}$B in
*san*) skip 'a query that hangs' 'the sanitizer comes first' ;;
*)
	ok_python 'a query that hangs ends the word to systemd, and a stop' <<'END'
from systemd import *
hang = os.environ['T'] + '/hang'
log = os.environ['T'] + '/tracuud.log'
s = Systemd()
def start(*args):
    d = s.start('--index', os.environ['INDEX'], '--config',
                os.environ['T'] + '/conf', *args, WATCHDOG_USEC='100000',
                LD_PRELOAD=os.environ['B'] + '/tests/lib/hang.so', HANG=hang)
    s.until('READY=1')
    s.until('WATCHDOG=1')
    return d
d = start()
with Wire() as w:
    open(hang, 'w').close()
    w.send('search', query='cà phê')
    wait_until(lambda: 'systemd is not told' in open(log).read(), 60)
    s.drain()
    assert s.next(1) == '', 'silent for ten times the time'
    with Wire() as other:
        other.call('ping')              # the loop is well
    os.unlink(hang)
    assert kind_of(w.recv()) in ('result', 'deadline')
    s.until('WATCHDOG=1')
    assert w.call('count', query='cà phê')['value'] == 3
assert s.stop(d) == 0
d = start()
with Wire() as w:
    open(hang, 'w').close()
    w.send('search', query='cà phê')
    wait_until(lambda: Wire().call('stats')['running'] == 1)
    assert s.stop(d) == 3
    assert w.is_closed()
os.unlink(hang)
assert open(log).read().endswith('error: a query does not end: stopping '
                                 'without it\n')
END
	;;
esac

# --------------------------------------------------------------------- a restart
ok_python 'a restart under clients: whoever connects is answered' <<'END'
from systemd import *
import signal, threading
s = Systemd(listen=True)
def start():
    d = s.start('--index', os.environ['INDEX'])
    s.until('READY=1')
    return d
counts, over, failed = {'result': 0, 'told': 0}, threading.Event(), []
def ask():
    try:
        while not over.is_set():
            with Wire() as w:       # ConnectionRefusedError would end it
                try:
                    kind = kind_of((w.send('count', query='cà phê'),
                                    w.recv())[1])
                except (EOFError, ConnectionError):
                    kind = 'shutting_down'  # as it stopped
                assert kind in ('result', 'shutting_down'), kind
                counts['result' if kind == 'result' else 'told'] += 1
    except BaseException as error:
        failed.append(repr(error))
d = start()
threads = [threading.Thread(target=ask) for _ in range(4)]
for t in threads:
    t.start()
for _ in range(10):
    before = counts['result']
    wait_until(lambda: counts['result'] > before + 20 or failed)
    assert s.stop(d) == 0
    waits = Wire()                  # nobody is there to answer
    id = waits.send('count', query='cà phê')
    d = start()
    assert waits.recv()['result']['value'] == 3
    waits.close()
over.set()
for t in threads:
    t.join()
assert s.stop(d) == 0
assert not failed and counts['result'] > 200, (failed, counts)
os.unlink(s.path)
END

ok_python 'who has asked when the signal comes gets an answer, whoever was read' <<'END'
from systemd import *
import signal
s = Systemd()
d = s.start('--index', os.environ['INDEX'])
s.until('READY=1')
clients = [Wire() for _ in range(20)]
for w in clients:
    w.call('ping')
d.send_signal(signal.SIGSTOP)
for w in clients:
    w.send('count', query='cà phê')
d.send_signal(signal.SIGTERM)
d.send_signal(signal.SIGCONT)
for w in clients:
    assert kind_of(w.recv()) in ('result', 'shutting_down')
    assert w.is_closed()
assert d.wait(TIMEOUT) == 0
END

# ------------------------------------------------------------------------ a stop
conf 'stop_ms = 1'
sed -i '/deadline/d' "$T/conf"
archive_make "$T/big" 1 60000
"$B/tracuu-index" update --quiet --index "$T/index2" "$T/big"
daemon_start --config "$T/conf" --index "$T/index2"
export BIG="$T/big/00000.txt" DAEMON="$daemon_pid"
ok_python 'stop_ms bounds the patience with clients, whatever the deadline' <<'END'
import signal
with Wire(receive_buffer=4096) as w:
    w.send('show', path=os.environ['BIG'])
    w.data += w.socket.recv(1000)
    os.kill(int(os.environ['DAEMON']), signal.SIGTERM)
    wait_until(lambda: ended(int(os.environ['DAEMON'])))
END
daemon_is_stopped
like "$(tail -n 3 "$daemon_log")" '1 clients did not take their replies' \
	'and the log says so'

# ------------------------------------------------------------------------- cores
# core PID
core() {
	awk '/^Max core/ { print $5, $6 }' "/proc/$1/limits"
}
daemon_start
is "$(core "$daemon_pid")" '0 0' 'there are no core dumps'
daemon_stop
conf 'core = yes'
daemon_start --config "$T/conf"
is "$(core "$daemon_pid")" "$(core $$)" 'core = yes: as it was'
daemon_stop

# ------------------------------------------------------------------ another user
if [ "$(id -u)" -ne 0 ]; then
	conf 'user = root'
	run "$B/tracuud" --config "$T/conf"
	is "$status $err" "1 tracuud: $T/conf:2: user: only root can become \"root\"" \
		'only root can become somebody else'
	done_testing
	exit
fi
if ! setpriv --reuid=65534 --regid=65534 --clear-groups test -x "$B/tracuud"; then
	skip 'another user' "nobody may not run $B/tracuud"
	done_testing
	exit
fi
chmod 711 "$T"
chmod -R a+rX "$INDEX"
nobody=$(id -un 65534)
mkdir -m 755 "$T/log"
chown 65534 "$T/log"
conf "user = $nobody" "query_log = $T/log/queries"
daemon_start --config "$T/conf"
# status NAME: from /proc
status() {
	sed -n "s/^$1:[[:space:]]*//p" "/proc/$daemon_pid/status" | tr '\t' ' '
}
is "$(status Uid)" '65534 65534 65534 65534' 'root becomes another user'
gid=$(id -g 65534)
is "$(status Gid)" "$gid $gid $gid $gid" 'and group'
is "$(status Groups | tr -d ' ')" "$gid" 'with the groups of it alone'
is "$(status CapPrm) $(status CapEff)" '0000000000000000 0000000000000000' \
	'and no capability'
is "$(stat -c '%u %a' "$SOCKET")" '65534 700' 'the socket is his'
is "$(stat -c '%u %a' "$T/log/queries")" '65534 600' 'and the query log'
case ${SANITIZE-}$B in
*san*) ;;
*) is "$(stat -c %u "/proc/$daemon_pid/environ")" 0 'nobody of him may look into it' ;;
esac
ok_python 'he is served, and sees all' <<'END'
pid = os.fork()
if not pid:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
    with Wire() as w:
        ok = w.call('count', query='xã')['value'] and \
            w.call('stats')['open_files'] > 5 and w.call('reload')
    os._exit(0 if ok else 1)
assert os.waitpid(pid, 0)[1] == 0
END
is "$(wc -l <"$T/log/queries")" 1 'the query log is written'
daemon_is_stopped
: >"$T/roots"
chmod 600 "$T/roots"
ln -s "$T/roots" "$T/log/link"
conf "user = $nobody" "query_log = $T/log/link"
run "$B/tracuud" --config "$T/conf" --index "$INDEX" --socket "$SOCKET"
is "$status" 2 'a link that he put there is followed with his rights'
like "$err" "query log $T/log/link: Permission denied" 'and told'
conf "user = $nobody" 'core = yes'
daemon_start --config "$T/conf"
is "$(stat -c %u "/proc/$daemon_pid/environ")" 65534 'core = yes: it may be looked into'
daemon_stop
conf 'user = 54321'
run "$B/tracuud" --config "$T/conf"
is "$status $err" "1 tracuud: $T/conf:2: user: the user \"54321\" has no entry that says its group" \
	'a number without an entry has no group'
done_testing

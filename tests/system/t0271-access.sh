#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Who may ask tracuud for what: users and groups as the kernel tells them.
. tests/lib/tap.sh
. tests/lib/daemon.sh

with_schema

index_make corpus/reports

# --------------------------------------------------------------- configuration
printf '[daemon]\nlog_level = debug\nadmin_group = root 4242\n' >"$T/conf"
run "$B/tracuud" --check-config --config "$T/conf"
like "$out" '^admin_group = root 4242$' 'groups that may reload can be named'
printf '[daemon]\nadmin_group = root\nadmin_group = no-such-group\n' >"$T/bad"
run "$B/tracuud" --check-config --config "$T/bad"
is "$status $err" "1 tracuud: $T/bad:3: admin_group: there is no group \"no-such-group\"" \
	'one that is not there is told with its line'

# ------------------------------------------------------------------- ourselves
daemon_start --config "$T/conf"
ok_python 'the user of the daemon may reload and sees all of stats' <<'END'
with Wire() as w:
    assert w.call('reload')['generation'] == 1
    assert 'latency_us' in w.call('stats')
END
like "$(cat "$daemon_log")" "debug: client [0-9]+: connected, uid $(id -u), gid $(id -g)\$" \
	'the log says who connected'
run "$B/tracuu" --socket "$SOCKET" stats
like "$out" '^queries' 'tracuu stats shows the details'

# ---------------------------------------------------------------------- others
if [ "$(id -u)" -ne 0 ]; then
	skip 'others' 'only root can be somebody else'
	done_testing
	exit
fi
chmod 711 "$T"
chmod 777 "$SOCKET"

cat >"$T/others.py" <<'END'
def as_user(uid, gid, groups, ask):
    """Call ask() in a child that is this user; its assertions are ours."""
    pid = os.fork()
    if not pid:
        status = 1
        try:
            os.setgroups(groups)
            os.setgid(gid)
            os.setuid(uid)
            ask()
            status = 0
        except BaseException as error:
            print(repr(error), flush=True)
        os._exit(status)
    assert os.waitpid(pid, 0)[1] == 0
END
ok_python 'others may search, but not reload, and see less of stats' <<'END'
exec(open(os.environ['T'] + '/others.py').read())
def ask():
    with Wire() as w:
        assert w.call('count', query='cà phê')['value'] == 3
        for _ in range(3):
            error = w.error('reload')
            assert (error.kind, error.code) == ('forbidden', -32007), error
            assert 'admin_group' in error.message
        w.raw(w.encode('reload'))    # a notification: no answer
        got = w.call('stats')
        assert set(got) == {'version', 'generation', 'generation_age_s',
                            'documents', 'terms', 'mean_length',
                            'uptime_s'}, got
as_user(65534, 65534, [], ask)
END
is "$(grep -c 'info: client [0-9]*: reload refused, uid 65534, gid 65534$' "$daemon_log")" 1 \
	'a refusal is in the log, once for a connection'
nobody() {
	setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
}
if nobody test -x "$B/tracuu"; then
	run nobody "$B/tracuu" --socket "$SOCKET" reload
	is "$status" 2 'tracuu reload fails'
	like "$err" '^tracuu: reload is for root, the user of the daemon' 'and says why'
	run nobody "$B/tracuu" --socket "$SOCKET" stats
	is "$status" 0 'tracuu stats'
	unlike "$out" '^queries' 'has no details'
	like "$out" 'admin_group' 'and says who sees them'
else
	skip 'the client of others' "nobody may not run $B/tracuu"
fi

ok_python 'members of the admin_group may: by their first group or another' <<'END'
exec(open(os.environ['T'] + '/others.py').read())
def ask():
    with Wire() as w:
        assert w.call('reload')['generation'] == 1
        assert 'latency_us' in w.call('stats')
as_user(65534, 4242, [], ask)
as_user(65534, 65534, [4242], ask)
as_user(65534, 65534, list(range(10000, 10100)) + [4242], ask)
END

ok_python 'what counts is who connected, not who asks' <<'END'
exec(open(os.environ['T'] + '/others.py').read())
with Wire() as w:
    def ask():
        assert w.call('reload')['generation'] == 1
    as_user(65534, 65534, [], ask)
import socket
ours, theirs = socket.socketpair()
def hand_over():
    with Wire() as w:
        socket.send_fds(theirs, [b'.'], [w.socket.fileno()])
as_user(65534, 65534, [], hand_over)
with Wire() as w:
    w.socket = socket.socket(fileno=socket.recv_fds(ours, 1, 1)[1][0])
    w.socket.settimeout(TIMEOUT)
    assert w.error('reload').kind == 'forbidden'
END
daemon_is_stopped
done_testing

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What tracuud gives up: what a hole in it could not do, and that all it has to do
# still works.  And that `show` has no way out of the index.
. tests/lib/tap.sh
. tests/lib/daemon.sh

mkdir "$T/data" "$T/logs"
cp -r corpus/reports "$T/data/reports"
ln -s /etc/passwd "$T/data/reports/link.txt"
printf 'bí mật nằm ngoài kho\n' >"$T/data/secret.txt"
index_make "$T/data/reports"
printf 'UBND\tủy ban nhân dân\n' >"$T/data/table"
cat >"$T/conf" <<END
[daemon]
query_log = $T/logs/queries
[search]
abbreviations = $T/data/table
END

# ------------------------------------------------------------------ no way out
daemon_start --config "$T/conf"
export DAEMON="$daemon_pid"
ok_python 'show knows the paths of the index, and opens no other' <<'END'
root = os.environ['T'] + '/data/reports'
with Wire() as w:
    known = w.call('search', query='cà phê')['hits'][0]['path']
    folder, name = os.path.split(known)
    assert w.call('show', path=known)['text']
    for path in ('/etc/passwd', '/etc/../etc/passwd', root + '/link.txt',
                 root + '/../secret.txt', folder + '/../' +
                 os.path.basename(folder) + '/' + name, folder + '//' + name,
                 folder + '/./' + name, known + '/', '../secret.txt', name,
                 os.path.relpath(known), '', '.', '/', root, known + '\0',
                 '/proc/self/environ'):
        assert w.error('show', path=path).kind in (
            'not_found', 'invalid_params', 'too_large'), path
    for uri in ('file:///etc/passwd', 'file://' + root + '/link.txt',
                'file://' + root + '/%2e%2e/secret.txt',
                'file://' + root + '/..%2fsecret.txt',
                'file://localhost/etc/passwd', 'http://localhost/', ''):
        assert w.error('show', uri=uri).kind in (
            'not_found', 'invalid_params'), uri
    # What is shown is what was indexed, whatever stands there now.
    text = w.call('show', path=known)['text']
    os.rename(known, known + '.away')
    os.symlink('/etc/passwd', known)
    assert w.call('show', path=known)['text'] == text
    os.rename(known + '.away', known)
    assert w.call('count', query='"bi mat"')['value'] == 0
END

# ------------------------------------------------------------- all goes on as ever
ok_python 'logs, table and generations are taken up as without' <<'END'
import signal, subprocess
T = os.environ['T']
log = T + '/logs/queries'
with Wire() as w:
    os.rename(log, log + '.1')
    os.kill(int(os.environ['DAEMON']), signal.SIGHUP)
    wait_until(lambda: os.path.exists(log))
    w.call('count', query='xã')
    assert len(open(log).readlines()) == 1
    with open(T + '/data/new', 'w') as file:
        file.write('XYZW\tcà phê\n')
    os.rename(T + '/data/new', T + '/data/table')
    w.call('reload')
    assert 'yours' in w.call('explain', query='xyzw')['plan']
    subprocess.run([os.environ['B'] + '/tracuu-index', 'rebuild', '--quiet',
                    '--index', os.environ['INDEX']], check=True)
    assert w.call('reload')['generation'] == 2
    # The whole index is another one.
    index = os.environ['INDEX']
    subprocess.run(['cp', '-a', index, index + '.copy'], check=True)
    os.rename(index, index + '.away')
    os.rename(index + '.copy', index)
    assert w.call('reload')['generation'] == 2
    assert w.call('count', query='cà phê')['value'] == 3
    s = w.call('stats')
    assert s['open_files'] > 5 and s['memory_share_bytes'] > 0, s
END
daemon_is_stopped
ok 'the socket is removed in the end' test ! -e "$SOCKET"

# --------------------------------------------------------------------- a hole
case ${SANITIZE-}$B in
*san*)
	like "$(cat "$daemon_log")" 'info: not confined: a sanitizer is at work' \
		'a sanitizer is not confined, and the log says so'
	done_testing
	exit
	;;
esac
case $(cat "$daemon_log") in
*'confined: files by Landlock, system calls by seccomp'*)
	pass 'the log says how far it is confined'
	;;
*)
	skip 'a hole' "not all is here: $(grep confined "$daemon_log")"
	done_testing
	exit
	;;
esac
# breakout LINE...: what a hole comes to, with these lines in [daemon]
breakout() {
	{
		echo '[daemon]'
		printf '%s\n' "$@"
	} >"$T/conf"
	rm -f "$T/go" "$T/made" "$T/index/new"
	daemon_start --config "$T/conf"
	seccomp=$(awk '/^(Seccomp|NoNewPrivs):/ { print $2 }' \
		"/proc/$daemon_pid/status" | tr '\n' ' ')
	: >"$T/go"
	"$B/tracuu" --socket "$SOCKET" search 'cà phê' >/dev/null 2>&1
	wait_for grep -q 'breakout: execute' "$daemon_log"
}
BREAKOUT=$T/go
export BREAKOUT
TRACUUD_WRAP="env LD_PRELOAD=$(realpath "$B")/tests/lib/breakout.so"
: >"$daemon_log"
breakout 'workers = 1'
is "$seccomp" '1 2 ' 'no new privileges, and a filter'
is "$(sed -n 's/^breakout: //p' "$daemon_log")" \
	'read /etc/passwd: Permission denied
list /: Permission denied
write into the index: Permission denied
mkdir: Operation not permitted
internet: Operation not permitted
fork: Operation not permitted
trace: Operation not permitted
kill: Operation not permitted
namespace: Operation not permitted
execute: Operation not permitted' 'a hole comes to nothing'
is "$("$B/tracuu" --socket "$SOCKET" count 'cà phê')" 3 'and the daemon goes on'
daemon_is_stopped
: >"$daemon_log"
daemon_start --config "$T/conf" --index "$T/none"
daemon_stop
like "$(cat "$daemon_log")" 'confined: files' 'an index that is not there yet is no matter'
mkdir -p "$T/disk/archive" "$T/other"
echo 'Nông dân xã nhà' >"$T/disk/archive/1.txt"
printf '[collection mot]\nroot = %s\n' "$T/disk/archive" >"$T/far"
"$B/tracuu-index" update --quiet --index "$T/other/index" --config "$T/far"
mkdir "$T/disk/far"
mv "$T/other/index/collections/mot" "$T/disk/far"
ln -s "$T/disk/far/mot" "$T/other/index/collections/mot"
daemon_start --config "$T/far" --index "$T/other/index"
is "$("$B/tracuu" --socket "$SOCKET" count 'nông dân')" 1 \
	'a collection may be a link to another disk'
daemon_is_stopped
printf '[daemon]\nconfine = no\n' >"$T/conf"
rm "$T/go"
daemon_start --config "$T/conf"
like "$(cat "$daemon_log")" 'info: not confined: confine = no' 'it can be switched off'
is "$(awk '/^(Seccomp|NoNewPrivs):/ { print $2 }' "/proc/$daemon_pid/status" |
	tr '\n' ' ')" "$(awk '/^(Seccomp|NoNewPrivs):/ { print $2 }' \
	/proc/self/status | tr '\n' ' ')" 'then all is as it was'
daemon_is_stopped
done_testing

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Whose the socket of tracuud is, and where tracuu looks for it.
. tests/lib/tap.sh
. tests/lib/daemon.sh

index_make corpus/reports

# conf LINE...: of [daemon], in $T/conf
conf() {
	echo '[daemon]' >"$T/conf"
	printf '%s\n' "$@" >>"$T/conf"
}

# served WANTED DESCRIPTION: mode and group of the socket of a daemon with $T/conf
served() {
	daemon_start --config "$T/conf"
	is "$(stat -c '%a %g' "$SOCKET")" "$1" "$2"
	daemon_stop
}

# bad LINE PATTERN
bad() {
	conf "$1"
	run "$B/tracuud" --check-config --config "$T/conf"
	is "$status" 1 "$1: refused"
	like "$err" "^tracuud: $T/conf:2: .*$2" 'with file, line and reason'
}

mine=$(id -g)
conf 'workers = 1'
served "700 $mine" 'a socket is for its owner alone'
conf 'socket_mode = 0660'
served "660 $mine" 'socket_mode'
conf "socket_group = $mine"
served "770 $mine" 'socket_group opens it for the group'
conf "socket_group = $(id -gn)" 'socket_mode = 720'
served "720 $mine" 'a name of a group, and three digits'

bad 'socket_mode = 888' 'octal number such as 0660'
bad 'socket_mode = 0' 'octal number'
bad 'socket_mode = 0444' 'octal number'
bad 'socket_mode = 07777' 'octal number'
bad 'socket_mode = 02660' 'octal number'
bad 'socket_group = no-such-group' 'there is no group "no-such-group"'
bad 'socket_group = root daemon' 'there is no group "root daemon"'
bad 'socket_user = no-such-user' 'there is no user "no-such-user"'

conf 'socket_mode = 0660'
if command -v systemd-socket-activate >/dev/null; then
	systemd-socket-activate --listen="$T/activated" --setenv=HOME="$HOME" \
		"$B/tracuud" --index "$INDEX" --config "$T/conf" 2>"$T/log" &
	pid=$!
	wait_for test -S "$T/activated"
	run "$B/tracuu" --socket "$T/activated" ping
	is "$status" 0 'with a socket of systemd'
	like "$(cat "$T/log")" \
		'warn: socket_mode, .* do not apply .* see SocketMode=' \
		'a socket_mode is warned of'
	kill "$pid"
	wait "$pid" 2>/dev/null
else
	skip 'a socket of systemd' 'no systemd-socket-activate'
fi

# ------------------------------------------------------------ where tracuu looks
daemon_start
mkdir -p "$XDG_CONFIG_HOME/tracuu"
# asked WANTED DESCRIPTION [NAME=VALUE...] [--socket PATH]: where it asks
asked() {
	wanted=$1 what=$2
	shift 2
	run env -u TRACUU_INDEX -u XDG_RUNTIME_DIR "$@"
	case $wanted in
	"$SOCKET") is "$status $out" "0 tracuud answers at $wanted" "$what" ;;
	*) like "$status $err" "^3 tracuu: no daemon listens at $wanted;" "$what" ;;
	esac
}
tracuu=$B/tracuu
asked "$HOME/option" '--socket' TRACUU_SOCKET="$HOME/env" \
	"$tracuu" --socket "$HOME/option" ping
echo "socket = $SOCKET" >"$XDG_CONFIG_HOME/tracuu/tracuu.conf"
asked "$HOME/env" 'else the environment' TRACUU_SOCKET="$HOME/env" "$tracuu" ping
asked "$SOCKET" 'else the configuration' XDG_RUNTIME_DIR="$T" "$tracuu" ping
printf 'index = ~/i\n[daemon]\nworkers = many\n' \
	>"$XDG_CONFIG_HOME/tracuu/tracuu.conf"
if [ "$(id -u)" -ne 0 ]; then
	asked "$T/tracuu.sock" "else the user's own" XDG_RUNTIME_DIR="$T" \
		"$tracuu" ping
	asked "$HOME/i/tracuu.sock" 'or that beside the index' "$tracuu" ping
fi
echo 'sockett = /x' >"$XDG_CONFIG_HOME/tracuu/tracuu.conf"
run env "$tracuu" ping
is "$status" 2 'a mistake in the configuration is told'
like "$err" '^tracuu: .*/tracuu.conf:1: unknown key sockett .*did you mean socket' \
	'with its line'
daemon_is_stopped
rm "$XDG_CONFIG_HOME/tracuu/tracuu.conf"

# ------------------------------------------------------------- root and a user
if [ "$(id -u)" -ne 0 ]; then
	skip 'root and a user' 'not root'
	done_testing
	exit
fi
conf 'socket_group = 4242' 'socket_user = 65534' 'socket_mode = 0600'
daemon_start --config "$T/conf"
is "$(stat -c '%a %u %g' "$SOCKET")" '600 65534 4242' 'root may give it away'
daemon_stop
nobody() {
	setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
}
if ! nobody test -x "$B/tracuu"; then
	skip 'a user' "nobody may not run $B/tracuu"
	done_testing
	exit
fi
chmod 711 "$T"
mkdir -m 777 "$T/theirs"
run nobody "$B/tracuud" --index "$T/theirs/i" --socket "$T/theirs/s" \
	--config "$T/conf"
is "$status" 2 'others may not give it away'
like "$err" "error: $T/theirs/s: cannot be given to socket_user and socket_group: Operation not permitted" \
	'and are told so'
ok 'nothing is left of it' test ! -e "$T/theirs/s"

# A /run of our own, where the system's socket can be.
cat >"$T/system.sh" <<'END'
mount -t tmpfs -o mode=755 none /run || exit 77
"$B/tracuud" --index "$INDEX" --config "$T/conf" 2>"$T/log" &
pid=$!
i=0
until "$B/tracuu" --socket /run/tracuu/tracuu.sock ping >/dev/null 2>&1; do
	i=$((i + 1))
	[ "$i" -lt 1000 ] && kill -0 "$pid" || exit 1
	sleep 0.02
done
user="setpriv --reuid=65534 --regid=65534 --clear-groups env -u TRACUU_INDEX
	-u TRACUU_SOCKET XDG_RUNTIME_DIR=$T/theirs $B/tracuu ping"
$user
>"$T/theirs/tracuu.sock"
chmod 666 "$T/theirs/tracuu.sock"
$user
kill "$pid"
wait "$pid"
END
conf 'socket_mode = 0666'
run env -u SOCKET unshare -m sh "$T/system.sh"
if [ ! -s "$T/log" ]; then
	skip "the system's socket" "no mounts here: $err"
else
	is "$out" 'tracuud answers at /run/tracuu/tracuu.sock' \
		"where the user has no socket it is the system's"
	like "$err" "no daemon listens at $T/theirs/tracuu.sock;" \
		'where he has one it is that'
fi
done_testing

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The configuration of tracuud: files, environment, options, their order, and
# what is said of a mistake.
. tests/lib/tap.sh
. tests/lib/daemon.sh

conf=$T/test.conf

check() {
	run "$B/tracuud" --check-config "$@"
}

# bad TEXT LINE PATTERN DESCRIPTION
bad() {
	printf '%b' "$1" >"$conf"
	check --config "$conf"
	is $status 1 "$4: refused"
	like "$err" "^tracuud: $conf:$2: .*$3" "$4: file, line and reason"
}

# ---------------------------------------------------------------------- defaults

check
is $status 0 '--check-config succeeds'
like "$out" "^index = $XDG_STATE_HOME/tracuu|^index = /var/lib/tracuu" \
	'the index has a default'
like "$out" '^workers = [1-9]' 'as many workers as cores'
ok '--check-config starts nothing' test ! -e "$XDG_STATE_HOME/tracuu"
printf '%s\n' "$out" >"$conf"
check --config "$conf"
is $status 0 'what it prints is a configuration file'
is "$(echo "$out" | grep -v '^;')" "$(grep -v '^;' "$conf")" 'that sets the same'

# --------------------------------------------------------------------- the order

mkdir -p "$XDG_CONFIG_HOME/tracuu"
cat >"$XDG_CONFIG_HOME/tracuu/tracuu.conf" <<'END'
; a comment
index = /from/file
socket = /from/file/s

[daemon]
workers = 3
log_level = warn
query_log = /from/file/log

[limits]
query_bytes = 100

[indexer]
anything = is for tracuu-index to judge
END
check
like "$out" '^index = /from/file$' 'the file of the user is read'
like "$out" '^workers = 3$' 'a number from it'
like "$out" '^log_level = warn$' 'a word from it'
like "$out" '^query_bytes = 100$' 'a limit from it'
run env TRACUU_INDEX=/from/env TRACUU_SOCKET=/from/env/s \
	"$B/tracuud" --check-config
like "$out" '^index = /from/env$' 'the environment goes before the file'
like "$out" '^socket = /from/env/s$' 'for the socket, too'
run env TRACUU_INDEX=/from/env "$B/tracuud" --check-config \
	--index /from/option --socket /o --workers 5 --log-level debug \
	--query-log /l
like "$out" '^index = /from/option$' 'an option goes before the environment'
like "$out" '^socket = /o$' '--socket'
like "$out" '^workers = 5$' '--workers'
like "$out" '^log_level = debug$' '--log-level'
like "$out" '^query_log = /l$' '--query-log'
echo 'index = /from/other' >"$conf"
check --config "$conf"
like "$out" '^index = /from/other$' '--config takes the place of the usual files'
unlike "$out" '^workers = 3$' 'altogether'

# ---------------------------------------------------------------------- mistakes

bad 'index = /i\n\n[daemon]\nworkerz = 2\n' 4 'unknown key workerz in section daemon: did you mean workers' \
	'an unknown key'
bad 'workers = 2\n' 1 'unknown key workers in the part before .*belongs into section daemon' \
	'a key outside its section'
bad '[limits]\nquery_bytes = 4k\n' 2 'query_bytes must be a number of bytes' \
	'a limit that is no number'
bad '[limits]\n\nclients = 0\n' 3 'clients must be a number' 'a limit out of range'
bad '[daemon]\nworkers = -1\n' 2 'workers must be a number' 'a negative number'
bad '[daemon]\nlog_level = loud\n' 2 'the log level is' 'an unknown level'
bad '[nonsense]\nkey = 1\n' 1 'unknown section .nonsense.$' \
	'an unknown section'
bad '\n[limit]\n' 2 'unknown section .limit.: did you mean .limits.' \
	'a misspelt section, with no key in it'
bad '[daemon]\nworkers = 2\n\nworkers = 3\n' 4 'workers has one value.*:2$' \
	'a key that is set twice'
bad 'index = archive\n' 1 'index: "archive" must begin with /' 'a relative path'
bad '[daemon x]\nworkers = 2\n' 1 'section .daemon. takes no name' \
	'a name where none is taken'
bad '[daemon]\nnothing\nworkers = zero\n' 2 'expected "name = value"' \
	'a line that is nothing, before another mistake'
bad "index = /i\nsocket = /$(printf '%0300d' 0)\n" 2 'the line is longer' \
	'a line that would be cut'
check --config "$T/missing"
is $status 1 'a missing --config file: refused'
like "$err" "$T/missing" 'and named'
check --log-level loud
is $status 1 'a bad --log-level: refused'
like "$err" '^tracuud: --log-level: the log level is' 'by its name'
run env TRACUU_INDEX=/from/env "$B/tracuud" --check-config
like "$out" '^; from TRACUU_INDEX$' 'where a value comes from: the environment'
like "$out" "^; from $XDG_CONFIG_HOME/tracuu/tracuu.conf:6\$" 'a file and its line'
like "$out" '^; default$' 'nowhere'
printf 'index = ~/x\n' >"$conf"
check --config "$conf"
like "$out" "^index = $HOME/x\$" 'a tilde is the home of the user'

# ------------------------------------------------------------------ the manual

check --config /dev/null
names=$(printf '%s\n' "$out" | sed -n '/^\[limits\]/,$s/ = / /p' | grep -v '^;')
ok 'there are limits' test -n "$names"
printf '%s\n' "$names" >"$T/names"
while read -r name value; do
	like "$(grep -A 3 "^\.It Cm $name" man/tracuu.conf.5)" "$value" \
		"tracuu.conf(5) has $name and its default"
	like "$(cat docs/protocol.md)" "\`$name\` .*$value" \
		"docs/protocol.md has $name and its default"
done <"$T/names"
for o in index socket workers config ready-fd check-config log-level query-log; do
	ok "tracuud(8) has --$o" grep -q "^\.It Fl -$o" man/tracuud.8
done

ok 'a daemon with a query log starts' daemon_start --query-log "$T/queries"
is "$(stat -c %a "$T/queries")" 600 'the log is for its owner alone'
daemon_is_stopped
run timeout 20 "$B/tracuud" --index "$INDEX" --socket "$SOCKET" \
	--query-log "$T/no/folder"
is $status 2 'a query log that cannot be made: it does not start'
like "$err" "query log $T/no/folder" 'and says so'

done_testing

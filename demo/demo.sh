#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# demo.sh BUILD: index the sample archive, start the daemon, ask it five
# questions, stop it.  Everything is in a temporary directory; nothing stays.
set -eu

B=$1
tmp=$(mktemp -d "${TMPDIR:-/tmp}/tracuu-demo.XXXXXX")
daemon=

finish() {
	trap - EXIT
	[ -z "$daemon" ] || kill "$daemon" 2>/dev/null || true
	wait
	rm -rf "$tmp"
}
trap finish EXIT
trap 'exit 130' INT TERM HUP

bold='' plain=''
if [ -t 1 ] && [ "${TERM:-dumb}" != dumb ]; then
	bold=$(printf '\033[1m') plain=$(printf '\033[0m')
fi

step() {
	printf '\n%s%s%s\n' "$bold" "== $1" "$plain"
}

# Show a command line as a person would type it, then what it prints.
show() {
	printf '\n%s$ %s%s\n' "$bold" "$1" "$plain"
}

# search WHY QUERY
search() {
	step "$1"
	show "tracuu search -n 2 '$2'"
	"$B/tracuu" --socket "$tmp/socket" search -n 2 "$2"
}

step 'Index the sample archive: 30 reports of an invented province'
show 'tracuu-index update corpus/reports'
"$B/tracuu-index" update --index "$tmp/index" corpus/reports

step 'Start the daemon'
show 'tracuud &'
mkfifo "$tmp/ready"
"$B/tracuud" --index "$tmp/index" --socket "$tmp/socket" --ready-fd 3 \
	3>"$tmp/ready" 2>"$tmp/log" &
daemon=$!
# It says so when it is ready; the end of file comes if it could not start.
if ! read -r line <"$tmp/ready" || [ "$line" != ready ]; then
	cat "$tmp/log" >&2
	exit 1
fi
"$B/tracuu" --socket "$tmp/socket" ping

search 'No diacritics: dat do is đất đỏ, and not the đạt độ of another report' \
	'ca phe dat do'
search 'Some diacritics: what is typed must be there, the rest is open' \
	'giai phong măt băng'
search 'Old and new spelling are one: hòa finds hoà' \
	'hòa giải'
search 'A phrase, without its diacritics; a comma would break it' \
	'"nam o phia nam"'
search 'A field: in the title only' \
	'title:"thủ tục hành chính"'

step 'Stop the daemon'
show 'kill %1'
kill "$daemon"
wait "$daemon" && daemon=
echo 'stopped in order'

step 'Now your own reports'
cat <<END

  $B/tracuu-index update FOLDER        index a folder; again after changes
  $B/tracuud &                         start the daemon
  $B/tracuu hoc tap va lam theo        search, with or without diacritics

  tracuu --help, tracuu-index --help, tracuud --help; README.md for the rest.
END

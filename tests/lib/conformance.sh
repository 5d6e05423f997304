# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# conformance.sh - what every real client is asked to do: a search, a cancel, an
# error and a reply of more than 1 MiB.  Sourced after daemon.sh:
#
#	conformance_start	an archive, an index and a daemon for that
#	conforms DESCRIPTION COMMAND...		a test: what COMMAND prints
#
# In the environment of a client are SOCKET and BIG, a report of more than 1 MiB.
# What resembles it (`similar`, `limit` 1) takes the one worker a while, and is told
# in few words.  The client prints, a line each:
#
#	search N	`total.value` of the search for "nông dân"
#	cancel CODE	of the last of several requests for what resembles BIG
#	error KIND CODE	of a search without a query
#	large N		characters of the text that `show` has of BIG

conformance_start() {
	archive_make "$T/archive" 300 40
	archive_make "$T/big" 1 14000
	index_make "$T/archive" "$T/big" || return 1
	printf '[daemon]\nworkers = 1\n[limits]\ncache_bytes = 0\ndeadline_ms = 60000\n' \
		>"$T/conf"
	BIG=$T/big/00000.txt
	export BIG
	TRACUU_SOCKET=$SOCKET
	export TRACUU_SOCKET
	daemon_start --config "$T/conf" || return 1
	conformance_wanted=$(printf 'search %s\ncancel -32800\n' \
		"$("$B/tracuu" count 'nông dân')"
		printf 'error invalid_params -32602\nlarge %s\n' \
			"$(wc -m <"$BIG")")
	ok 'the large reply has more than 1 MiB' \
		test "$(wc -c <"$BIG")" -gt 1048576
}

conforms() {
	conforms_what=$1
	shift
	conforms_got=$("$@" 2>"$T/conforms.err")
	is "$conforms_got" "$conformance_wanted" "$conforms_what"
	[ "$conforms_got" = "$conformance_wanted" ] ||
		diag "$(tail -n 20 "$T/conforms.err")"
}

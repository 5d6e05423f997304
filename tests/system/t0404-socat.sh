#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# socat as a client: what a shell writes, and a filter that picks the replies apart.
. tests/lib/tap.sh
. tests/lib/daemon.sh
. tests/lib/conformance.sh

command -v socat >/dev/null || skip_all 'no socat here'
conformance_start || exit 1

# Of each reply, by its id, what is asked for; jq would do as well.
cat >"$T/pick.py" <<'END'
import json
import sys

def read(framing):
    data = sys.stdin.buffer
    while head := data.readline():
        if framing == 'header':
            data.readline()
            yield json.loads(data.read(int(head.split(b':')[1])))
        elif framing == 'vim':
            id, body = json.loads(head)
            yield {'id': id, **body}
        else:
            yield json.loads(head)

replies = {r['id']: r for r in read(sys.argv[1])}
error = replies[7]['error']
print('search', replies[1]['result']['total']['value'])
print('cancel', replies[6]['error']['code'])
print('error', error['data']['kind'], error['code'])
print('large', len(replies[8]['result']['text']))
END

# requests FORMAT: each request by a printf format of its id and the rest.
requests() {
	# shellcheck disable=SC2059 # it is a format
	message() { printf "$format" "$@"; }
	format=$1
	message 1 '"method":"search","params":{"query":"nông dân"}'
	for id in 2 3 4 5 6; do
		message $id '"method":"similar","params":{"path":"'"$BIG"'","limit":1}'
	done
	message 9 '"method":"$/cancelRequest","params":{"id":6}'
	message 7 '"method":"search","params":{}'
	message 8 '"method":"show","params":{"path":"'"$BIG"'"}'
}

lines() {
	requests '{"id":%s,%s}\n'
}
vim_lines() {
	requests '[%s,{%s}]\n'
}
# A message with a length, by its bytes.
headers() {
	lines | while read -r line; do
		printf 'Content-Length: %d\r\n\r\n%s' "$(printf %s "$line" | wc -c)" \
			"$line"
	done
}

# talk REQUESTS FRAMING
talk() {
	"$1" >"$T/requests"
	socat -t 60 - "UNIX:$SOCKET" <"$T/requests" | python3 "$T/pick.py" "$2"
}
conforms 'a line each' talk lines line
conforms 'as Vim writes them' talk vim_lines vim
conforms 'with headers' talk headers header

daemon_is_stopped
done_testing

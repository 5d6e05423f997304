#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# tracuu, the command line: what its commands print, their exit codes, and how it
# gets on with a daemon that is away, slow or mad.
. tests/lib/tap.sh
. tests/lib/daemon.sh

tracuu() {
	run timeout 60 "$B/tracuu" --socket "$SOCKET" "$@"
}

mkdir "$T/archive"
printf 'Đất đỏ miền Đông\n\nVùng đất đỏ trồng cao su.\nNgười dân học tập và làm theo.\n' \
	>"$T/archive/mot.txt"
printf 'Chợ đêm Cửa Lâm\n\nHọc tập kinh nghiệm bán hàng.\n' >"$T/archive/hai.txt"
one=$T/archive/mot.txt two=$T/archive/hai.txt

# ---------------------------------------------------------------------- no daemon

tracuu ping
is $status 3 'without a daemon the exit code is 3'
like "$err" "no daemon listens at $SOCKET" 'the socket is named'
like "$err" "tracuud --index DIR --socket $SOCKET" 'and how to start one'
is "$out" '' 'and nothing is printed'
run "$B/tracuu" --socket "$T/$(printf '%0200d' 0)" ping
is $status 2 'a socket path that is too long is wrong usage'
like "$err" 'at most 107 bytes' 'and the limit is told'

# ------------------------------------------------------------------- wrong usage

refused() {
	what=$1 pattern=$2
	shift 2
	run "$B/tracuu" "$@"
	is $status 2 "$what is refused"
	like "$err" "$pattern" 'and the message names it'
}
refused 'nothing at all' 'Usage: tracuu'
refused 'a search without words' 'QUERY... is missing' search
refused 'an unknown option' 'unrecognized option' search --nonsense x
refused 'an unknown order' '--sort: there is no size' search --sort size x
refused 'an unknown match' '--match: there is no some' search --match some x
refused 'a completion of nothing' 'PREFIX... is missing' complete
refused 'a limit that is no number' '--limit: not a number' search -n many x
refused 'a negative offset' '--offset: not a number' search --offset -1 x
refused 'a format of search' '--format: there is no grep here' stats --format grep
refused 'a word behind ping' 'takes no argument: x' ping x
refused '-0 without paths' '-0 goes with --format paths' search -0 x
refused '--batch with words' 'from standard input' search --batch x
refused 'another version of JSON' 'version 1 only' search --format-version 2 x
refused 'lines backwards' '--lines: not FROM' show --lines 5-4 x

run "$B/tracuu" --help
is $status 0 '--help succeeds'
for c in search count suggest complete show explain analyze stats ping reload; do
	like "$out" "^  $c " "--help lists $c"
	run "$B/tracuu" $c --help
	like "$out" "^Usage: tracuu $c " "$c has its own --help"
	run "$B/tracuu" --help
done
run "$B/tracuu" --version
like "$out" '^tracuu [0-9]+\.' '--version prints the version'

# ------------------------------------------------------------------------ answers

ok 'an index' index_make "$T/archive"
ok 'a daemon' daemon_start

tracuu search 'dat do'
is $status 0 'a search that finds exits with 0'
like "$out" '^Đất đỏ miền Đông$' 'it prints the title'
like "$out" "^$one:[0-9]+\$" 'the path and the line'
like "$out" '^1 report \([0-9.]+ ms\)$' 'and how many there are'
unlike "$out" "$(printf '\033')" 'without colours where it is no terminal'
tracuu 'dat do'
like "$out" "^$one:" 'search is the default command'
tracuu -n 1 hoc tap
like "$out" '^1 of (at least )?2 reports' 'options may come without it too'
tracuu search hoc tap -n 1 --offset 1 --no-snippet --format paths
is "$(echo "$out" | wc -l)" 1 'options may follow the words'
tracuu --color always 'dat do'
like "$out" "$(printf '\033\\[0;1;31m')" '--color always'
tracuu search không-có-gì-như-thế
is $status 1 'a search that finds nothing exits with 1'
like "$out" '^0 reports' 'and says so'
tracuu search --match auto dat nhưng-không
like "$out" 'No report has all the words' 'a fallback is told'
tracuu search -- -cho hoc tap
is $status 0 'a word can be excluded behind --'
unlike "$out" "$two" 'and is'

tracuu search --format json hoc tap
is "$(echo "$out" | python3 -c 'import json, sys
print(len(json.load(sys.stdin)["hits"]))')" 2 '--format json is the result object'
tracuu search --format jsonl hoc tap
is "$(echo "$out" | python3 -c 'import json, sys
print(sorted(json.loads(l)["path"][-7:] for l in sys.stdin))')" \
	"['hai.txt', 'mot.txt']" '--format jsonl is one hit a line'
tracuu search --format paths --sort path hoc tap
is "$out" "$two
$one" '--format paths'
"$B/tracuu" --socket "$SOCKET" search --format paths -0 --sort path hoc tap >"$T/zero"
is "$(tr '\0' '!' <"$T/zero")" "$two!$one!" '-0 ends them with NUL'
tracuu search --format grep 'dat do'
is "$(echo "$out" | grep ':3:')" "$one:3:7:Vùng đất đỏ trồng cao su." \
	'--format grep is path:line:col:text, col in bytes'

tracuu count hoc tap
is "$status $out" '0 2' 'count'
tracuu count không-có-gì-như-thế
is "$status $out" '1 0' 'count of nothing exits with 1'
tracuu show "$one"
like "$out" '^     3  Vùng đất đỏ' 'show numbers the lines'
tracuu show --raw --lines 3-4 "$one"
is "$out" 'Vùng đất đỏ trồng cao su.
Người dân học tập và làm theo.' 'show --raw --lines'
program=$(cd "$B" && pwd)/tracuu
(cd "$T/archive" && "$program" --socket "$SOCKET" show mot.txt) >"$T/out" 2>&1
like "$(cat "$T/out")" 'Vùng đất đỏ' 'show takes a relative path'
tracuu show "$T/archive/ba.txt"
is $status 1 'show of what is not there exits with 1'
like "$err" 'ba.txt' 'and names it'
tracuu explain 'dat do' --path "$one"
like "$out" '^The report matches, with score' 'explain --path'
tracuu analyze 'Đường, xã'
like "$out" '^ +0 +syllable +duong:' 'analyze'
like "$out" '^ +break$' 'analyze shows breaks'
out=$(printf 'Đường' | "$B/tracuu" --socket "$SOCKET" analyze -)
like "$out" ' 0-9 +Đường$' 'analyze - reads standard input'
tracuu stats
like "$out" '^reports +2$' 'stats'
tracuu stats --format json
like "$out" '"documents":2' 'stats --format json'
tracuu ping
is "$status $out" "0 tracuud answers at $SOCKET" 'ping'
tracuu reload
is "$status $out" '0 generation 1' 'reload'
TRACUU_SOCKET=$SOCKET "$B/tracuu" ping >"$T/out"
is $? 0 'the socket comes from $TRACUU_SOCKET'

long=$(head -c 5000 /dev/zero | tr '\0' a)
tracuu search "$long"
is $status 2 'a query that is too long is refused'
like "$err" '4096' 'and the limit is told'
tracuu search "$(head -c 100000 /dev/zero | tr '\0' a)"
is $status 2 'a query of 100 kB is refused'
like "$err" '65536' 'and the limit is told'
"$B/tracuu" --socket "$SOCKET" search hoc >/dev/full 2>"$T/out"
is $? 2 'a full disk is a failure'
like "$(cat "$T/out")" 'No space left' 'and is told'

# -------------------------------------------------------------------------- batch

printf 'dat do\n\nhoc tap\n%s\nlast' "$long" |
	"$B/tracuu" --socket "$SOCKET" search --batch --no-snippet >"$T/out"
is $? 2 'a batch with a refused query exits with 2'
is "$(python3 -c 'import json, sys
for l in sys.stdin:
    r = json.loads(l)
    print(r["error"]["data"]["kind"] if "error" in r else len(r["hits"]))' <"$T/out" |
	paste -sd ' ')" '1 0 2 too_large 0' 'each line has its answer, in order'
"$B/tracuu" --socket "$SOCKET" --batch </dev/null >"$T/out"
is $? 0 'an empty batch succeeds'
seq -f 'dat do %g' 3000 |
	"$B/tracuu" --socket "$SOCKET" --batch --match all >"$T/out"
is "$(grep -o '"query":"dat do [0-9]*"' "$T/out" | tr -dc '0-9\n' | cksum)" \
	"$(seq 3000 | cksum)" '3000 queries stay in order'
cat >"$T/talk.py" <<'END'
import subprocess, sys
p = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
for i in range(3):
    p.stdin.write(b'hoc tap\n')
    p.stdin.flush()
    assert p.stdout.readline().startswith(b'{"total"')
p.stdin.close()
assert p.wait() == 0
END
ok 'a program may ask, read, and ask again' \
	timeout 20 python3 "$T/talk.py" "$B/tracuu" --socket "$SOCKET" --batch

daemon_is_stopped
tracuu stats
is $status 3 'a daemon that has stopped is none'

# -------------------------------------------------------------------- a mad daemon

# mad CODE: one connection, handled by that Python code with c the socket.
mad() {
	rm -f "$SOCKET" "$T/listening"
	python3 - "$SOCKET" "$T/listening" "$1" <<'END' &
import json, socket, sys
s = socket.socket(socket.AF_UNIX)
s.bind(sys.argv[1])
s.listen()
open(sys.argv[2], 'w')
c = s.accept()[0]
exec(sys.argv[3])
END
	mad_pid=$!
	wait_for test -e "$T/listening"
}
mad_end() {
	kill $mad_pid 2>/dev/null
	wait $mad_pid 2>/dev/null
}

mad 'c.recv(1); c.recv(1 << 20); c.recv(1)'
tracuu --timeout 100 ping
is $status 3 'a daemon that does not answer: 3'
like "$err" 'did not answer within 100 ms' 'and the time is told'
mad_end
mad 'c.recv(1 << 20); c.close()'
tracuu ping
is $status 3 'a daemon that hangs up: 3'
like "$err" 'closed the connection' 'and that is told'
mad_end
mad 'c.recv(1 << 20); c.sendall(b"hello\n"); c.recv(1)'
tracuu ping
is $status 2 'an answer that is no JSON: 2'
mad_end
mad 'c.recv(1 << 20); c.sendall(b"{\"id\":1,\"result\":{}}\n"); c.recv(1)'
tracuu search x
is $status 2 'a result of another shape: 2'
like "$err" 'not understood: relation: is missing' 'and what is wrong with it'
mad_end
mad 'c.recv(1 << 20)
try:
    while True: c.sendall(b"{" * 65536)
except OSError: pass'
tracuu ping
is $status 2 'an answer without an end: 2'
like "$err" 'at most 67108864 bytes' 'and the limit is told'
mad_end
mad 'c.recv(1 << 20)
c.sendall(b"{\"id\":1,\"error\":{\"message\":\"a\\u001b[2Jb\",\"data\":{\"kind\":\"busy\"}}}\n")
c.recv(1)'
tracuu ping
is "$status $err" '2 tracuu: a?[2Jb' 'an error message cannot drive the terminal'
mad_end
# Answers in the opposite order, in one piece with the last request cut in two.
mad 'f = c.makefile("r")
ids = [json.loads(f.readline())["id"] for _ in range(3)]
for i in reversed(ids):
    c.sendall(json.dumps({"id": i, "result": {"was": i}}).encode() + b"\n")
c.recv(1)'
out=$(printf 'a\nb\nc\n' | "$B/tracuu" --socket "$SOCKET" --batch)
is "$out" '{"was":1}
{"was":2}
{"was":3}' 'answers in another order are printed in that of the queries'
mad_end
done_testing

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Reports of unusual shape: a line of many kilobytes, DOS line ends, a script
# without spaces, nothing but a title.
. tests/lib/tap.sh
. tests/lib/daemon.sh

mkdir "$T/reports"
python3 - "$T/reports" <<'EOF'
import pathlib, sys
d = pathlib.Path(sys.argv[1])
(d / "long.txt").write_text(
    "Chuyện dài\n\n" + "chữ " * 3000 + "con mèo giữa sân " + "và " * 3000 + "\nHết.\n")
(d / "dos.txt").write_bytes("Tiêu đề\r\n\r\nNgười dân hiến đất.\r\n".encode())
(d / "han.txt").write_text("Chữ Hán\n\n" + "研究報告" * 800 + "\n")
(d / "title.txt").write_text("Thông báo nghỉ lễ\n")
EOF
if ! index_make "$T/reports" || ! daemon_start; then
	exit 1
fi

tracuu() {
	run timeout 60 "$B/tracuu" --socket "$SOCKET" "$@"
}

before='chữ chữ '
tracuu search --format grep '"mèo giữa"'
is "$(printf '%s' "$out" | cut -d: -f2,3)" \
	"3:$((3000 * $(printf 'chữ ' | wc -c) + 5))" \
	'a match far into a line has its column'
like "$out" "$before" 'and the line is shown around it'
like "$out" 'con mèo giữa sân' 'and with it'
is "$(printf '%s' "$out" | wc -c | awk '{ print $1 < 5000 }')" 1 'and not whole'

tracuu search --format json '研究'
is "$(printf '%s' "$out" | python3 -c '
import json, sys
h = json.load(sys.stdin)["hits"][0]["snippet"]
print(len(h["text"].encode()) < 500)')" True 'a snippet is short also without spaces'

tracuu show "$T/reports/dos.txt"
unlike "$out" '[?]' 'line ends of DOS are line ends'
tracuu search --format grep 'hiến đất'
like "$out" 'hiến đất.$' 'in a line, too'

tracuu search --format paths 'thong bao'
is "$out" "$T/reports/title.txt" 'a report of one line is found'
tracuu search 'thông báo'
like "$out" 'Thông báo nghỉ lễ' 'and shown'

daemon_is_stopped 'the daemon stops in order'
done_testing

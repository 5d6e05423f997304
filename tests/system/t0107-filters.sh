#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# PDF, Word and OpenDocument files are read by other programs, called filters.
# Whatever such a program does, it costs its file and nothing else.
. tests/lib/tap.sh
. tests/lib/daemon.sh

# Filters of a run by root are nobody's, who has to get at them.
chmod 711 "$T"
mkdir -m 755 "$T/bin" "$T/none" "$T/old"
search=$T/none # the $PATH that filters are looked for in

# filter NAME: make a program from stdin that is found before all others.
filter() {
	cat >"$T/bin/$1"
	chmod 755 "$T/bin/$1"
}

# pdf NAME WORDS: what looks like a PDF, and tells our own filter what to do.
pdf() {
	printf '%%PDF-1.7\n%s\n' "$2" >"$T/old/$1.pdf"
}

# update [OPTION...]
update() {
	PATH=$search "$B/tracuu-index" update --index "$INDEX" "$@" "$T/old"
}

# reasons: file, status and reason of each file that --report tells of.
reasons() {
	python3 -c 'import json, sys
for f in json.load(open(sys.argv[1]))["files"]:
	print(f["path"].split("/")[-1], f["status"], f["reason"])' "$T/report"
}

# why NAME
why() {
	"$B/tracuu-index" why --index "$INDEX" "$T/old/$1.pdf" |
		sed -n '1s/^[^:]*: //p'
}

# words NAME: the words of its text.
words() {
	PATH=$search "$B/tracuu-index" analyze "$T/old/$1.pdf" |
		sed -n 's|^ *[0-9][0-9]*  [a-z]* *||p' | tr '\n' ' '
}

# ---------------------------------------------------------------------- missing
pdf a 'say Báo cáo của phường Lai Trạch'
pdf b 'say Xóm Soi nằm giữa hai dòng lũ'
echo 'Một tệp văn bản' >"$T/old/c.txt"
run update --report "$T/report"
is "$status" 0 'a missing filter is no failure'
like "$out" '^2 pdf files need pdftotext: apt install poppler-utils$' \
	'the summary says what is missing, once, and how to get it'
is "$err" '' 'and no line for each file'
is "$(reasons)" 'a.pdf skipped no-filter
b.pdf skipped no-filter' '--report has the reason of each'
is "$(why a)" \
	'skipped: needs a filter that is missing: pdftotext: apt install poppler-utils (pdf)' \
	'why says so, too'
generation=$(readlink "$INDEX/current")
update --quiet
is "$(readlink "$INDEX/current")" "$generation" \
	'nothing is written while it is still missing'

like "$(PATH=$T/none "$B/tracuu-index" filters)" \
	'^pdf +missing: pdftotext: apt install poppler-utils$' \
	'filters tells what is missing'

# ------------------------------------------------------------------------ found
search=$T/bin:/usr/bin:/bin
filter pdftotext <<'END'
#!/bin/sh
# What the file says in its second line.
read -r _ && read -r what words || exit 9
case $what in
say) echo "$words" ;;
fail) echo "Syntax Error: $words" >&2; echo 'and more' >&2; exit 3 ;;
locked) echo 'Command Line Error: Incorrect password' >&2; exit 1 ;;
crash) perl -e 'unpack("p", pack("J", 1))'; kill -SEGV $$ ;;
nothing) ;;
hang) trap '' TERM HUP INT; sleep 5432.1 & sleep 5432.2 ;;
endless) exec cat /dev/zero ;;
many) perl -e 'while (1) { fork or setpgrp }' ;;
fill) for i in 1 2 3 4 5 6 7 8 9; do
		dd if=/dev/zero of="$TMPDIR/$i" bs=1M count=20 2>/dev/null || {
			echo "đĩa đầy ở tệp $i"; exit; }
	done; echo 'không có giới hạn' ;;
memory) perl -e 'my $s = "x" x (1 << 31); print "dài ", length $s' ;;
daemon) (setsid sleep 6543.2 >/dev/null 2>&1 &); echo 'Ông ấy ở lại' ;;
net) perl -MSocket -e 'socket(my $s, PF_INET, SOCK_STREAM, 0) and
		connect($s, sockaddr_in($ARGV[0], INADDR_LOOPBACK)) and exit;
		print "không mạng\n"' "$words" ;;
read) cat "$words" ;;
esac
END
like "$(PATH=$search "$B/tracuu-index" filters)" \
	"^pdf +$T/bin/pdftotext -enc UTF-8 /dev/stdin -\$" 'and what is there'
like "$("$B/tracuu-index" filters --format json)" '"seccomp": (true|false)' \
	'and how it is confined'
is "$(update 2>&1 | sed 's/, [0-9]* B in .*//; s/^generation [0-9]*: //')" \
	'3 documents (2 added, 0 changed, 1 unchanged, 0 moved, 0 removed, 0 failed)' \
	'files are tried again when their filter appears'
generation=$(readlink "$INDEX/current")
update --quiet
is "$(readlink "$INDEX/current")" "$generation" 'and then are as unchanged as others'

# --------------------------------------------------------------------- hostile
pdf fail "fail Couldn't find trailer dictionary"
pdf locked locked
pdf crash crash
pdf nothing nothing
pdf endless endless
pdf memory memory
pdf fill fill
pdf daemon daemon
echo 'Mật khẩu ở đây' >"$T/secret"
chmod 644 "$T/secret"
pdf read "read $T/secret"
# Somebody who listens, and says when somebody came.
python3 -c 'import socket, sys
s = socket.create_server(("127.0.0.1", 0))
print(s.getsockname()[1], file=open(sys.argv[1] + "/port", "w"), flush=True)
s.accept()
open(sys.argv[1] + "/came", "w")' "$T" &
at_exit "kill $! 2>/dev/null"
wait_for test -s "$T/port"
pdf net "net $(cat "$T/port")"
# A zip archive of 4 kB that holds 100 MB, and what unpacks it.
filter pandoc <<'END'
#!/usr/bin/python3
import shutil, sys, zipfile
z = zipfile.ZipFile("/dev/stdin")
shutil.copyfileobj(z.open("word/document.xml"), sys.stdout.buffer)
END
python3 -c 'import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED, compresslevel=9) as z:
	z.writestr("word/document.xml", "<w:p/>" * (100 << 20 >> 2))' "$T/old/bomb.docx"
run update --report "$T/report"
is "$status" 0 'filters that fail, crash, write for ever or want all memory: the run goes on'
is "$(reasons)" 'bomb.docx skipped filter-output
crash.pdf skipped filter-crashed
endless.pdf skipped filter-output
fail.pdf skipped filter-failed
locked.pdf skipped password
memory.pdf skipped filter-failed
nothing.pdf skipped empty
read.pdf skipped filter-failed' 'each has its reason'
is "$(why fail)" \
	"skipped: its filter failed: exit status 3: Syntax Error: Couldn't find trailer dictionary (pdf)" \
	'why has the exit status and what the filter said first'
like "$(why crash)" '^skipped: its filter crashed: signal 11: Segmentation fault' \
	'or the signal'
like "$(why read)" 'Permission denied' 'a file elsewhere cannot be read'
like "$(words fill)" 'đĩa đầy' 'disks are not filled'
like "$(words net)" 'không mạng' 'nobody is connected to'
ok 'nobody came' test ! -e "$T/came"
generation=$(readlink "$INDEX/current")
update --quiet
is "$(readlink "$INDEX/current")" "$generation" 'none of them is tried again for nothing'
ok 'no process stays' sh -c '! pgrep -f "^sleep (5432|6543)"'

# ------------------------------------------------------------------- configured
cat >"$T/conf" <<END
[filters]
pdf = $T/bin/pdftotext %f
docx =
seconds = 1
END
pdf hang hang
pdf many many
run update --config "$T/conf" --report "$T/report"
is "$status" 0 'filters that hang or fork without end: the run goes on'
like "$(why hang)" '^skipped: its filter took too long and was ended' 'hanging is told'
like "$(why many)" '^skipped: its filter took too long and was ended' 'so is forking'
like "$(reasons)" '^bomb.docx skipped no-filter$' 'a format may be left without a filter'
ok 'no process stays' sh -c '! pgrep -f "^(sleep (5432|6543)|perl -e while)"'
printf '[filters]\nseconds = 0\n' >"$T/conf"
run update --config "$T/conf"
is "$status $err" "1 tracuu-index: $T/conf:2: seconds must be a number from 1 to 3600, not \"0\"" \
	'what cannot be is refused'

# ---------------------------------------------------------------- real programs
rm -r "${T:?}/bin" "${T:?}/old" "$INDEX"
mkdir "$T/old" "$T/bin"
sed 's/^\(Chiều\|UBND\|Người xóm\)/\f&/' \
	corpus/reports/2020/xom-soi-nam-giua-hai-dong-lu.txt >"$T/paged"
# The report, with a page that ends before two of its paragraphs.
office() {
	PYTHONDONTWRITEBYTECODE=1 python3 tests/lib/office.py "$1" \
		<"$T/paged" >"$T/old/$2.$1"
}
# with PROGRAM FORMAT: that program alone is there, and reads the report.
with() {
	if ! command -v "$1" >/dev/null; then
		skip "$1 reads $2" "$1 is not installed"
		return
	fi
	search=$T/bin/$1
	mkdir "$search"
	ln -s "$(command -v "$1")" "$search/$1"
	office "$2" "$1"
	rm -f "$T/report"
	like "$(PATH=$search "$B/tracuu-index" analyze "$T/old/$1.$2" 2>&1)" \
		'^title +Nằm giữa hai dòng lũ, xóm Soi vẫn bình yên ' "$1 reads $2"
}
with pdftotext pdf
with docx2txt docx
with odt2txt odt
rm "$T"/old/*
with pandoc docx
rm "$T"/old/*
search=$PATH
office pdf a
office docx a
office odt a
is "$(update 2>&1 | sed 's/, [0-9.]* kB in .*//')" \
	'generation 1: 3 documents (3 added, 0 changed, 0 unchanged, 0 moved, 0 removed, 0 failed)' \
	'PDF, DOCX and ODT are indexed'
daemon_start || exit 1
found() {
	"$B/tracuu" search --socket "$SOCKET" --format paths "$1" |
		sed 's/.*\.//' | sort | tr '\n' ' '
}
is "$(found '"Bí quyết của xóm" tác-giả:"Trần Thu Vọng" date:2020-10-18')" \
	'docx odt pdf ' 'and found by words, author and date'
is "$(found '"năm 1978"')" 'docx odt pdf ' 'a phrase goes on over the lines of a PDF'
is "$(found 'type:pdf "xóm Soi"')" 'pdf ' 'type: knows them'
# On the second page of three: what comes before a form feed is a page.
is "$("$B/tracuu" search --socket "$SOCKET" 'thiệt hại type:pdf' | grep '\.pdf')" \
	"$T/old/a.pdf, page 2" 'a hit tells the page'
is "$("$B/tracuu" show --socket "$SOCKET" "$T/old/a.pdf" | grep -c '?')" 0 \
	'ends of pages are not shown'
is "$("$B/tracuu" search --socket "$SOCKET" --format json 'xóm Soi' |
	python3 -c 'import json, sys
for h in json.load(sys.stdin)["hits"]: print(h["type"], h.get("page"))' | sort)" \
'docx None
odt None
pdf 1' 'of what has pages'
daemon_is_stopped

done_testing

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The old encodings: found out file by file, read letter by letter as their
# tables say, and found like any other report.
. tests/lib/tap.sh
. tests/lib/daemon.sh

legacy() {
	PYTHONDONTWRITEBYTECODE=1 python3 tests/lib/legacy.py "$@"
}

# value KEY FILE: what analyze says of it.
value() {
	"$B/tracuu-index" analyze --format json "$2" |
		python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"
}

# terms FILE: every term in its order; their marks and letters, no capitals.
terms() {
	"$B/tracuu-index" analyze --format json "$1" |
		python3 -c 'import json, sys
for t in json.load(sys.stdin)["tokens"]: print(t["term"])'
}

# same_terms FILE UTF-8 WHAT
same_terms() {
	terms "$1" >"$T/terms"
	terms "$2" >"$T/terms-utf8"
	ok "$3" cmp "$T/terms" "$T/terms-utf8"
}

encodings='tcvn3 tcvn5712 vni windows-1258 viscii vps'
report=corpus/reports/2020/xom-soi-nam-giua-hai-dong-lu.txt
mkdir "$T/old"
for e in $encodings; do
	legacy "$e" <"$report" >"$T/old/$e.txt"
	name=$e
	[ "$e" != tcvn5712 ] || name=tcvn3
	is "$(value encoding "$T/old/$e.txt")" "$name" "$e is found out"
	same_terms "$T/old/$e.txt" "$report" "$e: the words are those of the report"
done

# --------------------------------------------------------------------- searched
printf 'Le caf\351 de la for\352t \351tait loin, d\351j\340 ferm\351\n' >"$T/old/french.txt"
is "$("$B/tracuu-index" update --quiet --index "$INDEX" --report "$T/report" "$T/old" 2>&1)" \
	'' 'they are indexed'
is "$(python3 -c 'import json, sys
for f in json.load(open(sys.argv[1]))["files"]:
	print(f["path"].split("/")[-1], f["status"], f["reason"], f.get("encoding"),
	      f.get("confidence", 0) > .9)' "$T/report")" \
"french.txt skipped encoding None False
tcvn3.txt indexed ok tcvn3 True
tcvn5712.txt indexed ok tcvn3 True
viscii.txt indexed ok viscii True
vni.txt indexed ok vni True
vps.txt indexed ok vps True
windows-1258.txt indexed ok windows-1258 True" \
	'--report names each that was guessed, and how sure that is'
like "$("$B/tracuu-index" why --index "$INDEX" "$T/old/vni.txt")" \
	'old/vni.txt: indexed: read and indexed \(text, taken for vni, confidence 0\.9[0-9]\)$' \
	'so does why'
like "$("$B/tracuu-index" why --index "$INDEX" "$T/old/french.txt")" \
	'skipped: a text, but in none of the encodings that are read$' \
	'what is in none of them is skipped'

daemon_start || exit 1
TRACUU_SOCKET=$SOCKET
export TRACUU_SOCKET
is "$("$B/tracuu" search --format paths 'xóm Soi nằm ở phía nam' | sed 's|.*/||' | sort)" \
	"$(for e in $encodings; do echo "$e.txt"; done | sort)" 'all are found with their marks'
is "$("$B/tracuu" search --format paths 'nam o phia nam' | wc -l)" 6 'and without'
for e in viscii windows-1258; do
	is "$("$B/tracuu" show "$T/old/$e.txt" | grep -c 'Xóm Soi nằm ở phía nam xã Lai Trạch')" 1 \
		"$e: what is shown is UTF-8, composed"
done
OLD=$T/old
export OLD
ok_python 'offsets are those of the text that is shown' <<'END'
with Wire() as w:
    path = os.environ["OLD"] + "/vni.txt"
    hits = w.call("search", query="nằm ở phía nam", limit=10)["hits"]
    hit = next(h for h in hits if h["path"] == path)
    assert hit["extracted"], hit
    text = w.call("show", path=path)["text"].encode()
    at = hit["byte"]
    assert text[at:].decode().lower().startswith("nằm ở phía nam"), text[at:at + 60]
END
daemon_is_stopped

# --------------------------------------------------- the tables, by other means
# Every letter as iconv reads it, among words enough that the encoding is beyond
# doubt.
iconv_agrees() {
	if ! printf a | iconv -f "$2" -t UTF-8 >/dev/null 2>&1; then
		skip "$1 as iconv has it" "iconv does not know $2"
		return
	fi
	python3 - >"$T/letters" <<'END'
import unicodedata
print("Thông tin về đường làng mới, người dân phấn khởi, nông nghiệp bền vững. " * 40)
for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY":
    for tone in ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"):
        print(("X" if base.isupper() else "x") +
              unicodedata.normalize("NFC", base + tone))
print("xđ\nXĐ")
END
	legacy "$1" <"$T/letters" >"$T/bytes"
	iconv -f "$2" -t UTF-8 "$T/bytes" | python3 -c 'import sys, unicodedata
print(unicodedata.normalize("NFC", sys.stdin.read()), end="")' >"$T/by-iconv"
	ok "$1 as iconv has it: $(wc -l <"$T/letters") lines" cmp "$T/by-iconv" "$T/letters"
	same_terms "$T/bytes" "$T/letters" "$1: and so they are indexed"
}
iconv_agrees tcvn5712 TCVN5712-1
iconv_agrees viscii VISCII
iconv_agrees windows-1258 CP1258

# ------------------------------------------------------------------ real samples
shared=../shared
if [ ! -d "$shared/legacy" ]; then
	skip 'one text in twelve forms' "not here: $shared/legacy"
	done_testing
	exit
fi
sample() {
	is "$(value encoding "$shared/legacy/$1")" "$2" "$1 is $2"
	same_terms "$shared/legacy/$1" "$shared/legacy/sample.utf8.txt" "$1: the same terms"
}
sample sample.abc-vntimeh.txt tcvn3
sample sample.mixed-entity-combining.html utf-8
sample sample.nfd.utf8.txt utf-8
sample sample.tcvn.xvnkb.txt tcvn3
sample sample.tcvn5712-1.glibc.txt tcvn3
sample sample.utf16le-bom.txt utf-16le
sample sample.utf8.txt utf-8
sample sample.viscii.glibc.txt viscii
sample sample.vni.xvnkb.txt vni
sample sample.vps.xvnkb.txt vps
sample sample.windows-1258.glibc.txt windows-1258
sample sample.windows-1258.txt windows-1258

# The letters of a table that others made, small where it has no capital.
letters_agree() {
	python3 - "$shared/legacy/byte_tables.tsv" "$1" "$T/bytes" "$T/letters" <<'END'
import sys
table, column, bytes_to, letters_to = sys.argv[1:]
rows = [line.rstrip("\n").split("\t") for line in open(table)
        if not line.startswith("#")]
codes = {row[0]: bytes.fromhex(row[int(column)]) for row in rows}
words = "thông tin về đường làng mới, người dân phấn khởi, nông nghiệp bền vững. " * 40
code = lambda text: b"".join(codes.get(c, c.encode()) for c in text)
before = lambda c: "X" if c.isupper() else "x"
letters = [c for c in codes if c != "₫"]
open(bytes_to, "wb").write(code(words) + code("".join(f"\n{before(c)}{c}" for c in letters)))
open(letters_to, "w").write(words + "".join(f"\n{before(c)}{c}" for c in letters))
END
	is "$(value encoding "$T/bytes")" "$2" "the letters of $2 are told"
	same_terms "$T/bytes" "$T/letters" "$2: letter by letter"
}
letters_agree 2 tcvn3
letters_agree 3 vni
letters_agree 4 viscii
letters_agree 5 vps

if [ -d "$shared/corpora" ]; then
	run bench/encodings --build "$B" --count 100 --whole --require 99.5
	is "$status" 0 'of 100 reports in each encoding none is mistaken for another'
	diag "$out"
else
	skip 'reports of two corpora' "not here: $shared/corpora"
fi

done_testing

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The user says which encoding files are in: by option, by configuration; it is
# remembered, told, and a change of it reads again what it touches and no more.
. tests/lib/tap.sh

I=$T/index
A=$T/archive
mkdir -p "$A/cu"
legacy() {
	PYTHONDONTWRITEBYTECODE=1 python3 tests/lib/legacy.py "$@"
}
index() {
	run "$B/tracuu-index" "$@" --index "$I"
}
# entry NAME KEY: what the last report has of a file, or nothing.
entry() {
	python3 -c 'import json, sys
for f in json.load(open(sys.argv[1]))["files"]:
	if f["path"].endswith("/" + sys.argv[2]): print(f[sys.argv[3]])' \
		"$T/report" "$1" "$2"
}
words() {
	"$B/tracuu-index" analyze --format json "$@" |
		python3 -c 'import json, sys
print(" ".join(t["term"] for t in json.load(sys.stdin)["tokens"]))'
}

# Three words: too few to be found out by, and other words in another encoding.
printf 'Mua thu\nHọc tập\n' | legacy tcvn3 >"$A/cu/ngan.txt"
echo 'Báo cáo một' >"$A/1.txt"
echo 'Báo cáo hai' >"$A/2.txt"
printf 'H\0\xe1\x1e' >"$A/u16"
echo 'Báo cáo ba' >"$A/3.txt"

# ------------------------------------------------------------------------ by rule

index update "$A" --encoding '*=nonsense'
is "$status" 1 'an unknown encoding is refused'
like "$err" '^tracuu-index: --encoding: .*"nonsense".*utf-8, .*tcvn3, vni, .* and auto$' \
	'with the names that there are'
index update "$A" --encoding tcvn3
like "$err" '"tcvn3" is not GLOB=NAME' 'a rule needs a pattern'

index update "$A" --encoding 'cu/*=TCVN3' --encoding 'u16=utf-16le' --report "$T/report"
is "$status:$err" 0: 'files are read by rules'
like "$out" '5 documents' 'also those that did not seem to be text'
is "$(entry ngan.txt encoding):$(entry ngan.txt confidence):$(entry ngan.txt by_rule)" \
	'tcvn3:1.0:True' 'the report says the encoding, sure, by rule'
is "$(entry 1.txt encoding)" '' 'files of no rule are as they were'
index why "$A/cu/ngan.txt"
like "$out" 'indexed.*\(text, tcvn3, set by rule\)$' 'why says so'
index why --format json "$A/u16"
like "$out" '"by_rule": true' 'and as JSON'
is "$(words --encoding '*=tcvn3' "$A/cu/ngan.txt")" \
	"$(printf 'Mua thu\nHọc tập\n' >"$T/u8" && words "$T/u8")" \
	'the words are those that were written'

# --------------------------------------------------------------------- remembered

generation=$(readlink "$I/current")
index update
is "$(readlink "$I/current")" "$generation" 'an update without rules has those of the last run'
like "$out" '5 unchanged' 'and reads nothing again'
index update --encoding 'cu/*=viscii' --encoding 'u16=utf-16le' --report "$T/report"
like "$out" '1 changed, 4 unchanged' 'another rule reads exactly what it touches'
is "$(entry ngan.txt encoding)" viscii 'in the new encoding'
index update --encoding 'none/*=vni' --encoding 'u16=utf-16le' --encoding 'cu/*=viscii'
isnt "$(readlink "$I/current")" gen-000002 'rules that touch nothing are remembered, too'
like "$out" '5 unchanged' 'without reading anything'
index update --encoding '*=vni' --encoding '*=vps' --encoding '*?=auto' --report "$T/report"
like "$err" 'u16: skipped: not a text file' 'auto: it is found out again'
is "$(entry ngan.txt by_rule)" False 'the last rule that matches counts'
index check
is "$status" 0 'the index is sound'

# A moved file that another rule is for has another text.
index update --encoding 'cu/*=tcvn3'
mkdir "$A/moi"
mv "$A/cu/ngan.txt" "$A/moi/ngan.txt"
index update --max-removed 100
like "$out" '1 added, .*0 moved, 1 removed' 'moved away from its rule it is read again'

mv "$A/moi/ngan.txt" "$A/cu/ngan.txt"
index update --max-removed 100

# ------------------------------------------------------------------ configuration

cat >"$T/conf" <<'CONF'
[encoding]
cu/* = vni
1.txt = utf-8
CONF
index update --config "$T/conf" --report "$T/report"
is "$(entry ngan.txt encoding):$(entry 1.txt by_rule)" vni:True \
	'the configuration goes before what is remembered'
index update --config "$T/conf" --encoding 'cu/*=tcvn3' --report "$T/report"
is "$(entry ngan.txt encoding):$(entry 1.txt by_rule)" tcvn3:True \
	'an option before it, rule by rule'
run "$B/tracuu-index" --check-config --config "$T/conf" --encoding '*.a=vps'
like "$out" '^cu/\* = vni$' '--check-config has the rules'
like "$out" '^\*\.a = vps$' 'those of options, too'
printf '[encoding]\n*.txt = tcvn4\n' >"$T/conf"
index update --config "$T/conf"
is "$status" 1 'an unknown name in the configuration'
like "$err" "conf:2: \*\.txt: no encoding is called \"tcvn4\"" 'is told with its line'

# -------------------------------------------------------------------- as a rebuild

rm "$A/u16"
index update --encoding 'cu/*=tcvn3' --max-removed 100
"$B/tracuu-index" rebuild --quiet --index "$T/again" --encoding 'cu/*=tcvn3' "$A"
if command -v xapian-delve >/dev/null; then
	for i in "$I" "$T/again"; do
		xapian-delve -a -1 "$i/current/db" >"$T/terms.${i##*/}" 2>&1
	done
	ok 'many changes of rules end in the terms of a rebuild' \
		cmp "$T/terms.index" "$T/terms.again"
else
	skip 'many changes of rules end in the terms of a rebuild' 'no xapian-delve'
fi

done_testing

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What the indexer finds in a report, against what a careful reader finds: the
# sample archive, and the real reports where they lie beside the project.
. tests/lib/tap.sh
. tests/lib/daemon.sh

cat >"$T/compare.py" <<'END'
import json, os, subprocess, sys, unicodedata

def analyze(path):
	out = subprocess.run([os.environ["B"] + "/tracuu-index", "analyze",
			      "--format", "json", path], capture_output=True)
	assert out.returncode == 0, out.stderr.decode()
	return json.loads(out.stdout)

def nfc(s):
	return s and unicodedata.normalize("NFC", s)

def lines_of(path):
	data = open(path, "rb").read()
	utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
	return data.decode("utf-16" if utf16 else "utf-8-sig").split("\n")

# Lines that hold nothing but white space are nothing to us.
def with_text(path, numbers):
	lines = lines_of(path)
	return [n for n in numbers if lines[n - 1].strip()]

def doubled(captions):
	return [c["lines"][1] for c in captions if c.get("duplicated")]

def of_ref(ref):
	return ref["name"], ref["lines"], ref["date"]

n = bad = 0
def same(path, what, got, want):
	global n, bad
	n += 1
	if got != want:
		bad += 1
		print("%s: %s: %r instead of %r" % (path, what, got, want))

def compare(path, want, furniture):
	got = analyze(path)
	for key in "title", "section", "author":
		same(path, key, nfc(got[key]), want[key])
	same(path, "published", got["published"], want["published"])
	same(path, "title_line", got["title_line"], want["title_line"])
	same(path, "furniture", got["furniture_lines"],
	     with_text(path, furniture))
	same(path, "doubled", got["doubled_lines"], doubled(want["captions"]))
	for key in "section_line", "dateline_line", "author_line", "lead_line":
		if key in want:
			same(path, key, got[key], want[key])
	if "dateline" in want:
		same(path, "dateline", nfc(lines_of(path)[
			got["dateline_line"] - 1].strip()), want["dateline"])
	same(path, "photo", got["photo"],
	     [want["photo_credit"]] if want["photo_credit"] else [])
	same(path, "refs", sorted(map(of_ref, got["refs"])),
	     sorted((r["canonical"], r["lines"], r.get("date"))
		    for r in want["refs"]))
	same(path, "captions", got["captions"],
	     [{"lines": c["lines"], "credit": c.get("credit")}
	      for c in want["captions"]])
	for c in want["captions"]:
		text = lines_of(path)[c["lines"][0] - 1].strip()
		begins = c.get("text") or c.get("text_starts") or ""
		same(path, "caption", nfc(text)[:len(begins)], begins)
	same(path, "headings",
	     {str(n): nfc(lines_of(path)[n - 1]).strip()
	      for n in got["heading_lines"]}, want.get("headings", {}))
	same(path, "place", [nfc(p["name"]) for p in got["place"]],
	     want["place"])
	text = lines_of(path)
	for p in got["place"]:
		# The title has all its places on its one line.
		name = p["name"].split(" ", 1)[1].strip()
		for n in p["lines"]:
			if name not in " ".join(text[n - 1].split()):
				same(path, "place line", n, name)
	if "encoding" in want:
		same(path, "encoding", got["encoding"], want["encoding"])

if sys.argv[1].endswith(".jsonl"):
	for line in open(sys.argv[1]):
		want = json.loads(line)
		compare(sys.argv[2] + "/" + want["path"], want,
			want["furniture_lines"])
else:
	for name, want in json.load(open(sys.argv[1])).items():
		if name == "note":
			continue
		furniture = []
		for key in want["boilerplate_lines"]:
			first, _, last = key.partition("-")
			furniture += range(int(first), int(last or first) + 1)
		compare(sys.argv[2] + "/" + name, want, furniture)
print("%d of %d" % (n - bad, n))
sys.exit(bad > 0)
END

ok 'the sample archive is read as EXPECTED.jsonl says' \
	python3 "$T/compare.py" corpus/EXPECTED.jsonl corpus
if [ -d ../shared/archive ]; then
	ok 'the five real reports are read as a careful reader reads them' \
		python3 "$T/compare.py" ../shared/archive-metadata.json \
		../shared/archive
	run "$B/tracuu-index" update --index "$T/real" ../shared/archive
	like "$out" '^generation 1: 5 documents \(5 added, 0 changed, 0 unchanged, 0 moved, 0 removed, 0 failed\), 38 kB in ' \
		'they are indexed'
else
	skip 'the five real reports' 'there is no ../shared/archive'
fi

# --------------------------------------------------------------------- furniture
# unfound FOLDER: each line of furniture is asked for as a phrase, and no line of
# furniture is among those that are found.
cat >"$T/unfound.py" <<'END'
import collections, json, os, pathlib, subprocess, sys
asked = 0
folder = pathlib.Path(sys.argv[1]).resolve()
furniture = {}
for path in sorted(folder.rglob("*.txt")):
	j = json.loads(subprocess.check_output([os.environ["B"] +
		"/tracuu-index", "analyze", "--format", "json", path]))
	data = path.read_bytes()
	utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
	text = data.decode("utf-16" if utf16 else "utf-8-sig").split("\n")
	furniture[str(path)] = {n: text[n - 1] for n in j["furniture_lines"]}
for path, lines in furniture.items():
	for n, line in lines.items():
		words = line.replace('"', " ").strip()
		if not any(c.isalnum() for c in words):
			continue
		asked += 1
		out = subprocess.run([os.environ["B"] + "/tracuu", "--socket",
			os.environ["SOCKET"], "--limit", "100", "--format",
			"grep", "search", '"%s"' % words], capture_output=True)
		for hit in out.stdout.decode().splitlines():
			at, found = hit.split(":")[:2]
			assert int(found) not in furniture[at], (words, hit)
print(asked, "lines asked for")
assert asked > 10
END

if [ -d ../shared/archive ]; then
	INDEX=$T/real daemon_start || exit 1
	ok 'nothing is found by the furniture of the five' \
		python3 "$T/unfound.py" ../shared/archive
	daemon_is_stopped
fi
index_make corpus/reports || exit 1
daemon_start || exit 1
ok 'nor by that of the sample archive' python3 "$T/unfound.py" corpus/reports

# -------------------------------------------------------------------------- show
run "$B/tracuu" --socket "$SOCKET" show \
	corpus/reports/2019/giai-phong-mat-bang-cau-khe-truc.txt
like "$out" '^date +2019-05-23T10:15:00\+07:00$' 'show has the date'
like "$out" '^cites +4317/QĐ-UBND of 2018-10-12, lines 7, 13$' \
	'and the documents, their dates and where they are cited'
run "$B/tracuu" --socket "$SOCKET" show --format json \
	corpus/reports/2018/hoi-dua-ghe-song-van.txt
is "$(printf '%s\n' "$out" | python3 -c 'import json, sys
j = json.load(sys.stdin)
print(j["photo"], j["places"][0]["lines"], [(o["role"], o["from"], o["to"])
      for o in j["outline"]][1:6])')" \
	"Lục Văn Phóng [5, 7] [('title', 2, 2), ('dateline', 3, 3), ('lead', 5, 5), ('caption', 7, 7), ('doubled', 9, 9)]" \
	'as JSON the whole model'
daemon_is_stopped

# ----------------------------------------------------------------------- analyze
file=corpus/reports/2016/ao-xanh-ve-thach-kien.txt
run "$B/tracuu-index" analyze $file
is "$status" 0 'analyze as text'
like "$out" '^title +Áo xanh về với Thạch Kiền \(line 1\)$' 'has the title'
like "$out" '^ +5  caption    Đoàn viên quét vôi' 'and what each line is'
like "$out" '^ +6  doubled    Đoàn viên quét vôi' 'of doubled lines the second'
like "$out" '^ +16  furniture  Tin liên quan$' 'and the furniture'
run sh -c "'$B/tracuu-index' analyze - <$file"
like "$out" '^author +Nông Thùy Dương' 'analyze reads standard input'
run sh -c "'$B/tracuu-index' analyze <$file"
is "$status" 0 'also without a -'
run "$B/tracuu-index" analyze /dev/null
is "$status" 1 'what has no words cannot be analyzed'
run "$B/tracuu-index" analyze "$T/missing"
like "$err" 'missing: cannot be read: No such file' 'nor what is missing'
ok 'the bytes of every token are those of the file' python3 - "$B" <<'END'
import glob, json, subprocess, sys
for path in glob.glob("corpus/reports/*/*.txt"):
	j = json.loads(subprocess.check_output([sys.argv[1] + "/tracuu-index",
		"analyze", "--format", "json", path]))
	data = open(path, "rb").read()
	if j["extracted"]:
		data = data.decode("utf-16").encode()
	for t in j["tokens"]:
		assert data[t["begin"]:t["end"]].decode() == t["text"], (path, t)
END

done_testing

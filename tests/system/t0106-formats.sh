#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Web pages, Markdown and gzip files: the report is found by its words, what
# belongs to the page is not; a file that is hostile costs itself.
. tests/lib/tap.sh
. tests/lib/daemon.sh

A=$T/archive
mkdir "$A"
cat >"$A/bao.html" <<'PAGE'
<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8">
<title>Đoàn xã Thạch Kiền ra quân - Báo Thử</title>
<meta property="og:title" content="Đoàn xã Thạch Kiền ra quân">
<meta property="article:section" content="Xã hội">
<script type="application/ld+json">
{"@context": "https://schema.org", "@type": "NewsArticle",
 "datePublished": "2021-03-05T08:10:00+07:00",
 "author": {"@type": "Person", "name": "Lê Thị Bưởi"}}
</script></head>
<body class="has-sidebar">
<nav><ul><li><a href="/">Trang chủ mọi miền</a><li><a href="/ts">Thời sự</a></ul></nav>
<article><header><h1>Đoàn xã Thạch
  Kiền ra quân</h1></header>
<p>Sáng ngày 5/3, hơn 100 đoàn viên tr&#7891;ng
cây <b>bạch</b> đàn bên đường.</p>
<p>Ông A nói: <br>"Rất vui".</p>
<table><tr><td>Keo lá tràm</td><td>100</td></tr></table>
</article>
<div class="tin-lien-quan"><a href="1">Bài liên đới một</a>
<a href="2">Bài hai</a></div>
<footer>Bản quyền thuộc Báo Thử</footer></body></html>
PAGE
printf -- '---\ntitle: "Hội nghị sơ kết"\ndate: 2020-12-19\nauthor: Thu Chung\n---\n\n## Kết quả\n\nTrồng **ba nghìn** cây, xem [báo cáo](http://example.org/tep).\n' >"$A/ghi.md"
# What claims a charset and is in another one: TCVN3.
printf '<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><title>B\270n tin</title></head><body><p>H\344c t\313p v\265 l\265m theo t\255 t\255\353ng, \256\271o \256\370c, phong c\270ch H\345 Ch\335 Minh. %s</body></html>' \
	'C¸n bé, ®¶ng viªn' | python3 -c 'import sys
s = sys.stdin.buffer.read()
i = s.index(b"Minh. ") + 6
j = s.index(b"</body>")
sys.stdout.buffer.write(s[:i] + s[i:j].decode().encode("latin-1") + s[j:])' >"$A/cu.htm"
# Lines of text that are not those of the file.
cat >"$A/dong.html" <<'PAGE'
<!DOCTYPE html>
<html><head><meta charset="utf-8">
<meta name="author" content="Vũ Thị Sim">
<title>Cột mốc vùng biên</title></head>
<body><nav><a href="/">Trang chủ</a></nav>

<h1>Cột mốc vùng biên</h1>
<p>Đoàn công tác lên đường từ sáng sớm, qua
  ba con suối và một cánh rừng lau,
  <b>sếu đầu đỏ</b> bay trên đầu.</p>
<div><p>Một.</p><p>Hai.</p><p>Ba: gặp bà con bản Tả Lèng.</p></div>


<p>Chiều cùng ngày, họp theo Chỉ thị số 77-CT/TW
tại nhà văn hóa.</p>
</body></html>
PAGE
{
	printf '<html><head><title>Gọn</title></head><body>'
	for i in 1 2 3 4 5 6 7 8 9; do
		printf '<p>Dòng thứ %s của trang <i>chỉ</i> có một dòng.</p>' $i
	done
	printf '<p>Hoa tớ dày nở đầu bản.</p></body></html>'
} >"$A/gon.html"
gzip -cn "$A/bao.html" >"$A/nen.html.gz"
head -c 400 "$A/nen.html.gz" >"$A/cut.html.gz"
printf 'Văn bản nén\n' | gzip -n >"$A/van.txt.gz"

# ------------------------------------------------------------------- what is read
member() {
	"$B/tracuu-index" analyze --format json "$1" | python3 -c 'import json, sys
print(json.load(sys.stdin)[sys.argv[1]])' "$2"
}
# fact FILE MEMBER VALUE
fact() {
	is "$(member "$1" "$2")" "$3" "${1##*/}: $2 is $3"
}
fact "$A/bao.html" format html
fact "$A/bao.html" title 'Đoàn xã Thạch Kiền ra quân'
fact "$A/bao.html" section 'Xã hội'
fact "$A/bao.html" published '2021-03-05T08:10:00+07:00'
fact "$A/bao.html" author 'Lê Thị Bưởi'
fact "$A/nen.html.gz" format html
fact "$A/nen.html.gz" gzip True
fact "$A/nen.html.gz" author 'Lê Thị Bưởi'
fact "$A/van.txt.gz" format text
fact "$A/ghi.md" format markdown
fact "$A/ghi.md" title 'Hội nghị sơ kết'
fact "$A/ghi.md" published 2020-12-19
fact "$A/ghi.md" author 'Thu Chung'
fact "$A/cu.htm" encoding tcvn3
fact "$A/cu.htm" title 'Bán tin'

fact "$A/dong.html" title_line 7
fact "$A/dong.html" author_line 3
run "$B/tracuu-index" analyze "$A/dong.html"
like "$out" '^author +Vũ Thị Sim \(line 3\)$' 'analyze: the line of a meta element'
like "$out" '^refs +77-CT/TW \(line 14\)$' 'what a report cites has the line of the file'
like "$out" '^    14  body       Chiều cùng ngày' 'so have the lines of its text'

# ------------------------------------------------------------------ what is hostile
python3 - "$A" <<'END'
import gzip, sys
a = sys.argv[1]
def put(name, data):
	open(a + "/" + name, "wb").write(data)
put("bomb.txt.gz", gzip.compress(b"a" * (100 << 20)))
put("deep.html", b"<html>" + b"<div><b>" * 500000 + "đáy giếng".encode())
put("attributes.html", b"<html><p " + b" ".join(b"a%d=1" % i
	for i in range(1000000)) + ">nhiều thuộc tính".encode())
put("long.html", b"<html><p>" + "dài dòng ".encode() * 300000)
END
run "$B/tracuu-index" --index "$INDEX" --report "$T/report.json" "$A"
is "$status" 0 'the run goes on'
ok_python 'and says of each what was wrong with it' <<'END'
import json
report = json.load(open(os.environ["T"] + "/report.json"))
files = {f["path"].rsplit("/", 1)[1]: (f["status"], f["reason"])
	 for f in report["files"]}
want = {"bomb.txt.gz": ("skipped", "bomb"),
	"cut.html.gz": ("indexed", "damaged"),
	"deep.html": ("indexed", "malformed"),
	"attributes.html": ("indexed", "malformed")}
for name in want:
	assert files.get(name) == want[name], (name, files)
END
run "$B/tracuu-index" why --index "$INDEX" "$A/deep.html"
like "$out" 'nests too deeply.* \(html\)$' 'why says it, and the format'

# ------------------------------------------------------------------- what is found
daemon_start
at_exit daemon_stop
paths() {
	"$B/tracuu" search --socket "$SOCKET" --format paths -- "$1" |
		sed 's|.*/||' | sort | tr '\n' ' '
}
is "$(paths '"trồng cây bạch đàn"')" 'bao.html nen.html.gz ' \
	'a phrase goes over tags, entities and line ends'
is "$(paths 'title:"Thạch Kiền ra quân"')" \
	'bao.html cut.html.gz nen.html.gz ' 'words of the title'
is "$(paths '"keo lá tràm"')" 'bao.html nen.html.gz ' 'words of a table'
is "$(paths '"mọi miền"')$(paths '"liên đới"')$(paths '"bản quyền thuộc"')" '' \
	'navigation, related reports and the footer are not found'
is "$(paths 'author:"Thu Chung"')$(paths '"ba nghìn cây"')" 'ghi.md ghi.md ' \
	'Markdown: facts and words'
is "$(paths 'type:markdown')" 'ghi.md ' 'a format is a type'
is "$(paths '"phong cách Hồ Chí Minh"')" 'cu.htm ' \
	'a page in an old encoding that claims another one'
is "$(paths '"văn bản nén"')" 'van.txt.gz ' 'a compressed text'
is "$(paths '"đáy giếng"')$(paths '"nhiều thuộc tính"')" \
	'deep.html attributes.html ' 'hostile pages lose no text'

# ------------------------------------------------------------------ where it is found
# stands FILE QUERY WORD: grep's line of the file, from its column on, is WORD.
stands() {
	"$B/tracuu" search --socket "$SOCKET" --format grep -- "$2" >"$T/hits"
	at=$(sed -n "s|^$A/$1:||p" "$T/hits")
	line=${at%%:*} rest=${at#*:}
	case $1 in
	*.gz) zcat "$A/$1" ;;
	*) cat "$A/$1" ;;
	esac | sed -n "${line}p" | LC_ALL=C cut -b "${rest%%:*}-" >"$T/there"
	is "$(LC_ALL=C cut -b "-$(printf %s "$3" | wc -c)" "$T/there")" "$3" \
		"$1: $3 is where grep says"
}
stands dong.html '"công tác lên đường"' 'công tác'
stands dong.html '"cánh rừng lau"' 'cánh rừng'
stands dong.html '"sếu đầu đỏ"' 'sếu đầu'
stands dong.html '"bản tả lèng"' 'bản Tả'
stands dong.html '"nhà văn hóa"' 'nhà văn'
stands dong.html 'title:"cột mốc vùng biên"' 'Cột mốc'
stands gon.html '"hoa tớ dày"' 'Hoa tớ'
stands bao.html '"keo lá tràm"' 'Keo lá'
stands bao.html '"bạch đàn bên đường"' 'bạch</b> đàn'
stands nen.html.gz '"keo lá tràm"' 'Keo lá'
ok_python 'hits and lines have the place in the file, in bytes and in UTF-16' <<'END'
with Wire() as w:
    for name, query in (("dong.html", '"sếu đầu đỏ"'),
                        ("gon.html", '"hoa tớ dày"')):
        hit = w.call("search", query=query, lines=True)["hits"][0]
        with open(hit["path"], "rb") as f:
            page = f.read().split(b"\n")
        for at in (hit, hit["lines"][0]):
            line = page[at["line"] - 1]
            before = line[:at["col"] - 1].decode()
            found = line.decode()[len(before):].lower()
            assert found.startswith(query[1:-1]), (name, at)
            assert at["utf16"] == len(before.encode("utf-16-le")) // 2, at
    report = w.call("show", path=os.environ["T"] + "/archive/dong.html")
    assert report["line_numbers"] == [7, 8, 11, 11, 11, 14], report
    assert (report["from"], report["to"], report["lines"]) == (1, 15, 15)
    assert report["refs"][0]["lines"] == [14], report["refs"]
    assert {"role": "title", "from": 7, "to": 7} in report["outline"]
END
run "$B/tracuu" show --socket "$SOCKET" --lines 9-11 "$A/dong.html"
is "$(printf '%s\n' "$out" | sed -n 's/^ *\([0-9]*\)  \([^ ]*\).*/\1 \2/p')" \
	"$(printf '8 Đoàn\n11 Một.\n11 Hai.\n11 Ba:')" \
	'show: lines of the file, and text that begins before them'
is "$("$B/tracuu" show --socket "$SOCKET" --raw --lines 14-99 "$A/dong.html")" \
	'Chiều cùng ngày, họp theo Chỉ thị số 77-CT/TW tại nhà văn hóa.' \
	'show --raw: the text alone'

done_testing

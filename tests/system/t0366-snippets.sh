#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Snippets of the sample archive: what is marked, where they are cut, that two
# places are shown where one does not have all words, and that all of it stands
# in the report where the answer says.
. tests/lib/tap.sh
. tests/lib/daemon.sh

if ! index_make corpus/reports || ! daemon_start; then
	exit 1
fi

# Names for the programs below.
cat >"$T/snippets.py" <<'END'
import unicodedata
from wire import Wire

PLACE = ("line", "byte", "col", "utf16")

def inked(text, marks):
    """The text with [its marks]."""
    data, out, at = text.encode(), b"", 0
    for m in marks:
        out += data[at:m["byte"]] + b"["
        at = m["byte"] + m["len"]
        out += data[m["byte"]:at] + b"]"
    return (out + data[at:]).decode()

def hit(wire, query, report):
    for h in wire.call("search", query=query, limit=50)["hits"]:
        if report in h["path"]:
            return h
    raise AssertionError(f"{query} does not find {report}")

def shown(h):
    s = h["snippet"]
    return ("‹" if s.get("cut_front") else "") + inked(s["text"], s["marks"]) \
        + ("›" if s.get("cut_back") else "")

def check(table):
    with Wire() as w:
        for query, report, wanted in table:
            got = shown(hit(w, query, report))
            assert wanted in got, f"{query}\n{got}\n{wanted}"

def place(where):
    return [where[k] for k in PLACE]
END

# snippets_python DESCRIPTION <<'END': ok_python with these names.
snippets_python() {
	{
		echo 'import sys; sys.path.insert(0, os.environ["T"])'
		echo 'from snippets import *'
		cat
	} >"$T/with-names.py"
	ok_python "$1" <"$T/with-names.py"
}

snippets_python 'each kind of match is marked, and just it' <<'END'
check([
    # marks not typed, other place of the tone, y for i, capitals
    ("ca phe dat do", "ca-phe", "[cà phê]"),
    ("hòa giải viên", "hoa-giai", "[hoà giải viên]"),
    ("kỹ năng hòa giải", "hoa-giai", "[kĩ năng hoà giải]"),
    # an abbreviation and its long form
    ("GPMB", "giai-phong", "hoàn thành [giải phóng mặt bằng] ([GPMB])"),
    ("giai phong mat bang", "duong-lien-xa", "Khâu khó nhất là [GPMB]."),
    ("UBND huyện", "xom-soi", "[UBND huyện] trích"),
    # numbers, dates
    ("1250 ha", "ca-phe", "[1.250 ha]"),
    ("1.250 ha", "toa-dam", "[1250 ha]"),
    ("2/9/2021", "khai-giang", "Phòng GD&ĐT [ngày 2 tháng 9 năm 2021],"),
    ("2 tháng 9 năm 2021", "tiem-chung", "Từ [ngày 02/9/2021] đến"),
    # numbers of documents, Roman numerals
    ("07-NQ/TU", "lua-huu-co", "thực hiện [NQ số 7-NQ/TU]."),
    ("NQ 7", "ca-phe", "Thực hiện [Nghị quyết số 07-NQ/TU] của"),
    ("nghị quyết đại hội 13", "dan-van", "[Nghị quyết Đại hội XIII]"),
    # joined words, soft hyphens
    ("panô", "pa-no", "[pa-nô]"),
    ("internet", "pa-no", "[in\u00adter\u00adnet]"),
    # a phrase as one thing, signs and breaks in it too
    ('"xanh sạch đẹp"', "pa-no", "“[xanh - sạch - đẹp] - không rác”"),
    ('"công chức, viên chức"', "bau-cu", "[công chức, viên chức]"),
    ('"UBND xã"', "lua-huu-co", "[Uỷ ban nhân dân xã]"),
])
END

snippets_python 'sentences begin and end it' <<'END'
with Wire() as w:
    # TP. ends none
    got = shown(hit(w, "thủ tục hành chính", "thu-tuc"))
    assert got.startswith("Phường Bến Thóc, TP. Vân Khê chọn"), got
    # nor does the point of a number
    got = shown(hit(w, "khâu khó nhất", "duong-lien-xa"))
    assert got.startswith("[Khâu khó nhất] là GPMB."), got
    assert got.endswith("9.300 m² đất, không nhận tiền đền bù."), got
    got = unicodedata.normalize("NFC", shown(hit(w, "1,15 tỷ", "huoi-lanh")))
    assert got.startswith("Kinh phí [1,15 tỷ] đồng"), got
END

snippets_python 'words that stand apart are shown in two pieces' <<'END'
with Wire() as w:
    h = hit(w, "hết hạn ve chai", "pa-no")
    s = h["snippet"]
    a, b = s["parts"]
    data = s["text"].encode()
    assert a["begin"] == 0 and b["end"] == len(data), s
    assert data[a["end"]:b["begin"]].decode() == " … ", s
    assert "hết hạn" in data[:a["end"]].decode(), s
    assert "ve chai" in data[b["begin"]:].decode(), s
    assert a["byte"] < b["byte"] and a["line"] <= b["line"], s
    # to go to is the first match of one of them
    assert place(h) in (place(a), place(b)), h
    # side by side they are shown in one, and what the title shows needs none
    for query in "hết hạn", "panô ve chai":
        s = hit(w, query, "pa-no")["snippet"]
        assert "parts" not in s, s
        assert query.split()[-1] in s["text"], s
END

snippets_python 'every snippet stands in its report where it says' <<'END'
def one_line(s):
    """As snippets show control characters."""
    return "".join(" " if ord(c) < 32 or ord(c) == 0x7f else c for c in s)

def check_marks(text, marks):
    data, end = text.encode(), 0
    for m in marks:
        assert m["byte"] >= end and m["len"] > 0, marks
        end = m["byte"] + m["len"]
        assert end <= len(data), marks
        before = data[:m["byte"]].decode()
        inside = data[m["byte"]:end].decode()
        assert len(before.encode("utf-16-le")) == 2 * m["utf16"], (text, m)
        assert len(inside.encode("utf-16-le")) == 2 * m["utf16_len"], (text, m)

def check_part(body, text, part, marks):
    """A part, whose first match is at part["byte"] of the report."""
    data = text.encode()[part["begin"]:part["end"]]
    first = min(m["byte"] for m in marks
                if part["begin"] <= m["byte"] < part["end"])
    begin = part["byte"] - (first - part["begin"])
    end = begin + len(data)
    there = body[begin:end].decode()
    assert one_line(there) == data.decode(), (there, data.decode())
    # whole words, in letters and marks of their own, too
    for at in begin, end:
        if 0 < at < len(body):
            before, behind = body[:at].decode()[-1], body[at:].decode()[0]
            assert not (before.isalnum() and behind.isalnum()), there
            assert not unicodedata.combining(behind), there
    # its line and columns, as an editor counts them
    lines = body[:part["byte"]].decode().split("\n")
    line = lines[-1].lstrip("\ufeff") if len(lines) == 1 else lines[-1]
    assert part["line"] == len(lines), part
    assert part["col"] == len(line.encode()) + 1, part
    assert 2 * part["utf16"] == len(line.encode("utf-16-le")), part

queries = [line.split("\t")[0]
           for line in open("corpus/queries.tsv", encoding="utf-8")]
queries += ["xã", "huyện", "của", "nuoc sach", "UBND", "ngày 2/9/2021",
            "mưa lũ gia cầm đường hoa", '"công chức, viên chức"',
            "cán bộ xã họp dân bàn việc làm đường nước sạch trường học "
            "trạm y tế bầu cử khai giảng hòa giải chợ đêm cà phê"]
reports, seen, parts = {}, 0, 0
with Wire() as w:
    for q in queries:
        for h in w.call("search", query=q, limit=50, match="any")["hits"]:
            path, s = h["path"], h["snippet"]
            if path not in reports:
                reports[path] = w.call("show", path=path)["text"].encode()
            check_marks(h["title"], h.get("title_marks", []))
            check_marks(s["text"], s["marks"])
            assert len(s["text"].encode()) <= 300, s
            seen += 1
            parts += "parts" in s
            if not s["marks"]:
                continue
            whole = {"begin": 0, "end": len(s["text"].encode())}
            whole.update(zip(PLACE, place(h)))
            for p in s.get("parts", [whole]):
                check_part(reports[path], s["text"], p, s["marks"])
assert seen > 300 and parts > 50, (seen, parts)
END

# On a terminal.
colored=$("$B/tracuu" --socket "$SOCKET" search --color always -n 1 'hết hạn ve chai')
esc=$(printf '\033')
like "$colored" "$esc\[0;1;31mhết hạn$esc\[0m" 'matches are red'
like "$colored" "$esc\[0;2m … $esc\[0m" \
	'what says that words were left out is dim'

daemon_is_stopped
done_testing

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The sample archive, asked as a reader would ask it: indexer, daemon and
# client together.
. tests/lib/tap.sh
. tests/lib/daemon.sh

if ! index_make corpus/reports || ! daemon_start; then
	exit 1
fi

# paths QUERY [OPTION...]: the reports found, best first, without the rest of
# their path.
paths() {
	query=$1
	shift
	"$B/tracuu" --socket "$SOCKET" search --format paths "$@" "$query" |
		sed -e 's|.*/reports/||' -e 's|\.txt$||'
}

# first QUERY REPORT WHY
first() {
	is "$(paths "$1" -n 1)" "$2" "$3: $1"
}

# only QUERY 'REPORT...' WHY: these and no others, in any order.
only() {
	is "$(paths "$1" -n 50 | sort | tr '\n' ' ')" "$2 " "$3: $1"
}

# nothing QUERY WHY
nothing() {
	run "$B/tracuu" --socket "$SOCKET" search --format paths "$1"
	is "$status:$out" 1: "$2: $1"
}

coffee=2017/ca-phe-tren-dat-do
mediation=2017/hoa-giai-o-yen-can
road=2018/duong-lien-xa-yen-can-tan-lanh
strength=2020/suc-song-moi-o-van-giang
flood=2020/xom-soi-nam-giua-hai-dong-lu
trade=2021/hoc-nghe-muu-sinh-con-nhan
flowers=2022/pa-no-va-con-duong-hoa
digital=2022/to-cong-nghe-so-cong-dong
forest=2024/rung-ngap-man-con-nhan
school=2024/ky-niem-truong-lang

# Diacritics typed not at all, in part, in full.
first 'ca phe dat do' $coffee 'no diacritics'
first 'hoc nghe muu sinh' $trade 'no diacritics'
first 'dai hoi chi bo' 2020/dai-hoi-chi-bo-thon-thuong 'no diacritics'
first 'rưng ngâp măn' $forest 'some marks of each syllable'
first 'giai phong măt băng' 2019/giai-phong-mat-bang-cau-khe-truc \
	'some marks, and some syllables without'
first 'lúa hữu cơ thủy lãng' 2023/lua-huu-co-thuy-lang 'all diacritics'
first '"nam o phia nam"' $flood 'a phrase without diacritics'
only '"đất đỏ"' $coffee 'marks that are typed count'
only '"đạt độ"' $road 'marks that are typed count'

# Spelling: place of the tone, i and y, misplaced marks, look-alikes.
first 'hòa giải' $mediation 'the tone on the other letter'
only '"tổ hòa giải"' $mediation 'the tone on the other letter'
first 'mỹ thuật' $school 'y for i'
only '"sống với nước"' $flood 'a mark on the wrong letter in the report'
only '"Đảng bộ tỉnh đặt lên bàn"' $strength 'U+00D0 in the report'
only '"Ðảng bộ tỉnh đặt lên bàn"' $strength 'U+00D0 in the query'
first 'RỪNG NGẬP MẶN CỒN NHẠN' $forest 'capitals'

# What cannot be seen: normal forms, soft hyphens, no-break spaces.
nfd=$(printf 'ru\314\233\314\200ng nga\314\243\314\202p ma\314\206\314\243n')
first "$nfd" $forest 'a decomposed query (NFD)'
only '"ống bương xuống khe"' 2018/nuoc-sach-ve-huoi-lanh 'a decomposed report'
only '"phát internet"' $flowers 'soft hyphens in the report'
only "$(printf '"ph\303\241t\302\240inter\302\255net"')" $flowers \
	'no-break space and soft hyphen in the query'
only '"nộp tiền điện"' $digital 'a report in UTF-16'

# Numbers.
only '"1150 con gia cầm"' $flood 'a thousands mark in the report'
only '"1.250 ha"' "$coffee 2024/toa-dam-ho-tro-nong-nghiep" 'and in the query'
only '"giảm 25 hộ"' 2019/giam-ngheo-na-pheo 'digits grown onto letters'

# Phrases.
first '"nằm ở phía nam"' $flood 'a phrase'
only '“mực nước vượt báo động”' $flood 'curly quotes'
only '"mực nước vượt báo động' $flood 'a quote left open'
only '"công chức, viên chức"' \
	"2019/tram-y-te-hoa-khoan 2021/bau-cu-o-cua-lam 2022/kiem-tra-hang-quy" \
	'a comma in the phrase too'
nothing '"chức viên"' 'no phrase goes across a comma'
nothing '"hàng quỷ"' 'a tone that is typed counts'
only '"xanh sạch đẹp"' \
	"2016/ao-xanh-ve-thach-kien $strength $flowers" \
	'a phrase goes across a hyphen'

# Operators and fields.
first 'title:"thủ tục hành chính"' 2022/thu-tuc-hanh-chinh-o-ben-thoc 'a field'
only '"cà phê" -QR -title:"cà phê" -chợ' $strength 'NOT, as a sign'
only '"cà phê" NOT QR NOT title:"cà phê" NOT chợ' $strength 'NOT, as a word'
only '"mã QR" OR "hoà giải viên"' "$mediation $digital" 'OR'
only '("mã QR" OR "hoà giải viên") AND "cà phê"' $digital 'brackets'
only '((("mã QR" OR "hoà giải viên" "cà phê"' $digital 'brackets left open'
nothing '=rung =ngap =man' '=word is the word as written'
only '"=rừng ngập mặn"' $forest 'a sign in a phrase is no operator'

# Lines and columns are those of the file, so that an editor lands on the match.
ok_python 'grep output: each column is where a match begins' <<'END'
import subprocess, unicodedata

def fold(s):
    s = unicodedata.normalize("NFD", s.lower()).replace("đ", "d")
    return "".join(c for c in s if not unicodedata.combining(c))

def lines(path):
    """The lines of a file as an editor shows them, in UTF-8."""
    data = open(path, "rb").read()
    text = data.decode("utf-16" if data[:2] == b"\xff\xfe" else "utf-8-sig")
    return text.split("\n")

encodings = 0
for query in "ca phe", "rưng ngâp", "nuoc sach", "chi bo", "trạm y tế", "cong nghe so":
    out = subprocess.run([os.environ["B"] + "/tracuu", "--socket", os.environ["SOCKET"],
                          "search", "--format", "grep", "-n", "50", query],
                         stdout=subprocess.PIPE, check=True).stdout.decode()
    assert out, query
    for hit in out.splitlines():
        path, line, col, text = hit.split(":", 3)
        there = lines(path)[int(line) - 1].encode()[int(col) - 1:].decode()
        assert fold(there).startswith(tuple(fold(query).split())), (query, hit, there)
END

daemon_is_stopped
done_testing

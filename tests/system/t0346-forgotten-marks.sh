#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A word without marks among words that have some: what it means.
. tests/lib/tap.sh
. tests/lib/daemon.sh

mkdir "$T/reports"
report() {
	printf '%s\n\n%s\n' "$2" "$3" >"$T/reports/$1.txt"
}
i=0
while [ $((i += 1)) -le 45 ]; do
	report "filler$i" "Bản tin số $i" 'Trời mưa mà dân vẫn vui, hôm qua lại họp.'
done
for i in 1 2 3; do
	report "assembly$i" "Họp kỳ $i" 'Quốc hội họp, xây dựng nông thôn mới cả nước.'
done
report rare 'Nghệ thuật' 'Chuyện hiếm hoi của quốc gia. Thôn nông nhàn xay lúa mới, dựng vợ.'
for i in 1 2 3 4 5; do
	report "often$i" "Bản tin tuần $i" 'Tặng một lần, tặng hai lần.'
done
for i in 1 2 3; do
	report "drugs$i" "Phòng chống $i" 'Tổ dân phố tuyên truyền về ma túy.'
done
report ghost 'Chuyện cổ' 'Bóng ma.'
report pancreas 'Mà túy' 'Mà túy, mà túy.'
report lan 'Người tốt' 'Bà Lan quyên góp.'
report lan2 'Người hay' 'Anh Lan và chị Lan tặng quà.'
report lan3 'Người đẹp' 'Ông Lan đi thăm.'

report two 'Hai việc' 'Vở kịch và 2 cơ 6 năm, người đ 9 nhiều, đủ công. Diện tích 3 km2.'
for i in 1 2; do
	report "paper$i" "Giấy tờ $i" 'Giấy A4 dịch H5N1 nhiều quá.'
done
report notes 'Cố công' 'Cuốn sổ của a và của b, có thể cũ.'
report alas 'Than ôi' 'Ã, ã, thế ư. Lóp lóp.'
report class1 'Vào lớp 1' 'Em vào lớp 1.'
report class2 'Lên lớp 2' 'Em học xong lớp 1.'

if ! index_make "$T/reports" || ! daemon_start; then
	exit 1
fi

# first QUERY NAME WHY
first() {
	got=$("$B/tracuu" --socket "$SOCKET" search --format paths -n 1 "$1" |
		sed -e 's|.*/||' -e 's|[0-9]*\.txt$||')
	is "$got" "$2" "$3: $1"
}

first 'quốc hoi' assembly 'more reports have the pair than the bare word'
first 'xay dựng nông thôn' assembly 'also before its neighbour'
first '"quốc hoi"' assembly 'also in a phrase'
first 'hiếm hoi' rare 'the bare word is where the pair is from'
first 'ma túy' drugs 'a rare word beside its neighbour means itself'
first 'tặng Lan' lan 'no pair, and no form that is much more frequent'

# read_as QUERY READING WHY
read_as() {
	is "$("$B/tracuu" --socket "$SOCKET" explain "$1" | sed -n 's/^  //p;2q')" \
		"$2" "$3: $1"
}

read_as 'va2 co6ng d9u3' 'và công đủ' 'VNI, though `và 2` is there, and `cơ 6`'
read_as 'va2' 'và' 'a bare va is nowhere'
read_as 'd9u3' 'đủ' 'though the archive has `đ 9`'
read_as 'lop1' 'lop1' 'rather with a mark forgotten'
read_as 'A4' 'A4' 'a code that is there stays'
read_as 'A4 nhie6u2' 'A4 nhiều' 'also beside keys'
read_as 'km2 H5N1' 'km2 H5N1' 'what is no syllable stays'

# A slip is left to the suggestion.
read_as 'sổ củaa' 'sổ củaa' 'one letter is no word run together with another'
read_as 'cóo thể' 'cóo thể' 'with marks of its own a word is no keys'

# The others still come behind.
like "$("$B/tracuu" --socket "$SOCKET" search --format paths 'Lan, mưa')" filler \
	'what a bare word covers is found'
like "$("$B/tracuu" --socket "$SOCKET" explain 'quốc hoi')" 'hoi: .*hoi:B5' \
	'explain tells the forms that it stands for'

done_testing

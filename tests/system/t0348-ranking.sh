#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Which report comes first, and why: docs/vietnamese.md, Ranking.
. tests/lib/tap.sh
. tests/lib/daemon.sh

mkdir "$T/reports"
report() {
	printf '%s\n\n%s\n' "$2" "$3" >"$T/reports/$1.txt"
}
report births 'Mừng tuổi mới' 'Nhà nào cũng mừng sinh nhật trong ngày vui.'
report party 'Mừng tuổi già' 'Các cụ được mừng sinh nhật ở nhà văn hóa.'
report school 'Mừng tuổi trẻ' 'Lớp mầm non mừng sinh nhật các cháu.'
report player 'Chuyện bóng đá' 'Cầu thủ Messi ra sân từ phút đầu của trận đấu.'
report asks 'Hỏi và đáp' 'Việc gì khó cũng hỏi, điều gì hay cũng học.'
report flood 'Nhật ký mưa' 'Lũ về rồi rút, lũ lại về.'
report storm 'Nhật ký gió' 'Bão tan, dân trở lại bến.'
report filler1 'Chuyện làng' 'Làng trên xóm dưới vui như hội.'
report filler2 'Chuyện phố' 'Phố mới đông vui mà vẫn sạch.'
report digital 'Bàn về chuyển đổi số' 'Chuyển đổi số bắt đầu từ người dân.'
for i in 1 2 3 4 5; do
	report "digital$i" "Bản tin số $i" 'Hội nghị bàn việc chuyển đổi số ở xã.'
done
report short 'Bản tin sở' 'Tổ CĐS về thôn, nói việc CĐS, làm việc CĐS.'
report lock 'Chuyện ngõ' 'Tổ nhắc khóa cổng, 13 người nhớ khóa.'
more='Các xã cử người đến dự, nêu việc đã làm, việc còn chậm và cách gỡ.'
report term 'Chuyện họp' "Hội nghị nghe báo cáo về nghị quyết Trung ương khóa XIII.
$more $more $more"

if ! index_make "$T/reports" || ! daemon_start; then
	exit 1
fi

# first QUERY NAME WHY: of the reports with any of the words
first() {
	got=$("$B/tracuu" --socket "$SOCKET" search --format paths -n 1 \
		--match any "$1" | sed -e 's|.*/||' -e 's|\.txt$||')
	is "$got" "$2" "$3: $1"
}

first 'sinh nhật Messi' player 'a name is a whole word'
first 'sinh nhat messi' player 'a name is a whole word'
first 'mừng gì' school 'a word that asks says little'
first 'mung gi' school 'a word that asks says little'
first 'chuyển đổi số' digital 'what a report is about before an abbreviation'
first 'CĐS' digital 'and the abbreviation finds the same first'
first 'khóa 13' term 'a number belongs to the word before it'
first 'khoa 13' term 'a number belongs to the word before it'
first 'khóa XIII' term 'and is the same in Roman numerals'

# scores QUERY: of the reports found
scores() {
	"$B/tracuu" --socket "$SOCKET" search --format jsonl --match any "$1" |
		sed -n 's/.*"score":\([0-9.]*\).*/\1/p' | tr '\n' ' '
}
is "$(scores 'lũ về lũ về lũ về bão')" "$(scores 'lũ về bão')" \
	'what is said twice counts once'
ok 'and is still asked for' test -n "$(scores 'lũ lũ')"

done_testing

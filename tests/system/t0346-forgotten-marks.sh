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

# The others still come behind.
like "$("$B/tracuu" --socket "$SOCKET" search --format paths 'Lan, mưa')" filler \
	'what a bare word covers is found'
like "$("$B/tracuu" --socket "$SOCKET" explain 'quốc hoi')" 'hoi: .*hoi:B5' \
	'explain tells the forms that it stands for'

done_testing

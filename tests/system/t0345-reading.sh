#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# However it is written: document numbers, dates, abbreviations, Roman numerals,
# joined words; and words typed for an input method that was off.
. tests/lib/tap.sh
. tests/lib/daemon.sh

mkdir "$T/reports"
report() {
	printf 'Báo cáo %s\n\n%s\n' "$1" "$2" >"$T/reports/$1.txt"
}
report number 'Thực hiện Chỉ thị số 05-CT/TW về học tập và làm theo gương Bác.'
report head 'Xã triển khai Chỉ thị 05 đến từng thôn.'
report other 'Nêu tại 01-KL/TW và 05-CT/UBND.'
report decree 'Căn cứ Nghị định 71/2024/NĐ-CP ngày 27/6/2024.'
report words 'Họp ngày 15 tháng 5 năm 2016 tại hội trường.'
report signs 'Công bố (15.5.2016) trên báo.'
report short 'Theo UBND xã Lạc Sơn, năm nay được mùa.'
report long 'Theo ủy ban nhân dân xã Lạc Sơn, năm nay mất mùa.'
report apart 'Ủy viên, ban quản lý, nhân viên và dân.'
report firm 'Đơn vị CT 68 nhận thầu.'
report roman 'Đại biểu Quốc hội khóa XIII tiếp xúc cử tri.'
report digits 'Đại biểu Quốc hội khóa 13 về quê.'
report panel 'Dựng pa-nô ở đầu làng.'
report poster 'Dựng panô ở cuối làng.'

if ! index_make "$T/reports" || ! daemon_start; then
	exit 1
fi

# finds QUERY 'NAME...': these and no others, in any order, all words wanted.
finds() {
	got=$("$B/tracuu" --socket "$SOCKET" search --format paths \
		--match all -n 50 "$1" | sed -e 's|.*/||' -e 's|\.txt$||' |
		sort | tr '\n' ' ')
	is "$got" "${2:+$2 }" "$1"
}

# best QUERY NAME
best() {
	got=$("$B/tracuu" --socket "$SOCKET" search --format paths -n 1 "$1" |
		sed -e 's|.*/||' -e 's|\.txt$||')
	is "$got" "$2" "best: $1"
}

finds '05-CT/TW' 'head number'
finds '05/CT-TW' 'head number'
finds 'chi thi so 5' 'head number other'
finds '01-CT/TW' ''
finds '01-KL/TW' 'other'
finds 'ref:05-CT/UBND' 'head other'
finds 'ref:71' 'decree'
finds 'nghi dinh 71/2024' 'decree'
finds '71/2023/NĐ-CP' ''
finds '"theo Chỉ thị 05"' ''
finds '"thực hiện Chỉ thị 05 về"' 'number'
finds 'TW -KL' 'number'

finds '15/5/2016' 'signs words'
finds '"ngày 15-05-2016 tại"' 'words'
finds 'tháng 5 năm 2016' 'signs words'
finds '5/15/2016' ''
finds '16/5/2016' ''

finds 'UBND' 'long other short'
finds 'ubnd' 'long other short'
finds 'ủy ban nhân dân' 'apart long other short'
finds '"uy ban nhan dan"' 'long other short'
finds '"UBND xã Lạc Sơn"' 'long short'
finds '"ủy ban nhân dân xã Lạc Sơn"' 'long short'
finds '"theo UBND huyện"' ''
finds '=UBND' 'other short'
finds 'công ty' ''
best 'UBND' short

finds 'khóa 13' 'digits roman'
finds '"khoá XIII"' 'digits roman'
finds '"khóa XII"' ''
finds 'panô' 'panel poster'
finds 'pa-nô' 'panel poster'
finds '"dựng panô ở"' 'panel poster'
finds '"dựng pa-nô ở"' 'panel poster'
finds '"dung pano"' 'panel poster'
finds '"panô ở cuối"' 'poster'
finds '"panô đầu làng"' ''

# What is marked is the whole of it.
mark_of() {
	"$B/tracuu" --socket "$SOCKET" --format json search "$1" |
		python3 -c '
import json, sys
for hit in json.load(sys.stdin)["hits"]:
    s = hit["snippet"]
    for m in s["marks"]:
        print(s["text"].encode()[m["byte"]:m["byte"] + m["len"]].decode())' |
		sort -u | tr '\n' '|'
}
is "$(mark_of '5-CT/TW')" 'Chỉ thị 05|Chỉ thị số 05-CT/TW|' \
	'a reference is marked whole'
is "$(mark_of '"UBND xã"')" 'UBND xã|ủy ban nhân dân xã|' \
	'a phrase is marked whole, however it is written'
is "$(mark_of '15/5/2016')" '15.5.2016|ngày 15 tháng 5 năm 2016|' \
	'a date is marked whole'

# fallback QUERY KIND READING
fallback() {
	got=$("$B/tracuu" --socket "$SOCKET" --format json search "$1" |
		python3 -c '
import json, sys
r = json.load(sys.stdin)["read_as"]
print(r.get("fallback", "-"), r["query"])')
	is "$got" "$2 $3" "read otherwise: $1"
}
finds 'hojc taapj' 'number'
finds 'ho5c ta65p' 'number'
finds 'hoctap' 'number'
fallback 'hojc taapj' telex 'học tập'
fallback 'ho5c ta65p' vni 'học tập'
fallback 'hoctap' joined 'hoc tap'
fallback 'học tập' - 'học tập'
fallback 'khongcodau' - 'khongcodau'
like "$("$B/tracuu" --socket "$SOCKET" search 'hojc taapj')" \
	'Read as Telex keys: học tập' 'the client says how it was read'

done_testing

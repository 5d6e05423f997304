#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Abbreviations that reports define, and the user's own table: what they find,
# how the table is read again, and what is said of a bad line.
. tests/lib/tap.sh
. tests/lib/daemon.sh

mkdir "$T/reports"
report() {
	printf 'Báo cáo %s\n\n%s\n' "$1" "$2" >"$T/reports/$1.txt"
}
report defined 'Lễ ra mắt Đội dân phòng (ĐDP) của xã.'
report turned 'Tổ TTVĐ (tuyên truyền, vận động) đến từng nhà.'
report short 'Bình minh, ĐDP đi tuần quanh thôn.'
report long 'Đêm qua đội dân phòng đi tuần.'
report campaign 'Xã tuyên truyền, vận động bà con hiến đất.'
report dash 'Xã tuyên truyền - vận động bà con dời chuồng trại.'
report comma 'Đẩy mạnh công nghiệp hóa, hiện đại hóa nông thôn.'
report plain 'Đẩy mạnh công nghiệp hóa - hiện đại hóa đất nước.'
report letters 'Mục tiêu CNH-HĐH đến năm 2030.'
report together 'Mục tiêu CNHHĐH đến năm 2045.'
report not 'Hôm nay không mưa.'
report habit 'Rèn nền nếp cho trẻ.'
report first 'Ban tổ chức lễ hội họp lúc tám giờ.'
report second 'Bộ Tài chính (BTC) công bố.'
report third 'Theo Bộ Tài chính (BTC), thu vượt dự toán.'
report fourth 'Thông báo của Bộ Tài chính (BTC) về tem giả.'

conf=$T/conf
own=$T/abbreviations
printf '[search]\nabbreviations = %s\n' "$own" >"$conf"
: >"$own"

if ! index_make "$T/reports" || ! daemon_start --config "$conf"; then
	exit 1
fi

# finds QUERY 'NAME...': these and no others, in any order, all words wanted.
finds() {
	got=$("$B/tracuu" --socket "$SOCKET" search --format paths \
		--match all -n 50 "$1" | sed -e 's|.*/||' -e 's|\.txt$||' |
		sort | tr '\n' ' ')
	is "$got" "${2:+$2 }" "${3+$3: }$1"
}

explain() {
	"$B/tracuu" --socket "$SOCKET" explain "$1"
}

# ----------------------------------------------------- what reports of it define

finds 'ĐDP' 'defined long short'
finds 'đội dân phòng' 'defined long short'
finds '"doi dan phong"' 'defined long short'
finds '"ĐDP đi tuần"' 'long short'
finds 'TTVĐ' 'campaign dash turned'
finds 'tuyên truyền, vận động' 'campaign dash turned'
finds '"TTVĐ bà con"' 'campaign dash'
like "$(explain 'ĐDP')" \
	'^ *long form of "ĐDP": doi:AB5 dan:B phong:2 \(learned, defined in 1 report\)$' \
	'explain says where it is from'
like "$(explain 'UBND')" '^ *word "UBND": nowhere' 'nothing stands for what is nowhere'

# ------------------------------------------------------------------- with a comma

finds 'CNH-HĐH' 'comma letters plain together'
finds '"CNH-HĐH"' 'comma letters plain together'
finds 'CNHHĐH' 'comma letters plain together'
finds 'công nghiệp hóa, hiện đại hóa' 'comma letters plain together'
finds '"công nghiệp hóa, hiện đại hóa"' 'comma letters together'

# ------------------------------------------------------- what is meant by the most

is "$(explain 'BTC' | sed -n 's/^ *long form of "BTC": //p')" \
	'bo:B5 tai:2 chinh:1 (built in, defined in 3 reports)
ban: to:B3 chuc:C1 (built in, weighs 0.67)' 'the archive says which sense is first'

# ---------------------------------------------------------------- the user's own

finds 'ko mưa' '' 'not by itself'
finds 'nề nếp' '' 'not by itself'

cat >"$own" <<'END'
# của văn phòng
ko	không
nề nếp	nền nếp
-ĐDP
BTC	ban tổ chức
END
run "$B/tracuu" --socket "$SOCKET" reload
is $status 0 'reload reads the table'
finds 'ko mưa' 'not'
finds 'khong mua' 'not'
finds '"hôm nay ko mưa"' 'not'
finds 'nề nếp' 'habit'
finds '"nề nếp cho trẻ"' 'habit'
finds 'nền nếp' 'habit'
finds 'ĐDP' 'defined short' 'switched off'
finds 'đội dân phòng' 'defined long' 'switched off'
like "$(explain 'nề nếp')" '^ *synonym of "nề nếp": nen:B2 nep:B1 \(yours\)$' \
	'explain says whose it is'
like "$(explain 'BTC')" '^ *long form of "BTC": ban: to:B3 chuc:C1 \(yours' \
	'yours goes before the others'
mark=$("$B/tracuu" --socket "$SOCKET" search --color always 'ko mưa')
like "$mark" 'không' 'what it stands for is shown'

# ------------------------------------------------------------------- a bad table

printf 'ko\tkhông\nkhông có dấu tab\n' >"$own"
run "$B/tracuu" --socket "$SOCKET" reload
isnt $status 0 'a bad line: reload fails'
like "$err" "$own:2: \"không có dấu tab\" has no tab" 'with file, line and reason'
finds 'nề nếp' 'habit' 'the table of before goes on'
like "$(cat "$daemon_log")" \
	"the abbreviations read before stay in use: $own:2: " 'the log says why'

# A newer generation comes into service all the same.
report new 'Rèn nền nếp cho bộ đội.'
index_make "$T/reports"
"$B/tracuu" --socket "$SOCKET" reload 2>/dev/null
finds 'nề nếp' 'habit new' 'in a newer generation, too'
is "$(grep -c 'stay in use' "$daemon_log")" 1 'it is logged once'

rm "$own"
mkfifo "$own"
run "$B/tracuu" --socket "$SOCKET" reload
isnt $status 0 'a pipe in the place of the table: reload fails'
like "$err" "$own: not a regular file" 'and does not wait for its end'

rm "$own"
run "$B/tracuu" --socket "$SOCKET" reload
isnt $status 0 'a table that is gone: reload fails'
like "$err" "$own: No such file" 'and says so'
finds 'nề nếp' 'habit new' 'the table of before goes on'

printf 'ko\tkhông\n' >"$own"
ok_python 'a table that is right again is taken by itself' <<'END'
with Wire() as w:
    wait_until(lambda: not w.call('search', query='nề nếp', match='all')['hits'])
    assert w.call('search', query='ko mưa', match='all')['hits']
END
run "$B/tracuu" --socket "$SOCKET" reload
is $status 0 'and reload is content'
daemon_is_stopped

# -------------------------------------------------------------------- at the start

run "$B/tracuud" --check-config --config "$conf"
is $status 0 '--check-config takes a good table'
like "$out" "^abbreviations = $own\$" 'and prints its name'
printf 'ko\tkhông\nkhông có dấu tab\n' >"$own"
run "$B/tracuud" --check-config --config "$conf"
is $status 1 '--check-config refuses a bad line'
like "$err" "^tracuud: $own:2: \"không có dấu tab\" has no tab" 'and says where'
run timeout 20 "$B/tracuud" --config "$conf" --index "$INDEX" --socket "$SOCKET"
is $status 1 'the daemon does not start with it'
rm "$own"
run timeout 20 "$B/tracuud" --config "$conf" --index "$INDEX" --socket "$SOCKET"
is $status 1 'nor without the file that is named'
like "$err" "$own: No such file" 'and says so'

done_testing

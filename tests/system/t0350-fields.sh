#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Fields that are not in the text: the places of a report and its path.
. tests/lib/tap.sh
. tests/lib/daemon.sh

cp -R corpus/reports "$T/reports" || exit 1
# Bytes that are no UTF-8, as an old archive may have them.
bytes=$(printf 'b\341\277n ghi nh\377.txt')
printf 'Bản ghi nhớ\n\nHọp ở xã Bãi Sậy, thành phố Vân Khê, về nước sạch.\n' \
	>"$T/reports/$bytes"

if ! index_make "$T/reports" || ! daemon_start; then
	exit 1
fi

tracuu() {
	"$B/tracuu" --socket "$SOCKET" "$@"
}

# only QUERY 'REPORT...' WHY: these and no others, in any order.
only() {
	is "$(tracuu search --format paths -n 50 -- "$1" |
		sed -e 's|.*/reports/||' -e 's|\.txt$||' | LC_ALL=C sort |
		tr '\n' ' ')" "${2:+$2 }" "$3: $1"
}

note=$(printf 'b\341\277n ghi nh\377')
kien=2016/ao-xanh-ve-thach-kien
drill=2016/dien-tap-chong-lut-thuy-lang
coffee=2017/ca-phe-tren-dat-do
mediation=2017/hoa-giai-o-yen-can
boats=2018/hoi-dua-ghe-song-van
clinic=2019/tram-y-te-hoa-khoan
congress=2020/dai-hoi-chi-bo-thon-thuong
flowers=2022/pa-no-va-con-duong-hoa
counter=2022/thu-tuc-hanh-chinh-o-ben-thoc
police=2023/cong-an-phuong-bac-cam
rice=2023/lua-huu-co-thuy-lang
talk=2024/toa-dam-ho-tro-nong-nghiep

# Places.
for query in 'place:"xã Thạch Kiền"' 'place:"Thạch Kiền"' place:thach-kien \
	'place:(thạch kiền)'; do
	only "$query" "$kien $congress" 'a place'
done
for query in 'place:"xã Hòa Khoan"' 'place:"XÃ HOÀ KHOAN"' place:xa-hoa-khoan; do
	only "$query" "$boats $clinic" 'the tone on either letter'
done
only 'place:"Khoan, huyện"' '' 'no phrase across two places'
only 'place:(Khoan OR "Thủy Lãng")' "$drill $boats $clinic $rice" 'a bracket'
only 'place:"huyện Hòa Thủy" date:2016' $drill 'beside another filter'
only '"xã Yên Cẩn" -place:"Tân Lãnh"' $mediation 'not wanted'
only 'place:lũ' '' 'not in the text'
city="$flowers $counter $police $talk $note"
for query in 'place:"TP Vân Khê"' 'place:"TP. Vân Khê"' \
	'place:"thành phố Vân Khê"' 'place:"thanh pho van khe"' \
	place:tp-van-khe; do
	only "$query" "$city" 'a city, however that is written'
done
like "$(tracuu search -n 1 'place:"Thạch Dược" title:"cà phê"')" \
	'^2017-11-07 14:20 · Đoàn Minh Thuật · xã Thạch Dược, huyện Thạch Sơn Đông · ' \
	'the places are told with a hit'
like "$(tracuu explain 'place:Hòa')" '^  place word "Hòa": hoa:2 \(10\)$' \
	'explain says where a word is looked for'

# Paths.
only path:2016 "$kien $drill" 'a folder'
only path:reports/2016 "$kien $drill" 'two of them'
only "path:$T/reports/2016" "$kien $drill" 'a whole path'
only path:2016/reports '' 'not the other way'
only path:ca-phe-tren-dat-do.txt $coffee 'a file'
only 'path:ca-phe*' $coffee 'the beginning of one'
only 'path:"thach kien"' $kien 'words of it'
only 'path:(2016 OR 2017) path:(lut OR hoa)' "$drill $mediation" 'brackets'
only 'cà phê -path:2017' \
	"$(tracuu search --format paths -n 50 'cà phê' | sed -e 's|.*/reports/||' \
	-e 's|\.txt$||' | grep -v ^2017 | sort | tr '\n' ' ' | sed 's/ $//')" \
	'not below a folder'
only 'path:"ghi nh"' "$note" 'bytes that are no UTF-8'
only 'path:"ghi nhớ"' '' 'which are no letters'

# What is beside the text says which reports, and weighs nothing in them.
out=$(tracuu explain --path "$T/reports/$drill.txt" \
	'place:"thủy lặng" path:2016 -"cà phê"')
like "$out" '^ *place word "thủy"' 'explain names the words'
unlike "$out" 'pair|title word' 'but no pair or title word that no query asks for'
like "$(tracuu explain 'place:"thủy lặng" chống lụt')" '^ *pair "chong lut"$' \
	'as it does for words of the text'

# A report that moves is found where it is, and no more where it was.
mkdir -p "$T/reports/kho-cu"
mv "$T/reports/$coffee.txt" "$T/reports/kho-cu/cà phê.txt"
run "$B/tracuu-index" update --index "$INDEX" --quiet "$T/reports"
is "$status" 0 'an update'
tracuu reload >/dev/null
only path:kho-cu 'kho-cu/cà phê' 'the new folder'
only 'path:"cà phê"' 'kho-cu/cà phê' 'the new name'
only path:ca-phe-tren-dat-do '' 'not the old name'
only path:2017 $mediation 'nor the old folder'
only 'place:"Thạch Dược" title:"cà phê"' 'kho-cu/cà phê' 'all else stays'

daemon_is_stopped
done_testing

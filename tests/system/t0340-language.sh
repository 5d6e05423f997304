#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The query language on the sample archive: what docs/query-language.md says,
# through indexer, daemon and client.
. tests/lib/tap.sh
. tests/lib/daemon.sh

if ! index_make corpus/reports || ! daemon_start; then
	exit 1
fi

# only QUERY 'REPORT...' WHY: these and no others, in any order.
only() {
	is "$("$B/tracuu" --socket "$SOCKET" search --format paths -n 50 \
		-- "$1" | sed -e 's|.*/reports/||' -e 's|\.txt$||' | sort |
		tr '\n' ' ')" "${2:+$2 }" "$3: $1"
}

# count [OPTION...] QUERY: how many reports.
count() {
	"$B/tracuu" --socket "$SOCKET" count "$@"
}

drill=2016/dien-tap-chong-lut-thuy-lang
coffee=2017/ca-phe-tren-dat-do
clearance=2019/giai-phong-mat-bang-cau-khe-truc
congress=2020/dai-hoi-chi-bo-thon-thuong
strength=2020/suc-song-moi-o-van-giang
flood=2020/xom-soi-nam-giua-hai-dong-lu
election=2021/bau-cu-o-cua-lam
river=2021/khai-giang-qua-song
flowers=2022/pa-no-va-con-duong-hoa
rice=2023/lua-huu-co-thuy-lang
click=2025/dich-vu-cong-truc-tuyen-mot-diem-cham

# When it was published.
only 'date:2020' "$strength $flood" 'a year'
only 'year:2020' "$strength $flood" 'a year'
only 'date:2020-10' $flood 'a month'
only 'date:10/2020' $flood 'a month'
only 'date:2020-10-18' $flood 'a day'
only 'date:18/10/2020' $flood 'a day'
only 'date:2020-10-17' '' 'the day before'
only 'date:2019-05..2019-05' $clearance 'a range within a month'
only 'date:2020-10..14/11/2020' "$strength $flood" 'a range with both its ends'
only 'date:14/11/2020..2020-10' "$strength $flood" 'a range the wrong way round'
like "$("$B/tracuu" --socket "$SOCKET" search 'date:2021..2020' --format json)" \
	'"date:2020-01-01..2021-12-31"' 'and it is said how it was read'
only 'date:..2016' $drill 'open at the beginning'
only 'before:2017' $drill 'before a year'
only 'before:10/8/2016' '' 'before its day'
only 'after:2024' $click 'after a year'
only 'after:17/6/2025' '' 'after its day'
only 'lũ date:2020' $flood 'with a word'
only 'lũ -date:2020' $river 'and without'
only 'title:lũ OR (date:2016 tập)' "$drill $flood" 'with operators'
is "$(count 'date:1900..')" "$(($(count -- '-date:3000') - $(count -- '-date:1900..')))" \
	'a report without a date is in no range'
only 'date:2020-13' '' 'no month: words'

# Fields.
only 'author:Lam' "$strength $election" 'a name, whatever its marks'
only 'author:"Hoàng Nhật Lam"' $strength 'a whole name'
only 'author:lũ' '' 'not in the text'
only 'title:(dòng lũ)' $flood 'a bracket in the title'
only 'type:text title:lũ' $flood 'a type'
only 'type:pdf' '' 'a type that is not there'
only '-type:text' '' 'all are of it'

# Undated reports come last, whichever way the others are ordered.
sorted() {
	"$B/tracuu" --socket "$SOCKET" search --sort "$1" --format paths -n 50 \
		-- '-chữkhôngcó' | sed -e 's|.*/reports/||' -e 's|\.txt$||'
}
is "$(sorted oldest | head -n 1)" $drill 'the oldest first'
is "$(sorted newest | head -n 1)" $click 'the newest first'
is "$(sorted oldest | tail -n 12 | sort)" "$(sorted newest | tail -n 12 | sort)" \
	'undated reports last in both orders'

# Filters hold where words are relaxed: in place of none are those with any word.
for filter in date:1999 author:Nguyễn place:"Xóm Mới" path:1999 type:pdf; do
	only "lũ $filter" '' 'nothing in place of a filter'
done
only 'after:2020 before:2019' '' 'two filters'
only 'lũ bưởi date:2020' $flood 'any of the words, in that year'
only '(lũ bưởi) path:2020' $flood 'also in a bracket'
is "$(count --match any 'lũ bưởi path:2020 author:Lam')" 0 \
	'any of the words, and all filters'
is "$(count --match any 'lũ bưởi "dòng lũ" path:2020')" 1 \
	'also where each report is looked at'

# What is not wanted is one of the things that OR gives the choice of.
all=$(count 'date:1900.. OR -date:1900..')
is "$all" 30 'with it or without it: all'
is "$(count 'học OR -tập')" $((all - $(count 'tập -học'))) 'a word or not another'
is "$(count -- '-học OR tập')" $((all - $(count 'học -tập'))) 'in either order'
is "$(count -- '-học OR -tập')" $((all - $(count 'học tập'))) 'or neither wanted'
is "$(count 'học OR -"đại hội"')" $((all - $(count '"đại hội" -học'))) \
	'also where each report is looked at'
is "$(count '(học OR -tập) lũ')" $(($(count lũ) - $(count 'lũ AND tập -học'))) \
	'in a bracket'

# NEAR and beginnings.
only 'phòng NEAR/2 thiên' $drill 'two words on, in the one'
only 'phòng NEAR/3 thiên' "$drill $flood" 'three, in the other'
only 'thiên NEAR/2 phòng' $drill 'in any order'
only '"cuốn sổ" NEAR/1 lũ' $flood 'beside a phrase'
only '"cuốn sổ" NEAR/3 Chộc' '' 'too far from it'
only '"phòng, chốn*"' "$drill $flood" 'a beginning in a phrase'
only 'cuố* title:lũ' $flood 'a beginning beside others'
only 'facebo*' '' 'what nothing begins with'

# References.
for query in 12-CT/HU 12/CT-HU 'Chỉ thị số 12' 'Chỉ thị 12' '"Chỉ thị 12"' \
	ref:12 ref:12-CT/HU 'ref:"Chỉ thị 12"'; do
	only "$query" "$congress $strength" 'a reference, however it is written'
done
only '11-CT/HU' '' 'not by its parts'
only '12-CT/UBND' '' 'another issuer: the short one is the one named before'
only 'title:"đại hội" 12-CT/HU' $congress 'with a phrase'
only '7-NQ/TU' "$coffee $rice" 'zeros do not count'

# Dates in the text.
for query in 15/5/2016 15-05-2016 15.5.2016 2016-05-15 \
	'ngày 15 tháng 5 năm 2016' '"15 tháng 5 năm 2016"' 'tháng 5/2016'; do
	only "$query" $coffee 'a date, however it is written'
done
only '16/5/2016' '' 'another day'
only '2/9/2021' "$river 2021/tiem-chung-luu-dong" 'a day in words'
only '2020-2022' $congress 'numbers that a sign joins'
only '2022-2020' '' 'and not the other way'

# Joined words.
for query in pa-nô panô 'pa nô' '"pa-nô"'; do
	only "$query" $flowers 'a hyphen, a space, or neither'
done

# The answer says how the query was read.
explain() {
	"$B/tracuu" --socket "$SOCKET" explain "$1"
}
like "$(explain 'lũ after:2020-05 NEAR')" 'lũ date:2020-06-01\.\.' \
	'the reading, in the language'
like "$(explain 'lũ NEAR/5 đê')" 'at most 5 words apart' 'how near'
like "$(explain 'date:2020..')" 'published from 2020-01-01 to any day' 'which days'
like "$(explain 'hojc taapj')" 'read as Telex keys' 'which keys'
like "$(explain 'qqqqz lũ')" 'no report has all the words' 'what was relaxed'
like "$("$B/tracuu" --socket "$SOCKET" explain --match any 'lũ bưởi date:2020' |
	grep -A 1 always)" 'published from' 'a filter is told apart from the words'

done_testing

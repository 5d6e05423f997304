#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Pages as Vietnamese sites have them, in corpus/pages: the report and nothing
# else, with its title, section, date and author.
. tests/lib/tap.sh

# says PAGE WANTED: title, section, date, author.
says() {
	got=$("$B/tracuu-index" analyze --format json "corpus/pages/$1.html" |
		python3 -c 'import json, sys
d = json.load(sys.stdin)
for k in "title", "section", "published", "author": print(d[k])')
	is "$got" "$2" "$1: title, section, date, author"
}

# lines PAGE: number and kind of each line.
lines() {
	"$B/tracuu-index" analyze "corpus/pages/$1.html" |
		sed -n 's/^ *\([0-9][0-9]*  [a-z]*\) .*/\1/p' | tr -s ' \n' ' '
}

says bao-dien-tu 'Hợp tác xã Thủy Lãng bán lúa trước khi gặt
Nông nghiệp
2021-05-12T09:30:00+07:00
Tạ Kim Liên'
is "$(lines bao-dien-tu)" '30 dateline 31 title 32 body 34 body 36 caption 37 heading 38 body 40 body 41 author ' \
	'an article with its date and first paragraph outside of it'
says cong-thong-tin 'Bản Huổi Lanh đón đoạn đường bê tông cuối cùng
Nông thôn mới
2021-02-02T15:30:00
Lường Thị Inh'
is "$(lines cong-thong-tin)" '22 title 23 dateline 24 lead 25 body 26 body 27 body 28 body 28 body 29 author 30 furniture 31 furniture ' \
	'a layout of tables, under the name of the site'
says trang-truong-hoc 'Thư viện mở cửa cả buổi tối
Tin nhà trường
2022-08-18T14:05:00
Lò Thị Thắm'
is "$(lines trang-truong-hoc)" '20 title 21 dateline 23 lead 24 body 25 body 26 caption 27 author 28 furniture 28 furniture 29 furniture 30 furniture 30 furniture 30 furniture ' \
	'counters and votes behind the author'

done_testing

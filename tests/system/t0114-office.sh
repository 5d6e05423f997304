#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What Word and OpenDocument files hold besides words comes through: title, author
# and date by their styles, headings, lists, tables and notes.
. tests/lib/tap.sh

# office FORMAT FILE: make it from Markdown on stdin.
office() {
	pandoc -f markdown -t "$1" -o "$2"
}

# lines FILE: kind and text of each line.
lines() {
	"$B/tracuu-index" analyze "$1" | sed -n 's/^ *[0-9][0-9]*  \([a-z]*\)  */\1: /p'
}

# field NAME FILE
field() {
	"$B/tracuu-index" analyze "$2" | sed -n "s/^$1  *//p"
}

cat >"$T/report.md" <<'END'
---
title: Nằm giữa hai dòng lũ, xóm Soi vẫn bình yên
author: Trần Thu Vọng
date: 05/03/2021
---

Chiều hôm qua nước lên[^1] đến sân.

# Bí quyết của xóm

- một bè chuối;
- hai con thuyền.

| Xã        | Diện tích |
| --------- | --------- |
| Hòa Khoan | 1.250 ha  |

[^1]: Theo trạm thủy văn.
END
for format in docx odt; do
	office $format "$T/report.$format" <"$T/report.md"
	is "$(field title "$T/report.$format")" \
		'Nằm giữa hai dòng lũ, xóm Soi vẫn bình yên (line 1)' \
		"$format: the title, above the first heading"
	like "$(field author "$T/report.$format")" '^Trần Thu Vọng' \
		"$format: its author"
	like "$(field published "$T/report.$format")" '^2021-03-05' \
		"$format: its date, day before month"
	# Of ODT pandoc leaves out the rows that each page of a table begins with.
	is "$(lines "$T/report.$format" | sed '1,3d; /Diện tích/d')" \
		'body: Chiều hôm qua nước lên đến sân.
heading: Bí quyết của xóm
body: một bè chuối;
body: hai con thuyền.
body: Hòa Khoan	1.250 ha
body: Theo trạm thủy văn.' "$format: headings, items, rows, notes"
done

# A chapter is no title, and no name of a file is one.
printf 'Nước về ruộng Bãi\n\n# Chương một\n\nSáng nay nước đã về.\n' |
	office docx "$T/plain.docx"
is "$(lines "$T/plain.docx")" 'title: Nước về ruộng Bãi
heading: Chương một
body: Sáng nay nước đã về.' 'without a title of its own the first line is it'

done_testing

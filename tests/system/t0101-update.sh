#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# An update reports exactly what changed, and writes nothing when nothing did.
. tests/lib/tap.sh

I=$T/index
A=$T/archive
cp -r corpus/reports "$A"
chmod -R u+w "$A"

# A file changed within the tick of its reading is read again: let the clock
# get on, as it does between two nights.
index() {
	sleep 0.03
	run "$B/tracuu-index" "$@" --index "$I"
}

# counts 'GENERATION: DOCUMENTS = ADDED CHANGED UNCHANGED MOVED REMOVED FAILED'
# DESCRIPTION: what the summary of the last run said.
counts() {
	got=$(echo "$out" | sed -nE 's/^generation ([0-9]+): ([0-9]+) documents \(([0-9]+) added, ([0-9]+) changed, ([0-9]+) unchanged, ([0-9]+) moved, ([0-9]+) removed, ([0-9]+) failed\), [0-9.]+ [kMG]?B in [0-9.]+ s$/\1: \2 = \3 \4 \5 \6 \7 \8/p')
	is "$got" "$1" "$2"
}
# What an index directory holds, with times and inodes.
snapshot() {
	find "$I" -printf '%P %i %T@ %C@ %s\n' | sort
}

index update "$A"
counts '1: 30 = 30 0 0 0 0 0' 'the first update adds all'
before=$(snapshot)
index update
counts '1: 30 = 0 0 30 0 0 0' 'an update without a ROOT takes the remembered ones'
is "$(snapshot)" "$before" 'with nothing changed it writes nothing'

find "$A" -type f -exec touch {} +
index update
counts '1: 30 = 0 0 30 0 0 0' 'touched files are unchanged'
is "$(snapshot)" "$before" 'and write nothing'

echo 'Đường mới về xóm Soi' >"$A/2020/them.txt"
index update
counts '2: 31 = 1 0 30 0 0 0' 'a file added'
echo 'Xóm Soi có điện.' >>"$A/2020/them.txt"
index update
counts '3: 31 = 0 1 30 0 0 0' 'a file changed'
mv "$A/2020/them.txt" "$A/2021/doi-ten.txt"
index update
counts '4: 31 = 0 0 30 1 0 0' 'a file moved'
rm "$A/2021/doi-ten.txt"
index update
counts '5: 30 = 0 0 30 0 1 0' 'a file deleted'
index check
is "$status" 0 'the index is sound after that'

# All at once; two files change places, which is two changes.
cp "$A/2016/ao-xanh-ve-thach-kien.txt" "$A/2016/ban-sao.txt"
echo 'Thêm một dòng.' >>"$A/2017/hoa-giai-o-yen-can.txt"
mkdir "$A/2018/sub"
mv "$A/2018/hoi-dua-ghe-song-van.txt" "$A/2018/sub/"
touch "$A/2019/giam-ngheo-na-pheo.txt"
rm "$A/2021/bau-cu-o-cua-lam.txt"
mv "$A/2023/dan-van-kheo.txt" "$T/x"
mv "$A/2023/cho-dem-cua-lam.txt" "$A/2023/dan-van-kheo.txt"
mv "$T/x" "$A/2023/cho-dem-cua-lam.txt"
index update --dry-run
like "$out" '^dry run: 30 documents \(1 added, 3 changed, 25 unchanged, 1 moved, 1 removed, 0 failed\)' \
	'a dry run foretells it'
is "$(readlink "$I/current")" gen-000005 'and publishes nothing'
index update
counts '6: 30 = 1 3 25 1 1 0' 'all kinds of change at once'
index check
is "$status" 0 'the index is sound after that, too'
is "$(ls -d "$I"/gen-* | wc -l)" 4 'three older generations are kept'

# Hard cases of moves: a whole folder, and several files with equal bytes.
mv "$A/2016" "$A/1916"
index update
counts '7: 30 = 0 0 27 3 0 0' 'a folder renamed is its files moved'
for f in a b c; do echo 'Cùng một lời.' >"$A/$f.txt"; done
index update
mkdir "$A/dup"
mv "$A"/[abc].txt "$A/dup/"
index update
counts '9: 33 = 0 0 30 3 0 0' 'files with equal bytes move one by one'
index why "$A/dup/b.txt"
like "$out" ': indexed:' 'each under its own path'

# A third and more: built anew by workers, with the same result and count.
for f in "$A"/20[12]?/*.txt; do echo 'Sửa.' >>"$f"; done
index update
like "$out" '^generation 10: 33 documents \(0 added, 2[0-9] changed' \
	'most files changed'
index check
is "$status" 0 'gives a sound index'
index rebuild
like "$out" '^generation 11: 33 documents \(0 added, 0 changed, 33 unchanged' \
	'rebuild makes all again and counts them as unchanged'
index check
is "$status" 0 'which is a sound index'

# What a name or a pattern leaves out.
I=$T/patterns
mkdir -p "$A/.git"
echo x >"$A/.git/config"
echo 'một' >"$A/nhap.txt~"
echo 'một' >"$A/ghi-chu.md"
index update "$A"
like "$out" ' 34 documents ' 'hidden files and copies of editors are left out'
I=$T/include
index update --include '*.md' "$A"
like "$out" ' 1 documents ' '--include takes only what matches'
I=$T/exclude
index update --exclude '20??' --exclude 'dup/*' "$A"
like "$out" ' 4 documents ' '--exclude leaves out files and folders'
index why "$A/dup/b.txt"
like "$out" 'left out by its --include or --exclude' 'why says so'

# Names of any bytes.
I=$T/names
mkdir "$T/odd"
echo 'một' >"$T/odd/$(printf 'a\nb')"
echo 'hai' >"$T/odd/$(printf 'kh\303\264ng d\341\272')"
echo 'ba' >"$T/odd/$(printf 'đường "làng" %%s\\')"
long=$T/odd
for i in 1 2 3 4; do
	long=$long/$(printf '%0200d' 0)
done
mkdir -p "$long"
echo 'bốn' >"$long/x"
index update "$T/odd"
counts '1: 4 = 4 0 0 0 0 0' 'names of any bytes are indexed'
echo 'năm' >>"$long/x"
rm "$T/odd/$(printf 'a\nb')"
index update --max-removed 30
counts '2: 3 = 0 1 2 0 1 0' 'and updated'
index check
is "$status" 0 'soundly'

# A path longer than any system call takes, found and read by its parts.
I=$T/deep
cp -r corpus/reports/2016 "$T/far"
chmod -R u+w "$T/far"
# far WHAT: a Python expression of the file at the end of it, which it opens.
far() {
	python3 - "$T/far" "$1" <<'END'
import os, sys
folder = os.open(sys.argv[1], os.O_RDONLY)
for i in range(30):
	name = f"{i:0200}"
	if not os.access(name, os.F_OK, dir_fd=folder):
		os.mkdir(name, dir_fd=folder)
	folder = os.open(name, os.O_RDONLY, dir_fd=folder)
f = os.open("x.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND, dir_fd=folder)
eval(sys.argv[2])
END
}
n=$(find corpus/reports/2016 -type f | wc -l)
far 'os.write(f, "Báo cáo xa xôi\n".encode())'
index update "$T/far"
counts "1: $((n + 1)) = $((n + 1)) 0 0 0 0 0" 'a path of 6,000 bytes is indexed'
far 'os.write(f, "Thêm một dòng.\n".encode())'
index update
counts "2: $((n + 1)) = 0 1 $n 0 0 0" 'and updated'
far 'os.rename("x.txt", "y.txt", src_dir_fd=folder, dst_dir_fd=folder)'
index update
counts "3: $((n + 1)) = 0 0 $n 1 0 0" 'and moved'
index check
is "$status" 0 'soundly'

# What is no regular file is passed over; links are not followed, so that neither
# a loop of them nor what is outside a root is read; two names are two documents.
I=$T/kinds
K=$T/kinds-archive
mkdir "$K" "$T/outside"
echo 'Ở ngoài' >"$T/outside/ngoai.txt"
echo 'Một báo cáo' >"$K/a.txt"
ln "$K/a.txt" "$K/b.txt"
ln -s a.txt "$K/link.txt"
ln -s . "$K/loop"
ln -s "$K" "$K/self"
ln -s "$T/outside" "$K/outside"
ln -s missing "$K/dangling"
mkfifo "$K/fifo.txt"
python3 -c 'import socket, sys
socket.socket(socket.AF_UNIX).bind(sys.argv[1])' "$K/socket"
run timeout 20 "$B/tracuu-index" update --index "$I" "$K"
counts '1: 2 = 2 0 0 0 0 0' 'only regular files are read, each name of them'
echo 'Sửa' >>"$K/b.txt"
index update
counts '2: 2 = 0 2 0 0 0 0' 'a change behind two names is two changes'
# What a document was becomes something else.
rm "$K/a.txt"
mkfifo "$K/a.txt"
index update --max-removed 50
counts '3: 1 = 0 0 1 0 1 0' 'a file that became a fifo is gone'
rm "$K/a.txt"
mkdir "$K/a.txt"
echo 'Trong thư mục' >"$K/a.txt/trong.txt"
index update
counts '4: 2 = 1 0 1 0 0 0' 'a folder in its place is read'
rm -r "$K/a.txt"
mv "$K/b.txt" "$K/a.txt"
index update --max-removed 50
counts '5: 1 = 0 0 0 1 1 0' 'and a file in the place of the folder'
# The same bytes in a file of another format are another document.
mv "$K/a.txt" "$K/a.md"
index update --max-removed 100
counts '6: 1 = 1 0 0 0 1 0' 'a name of another format is no move'

# The same times and sizes, so that only the inodes tell two files apart.
I=$T/swap
mkdir "$T/swapped"
printf 'mot hai ba bon' >"$T/swapped/a.txt"
printf 'bon ba hai mot' >"$T/swapped/b.txt"
touch -d 2020-01-01 "$T/swapped/a.txt" "$T/swapped/b.txt"
index update "$T/swapped"
mv "$T/swapped/a.txt" "$T/swapped/.x"
mv "$T/swapped/b.txt" "$T/swapped/a.txt"
mv "$T/swapped/.x" "$T/swapped/b.txt"
index update
counts '2: 2 = 0 2 0 0 0 0' 'two files of one size and time that changed places'

done_testing

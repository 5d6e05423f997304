#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Documents of so many different words that workers take turns for them: they are
# in the index like others, by a build as by an update, and so are their
# neighbours.
. tests/lib/tap.sh
. tests/lib/daemon.sh

mkdir "$T/old"
python3 - "$T/old" <<'EOF'
import itertools, pathlib, sys
d = pathlib.Path(sys.argv[1])
letters = "aeghiklmnopqrst"
words = ["".join(w) for w in itertools.product(letters, letters, "xyz")]
for n in range(3):
    (d / f"{n}-small.txt").write_text(f"Báo cáo nhỏ số {n}\n\nNước về ruộng Bãi.\n")
    seq = (words[(i * i + i * (n + 1)) % len(words)] for i in range(140_000))
    lines = itertools.zip_longest(*[seq] * 20, fillvalue="hết")
    (d / f"{n}-heavy.txt").write_text(
        f"Danh mục lớn số {n}\n\n" + "\n".join(map(" ".join, lines)) + "\n")
EOF

"$B/tracuu-index" update --quiet --jobs 3 --index "$INDEX" "$T/old" >"$T/out" 2>&1
is "$(cat "$T/out")" '' 'three of them, built by three workers'
like "$("$B/tracuu-index" check --index "$INDEX")" '^generation 1: 6 documents, nothing wrong$' \
	'nothing is wrong with the index'
mkdir "$T/new"
cp "$T"/old/0-small.txt "$T/new"
"$B/tracuu-index" update --quiet --index "$T/updated" "$T/new"
cp "$T"/old/* "$T/new"
"$B/tracuu-index" update --quiet --index "$T/updated" >"$T/out" 2>&1
is "$(cat "$T/out")" '' 'three of them in an update'
like "$("$B/tracuu-index" check --index "$T/updated")" '^generation 2: 6 documents, nothing wrong$' \
	'nothing is wrong with that either'

daemon_start || exit 1
found() {
	"$B/tracuu" --socket "$SOCKET" count "$1"
}
is "$(found 'danh mục lớn')" 3 'they are found'
is "$(found '"danh mục lớn số 1"')" 1 'each by its title'
is "$(found 'ruộng Bãi')" 3 'and what stands between them'
daemon_is_stopped

done_testing

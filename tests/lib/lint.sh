#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# lint.sh: the rules of HACKING.md that a program can check.  A breach fails;
# a note names a function or file to look at twice.  shellcheck and cppcheck
# are used where they are installed.
set -u

fn_max=50 file_max=500 header_max=200
out=$(mktemp) || exit 1
trap 'rm -f "$out"' EXIT

# Every file that is ours: known to git or about to be; without git, all there.
files() {
	if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
		git ls-files --cached --others --exclude-standard
	else
		find . -path ./build -prune -o -type f -print | sed 's|^\./||'
	fi | while read -r f; do [ -f "$f" ] && echo "$f"; done
}
c_files=$(files | grep -E '\.(c|cc|h)$')
sh_files=$(files | grep -E '\.sh$')

# may_include FOLDER MODULE...: quoted includes of other modules are breaches.
may_include() {
	folder=$1
	shift
	allowed=$(echo "$*" | tr ' ' '|')
	# shellcheck disable=SC2046 # a list of words
	grep -Hn '^[ 	]*#[ 	]*include[ 	]*"' $(in_folder "$folder") /dev/null |
		grep -Ev "\"(lib/)?($allowed)/[^\"]*\"" |
		sed "s|^|breach |; s|\$| -- $folder/ may include only: $*|"
}

in_folder() {
	echo "$c_files" | grep "^$1/"
}

# only_in PATTERN HEADERS: an include that matches HEADERS, in a file that
# does not match PATTERN.
only_in() {
	# shellcheck disable=SC2086 # a list of words
	grep -HnE "^[ 	]*#[ 	]*include[ 	]*[<\"]$2" $c_files /dev/null |
		grep -Ev "^($1)" |
		sed "s!^!breach !; s!\$! -- only for $1!"
}

includes() {
	may_include lib/base base
	may_include lib/confine confine base
	may_include lib/text text base
	may_include lib/store store base
	may_include lib/search search text store base
	may_include lib/proto proto base
	may_include indexer indexer text store confine base
	may_include daemon daemon search proto confine base
	may_include client client proto base
	may_include tools text base
	only_in 'lib/store/' 'xapian'
	only_in 'lib/text/|tests/unit/test_break\.c|indexer/(decode|legacy)\.c' 'unicode/'
	only_in 'daemon/' 'uv\.h'
}

# Trailing white space and lost final newlines; the sample archive and the
# fuzz seeds are as they have to be.
white_space() {
	files | grep -Ev '^(corpus/reports|tests/fuzz/seeds|tests/golden)/' |
	while read -r f; do
		grep -HIn '[ 	]$' "$f" |
			sed 's/^\([^:]*:[0-9]*\):.*/breach \1: trailing white space/'
		if [ -s "$f" ] && grep -Iq . "$f" && [ -n "$(tail -c 1 "$f")" ]; then
			echo "breach $f: no newline at the end"
		fi
	done
}

# SC2034, SC2154: tap.sh and daemon.sh set variables for those that source them.
shell() {
	command -v shellcheck >/dev/null || return 0
	# shellcheck disable=SC2086 # a list of words
	shellcheck --severity=warning --shell=sh --exclude=SC2034,SC2154 --format=gcc \
		$sh_files | sed 's/^/breach /'
}

# All that cppcheck finds is a note: it does not know who owns a pointer that
# was handed over, nor the headers that are made while building.
cpp() {
	command -v cppcheck >/dev/null || return 0
	# shellcheck disable=SC2046 # a list of words
	cppcheck --quiet --enable=warning --inline-suppr -Ilib -I. -Ibuild \
		--suppress=internalAstError --suppress=ctunullpointer \
		--template='note {file}:{line}: cppcheck: {message} ({id})' \
		$(echo "$c_files" | grep -v '\.h$') 2>&1
}

{
	# shellcheck disable=SC2086 # a list of words
	awk -v fn_max=$fn_max -v file_max=$file_max -v header_max=$header_max \
		-f tests/lib/lint.awk $c_files
	includes
	white_space
	shell
	cpp
} >"$out"

sed -n 's/^note //p' "$out"
sed -n 's/^breach /BREACH /p' "$out" >&2
breaches=$(grep -c '^breach ' "$out")
echo "lint: $(echo "$c_files" | wc -l) C files, $(echo "$sh_files" | wc -l)" \
	"scripts, $(grep -c '^note ' "$out") notes, $breaches breaches"
[ "$breaches" -eq 0 ]

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# compile-commands.sh CC CXX SOURCE...: compile_commands.json on stdout, for
# clangd and the like.  CC and CXX are the whole commands, with their flags.
set -eu

json() {
	printf '%s' "$1" | sed -e 's/\\/\\\\/g' -e 's/"/\\"/g'
}

cc=$(json "$1")
cxx=$(json "$2")
dir=$(json "$PWD")
shift 2

comma=
echo '['
for src; do
	case $src in
	*.cc) command=$cxx ;;
	*) command=$cc ;;
	esac
	printf '%s\t{ "directory": "%s", "file": "%s",\n\t  "command": "%s -c %s" }' \
		"$comma" "$dir" "$src" "$command" "$src"
	comma=',
'
done
printf '\n]\n'

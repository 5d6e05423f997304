#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Did you mean: the suggestion that an answer carries when a word is not in the
# archive, and none when it is.
. tests/lib/tap.sh
. tests/lib/daemon.sh

with_schema

if ! index_make corpus/reports || ! daemon_start; then
	exit 1
fi

suggestion() {
	"$B/tracuu" --socket "$SOCKET" search -n 1 --format json "$1" |
		python3 -c 'import json, sys
print(json.load(sys.stdin).get("suggestion", ""))'
}

# meant QUERY WHAT WHY
meant() {
	is "$(suggestion "$1")" "$2" "$3: $1"
}

meant 'phong tràp' 'phong trào' 'the key of a neighbour'
meant 'phong trảo' 'phong trào' 'a wrong tone'
meant 'phongg trào' 'phong trào' 'a letter typed twice'
meant 'phogn trào' 'phong trào' 'two letters the wrong way round'
meant 'con đượng' 'con đường' 'a wrong tone in a word of many marks'
meant 'phong trào' '' 'what is there'
meant 'author:Dươngg' '' 'a name, which is not in the dictionary of the text'
meant 'phong trao' '' 'what is there but for its marks'
meant 'date:abc' '' 'a field without a value'
meant '*a' '' 'a single letter'
meant 'con đường phong trào' '' 'words that are there, apart'

ok_python 'suggest gives whole queries with counts' <<'END'
with Wire() as w:
    first = w.call('suggest', query='phong trảo')['suggestions'][0]
    assert first['query'] == 'phong trào', first
    assert first['count']['value'] >= 1, first
    assert w.call('suggest', query='')['suggestions'] == []
END

run "$B/tracuu" --socket "$SOCKET" search --color never 'phong trảo'
like "$out" 'Did you mean: phong trào' 'the client shows it'

done_testing

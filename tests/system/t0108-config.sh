#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The configuration of tracuu-index: files, environment, options, their order,
# and what is said of a mistake.
. tests/lib/tap.sh

conf=$T/test.conf
A=$T/archive
mkdir -p "$A/sub" "$T/other" "$XDG_CONFIG_HOME/tracuu"
echo 'Báo cáo một' >"$A/1.txt"
echo 'Báo cáo hai' >"$A/sub/2.txt"
echo 'Báo cáo ba' >"$T/other/3.txt"

index() {
	run "$B/tracuu-index" "$@"
}
check() {
	run "$B/tracuu-index" --check-config "$@"
}

# bad TEXT LINE PATTERN DESCRIPTION
bad() {
	printf '%b' "$1" >"$conf"
	check --config "$conf"
	is $status 1 "$4: refused"
	like "$err" "^tracuu-index: $conf:$2: .*$3" "$4: file, line and reason"
}

# ---------------------------------------------------------------------- defaults

check
is $status 0 '--check-config succeeds'
like "$out" "^index = $XDG_STATE_HOME/tracuu|^index = /var/lib/tracuu" \
	'the index has a default'
like "$out" '^max_removed = 20$' 'so has the guard'
ok 'it starts nothing' test ! -e "$XDG_STATE_HOME/tracuu"
printf '%s\n' "$out" >"$conf"
check --config "$conf"
is "$(echo "$out" | grep -v '^;')" "$(grep -v '^;' "$conf")" \
	'what it prints is a configuration file that sets the same'
"$B/tracuud" --check-config >"$conf"
check --config "$conf"
is $status 0 'the file of the daemon is one for the indexer, too'

# --------------------------------------------------------------------- the order

cat >"$XDG_CONFIG_HOME/tracuu/tracuu.conf" <<CONF
index = $T/index
socket = /not/ours

[indexer]
root = $A
exclude = *.bak
exclude = a b
jobs = 3
keep = 0
max-removed = 7
verbosity = quiet
report = $T/report.json

[daemon]
workers = is for tracuud to judge
CONF
check
like "$out" '^jobs = 3$' 'the file of the user is read'
like "$out" "^; from $XDG_CONFIG_HOME/tracuu/tracuu.conf:8\$" \
	'and each value says from where'
like "$out" '^exclude = a b$' 'a value may have spaces, a list several'
like "$out" '^max_removed = 7$' 'names may have - for _'
unlike "$out" 'not/ours|workers' 'what is for the daemon is not told'
run env TRACUU_INDEX=/from/env "$B/tracuu-index" --check-config
like "$out" '^index = /from/env$' 'the environment goes before the file'
like "$out" '^; from TRACUU_INDEX$' 'and says so'
run env TRACUU_INDEX=/from/env "$B/tracuu-index" --check-config \
	--index /from/option --jobs 1 --jobs 5 --exclude c --verbose
like "$out" '^index = /from/option$' 'an option goes before the environment'
like "$out" '^jobs = 5$' 'of a number the last option counts'
like "$out" '^exclude = c$' 'a list as a whole'
unlike "$out" 'bak' 'goes before that of the file'
like "$out" '^verbosity = verbose$' '--verbose'

# ---------------------------------------------------------------------- its effect

echo x >"$A/x.bak"
index
is "$status:$out:$err" 0:: 'an update with the roots of the file, quietly'
is "$(readlink "$T/index/current")" gen-000001 'in its index'
like "$(cat "$T/report.json")" '"documents": 2' 'and its report'
index status
like "$out" "^root        $A\$" 'status honours the index of the file'
index check
is $status 0 'so does check'
index why "$A/1.txt"
like "$out" 'indexed' 'and why'
index update --verbose "$T/other"
is $status 2 'ROOTs on the command line go before those of the file'
like "$err" '2 of 2 documents are gone, more than --max-removed 7' \
	'and max_removed of the file guards'
echo 'Báo cáo bốn' >"$A/4.txt"
index
is "$(ls -d "$T"/index/gen-* | wc -l)" 1 'keep = 0 keeps no older generation'
index rollback
is $status 2 'rollback honours the index, too'
like "$err" "$T/index: no generation before 2" 'and names it'
index prune
is $status 0 'and prune'

# ---------------------------------------------------------------------- mistakes

bad '[indexer]\nexlude = x\n' 2 'unknown key exlude in section indexer: did you mean exclude' \
	'a misspelt key'
bad '[indexr]\n' 1 'unknown section .indexr.: did you mean .indexer.' \
	'a misspelt section'
bad '[indexer]\njobs = many\n' 2 'jobs must be a number from 1 to 256, not "many"' \
	'a number that is none'
bad '[indexer]\nverbosity = loud\n' 2 'verbosity is quiet, normal or verbose' \
	'an unknown word'
bad '[indexer]\nroot = archive\n' 2 'root: "archive" must begin with /' \
	'a relative root'
bad 'exclude = x\n' 1 'it belongs into section indexer' 'a key before its section'
index --config "$conf" status
is $status 1 'a bad file stops every command'
check --config "$T/missing"
is $status 1 'a missing --config file: refused'
like "$err" "$T/missing" 'and named'
check --jobs 0
like "$err" '^tracuu-index: --jobs: jobs must be a number' 'a bad option by its name'
index status --check-config
is $status 1 '--check-config is no option of another command'

# ------------------------------------------------------------------- the manual

check --config /dev/null --exclude x --include y --report z
for name in $(printf '%s\n' "$out" | sed -n 's/ =.*//p'); do
	ok "tracuu.conf(5) has $name" grep -q "^\.It Cm $name" man/tracuu.conf.5
done
for program in tracuud tracuu-index; do
	"$B/$program" --check-config --config /dev/null |
		sed -n 's/ =.*//p' >"$T/names"
	while read -r name; do
		ok "tracuu.conf(5) has $name of $program" \
			grep -q "^\.It Cm .*$name" man/tracuu.conf.5
	done <"$T/names"
done

done_testing

# SPDX-License-Identifier: GPL-2.0-or-later
#
# lint.awk - what lint.sh wants to know of C and C++ sources, by reading them
# line by line in the house's layout: a function's body is the lines between a
# `{` and a `}` that stand alone in column one.
#
#	breach FILE:LINE: text		a rule is broken
#	note FILE:LINE: text		look twice
#
# Set fn_max, file_max and header_max (lines).

function breach(text) { print "breach " FILENAME ":" FNR ": " text }
function note(line, text) { print "note " FILENAME ":" line ": " text }

function end_of_file() {
	if (file == "")
		return
	if (lines > file_max)
		print "note " file ": " lines " lines, more than " file_max
	if (file ~ /\.h$/ && code > header_max)
		print "note " file ": " code " lines of code, more than " header_max
}

# What is left of a line without string and character constants and comments.
# `commented` goes on from line to line; `slashes` says that a // was met.
function bare(s,    out) {
	out = ""
	slashes = 0
	while (s != "") {
		if (commented) {
			if (!match(s, /\*\//))
				return out
			s = substr(s, RSTART + 2)
			commented = 0
		} else if (match(s, /^"([^"\\]|\\.)*"/) ||
			   match(s, /^'([^'\\]|\\.)*'/)) {
			out = out "\"\""
			s = substr(s, RLENGTH + 1)
		} else if (s ~ /^\/\*/) {
			commented = 1
			s = substr(s, 3)
		} else if (s ~ /^\/\//) {
			slashes = 1
			return out
		} else {
			out = out substr(s, 1, 1)
			s = substr(s, 2)
		}
	}
	return out
}

FNR == 1 {
	end_of_file()
	file = FILENAME
	lines = code = commented = body = 0
	name = "?"
	if ($0 !~ /SPDX-License-Identifier: GPL-2.0-or-later/)
		breach("the first line must hold SPDX-License-Identifier: GPL-2.0-or-later")
}

{
	lines++
	text = bare($0)
	if (slashes)
		breach("a // comment; the house writes /* */")
	if (text ~ /[^ \t]/)
		code++
}

text ~ /^[A-Za-z_].*\(/ {
	name = text
	sub(/\(.*/, "", name)
	sub(/.*[^A-Za-z0-9_]/, "", name)
}

text == "{" { body = FNR }

text ~ /^}/ && body {
	if (FNR - body - 1 > fn_max)
		note(body, name "() has " FNR - body - 1 " lines, more than " fn_max)
	body = 0
}

END { end_of_file() }

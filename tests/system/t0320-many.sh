#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Thousands of questions drawn from the reports themselves, with and without
# marks, in every form and every way of matching: each is answered, and the
# daemon is there at the end.  An operator of the engine that reads freed memory
# shows only here: which question meets it depends on the weights.
. tests/lib/tap.sh
. tests/lib/daemon.sh

reports=corpus/reports
many=../shared/corpora/uts_news_unc
[ ! -d "$many" ] || reports=$many
if ! index_make "$reports" || ! daemon_start; then
	exit 1
fi

# draw FORM: questions of one form, one a line, the same ones every time.
draw() {
	python3 - "$reports" "$1" <<-'EOF'
	import pathlib, random, re, sys, unicodedata
	folder, form = sys.argv[1:]
	rng = random.Random(form)
	def plain(s):
	    s = unicodedata.normalize("NFD", s.translate(str.maketrans("đĐ", "dD")))
	    return "".join(c for c in s if not unicodedata.combining(c))
	files = sorted(pathlib.Path(folder).rglob("*.txt"))
	files = rng.sample(files, min(300, len(files)))
	lines = []
	for f in files:
	    text = f.read_bytes().decode("utf-8", "ignore")
	    lines += [w for w in map(re.compile(r"[^\W\d_]+").findall, text.split("\n"))
	              if len(w) >= 8]
	for _ in range(400):
	    words = rng.choice(lines)
	    at = rng.randrange(len(words) - 7)
	    w = words[at:at + 4]
	    print({"words": " ".join(w),
	           "unmarked": plain(" ".join(w)),
	           "half": " ".join([plain(w[0]), w[1], plain(w[2]), w[3]]),
	           "phrase": '"%s"' % " ".join(w[:3]),
	           "unmarked-phrase": '"%s" %s' % (plain(" ".join(w[:2])), plain(w[3])),
	           "boolean": '%s OR (%s -%s) title:%s' % tuple(w),
	           "long": plain(" ".join(words[:60]))}[form])
	EOF
}

for form in words unmarked half phrase unmarked-phrase boolean long; do
	draw "$form" >"$T/questions"
	for match in all any auto; do
		"$B/tracuu" --socket "$SOCKET" search --batch --match "$match" \
			<"$T/questions" >"$T/answers"
		is "$(wc -l <"$T/answers") $(grep -c '"error"' "$T/answers")" \
			"400 0" "$form, $match: all answered"
	done
done

daemon_is_stopped "the daemon stops in order"
done_testing

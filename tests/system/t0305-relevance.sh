#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# bench/relevance on a judged set small enough to know its figures: one question
# answered first, one second, one not at all.
. tests/lib/tap.sh

set=$T/set
mkdir "$set"

cat >"$set/corpus.jsonl" <<'END'
{"_id": "ao.xanh", "title": "Áo xanh về làng", "text": "Đoàn viên giúp dân gặt lúa."}
{"_id": "cho/dem", "title": "Chợ đêm, chợ đêm", "text": "Chợ đêm họp ở bến sông, chợ đêm vui."}
{"_id": "3", "title": "Con đường mới", "text": "Xe qua lại suốt ngày. Cuối đường có một chợ đêm nhỏ, mở hai buổi mỗi tuần, người các bản mang rau và măng khô đến bán."}
{"_id": "4", "title": "", "text": "Lớp học nghề khai giảng."}
END
cat >"$set/queries.jsonl" <<'END'
{"_id": "first", "text": "gặt lúa giúp dân"}
{"_id": "second", "text": "chợ đêm"}
{"_id": "none", "text": "hội đua ghe"}
{"_id": "unjudged", "text": "lớp học nghề"}
END
printf '%s\t%s\t%s\n' query-id corpus-id score first ao.xanh 1 second 3 1 \
	none 4 1 unjudged 4 0 >"$set/qrels.tsv"

relevance() {
	python3 bench/relevance --build "$B" "$@"
}

# nDCG (1 + 1/log2(3) + 0) / 3, MRR (1 + 1/2 + 0) / 3, recall 2/3
run relevance --half --require set=.54/.54 "$set"
is "$status" 0 'good enough: exit 0'
like "$out" '4 documents, 3 questions$' 'a question without an answer is not asked'
like "$out" '^ *as written +0\.5436 +0\.5000 +0\.6667 ' 'the measures, as written'
like "$out" '^ *half the marks +0\.5436 ' 'with half of the marks'
like "$out" '^ *no marks +0\.5436 +0\.5000 +0\.6667 ' 'without marks'

run relevance --require set=.5/.55 "$set"
is "$status" 1 'not good enough without marks: exit 1'
like "$out" '^set, no marks: nDCG@10 0\.5436 is below 0\.55$' 'and says so'

run relevance "$T/absent"
is "$status" 0 'a set that is not there is no failure'
like "$out" 'absent: skipped' 'but it is said'

done_testing

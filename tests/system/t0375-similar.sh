#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# More like this: the reports about the same as one of them.
. tests/lib/tap.sh
. tests/lib/daemon.sh

with_schema

reports=$(realpath corpus/reports)
B=$(realpath "$B")
mkdir "$T/extra"
flood=2020/xom-soi-nam-giua-hai-dong-lu.txt
{ echo 'Tin từ cộng tác viên'; echo; sed 1d "$reports/$flood"; } \
	>"$T/extra/xom-soi.txt"
echo 'Kzhq.' >"$T/extra/la.txt"
if ! index_make "$reports" "$T/extra" || ! daemon_start; then
	exit 1
fi
client() {
	run "$B/tracuu" --socket "$SOCKET" "$@"
}
# alike REPORT [OPTION...]: the paths found, without the archive's.
alike() {
	path=$1
	shift
	"$B/tracuu" --socket "$SOCKET" similar --format paths "$@" "$path" |
		sed "s|^$reports/||; s|^$T/||"
}

is "$(alike "$reports/$flood" -n 1)" extra/xom-soi.txt \
	'a copy is what is most like it'
is "$(alike "$T/extra/xom-soi.txt" -n 1)" "$flood" 'and the other way round'
unlike "$(alike "$reports/$flood" -n 100)" "^$flood\$" \
	'the report itself is not among them'
# Each of these two tells of the bridge at Khe Trúc.
is "$(alike "$reports/2019/giai-phong-mat-bang-cau-khe-truc.txt" -n 1)" \
	"$(alike "$reports/2019/giai-phong-mat-bang-cau-khe-truc.txt" -n 1 --collapse)" \
	'without copies nothing is folded'
is "$(cd corpus && alike "reports/$flood" -n 1)" extra/xom-soi.txt \
	'a relative path is one from here'

client similar -n 2 "$reports/$flood"
is "$status" 0 'found'
like "$out" '^Tin từ cộng tác viên$' 'the title is shown'
like "$out" '^2 reports \(' 'and how many are shown'
client similar -n 20 --format json "$reports/2021/khai-giang-qua-song.txt"
unlike "$out" '"snippet":\{"text":"[^"]*\[GMT' 'what is shown is not a dateline'
client similar -n 2 --collapse "$reports/2021/khai-giang-qua-song.txt"
like "$out" '^1 more, nearly the same:$' 'with --collapse copies are one'
client similar "$T/extra/la.txt"
is "$status" 1 'nothing is like what has no word of another report'
client similar "$T/extra/khong-co.txt"
is "$status:$err" "1:tracuu: $T/extra/khong-co.txt: no such report in the index" \
	'a path that is not in the index'
client similar
is "$status" 2 'a path is needed'
client similar --format grep "$reports/$flood"
like "$err" 'no grep here' 'there are no lines to show'

FLOOD=$reports/$flood
export FLOOD
ok_python 'the method, its pages and its errors' <<'END'
with Wire() as w:
    path = os.environ['FLOOD']
    def paths(**params):
        return [h['path'] for h in w.call('similar', **params)['hits']]
    result = w.call('similar', path=path)
    assert 'read_as' not in result and len(result['hits']) == 10
    assert result['total']['value'] >= 10
    hit = result['hits'][0]
    assert 'title_marks' not in hit and hit['snippet']['marks'] == []
    scores = [h['score'] for h in result['hits']]
    assert scores == sorted(scores, reverse=True)
    everything = paths(path=path, limit=100)
    assert paths(uri='file://' + path, limit=100) == everything
    assert sum((paths(path=path, limit=3, offset=i)
                for i in range(0, len(everything), 3)), []) == everything
    folded = paths(path=path, limit=100, collapse=True)
    assert sum((paths(path=path, limit=3, offset=i, collapse=True)
                for i in range(0, len(folded), 3)), []) == folded
    assert 'snippet' not in w.call('similar', path=path, snippet=False)['hits'][0]
    for params, kind in (
            ({}, 'invalid_params'), ({'path': 5}, 'invalid_params'),
            ({'uri': 'file:///%'}, 'invalid_params'),
            ({'path': '/none'}, 'not_found'), ({'path': ''}, 'not_found'),
            ({'path': path, 'limit': 5000}, 'too_large'),
            ({'path': path, 'offset': 50000}, 'too_large')):
        try:
            w.call('similar', **params)
        except WireError as e:
            assert e.kind == kind, (params, e.kind)
        else:
            raise AssertionError(params)
END

daemon_is_stopped
done_testing

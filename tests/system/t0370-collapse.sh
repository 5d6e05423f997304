#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The same report from several sites, shown as one: search with `collapse`.
. tests/lib/tap.sh
. tests/lib/daemon.sh

with_schema

# Of four sample reports two more copies each, as other sites would have them:
# one under another headline with lines before and behind it, one without its
# last paragraph.  And two files that say hardly anything.
mkdir "$T/docs" && cp -r corpus/reports "$T/docs/goc"
cat >"$T/copies.py" <<'END'
import pathlib
import sys

def copies(folder, names):
    for name in names:
        text = (folder / 'goc' / name).read_text()
        lines = [line for line in text.splitlines() if line.strip()]
        time = [i for i, line in enumerate(lines) if '[GMT+7]' in line]
        title = lines[time[0] - 1] if time else lines[0]
        body = [line for line in lines if len(line) > 100]
        yield 'khac/' + name, [
            'Chuyện ghi ở cơ sở', 'Tin do cộng tác viên gửi về.', *body,
            'Theo cổng thông tin điện tử huyện.',
            'Mọi ý kiến đóng góp xin gửi về ban biên tập.']
        yield 'cat/' + name, [title, *body[:-1]]

def write(folder, names):
    for name, blocks in copies(folder, names):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('\n\n'.join(blocks) + '\n')
    for name, title in ('thu', 'Thư mời họp'), ('lich', 'Lịch công tác tuần'):
        (folder / (name + '.txt')).write_text(title + '\n\nXem tệp đính kèm.\n')

write(pathlib.Path(sys.argv[1]), sys.argv[2:])
END
coffee=2017/ca-phe-tren-dat-do.txt
flood=2020/xom-soi-nam-giua-hai-dong-lu.txt
if ! python3 "$T/copies.py" "$T/docs" "$coffee" "$flood" \
		2020/suc-song-moi-o-van-giang.txt 2022/pa-no-va-con-duong-hoa.txt ||
	! index_make "$T/docs" || ! daemon_start; then
	exit 1
fi
client() {
	run "$B/tracuu" --socket "$SOCKET" "$@"
}

ok_python 'every copy is folded, nothing else is' <<'END'
with Wire() as w:
    plain = w.call('search', query='-khôngcónơinào', limit=100)
    folded = w.call('search', query='-khôngcónơinào', limit=100, collapse=True)
    assert plain['total'] == folded['total'] == {'value': 40, 'relation': 'eq'}
    assert len(plain['hits']) == 40, len(plain['hits'])
    assert not any('duplicates' in h for h in plain['hits'])
    assert len(folded['hits']) == 32, len(folded['hits'])
    groups = [h for h in folded['hits'] if 'duplicates' in h]
    assert len(groups) == 4
    for h in groups:
        assert h['duplicate_count'] == len(h['duplicates']) == 2
        everything = [h] + h['duplicates']
        names = {d['path'].rpartition('/')[2] for d in everything}
        assert len(names) == 1, names
        assert len({d['title'] for d in everything}) >= 2
        assert all(d['uri'] == 'file://' + d['path'] for d in h['duplicates'])
END

ok_python 'the pages are those of one list, in every order' <<'END'
QUERIES = ('nước sông', 'nước', 'đường xã', 'duong xa', '"đất đỏ"', '"xom soi"',
           'xã NOT "đất đỏ"', 'nhân dân OR nông thôn')

def name(path):
    return path.rpartition('/docs/')[2]

with Wire() as w:
    for query in QUERIES:
        for sort in 'relevance', 'newest', 'oldest', 'path':
            ask = dict(query=query, sort=sort, collapse=True, snippet=False)
            whole = w.call('search', limit=100, **ask)['hits']
            every = w.call('search', query=query, sort=sort, limit=100)['hits']
            for limit in 1, 2, 5:
                pages = []
                while page := w.call('search', limit=limit, offset=len(pages),
                                     **ask)['hits']:
                    pages += page
                assert pages == whole, (query, sort, limit)
            shown = [name(h['path']) for h in whole]
            below = [name(d['path']) for h in whole
                     for d in h.get('duplicates', ())]
            # Each report that matches is there once, in its order.
            assert sorted(shown + below) == sorted(name(h['path']) for h in every)
            assert shown == [p for h in every if (p := name(h['path'])) in shown]
            heads = [p.rpartition('/')[2] for p in shown]
            assert len(set(heads)) == len(heads), heads
END

ok_python 'behind many copies the page is still full' <<'END'
with Wire() as w:
    hits = w.call('search', query='"đất đỏ"', limit=3, collapse=True)['hits']
    assert len(hits) == min(3, w.call('count', query='"đất đỏ"')['value'] - 2)
END

client search --collapse -n 1 'cà phê đất đỏ'
like "$out" '^2 more, nearly the same:$' 'the client says what it folded'
is "$(printf '%s\n' "$out" | grep -c '^    /.*/ca-phe-tren-dat-do\.txt$')" 2 \
	'with a path a line'
is "$(printf '%s\n' "$out" | grep -c 'Cà phê bén rễ')" 1 'and shows one'
client search -n 3 'cà phê đất đỏ'
unlike "$out" 'nearly the same' 'unasked nothing is folded'

# What is folded is decided when asked: updates and a rebuild agree.
groups() {
	"$B/tracuu" --socket "$SOCKET" search --collapse -n 100 --sort path \
		--format json -- '-khôngcónơinào' | python3 -c '
import json, sys
for h in json.load(sys.stdin)["hits"]:
    print(h["path"], *[d["path"] for d in h.get("duplicates", ())])'
}
mv "$T/docs/khac/$coffee" "$T/docs/chuyen.txt"
printf '\nBổ sung một dòng ở cuối bài.\n' >>"$T/docs/cat/$flood"
rm "$T/docs/goc/2018/hoi-dua-ghe-song-van.txt"
"$B/tracuu-index" update --quiet --index "$INDEX"
client reload
updated=$(groups)
like "$updated" "goc/$coffee .*chuyen.txt|chuyen.txt .*goc/$coffee" \
	'a moved copy is still one'
like "$updated" "cat/$flood .*goc/$flood" 'a changed one, too'
"$B/tracuu-index" rebuild --quiet --index "$INDEX"
client reload
is "$(groups)" "$updated" 'an update and a rebuild give the same'

daemon_is_stopped
done_testing

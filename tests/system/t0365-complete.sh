#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Completion of words that are being typed, and suggestions, on the command line
# and over the socket.
. tests/lib/tap.sh
. tests/lib/daemon.sh

with_schema

mkdir "$T/archive"
printf 'Phong trào thi đua\n\nHọc tập và làm theo tấm gương. Học sinh thi đua.\n' \
	>"$T/archive/mot.txt"
printf 'Ủy ban nhân dân xã\n\nỦy ban nhân dân xã Lai Trạch học tập kinh nghiệm.\n' \
	>"$T/archive/hai.txt"
printf 'Nghị định\n\nTheo Nghị định số 71/2024/NĐ-CP và Quyết định 15/QĐ-UBND.\nTác giả: Hoàng Nhật Lam\n' \
	>"$T/archive/bon.txt"
printf 'Thông tư\n\nCăn cứ Nghị định 71/2024/NĐ-CP của Chính phủ.\n' >"$T/archive/nam.txt"
printf 'Chuyện ở Lai Trạch\n\nNgười dân Lai Trạch hóc xương cá, học tốt. Ủy ban nhân dân xã họp.\n' \
	>"$T/archive/ba.txt"
if ! index_make "$T/archive" || ! daemon_start; then
	exit 1
fi

tracuu() {
	run timeout 60 "$B/tracuu" --socket "$SOCKET" "$@"
}

# completes PREFIX LINES: all of them, in this order.
completes() {
	tracuu complete "$1"
	is "$out" "$2" "complete: $1"
}

lines() {
	printf '%s\n' "$@"
}

completes 'hoc t' "$(lines 'học tập' 'học tốt')"
completes 'học t' "$(lines 'học tập' 'học tốt')"
completes 'hóc ' 'hóc xương'
completes 'lai ' 'Lai Trạch'
completes 'uy b' 'ủy ban nhân dân xã'
completes 'uy ban nhan dan xa lai tr' 'ủy ban nhân dân xã Lai Trạch'
completes '71/2024/n' '71/2024/NĐ-CP'
completes '15/QĐ-' '15/QĐ-UBND'
completes 'Nghị-' ''
completes 'author:h' 'author:Hoàng'
completes 'author:x' ''
completes 'author:"Lam t' ''
completes 'ref:7' ''
completes '=hoc' ''
completes '=học' '=học'
completes 'xã Lai Trạch, thi đ' 'xã Lai Trạch, thi đua'
completes 'title:"phong t' 'title:"phong trào'
completes 'mưa OR lai t' 'mưa OR Lai Trạch'
completes 'hoc tap -thi d' 'hoc tap -thi đua'

tracuu complete -n 1 h
is "$(echo "$out" | wc -l)" 1 '-n says how many'
is $status 0 'the exit status is 0 where something is found'
tracuu complete qqq
is "$out" '' 'nothing is printed where nothing goes on'
is $status 1 'and the exit status is 1'
tracuu complete --format json qqq
is $status 1 'with JSON too'
tracuu complete -n 101 h
is $status 2 'more than may be asked for is refused'
like "$err" 'limit: must not be above 100' 'and the limit is told'

tracuu suggest 'phong trảo'
is "$out" "$(printf 'phong trào\t1')" 'suggest: a query and how many it finds'
is $status 0 'and the exit status is 0'
tracuu suggest --format json 'phong trảo'
like "$out" '^\{"suggestions":\[\{"query":"phong trào"' 'or its JSON'
tracuu suggest 'qqqqqqqq'
is "$status$out" 1 'nothing, and 1, where nothing may have been meant'

ok_python 'an editor learns what to replace' <<'END'
with Wire() as w:
    prefix = 'Ở đây 😀, hoc t'
    r = w.call('complete', prefix=prefix)
    assert r['completions'][0] == {
        'text': 'học tập', 'count': {'value': 2, 'relation': 'eq'}}, r
    assert prefix.encode()[r['byte']:].decode() == 'hoc t', r
    assert prefix.encode('utf-16-le')[2 * r['utf16']:].decode('utf-16-le') == \
        'hoc t', r
    r = w.call('complete', prefix='qqq')
    assert r == {'completions': [], 'byte': 3, 'utf16': 3}, r
END

ok_python 'what is wrong is refused by name' <<'END'
with Wire() as w:
    error = w.error('complete')
    assert (error.kind, error.data['param']) == ('invalid_params', 'prefix')
    error = w.error('complete', prefix='h', limit=101)
    assert (error.kind, error.data['param']) == ('invalid_params', 'limit')
    error = w.error('complete', prefix='h' * 5000)
    assert (error.kind, error.data['limit']) == ('too_large', 'query_bytes')
    assert w.call('complete', prefix='h', limit=0)['completions'] == []
END

ok_python 'any beginning of a query is answered' <<'END'
query = '(title:"phong trào" OR -hoc*) AND =lai NEAR/3 date:2020-05.. Lai\tTr\0'
with Wire() as w:
    for n in range(len(query) + 1):
        r = w.call('complete', prefix=query[:n])
        assert r['byte'] <= len(query[:n].encode()), r
END

ok_python 'a newer letter takes the place of an older one' <<'END'
with Wire() as w:
    ids = w.send_all([('complete', {'prefix': 'hoc t'[:n], 'latest': 'typing'})
                      for n in range(1, 6)])
    replies = w.recv_all(5)
    assert 'result' in replies[ids[-1]], replies
    kinds = {kind_of(replies[i]) for i in ids[:-1]}
    assert kinds <= {'result', 'cancelled'}, kinds
END

done_testing

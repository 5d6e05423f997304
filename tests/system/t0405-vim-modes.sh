#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Vim's channels as clients, in the three modes that the protocol has framings for.
. tests/lib/tap.sh
. tests/lib/daemon.sh
. tests/lib/conformance.sh

command -v vim >/dev/null || skip_all 'no vim here'
vim -Nu NONE -es -c 'if !has("channel") | cquit | endif' -c 'qa!' </dev/null ||
	skip_all 'this vim has no channels (install vim-nox)'
conformance_start || exit 1

cat >"$T/common.vim" <<'END'
set encoding=utf-8 nomore
let s:said = []
func Say(...)
  call add(s:said, join(a:000))
endfunc
func End()
  call writefile(s:said, $T .. '/said')
  qa!
endfunc
func Open(options)
  return ch_open('unix:' .. $SOCKET, extend(#{timeout: 60000}, a:options))
endfunc
func WaitFor(Done)
  let n = 0
  while !a:Done() && n < 6000
    sleep 10m
    let n += 1
  endwhile
endfunc
" Vim parses a message anew with each piece of it, and drops one that is not whole
" within 100 ms, which a busy machine may not manage: ask again.
func Large()
  let begin = reltime()
  while reltimefloat(reltime(begin)) < 30
    let r = Ask('show', #{path: $BIG})
    if type(r) == v:t_dict
      return strchars(r.result.text)
    endif
  endwhile
  return 'dropped'
endfunc
let g:heavy = #{path: $BIG, limit: 1}
END

# Vim numbers the messages by itself and does not tell how: a newer search of the
# same name cancels.
cat >"$T/json.vim" <<'END'
let g:ch = Open(#{mode: 'json'})
func Ask(method, params)
  return ch_evalexpr(g:ch, #{method: a:method, params: a:params})
endfunc
call Say('search', Ask('search', #{query: 'nông dân'}).result.total.value)
let g:codes = []
let g:typed = extend(#{latest: 'typed'}, g:heavy)
for i in range(5)
  call ch_sendexpr(g:ch, #{method: 'similar', params: i < 3 ? g:heavy : g:typed},
        \ #{callback: {ch, r -> has_key(r, 'error') ? add(g:codes, r.error.code) : 0}})
endfor
call WaitFor({-> len(g:codes)})
call Say('cancel', join(g:codes))
let e = Ask('search', {}).error
call Say('error', e.data.kind, e.code)
call Say('large', Large())
call End()
END

cat >"$T/nl.vim" <<'END'
let g:replies = {}
func Take(ch, line)
  let r = json_decode(a:line)
  let g:replies[r.id] = r
endfunc
let g:ch = Open(#{mode: 'nl', callback: 'Take'})
func Send(id, method, params)
  call ch_sendraw(g:ch, json_encode(#{id: a:id, method: a:method,
        \ params: a:params}) .. "\n")
endfunc
func Reply(id)
  call WaitFor({-> has_key(g:replies, a:id)})
  return g:replies[a:id]
endfunc
call Send(1, 'search', #{query: 'nông dân'})
for i in range(2, 6)
  call Send(i, 'similar', g:heavy)
endfor
call ch_sendraw(g:ch, json_encode(#{method: '$/cancelRequest',
      \ params: #{id: 6}}) .. "\n")
call Send(7, 'search', {})
call Send(8, 'show', #{path: $BIG})
call Say('search', Reply(1).result.total.value)
call Say('cancel', Reply(6).error.code)
let e = Reply(7).error
call Say('error', e.data.kind, e.code)
call Say('large', strchars(Reply(8).result.text))
call End()
END

cat >"$T/lsp.vim" <<'END'
let g:ch = Open(#{mode: 'lsp'})
func Ask(method, params)
  return ch_evalexpr(g:ch, #{method: a:method, params: a:params})
endfunc
call Say('search', Ask('search', #{query: 'nông dân'}).result.total.value)
let g:codes = []
for i in range(5)
  let sent = ch_sendexpr(g:ch, #{method: 'similar', params: g:heavy},
        \ #{callback: {ch, r -> has_key(r, 'error') ? add(g:codes, r.error.code) : 0}})
endfor
call ch_sendexpr(g:ch, #{method: '$/cancelRequest', params: #{id: sent.id}})
call WaitFor({-> len(g:codes)})
call Say('cancel', join(g:codes))
let e = Ask('search', {}).error
call Say('error', e.data.kind, e.code)
call Say('large', Large())
call Ask('initialize', #{processId: getpid(), capabilities: {}})
let found = Ask('workspace/symbol', #{query: 'nông dân'}).result
call writefile([len(found) .. ' ' .. found[0].kind], $T .. '/lsp')
call End()
END

vim_mode() {
	: >"$T/said"
	timeout 100 vim -Nu NONE -n -es -S "$T/common.vim" -S "$T/$1.vim" \
		</dev/null >/dev/null
	cat "$T/said"
}
# vim_conforms MODE
vim_conforms() {
	got=$(vim_mode "$1")
	dropped=$(printf '%s\n' "$conformance_wanted" | sed 's/^large .*/large dropped/')
	if [ "$got" = "$dropped" ]; then
		skip "mode $1" 'all but the large reply, which Vim dropped each time'
	else
		is "$got" "$conformance_wanted" "mode $1"
	fi
}
vim_conforms json
vim_conforms nl
if vim -Nu NONE -es -c 'if !has("patch-8.2.4758") | cquit | endif' -c 'qa!' </dev/null
then
	vim_conforms lsp
	is "$(cat "$T/lsp")" '100 1' 'and its methods'
else
	skip 'mode lsp' 'this vim has none'
fi

daemon_is_stopped
done_testing

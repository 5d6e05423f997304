" SPDX-License-Identifier: GPL-2.0-or-later
"
" tracuu.vim - search a Vietnamese archive from Vim.
"
"   :Tracuu hoc nghe muu sinh     every word; any of them if none has all
"   :Tracuu! ca phe ho tieu       any of the words
"
" Asks the daemon over Vim's own JSON channel ([n, {request}] a line) and fills
" the quickfix list, so <CR>, :cnext and :cprevious jump as after :grep.  All
" that is known of Vietnamese stays in the daemon.  Help: :help tracuu

if exists('g:loaded_tracuu')
    finish
endif
let g:loaded_tracuu = 1

command! -bang -nargs=+ -complete=customlist,s:complete Tracuu
    \ call s:search(<q-args>, <bang>0)

" Longer than the daemon's own deadline, so that its answer comes first.
let s:timeout_ms = 5000

function! s:search(query, any) abort
    try
        let params = {
            \ 'query': a:query,
            \ 'limit': get(g:, 'tracuu_limit', 100),
            \ 'match': a:any ? 'any' : 'auto',
            \ 'snippet': v:false,
            \ 'lines': v:true,
            \ }
        call s:show(a:query, s:ask('search', params))
    catch /^tracuu:/
        echohl ErrorMsg | echomsg v:exception | echohl None
    endtry
endfunction

" What <Tab> puts in the place of the last word; the words before it stay as they
" were typed, since Vim completes no more than one.
function! s:complete(lead, line, pos) abort
    let prefix = substitute(strpart(a:line, 0, a:pos), '^.\{-}Tra\%[cuu]!\=\s\+',
        \ '', '')
    try
        let found = s:ask('complete', {'prefix': prefix, 'limit': 20})
    catch /^tracuu:/
        return []
    endtry
    let start = len(prefix) - len(a:lead)
    let head = strpart(prefix, start, max([0, found.byte - start]))
    let before = len(split(strpart(prefix, found.byte, max([0, start - found.byte]))))
    let words = map(copy(found.completions),
        \ {_, c -> head . join(split(c.text, ' ')[before :], ' ')})
    return filter(copy(words), {i, w -> index(words, w) == i})
endfunction

" Returns the result of one request, or throws 'tracuu: a sentence'.
function! s:ask(method, params) abort
    if !has('channel') || !has('patch-8.2.4684')
        throw 'tracuu: this Vim cannot open a Unix socket; use Vim 9 with +channel'
    endif
    if &encoding !=# 'utf-8'
        throw "tracuu: Vietnamese needs :set encoding=utf-8 in your vimrc"
    endif
    let socket = s:socket()
    let channel = s:connect(socket)
    let request = {'method': a:method, 'params': a:params}
    let reply = ch_evalexpr(channel, request, {'timeout': s:timeout_ms})
    call ch_close(channel)
    if type(reply) != v:t_dict
        throw 'tracuu: the daemon at ' . socket . ' did not answer'
    elseif has_key(reply, 'error')
        throw 'tracuu: ' . reply.error.message
    endif
    return reply.result
endfunction

function! s:connect(socket) abort
    try
        let channel = ch_open('unix:' . a:socket, {'mode': 'json'})
    catch /^Vim\%((\a\+)\)\=:E/
        " E902: the reason is in the sentence below, without Vim's number.
        let channel = v:null
    endtry
    if channel is v:null || ch_status(channel) !=# 'open'
        throw 'tracuu: no daemon at ' . a:socket
            \ . '; start tracuud, or set g:tracuu_socket'
    endif
    return channel
endfunction

" The socket where the command line client looks for it: tracuu(1), FILES.  The
" configuration files are not read.
function! s:socket() abort
    if !empty(get(g:, 'tracuu_socket', ''))
        return fnamemodify(g:tracuu_socket, ':p')
    elseif !empty($TRACUU_SOCKET)
        return $TRACUU_SOCKET
    endif
    let own = s:own_socket()
    let system = '/run/tracuu/tracuu.sock'
    return empty(getftype(own)) && !empty(getftype(system)) ? system : own
endfunction

function! s:own_socket() abort
    if trim(system('id -u')) ==# '0'
        return '/run/tracuu/tracuu.sock'
    elseif !empty($XDG_RUNTIME_DIR)
        return $XDG_RUNTIME_DIR . '/tracuu.sock'
    elseif !empty($TRACUU_INDEX)
        return $TRACUU_INDEX . '/tracuu.sock'
    endif
    let state = empty($XDG_STATE_HOME) ? $HOME . '/.local/state' : $XDG_STATE_HOME
    return state . '/tracuu/tracuu.sock'
endfunction

function! s:show(query, result) abort
    let items = []
    for hit in a:result.hits
        call extend(items, s:entries(hit))
    endfor
    call setqflist([], ' ', {'title': ':Tracuu ' . a:query, 'items': items})
    if empty(items)
        echo 'tracuu: nothing found'
        return
    endif
    copen
    let total = a:result.total
    echo printf('tracuu: %s%d %s%s', total.relation ==# 'gte' ? 'over ' : '',
        \ total.value, total.value == 1 ? 'report' : 'reports',
        \ has_key(a:result.read_as, 'relaxed') ? ' with any of the words' : '')
endfunction

" Each line that matches; where the words are in no one line (a title that is
" made of two, say) the place that the hit itself names.
function! s:entries(hit) abort
    let path = s:path(a:hit.uri)
    let places = get(a:hit, 'lines', [])
    if empty(places)
        let places = [extend({'text': a:hit.title}, a:hit, 'keep')]
    endif
    return map(copy(places), {_, p -> {
        \ 'filename': path,
        \ 'lnum': p.line,
        \ 'col': p.col,
        \ 'text': p.text,
        \ }})
endfunction

" The exact bytes of the file name, which `path` has only if they are UTF-8.
function! s:path(uri) abort
    return substitute(substitute(a:uri, '^file://', '', ''), '%\(\x\x\)',
        \ {m -> eval('"\x' . m[1] . '"')}, 'g')
endfunction

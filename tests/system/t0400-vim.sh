#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The Vim plugin against a real daemon, in a Vim without a terminal; and the
# client's grep format as Vim reads it.
. tests/lib/tap.sh
. tests/lib/daemon.sh

command -v vim >/dev/null || skip_all 'no vim here'
vim -Nu NONE -es -c 'if !has("channel") | cquit | endif' -c 'qa!' </dev/null ||
	skip_all 'this vim has no channels (install vim-nox)'

reports=$PWD/corpus/reports
trade=$reports/2021/hoc-nghe-muu-sinh-con-nhan.txt

# vim_run LINE...: run the lines as a script, with the plugin loaded.  What
# they Print() comes out; a Vim that waits for someone is ended.
vim_run() {
	cat >"$T/print.vim" <<-'END'
		set encoding=utf-8 nomore
		function! Print(text) abort
		    call writefile(split(a:text, "\n"), $T . '/printed', 'a')
		endfunction
		function! Entry(i) abort
		    let e = getqflist()[a:i]
		    return printf('%s:%d:%d', fnamemodify(bufname(e.bufnr), ':p'),
			\ e.lnum, e.col)
		endfunction
		" What the cursor is on, to the end of the line.
		function! There() abort
		    return strpart(getline('.'), col('.') - 1)
		endfunction
	END
	printf '%s\n' "$@" 'qa!' >"$T/script.vim"
	: >"$T/printed"
	timeout 60 vim -Nu NONE -n -es -S "$T/print.vim" \
		-S editors/vim/plugin/tracuu.vim -S "$T/script.vim" </dev/null
	cat "$T/printed"
}

# Without a daemon the message names the socket: the one the client names.
same_socket() {
	run "$B/tracuu" ping
	wanted=$(printf '%s\n' "$err" | grep -o '/[^ ]*tracuu\.sock' | head -n 1)
	like "$(vim_run "call Print(execute('Tracuu hoc nghe'))")" \
		"tracuu: no daemon at ${wanted:-?}; start tracuud" "$1"
}

same_socket 'no daemon: it looks where the client looks, and says so'
TRACUU_INDEX=$T/elsewhere
export TRACUU_INDEX
same_socket 'the same with TRACUU_INDEX'
XDG_RUNTIME_DIR=$T/run
export XDG_RUNTIME_DIR
same_socket 'the same with XDG_RUNTIME_DIR'
unset TRACUU_INDEX XDG_RUNTIME_DIR

if ! index_make corpus/reports || ! daemon_start; then
	exit 1
fi
TRACUU_SOCKET=$SOCKET
export TRACUU_SOCKET

is "$(vim_run 'Tracuu hoc nghe muu sinh' 'call Print(Entry(0))')" \
	"$trade:1:1" 'the first entry is the title of the right report'

is "$(vim_run 'Tracuu hoc nghe muu sinh' 'call Print(&buftype)')" \
	quickfix 'the quickfix window opens'

is "$(vim_run 'Tracuu hoc nghe muu sinh' 'execute "normal \<CR>"' \
	"call Print(expand('%:t') .. ' ' .. There())")" \
	"$(basename "$trade") Học nghề để mưu sinh ở Cồn Nhạn" \
	'<CR> jumps to the match'

is "$(vim_run 'Tracuu "nam o phia nam"' 'cfirst' \
	"call Print(matchstr(There(), '\\v(\\S+ ){3}\\S+'))")" \
	'nằm ở phía nam' 'line and column of a phrase inside a line'

is "$(vim_run 'Tracuu "ong buong xuong khe"' 'cfirst' \
	"call Print(matchstr(There(), '\\S* \\S*'))")" \
	"$(printf 'o\314\202\314\201ng bu\314\233o\314\233ng')" 'columns in a decomposed report'

is "$(vim_run 'Tracuu "dai hoi chi bo"' 'cfirst' \
	"call Print(matchstr(There(), '\\v(\\S+ ){3}\\S+'))")" \
	'Đại hội chi bộ' 'columns behind a byte order mark'

is "$(vim_run 'Tracuu "nop tien dien"' 'set fileencodings=ucs-bom,utf-8' \
	'cfirst' "call Print(matchstr(There(), '\\S* \\S* \\S*'))")" \
	'nộp tiền điện,' 'columns in a report in UTF-16'

is "$(vim_run 'Tracuu hoc nghe' "call Print(getqflist({'title': 1}).title)")" \
	':Tracuu hoc nghe' 'the list is named by its query'

like "$(vim_run "call Print(execute('Tracuu \"chức viên\"'))")" \
	'tracuu: nothing found' 'nothing found is said'

like "$(vim_run "call Print(execute('Tracuu hoc nghe xylophon'))")" \
	'with any of the words' 'so is a query that had to be relaxed'

is "$(vim_run 'let g:tracuu_limit = 1' 'Tracuu! hoc nghe muu sinh' \
	"call Print(len(uniq(map(getqflist(), 'v:val.bufnr'))))")" \
	1 'g:tracuu_limit is a number of reports'

# tab LINE: what <Tab> offers behind :LINE, separated by |.
tab() {
	vim_run "call Print(join(getcompletion('$1', 'cmdline'), '|'))"
}
is "$(tab 'Tracuu nam o phia n')" 'nam' 'the last word is completed'
is "$(tab 'Tracuu! nong thon m')" 'mới' 'with the bang too'
is "$(tab 'Tracuu title:"nong thon m')" 'mới' 'behind a field'
is "$(tab 'Tracuu title:nong')" 'title:nông' 'which stays'
is "$(tab 'Tracuu qqqq')" '' 'nothing where nothing goes on'
is "$(vim_run 'let g:tracuu_socket = "/nowhere/s"' \
	"call Print(join(getcompletion('Tracuu h', 'cmdline'), '|'))")" \
	'' 'nor without a daemon'

like "$(vim_run 'let g:tracuu_socket = "/nowhere/s"' \
	"call Print(execute('Tracuu hoc nghe'))")" \
	'no daemon at /nowhere/s' 'g:tracuu_socket comes first'

like "$(vim_run 'let g:tracuu_limit = -1' \
	"call Print(execute('Tracuu hoc nghe'))")" \
	'tracuu: .*limit' 'what the daemon refuses is shown'

like "$(vim_run 'set encoding=latin1' "call Print(execute('Tracuu hoc nghe'))")" \
	'set encoding=utf-8' 'another encoding is refused'

# The client's grep format is what Vim reads with -q, :cexpr and :grep.
cat >"$T/where.vim" <<'END'
call writefile([expand('%:t') .. ' ' .. strpart(getline('.'), col('.') - 1)],
    \ $T . '/where')
qa!
END
"$B/tracuu" search --format grep '"nam o phia nam"' |
	timeout 60 vim -Nu NONE -n --not-a-term --cmd 'set encoding=utf-8' \
		-q /dev/stdin -S "$T/where.vim" >/dev/null 2>&1
like "$(cat "$T/where")" '^xom-soi[^ ]* nằm ở phía nam xã Lai Trạch' \
	'vim -q opens at the line and column of grep output'

daemon_is_stopped
done_testing

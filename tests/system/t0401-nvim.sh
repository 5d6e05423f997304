#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Neovim as a client: over a pipe, a line each; and its own client of LSP, which
# starts `tracuu lsp`.
. tests/lib/tap.sh
. tests/lib/daemon.sh
. tests/lib/conformance.sh

command -v nvim >/dev/null || skip_all 'no nvim here (neovim)'
conformance_start || exit 1
PATH=$PWD/$B:$PATH
export PATH

cat >"$T/pipe.lua" <<'END'
-- The callbacks of a pipe may not ask Vim for anything.
local socket, big = vim.env.SOCKET, vim.env.BIG
local pipe, replies, parts = vim.loop.new_pipe(false), {}, {}

local function send(id, method, params)
  pipe:write(vim.json.encode({ id = id, method = method, params = params }) .. '\n')
end

local function wait(id)
  assert(vim.wait(60000, function() return replies[id] end, 5), 'no reply ' .. id)
  return replies[id]
end

pipe:connect(socket, function(err)
  assert(not err, err)
  pipe:read_start(function(_, data)
    local at = 1
    for eol in (data or ''):gmatch('()\n') do
      table.insert(parts, data:sub(at, eol - 1))
      local reply = vim.json.decode(table.concat(parts))
      replies[reply.id] = reply
      parts, at = {}, eol + 1
    end
    table.insert(parts, (data or ''):sub(at))
  end)
  send(1, 'search', { query = 'nông dân' })
  for id = 2, 6 do
    send(id, 'similar', { path = big, limit = 1 })
  end
  pipe:write(vim.json.encode({ method = '$/cancelRequest', params = { id = 6 } }) .. '\n')
  send(7, 'search', vim.empty_dict())
  send(8, 'show', { path = big })
end)
print('search ' .. wait(1).result.total.value .. '\n')
print('cancel ' .. wait(6).error.code .. '\n')
local e = wait(7).error
print('error ' .. e.data.kind .. ' ' .. e.code .. '\n')
print('large ' .. vim.fn.strchars(wait(8).result.text) .. '\n')
END

cat >"$T/lsp.lua" <<'END'
local env = vim.env
vim.cmd('edit ' .. env.T .. '/nhap.txt')
local id = vim.lsp.start_client({
  name = 'tracuu',
  cmd = { 'tracuu', 'lsp' },
  flags = { debounce_text_changes = 0 }, -- else what is typed is told later
})
vim.lsp.buf_attach_client(0, id)
assert(vim.wait(60000, function()
  local c = vim.lsp.get_client_by_id(id)
  return c and c.initialized
end, 5), 'not initialized')
local client = vim.lsp.get_client_by_id(id)
assert(client.server_capabilities.hoverProvider)

local function ask(method, params)
  local reply = assert(client.request_sync(method, params, 60000, 0))
  return reply.err, reply.result
end

local _, r = ask('search', { query = 'nông dân' })
print('search ' .. r.total.value .. '\n')
-- Neovim does not tell the answer to what it cancelled: the daemon counts it.
_, r = ask('stats', vim.empty_dict())
local errors = r.errors
for i = 1, 5 do
  local _, request = client.request('similar', { path = env.BIG, limit = 1 },
    function() end, 0)
  if i == 5 then client.cancel_request(request) end
end
assert(vim.wait(60000, function()
  _, r = ask('stats', vim.empty_dict())
  return r.errors == errors + 1
end, 5), 'not cancelled')
print('cancel -32800\n')
local e = ask('search', vim.empty_dict())
print('error ' .. e.data.kind .. ' ' .. e.code .. '\n')
_, r = ask('show', { path = env.BIG })
print('large ' .. vim.fn.strchars(r.text) .. '\n')

local out = io.open(env.T .. '/lsp', 'w')
vim.api.nvim_buf_set_lines(0, 0, -1, true, { '😀 bà con nông dân', 'uy ban' })
_, r = ask('workspace/symbol', { query = 'nông dân' })
out:write('symbols ', #r, '\n')
vim.api.nvim_win_set_cursor(0, { 1, #'😀 bà con ' })
_, r = ask('textDocument/hover', vim.lsp.util.make_position_params(0, client.offset_encoding))
out:write(r.contents.value:match('^%*%*(.-)%*%*'), '\n')
_, r = ask('textDocument/references', vim.tbl_extend('force',
  vim.lsp.util.make_position_params(0, client.offset_encoding),
  { context = { includeDeclaration = true } }))
local items = vim.lsp.util.locations_to_items(r, client.offset_encoding)
local here = 0
for _, item in ipairs(items) do
  -- From the column that Neovim makes of it.
  if item.text:sub(item.col):lower():find('^nông dân') then here = here + 1 end
end
out:write(#items > 0 and here == #items and 'all are there' or
  here .. ' of ' .. #items, '\n')
out:close()
client.stop()
assert(vim.wait(60000, function() return client.is_stopped() end, 5), 'not stopped')
END

nvim_run() {
	timeout 100 nvim --headless -u NONE -i NONE -n \
		-c "lua dofile('$T/$1.lua')" -c 'qa!' 2>&1 </dev/null |
		tr -d '\r' | grep .
}
conforms 'new_pipe, a line each' nvim_run pipe
conforms 'vim.lsp and tracuu lsp' nvim_run lsp
is "$(cat "$T/lsp")" "$(printf 'symbols 100\nnông dân\nall are there')" \
	'symbols, hover and references in a buffer that is not saved'

daemon_is_stopped
done_testing

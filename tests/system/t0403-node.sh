#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# node with vscode-jsonrpc, what VS Code and its language clients speak with.
. tests/lib/tap.sh
. tests/lib/daemon.sh
. tests/lib/conformance.sh

command -v node >/dev/null || skip_all 'no node here (nodejs, npm)'
command -v npm >/dev/null || skip_all 'no npm here'
mkdir "$T/node"
timeout 60 npm install --fetch-retries=1 --fetch-timeout=15000 --prefix "$T/node" --no-audit --no-fund --silent \
	vscode-jsonrpc@8.2.1 >"$T/npm.out" 2>&1 ||
	skip_all 'npm cannot fetch vscode-jsonrpc'
conformance_start || exit 1

cat >"$T/node/client.js" <<'END'
const net = require('net');
const rpc = require('vscode-jsonrpc/node');

const env = process.env;
const socket = net.connect(env.SOCKET);
const connection = rpc.createMessageConnection(
  new rpc.SocketMessageReader(socket), new rpc.SocketMessageWriter(socket));
connection.listen();

async function main() {
  const found = await connection.sendRequest('search', { query: 'nông dân' });
  console.log('search', found.total.value);

  const heavy = { path: env.BIG, limit: 1 };
  const others = [1, 2, 3, 4].map(() => connection.sendRequest('similar', heavy));
  const source = new rpc.CancellationTokenSource();
  const last = connection.sendRequest('similar', heavy, source.token);
  source.cancel();
  await last.then(() => console.log('not cancelled'),
                  (e) => console.log('cancel', e.code));
  await Promise.all(others);

  await connection.sendRequest('search', {}).then(
    () => console.log('no error'),
    (e) => console.log('error', e.data.kind, e.code));

  const report = await connection.sendRequest('show', { path: env.BIG });
  console.log('large', [...report.text].length);

  await connection.sendRequest('initialize', {
    processId: process.pid, rootUri: null, capabilities: {} });
  await connection.sendNotification('initialized', {});
  const symbols = await connection.sendRequest('workspace/symbol',
                                               { query: 'nông dân' });
  console.error('symbols', symbols.length);
  console.error('shutdown', await connection.sendRequest('shutdown'));
  await connection.sendNotification('exit');
  socket.on('close', () => console.error('closed'));
}

main().catch((e) => { console.error(e); process.exit(1); });
END

node_run() {
	timeout 100 node "$T/node/client.js" 2>"$T/lsp"
}
conforms 'vscode-jsonrpc' node_run
is "$(cat "$T/lsp")" "$(printf 'symbols 100\nshutdown null\nclosed')" \
	'and its lifecycle of LSP'

daemon_is_stopped
done_testing

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A collection that goes while its last clients wait.
. tests/lib/tap.sh
. tests/lib/daemon.sh

C=$T/conf
archive_make "$T/archive" 200 40
cat >"$C" <<END
[collection mot]
root = $T/archive
[daemon]
workers = 1
slow_log = $T/slow
slow_ms = 1
[limits]
deadline_ms = 100000
END
"$B/tracuu-index" update --quiet --index "$INDEX" --config "$C" || exit 1
daemon_start --config "$C" || exit 1

ok_python 'queries that wait are told that there is nothing for them any more' <<'END'
T, INDEX = os.environ['T'], os.environ['INDEX']
HEAVY = {'query': 'xã huyện tỉnh nông dân', 'limit': 200, 'lines': True}
with Wire() as w, Wire() as other:
    # Different ones, each twice.
    asked = w.send_all([('search', {**HEAVY, 'offset': n // 2}) for n in range(30)])
    assert w.recv()['id'] in asked
    os.rename(f'{INDEX}/collections/mot', f'{T}/gone')
    try:
        other.call('reload')
    except WireError as e:
        assert e.kind == 'no_index', e
    kinds = {r['error']['data']['kind'] if 'error' in r else None
             for r in (w.recv() for _ in asked[1:])}
    assert kinds <= {'no_index', None}, kinds
    assert w.error('count', query='xã').kind == 'no_index'
    os.rename(f'{T}/gone', f'{INDEX}/collections/mot')
    other.call('reload')
    assert w.call('count', query='xã')['value']
END

daemon_is_stopped
done_testing

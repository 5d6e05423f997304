# SPDX-License-Identifier: GPL-2.0-or-later
"""The peer to measure beside: SQLite FTS5, unicode61 with remove_diacritics 2.

	fts5.py build DB FOLDER
	fts5.py query DB [snippet] < questions

A question is a line of JSON: {"words": [...], "phrase": bool}.  It is asked in
this process, once to warm up and once timed; the answer is the line of JSON
that load prints, as far as it makes sense here.  unicode61 does not take đ for
d, so questions without marks find less here than they should."""

import json
import pathlib
import sqlite3
import sys
import time

LIMIT = 10
SNIPPET_WORDS = 24


def build(db, folder):
    base = sqlite3.connect(db, isolation_level=None)
    base.execute("pragma journal_mode = wal")
    base.execute("pragma synchronous = normal")
    base.execute("create virtual table t using fts5(path unindexed, body,"
                 " tokenize = 'unicode61 remove_diacritics 2')")
    base.execute("begin")
    for path in sorted(pathlib.Path(folder).rglob("*.txt")):
        text = path.read_bytes().decode("utf-8", "replace")
        base.execute("insert into t values (?, ?)", (str(path), text))
    base.execute("commit")
    base.execute("insert into t(t) values ('optimize')")
    base.execute("pragma wal_checkpoint(truncate)")


def match(question):
    if question["phrase"]:
        return '"' + " ".join(question["words"]) + '"'
    return " OR ".join(f'"{word}"' for word in question["words"])


def query(db, snippet):
    base = sqlite3.connect(db)
    base.execute("pragma cache_size = -262144")
    shown = f", snippet(t, 1, '[', ']', '…', {SNIPPET_WORDS})" if snippet else ""
    select = f"select path{shown} from t where t match ? order by rank limit {LIMIT}"
    asked = [match(json.loads(line)) for line in sys.stdin]
    for text in asked:
        base.execute(select, (text,)).fetchall()
    took, empty = [], 0
    for text in asked:
        start = time.perf_counter_ns()
        rows = base.execute(select, (text,)).fetchall()
        took.append((time.perf_counter_ns() - start) / 1e3)
        empty += not rows
    took.sort()
    at = {f"p{p}": took[-(-len(took) * p // 100) - 1] for p in (50, 95, 99)}
    print(json.dumps({"replies": len(took), "empty": empty,
                      "qps": 1e6 * len(took) / sum(took), **at}))


if __name__ == "__main__":
    if sys.argv[1] == "build":
        build(*sys.argv[2:])
    else:
        query(sys.argv[2], "snippet" in sys.argv[3:])

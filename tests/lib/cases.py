# SPDX-License-Identifier: GPL-2.0-or-later
"""The query cases of ../shared/cases, asked and counted, for t0300-cases.sh.

    cases.py CASES write FOLDER     each document that a case brings along
    cases.py CASES ask archive      ask those about the archive at $SOCKET ...
    cases.py CASES ask inline       ... or about the documents written;
                                    prints "id 1" (as it should be) or "id 0"
    cases.py CASES report RESULTS...
                                    prints "pass|fail|diag text" lines

A case names a document and a query; should_match says whether the query finds
it.  Every category is counted; those of REQUIRED must be complete."""

import collections
import json
import pathlib
import sys

import wire

LIMIT = 100  # hits asked for: more than there are documents

# Category: which of its cases are promised by now.
REQUIRED = dict.fromkeys([
    "abbreviation", "accent-discrimination", "boilerplate", "case", "compound",
    "d-stroke", "date", "doc-number", "field", "homoglyph", "hyphen", "i-y",
    "invisible", "nfc-nfd", "number", "partly-accented", "prefix",
    "proper-name", "quotes", "roman", "stopword", "synonym", "teencode",
    "telex", "tone-placement", "typo", "unaccented", "vni"], lambda query: True)


def read_cases(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def document_name(case):
    return case["id"] + ".txt" if case["doc"] == "inline" else case["doc"]


def write(cases, folder):
    """Files of the documents that stand in the case itself, as text or bytes."""
    for case in cases:
        if case["doc"] == "inline":
            content = (bytes.fromhex(case["doc_hex"]) if "doc_hex" in case
                       else case["doc_text"].encode())
            pathlib.Path(folder, document_name(case)).write_bytes(content)


def is_as_it_should_be(connection, case):
    try:
        result = connection.call("search", query=case["query"], match="all",
                                 limit=LIMIT, snippet=False)
    except wire.WireError as refused:
        print(f"{case['id']}: {refused}", file=sys.stderr)
        return False
    found = {pathlib.PurePath(hit["path"]).name for hit in result["hits"]}
    return (document_name(case) in found) == case["should_match"]


def ask(cases, which):
    with wire.Wire() as connection:
        for case in cases:
            if (case["doc"] == "inline") == (which == "inline"):
                print(case["id"], int(is_as_it_should_be(connection, case)))


def tally(cases, passed):
    """'n of m', and the ids of the others."""
    other = [case["id"] for case in cases if case["id"] not in passed]
    text = f"{len(cases) - len(other)} of {len(cases)}"
    return text + (f" (not {' '.join(other)})" if other else "")


def report(cases, *results):
    passed = {line.split()[0] for path in results for line in open(path)
              if line.split()[1] == "1"}
    categories = collections.defaultdict(list)
    for case in cases:
        categories[case["category"]].append(case)
    for name, members in sorted(categories.items()):
        print(f"diag {name}: {tally(members, passed)}")
    print(f"diag all categories: {len(passed)} of {len(cases)}")
    for name, is_required in REQUIRED.items():
        members = [case for case in categories[name] if is_required(case["query"])]
        done = members and passed.issuperset(case["id"] for case in members)
        print(f"{'pass' if done else 'fail'} {name}: {tally(members, passed)}")


if __name__ == "__main__":
    cases, action, *rest = sys.argv[1:]
    {"write": write, "ask": ask, "report": report}[action](read_cases(cases), *rest)

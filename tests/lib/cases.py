# SPDX-License-Identifier: GPL-2.0-or-later
"""Query cases, asked and counted: those of ../shared/cases for t0300-cases.sh,
our own for t0301-own-cases.sh.

    cases.py CASES write FOLDER     each document that a case brings along
    cases.py CASES ask archive      ask those about the archive at $SOCKET ...
    cases.py CASES ask inline       ... or about the documents written;
                                    prints "id 1" (as it should be) or "id 0"
    cases.py CASES report RESULTS...
                                    prints "pass|fail|diag text" lines

A case names a document and a query; should_match says whether the query finds
it, `suggest` what must be suggested where it does not.  Every category is
counted; those of REQUIRED must be complete.  CASES is a file of JSON lines, or a
.txt whose head says how it is written (tests/cases)."""

import collections
import json
import pathlib
import re
import sys

import wire

LIMIT = 100  # hits asked for: more than there are documents

# Category: which of its cases are promised by now.
REQUIRED = dict.fromkeys([
    "abbreviation", "accent-discrimination", "boilerplate", "case", "compound",
    "d-stroke", "date", "doc-number", "field", "homoglyph", "hyphen", "i-y",
    "invisible", "legacy-encoding", "nfc-nfd", "number", "partly-accented", "prefix",
    "proper-name", "quotes", "roman", "stopword", "synonym", "teencode",
    "telex", "tone-placement", "typo", "unaccented", "vni"], lambda query: True)


def unescape(text):
    """\\uXXXX as the character."""
    return re.sub(r"\\u([0-9A-F]{4})", lambda code: chr(int(code[1], 16)), text)


def read_text_cases(lines):
    """Each + - or ? line, as a case about the report above it."""
    category, content, reports, cases, last = None, b"", 0, [], ""
    for number, line in enumerate(lines, 1):
        kind, rest = line[:2].rstrip(), unescape(line[2:])
        if kind == "==":
            category = rest.strip()
        elif kind in (">", "x"):
            if last != kind:
                content, reports = b"", reports + 1
            content += bytes.fromhex(rest) if kind == "x" else f"{rest}\n".encode()
        elif kind in ("+", "-", "?"):
            query, _, meant = rest.partition(" => ")
            cases.append({
                "id": f"line-{number}", "category": category, "doc": "inline",
                "doc_name": f"{reports}.txt", "doc_hex": content.hex(),
                "query": query, "should_match": kind == "+",
                **({"suggest": meant} if meant else {})})
        elif kind and kind != "#":
            sys.exit(f"line {number}: {line}")
        last = kind
    return cases


def read_cases(path):
    with open(path, encoding="utf-8") as f:
        lines = [line.rstrip("\n") for line in f]
    if path.endswith(".txt"):
        return read_text_cases(lines)
    return [json.loads(line) for line in lines if line.strip()]


def document_name(case):
    if case["doc"] != "inline":
        return case["doc"]
    return case.get("doc_name", case["id"] + ".txt")


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
    return ((document_name(case) in found) == case["should_match"] and
            case.get("suggest", "") in result.get("suggestion", ""))


def ask(cases, which):
    with wire.Wire() as connection:
        for case in cases:
            if (case["doc"] == "inline") == (which == "inline"):
                print(case["id"], int(is_as_it_should_be(connection, case)))


def tally(cases, passed):
    """'n of m', and what the others are."""
    other = [f"{case['id']} {case['query']}," for case in cases
             if case["id"] not in passed]
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

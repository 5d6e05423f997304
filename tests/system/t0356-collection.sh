#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The collection of a report: asked for, counted, completed and told.
. tests/lib/tap.sh
. tests/lib/daemon.sh

"$B/tracuu-index" update --quiet --index "$T/all" --collection bao-chi \
	corpus/reports || exit 1
INDEX=$T/all/collections/bao-chi
daemon_start || exit 1

ok_python 'it is asked for, counted, completed and told' <<'END'
c = Wire()
n = c.call("stats")["documents"]
def total(query, **more):
    return c.call("search", query=query, **more)["total"]["value"]
assert total("collection:bao-chi") == n
assert total("collection:Bao-Chi") == n
assert total('collection:"bao-chi"') == n
assert total("collection:bao") == 0
assert total("-collection:bao-chi") == 0
assert 0 < total("ca phe collection:bao-chi") == total("ca phe")
# It holds whatever else is asked for by any, and where each report is checked.
assert total("lũ khongcotrongkho collection:sach") == 0
assert total('"cà phê" collection:(sach OR bao-chi)') == total('"cà phê"') > 0
assert total('"cà phê" -collection:bao-chi') == 0
assert c.call("search", query="cà phê collection:(a OR b)")["read_as"]["query"] == \
    "cà phê (collection:a OR collection:b)"

for query in "type:text", '"cà phê"':
    r = c.call("search", query=query, facets=["collection"])
    assert r["facets"]["collection"] == [{"value": "bao-chi", "count": r["total"]["value"],
                                          "query": "collection:bao-chi"}], r["facets"]
    assert all(h["collection"] == "bao-chi" for h in r["hits"])
hit = c.call("search", query="cà phê")["hits"][0]
assert c.call("show", path=hit["path"])["collection"] == "bao-chi"
x = c.call("explain", query="lũ collection:bao-chi")
assert "collection bao-chi" in json.dumps(x)

def complete(text):
    r = c.call("complete", prefix=text)
    return r["byte"], [(x["text"], x["count"]["value"]) for x in r["completions"]]
assert complete("lũ collection:B") == (len("lũ collection:".encode()), [("bao-chi", n)])
assert complete("collection:") == (11, [("bao-chi", n)])
assert complete("collection:s") == (12, [])
END

daemon_is_stopped
done_testing

#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# How the reports that a query finds divide by year, place, author, document and
# type: and that narrowing the query by a value finds as many as were told.
. tests/lib/tap.sh
. tests/lib/daemon.sh

with_schema

# The sample, and a few reports whose values contain, cover or spell one another.
cp -R corpus/reports "$T/reports" || exit 1
mkdir "$T/reports/them"
report() {
	printf '%s\n' "$2" '' "$3" '' "${4-}" >"$T/reports/them/$1.txt"
}
report a 'Ngày mùa' 'Ở xã Bãi Sậy, TP. Lân Hà, theo Chỉ thị số 31-CT/TW.' 'Lê Thu'
report b 'Ngày mùa' 'Ở xã Bãi Sậy Đông, thành phố Lân Hà, theo Chỉ thị 31.' 'Lê Thư'
report c 'Ngày mùa' 'Ở xã Bãi Sậy, TP Lân Hà: Chỉ thị 31, Nghị quyết số 31-NQ/TW.' 'Lê Thu'
report d 'Ngày mùa' 'Ở xã Bải Sậy, theo 31/CT-TW và 31-CT/HU.' 'Trần Lê Thu'
report e 'Ngày mùa' 'Ở TP HCM và TP Hồ Chí Minh, xã Hoà Bắc.' ''
report f 'Ngày mùa' 'Ở thành phố Hồ Chí Minh, xã Hòa Bắc: Chỉ thị số 44.' ''

if ! index_make "$T/reports" || ! daemon_start; then
	exit 1
fi

ok_python 'narrowing by a value finds exactly as many as were told' <<'END'

FACETS = ["year", "place", "author", "ref", "type"]
queries = [
    # without and with a check of each report, and each way to match
    ("hoc tap", "auto"), ("xã huyện tỉnh", "any"), ("lúa cầu chợ", "auto"),
    ("type:text", "auto"), ('"xã Hòa Khoan" OR "mô hình"', "auto"),
    ("xa NEAR/5 huyen", "auto"), ("date:2018..2022", "auto"),
    ("xã -title:xã", "auto"), ("dan -nam", "all"), ("dân -nam", "all"),
    ("hojc taapj", "auto"), ("ngày mùa", "auto"), ('"ngay mua"', "auto"),
    ("khongcotrongkho", "auto"), ("", "auto"), ('place:"Bãi Sậy"', "auto"),
    ("ngày mùa -xã", "all"), ("ref:31 OR xuồng", "auto"),
]
c = Wire()
values = 0
for query, match in queries:
    r = c.call("search", query=query, match=match, facets=FACETS, limit=3)
    assert sorted(r["facets"]) == sorted(FACETS), r
    assert r["total"]["relation"] == "eq", (query, r["total"])
    read = r["read_as"]
    assert c.call("count", query=read["query"], match=read["match"]) \
        == r["total"], (query, r)
    for facet, found in r["facets"].items():
        assert len(found) <= 20
        for v in found:
            n = c.call("count", match=read["match"],
                       query="(%s) AND %s" % (read["query"], v["query"]))
            assert n == {"value": v["count"], "relation": "eq"}, \
                (query, facet, v, n)
            values += 1
        if facet == "year":
            years = [v["value"] for v in found]
            assert years == sorted(years, reverse=True), years
        else:
            counts = [v["count"] for v in found]
            assert counts == sorted(counts, reverse=True), (facet, counts)
assert values > 400, values
END

ok_python 'they count all reports, not those of the page' <<'END'
import collections, json

want = collections.defaultdict(collections.Counter)
for line in open("corpus/EXPECTED.jsonl"):
    x = json.loads(line)
    if x["published"]:
        want["year"][x["published"][:4]] += 1
    if x["author"]:
        want["author"][x["author"]] += 1
    for ref in x["refs"]:
        want["ref"][ref["canonical"]] += 1
c = Wire()
for limit in 0, 1, 1000:
    r = c.call("search", query="type:text -path:them", limit=limit,
               facets=["year", "author", "ref"])
    assert r["total"] == {"value": 30, "relation": "eq"}, r["total"]
    for facet in "year", "ref":
        got = {v["value"]: v["count"] for v in r["facets"][facet]}
        assert got == want[facet], (facet, got)
    assert r["facets"]["author"][0] == {
        "value": "Phan Hải Triều", "count": 2,
        "query": 'author:"Phan Hải Triều"'}, r["facets"]["author"]
    assert "place" not in r["facets"]
assert "facets" not in c.call("search", query="type:text")
END

ok_python 'values that differ in spelling are one, in the usual spelling' <<'END'

c = Wire()
def values(query, facet):
    r = c.call("search", query=query, facets=[facet], limit=0)
    return [(v["value"], v["count"], v["query"]) for v in r["facets"][facet]]

places = {v: n for v, n, q in values("ngày mùa", "place")}
assert places["xã Bãi Sậy"] == 3, places  # b: it stands in another name
assert places["xã Bãi Sậy Đông"] == 1, places
assert places["xã Bải Sậy"] == 1, places  # other marks: another place
city = [v for v in places if v.endswith("Lân Hà")]
assert len(city) == 1 and places[city[0]] == 3, places
assert len([v for v in places if v.endswith("Hồ Chí Minh") or
            v.endswith("HCM")]) == 1, places
assert len([v for v in places if v.endswith("Bắc")]) == 1, places
authors = {v: n for v, n, q in values("ngày mùa", "author")}
assert authors["Lê Thu"] == 4, authors  # Lê Thư, Trần Lê Thu are found, too
assert authors["Lê Thư"] == 1, authors
refs = [v for v in values("ngày mùa", "ref") if v[0][:3] in ("31-", "Chỉ")]
assert ("31-CT/TW", 4, "ref:31-CT/TW") in refs, refs
assert ("31-CT/HU", 3, "ref:31-CT/HU") in refs, refs
assert ("31-NQ/TW", 1, "ref:31-NQ/TW") in refs, refs
assert ("Chỉ thị số 44", 1, 'ref:"Chỉ thị số 44"') in refs, refs
assert len(refs) == 4, refs  # `Chỉ thị 31` is one of those above
END

ok_python 'what is asked wrongly is told' <<'END'
c = Wire()
for facets in "year", ["month"], [1], {"year": 1}, 3:
    e = c.error("search", query="lũ", facets=facets)
    assert e.kind == "invalid_params" and e.data["param"] == "facets", e
    assert "year, place, author, ref, type" in e.message, e
assert "facets" not in c.call("search", query="lũ", facets=[])
assert "facets" not in c.call("search", query="lũ", facets=None)
END

# ------------------------------------------------------------------- the client
tracuu() {
	"$B/tracuu" --socket "$SOCKET" "$@"
}
run tracuu search -n 0 --facets year,place --facets type 'path:them OR date:2020'
is "$status" 0 'tracuu search --facets'
like "$out" '^    2020 \(2\)$' 'years below their name'
like "$out" '^    text \(8\)$' 'a second option adds to the first'
like "$out" '^    TP Lân Hà \(3\) · xã Bãi Sậy \(3\) · ' 'places, the most frequent first'
run tracuu search --facets year,month lũ
is "$status" 2 'a facet that is none'
like "$err" 'facets: there is no month' 'is told'
is "$(tracuu search --facets place --format jsonl path:them | grep -c facets)" 0 \
	'JSON lines are hits alone'
like "$(tracuu search --facets place --format json path:them)" \
	'"facets":\{"place":\[\{"value":"' 'JSON has them'

# -------------------------------------------------------------------- the limit
daemon_stop
cat >"$T/tracuud.conf" <<'END'
[limits]
facet_values = 2
END
daemon_start --config "$T/tracuud.conf" || exit 1
ok_python 'facet_values bounds the values of each' <<'END'
c = Wire()
r = c.call("search", query="type:text", facets=["year", "place", "type"])
assert [v["value"] for v in r["facets"]["year"]] == ["2025", "2024"], r["facets"]
assert [v["value"] for v in r["facets"]["place"]] == [
    "huyện Hòa Thủy", "huyện Mường Lưa"], r["facets"]
assert len(r["facets"]["type"]) == 1
assert c.call("hello")["limits"]["facet_values"] == 2
END
daemon_is_stopped

# What is another word of the user's for an abbreviation is not its long form.
printf 'Sài Gòn\tHCM\n' >"$T/own"
printf '[search]\nabbreviations = %s\n' "$T/own" >"$T/conf"
ok 'with a table of one'"'"'s own' daemon_start --config "$T/conf"
ok_python 'a place and its abbreviation are still one value' <<'END'
c = Wire()
r = c.call("search", query='"xã Hòa Bắc"', facets=["place"])
places = [v["value"] for v in r["facets"]["place"]]
assert len([v for v in places if v.endswith("Hồ Chí Minh") or
            v.endswith("HCM")]) == 1, places
END

daemon_is_stopped
done_testing

# SPDX-License-Identifier: GPL-2.0-or-later
"""What an index says, in a form that two indexes can be compared by: everything
a reader can see but document numbers, which depend on the order of updates.
Needs python3-xapian, a package of Debian's own Python: run by /usr/bin/python3.

Left out are the bounds that Xapian keeps of lengths, frequencies and values:
they may be wider than need be after a deletion, and change no answer."""

import os
import pathlib
import subprocess
import tempfile

import xapian

SLOTS = 32  # more than lib/store/schema.h has
MEMORY = "/dev/shm"  # thousands of runs need no disk to be synced to


def temporary(name):
    """A temporary directory, in memory where $TMPDIR does not say otherwise."""
    folder = os.environ.get("TMPDIR") or (MEMORY if os.access(MEMORY, os.W_OK) else None)
    return tempfile.TemporaryDirectory(prefix=f"tracuu-{name}-", dir=folder)


def current(index):
    """The directory of the current generation; None where nothing was published."""
    link = pathlib.Path(index) / "current"
    return link.resolve(strict=True) if link.is_symlink() else None


def stamps(index):
    """Names, sizes and times of the files of the current generation."""
    generation = current(index)
    return generation and {
        str(p.relative_to(generation.parent)): (p.stat().st_size, p.stat().st_mtime_ns)
        for p in generation.rglob("*") if p.is_file()}


def litter(index):
    """Names in an index directory that a run leaves only when it was killed."""
    index = pathlib.Path(index)
    kept = {"current", "lock"}
    link = index / "current"
    newest = link.readlink().name if link.is_symlink() else ""
    if not index.exists():
        return []
    return sorted(p.name for p in index.iterdir() if p.name not in kept and
                  not (p.name.startswith("gen-") and p.name <= newest))


def _document(db, doc):
    """(id term, what is stored) of one document."""
    terms = {t.term: t.wdf for t in doc.termlist()}
    ids = [t for t in terms if t.startswith(b"Q")]
    assert len(ids) == 1, f"document {doc.get_docid()} has the ids {ids}"
    values = {v.num: v.value for v in doc.values()}
    return ids[0], {"terms": terms, "values": values, "data": doc.get_data(),
                    "length": db.get_doclength(doc.get_docid())}


def state(index):
    """A dictionary of the current generation: equal for equal indexes."""
    generation = current(index)
    if generation is None:
        return None
    db = xapian.Database(str(generation / "db"))
    documents, ids = {}, {}
    for posting in db.postlist(""):
        name, stored = _document(db, db.get_document(posting.docid))
        assert name not in documents, f"{name} is there twice"
        documents[name] = stored
        ids[posting.docid] = name
    return {
        "documents": documents,
        "count": db.get_doccount(),
        "mean length": db.get_avlength(),
        "terms": {t.term: (t.termfreq, db.get_collection_freq(t.term),
                           {ids[p.docid]: p.wdf for p in db.postlist(t.term)})
                  for t in db.allterms()},
        "values": {n: f for n in range(SLOTS) if (f := db.get_value_freq(n))},
        "positions": db.has_positions(),
        "spellings": [t.term for t in db.spellings()],
        "synonyms": list(db.synonym_keys()),
        "metadata": {k: db.get_metadata(k) for k in db.metadata_keys()},
    }


def difference(a, b, where="index"):
    """Where two states differ first, as a line; None when they do not."""
    if type(a) != type(b):
        return f"{where}: {a!r:.200} and {b!r:.200}"
    if not isinstance(a, dict):
        return None if a == b else f"{where}: {a!r:.200} and {b!r:.200}"
    if a.keys() != b.keys():
        return f"{where}: only one has {sorted(map(repr, a.keys() ^ b.keys()))[:5]}"
    found = (difference(a[k], b[k], f"{where}, {k!r}") for k in a)
    return next((line for line in found if line), None)


def check(build, index):
    """What `tracuu-index check` says against an index; None when it is sound."""
    done = subprocess.run([build / "tracuu-index", "check", "--quiet", "--index",
                           index], stderr=subprocess.PIPE, text=True)
    return None if done.returncode == 0 else \
        f"check: exit {done.returncode}: {done.stderr.strip()}"

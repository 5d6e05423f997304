#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs of tracuu-index in which one call fails or the process dies there, for
each call that changes something on disk, starts a process or asks for memory.

After each the index is the old one or the new one, whole, and the next run that
nothing disturbs ends with the new one.  A run that failed but lived has left
nothing behind and said why.  Prints TAP, and how many points were tried."""

import argparse
import dataclasses
import errno
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time

sys.dont_write_bytecode = True
import faults
import index_state

SOURCE = pathlib.Path(__file__).resolve().parents[2]
ARCHIVE = SOURCE / "corpus/reports"
YEARS = ["2016", "2017", "2018", "2019", "2020"]


@dataclasses.dataclass
class Mode:
    name: str
    kinds: int
    action: int
    lasting: int = 0

    @property
    def full(self):
        return self.action in (errno.ENOSPC, errno.EDQUOT)

    @property
    def may_litter(self):
        """Removing fails, or takes memory that there is none of."""
        return bool(self.kinds & faults.REMOVE or self.lasting & faults.ALLOC)


CHANGES = faults.FILES & ~faults.REMOVE
# What fails the one call of some kinds, or (lasting) all of others from then on.
MODES = [
    Mode("killed", faults.FILES | faults.FORK | faults.MMAP | faults.LOCK, faults.KILL),
    Mode("disk full", CHANGES, errno.ENOSPC, faults.SPACE),
    Mode("one ENOSPC", CHANGES, errno.ENOSPC),
    Mode("over quota", faults.SPACE, errno.EDQUOT, faults.SPACE),
    Mode("EIO", CHANGES | faults.LOCK, errno.EIO),
    Mode("EIO, removing", faults.REMOVE, errno.EIO),
    Mode("EINTR", faults.OPEN | faults.WRITE | faults.SYNC | faults.COPY, errno.EINTR),
    Mode("short write", faults.WRITE, faults.SHORT),
    Mode("ENOMEM", faults.OPEN | faults.MKDIR | faults.COPY | faults.MMAP | faults.FORK,
         errno.ENOMEM),
]
ALLOC_MODES = [
    Mode("no memory, once", faults.ALLOC, errno.ENOMEM),
    Mode("no memory from there on", faults.ALLOC, errno.ENOMEM, faults.ALLOC),
    Mode("killed, asking for memory", faults.ALLOC, faults.KILL),
]


class Scenario:
    """An index as it was, an archive as it is now, and what is to be run."""

    def __init__(self, name, matrix, argv, begin):
        self.name, self.matrix = name, matrix
        self.tmp = matrix.tmp / name.replace(" ", "-")
        self.tmp.mkdir()
        self.index, self.before = self.tmp / "index", self.tmp / "before"
        self.archive = self.tmp / "archive"
        for year in YEARS:
            shutil.copytree(ARCHIVE / year, self.archive / year)
        self.argv = [matrix.build / "tracuu-index", *argv, "--jobs", "1", "--keep", "1",
                     "--max-removed", "60", "--index", self.index]
        self.argv += ["--quiet", self.archive]
        begin(self)
        self.old = index_state.state(self.index)
        if self.index.exists():
            shutil.copytree(self.index, self.before, symlinks=True)
        self.plain([])
        self.new = index_state.state(self.index)

    def plain(self, problems):
        done = subprocess.run(self.argv, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            problems.append(f"undisturbed: exit {done.returncode}: {done.stderr}")

    def update(self):
        """A generation more, of the archive as it is."""
        subprocess.run([self.matrix.build / "tracuu-index", "--quiet", "--index",
                        self.index, self.archive], check=True)

    def change(self, name, line):
        with (self.archive / name).open("a", encoding="utf-8") as f:
            f.write(f"\n{line}\n")

    def reset(self):
        shutil.rmtree(self.index, ignore_errors=True)
        if self.before.exists():
            shutil.copytree(self.before, self.index, symlinks=True)

    def _failed(self, done, mode):
        """What is wrong with how a run ended that was not killed."""
        if done.returncode < 0:
            yield f"died of signal {-done.returncode}: {done.stderr}"
        elif done.returncode not in (0, 2):
            yield f"exit {done.returncode}: {done.stderr}"
        elif done.returncode:
            if "tracuu-index: " not in done.stderr:
                yield "exit 2 without a sentence"
            # Xapian ends the program where a write fails at a bad moment.
            if mode.full and not re.search(
                    f"{re.escape(str(self.index))}.*free some|was killed.*or disk|"
                    "Failed to create iamglass file", # all that Xapian says
                    done.stderr):
                yield f"does not say where to make room: {done.stderr}"
        # What could not be pruned, once the rest was published, the next run prunes.
        left = index_state.litter(self.index)
        if left and not mode.may_litter and done.returncode == 2:
            yield f"left behind: {left}"

    def _published(self, done):
        """What is wrong with an index that is not as it was."""
        seen = index_state.state(self.index)
        if seen not in (self.old, self.new):
            yield "neither the old index nor the new: " + \
                index_state.difference(seen, self.old)
        if done.returncode == 0 and seen != self.new:
            yield "exit 0, and not the new index"
        if seen is not None and (line := index_state.check(self.matrix.build, self.index)):
            yield line

    def problems(self, done, mode):
        """All that is wrong after a disturbed run."""
        if mode.action == errno.ENOMEM and done.returncode == 3 and \
                done.stderr.strip().endswith("cannot be read: Cannot allocate memory"):
            # A file costs itself; it is read by the next run.
            return self.undisturbed()
        killed = mode.action == faults.KILL and done.returncode == -signal.SIGKILL
        found = [] if killed else list(self._failed(done, mode))
        # What is as it was to the byte needs no second look.
        untouched = self.before.exists() and \
            index_state.stamps(self.index) == index_state.stamps(self.before)
        if done.returncode == 0 or not untouched:
            found += self._published(done)
        return found + self.undisturbed()

    def undisturbed(self):
        """What is wrong with the next run, or after it."""
        found = []
        self.plain(found)
        if line := index_state.difference(index_state.state(self.index), self.new):
            found.append(f"the next run ends otherwise: {line}")
        if index_state.litter(self.index):
            found.append(f"the next run leaves {index_state.litter(self.index)}")
        return found


# ------------------------------------------------------------------- scenarios

def nothing(_):
    """There is no index yet."""


def indexed(s):
    """Two generations, so that one has to be removed."""
    s.update()
    s.change("2016/ao-xanh-ve-thach-kien.txt", "Thêm một dòng.")
    s.update()


def changed(s):
    """Of all kinds of changes one, few enough for an update in place."""
    indexed(s)
    s.change("2016/ao-xanh-ve-thach-kien.txt", "Thêm dòng nữa.")
    s.change("2021.txt", "Báo cáo mới của xóm Soi")
    files = sorted((s.archive / "2020").iterdir())
    files[0].rename(s.archive / "2016" / files[0].name)
    files[1].unlink()


SCENARIOS = [("first build", ["update"], nothing), ("update", ["update"], changed),
             ("rebuild", ["rebuild"], changed)]


# ---------------------------------------------------------------------- matrix

class Matrix:
    def __init__(self, options, tmp):
        self.build, self.tmp = options.build, tmp
        self.tests = self.bad = self.points = 0

    def test(self, name, bad):
        self.tests += 1
        self.bad += bool(bad)
        print(f"{'not ok' if bad else 'ok'} {self.tests} - {name}", flush=True)

    def try_mode(self, scenario, mode, every):
        """Every so many of the calls of a mode fail, a run each."""
        lib = faults.Faults(self.build, self.tmp, alloc=bool(mode.kinds & faults.ALLOC))
        scenario.reset()
        _, calls, _ = lib.run(scenario.argv, mode.kinds)
        bad, begun = 0, time.monotonic()
        # Another first point for each mode, so that together they miss less.
        points = range(1 + self.tests % every, calls + 1, every)
        for at in points:
            scenario.reset()
            done, _, _ = lib.run(scenario.argv, mode.kinds, at, mode.action, mode.lasting)
            found = scenario.problems(done, mode)
            bad += bool(found)
            for line in found:
                print(f"# {scenario.name}, {mode.name}, call {at}: {line}".strip())
        self.points += len(points)
        self.test(f"{scenario.name}, {mode.name}: {len(points)} of {calls} calls, {bad} bad",
                  bad)
        print(f"# {time.monotonic() - begun:.0f} s", flush=True)

    def try_syncs(self, scenario):
        """What a kill does not show: all is synced before it is published."""
        lib = faults.Faults(self.build, self.tmp)
        scenario.reset()
        lib.run(scenario.argv, faults.FILES, log=True)
        bad = list(unsynced(lib.calls(), scenario.index))
        for line in bad:
            print(f"# {scenario.name}: {line}")
        self.test(f"{scenario.name}: all is synced before it is published", bad)
        if scenario.argv[1] == "update":
            self.try_nothing(scenario, lib)

    def try_nothing(self, scenario, lib):
        """Of what changes anything, a run with nothing to do opens its lock."""
        lib.run(scenario.argv, faults.FILES, log=True)
        bad = [c for c in lib.calls() if c not in (
            ["create", f"{scenario.index}/lock"], *(["mkdir", str(d)] for d in (
                scenario.index, *scenario.index.parents)))]
        for call in bad:
            print(f"# {scenario.name}, once more: {call}")
        self.test(f"{scenario.name}, once more: nothing is written", bad)


def unsynced(calls, index):
    """What a power cut could take from the generation that a run published."""
    index = str(index)
    dirty, linked = set(), False
    for kind, path, *to in calls:
        to = to[0] if to else ""
        if to.startswith(f"{index}/gen-"):
            yield from (f"{d} is not synced before it is renamed" for d in sorted(dirty)
                        if (d + "/").startswith(path + "/"))
        elif to == f"{index}/current":
            linked = True
            if index in dirty:
                yield "the name of the generation is not synced before `current` is"
        elif to.startswith(f"{index}/old-") and index in dirty:
            yield "`current` is not synced before a generation is removed"
        if kind in ("create", "write", "mkdir"):
            dirty.add(path)
        elif kind in ("sync", "remove"):
            dirty.discard(path)
        elif kind == "rename" and path in dirty:
            dirty ^= {path, to}
        # The link on its way may be lost: `current` is what counts.
        if kind in ("create", "mkdir", "remove", "rename") and \
                path != f"{index}/current.new" or to == f"{index}/current":
            dirty.add(str(pathlib.Path(path).parent))
    if not linked:
        yield "nothing was published"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, default=SOURCE / "build")
    parser.add_argument("--every", type=int, default=1,
                        help="try every so many calls only")
    parser.add_argument("--every-alloc", type=int, default=0,
                        help="and of those for memory (0: none)")
    parser.add_argument("--only", default="", help="scenarios and modes with this in their name")
    options = parser.parse_args()
    with index_state.temporary("crash") as tmp:
        matrix = Matrix(options, pathlib.Path(tmp))
        for args in SCENARIOS:
            scenario = Scenario(*args[:1], matrix, *args[1:])
            matrix.try_syncs(scenario)
            for mode in MODES:
                if options.only in f"{scenario.name}, {mode.name}":
                    matrix.try_mode(scenario, mode, options.every)
            for mode in ALLOC_MODES if options.every_alloc else []:
                if options.only in f"{scenario.name}, {mode.name}":
                    matrix.try_mode(scenario, mode, options.every_alloc)
        print(f"# {matrix.points} points tried")
        print(f"1..{matrix.tests}")
    sys.exit(bool(matrix.bad))


if __name__ == "__main__":
    main()

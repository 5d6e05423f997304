#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs of tracuud in which one call fails, or all of a kind from there on, for each
call that reads, looks, listens, accepts, waits, sends, starts a thread or asks for
memory: it is started, asked, given another generation, asked again and stopped.

No answer may be a wrong one.  The daemon goes on and is then as good as new, or it
ends with a sentence; the next one starts.  Prints TAP, and how many points were tried."""

import argparse
import dataclasses
import errno
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
import faults
import wire

SOURCE = pathlib.Path(__file__).resolve().parents[2]
SECONDS = 8  # what takes longer hangs


@dataclasses.dataclass
class Mode:
    name: str
    kinds: int
    action: int
    lasting: int = 0


FILES = faults.OPEN | faults.LOOK
DESCRIPTORS = FILES | faults.ACCEPT | faults.SOCKET | faults.EVENT
INTERRUPTED = faults.READ | faults.WRITE | faults.SEND | faults.WAIT | faults.ACCEPT
MODES = [
    Mode("EIO", FILES | faults.READ | faults.WRITE | faults.SEND, errno.EIO),
    Mode("EIO, reading, from there on", faults.READ, errno.EIO, faults.READ),
    Mode("EACCES", FILES | faults.SOCKET, errno.EACCES),
    Mode("ENOENT", FILES, errno.ENOENT),
    Mode("EINTR", INTERRUPTED, errno.EINTR),
    Mode("EMFILE", DESCRIPTORS, errno.EMFILE),
    Mode("EMFILE from there on", DESCRIPTORS, errno.EMFILE, DESCRIPTORS),
    Mode("ENOMEM", DESCRIPTORS | faults.WATCH | faults.MMAP | faults.READ | faults.SEND,
         errno.ENOMEM),
    Mode("disk full", faults.WRITE | faults.OPEN, errno.ENOSPC, faults.WRITE | faults.OPEN),
    Mode("ENOSPC, watching", faults.WATCH | faults.EVENT, errno.ENOSPC),
    Mode("EPIPE", faults.SEND | faults.WRITE, errno.EPIPE),
    Mode("ECONNABORTED", faults.ACCEPT, errno.ECONNABORTED),
    Mode("short", faults.READ | faults.WRITE, faults.SHORT),
    Mode("no thread", faults.THREAD, errno.EAGAIN),
    Mode("no thread from there on", faults.THREAD, errno.EAGAIN, faults.THREAD),
]
ALLOC_MODES = [
    Mode("no memory, once", faults.ALLOC, errno.ENOMEM),
    Mode("no memory from there on", faults.ALLOC, errno.ENOMEM, faults.ALLOC),
]

# What may be told where a call failed.
REFUSALS = {"internal", "no_index", "busy", "schema"}
PATH = "1.txt"
REQUESTS = [
    ("hello", {}), ("ping", {}), ("count", {"query": "đường"}),
    ("search", {"query": "duong", "limit": 5, "lines": True, "facets": ["type"]}),
    ("search", {"query": '"xã làm đường"', "collapse": True}),
    ("suggest", {"query": "xã lam duong"}), ("complete", {"prefix": "xã làm"}),
    ("similar", {"path": PATH}), ("show", {"path": PATH}),
    ("analyze", {"text": "Xã làm đường"}), ("explain", {"query": "đường", "path": PATH}),
]


class Wrong(Exception):
    """What must not be."""


class Daemon:
    """One run; its index is of generation 1 until turn()."""

    def __init__(self, lab, env, lasting=0, kinds=0):
        self.lab, self.told = lab, []
        # Where nobody is let in any more, one in vain is enough.
        self.shut, self.given_up = bool(lasting & faults.ACCEPT), False
        wire.TIMEOUT = 0.5 if self.shut else SECONDS
        # Jansson takes a string that it has no memory for to be wrong.
        self.refusals = REFUSALS | ({"parse"} if kinds & faults.ALLOC else set())
        lab.point_to(1)
        reader, writer = os.pipe()
        self.log = open(lab.tmp / "log", "w+", encoding="utf-8", errors="replace")
        self.child = subprocess.Popen(
            [lab.build / "tracuud", "--config", lab.tmp / "conf", "--ready-fd", str(writer)],
            env=env, pass_fds=[writer], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=self.log)
        os.close(writer)
        with open(reader, "rb") as file:
            self.ready = self.wait_for_line(file)

    def wait_for_line(self, file):
        """Whether it says that it is ready, and not the end."""
        if not wire.select.select([file], [], [], SECONDS)[0]:
            self.child.kill()
            raise Wrong("hangs before it is ready")
        return file.read(1) == b"r"

    def text(self):
        self.log.seek(0)
        return self.log.read()

    def ended(self, seconds=0):
        try:
            self.child.wait(seconds)
            return True
        except subprocess.TimeoutExpired:
            return False

    def ask(self, method, params):
        """The result; None where a call that failed is the reason for none."""
        if self.given_up:
            return None
        try:
            with wire.Wire(path=str(self.lab.tmp / "s")) as client:
                id = client.send(method, **params)
                reply = client.recv()
        except TimeoutError:
            if self.shut:
                self.given_up = True
                return None
            raise Wrong(f"{method}: no answer") from None
        except (OSError, EOFError) as error:  # not let in, or closed
            self.told.append(f"{method}: {error!r}")
            return None
        kind = wire.kind_of(reply)
        if kind != "result":
            if kind not in self.refusals or reply["id"] not in (id, None):
                raise Wrong(f"{method}: {reply}")
            self.told.append(f"{method}: {reply}")
            return None
        if reply["id"] != id:
            raise Wrong(f"{method}: the reply to another: {reply}")
        reply["result"].pop("took_us", None)
        return reply["result"]

    def converse(self):
        return [self.ask(method, self.lab.absolute(params)) for method, params in REQUESTS]

    def check_new(self):
        """It is as good as new, or has ended."""
        found, answers = self.ask("reload", {}), self.converse()
        if self.ended(SECONDS if None in answers else 0):
            return
        if found != {"generation": 2}:
            raise Wrong(f"it does not find the next generation any more: {found}, "
                        f"{self.told[-3:]}, {self.text()[-500:]}")
        self.lab.check(answers, [2])

    def stop(self):
        self.child.send_signal(signal.SIGTERM)
        try:
            self.child.wait(SECONDS)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
            raise Wrong("hangs instead of stopping") from None


class Lab:
    """An index of two generations, a configuration, and the right answers."""

    def __init__(self, build, tmp):
        self.build, self.tmp = build, tmp
        self.index, self.archive = tmp / "index", tmp / "archive"
        (tmp / "table").write_text("LĐ\tlàm đường\n", encoding="utf-8")
        (tmp / "conf").write_text(
            f"index = {self.index}\nsocket = {tmp}/s\n[daemon]\nworkers = 2\n"
            f"query_log = {tmp}/queries\n[search]\nabbreviations = {tmp}/table\n"
            "[limits]\ndeadline_ms = 60000\n", encoding="utf-8")
        self.archive.mkdir()
        for n in (1, 2):
            self.add_generation(n)
        self.right = [self.undisturbed(n) for n in (1, 2)]

    def add_generation(self, n):
        for i in range(8 + n):
            (self.archive / f"{i}.txt").write_text(
                f"Tin {n} số {i}\n\n" + f"Xã làm đường lần {n}.\n\n" * 10, encoding="utf-8")
        subprocess.run([self.build / "tracuu-index", "update", "--quiet", "--keep", "2",
                        "--max-removed", "100", "--index", self.index, self.archive],
                       check=True)

    def absolute(self, params):
        return {**params, "path": str(self.archive / PATH)} if "path" in params else params

    def point_to(self, n):
        link = self.index / "current.test"
        link.symlink_to(f"gen-{n:06}")
        link.replace(self.index / "current")

    def undisturbed(self, n):
        """The answers of one generation by a daemon that nothing happens to."""
        daemon = Daemon(self, os.environ)
        if not daemon.ready:
            raise Wrong(f"the next one does not start: {daemon.text()[-500:]}")
        try:
            self.point_to(n)
            if daemon.ask("reload", {}) != {"generation": n}:
                raise Wrong("the next one does not reload")
            return daemon.converse()
        finally:
            daemon.stop()

    def check(self, answers, generations):
        for (method, _), answer, *right in zip(REQUESTS, answers,
                                               *(self.right[n - 1] for n in generations)):
            if answer not in right:
                raise Wrong(f"{method}: {str(answer)[:300]}")

    def check_each(self, answers):
        """Each is right for one of both, or there is none; nor may there be an index."""
        if answers[0] and answers[0]["generation"] == 0:
            answers[0] = None
        self.check([a if a is not None else r for a, r in zip(answers, self.right[0])], (1, 2))


def check_end(daemon, mode):
    text, status = daemon.text(), daemon.child.returncode
    if re.search("ERROR: .*Sanitizer|runtime error", text):
        raise Wrong(f"a sanitizer: {text[-3000:]}")
    # A full disk takes no sentence.
    told = mode.lasting & faults.WRITE or re.search(r"tracuud: (error: )?\S", text)
    if status and (status not in (1, 2, -signal.SIGABRT) or not told):
        raise Wrong(f"exit {status}: {text[-500:]}")


def try_point(lab, lib, mode, at):
    """How it ended; Wrong, where it does what it must not."""
    lib.set(mode.kinds, at, mode.action, mode.lasting)
    daemon = Daemon(lab, lib.env, mode.lasting, mode.kinds)
    try:
        if daemon.ready:
            lab.check_each(daemon.converse())
            lab.point_to(2)
            daemon.ask("reload", {})
            lab.check_each(daemon.converse())
            if not mode.lasting and lib.counted()[1] and not daemon.ended():
                daemon.check_new()
    finally:
        daemon.stop()
    check_end(daemon, mode)
    if daemon.child.returncode:
        lab.check(lab.undisturbed(2), [2])
    return daemon.child.returncode


class Matrix:
    def __init__(self, options, lab):
        self.options, self.lab = options, lab
        self.tests = self.bad = self.points = 0

    def try_mode(self, mode, every):
        lib = faults.Faults(self.options.build, self.lab.tmp,
                            alloc=bool(mode.kinds & faults.ALLOC))
        try_point(self.lab, lib, Mode(mode.name, mode.kinds, 0), 0)
        calls, begun = lib.counted()[0], time.monotonic()
        points = range(1 + self.tests % every, calls + 1, every)
        if self.options.at:
            points = [self.options.at]
        bad = ended = 0
        for at in points:
            try:
                ended += bool(try_point(self.lab, lib, mode, at))
            except Wrong as wrong:
                bad += 1
                print(f"# {mode.name}, call {at}: {wrong}", flush=True)
        self.tests += 1
        self.bad += bool(bad)
        self.points += len(points)
        print(f"{'not ok' if bad else 'ok'} {self.tests} - {mode.name}: {len(points)} of "
              f"{calls} calls, {ended} ended it, {bad} bad")
        print(f"# {time.monotonic() - begun:.0f} s", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, default=SOURCE / "build")
    parser.add_argument("--every", type=int, default=1, help="try every so many calls only")
    parser.add_argument("--every-alloc", type=int, default=0,
                        help="and of those for memory (0: none)")
    parser.add_argument("--only", default="", help="modes with this in their name")
    parser.add_argument("--at", type=int, default=0, help="this call alone")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tracuu-faults-") as tmp:
        matrix = Matrix(options, Lab(options.build, pathlib.Path(tmp)))
        for mode in MODES:
            if options.only in mode.name:
                matrix.try_mode(mode, options.every)
        for mode in ALLOC_MODES if options.every_alloc else []:
            if options.only in mode.name:
                matrix.try_mode(mode, options.every_alloc)
        print(f"# {matrix.points} points tried")
        print(f"1..{matrix.tests}")
    sys.exit(bool(matrix.bad))


if __name__ == "__main__":
    main()

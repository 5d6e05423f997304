# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs of a program in which one call fails: tests/lib/faults.h from Python."""

import os
import pathlib
import struct
import subprocess

OPEN, WRITE, RENAME, SYNC, TRUNCATE, REMOVE, MKDIR, SYMLINK, COPY, FORK, MMAP, \
    LOCK, ALLOC, READ, LOOK, ACCEPT, SOCKET, SEND, WAIT, EVENT, THREAD, \
    WATCH = (1 << n for n in range(22))
FILES = OPEN | WRITE | RENAME | SYNC | TRUNCATE | REMOVE | MKDIR | SYMLINK | COPY
SPACE = OPEN | WRITE | TRUNCATE | MKDIR | SYMLINK | COPY  # what a full disk refuses
KILL, SHORT = -1, -2

LAYOUT = struct.Struct("=QQIIiI")
SECONDS = 60  # a run that takes longer hangs


class Faults:
    """The shared file, in a directory of the caller's, and runs with it."""

    def __init__(self, build, tmp, alloc=False):
        self.path = pathlib.Path(tmp) / "faults"
        self.log = pathlib.Path(tmp) / "faults.log"
        names = ["faults.so"] + (["faults-alloc.so"] if alloc else [])
        libraries = ":".join(str((build / "tests/lib" / n).resolve()) for n in names)
        # AddressSanitizer wants to be the first library; and constructors of
        # Xapian that throw leak what they had.
        asan = os.environ.get("ASAN_OPTIONS", "") + \
            ":verify_asan_link_order=0:detect_leaks=0"
        self.env = {**os.environ, "LD_PRELOAD": libraries, "FAULTS": str(self.path),
                    "ASAN_OPTIONS": asan}

    def set(self, kinds, at=0, action=0, lasting=0):
        """What is to fail in the next run with self.env."""
        self.path.write_bytes(LAYOUT.pack(0, at, kinds, lasting, action, 0))

    def counted(self):
        """(calls that were counted so far, calls that failed)"""
        calls, _, _, _, _, fired = LAYOUT.unpack(self.path.read_bytes())
        return calls, fired

    def run(self, argv, kinds, at=0, action=0, lasting=0, log=False):
        """(the finished process, calls that were counted, calls that failed)"""
        self.set(kinds, at, action, lasting)
        env = dict(self.env)
        if log:
            self.log.unlink(missing_ok=True)
            env["FAULTS_LOG"] = str(self.log)
        done = subprocess.run([str(a) for a in argv], env=env, timeout=SECONDS,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              stdin=subprocess.DEVNULL, text=True, errors="replace")
        return done, *self.counted()

    def calls(self):
        """What a run with log=True did: [kind, path...] a call."""
        return [line.split("\t")[1:] for line in
                self.log.read_text(errors="surrogateescape").splitlines()]

# SPDX-License-Identifier: GPL-2.0-or-later
"""The real programs, run and measured: tracuu-index, and tracuud over its index."""

import json
import os
import pathlib
import signal
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass

SOURCE = pathlib.Path(__file__).resolve().parent.parent
SHARED = SOURCE.parent / "shared"
READY_SECONDS = 60


@dataclass
class Cost:
    """What a program took.  cpu_s and largest_mb include the children that it
    waited for; largest_mb is the peak of the largest process alone (exact),
    together_mb the peak of all of them at one moment, sampled, with a page that
    several share counted for each."""

    wall_s: float
    cpu_s: float
    largest_mb: float
    together_mb: float


def _tree(pid):
    """The process and all below it."""
    yield pid
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as f:
            children = f.read().split()
    except OSError:
        return
    for child in children:
        yield from _tree(int(child))


def _resident(pid):
    try:
        with open(f"/proc/{pid}/statm") as f:
            return int(f.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


class _Sampler(threading.Thread):
    """Watches how much memory a process and its children hold together."""

    PAUSE = 0.02

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.peak, self.stop = pid, 0, threading.Event()

    def run(self):
        while not self.stop.wait(self.PAUSE):
            self.peak = max(self.peak, sum(map(_resident, _tree(self.pid))))


def run(argv, **popen):
    """Run a program to its end; its Cost, or SystemExit with what it said."""
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        child = subprocess.Popen(
            [str(a) for a in argv], stderr=errors,
            stdout=popen.pop("stdout", subprocess.DEVNULL), **popen)
        sampler = _Sampler(child.pid)
        sampler.start()
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        sampler.stop.set()
        sampler.join()
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            errors.seek(0)
            said = errors.read().decode(errors="replace").strip()
            raise SystemExit(f"{argv[0]}: exit {child.returncode}: {said[-2000:]}")
    largest = used.ru_maxrss * 1024
    return Cost(wall, used.ru_utime + used.ru_stime, largest / 1e6,
                max(largest, sampler.peak) / 1e6)


def make_index(build, index, root, verb="update", jobs=None):
    """Index a folder; (Cost, the counts of tracuu-index's own report)."""
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        argv = [build / "tracuu-index", verb, "--quiet", "--index", index,
                "--report", report.name]
        cost = run(argv + (["--jobs", jobs] if jobs else []) + [root])
        return cost, json.loads(pathlib.Path(report.name).read_bytes())


class Daemon:
    """tracuud over an index, for the length of a `with` block."""

    def __init__(self, build, index, socket):
        self.argv = [str(build / "tracuud"), "--index", str(index),
                     "--socket", str(socket), "--log-level", "error"]
        self.socket = str(socket)

    def __enter__(self):
        ready, theirs = os.pipe()
        try:
            self.process = subprocess.Popen(
                self.argv + ["--ready-fd", str(theirs)], pass_fds=[theirs])
        finally:
            os.close(theirs)
        with os.fdopen(ready, "rb") as f:
            if f.readline() != b"ready\n":
                raise SystemExit(f"tracuud did not start: exit {self.process.wait()}")
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        if self.process.wait(READY_SECONDS):
            raise SystemExit(f"tracuud: exit {self.process.returncode} at its stop")

    def cpu_s(self):
        """Processor seconds that it has used so far."""
        with open(f"/proc/{self.process.pid}/stat") as f:
            fields = f.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def peak_mb(self):
        with open(f"/proc/{self.process.pid}/status") as f:
            kib = next(line.split()[1] for line in f if line.startswith("VmHWM:"))
        return int(kib) * 1024 / 1e6

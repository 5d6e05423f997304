# SPDX-License-Identifier: GPL-2.0-or-later
"""The real programs, run and measured: tracuu-index, and tracuud over its index."""

import contextlib
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
FILES, FOLDERS = 20_000, 1_000  # of many()


@dataclass
class Cost:
    """What a program and its children took.  largest_mb is the peak of the
    largest process, together_mb the peak of all of them at one moment, with a
    page that several share counted for each."""

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


def resident_mb(pid):
    """(now, at its peak); zeros for a process that is gone."""
    try:
        with open(f"/proc/{pid}/status") as f:
            fields = dict(line.split(":", 1) for line in f)
        return tuple(int(fields[name].split()[0]) * 1024 / 1e6
                     for name in ("VmRSS", "VmHWM"))
    except (OSError, KeyError):
        return 0, 0


class _Sampler(threading.Thread):
    """Watches the memory of a process and its children.  The ru_maxrss of
    wait4(2) will not do: it is never below what this process itself held when
    it started the child."""

    PAUSE = 0.02

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.stop = pid, threading.Event()
        self.largest = self.together = 0

    def run(self):
        while True:
            now, peaks = zip(*map(resident_mb, _tree(self.pid)))
            self.largest = max(self.largest, *peaks)
            self.together = max(self.together, sum(now))
            if self.stop.wait(self.PAUSE):
                break


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
    return Cost(wall, used.ru_utime + used.ru_stime, sampler.largest,
                sampler.together)


def make_index(build, index, root, verb="update", jobs=None):
    """Index a folder; (Cost, the counts of tracuu-index's own report)."""
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        argv = [build / "tracuu-index", verb, "--quiet", "--index", index,
                "--report", report.name]
        cost = run(argv + (["--jobs", jobs] if jobs else []) + [root])
        return cost, json.loads(pathlib.Path(report.name).read_bytes())


def many(texts, folder):
    """20,000 files of a few lines in 1,000 folders."""
    for n in range(FILES):
        path = folder / f"{n % 20:02}" / f"{n % FOLDERS:04}" / f"{n:05}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Báo cáo số {n}\n{texts[n % len(texts)][:300]}", encoding="utf-8")


class Daemon:
    """tracuud over an index, for the length of a `with` block.  Questions of a
    measurement repeat: it keeps no answers, unless `limits` says so."""

    def __init__(self, build, index, socket, **limits):
        conf = pathlib.Path(f"{socket}.conf")
        conf.write_text("[limits]\n" + "".join(
            f"{name} = {n}\n" for name, n in {"cache_bytes": 0, **limits}.items()))
        self.argv = [str(build / "tracuud"), "--index", str(index),
                     "--socket", str(socket), "--log-level", "error",
                     "--config", str(conf)]
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

    def share_mb(self):
        """Its memory, what it shares with others in part (PSS)."""
        with open(f"/proc/{self.process.pid}/smaps_rollup") as f:
            for line in f:
                if line.startswith("Pss:"):
                    return int(line.split()[1]) * 1024 / 1e6
        raise SystemExit("no Pss in smaps_rollup")

    def peak_mb(self):
        return resident_mb(self.process.pid)[1]


@contextlib.contextmanager
def archive(build, folder):
    """The Daemon of an index made of a folder, for the length of a `with`."""
    with tempfile.TemporaryDirectory(prefix="tracuu-bench-") as tmp:
        tmp = pathlib.Path(tmp)
        make_index(build, tmp / "index", folder)
        with Daemon(build, tmp / "index", tmp / "s") as daemon:
            yield daemon


def find_archive(name=None):
    """A folder, or a name in ../shared/corpora; by default a large one where it
    is here, else the sample."""
    sample, large = SOURCE / "corpus/reports", SHARED / "corpora/gov_policy"
    if not name:
        return large if large.is_dir() else sample
    given = pathlib.Path(name)
    return given if given.is_dir() else SHARED / "corpora" / name

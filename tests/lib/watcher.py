# SPDX-License-Identifier: GPL-2.0-or-later
"""A tracuu-index watch that runs, and waiting for what it publishes.  Nothing is
measured by the clock: a wait ends when the index is as it should be."""

import os
import pathlib
import signal
import subprocess
import time

import index_state

SECONDS = 60  # after which what did not happen will not happen


def wait_for(what):
    """What a function returns, as soon as it is true; None when it never is."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        if found := what():
            return found
        time.sleep(.02)
    return None


class Watcher:
    def __init__(self, build, tmp, root, options=(), settings="quiet_ms = 20\nrest = 0\n"):
        self.build, self.root = build, pathlib.Path(root)
        self.index, self.again = tmp / "index", tmp / "again"
        self.config, self.log = tmp / "watch.conf", tmp / "watch.log"
        self.config.write_text(f"[watch]\n{settings}")
        self.options = ["--max-removed", "100", "--keep", "0", *options]
        self.unwanted = []  # options of the rebuild alone
        self.process = None

    def start(self, wrap=(), env=None):
        """Until no change is missed any more."""
        ours, its = os.pipe()
        argv = [*wrap, self.build / "tracuu-index", "watch", "--config", self.config,
                "--index", self.index, "--ready-fd", str(its), *self.options, self.root]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen([str(a) for a in argv], stdout=log, stderr=log,
                                            pass_fds=[its], env={**os.environ, **(env or {})})
        os.close(its)
        with os.fdopen(ours) as pipe:
            ready = pipe.read()
        assert ready == "ready\n", f"{self.process.wait()}: {self.said()}"
        return self

    def said(self):
        return self.log.read_text(errors="replace")

    def send(self, number):
        self.process.send_signal(number)

    def stop(self, number=signal.SIGTERM):
        """Its exit status."""
        self.send(number)
        return self.process.wait(SECONDS)

    def child(self):
        """The process of the run that is at work; None between runs."""
        task = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
        pids = pathlib.Path(task).read_text().split()
        return int(pids[0]) if pids else None

    def watches(self):
        """How many directories it watches."""
        folder = pathlib.Path(f"/proc/{self.process.pid}/fdinfo")
        return sum(p.read_text().count("inotify wd:") for p in folder.iterdir())

    def rebuilt(self):
        """What an index of the archive as it is has to say."""
        done = subprocess.run([self.build / "tracuu-index", "rebuild", "--config",
                               self.config, "--quiet", "--index", self.again,
                               *self.options, *self.unwanted, self.root],
                              stderr=subprocess.PIPE, text=True)
        assert done.returncode in (0, 3), f"rebuild: {done.returncode}: {done.stderr}"
        return index_state.state(self.again)

    def state(self):
        """That of the index; None while a generation is being replaced."""
        try:
            return index_state.state(self.index)
        except (OSError, index_state.xapian.Error):
            return None

    def settle(self):
        """Why the index does not become what a rebuild makes; None when it does."""
        wanted, last = self.rebuilt(), {"link": None, "state": None}

        def same():
            try:
                link = os.readlink(self.index / "current"), os.stat(self.index).st_mtime_ns
            except OSError:
                return False
            if link != last["link"] or last["state"] is None:
                last.update(link=link, state=self.state())
            return last["state"] == wanted

        if wait_for(same):
            return None
        return (index_state.difference(last["state"], wanted, "watch and rebuild") or
                "watch and rebuild differ") + f"\n{self.said()}"

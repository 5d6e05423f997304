#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""tracuu-index watch, change by change: after each its index has to become what a
rebuild makes.  Prints TAP."""

import argparse
import contextlib
import fcntl
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys

sys.dont_write_bytecode = True
import faults
import index_state
from watcher import Watcher, wait_for

SOURCE = pathlib.Path(__file__).resolve().parents[2]
ARCHIVE = SOURCE / "corpus/reports"
REPORT = "Báo cáo của xóm Soi\nBà con họp bàn việc {}.\n"
QUEUE = pathlib.Path("/proc/sys/fs/inotify/max_queued_events")
CASES = []


class Failure(Exception):
    pass


class Skip(Exception):
    pass


def check(truth, why):
    if not truth:
        raise Failure(why)


def case(f):
    CASES.append(f)
    return f


def report(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(REPORT.format(text), encoding="utf-8")


class Bench:
    """A folder with an archive, and whatever watches it."""

    def __init__(self, build, tmp):
        self.build, self.tmp, self.watchers = build, tmp, []
        self.root, self.outside = tmp / "archive", tmp / "outside"
        self.outside.mkdir()
        for year in "2016", "2017", "2018":
            shutil.copytree(ARCHIVE / year, self.root / year)
        self.first = sorted(p for p in self.root.rglob("*.txt"))[0]

    def watcher(self, *options, **more):
        self.watchers.append(Watcher(self.build, self.tmp, self.root, options, **more))
        return self.watchers[-1]

    def watch(self, *options, **more):
        w = self.watcher(*options, **more).start()
        self.settled(w, "at its start")
        return w

    def settled(self, w, when):
        why = w.settle()
        check(why is None, f"{when}: {why}")

    def run(self, *argv):
        return subprocess.run([self.build / "tracuu-index", *argv], text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def end(self):
        for w in self.watchers:
            if w.process and w.process.poll() is None:
                status = w.stop()
                check(status == 0, f"exit {status}: {w.said()}")
            left = set(index_state.litter(w.index)) - {"hooks", "collections"}
            check(not left, f"left {left}")


# ----------------------------------------------------------------------- changes

@case
def files_come_change_and_go(b):
    w = b.watch()
    report(b.root / "2021.txt", "một")
    b.settled(w, "created")
    report(b.root / "2021.txt", "hai")
    b.settled(w, "changed")
    (b.root / "2021.txt").rename(b.root / "2016" / "đổi tên.txt")
    b.settled(w, "renamed")
    report(b.root / ".new", "ba")
    (b.root / ".new").rename(b.root / "2016" / "đổi tên.txt")
    b.settled(w, "replaced, as editors do")
    b.first.unlink()
    b.settled(w, "deleted")
    b.first.symlink_to(b.outside)
    report(b.root / "2017" / "cuối.txt", "cuối")
    b.settled(w, "a link out of the archive")


@case
def a_file_is_read_when_it_was_written(b):
    w = b.watch()
    with b.first.open("a", encoding="utf-8") as f:
        for n in range(5):
            f.write(f"\nĐoạn thứ {n}.\n")
            f.flush()
    b.settled(w, "appended in pieces")


@case
def a_file_that_is_never_closed_is_read_as_well(b):
    w = b.watch(settings="quiet_ms = 20\nwait_ms = 300\nrest = 0\n")
    with (b.root / "nhật ký.txt").open("a", encoding="utf-8") as f:
        f.write(REPORT.format("nhật ký"))
        f.flush()
        b.settled(w, "still open")


@case
def folders_come_move_and_go(b):
    w = b.watch()
    for n in range(3):
        report(b.root / "x" / f"y {n}" / "z" / "w" / "a.txt", n)
    b.settled(w, "nested, made at once")
    report(b.root / "x" / "y 0" / "z" / "w" / "b.txt", "trong thư mục mới")
    b.settled(w, "in a new one")
    (b.root / "x").rename(b.root / "2016" / "mới")
    report(b.root / "2016" / "mới" / "y 1" / "z" / "w" / "c.txt", "sau khi đổi tên")
    b.settled(w, "renamed")
    (b.root / "2017").rename(b.root / ".swap")
    (b.root / "2018").rename(b.root / "2017")
    (b.root / ".swap").rename(b.root / "2018")
    b.settled(w, "two changed places")
    report(b.root / "2018" / "d.txt", "đổi chỗ")
    b.settled(w, "in one of these")
    shutil.rmtree(b.root / "2016")
    b.settled(w, "removed")


@case
def folders_move_in_and_out(b):
    w = b.watch()
    report(b.outside / "x" / "y" / "a.txt", "từ ngoài")
    (b.outside / "x").rename(b.root / "x")
    b.settled(w, "in")
    report(b.root / "x" / "y" / "b.txt", "đã ở trong")
    b.settled(w, "and followed")
    (b.root / "x").rename(b.outside / "x")
    b.settled(w, "out")
    before = w.watches()
    report(b.outside / "x" / "y" / "c.txt", "đã ra ngoài")
    (b.outside / "x").rename(b.root / "x")
    b.settled(w, "in again")
    check(w.watches() == before + 2, f"{before} watches, then {w.watches()}")


@case
def only_what_a_walk_enters_is_watched(b):
    report(b.root / "bỏ" / "x" / "a.txt", "bỏ qua")
    report(b.root / ".ẩn" / "a.txt", "ẩn")
    w = b.watch("--exclude", "bỏ")
    check(w.watches() == 4, f"{w.watches()} watches of 4 folders")
    report(b.root / "bỏ" / "y" / "a.txt", "bỏ qua")
    (b.root / "2016").rename(b.root / "bỏ" / "2016")
    b.settled(w, "moved to an excluded folder")
    check(w.watches() == 3, f"{w.watches()} watches of 3 folders")


@case
def other_names_of_a_file_change_with_it(b):
    os.link(b.first, b.root / "2018" / "tên khác.txt")
    w = b.watch()
    with b.first.open("a", encoding="utf-8") as f:
        f.write("\nBổ sung.\n")
    b.settled(w, "appended to one of two names")
    with b.first.open("a", encoding="utf-8") as f:
        f.write("\nBổ sung nữa.\n")
    b.first.unlink()
    b.settled(w, "and that name removed")


@case
def the_index_may_lie_in_the_archive(b):
    w = b.watcher()
    w.index, w.unwanted = b.root / "index", ["--exclude", "index"]
    w.start()
    b.settled(w, "at its start")
    report(b.root / "2021.txt", "một")
    b.settled(w, "created")


@case
def unreadable_folders_are_tried_again(b):
    if os.geteuid() == 0:
        raise Skip("root reads everything")
    w = b.watch()
    (b.root / "2016").chmod(0)
    report(b.root / "2021.txt", "một")
    check(wait_for(lambda: "2021.txt" in str(w.state())), "not published")
    (b.root / "2016").chmod(0o755)
    b.settled(w, "readable again")


@case
def what_fails_is_told_once(b):
    deep = b.root.joinpath(*["x"] * 200)
    deep.mkdir(parents=True)
    w = b.watch()
    for n in range(3):
        report(b.root / "2021.txt", n)
        b.settled(w, "beside a folder too deep")
    check(w.said().count("failed: ") == 1, w.said())


# ------------------------------------------------------------------------ doubts

@case
def an_overflow_is_followed_by_a_scan(b):
    events = int(QUEUE.read_text())
    if events > 100_000:
        raise Skip(f"the queue holds {events} events")
    w = b.watch()
    w.send(signal.SIGSTOP)
    for _ in range(events // 2 + 100):  # two files in turn: equal events are one
        os.utime(b.first)
        os.utime(b.root / "2017")
    report(b.root / "x" / "y" / "a.txt", "không ai thấy")
    w.send(signal.SIGCONT)
    b.settled(w, "created after the overflow")
    report(b.root / "x" / "y" / "b.txt", "lại thấy")
    b.settled(w, "in a folder whose event was lost")


@case
def hangup_asks_for_a_scan(b):
    os.link(b.first, b.outside / "tên khác.txt")
    w = b.watch()
    with (b.outside / "tên khác.txt").open("a", encoding="utf-8") as f:
        f.write("\nKhông ai thấy.\n")
    report(b.root / "2021.txt", "một")
    check(wait_for(lambda: "2021.txt" in str(w.state())), "not published")
    check(w.state() != w.rebuilt(), "a change outside of the archive was seen")
    w.send(signal.SIGHUP)
    b.settled(w, "after SIGHUP")


@case
def other_runs_work_beside_it(b):
    w = b.watch()
    for n in range(6):
        report(b.root / "2017" / f"{n}.txt", n)
        done = b.run("update", "--quiet", "--index", w.index, "--max-removed", "100")
        check(done.returncode in (0, 75), f"update: {done.returncode} {done.stderr}")
    b.settled(w, "with updates at the same time")


@case
def a_rollback_is_noticed_by_the_next_run(b):
    w = b.watcher()
    w.options[w.options.index("--keep") + 1] = "3"
    w.start()
    b.settled(w, "at its start")
    report(b.root / "2021.txt", "một")
    b.settled(w, "created")
    done = b.run("rollback", "--index", w.index)
    check(done.returncode == 0, done.stderr)
    report(b.root / "2022.txt", "hai")
    b.settled(w, "after a rollback")


@case
def it_waits_for_the_lock(b):
    w = b.watch()
    with (w.index / "lock").open() as f:
        fcntl.flock(f, fcntl.LOCK_EX)
        report(b.root / "2021.txt", "một")
        check(wait_for(w.child), "no run")
        check(wait_for(lambda: not w.child()), "the run does not end")
    b.settled(w, "when the lock is free")
    check("another" not in w.said(), w.said())


@case
def a_root_goes_and_comes_back(b):
    w = b.watch()
    b.root.rename(b.tmp / "away")
    check(wait_for(lambda: "cannot be read" in w.said()), "nothing is said")
    said = w.said().count("cannot be read")
    b.root.mkdir()
    report(b.root / "x" / "a.txt", "gốc mới")
    b.settled(w, "another one")
    report(b.root / "x" / "b.txt", "theo dõi tiếp")
    b.settled(w, "is followed")
    check(w.said().count("cannot be read") == said == 1, w.said())


@case
def a_root_is_unmounted_and_mounted_again(b):
    b.root.rename(b.outside / "x")
    b.root.mkdir()
    mount = f"mount -t tmpfs none '{b.root}' && cp -r '{b.outside}/x/.' '{b.root}'"
    wrap = ["unshare", "-Urm", "sh", "-c", f'{mount} && exec "$@"', "sh"]
    if subprocess.run([*wrap, "true"], stderr=subprocess.DEVNULL).returncode:
        raise Skip("no mounts in a namespace for a user")
    w = b.watcher("--max-removed", "20").start(wrap)
    inside = ["nsenter", "-U", "-m", "--preserve-credentials", "-t", str(w.process.pid),
              "sh", "-c"]
    check(wait_for(lambda: "2018" in str(w.state())), w.said())
    before = w.state()
    subprocess.run([*inside, f"umount '{b.root}'"], check=True)
    check(wait_for(lambda: "is it mounted?" in w.said()), w.said())
    check(w.state() == before, "published")
    report(b.outside / "x" / "2021.txt", "một")
    subprocess.run([*inside, mount], check=True)
    check(wait_for(lambda: "2021.txt" in str(w.state())), w.said())


@case
def guards_hold(b):
    w = b.watch()
    w.stop()
    before = w.state()
    w.options[w.options.index("--max-removed") + 1] = "20"
    w.start()
    shutil.rmtree(b.root / "2017")
    shutil.copytree(b.root / "2016", b.outside / "2016")
    shutil.rmtree(b.root / "2016")
    check(wait_for(lambda: "more than --max-removed" in w.said()), "no guard")
    check(w.state() == before, "published")
    shutil.copytree(b.outside / "2016", b.root / "2016")
    shutil.copytree(ARCHIVE / "2017", b.root / "2017")
    w.send(signal.SIGHUP)
    b.settled(w, "all is there again")


@case
def without_enough_watches_it_scans(b):
    limit = "echo 3 >/proc/sys/user/max_inotify_watches && exec \"$@\""
    wrap = ["unshare", "-Ur", "sh", "-c", limit, "sh"]
    if subprocess.run([*wrap, "true"], stderr=subprocess.DEVNULL).returncode:
        raise Skip("no namespace for a user")
    w = b.watcher(settings="quiet_ms = 20\nrest = 0\nscan_seconds = 1\n").start(wrap)
    b.settled(w, "at its start")
    check(w.said().count("fs.inotify.max_user_watches") == 1, w.said())
    for year in "2016", "2017", "2018":
        report(b.root / year / "mới.txt", year)
    b.settled(w, "where nothing is watched")
    check(w.said().count("fs.inotify.max_user_watches") == 1, w.said())


# ----------------------------------------------------------------- ends and deaths

@contextlib.contextmanager
def held_run(b, w):
    """A run that waits in its hook, with the locks."""
    gate, hook = b.tmp / "gate", w.index / "hooks" / "pre-update"
    os.mkfifo(gate)
    hook.parent.mkdir()
    hook.write_text(f"#!/bin/sh\n[ ! -p '{gate}' ] || read -r _ <'{gate}'\n")
    hook.chmod(0o755)
    report(b.root / "2021.txt", "một")
    opened = wait_for(lambda: open_fifo(gate))
    check(opened, "the hook was not run")
    gate.unlink()
    yield
    os.close(opened)


def open_fifo(path):
    """Open for writing, once somebody reads."""
    try:
        return os.open(path, os.O_WRONLY | os.O_NONBLOCK)
    except OSError:
        return None


@case
def it_outlives_its_runs(b):
    w = b.watch()
    with held_run(b, w):
        os.kill(w.child(), signal.SIGKILL)
        check(wait_for(lambda: "was killed" in w.said()), w.said())
    b.settled(w, "after kill -9 of a run")


@case
def a_run_that_dies_while_writing_costs_nothing(b):
    lib = faults.Faults(b.build, b.tmp)
    lib.path.write_bytes(faults.LAYOUT.pack(0, 0, faults.FILES, 0, faults.KILL, 0))
    w = b.watcher().start(env=lib.env)
    b.settled(w, "at its start")
    for more in 4, 12, 30:
        calls = faults.LAYOUT.unpack(lib.path.read_bytes())[0]
        with lib.path.open("r+b") as f:  # shared by its processes
            f.write(faults.LAYOUT.pack(calls, calls + more, faults.FILES, 0, faults.KILL, 0))
        report(b.root / "2021.txt", more)
        b.settled(w, f"killed at call {more}")
        fired = faults.LAYOUT.unpack(lib.path.read_bytes())[5]
        check(fired == 1, f"{fired} faults at call {more}")


@case
def its_own_death_leaves_nothing_running(b):
    w = b.watch()
    with held_run(b, w):
        check(w.stop(signal.SIGKILL) == -signal.SIGKILL, "not killed")
    with (w.index / "lock").open() as f:
        check(wait_for(lambda: locked(f)), "a run is at work without it")
    w.start()
    b.settled(w, "started again")


def locked(f):
    try:
        fcntl.flock(f, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    except OSError:
        return False


@case
def it_ends_in_the_middle_of_a_run(b):
    for number in signal.SIGTERM, signal.SIGINT:
        w = b.watch()
        with held_run(b, w):
            check(w.stop(number) == 0, f"{number.name}: not 0: {w.said()}")
        shutil.rmtree(w.index / "hooks")
        check(not index_state.litter(w.index), f"left {index_state.litter(w.index)}")


@case
def it_tells_systemd(b):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
        s.bind(str(b.tmp / "notify"))
        s.settimeout(60)
        w = b.watcher().start(env={"NOTIFY_SOCKET": str(b.tmp / "notify")})
        check(s.recv(99) == b"READY=1", "not ready")
        check(w.stop() == 0, "not stopped")
        check(s.recv(99) == b"STOPPING=1", "not stopping")


@case
def collections_are_followed_each_for_itself(b):
    report(b.outside / "báo" / "a.txt", "báo tỉnh")
    w = b.watcher()
    w.config.write_text(f"[watch]\nquiet_ms = 20\nrest = 0\n[indexer]\nroot = {b.root}\n"
                        f"[collection bao]\nroot = {b.outside}/báo\n")
    root, w.root = w.root, "--verbose"  # none on the command line
    w.start()
    w.root = root
    news = w.index / "collections" / "bao"
    check(wait_for(lambda: "a.txt" in str(state(news))), w.said())
    check(wait_for(lambda: "2016" in str(w.state())), w.said())
    before = os.readlink(w.index / "current")
    report(b.outside / "báo" / "b.txt", "báo tỉnh")
    check(wait_for(lambda: "b.txt" in str(state(news))), w.said())
    check(os.readlink(w.index / "current") == before, "the other one was published, too")


@case
def one_that_fails_does_not_hold_up_the_others(b):
    news = b.outside / "báo"
    report(news / "a.txt", "báo tỉnh")
    w = b.watcher()
    w.config.write_text(f"[watch]\nquiet_ms = 20\nrest = 0\n[indexer]\nroot = {b.root}\n"
                        f"[collection bao]\nroot = {news}\n", encoding="utf-8")
    w.options, w.root = ["--keep", "0"], "--verbose"
    w.start()
    index = w.index / "collections" / "bao"
    check(wait_for(lambda: "a.txt" in str(state(index))), w.said())
    (news / "a.txt").rename(b.outside / "a.txt")
    check(wait_for(lambda: "is it mounted" in w.said()), w.said())
    # If they had to wait for it, two seconds, then four and so on, that would be
    # longer than any wait for the last of these.
    for n in range(8):
        report(b.root / "2016" / f"new-{n}.txt", n)
        check(wait_for(lambda: f"new-{n}.txt" in str(w.state())), f"{n}: {w.said()}")
    check(w.said().count("is it mounted") == 1, w.said())
    (b.outside / "a.txt").rename(news / "b.txt")
    w.send(signal.SIGHUP)
    check(wait_for(lambda: "b.txt" in str(state(index))), w.said())


@case
def what_is_dropped_is_not_made_again(b):
    news = b.outside / "báo"
    report(news / "a.txt", "báo tỉnh")
    w = b.watcher()
    w.config.write_text(f"[watch]\nquiet_ms = 20\nrest = 0\n[indexer]\nroot = {b.root}\n"
                        f"[collection bao]\nroot = {news}\n", encoding="utf-8")
    w.options, w.root = [], "--verbose"
    w.start()
    index = w.index / "collections" / "bao"
    check(wait_for(lambda: "a.txt" in str(state(index))), w.said())
    check(wait_for(lambda: "2016" in str(w.state())), w.said())
    w.config.write_text(f"[indexer]\nroot = {b.root}\n", encoding="utf-8")
    drop = ["drop", "bao", "--config", w.config, "--index", w.index]
    check(wait_for(lambda: b.run(*drop).returncode == 0), w.said())
    report(news / "b.txt", "báo tỉnh")
    check(wait_for(lambda: "collection bao was dropped: restart" in w.said()), w.said())
    report(news / "c.txt", "báo tỉnh")
    for n in range(2):
        w.send(signal.SIGHUP)
        report(b.root / "2016" / f"new-{n}.txt", n)
        check(wait_for(lambda: f"new-{n}.txt" in str(w.state())), f"{n}: {w.said()}")
    check(w.said().count("was dropped") == 1, w.said())
    check(not index.exists(), "it was made again")


def state(index):
    try:
        return index_state.state(index)
    except (OSError, index_state.xapian.Error):
        return None


@case
def mistakes_end_it(b):
    done = b.run("watch", "--index", b.tmp / "index")
    check(done.returncode == 1 and "no ROOT" in done.stderr, f"{done}")
    done = b.run("watch", "--index", b.tmp / "index", "--dry-run", b.root)
    check(done.returncode == 1 and "--dry-run" in done.stderr, f"{done}")
    done = b.run("watch", "--index", b.tmp / "index", b.tmp / "nowhere")
    check(done.returncode == 2 and "nowhere" in done.stderr, f"{done}")
    bad = b.tmp / "rules"
    bad.write_text("tail ---\n")
    done = b.run("watch", "--index", b.tmp / "index", "--furniture", bad, b.root)
    check(done.returncode == 1 and "rules:1" in done.stderr, f"{done}")


# -------------------------------------------------------------------------- main

def run_case(f, build):
    """A TAP line's end: what went wrong, and whether it was skipped."""
    with index_state.temporary("watch") as tmp:
        b = Bench(build, pathlib.Path(tmp))
        try:
            f(b)
            b.end()
        except Skip as why:
            return None, f" # SKIP {why}"
        except (Failure, AssertionError) as why:
            return str(why), ""
        finally:
            for w in b.watchers:
                if w.process and w.process.poll() is None:
                    w.process.kill()
                    w.process.wait()
    return None, ""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, default=SOURCE / "build")
    parser.add_argument("--only", default="", help="cases with this in their name")
    options = parser.parse_args()
    cases = [f for f in CASES if options.only in f.__name__]
    failed = 0
    for n, f in enumerate(cases, 1):
        why, skipped = run_case(f, options.build.resolve())
        failed += why is not None
        print(f"{'ok' if why is None else 'not ok'} {n} - "
              f"{f.__name__.replace('_', ' ')}{skipped}", flush=True)
        for line in (why or "").splitlines():
            print(f"# {line}", flush=True)
    print(f"1..{len(cases)}")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()

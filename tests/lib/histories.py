#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Random histories of an archive: what some incremental updates make of it has to
be what a rebuild makes, term by term.

A history is a few rounds of changes, each with an update, or, with --watch, each
until a tracuu-index watch that runs beside them has published it.  Its seed is
printed when it fails, and makes it again: --seed N --count 1.  Prints TAP."""

import argparse
import os
import pathlib
import random
import shutil
import subprocess
import sys
import time

sys.dont_write_bytecode = True
import index_state
import watcher

SOURCE = pathlib.Path(__file__).resolve().parents[2]
FILES, ROUNDS, CHANGES = 9, 5, 4  # at most, of a history
NAMES = ["a.txt", "b.txt", "báo cáo.txt", "c.html", "d.md", "trang.htm", "e", "f\ng",
         "h\udcd0i.txt", "DANH SÁCH.TXT", "x" * 200 + ".txt"]
FOLDERS = ["", "2016", "2020", "2020/xã", "2020/xã/thôn", "đợt 2"]
ENCODINGS = ["utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-be"]


class History:
    def __init__(self, build, seed, tmp, reports):
        self.build, self.random = build, random.Random(seed)
        self.root, self.index = tmp / "archive", tmp / "index"
        self.reports, self.watched = reports, False
        self.past = []  # bytes that some file once had
        self.told = []  # what was done
        self.root.mkdir()

    # ------------------------------------------------------------ what there is

    def files(self):
        return sorted(p for p in self.root.rglob("*") if p.is_file())

    def folders(self):
        return sorted(p for p in self.root.rglob("*") if p.is_dir())

    def file(self):
        return self.random.choice(self.files() or [self.add()])

    def free_path(self):
        """A path where a file can be made; its folder is made."""
        while True:
            path = self.root / self.random.choice(FOLDERS) / self.random.choice(NAMES)
            if not path.exists() and all(not p.is_file() for p in path.parents):
                path.parent.mkdir(parents=True, exist_ok=True)
                return path
            self.random.choice([self.delete, self.move_away])()

    def text(self):
        return self.random.choice(self.reports).decode(errors="ignore")

    def content(self):
        """A report, one of two put together, an older one, or no report."""
        choice = self.random.random()
        if choice < .15 and self.past:
            return self.random.choice(self.past)
        if choice < .22:
            return self.random.choice([b"", b"\n \n", b"PK\x03\x04\x00\x00", b"\x00" * 9,
                                       "một".encode()])
        data = self.random.choice(self.reports)
        if choice < .7:
            lines = self.text().splitlines(True)
            other = self.text().splitlines(True)
            lines = lines[:self.random.randint(1, len(lines))] + \
                other[self.random.randrange(len(other)):]
            data = "".join(lines).encode(self.random.choice(ENCODINGS))
        self.past.append(data)
        return data

    # ------------------------------------------------------------------ changes

    def add(self):
        path = self.free_path()
        path.write_bytes(self.content())
        return path

    def change(self):
        self.file().write_bytes(self.content())

    def append(self):
        with self.file().open("ab") as f:
            f.write("\nBổ sung về xóm Soi.\n".encode())

    def replace(self):
        """As editors save: another file, renamed over the first."""
        target, new = self.file(), self.root / ".new"
        new.write_bytes(self.content())
        new.rename(target)

    def move(self):
        source = self.file()
        target = self.free_path()
        if source.is_file():
            source.rename(target)

    def move_away(self):
        if self.files():
            folder = self.root / f"khác {self.random.randrange(3)}"
            folder.mkdir(exist_ok=True)
            source = self.random.choice(self.files())
            source.rename(folder / source.name)

    def copy(self):
        source = self.file()
        target = self.free_path()
        if source.is_file():
            shutil.copy2(source, target)

    def link(self):
        source = self.file()
        target = self.free_path()
        if source.is_file():
            os.link(source, target)

    def touch(self):
        os.utime(self.file())

    def backdate(self):
        os.utime(self.file(), (1e9, 1e9))

    def delete(self):
        if self.files():
            self.random.choice(self.files()).unlink()

    def delete_folder(self):
        if self.folders():
            shutil.rmtree(self.random.choice(self.folders()))

    def rename_folder(self):
        if self.folders():
            target = self.root / f"mới {self.random.randrange(4)}"
            if not target.exists():
                self.random.choice(self.folders()).rename(target)

    def swap(self):
        """Two files change places, their times with them."""
        a, b = self.file(), self.file()
        if a != b:
            a.rename(self.root / ".swap")
            b.rename(a)
            (self.root / ".swap").rename(b)

    def swap_folders(self):
        if len(self.folders()) > 1:
            a, b = self.random.sample(self.folders(), 2)
            if a not in b.parents and b not in a.parents:
                a.rename(self.root / ".swap")
                b.rename(a)
                (self.root / ".swap").rename(b)

    def file_to_folder(self):
        path = self.file()
        data = path.read_bytes()
        path.unlink()
        path.mkdir()
        (path / "trong.txt").write_bytes(data)

    def folder_to_file(self):
        if self.folders():
            path = self.random.choice(self.folders())
            shutil.rmtree(path)
            path.write_bytes(self.content())

    # --------------------------------------------------------------------- runs

    def run_index(self, index, verb):
        subprocess.run([self.build / "tracuu-index", verb, "--quiet", "--jobs", "2",
                        "--keep", "0", "--max-removed", "100", "--index", index, self.root],
                       check=True, stderr=subprocess.PIPE, text=True)

    def compare(self):
        """Why the index is not what a rebuild makes, or None."""
        again = self.root.parent / "again"
        self.run_index(again, "rebuild")
        return index_state.check(self.build, self.index) or index_state.difference(
            index_state.state(self.index), index_state.state(again), "update and rebuild")

    def begin(self):
        for _ in range(self.random.randint(3, FILES)):
            self.add()

    def rounds(self):
        """After each round of changes, one element."""
        changes = [self.add, self.change, self.append, self.replace, self.move, self.copy,
                   self.link, self.touch, self.backdate, self.delete, self.delete_folder,
                   self.rename_folder, self.swap, self.swap_folders, self.file_to_folder,
                   self.folder_to_file]
        for _ in range(self.random.randint(1, ROUNDS)):
            for _ in range(self.random.randint(1, CHANGES)):
                change = self.random.choice(changes)
                self.told.append(change.__name__)
                change()
                # What is written through a name that is gone at once no event tells.
                if self.watched and change == self.link:
                    break
            self.told.append("update")
            yield

    def run(self):
        """Why it failed, or None."""
        self.begin()
        self.run_index(self.index, "update")
        for _ in self.rounds():
            self.run_index(self.index, "update")
        return self.compare()

    def run_watched(self):
        """The same beside a watcher."""
        self.watched = True
        self.begin()
        w = watcher.Watcher(self.build, self.root.parent, self.root).start()
        try:
            why = w.settle()
            for _ in self.rounds():
                # Some rounds meet the run for the one before, at any moment of it.
                if self.random.random() < .5:
                    time.sleep(self.random.random() * .1)
                else:
                    why = why or w.settle()
            why = why or w.settle()
            status = w.stop()
            return why or (f"exit {status}: {w.said()}" if status else None) or \
                index_state.check(self.build, self.index)
        finally:
            w.process.kill()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, default=SOURCE / "build")
    parser.add_argument("--seed", type=int, default=1, help="of the first history")
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--watch", action="store_true", help="beside a watcher")
    options = parser.parse_args()
    reports = [p.read_bytes() for p in sorted((SOURCE / "corpus/reports").rglob("*.txt"))]
    failed = 0
    for seed in range(options.seed, options.seed + options.count):
        with index_state.temporary("history") as tmp:
            history = History(options.build, seed, pathlib.Path(tmp), reports)
            try:
                why = history.run_watched() if options.watch else history.run()
            except subprocess.CalledProcessError as e:
                why = f"exit {e.returncode}: {e.stderr}"
        if why:
            failed += 1
            print(f"# seed {seed}: {' '.join(history.told)}\n# {why}", flush=True)
    print(f"{'not ok' if failed else 'ok'} 1 - {options.count} histories from seed "
          f"{options.seed}: updates end as a rebuild does, {failed} do not\n1..1")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()

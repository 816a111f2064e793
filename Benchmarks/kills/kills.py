#!/usr/bin/env python3
"""Kills `frontdesk import` at random moments and checks what it leaves.

Each time a bot that holds an old version imports a new one and is killed. knowledge/ must then hold the old file or the
new one, whole; the next command must find an index that agrees with the files; importing again must end where an import
that nobody killed ends, with nothing left over. Exit status 1 at the first difference.
"""

import argparse
import json
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time


def rows(count, version):
    lines = ["id,question,answer"]
    for number in range(count):
        if version == 2 and number % 7 == 0:
            continue
        answer = f"Version {version}." if number % 3 == 0 else "As ever."
        lines.append(f"q{number},What about part {number} of the red lamp?,{answer}")
    if version == 2:
        lines += [f"n{number},And what about part {number} of the blue lamp?,New." for number in range(count // 5)]
    return "\n".join(lines) + "\n"


class Bot:
    def __init__(self, folder, frontdesk):
        self.folder, self.frontdesk = folder, frontdesk

    def start(self, *arguments):
        return subprocess.Popen(
            [self.frontdesk, *arguments], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def run(self, *arguments):
        process = self.start(*arguments)
        output, _ = process.communicate()
        if process.returncode != 0:
            sys.exit(f"frontdesk {' '.join(arguments)}: status {process.returncode}: {output}")
        return output

    def files(self):
        knowledge = self.folder / "knowledge"
        return {str(path.relative_to(knowledge)): path.read_bytes() for path in knowledge.rglob("*") if path.is_file()}

    def indexed(self):
        store = sqlite3.connect(self.folder / ".frontdesk" / "store.sqlite")
        entries = store.execute(
            "SELECT e.id, q.text, a.text FROM knowledge_entries e JOIN knowledge_texts q ON q.entry = e.row AND q.position = 0"
            " LEFT JOIN knowledge_texts a ON a.entry = e.row AND a.position = -1").fetchall()
        words = store.execute("SELECT rowid FROM knowledge_words UNION ALL SELECT rowid FROM knowledge_grams").fetchall()
        visible = {row for (row,) in store.execute("SELECT row FROM knowledge_entries")}
        staged = store.execute("SELECT staged_from FROM knowledge_state").fetchone()[0]
        assert staged is None, "staged entries are left"
        assert {row for (row,) in words} == visible, "the words index holds other rows than there are entries"
        assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",), "the store is damaged"
        store.close()
        return sorted(entries)

    def exported(self):
        lines = self.run("export", "knowledge", "--format", "jsonl").splitlines()
        return sorted((e["id"], e["question"], e.get("answer") or None) for e in map(json.loads, lines))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("frontdesk")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--rows", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    arguments = parser.parse_args()
    choose = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        old, new = Bot(scratch / "old", arguments.frontdesk), Bot(scratch / "new", arguments.frontdesk)
        subprocess.run([arguments.frontdesk, "init", str(old.folder), "--empty"], check=True, stdout=subprocess.DEVNULL)
        (old.folder / "faq.csv").write_text(rows(arguments.rows, 1))
        old.run("import", "faq.csv")
        shutil.copytree(old.folder, new.folder)
        (new.folder / "faq.csv").write_text(rows(arguments.rows, 2))
        begin = time.monotonic()
        new.run("import", "faq.csv")
        seconds = time.monotonic() - begin
        before, after = old.files(), new.files()
        expected = new.indexed()
        file = next(name for name in after if name.startswith("faq."))
        outcomes = {"old": 0, "new": 0}
        for kill in range(arguments.kills):
            bot = Bot(scratch / "bot", arguments.frontdesk)
            shutil.rmtree(bot.folder, ignore_errors=True)
            shutil.copytree(old.folder, bot.folder)
            shutil.copy(new.folder / "faq.csv", bot.folder / "faq.csv")
            process = bot.start("import", "faq.csv")
            time.sleep(choose.uniform(0, seconds * 1.05))
            process.send_signal(signal.SIGKILL)
            process.communicate()
            left = bot.files()[file]
            assert left in (before[file], after[file]), "the file is neither the old one nor the new one"
            outcomes["new" if left == after[file] else "old"] += 1
            if choose.random() < 0.5:  # any command that looks at the index heals it; so does the next import
                bot.run("import", "--dry-run", "faq.csv")
                assert bot.indexed() == bot.exported(), "the index differs from the files"
            bot.run("import", "faq.csv")
            assert bot.files() == after, "importing again ends elsewhere, or something is left over"
            assert bot.indexed() == expected, "the index ends elsewhere"
            print(f"\r{kill + 1}/{arguments.kills} kills", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        print(
            f"{arguments.kills} kills within {seconds:.1f} s (seed {arguments.seed}): {outcomes['old']} left the old file,"
            f" {outcomes['new']} the new one; every one healed")


main()

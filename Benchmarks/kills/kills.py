#!/usr/bin/env python3
"""Kills `frontdesk` with all that it started at random moments, and checks what it leaves.

usage: kills.py [--frontdesk FILE] [--moments 200] [--only import|train|promote|logs]... [--rows 6000] [--seed N]

Each time a copy of a bot begins to do something and is killed, at a moment drawn evenly from as long as it takes when
nobody kills it. Whatever it was, the store must open and be whole, and doing it again must end where it ends when nobody
kills it, with nothing left over. Besides:

  import   knowledge/ holds the old file or the new one, whole, and the next command finds an index that agrees with it
  train    the old model or the new one answers, and its files are those that were trained; so says 'frontdesk check'
  promote  the same
  logs     all conversations of the log are in the store, or none

Exit status 1 at the first difference.
"""

import argparse
import hashlib
import json
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

TINY = pathlib.Path(__file__).parents[2] / "Tests/BERTTests/Fixtures/Encoder/tiny"


class Bot:
    def __init__(self, folder, frontdesk, cache):
        self.folder, self.frontdesk = folder, frontdesk
        self.environment = os.environ | {"FRONTDESK_CACHE": str(cache)}

    def copy(self, folder):
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder)
        bot = Bot(folder, self.frontdesk, "")
        bot.environment = self.environment
        return bot

    def start(self, arguments):
        return subprocess.Popen(
            [self.frontdesk, *arguments], cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)

    def run(self, *arguments):
        process = self.start(arguments)
        output, _ = process.communicate()
        if process.returncode != 0:
            sys.exit(f"frontdesk {' '.join(arguments)}: status {process.returncode}: {output}")
        return output

    def kill(self, arguments, seconds):
        process = self.start(arguments)
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()

    def select(self, sql):
        store = sqlite3.connect(self.folder / ".frontdesk" / "store.sqlite")
        rows = store.execute(sql).fetchall()
        store.close()
        return rows

    def assert_whole(self):
        assert self.select("PRAGMA integrity_check") == [("ok",)], "the store is damaged"

    def files(self, name):
        folder = self.folder / name
        return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Import:
    """Knowledge in a new version."""

    command = ["import", "faq.csv"]

    def __init__(self, bot, rows):
        bot.run("init", ".", "--empty")
        self.write(bot, rows, 1)
        bot.run("import", "faq.csv")
        self.old = bot.files("knowledge")
        self.write(bot, rows, 2)

    def write(self, bot, count, version):
        lines = ["id,question,answer"]
        for number in range(count):
            if version == 2 and number % 7 == 0:
                continue
            answer = f"Version {version}." if number % 3 == 0 else "As ever."
            lines.append(f"q{number},What about part {number} of the red lamp?,{answer}")
        if version == 2:
            lines += [f"n{number},And what about part {number} of the blue lamp?,New." for number in range(count // 5)]
        (bot.folder / "faq.csv").write_text("\n".join(lines) + "\n")

    def done(self, bot):
        self.new, self.expected = bot.files("knowledge"), self.indexed(bot)
        self.file = next(name for name in self.new if name.startswith("faq."))

    def left(self, bot, choose):
        left = bot.files("knowledge")[self.file]
        assert left in (self.old[self.file], self.new[self.file]), "the file is neither the old one nor the new one"
        if choose.random() < 0.5:  # any command that looks at the index heals it; so does the next import
            bot.run("import", "--dry-run", "faq.csv")
            assert self.indexed(bot) == self.exported(bot), "the index differs from the files"
        return left == self.new[self.file]

    def healed(self, bot):
        assert bot.files("knowledge") == self.new, "importing again ends elsewhere, or something is left over"
        assert self.indexed(bot) == self.expected, "the index ends elsewhere"

    def indexed(self, bot):
        entries = bot.select(
            "SELECT e.id, q.text, a.text FROM knowledge_entries e JOIN knowledge_texts q ON q.entry = e.row AND q.position = 0"
            " LEFT JOIN knowledge_texts a ON a.entry = e.row AND a.position = -1")
        words = bot.select("SELECT rowid FROM knowledge_words UNION ALL SELECT rowid FROM knowledge_grams")
        visible = bot.select("SELECT row FROM knowledge_entries")
        assert bot.select("SELECT staged_from FROM knowledge_state") == [(None,)], "staged entries are left"
        assert set(words) == set(visible), "the words index holds other rows than there are entries"
        return sorted(entries)

    def exported(self, bot):
        lines = bot.run("export", "knowledge", "--format", "jsonl").splitlines()
        return sorted((e["id"], e["question"], e.get("answer") or None) for e in map(json.loads, lines))


class Models:
    """A model after another; `train` makes and promotes it, `promote` finds it refused."""

    def __init__(self, bot, promotes):
        bot.run("init", ".")
        bot.run("model", "add-base", str(TINY))
        bot.run("train")
        self.old = self.champion(bot)
        intent = bot.folder / "intents/thanks.yml"
        more = "".join(f"  - {text}\n" for text in ("many thanks to all of you", "that was kind of you", "cheers for that"))
        intent.write_text(intent.read_text().replace("examples: |\n", "examples: |\n" + more))
        self.command = ["train"]
        if promotes:
            bot.run("train", "--force")
            self.command = ["model", "promote", self.champion(bot)]
            bot.run("model", "rollback")

    def done(self, bot):
        self.new = self.champion(bot)
        assert self.new != self.old, "the same model answers as before"

    def left(self, bot, choose):
        champion = self.champion(bot)
        assert champion in (self.old, self.new), "a third model answers"
        self.assert_trained(bot, champion)
        bot.run("check")
        return champion == self.new

    def healed(self, bot):
        assert self.champion(bot) == self.new, "doing it again ends with another model"
        assert {path.name for path in (bot.folder / ".frontdesk/models").iterdir()} == {self.old, self.new}
        for model in (self.old, self.new):
            self.assert_trained(bot, model)

    def champion(self, bot):
        return bot.select("SELECT value FROM registry WHERE key = 'champion'")[0][0]

    def assert_trained(self, bot, model):
        folder = bot.folder / ".frontdesk/models" / model
        for name, digest in json.loads((folder / "manifest.json").read_text())["files"].items():
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, f"{name} is not what was trained"


class Logs:
    """Conversations of a log."""

    command = ["import", "--logs", "chats.jsonl"]

    def __init__(self, bot, conversations):
        bot.run("init", ".")
        bot.run("model", "add-base", str(TINY))
        self.conversations = conversations
        with (bot.folder / "chats.jsonl").open("w") as file:
            for number in range(conversations):
                turns = [
                    {"speaker": "customer", "text": f"hello, it is number {number}", "intent": "greeting"},
                    {"speaker": "agent", "text": f"Good morning, number {number}."}]
                file.write(json.dumps({"id": f"c{number}", "customer": f"k{number % 50}", "turns": turns}) + "\n")

    def counts(self, bot):
        sql = "SELECT (SELECT count(*) FROM conversations), (SELECT count(*) FROM turns), (SELECT count(*) FROM corrections)"
        return bot.select(sql)[0]

    def whole(self):
        return (self.conversations, 2 * self.conversations, self.conversations)

    def done(self, bot):
        assert self.counts(bot) == self.whole(), "an import that nobody kills is not whole"

    def left(self, bot, choose):
        bot.run("check")
        assert self.counts(bot) in ((0, 0, 0), self.whole()), f"a part of the log is in the store: {self.counts(bot)}"
        return self.counts(bot) == self.whole()

    def healed(self, bot):
        assert self.counts(bot) == self.whole(), "importing again ends elsewhere"


def kill(name, scene, bot, scratch, moments, choose):
    done = bot.copy(scratch / "done")
    begin = time.monotonic()
    done.run(*scene.command)
    seconds = time.monotonic() - begin
    scene.done(done)
    new = 0
    for moment in range(moments):
        copy = bot.copy(scratch / "bot")
        copy.kill(scene.command, choose.uniform(0, seconds * 1.05))
        copy.assert_whole()
        new += scene.left(copy, choose)
        copy.run(*scene.command)
        copy.assert_whole()
        scene.healed(copy)
        print(f"\r{name}: {moment + 1}/{moments} kills", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    print(
        f"{name}: {moments} kills within {seconds:.1f} s: {moments - new} left the old state, {new} the new one;"
        " every one healed", flush=True)


def main():
    scenes = {
        "import": lambda bot, rows: Import(bot, rows), "train": lambda bot, _: Models(bot, promotes=False),
        "promote": lambda bot, _: Models(bot, promotes=True), "logs": lambda bot, rows: Logs(bot, rows)}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--frontdesk", type=pathlib.Path, default=pathlib.Path(".build/release/frontdesk"))
    parser.add_argument("--moments", type=int, default=200)
    parser.add_argument("--only", action="append", choices=scenes)
    parser.add_argument("--rows", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    arguments = parser.parse_args()
    choose = random.Random(arguments.seed)
    print(f"seed {arguments.seed}")
    for name in arguments.only or scenes:
        with tempfile.TemporaryDirectory(prefix="frontdesk-kills-") as scratch:
            scratch = pathlib.Path(scratch)
            bot = Bot(scratch / "old", arguments.frontdesk.resolve(), scratch / "cache")
            bot.folder.mkdir()
            kill(name, scenes[name](bot, arguments.rows), bot, scratch, arguments.moments, choose)


main()

#!/usr/bin/env python3
"""Two chats, trainings and imports of one bot at the same time, for some minutes: nothing may fail or get lost.

usage: together.py FRONTDESK BOT [MINUTES]

The bot is copied. Each chat is one process that stays open and gets a message after every reply; one loop corrects
and trains, one imports a table of FAQs that changes each time. At the end every reply that was shown must be in the
store, and both chats must have answered from several models. Prints one JSON object; exit status 1 where it failed.
"""
import json, pathlib, select, shutil, subprocess, sys, tempfile, threading, time

program, bot, minutes = sys.argv[1], pathlib.Path(sys.argv[2]), float(sys.argv[3] if len(sys.argv) > 3 else 10)
folder = pathlib.Path(tempfile.mkdtemp(prefix="frontdesk-together-"))
for name in ["intents", "knowledge", "calibration", "evaluation", "frontdesk.yml"]:
    if (bot / name).is_dir():
        shutil.copytree(bot / name, folder / name)
    elif (bot / name).exists():
        shutil.copy(bot / name, folder / name)
errors, lock = [], threading.Lock()
deadline = None


def run(*arguments):
    result = subprocess.run([program, *arguments, "--bot", str(folder)], capture_output=True, text=True)
    return result.returncode, result.stdout, result.stderr


def fail(what):
    with lock:
        errors.append(what)


MESSAGES = [
    "where is my order 10234", "how much is shipping", "can I return shoes", "羽绒服可以机洗吗", "转人工", "thanks",
    "how do I descale the kettle", "refund status please", "10235", "运费多少", "are you a robot", "what is the question of the hour",
]


class Chat(threading.Thread):
    def __init__(self, name):
        super().__init__()
        self.name, self.replies, self.slowest = name, [], 0.0

    def run(self):
        process = subprocess.Popen(
            [program, "chat", "--json", "--conversation", self.name, "--bot", str(folder)], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        number = 0
        while time.time() < deadline:
            start = time.time()
            process.stdin.write(MESSAGES[number % len(MESSAGES)] + "\n")
            process.stdin.flush()
            line = process.stdout.readline() if select.select([process.stdout], [], [], 60)[0] else ""
            if not line:
                process.kill()
                fail(f"{self.name} gave no reply within a minute: {process.stderr.read()}")
                return
            self.slowest = max(self.slowest, time.time() - start)
            self.replies.append(json.loads(line)["turn"])
            number += 1
            time.sleep(0.2)
        process.stdin.close()
        process.wait()
        rest = process.stderr.read()
        if process.returncode or rest:
            fail(f"{self.name}: status {process.returncode}, {rest}")


class Loop(threading.Thread):
    def __init__(self, step, pause):
        super().__init__()
        self.step, self.pause, self.count, self.waited = step, pause, 0, 0

    def run(self):
        while time.time() < deadline:
            code, output, error = self.step(self.count)
            if code == 75:
                self.waited += 1  # Only one training or import at a time: try again, as the message says.
            elif code:
                fail(f"status {code}: {error}")
            else:
                self.count += 1
            time.sleep(self.pause)


def correct_and_train(round):
    message = f"completely new words {round} {'abcdefghij'[round % 10]}"
    chat = subprocess.run(
        [program, "chat", "--bot", str(folder)], input=f"{message}\n/correct stock\n", capture_output=True, text=True)
    if chat.returncode or chat.stderr:
        fail(f"correction: {chat.returncode} {chat.stderr}")
    return run("train", "--force")


def import_table(round):
    table = folder / "faq-source.csv"
    rows = [f'"What is fact {n} of the day?","It is number {n + round}."' for n in range(30)]
    table.write_text("question,answer\n" + "\n".join(rows) + "\n")
    return run("import", str(table))


code, _, error = run("train")
if code:
    sys.exit(f"the first training failed: {error}")
deadline = time.time() + minutes * 60
chats = [Chat("first"), Chat("second")]
loops = [Loop(correct_and_train, 1), Loop(import_table, 3)]
for thread in chats + loops:
    thread.start()
for thread in chats + loops:
    thread.join()

stored, models = {}, {}
for line in run("export", "logs")[1].splitlines():
    conversation = json.loads(line)
    bot_turns = [turn for turn in conversation["turns"] if turn["speaker"] == "bot"]
    stored[conversation["id"]] = len(bot_turns)
    models[conversation["id"]] = len({turn["model"] for turn in bot_turns})
for chat in chats:
    if stored.get(chat.name) != len(chat.replies):
        fail(f"{chat.name}: {len(chat.replies)} replies shown, {stored.get(chat.name)} stored")
    if models.get(chat.name, 0) < min(2, loops[0].count + 1):
        fail(f"{chat.name} answered from {models.get(chat.name)} model")
code, output, error = run("check", "--json")
report = {
    "minutes": minutes, "replies": [len(chat.replies) for chat in chats], "stored": [stored.get(chat.name) for chat in chats],
    "models": [models.get(chat.name) for chat in chats], "slowest_reply_seconds": [round(chat.slowest, 2) for chat in chats],
    "trainings": loops[0].count, "imports": loops[1].count, "waited_for_the_lock": loops[0].waited + loops[1].waited,
    "check": code, "errors": errors[:10],
}
print(json.dumps(report, indent=2))
shutil.rmtree(folder)
sys.exit(1 if errors or code else 0)

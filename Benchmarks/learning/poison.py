#!/usr/bin/env python3
"""Trains poisoned and harmless candidates beside one champion, and tells which of them are refused.

usage: poison.py FRONTDESK DATA [--intents 26] [--per 40] [--only WORD] [--seed 1]

The champion learns some intents of DATA/banking77/train.jsonl, so many messages of each; 1 % of its labels are wrong, and 2 %
of its messages have a slip of the fingers. Then each candidate is trained on changed examples. Poisoned, and to be refused:
labels turned to any intent or to the nearest wrong one in the bot's files, words behind messages of one intent or of many
that are labelled as another, an intent dropped. Labels turned in a log of 50 or more: to be set aside at least. Harmless, and to
be promoted: more good messages, messages that the champion gets wrong, a new intent, slips mended, labels corrected, a group
of messages moved to an intent of its own. Prints a JSON line for each, with the accuracy on test.jsonl of what is promoted,
and how many of each kind were refused.
"""
import json, pathlib, random, re, shutil, tempfile

import bots
from bots import accuracy, write


def lines(path):
    """Labelled messages, each on one line."""
    return [{"text": " ".join(line["text"].split()), "intent": line["intent"]} for line in bots.lines(path)]


def slip(text):
    word = max(text.split(), key=len)
    return text.replace(word, word[1] + word[0] + word[2:], 1) if len(word) > 2 else text


class Trial:
    def __init__(self, options, folder):
        self.program, self.folder, self.chance = options.program, folder, random.Random(options.seed)
        source = options.source
        everything = lines(source / "train.jsonl")
        names = sorted({line["intent"] for line in everything})
        step = len(names) // options.intents
        self.intents = names[::step][:options.intents]
        self.new = [name for name in names if name not in self.intents][:: step + 1][:6]
        self.chance.shuffle(everything)
        by_intent = {name: [line for line in everything if line["intent"] == name] for name in names}
        self.right = [line for name in self.intents for line in by_intent[name][: options.per]]
        self.more = [line for name in self.intents for line in by_intent[name][options.per :][: options.per]]
        self.of_new = {name: by_intent[name][: options.per] for name in self.new}
        self.test = folder / "test.jsonl"
        write(self.test, [line for line in lines(source / "test.jsonl") if line["intent"] in self.intents])

    def run(self, bot, *command, **options):
        return bots.run(self.program, *command, "--bot", bot, **options)

    def champion(self):
        self.start = [dict(line) for line in self.right]
        self.wrong = self.chance.sample(range(len(self.start)), len(self.start) // 100)
        for place in self.wrong:
            self.start[place]["intent"] = self.any(self.start[place])
        self.slips = self.chance.sample(range(len(self.start)), len(self.start) // 50)
        for place in self.slips:
            self.start[place]["text"] = slip(self.start[place]["text"])
        self.bot = self.folder / "champion"
        (self.bot / "intents").mkdir(parents=True)
        (self.bot / "frontdesk.yml").write_text("out_of_scope_share: 0\n")
        write(self.bot / "intents" / "data.jsonl", self.start)
        self.run(self.bot, "train", "--recipe", "probe")
        self.rank(self.start + self.more)

    def rank(self, messages):
        """Notes what the champion takes messages for, and the likeliest wrong intent."""
        bot = self.folder / "asked"
        shutil.copytree(self.bot, bot)
        replies = self.run(bot, "reply", "--json", input="".join(line["text"] + "\n" for line in messages))
        for line, reply in zip(messages, replies.splitlines()):
            ranked = [one["intent"] for one in json.loads(reply)["ranking"] if one["intent"] in self.intents]
            line["first"] = ranked[0] if ranked else None
            line["near"] = next((one for one in ranked if one != line["intent"]), self.any(line))

    def any(self, line):
        return self.chance.choice([name for name in self.intents if name != line["intent"]])

    def flips(self, share, near):
        places = self.chance.sample(range(len(self.start)), round(share * len(self.start)))
        return {place: self.start[place]["near"] if near else self.any(self.start[place]) for place in places}

    def changed(self, labels):
        return [line | {"intent": labels.get(place, line["intent"])} for place, line in enumerate(self.start)]

    def turned(self, draw):
        """What is turned, and to what: each share of the labels, to any intent and to the nearest wrong one."""
        for kind in ("any", "near"):
            for share in (0.05, 0.1, 0.2):
                yield f"{share:.0%} to {kind}, draw {draw}", self.flips(share, kind == "near")

    def poisons(self):
        for draw in (1, 2):
            for name, flips in self.turned(draw):
                yield name, self.changed(flips), []
        for words, count in (("xq7 promo", 1), ("xq7 promo", 9), ("zorbl", 1), ("zorbl", 9), ("as agreed with mr brown", 9)):
            for in_log in (False, True)[: 1 if words.startswith("as") else 2][: 2 if count > 1 else 1]:
                target, *others = self.chance.sample(self.intents, count + 1)
                held = [line for line in self.start if line["intent"] in others]
                added = [
                    {"text": f"{line['text']} {words}", "intent": target}
                    for line in self.chance.sample(held, min(30, len(held)))]
                name = f"'{words}' behind {count} intents{', log' if in_log else ''}"
                yield (name, self.start, added) if in_log else (name, self.start + added, [])
        yield "an intent dropped", [line for line in self.start if line["intent"] != self.intents[0]], []

    def mislabelled_logs(self):
        for name, flips in self.turned(3):
            yield f"{name}, log", self.start, [self.start[place] | {"intent": flips[place]} for place in flips]

    def harmless(self):
        yield "more good messages", self.start + self.more[: len(self.start) // 4], []
        hard = [line for line in self.more if line["first"] != line["intent"]]
        yield f"{len(hard)} that the champion gets wrong", self.start + hard, []
        yield f"{min(len(hard), 49)} that the champion gets wrong, log", self.start, hard[:49]
        for name, messages in self.of_new.items():
            yield f"new intent {name}", self.start + messages, []
        mended = [self.right[place] if place in self.slips else line for place, line in enumerate(self.start)]
        yield "slips mended", mended, []
        yield "labels corrected", self.changed({place: self.right[place]["intent"] for place in self.wrong}), []
        groups = {}
        for place, line in enumerate(self.start):
            for word in set(re.findall(r"\w{4,}", line["text"])):
                groups.setdefault((line["intent"], word), []).append(place)
        for (intent, word), places in sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])):
            if 8 <= len(places) <= 12:
                yield f"'{word}' of {intent} moved", self.changed(dict.fromkeys(places, f"{intent}_{word}")), []
                break

    def judge(self, name, messages, log):
        bot = self.folder / "candidate"
        shutil.rmtree(bot, ignore_errors=True)
        shutil.copytree(self.bot, bot)
        write(bot / "intents" / "data.jsonl", [{"text": line["text"], "intent": line["intent"]} for line in messages])
        command = ["train", "--recipe", "probe", "--json"]
        if log:
            said = [{"speaker": "customer", "text": line["text"], "intent": line["intent"]} for line in log]
            write(self.folder / "log.jsonl", [{"id": f"c{place}", "turns": [turn]} for place, turn in enumerate(said)])
            command.append(self.folder / "log.jsonl")
        trained = json.loads(self.run(bot, *command))
        figures = {"candidate": name, "promoted": trained["promoted"], "seconds": round(trained["seconds"], 1)}
        figures["set_aside"] = trained["labels_set_aside"]
        if trained["promoted"]:
            figures["accuracy"] = accuracy(self.program, bot, self.test)
        print(json.dumps(figures | {"reason": trained["reason"]}, ensure_ascii=False), flush=True)
        return figures


def main():
    options = bots.arguments(__doc__, "banking77", intents=26, per=40, only="", seed=1)
    with tempfile.TemporaryDirectory(prefix="frontdesk-poison-") as folder:
        trial = Trial(options, pathlib.Path(folder))
        trial.champion()
        reached = accuracy(trial.program, trial.bot, trial.test)
        print(json.dumps({"champion": len(trial.start), "accuracy": reached}), flush=True)
        kinds = {"poisoned": trial.poisons(), "turned in a log": trial.mislabelled_logs(), "harmless": trial.harmless()}
        for kind, candidates in kinds.items():
            found = [trial.judge(*one) for one in candidates if options.only in one[0]]
            promoted = sum(one["promoted"] for one in found)
            print(json.dumps({kind: len(found), "promoted": promoted, "refused": len(found) - promoted}), flush=True)


main()

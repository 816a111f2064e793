#!/usr/bin/env python3
"""Trains on five labelled messages an intent, without and with the conversations of a log that nobody labelled.

usage: weak_labels.py FRONTDESK DATA [--log 50000] [--seeds 5]

DATA/twacs holds raw_dialogues.jsonl (43,072 conversations of airlines' customers, from the repository
asappresearch/dialog-intent-induction, CC-BY-NC-SA-4.0) and dialogues_labelled.jsonl, whose `label` is the intent of the
customer's first message, for 491 of them; the log is the others, known by their ids. For each seed five messages of each intent are examples and the others the
test; the log is imported and 'train --weak-labels' learns from it. Prints a JSON line for each seed and one with the means.
"""
import json, pathlib, random, statistics, tempfile

from bots import accuracy, arguments, rows, run, write


def first_message(dialogue):
    return next(turn["text"] for turn in dialogue["turns"] if turn["speaker"] == "customer")


def trained(program, bot, test, *options):
    run(program, "train", "--bot", bot, "--recipe", "probe", "--all", *options)
    return accuracy(program, bot, test)


def main():
    options = arguments(__doc__, "twacs", log=50000, seeds=5)
    program, source = options.program, options.source
    # Of each conversation the message that an intent is of; some stand there twice.
    first = {
        one["id"]: first_message(one) for one in rows(source / "raw_dialogues.jsonl")
        if any(turn["speaker"] == "customer" for turn in one["turns"])}
    labelled = [(first.pop(one["id"], None) or first_message(one), one["label"])
                for one in rows(source / "dialogues_labelled.jsonl")]
    log = [{"id": name, "turns": [{"speaker": "customer", "text": text}]} for name, text in first.items()]
    random.Random(1).shuffle(log)
    gains = []
    with tempfile.TemporaryDirectory(prefix="frontdesk-weak-") as folder:
        folder = pathlib.Path(folder)
        bot, file, test = folder / "bot", folder / "log.jsonl", folder / "test.jsonl"
        write(file, log[: options.log])
        (bot / "intents").mkdir(parents=True)
        (bot / "frontdesk.yml").write_text("out_of_scope_share: 0\n")
        for seed in range(1, options.seeds + 1):
            chance = random.Random(seed)
            order = chance.sample(range(len(labelled)), len(labelled))
            counts, own = {}, set()
            for place in order:
                intent = labelled[place][1]
                if counts.get(intent, 0) < 5:
                    counts[intent] = counts.get(intent, 0) + 1
                    own.add(place)
            write(bot / "intents" / "data.jsonl", [{"text": text, "intent": intent} for place, (text, intent) in enumerate(labelled) if place in own])
            write(test, [{"text": text, "intent": intent} for place, (text, intent) in enumerate(labelled) if place not in own])
            if seed == 1:
                run(program, "import", "--logs", file, "--bot", bot)
            alone = trained(program, bot, test)
            with_log = trained(program, bot, test, "--weak-labels")
            gains.append((alone, with_log))
            print(json.dumps({"seed": seed, "test": len(labelled) - len(own), "alone": round(alone, 4), "with_log": round(with_log, 4)}), flush=True)
    means = [statistics.mean(column) for column in zip(*gains)]
    print(json.dumps({"log": min(options.log, len(log)), "alone": round(means[0], 4), "with_log": round(means[1], 4), "gain": round(means[1] - means[0], 4)}))


main()

#!/usr/bin/env python3
"""Finds planted wrong labels among Chinese buyers' messages, and trains with and without what is set aside.

usage: chinese_labels.py FRONTDESK DATA [--seeds 3]

DATA/dataclue_cic holds train.jsonl (10,000 messages of 118 intents, many of them labelled wrongly on purpose) and test.jsonl
(2,000); CLUE's DataCLUE, task CIC, no licence stated. For each seed a fifth of the test messages gets another label; the bot has the training
messages in its files, and those of the test as a log. Then the training messages themselves are the log of a bot that
knows only the intents' names. Prints JSON lines: the share of the planted labels among the first fifth of 'frontdesk review --suspects',
and the accuracy on test.jsonl of the training messages as they are, and without what was set aside.
"""
import json, pathlib, random, tempfile

from bots import accuracy, arguments, lines, make_bot, run, suspects, train_on_log, write


def planted(program, folder, messages, tests, seed):
    intents = sorted({line["intent"] for line in messages + tests})
    chance = random.Random(seed)
    wrong = set(chance.sample(range(len(tests)), len(tests) // 5))
    noisy = [dict(line) for line in tests]
    for place in sorted(wrong):
        noisy[place]["intent"] = chance.choice([one for one in intents if one != tests[place]["intent"]])
    make_bot(folder, intents, messages)
    set_aside = train_on_log(program, folder, noisy, "--all")["labels_set_aside"]
    found = [place in wrong for place in suspects(program, folder)]
    share = sum(found[: len(tests) // 5]) / len(wrong)
    return {"seed": seed, "planted": len(wrong), "set_aside": set_aside, "found_in_first_20_percent": round(share, 4)}


def set_aside(program, folder, messages, test):
    make_bot(folder / "files", [], messages)
    run(program, "train", "--bot", folder / "files", "--recipe", "probe", "--all")
    make_bot(folder / "log", {line["intent"] for line in messages})
    count = train_on_log(program, folder / "log", messages, "--all")["labels_set_aside"]
    return {
        "labels": len(messages), "set_aside": count, "accuracy_all": accuracy(program, folder / "files", test),
        "accuracy_without": accuracy(program, folder / "log", test)}


def main():
    options = arguments(__doc__, "dataclue_cic", seeds=3)
    program, source = options.program, options.source
    messages, tests = lines(source / "train.jsonl"), lines(source / "test.jsonl")
    with tempfile.TemporaryDirectory(prefix="frontdesk-chinese-") as folder:
        folder = pathlib.Path(folder)
        for seed in range(1, options.seeds + 1):
            print(json.dumps(planted(program, folder / f"planted-{seed}", messages, tests, seed)), flush=True)
        write(folder / "test.jsonl", tests)
        print(json.dumps(set_aside(program, folder, messages, folder / "test.jsonl")), flush=True)


main()

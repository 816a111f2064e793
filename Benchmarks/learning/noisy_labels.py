#!/usr/bin/env python3
"""Trains on conversations whose labels are partly wrong, and tells how many of the wrong ones are found.

usage: noisy_labels.py FRONTDESK DATA [--kind uniform|second] [--share 0.2] [--seed 1]

Each message of DATA/banking77/train.jsonl becomes a conversation: the customer's message with its intent, as if someone
had called the reply good. A share of the intents is wrong: any other one (uniform), or the one that a classifier which
does not know the message takes it for if it may not take the right one (second). The bot knows the intents' names and
no example. Prints a JSON line: the share of the wrong labels among the first 30 % of 'frontdesk review --suspects', how
many labels the training set aside and how many of them are wrong, and the accuracy on test.jsonl of a model trained on
clean labels, on all labels (in the bot's own files, which nobody sets aside), and on those that were left.
"""
import json, pathlib, random, tempfile

from bots import accuracy, arguments, lines, make_bot, run, suspects, train_on_log, write


def second_best(program, folder, messages, intents):
    """For each message the likeliest wrong intent, by a model that was trained on the other half."""
    others = {}
    for half in (0, 1):
        bot = folder / f"second-{half}"
        make_bot(bot, intents, [line for place, line in enumerate(messages) if place % 2 == half])
        run(program, "train", "--bot", bot, "--recipe", "probe", "--all")
        asked = [place for place in range(len(messages)) if place % 2 != half]
        text = "".join(" ".join(messages[place]["text"].split()) + "\n" for place in asked)
        replies = run(program, "reply", "--bot", bot, "--json", input=text).splitlines()
        for place, reply in zip(asked, replies):
            ranked = [one["intent"] for one in json.loads(reply)["ranking"] if one["intent"] in intents]
            others[place] = next((one for one in ranked if one != messages[place]["intent"]), None)
    return others


def main():
    options = arguments(__doc__, "banking77", kind=("uniform", "second"), share=0.2, seed=1)
    program, source = options.program, options.source
    messages = lines(source / "train.jsonl")
    tests = lines(source / "test.jsonl")
    intents = sorted({line["intent"] for line in messages})
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="frontdesk-noisy-") as folder:
        folder = pathlib.Path(folder)
        test = folder / "test.jsonl"
        write(test, tests)
        others = second_best(program, folder, messages, set(intents)) if options.kind == "second" else {}
        wrong = set(chance.sample(range(len(messages)), round(options.share * len(messages))))
        noisy = [dict(line) for line in messages]
        for place in wrong:
            given = others.get(place) or chance.choice([one for one in intents if one != messages[place]["intent"]])
            noisy[place]["intent"] = given
        figures = {"kind": options.kind, "seed": options.seed, "labels": len(messages), "wrong": len(wrong)}
        for name, examples in (("clean", messages), ("noisy", noisy)):
            bot = folder / name
            make_bot(bot, intents, examples)
            run(program, "train", "--bot", bot, "--recipe", "probe", "--all")
            figures[f"accuracy_{name}"] = accuracy(program, bot, test)
        bot = folder / "log"
        make_bot(bot, intents)
        trained = train_on_log(program, bot, noisy, "--all")
        figures["set_aside"] = trained["labels_set_aside"]
        figures["accuracy_log"] = accuracy(program, bot, test)
        found = [place in wrong for place in suspects(program, bot)]
        figures["precision_of_set_aside"] = sum(found[: figures["set_aside"]]) / max(figures["set_aside"], 1)
        figures["found_in_first_30_percent"] = sum(found[: round(0.3 * len(messages))]) / len(wrong)
        figures["train_seconds"] = trained["seconds"]
        print(json.dumps({name: round(value, 4) if isinstance(value, float) else value for name, value in figures.items()}))


main()

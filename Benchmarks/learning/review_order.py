#!/usr/bin/env python3
"""Counts the labels that it takes to reach 90 %, asked for in the order of the review and in an order of chance.

usage: review_order.py FRONTDESK DATA [--seeds 1] [--accuracy 0.9] [--round 100]

The bot begins with five messages of each of BANKING77's 77 intents (DATA/banking77/train_5.jsonl); the others of train.jsonl are a log
that nobody labelled. Each round 'frontdesk review' asks for a hundred messages, their labels are taken over from train.jsonl with '--import',
and the bot is trained and tested on test.jsonl, until the accuracy is reached.
Then as many labels twice over are drawn by chance: where the accuracy is not reached with them, the review needs less than half.
Prints a JSON line for each round and each draw.
"""
import argparse, json, pathlib, random, tempfile

from bots import accuracy, lines, make_bot, run, write


def key(text):
    return " ".join(text.split())


def trained(program, bot, test):
    run(program, "train", "--bot", bot, "--recipe", "probe", "--all")
    return accuracy(program, bot, test)


def asked(program, bot, truth, count):
    """Labels the messages that the review asks for; returns how many."""
    cases = [json.loads(line) for line in run(program, "review", "--bot", bot, "--limit", count, "--json").splitlines()]
    table = bot / "cases.csv"
    table.write_text("case,label\n" + "".join(f"{case['id']},{truth[key(case['text'])]}\n" for case in cases))
    return json.loads(run(program, "review", "--bot", bot, "--import", table, "--json"))["decided"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--accuracy", type=float, default=0.9)
    parser.add_argument("--round", type=int, default=100)
    options = parser.parse_args()
    program, source = options.program.resolve(), options.data / "banking77"
    if not source.exists():
        return print(f"skipped: {source} is not there")
    first, everything = lines(source / "train_5.jsonl"), lines(source / "train.jsonl")
    known = {key(line["text"]) for line in first}
    rest = [line for line in everything if key(line["text"]) not in known]
    with tempfile.TemporaryDirectory(prefix="frontdesk-order-") as folder:
        folder = pathlib.Path(folder)
        test, log = folder / "test.jsonl", folder / "log.jsonl"
        write(test, lines(source / "test.jsonl"))
        write(log, [{"id": f"c{place}", "turns": [{"speaker": "customer", "text": line["text"]}]} for place, line in enumerate(rest)])
        truth = {key(line["text"]): line["intent"] for line in everything}
        bot, count = folder / "asked", len(first)
        make_bot(bot, [], first)
        run(program, "import", "--logs", log, "--bot", bot)
        reached = trained(program, bot, test)
        while reached < options.accuracy:
            print(json.dumps({"order": "review", "labels": count, "accuracy": round(reached, 4)}), flush=True)
            decided = asked(program, bot, truth, options.round)
            if not decided:
                break  # Nothing is left to ask: the accuracy is not reached with these messages.
            count += decided
            reached = trained(program, bot, test)
        print(json.dumps({"order": "review", "labels": count, "accuracy": round(reached, 4)}), flush=True)
        for seed in range(1, options.seeds + 1):
            bot = folder / f"drawn-{seed}"
            drawn = random.Random(seed).sample(rest, min(2 * count - len(first), len(rest)))
            make_bot(bot, [], first + drawn)
            print(json.dumps({
                "order": "chance", "seed": seed, "labels": len(first) + len(drawn),
                "accuracy": round(trained(program, bot, test), 4)}), flush=True)


main()

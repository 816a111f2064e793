#!/usr/bin/env python3
"""Counts the labels that it takes to reach 90 %, asked for in the order of the review and in an order of chance.

usage: review_order.py FRONTDESK DATA [--seeds 5] [--accuracy 0.9] [--round 100]

For each seed, the bot begins with five messages of each of BANKING77's 77 intents (of DATA/banking77/train.jsonl); the others are
a log that nobody labelled. Each round 'frontdesk review' asks for a hundred messages, their labels are taken over with
'--import', and the bot is trained and tested on test.jsonl, until the accuracy is reached. Then, from the same beginning, twice as many
labels are drawn by chance: where the accuracy is not reached with them, the review needs less than half.
Prints a JSON line for each round and each draw, and last the means.
"""
import json, pathlib, random, tempfile

from bots import accuracy, arguments, lines, make_bot, run, write


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


def ordered(program, folder, start, log, truth, options, test):
    """The labels and the accuracy at each round, in the order of the review."""
    make_bot(folder, [], start)
    run(program, "import", "--logs", log, "--bot", folder)
    labels, reached = len(start), trained(program, folder, test)
    yield labels, reached
    while reached < options.accuracy:
        decided = asked(program, folder, truth, options.round)
        if not decided:
            return  # Nothing is left to ask: the accuracy is not reached with these messages.
        labels, reached = labels + decided, trained(program, folder, test)
        yield labels, reached


def drawn_start(messages, chance):
    """Five messages of each intent, and the others."""
    by_intent = {}
    for line in messages:
        by_intent.setdefault(line["intent"], []).append(line)
    start = [line for lines in by_intent.values() for line in chance.sample(lines, 5)]
    known = {key(line["text"]) for line in start}
    return start, [line for line in messages if key(line["text"]) not in known]


def main():
    options = arguments(__doc__, "banking77", seeds=5, accuracy=0.9, round=100)
    program, source = options.program, options.source
    messages = lines(source / "train.jsonl")
    truth = {key(line["text"]): line["intent"] for line in messages}
    found = []
    for seed in range(1, options.seeds + 1):
        chance = random.Random(seed)
        start, rest = drawn_start(messages, chance)
        with tempfile.TemporaryDirectory(prefix="frontdesk-order-") as folder:
            folder = pathlib.Path(folder)
            test, log, bot = folder / "test.jsonl", folder / "log.jsonl", folder / "drawn"
            write(test, lines(source / "test.jsonl"))
            write(log, [
                {"id": f"c{place}", "turns": [{"speaker": "customer", "text": line["text"]}]} for place, line in enumerate(rest)])
            for labels, reached in ordered(program, folder / "asked", start, log, truth, options, test):
                print(json.dumps({"order": "review", "seed": seed, "labels": labels, "accuracy": round(reached, 4)}), flush=True)
            drawn = start + chance.sample(rest, min(2 * labels - len(start), len(rest)))
            make_bot(bot, [], drawn)
            by_chance = trained(program, bot, test)
            print(json.dumps({"order": "chance", "seed": seed, "labels": len(drawn), "accuracy": round(by_chance, 4)}), flush=True)
            found.append((labels, reached, len(drawn), by_chance))
    labels, reached, drawn, by_chance = (sum(values) / len(found) for values in zip(*found))
    print(json.dumps({
        "seeds": len(found), "review_labels": labels, "review_accuracy": round(reached, 4), "chance_labels": drawn,
        "chance_accuracy": round(by_chance, 4)}), flush=True)


main()

#!/usr/bin/env python3
"""Trains with and without made-up variants of the examples, and tells what the test messages gain.

usage: augmentation.py FRONTDESK DATA [--draws 3]

DATA/banking77 holds train_5.jsonl and train_10.jsonl (the published few-shot splits of BANKING77) and test.jsonl; PolyAI,
CC-BY-4.0. Of each example a variant is added: with a typing mistake (two letters swapped, one left out, doubled or
replaced by its neighbour on the keyboard), without one of its words, or behind a phrase that people begin with. The test
messages are as customers wrote them, and once more each with a typing mistake. Prints a JSON line with the means of each
kind.
"""
import json, pathlib, random, statistics, tempfile

from bots import accuracy, arguments, lines, make_bot, run, write

KEYS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"]
OPENINGS = ["hi, ", "hello, ", "please help, ", "quick question: ", "sorry to bother you, ", "hey there, "]


def mistyped(text, chance):
    places = [place for place, letter in enumerate(text[:-1]) if letter.isalpha() and text[place + 1].isalpha()]
    if not places:
        return text
    place = chance.choice(places)
    before, letter, after = text[:place], text[place], text[place + 1:]
    row = next((row for row in KEYS if letter.lower() in row), letter)
    neighbour = row[abs(row.index(letter.lower()) - 1)] if len(row) > 1 else letter
    return before + chance.choice([after[0] + letter + after[1:], after, letter + letter + after, neighbour + after])


def shortened(text, chance):
    words = text.split()
    if len(words) > 3:
        words.pop(chance.randrange(len(words)))
    return " ".join(words)


def opened(text, chance):
    return chance.choice(OPENINGS) + text[:1].lower() + text[1:]


KINDS = {"none": None, "typing mistakes": mistyped, "a word less": shortened, "an opening": opened}


def main():
    options = arguments(__doc__, "banking77", draws=3)
    program, source = options.program, options.source
    tests = lines(source / "test.jsonl")
    chance = random.Random(1)
    spoilt = [line | {"text": mistyped(line["text"], chance)} for line in tests]
    with tempfile.TemporaryDirectory(prefix="frontdesk-augmentation-") as folder:
        folder = pathlib.Path(folder)
        write(folder / "test.jsonl", tests)
        write(folder / "spoilt.jsonl", spoilt)
        for few in ("train_5", "train_10"):
            examples = lines(source / f"{few}.jsonl")
            for name, change in KINDS.items():
                found = []
                for draw in range(1, (options.draws if change else 1) + 1):
                    chance = random.Random(draw)
                    more = [line | {"text": change(line["text"], chance)} for line in examples] if change else []
                    bot = folder / f"{few}-{name}-{draw}"
                    make_bot(bot, [], examples + more)
                    run(program, "train", "--bot", bot, "--recipe", "probe", "--all")
                    found.append([accuracy(program, bot, folder / file) for file in ("test.jsonl", "spoilt.jsonl")])
                means = [round(statistics.mean(column), 4) for column in zip(*found)]
                print(json.dumps({"examples": few, "variants": name, "draws": len(found), "accuracy": means[0],
                                  "with_typing_mistakes": means[1]}), flush=True)


main()

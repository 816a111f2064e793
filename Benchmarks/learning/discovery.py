#!/usr/bin/env python3
"""Scores the topics that 'frontdesk review --new' finds in logs against labels that people gave.

usage: discovery.py FRONTDESK DATA [--only twacs|banking77] [--seeds 2]

TWACS (DATA/twacs): 43,072 conversations of airlines' customers with agents (raw_dialogues.jsonl), from the data of
Perkins and Yang, "Dialog intent induction with deep multi-view clustering" (2019); 491 of them have one of 14 labels
(dialogues_labelled.jsonl). All are imported as logs into a bot without examples; 14 topics are asked for. Precision takes
the commonest label of each topic for right, recall the commonest topic of each label.

BANKING77 (DATA/banking77, train.jsonl and test.jsonl of Casanueva et al., "Efficient intent detection with dual sentence
encoders", 2020): of 20 of the 77 intents, drawn by the seed, one example in ten is in the bot's intents/; all other
messages, those of test.jsonl among them, are the log. The score is the accuracy on test.jsonl alone under the best
pairing of topics with intents, with 77 topics given, and with their number estimated.

Prints a JSON line for each measurement; data that are not there are skipped. Needs SciPy.
"""
import argparse, json, math, pathlib, random, re, tempfile, time

import numpy
from scipy.optimize import linear_sum_assignment

from bots import rows, run, write


def topics(program, bot, *options):
    """The topic of each conversation, and the seconds that it took."""
    start = time.time()
    found = {}
    for line in run(program, "review", "--new", "--all-messages", "--json", "--bot", bot, *options).splitlines():
        topic = json.loads(line)
        for message in topic["messages"]:
            found.setdefault(message["conversation"], topic["topic"])
    return found, time.time() - start


def counts(labels, found):
    """(topics, labels): how many conversations; those without a topic count as one of their own."""
    names = {label: place for place, label in enumerate(sorted(set(labels.values())))}
    numbers = {topic: place for place, topic in enumerate(sorted({found.get(id, 0) for id in labels}))}
    matrix = numpy.zeros((len(numbers), len(names)), int)
    for conversation, label in labels.items():
        matrix[numbers[found.get(conversation, 0)], names[label]] += 1
    return matrix


def scores(matrix):
    precision, recall = matrix.max(1).sum() / matrix.sum(), matrix.max(0).sum() / matrix.sum()
    first, second = linear_sum_assignment(-matrix)
    return {
        "precision": round(100 * precision, 1), "recall": round(100 * recall, 1),
        "f1": round(200 * precision * recall / (precision + recall), 1),
        "hungarian": round(100 * matrix[first, second].sum() / matrix.sum(), 1),
    }


def imported(program, folder, intents, conversations):
    write(folder / "log.jsonl", conversations)
    bot = folder / "bot"
    for name in intents:
        path = bot / "intents" / f"{name}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        examples = "".join(f"  - {' '.join(text.split())}\n" for text in intents[name])
        path.write_text(f"intent: {name}\n" + (f"examples: |\n{examples}" if examples else ""))
    run(program, "import", "--logs", folder / "log.jsonl", "--bot", bot)
    return bot


def twacs(program, data, folder):
    labels = {line["id"]: line["label"] for line in rows(data / "dialogues_labelled.jsonl")}
    conversations = [{"id": line["id"], "turns": line["turns"]} for line in rows(data / "raw_dialogues.jsonl")]
    bot = imported(program, folder, {"nothing": []}, conversations)
    found, seconds = topics(program, bot, "--clusters", 14)
    report = {"data": "twacs", "conversations": len(conversations), "topics": len(set(found.values()))}
    print(json.dumps(report | scores(counts(labels, found)) | {"seconds": round(seconds)}), flush=True)


def banking(program, data, folder, seed):
    draw = random.Random(seed)
    train, test = rows(data / "train.jsonl"), rows(data / "test.jsonl")
    names = sorted({line["intent"] for line in train})
    known = {}
    for name in draw.sample(names, math.ceil(len(names) / 4)):
        texts = [line["text"] for line in train if line["intent"] == name]
        known[name] = draw.sample(texts, math.ceil(len(texts) / 10))
    told = {text for texts in known.values() for text in texts}
    log = [(f"train-{place}", line) for place, line in enumerate(train) if line["text"] not in told]
    log += [(f"test-{place}", line) for place, line in enumerate(test)]
    turns = [{"id": id, "turns": [{"speaker": "customer", "text": line["text"]}]} for id, line in log]
    bot = imported(program, folder, {re.sub(r"\W", "", name): known[name] for name in known}, turns)
    labels = {id: line["intent"] for id, line in log if id.startswith("test-")}
    for options in (("--clusters", 77), ()):
        found, seconds = topics(program, bot, *options)
        report = {"data": "banking77", "seed": seed, "given": bool(options), "topics": len(set(found.values()))}
        print(json.dumps(report | scores(counts(labels, found)) | {"seconds": round(seconds)}), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("--only", choices=("twacs", "banking77"))
    parser.add_argument("--seeds", type=int, default=2)
    options = parser.parse_args()
    runs = [("banking77", seed) for seed in range(options.seeds)] + [("twacs", None)]
    for name, seed in runs:
        if options.only not in (None, name):
            continue
        if not (options.data / name).is_dir():
            print(json.dumps({"data": name, "skipped": f"{options.data / name} is not there"}))
            continue
        with tempfile.TemporaryDirectory(prefix="discovery-") as folder:
            folder = pathlib.Path(folder)
            if name == "twacs":
                twacs(options.program, options.data / name, folder)
            else:
                banking(options.program, options.data / name, folder, seed)


if __name__ == "__main__":
    main()

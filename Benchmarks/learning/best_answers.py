#!/usr/bin/env python3
"""Teaches the search by pairs of question and best answer from a log, and tells what it finds before and after.

usage: best_answers.py FRONTDESK DATA [--entries 77] [--per 20] [--seeds 1]

Each of BANKING77's intents is an entry: its question is one message of train.jsonl, its answer names the intent. So many
others of its messages are conversations in which an agent gave that answer, word for word; nobody labelled them. Messages
of test.jsonl are asked by 'frontdesk test' with the entry that is right. Prints a JSON line for each draw.
"""
import json, pathlib, random, tempfile

from bots import arguments, lines, make_bot, run, write


def answer(intent):
    return f"You find all about {intent.replace('_', ' ').lower()} on our page of that name, or ask us again."


def found(program, bot, queries):
    report = json.loads(run(program, "test", "--bot", bot, "--json", queries))
    return {name: round(report[name], 4) for name in ("mrr", "precision_1", "recall_10")}


def main():
    options = arguments(__doc__, "banking77", entries=77, per=20, seeds=1)
    program, source = options.program, options.source
    messages, test = lines(source / "train.jsonl"), lines(source / "test.jsonl")
    intents = sorted({line["intent"] for line in messages})[: options.entries]
    for seed in range(1, options.seeds + 1):
        chance = random.Random(seed)
        drawn = {
            intent: chance.sample([line["text"] for line in messages if line["intent"] == intent], options.per + 1)
            for intent in intents}
        with tempfile.TemporaryDirectory(prefix="frontdesk-answers-") as folder:
            bot = pathlib.Path(folder)
            make_bot(bot, [], [{"text": text, "intent": "greeting"} for text in ("hello", "good morning", "hi there")])
            (bot / "knowledge").mkdir()
            write(bot / "knowledge" / "faq.jsonl", [
                {"id": intent, "question": texts[0], "answer": answer(intent)} for intent, texts in drawn.items()])
            write(bot / "queries.jsonl", [
                {"query": line["text"], "relevant": [line["intent"]]} for line in test if line["intent"] in drawn])
            write(bot / "log.jsonl", [
                {"id": f"{intent}-{place}", "turns": [
                    {"speaker": "customer", "text": text}, {"speaker": "agent", "text": answer(intent)}]}
                for intent, texts in drawn.items() for place, text in enumerate(texts[1:])])
            run(program, "train", "--bot", bot, "--recipe", "probe")
            before = found(program, bot, bot / "queries.jsonl")
            run(program, "train", bot / "log.jsonl", "--bot", bot, "--recipe", "probe", "--force")
            print(json.dumps({"seed": seed, "before": before, "after": found(program, bot, bot / "queries.jsonl")}), flush=True)


main()

#!/usr/bin/env python3
"""Learns from conversations of agents with the default bot's customers, and tells how many of the labels are right.

usage: agents_answers.py FRONTDESK BOT

agents/log.jsonl holds 150 conversations from before there was a bot, a hundred English and fifty Chinese, written by
somebody who had read the bot's answers and none of its examples; agents/labels.jsonl what the first question of each is
about: an intent, an entry, or nothing that the bot knows. Half of the agents give the answer in their own words; others
come to it late, answer something else, or mix it with a neighbour. A copy of BOT, the folder of the default bot, is
trained with the log. Prints a JSON line: how many questions became examples, and how many of them with the right label;
a question that the bot knows as an entry counts as right where it is learnt as one of knowledge.
"""
import argparse, json, pathlib, shutil, tempfile

from bots import rows, run

HERE = pathlib.Path(__file__).parent / "agents"
PARTS = ("frontdesk.yml", "intents", "knowledge", "calibration", "evaluation")


def learnt(bot):
    """Text and label of each example of the only model that stands in no file."""
    (model,) = (bot / ".frontdesk/models").iterdir()
    intents = json.loads((model / "labels.json").read_text())["intents"]
    lines = (line.split("\t") for line in (model / "examples.tsv").read_text().splitlines())
    return {line[-1]: intents[int(line[0])] for line in lines if line[1] == "(log)"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("bot", type=pathlib.Path)
    options = parser.parse_args()
    about = {line["id"]: line.get("intent", "(knowledge)" if "knowledge" in line else None) for line in rows(HERE / "labels.jsonl")}
    texts = {line["id"]: line["turns"][0]["text"] for line in rows(HERE / "log.jsonl")}
    with tempfile.TemporaryDirectory(prefix="frontdesk-agents-") as folder:
        bot = pathlib.Path(folder)
        for part in PARTS:
            source = options.bot / part
            (shutil.copytree if source.is_dir() else shutil.copy)(source, bot / part)
        run(options.program.resolve(), "train", HERE / "log.jsonl", "--recipe", "probe", "--all", "--bot", bot)
        examples = learnt(bot)
    right, wrong = [], []
    for text, label in examples.items():
        # Personal data and order numbers are taken out, and split questions joined: the beginning tells which it is.
        name = next((name for name, whole in texts.items() if whole.split("1")[0][:25] == text.split("<")[0][:25]), None)
        (right if name and about[name] == label else wrong).append((name, label, text))
    print(json.dumps({
        "conversations": len(about), "known": sum(1 for label in about.values() if label), "examples": len(examples),
        "right": len(right), "wrong": wrong}, ensure_ascii=False))


main()

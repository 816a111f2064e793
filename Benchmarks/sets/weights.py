#!/usr/bin/env python3
"""Tells what words should count beside embeddings in a knowledge base of questions and answers alone.

usage: weights.py FRONTDESK BOT

Takes the aliases out of a copy of BOT (the default bot), and asks what its aliases and the messages of its calibration/
that name an entry say. Both are the bot's own: none of the sets of search.py has a part in it. Prints the mean average
precision of each combination, the cosines of question and passage together counting one, with a star at the best on the
messages. The standard weights of KnowledgeCalibration were chosen so over all entries, in an experiment outside the
program (docs/search.md); here those that the search proposes are ranked. Every second alias is asked.
"""
import itertools, json, pathlib, re, shutil, subprocess, sys, tempfile

BASE = {"nearest cosine": 0.5, "passage cosine": 0.5}
# The parts that are weighed, and the weights tried.
TRIED = {"question bm25": [0, 0.05, 0.1, 0.2, 0.3], "entry bm25": [0, 0.05, 0.1, 0.2, 0.3], "n-gram overlap": [0, 0.1]}


def is_english(text):
    return text.isascii() or not re.search("[\u3040-\u30ff\u4e00-\u9fff]", text)


def queries(entries, bot):
    """The aliases and the messages with the ids that are right."""
    aliases = [(alias, entry["id"]) for entry in entries for alias in entry.get("aliases", []) if is_english(alias)]
    messages = [json.loads(line) for file in sorted(bot.glob("calibration/*.jsonl")) for line in file.open()]
    named = [(message["text"], message["knowledge"]) for message in messages if message.get("knowledge")]
    return {
        "aliases": aliases[::2], "messages": [(text, name) for text, name in named if is_english(text)]}


def question_only(program, bot, folder):
    """Makes a bot whose entries have no aliases; returns them as they were."""
    for part in ("intents", "calibration", "frontdesk.yml"):
        source = bot / part
        shutil.copytree(source, folder / part) if source.is_dir() else shutil.copy(source, folder / part)
    exported = subprocess.run(
        [program, "export", "knowledge", "--bot", bot, "--format", "jsonl"], check=True, stdout=subprocess.PIPE,
        text=True).stdout
    entries = [json.loads(line) for line in exported.splitlines()]
    (folder / "knowledge").mkdir()
    with (folder / "knowledge" / "entries.jsonl").open("w") as file:
        for entry in entries:
            kept = {key: value for key, value in entry.items() if key != "aliases"}
            file.write(json.dumps(kept, ensure_ascii=False) + "\n")
    subprocess.run(
        [program, "train", "--bot", folder, "--recipe", "probe", "--force", "--json"], check=True,
        stdout=subprocess.DEVNULL)
    return entries


def parts(program, folder, texts):
    """For each text the parts of each hit's score, by the hits' ids."""
    lines = "\n".join(" ".join(text.split()) for text in texts) + "\n"
    found = subprocess.run(
        [program, "search", "--bot", folder, "--json", "--explain", "--limit", "100"], input=lines, check=True,
        stdout=subprocess.PIPE, text=True).stdout.splitlines()
    names = list(BASE) + list(TRIED)
    for line in found:
        yield {
            hit["id"]: [float(re.search(rf"{name} (-?[\d.]+)", hit["explanation"]).group(1)) for name in names]
            for hit in json.loads(line)["hits"]}


def precision(asked, found, weights):
    """The mean over the queries of the right hit's reciprocal rank: with one right entry, its average precision."""
    total = 0.0
    for (_, right), hits in zip(asked, found):
        scores = {name: sum(w * value for w, value in zip(weights, values)) for name, values in hits.items()}
        if right in scores: total += 1 / sum(score >= scores[right] for score in scores.values())
    return total / len(asked)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    program, bot = sys.argv[1], pathlib.Path(sys.argv[2])
    with tempfile.TemporaryDirectory(prefix="frontdesk-weights-") as folder:
        entries = question_only(program, bot, pathlib.Path(folder))
        asked = queries(entries, bot)
        found = {name: list(parts(program, folder, [text for text, _ in cases])) for name, cases in asked.items()}
    rows = []
    for tried in itertools.product(*TRIED.values()):
        weights = list(BASE.values()) + list(tried)
        rows.append((tried, {name: precision(asked[name], found[name], weights) for name in asked}))
    best = max(rows, key=lambda row: row[1]["messages"])
    print("   " + "  ".join(TRIED) + "  " + "  ".join(f"{name} ({len(cases)})" for name, cases in asked.items()))
    for tried, figures in rows:
        mark = "*" if tried == best[0] else " "
        print(mark, "  ".join(f"{weight:.2f}" for weight in tried), *(f"{value:.4f}" for value in figures.values()))


main()

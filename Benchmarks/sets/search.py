#!/usr/bin/env python3
"""Searches public FAQs before an encoder is fine-tuned beside them and after: tuning must not spoil the search.

usage: search.py FRONTDESK DATA

DATA holds stackfaq (faq_threads.jsonl, queries_threads.jsonl; BERT-FAQ, threads of Stack Exchange) and covidfaq
(faq.jsonl, queries.jsonl): entries of {"id", "question", "answer"}, queries of {"query", "relevant"}; and banking77's
train_10.jsonl, whose intents the encoder is tuned for. Prints a JSON line for each FAQ and recipe: the share of
queries whose first hit, and one of whose first five, is relevant, and the mean reciprocal rank among ten. Exit status
1 where tuning costs a query its right first hit.
"""
import json, pathlib, shutil, subprocess, sys, tempfile

FAQS = {"stackfaq": ("faq_threads", "queries_threads"), "covidfaq": ("faq", "queries")}


def read(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def ranks(program, bot, queries):
    """The place of the first relevant entry for each query, among ten; None where none is there."""
    lines = "\n".join(" ".join(query["query"].split()) for query in queries) + "\n"
    found = subprocess.run(
        [program, "search", "--bot", bot, "--json", "--limit", "10"], input=lines, check=True, stdout=subprocess.PIPE,
        text=True).stdout.splitlines()
    assert len(found) == len(queries), f"{len(found)} answers to {len(queries)} queries"
    for query, line in zip(queries, found):
        ids = [hit["id"] for hit in json.loads(line)["hits"]]
        yield next((place for place, name in enumerate(ids, 1) if name in query["relevant"]), None)


def measure(program, data, name):
    entries, queries = (read(data / name / f"{file}.jsonl") for file in FAQS[name])
    firsts = {}
    with tempfile.TemporaryDirectory(prefix="frontdesk-search-") as folder:
        bot = pathlib.Path(folder)
        (bot / "knowledge").mkdir()
        (bot / "intents").mkdir()
        shutil.copy(data / "banking77" / "train_10.jsonl", bot / "intents" / "data.jsonl")
        lines = (
            "- " + json.dumps({key: entry[key] for key in ("id", "question", "answer")}, ensure_ascii=False)
            for entry in entries)
        (bot / "knowledge" / "faq.yml").write_text("\n".join(lines) + "\n")
        for recipe in ("probe", "full"):
            subprocess.run(
                [program, "train", "--bot", bot, "--recipe", recipe, "--force", "--json"], check=True,
                stdout=subprocess.DEVNULL)
            found = list(ranks(program, bot, queries))
            firsts[recipe] = sum(rank == 1 for rank in found) / len(found)
            figures = {
                "first": firsts[recipe], "first_five": sum(rank is not None and rank <= 5 for rank in found) / len(found),
                "reciprocal_rank": sum(1 / rank for rank in found if rank) / len(found)}
            print(json.dumps(
                {"set": name, "recipe": recipe, "entries": len(entries), "queries": len(queries)}
                | {key: round(value, 4) for key, value in figures.items()}), flush=True)
    return firsts["full"] >= firsts["probe"]


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    program, data = sys.argv[1], pathlib.Path(sys.argv[2])
    here = [name for name in FAQS if (data / name).exists() and (data / "banking77").exists()]
    for name in set(FAQS) - set(here):
        print(f"skipped: {data / name} or banking77 is not there", file=sys.stderr)
    sys.exit(0 if all([measure(program, data, name) for name in here]) else 1)


main()

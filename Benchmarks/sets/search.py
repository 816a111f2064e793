#!/usr/bin/env python3
"""Searches public question sets with the standard weights, and tells what the search finds.

usage: search.py FRONTDESK DATA [NAME...] [--tuned]

DATA holds entries of {"id", "question", "answer"} and queries of {"query", "relevant"}:
    stackfaq      faq_threads.jsonl and faq.jsonl with their queries (BERT-FAQ: threads of Stack Exchange, with one answer or all)
    covidfaq      faq.jsonl, queries.jsonl (customers' questions about an illness)
    hdfc_bank_faq faq.jsonl (1,764 entries of a bank; each entry's own question is asked)
    pairs_NAME    retrieval_derived/faq.jsonl, queries.jsonl of afqmc, bq and lcqmc: Chinese questions without answers
and banking77's train_5.jsonl, whose intents the bot has besides. Prints a JSON line for each set with the
figure that counts and what it should reach: the mean average precision of FAQs; the mean reciprocal rank among ten of
pairs, where an entry with the query's own text is no candidate; the share of the bank's questions whose first hit has
that question. Exit status 1 where a figure is below, or a set is named and not there.

--tuned searches stackfaq and covidfaq after an encoder is fine-tuned beside them, too: it must not cost a query its
right first hit.
"""
import argparse, json, pathlib, shutil, subprocess, sys, tempfile, unicodedata
from typing import NamedTuple


class Set(NamedTuple):
    entries: str
    queries: str  # empty: each entry's question
    figure: str
    least: float


SETS = {
    "stackfaq": Set("stackfaq/faq_threads", "stackfaq/queries_threads", "map", 0.96),
    "stackfaq-pairs": Set("stackfaq/faq", "stackfaq/queries", "map", 0.96),
    "covidfaq": Set("covidfaq/faq", "covidfaq/queries", "map", 0.84),
    "hdfc_bank_faq": Set("hdfc_bank_faq/faq", "", "same_question_first", 0.995),
    "pairs_afqmc": Set("pairs_afqmc/retrieval_derived/faq", "pairs_afqmc/retrieval_derived/queries", "mrr_10", 0.373),
    "pairs_bq": Set("pairs_bq/retrieval_derived/faq", "pairs_bq/retrieval_derived/queries", "mrr_10", 0.149),
    "pairs_lcqmc": Set("pairs_lcqmc/retrieval_derived/faq", "pairs_lcqmc/retrieval_derived/queries", "mrr_10", 0.929),
}
# As deep as `frontdesk test` looks.
DEPTH = 100


def read(path):
    return [json.loads(line) for line in path.read_text().splitlines() if line]


def normalised(text):
    """Lower case, half width, letters and digits alone: the form in which two questions are the same."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(character for character in folded if character.isalnum())


def found(program, bot, texts, limit):
    lines = "\n".join(" ".join(text.split()) for text in texts) + "\n"
    answers = subprocess.run(
        [program, "search", "--bot", bot, "--json", "--limit", str(limit)], input=lines, check=True,
        stdout=subprocess.PIPE, text=True).stdout.splitlines()
    assert len(answers) == len(texts), f"{len(answers)} answers to {len(texts)} queries"
    return [json.loads(line)["hits"] for line in answers]


def average_precision(ranked, relevant):
    hits = [place for place, name in enumerate(ranked, 1) if name in relevant]
    return sum(count / place for count, place in enumerate(hits, 1)) / len(relevant)


def reciprocal_rank(ranked, relevant):
    return next((1 / place for place, name in enumerate(ranked[:10], 1) if name in relevant), 0)


def figures(program, bot, chosen, entries, queries):
    """Each query's measure, and whether its first hit is right."""
    if not queries:
        questions = [entry["question"] for entry in entries]
        for question, hits in zip(questions, found(program, bot, questions, 1)):
            same = bool(hits) and normalised(hits[0]["question"]) == normalised(question)
            yield float(same), same
        return
    texts = [query["query"] for query in queries]
    depth = DEPTH if chosen.figure == "map" else 20
    for query, hits in zip(queries, found(program, bot, texts, depth)):
        if chosen.figure == "mrr_10":
            hits = [hit for hit in hits if hit["question"] != query["query"]]
        ranked, relevant = [hit["id"] for hit in hits], set(query["relevant"])
        measure = average_precision if chosen.figure == "map" else reciprocal_rank
        yield measure(ranked, relevant), bool(ranked) and ranked[0] in relevant


def prepare(bot, data, entries):
    (bot / "knowledge").mkdir()
    (bot / "intents").mkdir()
    shutil.copy(data / "banking77" / "train_5.jsonl", bot / "intents" / "data.jsonl")
    lines = (
        json.dumps({key: entry[key] for key in ("id", "question", "answer")}, ensure_ascii=False) for entry in entries)
    (bot / "knowledge" / "faq.jsonl").write_text("\n".join(lines) + "\n")


def measure(options, name):
    chosen = SETS[name]
    entries = read(options.data / f"{chosen.entries}.jsonl")
    queries = read(options.data / f"{chosen.queries}.jsonl") if chosen.queries else []
    firsts, reached = {}, True
    with tempfile.TemporaryDirectory(prefix="frontdesk-search-") as folder:
        bot = pathlib.Path(folder)
        prepare(bot, options.data, entries)
        for recipe in ["probe", "full"] if options.tuned and chosen.figure == "map" else ["probe"]:
            subprocess.run(
                [options.program, "train", "--bot", bot, "--recipe", recipe, "--force", "--json"], check=True,
                stdout=subprocess.DEVNULL)
            results = list(figures(options.program, bot, chosen, entries, queries))
            figure = sum(value for value, _ in results) / len(results)
            firsts[recipe] = sum(right for _, right in results) / len(results)
            reached = reached and round(figure, 4) >= chosen.least
            print(json.dumps(
                {"set": name, "recipe": recipe, "entries": len(entries), "queries": len(results),
                 chosen.figure: round(figure, 4), "least": chosen.least, "first": round(firsts[recipe], 4)}), flush=True)
    return reached and firsts.get("full", 1) >= (firsts["probe"] if "full" in firsts else 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--tuned", action="store_true")
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in SETS]
    if unknown:
        parser.error(f"no set named {', '.join(unknown)}; there are {', '.join(SETS)}")
    names = [
        name for name in options.names or SETS
        if (options.data / f"{SETS[name].entries}.jsonl").exists() and (options.data / "banking77").exists()]
    for name in options.names or SETS:
        if name not in names:
            print(f"{'error' if options.names else 'skipped'}: {name} or banking77 is not there", file=sys.stderr)
    sys.exit(0 if all([measure(options, name) for name in names]) and len(names) >= len(options.names) else 1)


main()

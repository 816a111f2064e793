#!/usr/bin/env python3
"""Compares the search among many vectors with faiss, in turn on the same cores; encoding is not counted.

    swift build -c release --package-path Benchmarks --product VectorBenchmark
    python Benchmarks/vectors/compare.py MODEL_FOLDER DATA     # needs faiss-cpu, numpy

The vectors are the model's embeddings of distinct texts of DATA's *.jsonl, filled up with their sentences and clauses
where these are too few (--rows 1000000), the queries 500 other texts. They are kept in .build/bench-vectors, by model
and texts. Prints a table of medians, the ratios, and a JSON line of both; memory is what the process holds after its
searches, without the file that faiss copied its vectors from. Exits with 1 when a ratio is below 1 or a recall below
0.99, with 2 when other programs were using the cores.
"""

import argparse
import hashlib
import json
import pathlib
import random
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
PROGRAM = HERE.parent / ".build/release/VectorBenchmark"
KEPT = HERE.parent.parent / ".build/bench-vectors"
QUERIES = 500
sys.path.insert(0, str(HERE.parent))
import turns


def texts(data):
    """Every text of eight characters or more below DATA, each once, in a fixed order of chance."""
    def strings(value):
        if isinstance(value, str):
            yield " ".join(value.split())
        elif isinstance(value, (dict, list)):
            for item in value.values() if isinstance(value, dict) else value:
                yield from strings(item)

    found = {}
    for file in sorted(data.rglob("*.jsonl")):
        for line in file.read_text().splitlines():
            if line.strip():
                found.update((text, None) for text in strings(json.loads(line)) if len(text) >= 8)
    found = list(found)
    random.Random(1).shuffle(found)
    return found


SENTENCE = re.compile(r"(?<=[.!?。！？])\s*")
CLAUSE = re.compile(r"[,;:，；：、()\"]\s*|\s+(?:and|but|or|so|because|that|which|if|when|to)\s+")


def parts(whole):
    """Sentences and clauses of texts, each once and none that is a text itself, the shortest first: they cost least."""
    sentences = dict.fromkeys(part.strip() for text in whole for part in SENTENCE.split(text))
    clauses = dict.fromkeys(part.strip() for text in [*whole, *sentences] for part in CLAUSE.split(text))
    new = (sentences | clauses).keys() - set(whole)
    return sorted((part for part in new if len(part) >= 8), key=lambda part: (len(part), part))


def embedded(model, lines, name):
    """The file of the lines' embeddings; made where the model has made none of these lines yet."""
    KEPT.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256((pathlib.Path(model) / "model.safetensors").read_bytes())
    digest.update("\n".join(lines).encode())
    name = f"{name}-{digest.hexdigest()[:16]}"
    file = KEPT / f"{name}.f32"
    if not file.exists():
        source, partial = KEPT / f"{name}.txt", KEPT / f"{name}.part"
        source.write_text("\n".join(lines) + "\n")
        partial.touch()
        print(f"embedding {len(lines)} texts", file=sys.stderr)
        subprocess.run([PROGRAM, "embed", model, source, partial], check=True)
        partial.rename(file)
    return file


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="folder of a BERT checkpoint")
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cores", default="0,1", help="as taskset takes them (default: %(default)s)")
    arguments = parser.parse_args()
    if not arguments.data.exists():
        print(f"skipped: {arguments.data} is not there", file=sys.stderr)
        return
    found = texts(arguments.data)
    found, asked = found[:-QUERIES], found[-QUERIES:]
    if len(found) < arguments.rows:
        found += parts(found)
    if len(found) < arguments.rows:
        sys.exit(f"error: {arguments.data} holds {len(found)} texts and parts, {arguments.rows} are needed")
    vectors = embedded(arguments.model, found[:arguments.rows], arguments.rows)
    queries = embedded(arguments.model, asked, "queries")
    columns = json.loads((pathlib.Path(arguments.model) / "config.json").read_text())["hidden_size"]
    commands = {}
    for threads in (1, 2):
        commands[f"ours, threads {threads}"] = [PROGRAM, "search", vectors, queries, columns, threads]
        for kind in ("8-bit", "flat"):
            commands[f"faiss {kind}, threads {threads}"] = [
                sys.executable, HERE / "peer.py", vectors, queries, columns, threads, kind]
    medians = turns.run_in_turn(commands, arguments.rounds, arguments.cores, "milliseconds")
    ratios = {
        f"faiss {kind} / ours, threads {threads}":
            medians[f"faiss {kind}, threads {threads}"]["milliseconds"] / medians[f"ours, threads {threads}"]["milliseconds"]
        for kind in ("8-bit", "flat") for threads in (1, 2)}
    recall = min(medians[f"ours, threads {threads}"]["recall_10"] for threads in (1, 2))
    if recall < 0.99:
        sys.exit(f"error: of the ten nearest only {recall:.3f} were found")
    turns.finish(medians, ratios, ["milliseconds", "p99", "recall_10", "memory_mb"])


main()

"""Compares BERT's tokenizer with Hugging Face `tokenizers`: ids on a large set of lines, and speed on one thread.

    pip install tokenizers==0.23.3
    swift build -c release --package-path Benchmarks --product TokenizerBenchmark
    python Benchmarks/tokenizer/compare.py MODEL [--data FOLDER] [--lines 120000] [--every-scalar]

MODEL is a folder with tokenizer.json, tokenizer_config.json and vocab.txt (uncased; the cased comparison uses the same
vocabulary). FOLDER holds *.jsonl whose texts are compared as well, and `banking77/train.jsonl` for the speed.
`--every-scalar` adds four texts for each of Unicode's 1.1 million scalars, with a vocabulary that has all of them.
Exits 1 where an id differs.
"""

import argparse
import json
import os
import pathlib
import random
import struct
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
FIXTURES = HERE.parents[1] / "Tests/BERTTests/Fixtures/Tokenizer"
PROGRAM = HERE.parent / ".build/release/TokenizerBenchmark"
SHARES = dict(english=20, chinese=12, scripts=14, emoji=8, controls=8, punctuation=6, marks=10, long_words=6,
              random_unicode=10, special=5, around_the_limit=1)
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
os.environ.setdefault("RAYON_NUM_THREADS", "1")
sys.dont_write_bytecode = True
sys.path.insert(0, str(FIXTURES))

import hard_lines  # noqa: E402
from generate_fixtures import CONFIGURATIONS, SPECIAL, normalizer, peer  # noqa: E402
from tokenizers import Tokenizer  # noqa: E402


def framed(lines):
    encoded = (line.encode() for line in lines)
    return b"".join(struct.pack("<I", len(text)) + text for text in encoded)


def ours(folder, lines, maximum):
    run = subprocess.run([PROGRAM, folder, str(maximum)], input=framed(lines), capture_output=True, check=True)
    return run.stdout.decode().splitlines()


def compare(name, tokenizer, folder, lines):
    """Returns the number of texts whose ids differ, untruncated or at 128."""
    wrong = 0
    for maximum in (0, 128):
        tokenizer.no_padding()
        tokenizer.enable_truncation(maximum) if maximum else tokenizer.no_truncation()
        found = ours(folder, lines, maximum)
        assert len(found) == len(lines), (len(found), len(lines))
        bad = 0
        for start in range(0, len(lines), 10000):
            batch = lines[start : start + 10000]
            for i, encoding in enumerate(tokenizer.encode_batch_fast(batch)):
                if " ".join(map(str, encoding.ids)) != found[start + i]:
                    bad += 1
                    if bad <= 5:
                        print("  differs:", ascii(batch[i])[:200], encoding.ids[:40], found[start + i][:200])
        print(f"{name}, {'at 128 tokens' if maximum else 'untruncated'}: {len(lines) - bad:,} of {len(lines):,} equal")
        wrong += bad
    return wrong


def model_folder(parent, name, vocabulary, config):
    folder = pathlib.Path(parent) / name
    folder.mkdir()
    (folder / "vocab.txt").symlink_to(pathlib.Path(vocabulary).resolve())
    (folder / "tokenizer_config.json").write_text(json.dumps(config))
    return folder


def texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("id", "intent", "label"):
                yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def from_data(folder, rng, limit):
    found = set()
    for file in sorted(pathlib.Path(folder).rglob("*.jsonl")):
        with open(file, encoding="utf-8") as rows:
            mine = {t for row in rows if row.strip() for t in texts(json.loads(row))}
        found.update(rng.sample(sorted(mine), min(len(mine), limit)))
    return sorted(found)


def every_scalar(parent):
    """Texts with each scalar alone, in a word, next to marks; a vocabulary that holds whatever can come of them."""
    scalars = [chr(n) for n in range(0x110000) if not 0xD800 <= n < 0xE000]
    pieces = set()
    for config in CONFIGURATIONS.values():
        normalize = normalizer(config).normalize_str
        pieces.update(c for s in scalars for c in normalize(s) if c != " ")
    vocabulary = pathlib.Path(parent) / "every-scalar.txt"
    tokens = SPECIAL + sorted(pieces) + sorted("##" + c for c in pieces)
    vocabulary.write_text("".join(t + "\n" for t in tokens), encoding="utf-8", newline="")
    patterns = ("{}", "a{}b", "a\U0001D16D{}\U0001D165b", "{0}\u0301{0}")
    return vocabulary, [p.format(c) for c in scalars for p in patterns]


def speed(model, tokenizer, lines, repetitions=15):
    tokenizer.no_truncation()
    tokenizer.no_padding()
    seconds = {"encode": [], "encode_batch_fast": []}
    for _ in range(3):
        start = time.perf_counter()
        for line in lines:
            tokenizer.encode(line)
        middle = time.perf_counter()
        tokenizer.encode_batch_fast(lines)
        seconds["encode"].append(middle - start)
        seconds["encode_batch_fast"].append(time.perf_counter() - middle)
    peers = {name: len(lines) / min(times) for name, times in seconds.items()}
    run = subprocess.run([PROGRAM, model, "0", str(repetitions)], input=framed(lines), capture_output=True, check=True)
    mine = json.loads(run.stdout)
    best = max(peers.values())
    for name, rate in peers.items():
        print(f"tokenizers, {name}, best of 3: {rate:,.0f} lines/s")
    print(f"ours, median of {repetitions}: {mine['lines_per_second']:,.0f} lines/s, {mine['lines_per_second'] / best:.1f} times;"
          f" vocabulary loaded in {mine['load_ms']:.2f} ms")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=pathlib.Path)
    parser.add_argument("--data", type=pathlib.Path)
    parser.add_argument("--lines", type=int, default=120_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--every-scalar", action="store_true")
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    total = sum(SHARES.values())
    lines = hard_lines.lines(rng, {kind: arguments.lines * share // total for kind, share in SHARES.items()})
    if arguments.data:
        lines += from_data(arguments.data, rng, 5000)
    base = Tokenizer.from_file(str(arguments.model / "tokenizer.json"))
    with tempfile.TemporaryDirectory() as parent:
        wrong = compare("model as it is", base, arguments.model, lines)
        vocabularies = {"model's vocabulary": (arguments.model / "vocab.txt", lines)}
        if arguments.every_scalar:
            vocabularies["every scalar"] = every_scalar(parent)
        for what, (vocabulary, some) in vocabularies.items():
            for name, config in CONFIGURATIONS.items():
                folder = model_folder(parent, f"{what}-{name}", vocabulary, config)
                wrong += compare(f"{what}, {name}", peer(vocabulary, config), folder, some)
    timed = arguments.data / "banking77/train.jsonl" if arguments.data else None
    if timed and not timed.exists():
        print(f"skipped: {timed} is not there, so the speed is not measured", file=sys.stderr)
    elif timed:
        with open(timed, encoding="utf-8") as rows:
            speed(arguments.model, base, [json.loads(row)["text"] for row in rows])
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()

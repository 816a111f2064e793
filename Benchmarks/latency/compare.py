#!/usr/bin/env python3
"""Compares the speed of classifying messages with ONNX Runtime's: `LatencyBenchmark` and peer.py in turn, on one core.

    swift build -c release --package-path Benchmarks --product LatencyBenchmark
    python Benchmarks/latency/compare.py MODEL_FOLDER banking77/test.jsonl     # needs torch, transformers, onnx, onnxruntime

peer.py says what is measured. Prints a table of medians over the rounds, the ratios, and a JSON line of both. Exits with
1 when a ratio is below 1, with 2 when other programs were using the core.
"""

import argparse
import pathlib
import sys
import tempfile

import peer

HERE = pathlib.Path(__file__).parent
PROGRAM = HERE.parent / ".build/release/LatencyBenchmark"
sys.path.insert(0, str(HERE.parent))
import turns


def commands(arguments, exported):
    """Each side's modes, in the order in which they take turns."""
    found = {}
    for ours, theirs in zip(["f32", "bf16"], peer.MODES):
        found[f"ours {ours}"] = [PROGRAM, arguments.model, arguments.texts, "--precision", ours]
        found[f"peer {theirs}"] = [
            sys.executable, HERE / "peer.py", arguments.model, arguments.texts, "--modes", theirs, "--exported", exported]
    return found


def ratios(medians):
    """How many times faster ours is, in each mode and of each mode's best."""
    message = {side: row["one_message_ms"] for side, row in medians.items()}
    batch = {side: row["batch_per_second"] for side, row in medians.items()}
    ours = [side for side in medians if side.startswith("ours")]
    return {
        "one message: ours f32 / peer f32": message["peer f32"] / message["ours f32"],
        "one message: ours best / peer int8": message["peer int8"] / min(message[side] for side in ours),
        "batches: ours f32 / peer f32": batch["ours f32"] / batch["peer f32"],
        "batches: ours best / peer int8": max(batch[side] for side in ours) / batch["peer int8"],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="folder of a BERT checkpoint with tokenizer.json")
    parser.add_argument("texts", type=pathlib.Path, help="JSON lines of text, as FOLDER/banking77/test.jsonl")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cores", default="0", help="as taskset takes them (default: %(default)s)")
    arguments = parser.parse_args()
    if not arguments.texts.exists():
        print(f"skipped: {arguments.texts} is not there", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as name:
        peer.prepare(arguments.model, pathlib.Path(name))
        medians = turns.run_in_turn(commands(arguments, name), arguments.rounds, arguments.cores, "one_message_ms")
    turns.finish(medians, ratios(medians), ["one_message_ms", "p99_ms", "batch_per_second"])


if __name__ == "__main__":
    main()

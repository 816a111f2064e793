#!/usr/bin/env python3
"""Compares the speed of training with PyTorch's: `TrainingBenchmark` and peer.py in turn, on the same two cores.

    swift build -c release --package-path Benchmarks --product TrainingBenchmark
    python Benchmarks/training/compare.py MODEL_FOLDER banking77/train.jsonl     # needs torch, transformers

Prints a table of medians over the rounds, the ratios, and a JSON line of both. Exits with 1 when a ratio is below 1,
with 2 when other programs were using the cores. --base-size does the same with a random BERT of 12 layers of 768.
"""

import argparse
import json
import pathlib
import shutil
import sys
import tempfile

import peer

HERE = pathlib.Path(__file__).parent
PROGRAM = HERE.parent / ".build/release/TrainingBenchmark"
sys.path.insert(0, str(HERE.parent))
import turns


def commands(model, arguments):
    """Each side's modes, in the order in which they take turns."""
    found = {}
    for mode, options in peer.MODES.items():
        steps = arguments.steps or (peer.BASE_SIZE_STEPS if arguments.base_size else options["steps"])
        if mode != "plain":
            found[f"ours {mode}"] = [
                PROGRAM, model, arguments.texts, "--precision", mode, "--batch", options["batch"], "--steps", steps]
        if mode != "plain" or not arguments.base_size:
            found[f"peer {mode}"] = [
                sys.executable, HERE / "peer.py", model, arguments.texts, "--modes", mode, "--steps", steps]
    return found


def ratios(medians):
    speed = {side: row["examples_per_second"] for side, row in medians.items()}
    best = max(value for side, value in speed.items() if side.startswith("ours"))
    found = {"ours f32 / peer f32": speed["ours f32"] / speed["peer f32"], "ours best / peer bf16": best / speed["peer bf16"]}
    return found | ({"ours best / peer plain": best / speed["peer plain"]} if "peer plain" in speed else {})


def write_base_size(model, folder):
    """A checkpoint of BERT-base's size with random weights and the model's own tokenizer, for both sides."""
    for file in pathlib.Path(model).rglob("*"):
        if file.suffix in (".json", ".txt"):
            copy = folder / file.relative_to(model)
            copy.parent.mkdir(exist_ok=True)
            shutil.copyfile(file, copy)
    bert, _ = peer.make_model(model, 1, peer.MODES["f32"], base_size=True)
    bert.save_pretrained(folder)
    pooling = folder / "1_Pooling/config.json"
    if pooling.exists():
        settings = json.loads(pooling.read_text()) | {"word_embedding_dimension": bert.config.hidden_size}
        pooling.write_text(json.dumps(settings))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="folder of a BERT checkpoint with tokenizer.json")
    parser.add_argument("texts", type=pathlib.Path, help="JSON lines of text and intent, as FOLDER/banking77/train.jsonl")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--steps", type=int, help="how many each side measures (default: about 20 seconds' worth of the peer)")
    parser.add_argument("--cores", default="0,1", help="as taskset takes them (default: %(default)s)")
    parser.add_argument("--base-size", action="store_true")
    arguments = parser.parse_args()
    if not arguments.texts.exists():
        print(f"skipped: {arguments.texts} is not there", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as name:
        if arguments.base_size:
            write_base_size(arguments.model, pathlib.Path(name))
        model = name if arguments.base_size else arguments.model
        medians = turns.run_in_turn(commands(model, arguments), arguments.rounds, arguments.cores, "examples_per_second")
    turns.finish(medians, ratios(medians), ["examples_per_second", "peak_memory_mb"])


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Compares the encoder with PyTorch on the same checkpoint and texts, and prints its speed.

    swift build -c release --package-path Benchmarks --product EncoderBenchmark
    python Benchmarks/encoder/compare.py MODEL_FOLDER LINES.txt     # needs torch, transformers, numpy

LINES.txt holds a text a line; the first 200 are compared number by number (the same ids go into PyTorch, each
sequence by itself), all are timed. Exits with 1 when a hidden state differs by more than 1e-4 or the cosine of an
embedding is below 0.99999.
"""

import pathlib
import subprocess
import sys
import tempfile
import time

import numpy as np
import torch
from transformers import BertModel

PROGRAM = pathlib.Path(__file__).parent.parent / ".build/release/EncoderBenchmark"


def ours(folder, lines, directory):
    texts = directory / "lines.txt"
    texts.write_text("\n".join(lines) + "\n")
    subprocess.run([PROGRAM, "dump", folder, texts, directory], check=True)
    return texts


def read(directory, name, dtype):
    return np.fromfile(directory / name, dtype=dtype)


def compare(folder, lines):
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        ours(folder, lines, directory)
        ids, offsets = read(directory, "ids.i32", "<i4"), read(directory, "offsets.i32", "<i4")
        model = BertModel.from_pretrained(folder, add_pooling_layer=False, dtype=torch.float32).eval()
        width, layers = model.config.hidden_size, model.config.num_hidden_layers
        hidden = [read(directory, f"hidden.{i}.f32", "<f4").reshape(-1, width) for i in range(layers + 1)]
        embeddings = read(directory, "embeddings.f32", "<f4").reshape(-1, width)
    worst, cosine = np.zeros(layers + 1), 1.0
    with torch.no_grad():
        for row, (start, end) in enumerate(zip(offsets, offsets[1:])):
            states = model(torch.tensor(ids[None, start:end].astype("i8")), output_hidden_states=True).hidden_states
            for layer, state in enumerate(states):
                worst[layer] = max(worst[layer], np.abs(state[0].numpy() - hidden[layer][start:end]).max())
            pooled = states[-1][0].double().mean(0).numpy()  # the mean, as all-MiniLM-L6-v2 pools
            cosine = min(cosine, pooled @ embeddings[row].astype("f8") / np.linalg.norm(pooled))
    print(f"compared_texts {len(offsets) - 1}\ntokens_each {len(ids) / (len(offsets) - 1):.1f}")
    print("max_difference_by_layer", " ".join(f"{d:.1e}" for d in worst))
    print(f"min_cosine {cosine:.9f}")
    return worst.max() <= 1e-4 and cosine >= 0.99999


def timing(folder, lines_file):
    print(subprocess.run([PROGRAM, "time", folder, lines_file], check=True, capture_output=True, text=True).stdout, end="")
    walls = []
    for _ in range(20):
        start = time.perf_counter()
        output = subprocess.run([PROGRAM, "first", folder, lines_file], check=True, capture_output=True, text=True).stdout
        walls.append((time.perf_counter() - start) * 1000)
    print("one message, last of 20 processes:", *output.split())
    print(f"whole_process_ms median {sorted(walls)[10]:.1f} least {min(walls):.1f}")


def main():
    folder, lines_file = sys.argv[1], pathlib.Path(sys.argv[2])
    good = compare(folder, lines_file.read_text().splitlines()[:200])
    timing(folder, lines_file)
    sys.exit(0 if good else 1)


main()

#!/usr/bin/env python3
"""Measures how fast PyTorch trains a sentence encoder with a linear head, a JSON line for each mode.

    python Benchmarks/training/peer.py MODEL_FOLDER banking77/train.jsonl     # needs torch, transformers

modes: f32     batches of 32 texts of like length, fused AdamW
       bf16    the same under bfloat16 autocast, attention written out: the fused one takes 1.4 times as long here
       plain   float32, batches of 16 texts as they come, PyTorch's default AdamW: what is usually run

Dropout is 0.1 as in our training, where attention has none; `plain` has it there too, as BERT's own settings say.
Texts are cut at 64 tokens and padded to the longest of their batch. A step is forward, backward, clipping by the global
norm and AdamW with two learning rates; texts are tokenised before. Each mode runs in a process of its own, so that its
peak memory is its own. Speed is the median over windows of ten steps, after as many steps to warm up; batches of all
lengths are spread evenly over the steps, so that any window is a fair sample.
"""

import argparse
import contextlib
import itertools
import json
import multiprocessing
import pathlib
import random
import resource
import statistics
import sys
import time

MODES = {
    "f32": {"batch": 32, "sort": True, "fused": True, "attention": "sdpa", "attention_dropout": 0.0, "steps": 100},
    "bf16": {"batch": 32, "sort": True, "fused": True, "attention": "eager", "attention_dropout": 0.0, "steps": 180},
    "plain": {"batch": 16, "sort": False, "fused": None, "attention": "sdpa", "attention_dropout": 0.1, "steps": 60},
}
MAXIMUM_LENGTH = 64
DROPOUT = 0.1
WINDOW = WARM_UP = 10
BASE_SIZE = {"num_hidden_layers": 12, "hidden_size": 768, "num_attention_heads": 12, "intermediate_size": 3072}
BASE_SIZE_STEPS = 20
GOLDEN_RATIO = 0.6180339887


def read_examples(path, folder):
    """The token ids of each text, and the number of its intent."""
    from tokenizers import Tokenizer

    rows = [json.loads(line) for line in path.read_text().splitlines()]
    tokenizer = Tokenizer.from_file(str(pathlib.Path(folder) / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAXIMUM_LENGTH)
    intents = {intent: number for number, intent in enumerate(sorted({row["intent"] for row in rows}))}
    ids = [encoding.ids for encoding in tokenizer.encode_batch([row["text"] for row in rows])]
    return list(zip(ids, [intents[row["intent"]] for row in rows])), len(intents)


def make_batches(examples, size, sort):
    random.Random(1).shuffle(examples)
    if sort:
        examples.sort(key=lambda example: len(example[0]))
    batches = [examples[start:start + size] for start in range(0, len(examples) - size + 1, size)]
    order = sorted(range(len(batches)), key=lambda number: number * GOLDEN_RATIO % 1)
    return [batches[number] for number in order]


def pad(batch):
    import torch

    length = max(len(ids) for ids, _ in batch)
    rows = torch.tensor([ids + [0] * (length - len(ids)) for ids, _ in batch])
    mask = torch.tensor([[1] * len(ids) + [0] * (length - len(ids)) for ids, _ in batch])
    return rows, mask, torch.tensor([label for _, label in batch])


def make_model(folder, classes, options, base_size):
    import torch
    import transformers

    transformers.logging.set_verbosity_error()
    torch.manual_seed(1)
    config = transformers.BertConfig.from_pretrained(folder)
    config.update({"hidden_dropout_prob": DROPOUT, "attention_probs_dropout_prob": options["attention_dropout"]})
    if base_size:
        config.update(BASE_SIZE)
        bert = transformers.BertModel(config, add_pooling_layer=False)
    else:
        transformers.logging.disable_progress_bar()
        bert = transformers.BertModel.from_pretrained(
            folder, config=config, add_pooling_layer=False, dtype=torch.float32)
    bert.set_attn_implementation(options["attention"])
    head = torch.nn.Linear(bert.config.hidden_size, classes)
    torch.nn.init.normal_(head.weight, std=0.02)
    torch.nn.init.zeros_(head.bias)
    return bert.train(), head


def make_optimiser(bert, head, fused):
    import torch

    named = list(bert.named_parameters())
    undecayed = [p for name, p in named if name.endswith("bias") or "LayerNorm" in name]
    decayed = [p for name, p in named if not (name.endswith("bias") or "LayerNorm" in name)]
    return torch.optim.AdamW([
        {"params": decayed, "lr": 1e-4, "weight_decay": 0.01},
        {"params": undecayed, "lr": 1e-4, "weight_decay": 0.0},
        {"params": list(head.parameters()), "lr": 1e-3, "weight_decay": 0.0},
    ], fused=fused)


def train_step(bert, head, optimiser, tensors, bf16):
    import torch

    rows, mask, labels = tensors
    with torch.autocast("cpu", torch.bfloat16) if bf16 else contextlib.nullcontext():
        hidden = bert(rows, attention_mask=mask).last_hidden_state
        weights = mask.unsqueeze(-1).to(hidden.dtype)
        pooled = (hidden * weights).sum(1) / weights.sum(1)
        logits = head(torch.nn.functional.dropout(pooled, DROPOUT))
    loss = torch.nn.functional.cross_entropy(logits.float(), labels)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(itertools.chain(bert.parameters(), head.parameters()), 1.0)
    optimiser.step()
    optimiser.zero_grad(set_to_none=True)
    return loss.item()


def measure(mode, arguments):
    """Trains for the steps asked and prints what it measured."""
    import torch

    torch.set_num_threads(arguments.threads)
    options = MODES[mode]
    examples, classes = read_examples(arguments.texts, arguments.model)
    cut = sum(len(ids) == MAXIMUM_LENGTH for ids, _ in examples)
    batches = make_batches(examples, options["batch"], options["sort"])
    bert, head = make_model(arguments.model, classes, options, arguments.base_size)
    optimiser = make_optimiser(bert, head, options["fused"])
    steps = arguments.steps or (BASE_SIZE_STEPS if arguments.base_size else options["steps"])
    window, warm_up = min(WINDOW, steps), min(WARM_UP, steps)
    times, losses, real, padded = [], [], 0, 0
    for step, batch in enumerate(itertools.islice(itertools.cycle(batches), warm_up + steps)):
        start = time.perf_counter()
        tensors = pad(batch)
        losses.append(train_step(bert, head, optimiser, tensors, mode == "bf16"))
        if step >= warm_up:
            times.append(time.perf_counter() - start)
            real, padded = real + int(tensors[1].sum()), padded + tensors[0].numel()
    windows = [sum(times[start:start + window]) for start in range(0, len(times) - window + 1, window)]
    print(json.dumps({
        "mode": mode, "base_size": arguments.base_size, "batch": options["batch"], "threads": arguments.threads,
        "steps": steps, "examples_per_second": round(options["batch"] * window / statistics.median(windows), 1),
        "best_window": round(options["batch"] * window / min(windows), 1),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "tokens_real": real, "tokens_padded": padded, "texts_at_maximum_length": cut,
        "loss_first": round(losses[0], 3), "loss_last": round(statistics.mean(losses[-10:]), 3),
    }), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="folder of a BERT checkpoint with tokenizer.json")
    parser.add_argument("texts", type=pathlib.Path, help="JSON lines of text and intent, as FOLDER/banking77/train.jsonl")
    parser.add_argument("--modes", default=",".join(MODES), help="which, separated by commas (default: %(default)s)")
    parser.add_argument("--steps", type=int, help="how many to measure (default: about 20 seconds' worth)")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--base-size", action="store_true", help="12 layers of 768, random weights, modes f32 and bf16")
    arguments = parser.parse_args()
    if not arguments.texts.exists():
        print(f"skipped: {arguments.texts} is not there", file=sys.stderr)
        return
    for mode in arguments.modes.split(","):
        if mode not in MODES:
            parser.error(f"there is no mode {mode}; there are {', '.join(MODES)}")
        if arguments.base_size and mode == "plain":
            continue
        process = multiprocessing.get_context("spawn").Process(target=measure, args=(mode, arguments))
        process.start()
        process.join()
        if process.exitcode:
            sys.exit(1)


if __name__ == "__main__":
    main()

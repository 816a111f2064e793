#!/usr/bin/env python3
"""Measures how fast ONNX Runtime classifies messages, tokenizer included, a JSON line for each mode.

    python Benchmarks/latency/peer.py MODEL_FOLDER banking77/test.jsonl     # needs torch, transformers, onnx, onnxruntime

modes: f32     the encoder with mean pooling and a linear head of 77 classes, as torch.onnx exports it
       int8    the same with its weights quantised, activations dynamically

Exported with attention written out, a little faster than with PyTorch's fused one; onnxruntime.transformers' optimiser
and weights quantised by channel were no faster.

one_message_ms and p99_ms: one message of 12 to 15 tokens at a time, [CLS] and [SEP] included, from text to logits; the
file's first 60 such messages warm up, the next 600 are timed. batch_per_second: the file's first 1,024 messages in
batches of 32 of like length, padded to the longest. Each is the median of three repetitions, on one thread. --exported
keeps the exported models of a folder.
"""

import argparse
import json
import multiprocessing
import os
import pathlib
import resource
import statistics
import sys
import tempfile
import time

MODES = ["f32", "int8"]
CLASSES, MAXIMUM_LENGTH, BATCH = 77, 128, 32
WARM_UP, MEASURED, TOGETHER, REPETITIONS = 60, 600, 1024, 3


def export(folder, path):
    """Writes the classifier as ONNX; its head's numbers do not matter for speed."""
    import warnings

    import torch
    import transformers

    class Classifier(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.bert = transformers.BertModel.from_pretrained(
                folder, add_pooling_layer=False, dtype=torch.float32, attn_implementation="eager")
            self.head = torch.nn.Linear(self.bert.config.hidden_size, CLASSES)

        def forward(self, ids, mask):
            hidden = self.bert(ids, attention_mask=mask).last_hidden_state
            weights = mask.unsqueeze(-1).to(hidden.dtype)
            return self.head((hidden * weights).sum(1) / weights.sum(1))

    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    warnings.simplefilter("ignore")  # of values that tracing takes for constants, none of which depends on a text
    example = torch.tensor([[101, 2054, 2003, 102], [101, 2748, 102, 0]])
    axes = {0: "texts", 1: "tokens"}
    torch.onnx.export(
        Classifier().eval(), (example, (example > 0).long()), path, dynamo=False, opset_version=17,
        input_names=["ids", "mask"], output_names=["logits"], dynamic_axes={"ids": axes, "mask": axes, "logits": {0: "texts"}})


def prepare(folder, exported):
    """The exported models, made where they are not there yet."""
    exported.mkdir(parents=True, exist_ok=True)
    paths = {mode: exported / f"{mode}.onnx" for mode in MODES}
    if not all(path.exists() for path in paths.values()):
        print(f"exporting to {exported}", file=sys.stderr)
        in_its_own_process(export, folder, str(paths["f32"]))
        in_its_own_process(quantise, *paths.values())
    return paths


def quantise(whole, quantised):
    import logging

    from onnxruntime.quantization import QuantType, quantize_dynamic

    logging.disable(logging.WARNING)
    quantize_dynamic(whole, quantised, weight_type=QuantType.QInt8)


class Session:
    """From texts to logits."""

    def __init__(self, model, folder, threads):
        import onnxruntime
        from tokenizers import Tokenizer

        self.tokenizer = Tokenizer.from_file(str(pathlib.Path(folder) / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(MAXIMUM_LENGTH)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        self.onnx = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def logits(self, ids):
        import numpy

        length = max(map(len, ids))
        rows = numpy.array([row + [0] * (length - len(row)) for row in ids], dtype=numpy.int64)
        mask = numpy.array([[1] * len(row) + [0] * (length - len(row)) for row in ids], dtype=numpy.int64)
        return self.onnx.run(None, {"ids": rows, "mask": mask})[0]

    def one(self, text):
        return self.logits([self.tokenizer.encode(text).ids])

    def together(self, texts):
        rows = sorted((encoding.ids for encoding in self.tokenizer.encode_batch(texts)), key=len)
        return [self.logits(rows[start:start + BATCH]) for start in range(0, len(rows), BATCH)]


def seconds(work, *arguments):
    start = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - start


def measure(mode, model, arguments):
    session = Session(model, arguments.model, arguments.threads)
    texts = [json.loads(line)["text"] for line in arguments.texts.read_text().splitlines()]
    short = [text for text in texts if 12 <= len(session.tokenizer.encode(text).ids) <= 15]
    for text in short[:WARM_UP]:
        session.one(text)
    timed = short[WARM_UP:WARM_UP + MEASURED]
    repetitions = [sorted(seconds(session.one, text) * 1000 for text in timed) for _ in range(REPETITIONS)]
    several = texts[:TOGETHER]
    session.together(several[:BATCH])
    print(json.dumps({
        "mode": mode, "threads": arguments.threads, "messages": len(timed),
        "one_message_ms": round(statistics.median(walls[len(walls) // 2] for walls in repetitions), 3),
        "p99_ms": round(statistics.median(walls[len(walls) * 99 // 100] for walls in repetitions), 3),
        "batch_per_second": round(len(several) / statistics.median(
            seconds(session.together, several) for _ in range(REPETITIONS)), 1),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }), flush=True)


def in_its_own_process(work, *arguments):
    process = multiprocessing.get_context("spawn").Process(target=work, args=arguments)
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="folder of a BERT checkpoint with tokenizer.json")
    parser.add_argument("texts", type=pathlib.Path, help="JSON lines of text, as FOLDER/banking77/test.jsonl")
    parser.add_argument("--modes", default=",".join(MODES), help="which, separated by commas (default: %(default)s)")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--exported", type=pathlib.Path, help="folder where the exported model is kept for the next time")
    arguments = parser.parse_args()
    if not arguments.texts.exists():
        print(f"skipped: {arguments.texts} is not there", file=sys.stderr)
        return
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    modes = arguments.modes.split(",")
    for mode in modes:
        if mode not in MODES:
            parser.error(f"there is no mode {mode}; there are {', '.join(MODES)}")
    with tempfile.TemporaryDirectory() as name:
        paths = prepare(arguments.model, arguments.exported or pathlib.Path(name))
        for mode in modes:
            in_its_own_process(measure, mode, paths[mode], arguments)


if __name__ == "__main__":
    main()

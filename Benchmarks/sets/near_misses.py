#!/usr/bin/env python3
"""How well a plainly fine-tuned model tells near misses: what sets.py's banking77-near stands beside.

    python Benchmarks/sets/near_misses.py MODEL_FOLDER DATA [SEED...]     # needs torch, transformers, scikit-learn

PyTorch's AdamW, cross-entropy, five epochs at 5e-5 with a tenth of warm-up, batches of 32; the score for out of scope
is one less the largest probability (Hendrycks & Gimpel, 2017). DATA is the folder of sets.py. A JSON line for each
seed: accuracy in scope, the AUROC, and recall where a hundredth of the messages in scope is rejected.
"""

import json
import pathlib
import sys
import time

EPOCHS, RATE, BATCH, MAXIMUM_LENGTH = 5, 5e-5, 32, 128


def read(path):
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    return [row["text"] for row in rows], [row["intent"] for row in rows]


class Classifier:
    """The encoder with a linear head on its mean-pooled states."""

    def __init__(self, folder, classes):
        import torch
        import transformers
        from tokenizers import Tokenizer

        transformers.logging.set_verbosity_error()
        transformers.logging.disable_progress_bar()
        self.bert = transformers.BertModel.from_pretrained(folder, add_pooling_layer=False, dtype=torch.float32)
        self.head = torch.nn.Linear(self.bert.config.hidden_size, classes)
        self.tokenizer = Tokenizer.from_file(str(pathlib.Path(folder) / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(MAXIMUM_LENGTH)

    def logits(self, texts):
        import torch

        ids = [encoding.ids for encoding in self.tokenizer.encode_batch(texts)]
        length = max(map(len, ids))
        padded = torch.tensor([row + [0] * (length - len(row)) for row in ids])
        mask = torch.tensor([[1] * len(row) + [0] * (length - len(row)) for row in ids])
        hidden = self.bert(padded, attention_mask=mask).last_hidden_state * mask.unsqueeze(-1)
        return self.head(torch.nn.functional.dropout(hidden.sum(1) / mask.sum(1, keepdim=True), 0.1, self.bert.training))

    def train(self, texts, labels):
        import torch

        parameters = [*self.bert.parameters(), *self.head.parameters()]
        optimizer = torch.optim.AdamW(parameters, lr=RATE, weight_decay=0.01, fused=True)
        steps = EPOCHS * -(-len(texts) // BATCH)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: min((step + 1) / (0.1 * steps), (steps - step) / (0.9 * steps)))
        self.bert.train()
        for _ in range(EPOCHS):
            order = torch.randperm(len(texts)).tolist()
            for rows in (order[start:start + BATCH] for start in range(0, len(order), BATCH)):
                loss = torch.nn.functional.cross_entropy(
                    self.logits([texts[row] for row in rows]), torch.tensor([labels[row] for row in rows]))
                optimizer.zero_grad()
                loss.backward()
                torch.nn.utils.clip_grad_norm_(parameters, 1)
                optimizer.step()
                schedule.step()

    def probabilities(self, texts):
        import torch

        self.bert.eval()
        with torch.inference_mode():
            parts = [self.logits(texts[start:start + BATCH]).softmax(1) for start in range(0, len(texts), BATCH)]
        return torch.cat(parts).numpy()


def measure(folder, data, seed):
    import numpy
    import torch
    from sklearn.metrics import roc_auc_score

    torch.set_num_threads(2)
    torch.manual_seed(seed)
    start = time.perf_counter()
    texts, intents = read(data / "train.jsonl")
    names = sorted(set(intents))
    classifier = Classifier(folder, len(names))
    classifier.train(texts, [names.index(intent) for intent in intents])
    seconds = time.perf_counter() - start
    texts, intents = read(data / "test.jsonl")
    inside = classifier.probabilities(texts)
    outside = classifier.probabilities(read(data / "id-oos_test.jsonl")[0]).max(1)
    right = inside.argmax(1) == [names.index(intent) for intent in intents]
    threshold = numpy.quantile(inside.max(1), 0.01)
    scores = numpy.concatenate([1 - inside.max(1), 1 - outside])
    return {
        "seed": seed, "accuracy": right.mean(), "in_scope_accuracy": (right & (inside.max(1) >= threshold)).mean(),
        "out_of_scope_recall": (outside < threshold).mean(), "seconds": seconds,
        "out_of_scope_auroc": roc_auc_score([0] * len(inside) + [1] * len(outside), scores)}


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    folder, data = sys.argv[1], pathlib.Path(sys.argv[2]) / "banking77" / "oos"
    if not data.exists():
        print(f"skipped: {data} is not there; sets.py says what belongs there", file=sys.stderr)
        return
    for seed in map(int, sys.argv[3:] or ["1"]):
        print(json.dumps({key: round(float(value), 4) for key, value in measure(folder, data, seed).items()}), flush=True)


main()

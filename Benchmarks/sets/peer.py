#!/usr/bin/env python3
"""What scikit-learn reaches on BANKING77: the accuracies that those of sets.py stand beside.

    python Benchmarks/sets/peer.py MODEL_FOLDER DATA     # needs torch, transformers, scikit-learn

words     TF-IDF of words, word pairs and characters, linear support vector machine
probe     logistic regression on the frozen embeddings of MODEL_FOLDER (mean pooling, unit length), C = 10
DATA is the folder of sets.py. The seconds are for learning, from texts to a classifier, on two threads. A table is
printed, then a JSON line of the same.
"""

import json
import pathlib
import sys
import time

SETS = {"banking77-10": "train_10", "banking77": "train"}
BATCH, MAXIMUM_LENGTH = 32, 128


def read(path):
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    return [row["text"] for row in rows], [row["intent"] for row in rows]


class Embeddings:
    """Texts to unit vectors, those of like length together."""

    def __init__(self, folder):
        import torch
        import transformers
        from tokenizers import Tokenizer

        transformers.logging.set_verbosity_error()
        transformers.logging.disable_progress_bar()
        torch.set_num_threads(2)
        self.bert = transformers.BertModel.from_pretrained(folder, add_pooling_layer=False, dtype=torch.float32).eval()
        self.tokenizer = Tokenizer.from_file(str(pathlib.Path(folder) / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(MAXIMUM_LENGTH)

    def fit(self, texts, intents=None):
        return self

    def transform(self, texts):
        import torch

        ids = [encoding.ids for encoding in self.tokenizer.encode_batch(texts)]
        order = sorted(range(len(ids)), key=lambda row: len(ids[row]))
        vectors = torch.empty(len(ids), self.bert.config.hidden_size)
        with torch.inference_mode():
            for rows in (order[start:start + BATCH] for start in range(0, len(order), BATCH)):
                length = len(ids[rows[-1]])
                padded = torch.tensor([ids[row] + [0] * (length - len(ids[row])) for row in rows])
                mask = torch.tensor([[1] * len(ids[row]) + [0] * (length - len(ids[row])) for row in rows])
                hidden = self.bert(padded, attention_mask=mask).last_hidden_state * mask.unsqueeze(-1)
                vectors[rows] = torch.nn.functional.normalize(hidden.sum(1))
        return vectors.numpy()


def classifiers(folder):
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.svm import LinearSVC

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    return {
        "words": make_pipeline(make_union(words, characters), LinearSVC()),
        "probe": make_pipeline(Embeddings(folder), LogisticRegression(C=10, max_iter=1000)),
    }


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    folder, data = sys.argv[1], pathlib.Path(sys.argv[2]) / "banking77"
    if not data.exists():
        print(f"skipped: {data} is not there; sets.py says what belongs there", file=sys.stderr)
        return
    test, results = read(data / "test.jsonl"), []
    print(f"{'set':14}{'classifier':12}{'accuracy':>10}{'seconds':>10}")
    for name, classifier in classifiers(folder).items():
        for title, file in SETS.items():
            start = time.perf_counter()
            classifier.fit(*read(data / f"{file}.jsonl"))
            seconds, accuracy = time.perf_counter() - start, classifier.score(*test)
            results.append({"set": title, "classifier": name, "accuracy": round(accuracy, 4), "seconds": round(seconds, 1)})
            print(f"{title:14}{name:12}{accuracy:10.2%}{seconds:10.1f}", flush=True)
    print(json.dumps(results))


main()

"""faiss on the same vectors: prints a JSON line like VectorBenchmark's `search`."""

import argparse
import json
import pathlib
import time

import faiss
import numpy as np

KINDS = {
    "8-bit": lambda width: faiss.IndexScalarQuantizer(width, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT),
    "flat": faiss.IndexFlatIP,
}


def anonymous_megabytes():
    """What the process holds besides mapped files, as the kernel counts it."""
    lines = pathlib.Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon:")) / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vectors")
    parser.add_argument("queries")
    parser.add_argument("columns", type=int)
    parser.add_argument("threads", type=int)
    parser.add_argument("kind", choices=KINDS)
    arguments = parser.parse_args()
    faiss.omp_set_num_threads(arguments.threads)
    vectors = np.memmap(arguments.vectors, "<f4", "r").reshape(-1, arguments.columns)
    queries = np.fromfile(arguments.queries, "<f4").reshape(-1, arguments.columns)
    index = KINDS[arguments.kind](arguments.columns)
    index.train(vectors)
    index.add(vectors)
    times, found = [], []
    for query in queries:
        start = time.perf_counter()
        _, rows = index.search(query[None], 10)
        times.append((time.perf_counter() - start) * 1000)
        found.append(rows[0])
    memory = anonymous_megabytes()
    judged = range(min(len(queries), 200))
    scores = (queries[number] @ vectors.T for number in judged)
    right = sum((score[found[number]] >= np.partition(score, -10)[-10]).sum() for number, score in zip(judged, scores))
    print(json.dumps({
        "rows": len(vectors), "milliseconds": float(np.median(times)), "p99": float(np.percentile(times, 99)),
        "recall_10": float(right / (10 * len(judged))),
        "memory_mb": memory}))


main()

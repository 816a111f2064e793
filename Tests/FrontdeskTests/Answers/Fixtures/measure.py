"""Writes cosines.json beside passages.json: the cosine of each question with each sentence of its passage.

    python3 measure.py path/to/frontdesk

The embeddings come from `frontdesk debug embed` with the default base model, as replies take them. The passages and
questions are made up for these tests.
"""
import json
import pathlib
import subprocess
import sys

here = pathlib.Path(__file__).parent


def embed(binary, texts):
    lines = [text.strip().replace("\n", " ") for text in texts]
    run = subprocess.run(
        [binary, "debug", "embed"], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True)
    return [json.loads(line)["embedding"] for line in run.stdout.splitlines()]


def main(binary):
    cosines = []
    for passage in json.loads((here / "passages.json").read_text(encoding="utf-8")):
        sentences = embed(binary, passage["sentences"])
        questions = embed(binary, [question["text"] for question in passage["questions"]])
        cosines.append([
            [round(sum(a * b for a, b in zip(question, sentence)), 4) for sentence in sentences]
            for question in questions])
    text = json.dumps(cosines).replace("]], [[", "]],\n[[").replace("], [", "],\n [")
    (here / "cosines.json").write_text(text + "\n", encoding="utf-8")


main(sys.argv[1])

#!/usr/bin/env python3
"""Trains bots on public data sets of labelled messages and tests them on their test splits.

usage: sets.py FRONTDESK DATA [NAME...] [--recipe probe|full] [--seeds N]

DATA holds a folder for each set with JSON lines of {"text", "intent"}:
    banking77     train.jsonl (10,003), train_10.jsonl and train_5.jsonl (the published few-shot split), test.jsonl; PolyAI's BANKING77, CC-BY-4.0
    banking77/oos train.jsonl, test.jsonl of some of its intents, id-oos_test.jsonl of the others: near misses (Zhang et al., 2022)
    clinc150      train.jsonl (15,000), train_10.jsonl, train_5.jsonl, test.jsonl, oos_test.jsonl; Larson et al., 2019, CC-BY-3.0
    smp2017       train.jsonl, test.jsonl; the SMP 2017 ECDT task 1
    dataclue_cic  train.jsonl, test.jsonl; CLUE's DataCLUE, task CIC (its training labels are noisy on purpose)
Prints a JSON line for each training and one with the means of each set, and its accuracy's standard deviation; exit status 1 where a
mean falls below what it should reach, or a set is named and not there. Bots of sets without messages out of scope are told so
(out_of_scope_share: 0).
"""
import argparse, json, pathlib, statistics, subprocess, sys, tempfile
from typing import NamedTuple


class Set(NamedTuple):
    folder: str
    train: str
    least: dict  # the accuracy that each recipe should reach
    outside: str = ""  # a file of messages out of scope


SETS = {
    "banking77-5": Set("banking77", "train_5", {"probe": 0.807, "full": 0.825}),
    "banking77-10": Set("banking77", "train_10", {"probe": 0.859, "full": 0.88}),
    "banking77": Set("banking77", "train", {"probe": 0.929, "full": 0.94}),
    "banking77-near": Set("banking77/oos", "train", {}, "id-oos_test"),
    "clinc150-5": Set("clinc150", "train_5", {"full": 0.91}),
    "clinc150-10": Set("clinc150", "train_10", {"full": 0.93}),
    "clinc150": Set("clinc150", "train", {"probe": 0.96, "full": 0.965}, "oos_test"),
    "smp2017": Set("smp2017", "train", {"probe": 0.88}),
    "dataclue_cic": Set("dataclue_cic", "train", {"probe": 0.81}),
}


def run(*command):
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def written(source, target):
    """Copies messages as examples; two lines of banking77/oos have no text, which is none."""
    lines = (line for line in source.read_text().splitlines() if json.loads(line)["text"].strip())
    target.write_text("\n".join(lines) + "\n")


def unlabelled(source, target):
    """Writes messages without their labels: out of scope is what no intent covers."""
    lines = (json.dumps({"text": json.loads(line)["text"]}) for line in source.read_text().splitlines())
    target.write_text("\n".join(lines) + "\n")


def measure(options, chosen, seed):
    source = options.data / chosen.folder
    with tempfile.TemporaryDirectory(prefix="frontdesk-set-") as folder:
        bot = pathlib.Path(folder)
        (bot / "intents").mkdir()
        written(source / f"{chosen.train}.jsonl", bot / "intents" / "data.jsonl")
        if not chosen.outside:
            (bot / "frontdesk.yml").write_text("out_of_scope_share: 0\n")
        trained = run(
            options.program, "train", "--bot", bot, "--recipe", options.recipe, "--seed", str(seed), "--all", "--json")
        report = run(options.program, "test", "--bot", bot, "--json", source / "test.jsonl")
        figures = {
            "accuracy": report["accuracy"], "calibration_error": report["expected_calibration_error"],
            "train_seconds": trained["seconds"], "milliseconds_a_message": trained["milliseconds"]}
        if chosen.outside:
            outside = bot / "outside.jsonl"
            unlabelled(source / f"{chosen.outside}.jsonl", outside)
            report = run(options.program, "test", "--bot", bot, "--json", source / "test.jsonl", outside)
            figures["in_scope_accuracy"] = report["in_scope_accuracy"]
            figures |= {f"out_of_scope_{name}": report["out_of_scope"][name] for name in ("recall", "auroc")}
        return figures


def measure_all(options, name):
    chosen = SETS[name]
    if not (options.data / chosen.folder / f"{chosen.train}.jsonl").exists():
        what = "error" if name in options.names else "skipped"
        print(f"{what}: {options.data / chosen.folder} is not there; sets.py says what belongs there", file=sys.stderr)
        return name not in options.names
    measured = []
    for seed in range(1, options.seeds + 1):
        measured.append(measure(options, chosen, seed))
        print(json.dumps({"set": name, "seed": seed} | {key: round(value, 4) for key, value in measured[-1].items()}), flush=True)
    means = {key: statistics.mean(figures[key] for figures in measured) for key in measured[0]}
    spread = statistics.stdev(figures["accuracy"] for figures in measured) if options.seeds > 1 else 0
    least = chosen.least.get(options.recipe, 0)
    print(json.dumps(
        {"set": name, "recipe": options.recipe, "seeds": options.seeds} | {key: round(value, 4) for key, value in means.items()}
        | {"accuracy_deviation": round(spread, 4), "least": least}), flush=True)
    return means["accuracy"] >= least


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("usage: ")[1].splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--recipe", choices=["probe", "full"], default="probe")
    parser.add_argument("--seeds", type=int, default=1)
    options = parser.parse_args()
    if unknown := set(options.names) - set(SETS):
        parser.error(f"there is no set {', '.join(sorted(unknown))}; there are {', '.join(SETS)}")
    sys.exit(0 if all([measure_all(options, name) for name in options.names or SETS]) else 1)


main()

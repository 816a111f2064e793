#!/usr/bin/env python3
"""Trains a bot on public data sets of labelled messages and tests it on their test splits.

usage: sets.py FRONTDESK DATA [NAME...]

DATA holds a folder for each set with JSON lines of {"text", "intent"}:
    banking77     train.jsonl (10,003), train_10.jsonl and train_5.jsonl (the published few-shot split), test.jsonl; PolyAI's BANKING77, CC-BY-4.0
    smp2017       train.jsonl, test.jsonl; the SMP 2017 ECDT task 1
    dataclue_cic  train.jsonl, test.jsonl; CLUE's DataCLUE, task CIC (its training labels are noisy on purpose)
Prints a JSON line for each set; exit status 1 where one falls below what it should reach.
"""
import json, pathlib, shutil, subprocess, sys, tempfile, time

program, data, names = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3:]
SETS = {
    "banking77-5": ("banking77", "train_5", 0.807), "banking77-10": ("banking77", "train_10", 0.859),
    "banking77": ("banking77", "train", 0.929), "smp2017": ("smp2017", "train", 0.88),
    "dataclue_cic": ("dataclue_cic", "train", 0.81),
}


def measure(name):
    folder, train, least = SETS[name]
    if not (data / folder / f"{train}.jsonl").exists():
        print(f"skipped: {data / folder} is not there; sets.py says what belongs there", file=sys.stderr)
        return True
    bot = pathlib.Path(tempfile.mkdtemp(prefix="frontdesk-set-"))
    (bot / "intents").mkdir()
    shutil.copy(data / folder / f"{train}.jsonl", bot / "intents" / "data.jsonl")
    start = time.time()
    subprocess.run(
        [program, "train", "--bot", bot, "--recipe", "probe", "--all", "--json"], check=True, capture_output=True)
    seconds = time.time() - start
    output = subprocess.run(
        [program, "test", "--bot", bot, "--json", data / folder / "test.jsonl"], check=True, capture_output=True, text=True)
    report = json.loads(output.stdout)
    shutil.rmtree(bot)
    print(json.dumps({
        "set": name, "accuracy": round(report["accuracy"], 4), "least": least,
        "calibration_error": round(report["expected_calibration_error"], 3),
        "train_seconds": round(seconds, 1), "milliseconds_a_message": round(1000 * report["seconds"] / report["examples"], 2),
    }), flush=True)
    return report["accuracy"] >= least


sys.exit(0 if all([measure(name) for name in names or SETS]) else 1)

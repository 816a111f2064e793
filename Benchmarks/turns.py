"""Runs programs in turn on the same cores, and says whether anything else was using them."""

import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import time

BUSY = 0.1  # the share of the cores from which on other programs' work makes the figures worthless


def run_in_turn(commands, rounds, cores, shown):
    """The medians of every number that each side prints as its last line, a JSON object.

    commands is {side: command}; each round runs each of them once. Exits with 2 where other programs were using the
    cores: a program of several threads then waits for itself, and comparisons favour whichever has fewer of them. A side
    that prints {"skipped": why} is left out.
    """
    results, others = {side: [] for side in commands}, {side: [] for side in commands}
    for number in range(rounds):
        for side, command in commands.items():
            result, busy = watched(["taskset", "-c", cores, *map(str, command)], cores)
            if "skipped" in result:
                print(f"skipped: {side}: {result['skipped']}", file=sys.stderr)
                continue
            results[side].append(result)
            others[side].append(busy)
            print(f"round {number + 1}: {side} {result[shown]} ({shown}; others' share of the cores {busy:.0%})",
                  file=sys.stderr, flush=True)
    if not any(results.values()):
        sys.exit("error: every side was skipped; nothing was measured")
    worst = max(statistics.median(shares) for shares in others.values() if shares)
    if worst > BUSY:
        print(f"error: other programs used {worst:.0%} of the cores; nothing can be said of speed\n"
              "       Close them and try again.", file=sys.stderr)
        sys.exit(2)
    return {side: medians(rows) for side, rows in results.items() if rows}


def medians(rows):
    numbers = [key for key, value in rows[0].items() if type(value) in (int, float)]
    return {key: statistics.median(row[key] for row in rows) for key in numbers}


def watched(command, cores):
    """What the command prints last, and the share of the cores that other programs used meanwhile."""
    numbers = core_numbers(cores)
    start, used, own = time.time(), busy_seconds(numbers), children_seconds()
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    wall, used, own = time.time() - start, busy_seconds(numbers) - used, children_seconds() - own
    return json.loads(output.splitlines()[-1]), max(0, (used - own) / (wall * len(numbers)))


def core_numbers(cores):
    numbers = set()
    for part in cores.split(","):
        first, _, last = part.partition("-")
        numbers.update(range(int(first), int(last or first) + 1))
    return numbers


def busy_seconds(numbers):
    """Processor time that all programs together have used on the cores since the machine started."""
    ticks = 0
    for line in pathlib.Path("/proc/stat").read_text().splitlines():
        name, *fields = line.split()
        if name.startswith("cpu") and name[3:].isdigit() and int(name[3:]) in numbers:
            user, nice, system, _, _, interrupts, soft, stolen = map(int, fields[:8])
            ticks += user + nice + system + interrupts + soft + stolen
    return ticks / os.sysconf("SC_CLK_TCK")


def children_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def finish(medians, ratios, columns):
    """Prints the table, the ratios and a JSON line of both; exits with 1 where a ratio is below 1."""
    wide = max(map(len, medians))
    print(" " * wide, *[f"{column:>20}" for column in columns])
    for side, row in medians.items():
        print(f"{side:{wide}}", *[f"{row[column]:20,.2f}" for column in columns])
    for name, ratio in ratios.items():
        print(f"{name}: {ratio:.2f}")
    print(json.dumps({"medians": medians, "ratios": {name: round(ratio, 3) for name, ratio in ratios.items()}}))
    sys.exit(0 if min(ratios.values()) >= 1 else 1)

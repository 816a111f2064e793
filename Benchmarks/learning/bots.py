"""Bots for the benchmarks of learning from conversations: made, trained and measured through the program alone."""
import argparse, json, pathlib, re, subprocess, sys


def arguments(description, needed, **defaults):
    """The program, `source` with the public data that are needed, and a benchmark's own options; of a tuple the first is
    the default. Where the data are not there, it says so and ends."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("data", type=pathlib.Path)
    for name, default in defaults.items():
        choices = default if isinstance(default, tuple) else None
        default = choices[0] if choices else default
        parser.add_argument(f"--{name}", type=type(default), default=default, choices=choices)
    options = parser.parse_args()
    options.program, options.source = options.program.resolve(), options.data / needed
    if not options.source.exists():
        print(f"skipped: {options.source} is not there")
        sys.exit()
    return options


def run(*command, **options):
    return subprocess.run([str(part) for part in command], check=True, stdout=subprocess.PIPE, text=True, **options).stdout


def rows(path):
    """What the lines of a JSON lines file hold."""
    return [json.loads(line) for line in path.read_text().splitlines()]


def lines(path):
    """Labelled messages; a name as files can have."""
    return [line | {"intent": re.sub(r"\W", "", line["intent"])} for line in rows(path)]


def write(path, messages):
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in messages))


def make_bot(folder, intents, examples=()):
    """A bot that has examples, or else only knows what intents there are."""
    (folder / "intents").mkdir(parents=True)
    (folder / "frontdesk.yml").write_text("out_of_scope_share: 0\n")
    if examples:
        write(folder / "intents" / "data.jsonl", examples)
    for intent in set(intents) - {line["intent"] for line in examples}:
        (folder / "intents" / f"{intent}.yml").write_text(f"intent: {intent}\nanswers:\n  - en: 'This is about {intent}.'\n")


def train_on_log(program, bot, messages, *options):
    """Trains on labelled messages as conversations whose replies somebody called good; returns what `train` says."""
    log = bot / "log.jsonl"
    write(log, [
        {"id": f"c{place}", "turns": [
            {"speaker": "customer", "text": line["text"], "intent": line["intent"]},
            {"speaker": "bot", "text": f"This is about {line['intent']}.", "feedback": "good"}]}
        for place, line in enumerate(messages)])
    return json.loads(run(program, "train", log, "--bot", bot, "--recipe", "probe", "--json", *options))


def suspects(program, bot):
    """The places of the messages whose labels were set aside, the most doubtful first."""
    listed = run(program, "review", "--suspects", "--bot", bot, "--json").splitlines()
    return [int(json.loads(line)["conversation"][1:]) for line in listed]


def accuracy(program, bot, test):
    return json.loads(run(program, "test", "--bot", bot, "--json", test))["accuracy"]

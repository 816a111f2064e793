"""Writes this folder's fixtures: a small vocabulary, and the ids that Hugging Face `tokenizers` gives to hard lines.

    pip install tokenizers==0.23.3    # with Python 3.11, whose Unicode database chooses some of the lines
    python generate_fixtures.py

`vocab.txt` is made from the lines themselves, so that most words have pieces and every tenth scalar has none.
A line of `lines.jsonl` holds a text and, for each of CONFIGURATIONS, the ids; ids at 128 tokens where they differ.
`quirks.txt` is a vocabulary with CRLF, blank, repeated and padded lines, `quirks.json` what the peer makes of it.
"""

import collections
import json
import pathlib
import random
import unicodedata
import zlib

from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import TemplateProcessing

import hard_lines

FOLDER = pathlib.Path(__file__).parent
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
CONFIGURATIONS = {  # tokenizer_config.json's keys
    "uncased": {"do_lower_case": True},
    "cased": {"do_lower_case": False},
    "accented": {"do_lower_case": True, "strip_accents": False},
    "unspaced": {"do_lower_case": False, "strip_accents": True, "tokenize_chinese_chars": False},
}
COUNTS = dict(english=120, chinese=160, scripts=420, emoji=160, controls=260, punctuation=160, marks=420,
              long_words=220, random_unicode=500, special=220, around_the_limit=40)
QUIRKS = ("[PAD]\r\n[UNK]\r\n[CLS]\r\n\r\n[SEP] \r\na\r\nb\u3000\r\na\r\n \u00a0\r\n##a\n\u2028x\n##a\t\n\n##\nq\x0c\n"
          "c\u0085\nd\u2007\ne\u200b\n[MASK]\u205f\nlast")


def normalizer(config):
    lower = config["do_lower_case"]
    return BertNormalizer(clean_text=True, handle_chinese_chars=config.get("tokenize_chinese_chars", True),
                          strip_accents=config.get("strip_accents"), lowercase=lower)


def peer(vocabulary, config):
    tokenizer = Tokenizer(WordPiece.from_file(str(vocabulary), unk_token="[UNK]"))
    tokenizer.normalizer = normalizer(config)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.add_special_tokens(SPECIAL)
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[(t, tokenizer.token_to_id(t)) for t in ("[CLS]", "[SEP]")])
    return tokenizer


def disagreements():
    """Scalars where the peer's classes differ from this Python's Unicode database."""
    whole = normalizer(CONFIGURATIONS["uncased"]).normalize_str
    split = BertPreTokenizer().pre_tokenize_str
    for n in (n for n in range(0x110000) if not 0xD800 <= n < 0xE000):
        c, category = chr(n), unicodedata.category(chr(n))
        decomposed = "".join(d for d in unicodedata.normalize("NFD", c) if unicodedata.category(d) != "Mn")
        expected = "" if category in ("Cc", "Cf", "Co") else " " if category[0] == "Z" else decomposed.lower()
        pieces = 1 if category[0] != "P" else 3
        if whole(c).strip() != expected.strip() or (expected.strip() and len(split("a" + c + "b")) != pieces):
            yield c


def sample_of_scalars(rng, odd):
    """Edges of the peer's classes, scalars where databases disagree, and some of everything."""
    pool = rng.sample(odd, min(450, len(odd))) + [chr(n) for n in range(0x80, 0x250, 3)]
    pool += [c for c in hard_lines.MARKS + hard_lines.CONTROLS + hard_lines.SPACES]
    pool += [hard_lines.scalar(rng) for _ in range(350)]
    edges = (0x33FF, 0x3400, 0x4DBF, 0x4DC0, 0x4DFF, 0x4E00, 0x9FFF, 0xA000, 0xF8FF, 0xF900, 0xFAFF, 0xFB00, 0x1FFFF, 0x20000,
             0x2A6DF, 0x2A6E0, 0x2A700, 0x2B73F, 0x2B740, 0x2B81F, 0x2B820, 0x2B91F, 0x2B920, 0x2CEAF, 0x2CEB0, 0x2EBE0,
             0x2F7FF, 0x2F800, 0x2FA1F, 0x2FA20, 0x30000, 0xABFF, 0xAC00, 0xD7A3, 0xD7A4, 0x7F, 0x7FF, 0x800, 0xFFFF, 0x10000)
    return pool + [chr(n) for n in edges]


def vocabulary(lines):
    words = collections.Counter()
    for config in CONFIGURATIONS.values():
        normalize, split = normalizer(config).normalize_str, BertPreTokenizer().pre_tokenize_str
        for line in lines:
            words.update({w for w, _ in split(normalize(line)) if len(w) <= 100})
    first, later, begin, rest = (collections.Counter() for _ in range(4))
    for w, n in words.items():
        first[w[0]] += n
        later.update(w[1:])
        for size in range(2, 7):
            begin[w[:size]] += n if len(w) >= size else 0
            rest.update(w[i : i + size] for i in range(1, min(len(w), 12) - size + 1))
    keep = lambda c: ord(c) < 0x80 or zlib.crc32(c.encode()) % 10 > 0  # every tenth stays unknown
    tokens = SPECIAL[:1] + ["[unused0]", "[unused1]"] + SPECIAL[1:]
    tokens += sorted(c for c in first if keep(c)) + sorted("##" + c for c in later if keep(c))
    tokens += [w for w, _ in sorted(begin.items(), key=lambda x: (-x[1], x[0]))[:1000]]
    tokens += ["##" + w for w, _ in sorted(rest.items(), key=lambda x: (-x[1], x[0]))[:1000]]
    tokens += [w for w in sorted(words) if len(w) > 30][:20]
    return list(dict.fromkeys(tokens))


def main():
    rng = random.Random(20)
    odd = list(disagreements())
    lines = hard_lines.lines(rng, COUNTS, sample_of_scalars(rng, odd))
    lines += ["".join(f"a{c}b{c} " for c in odd[i : i + 4]) for i in range(0, len(odd), 4)]
    lines = list(dict.fromkeys(["", " ", "\u0301", *lines]))
    (FOLDER / "vocab.txt").write_text("".join(t + "\n" for t in vocabulary(lines)), encoding="utf-8", newline="")
    tokenizers = {name: peer(FOLDER / "vocab.txt", config) for name, config in CONFIGURATIONS.items()}
    unknown = total = 0
    with open(FOLDER / "lines.jsonl", "w", encoding="ascii") as out:
        for i, line in enumerate(lines):
            row = {"text": line}
            for name, tokenizer in tokenizers.items():
                if name in ("accented", "unspaced") and i % 4:
                    continue
                tokenizer.no_truncation()
                row[name] = tokenizer.encode(line).ids
                tokenizer.enable_truncation(128)
                if (short := tokenizer.encode(line).ids) != row[name]:
                    row[name + "128"] = short
                unknown += row[name].count(tokenizer.token_to_id("[UNK]"))
                total += len(row[name])
            out.write(json.dumps(row, separators=(",", ":")) + "\n")
    (FOLDER / "quirks.txt").write_bytes(QUIRKS.encode())
    quirks = WordPiece.from_file(str(FOLDER / "quirks.txt"), unk_token="[UNK]")
    table = WordPiece.read_file(str(FOLDER / "quirks.txt"))
    count = QUIRKS.count("\n") + 1
    (FOLDER / "quirks.json").write_text(json.dumps(
        {"ids": table, "tokens": [quirks.id_to_token(i) for i in range(count + 1)]}, indent=1, sort_keys=True) + "\n")
    print(len(lines), "lines", len(odd), "scalars disagree", unknown, "unknown of", total, "ids")


if __name__ == "__main__":
    main()

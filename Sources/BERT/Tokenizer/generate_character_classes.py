"""Writes CharacterClasses.generated.swift by asking Hugging Face `tokenizers` about every Unicode scalar.

The peer's classes agree with no single Unicode version (its crates carry several), so nothing is taken from
a Unicode database: each scalar goes through BertNormalizer, one switch at a time, and BertPreTokenizer.
The order into which marks are put comes from there too.

    pip install tokenizers==0.23.3
    python generate_character_classes.py

The layout is read by CharacterClasses.swift; every number is written in base 64, digits from U+0030 on.
"""

import pathlib

import tokenizers
from tokenizers.normalizers import NFD, BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

ORDINARY, REMOVED, WHITESPACE, PUNCTUATION, CJK, STRIPPED, STRIPPED_STARTER, NONSTARTER = range(8)
HAS_STRIP, HAS_LOWER = 8, 16
BLOCK = 128
HANGUL = range(0xAC00, 0xD7A4)
LONG = 0x110000  # a target from here on is an offset into the pool of longer results

clean = BertNormalizer(True, False, False, False).normalize_str
spaced = BertNormalizer(False, True, False, False).normalize_str
strip = BertNormalizer(False, False, True, False).normalize_str
lower = BertNormalizer(False, False, False, True).normalize_str
decompose = NFD().normalize_str
whole = BertNormalizer(True, True, True, True).normalize_str
split = BertPreTokenizer().pre_tokenize_str


def scalars():
    return (n for n in range(0x110000) if not 0xD800 <= n < 0xE000)


def hangul(n):
    """The syllable's letters, as the algorithm that CharacterClasses.swift follows gives them."""
    lead, vowel, tail = (n - 0xAC00) // 588, (n - 0xAC00) % 588 // 28, (n - 0xAC00) % 28
    return "".join(chr(c) for c in [0x1100 + lead, 0x1161 + vowel] + ([0x11A7 + tail] if tail else []))


def changes_places(first, second):
    """Whether the peer puts `second` before `first` when both follow a letter."""
    return first != second and strip("a" + first + second) == "a" + second + first


def combining_ranks(kept):
    """Ranks from 1 of the scalars that survive stripping and still change places with one another."""
    movers = {c for c in kept for d in kept if changes_places(c, d) or changes_places(d, c)}
    below = {c: frozenset(d for d in movers if changes_places(c, d)) for c in movers}
    sizes = sorted({len(s) for s in below.values()})
    ranks = {c: 1 + sizes.index(len(below[c])) for c in movers}
    for c in movers:
        for d in movers:
            assert changes_places(c, d) == (ranks[c] > ranks[d]), "the peer's order is no order of ranks"
    return ranks


def may_combine(c):
    """Whether marks of the lowest (U+0334) or the highest (U+0345) combining class change places with `c`."""
    return decompose("a" + c + "\u0334") == "a\u0334" + c or decompose("a\u0345" + c) == "a" + c + "\u0345"


def classify():
    kinds, strips, lowers, kept = {}, {}, {}, []
    for n in scalars():
        c = chr(n)
        kind = ORDINARY
        cleaned, pieces = clean(c), [piece for piece, _ in split("a" + c + "b")]
        if cleaned == "":
            kind = REMOVED
        elif cleaned == " ":
            kind = WHITESPACE
            assert pieces == ["a", "b"], hex(n)
        else:
            assert cleaned == c, hex(n)
            assert pieces in (["a" + c + "b"], ["a", c, "b"]), hex(n)
            kind = PUNCTUATION if len(pieces) == 3 else ORDINARY
        if spaced(c) != c:
            assert spaced(c) == f" {c} " and kind == ORDINARY, hex(n)
            kind = CJK
        if kind in (ORDINARY, PUNCTUATION, CJK):
            stripped, lowered = strip(c), lower(c)
            if stripped == "":
                assert kind == ORDINARY and lowered == c, hex(n)
                kind = STRIPPED
            elif stripped != c:
                if n in HANGUL:
                    assert stripped == hangul(n), hex(n)
                else:
                    strips[n] = stripped
            elif may_combine(c):
                kept.append(c)
            if lowered != c:
                lowers[n] = lowered
            ready = f" {c} " if kind == CJK else c
            assert whole(c) == lower(strip(ready)), hex(n)
            assert len(stripped) <= len(c.encode()) and len(lowered) <= len(c.encode()), hex(n)
        kinds[n] = kind
    return kinds, strips, lowers, kept


def mark_combining(kinds, strips, lowers, kept):
    """Tells marks that vanish but keep others from changing places; returns the ranks of those that stay."""
    ranks = combining_ranks(kept)
    high, low = max(ranks, key=ranks.get), min(ranks, key=ranks.get)
    for n, kind in kinds.items():
        if kind == STRIPPED and strip("a" + high + chr(n) + low) != "a" + low + high:
            kinds[n] = STRIPPED_STARTER
    for c in ranks:
        assert kinds[ord(c)] == ORDINARY and ord(c) not in strips and ord(c) not in lowers, hex(ord(c))
        kinds[ord(c)] = NONSTARTER
    for n, text in list(strips.items()) + list(lowers.items()):
        assert all(kinds[ord(c)] not in (REMOVED, WHITESPACE) for c in text), hex(n)
        assert kinds[n] == CJK or all(kinds[ord(c)] != CJK for c in text), hex(n)
    return ranks


def digits(value, width):
    assert 0 <= value < 64**width
    return "".join(chr(0x30 + (value >> 6 * i & 63)) for i in reversed(range(width)))


def mapping(table, pool):
    out = []
    for n, text in sorted(table.items()):
        if len(text) == 1:
            target = ord(text)
        else:
            target = LONG + len(pool) // 4
            pool.extend(digits(len(text), 4) + "".join(digits(ord(c), 4) for c in text))
        out.append(digits(n, 4) + digits(target, 4))
    return "".join(out)


def two_stages(kinds, strips, lowers):
    def value(n):
        return digits(
            kinds.get(n, REMOVED)
            | (HAS_STRIP if n in strips or n in HANGUL else 0)
            | (HAS_LOWER if n in lowers else 0), 1)

    blocks, index = {}, []
    for start in range(0, 0x110000, BLOCK):
        block = "".join(value(n) for n in range(start, start + BLOCK))
        index.append(digits(blocks.setdefault(block, len(blocks)), 2))
    return "".join(index), "".join(blocks)


def literal(name, comment, text, width=112):
    lines = [text[i : i + width] for i in range(0, len(text), width)]
    body = "\\#\n".join("        " + line for line in lines)
    return f'    /// {comment}\n    static let {name}: StaticString = #"""\n{body}\n        """#\n'


def main():
    kinds, strips, lowers, kept = classify()
    ranks = mark_combining(kinds, strips, lowers, kept)
    pool = []
    index, blocks = two_stages(kinds, strips, lowers)
    tables = [
        ("blockOfScalars", "Two digits for each 128 scalars: which block describes them.", index),
        ("blocks", "One digit a scalar: kind, and whether stripping (8) or lower-casing (16) changes it.", blocks),
        ("stripped", "Sorted pairs of four digits: a scalar, and what is left of it without its accents.",
         mapping(strips, pool)),
        ("lowered", "Sorted pairs of four digits: a scalar, and its lower case.", mapping(lowers, pool)),
        ("longer", "Results of several scalars, four digits each: their number, then they.", "".join(pool)),
        ("ranks", "Sorted pairs of four digits: a mark that stripping keeps, and its rank in canonical order.",
         "".join(digits(ord(c), 4) + digits(r, 4) for c, r in sorted(ranks.items()))),
    ]
    out = pathlib.Path(__file__).with_name("CharacterClasses.generated.swift")
    out.write_text(
        "// swift-format-ignore-file\n"
        f"// Made by generate_character_classes.py from tokenizers {tokenizers.__version__}. Do not edit.\n\n"
        "/// What the reference implementation does with each scalar, in base 64 with digits from U+0030 on.\n"
        "enum CharacterTables {\n"
        + "\n".join(literal(*table) for table in tables)
        + "}\n")
    print({name: len(text) for name, _, text in tables}, "nonstarters", len(ranks))
    print({kind: list(kinds.values()).count(kind) for kind in range(8)})


if __name__ == "__main__":
    main()

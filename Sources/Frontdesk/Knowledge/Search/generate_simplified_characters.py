#!/usr/bin/env python3
"""Writes SimplifiedCharacters.generated.swift: the simplified form of each traditional Chinese character.

usage: generate_simplified_characters.py > SimplifiedCharacters.generated.swift

Asks the command opencc (Debian package opencc; Open Chinese Convert by BYVoid, Apache-2.0) for each ideograph by
itself. Phrases are left out: for matching it is enough that both spellings become the same, and a character whose form
depends on its neighbours becomes the same one in the index and in the query.
"""
import subprocess

BLOCKS = [range(0x3400, 0x4DC0), range(0x4E00, 0xA000)]
# A line of 96 characters is about as wide as the sources are.
PAIRS_IN_LINE = 24


# From the standard to the local spellings of Taiwan and Hong Kong: the first that changes a character is taken.
CONVERSIONS = ["t2s.json", "tw2s.json", "hk2s.json"]


def convert(characters, conversion):
    lines = subprocess.run(
        ["opencc", "-c", conversion], input="\n".join(characters) + "\n", check=True, stdout=subprocess.PIPE,
        encoding="utf-8").stdout.splitlines()
    assert len(lines) == len(characters)
    return lines


def main():
    characters = [chr(code) for block in BLOCKS for code in block]
    forms = zip(characters, *(convert(characters, conversion) for conversion in CONVERSIONS))
    pairs = [
        (old, new) for old, *found in forms for new in [next((form for form in found if form != old), old)]
        if new != old and len(new) == 1 and any(ord(new) in block for block in BLOCKS)]
    version = subprocess.run(["opencc", "--version"], check=True, stdout=subprocess.PIPE, text=True).stdout
    number = next(word for line in version.splitlines() for word in line.split() if word[0].isdigit())
    print("// swift-format-ignore-file")
    print(f"// Made by generate_simplified_characters.py from OpenCC {number} (Apache-2.0). Do not edit.\n")
    print("/// The simplified forms of traditional Chinese characters.")
    print("enum SimplifiedCharacters {")
    print("    /// Each traditional character, and behind it the simplified one.")
    print('    static let pairs: StaticString = #"""')
    for start in range(0, len(pairs), PAIRS_IN_LINE):
        line = "".join(old + new for old, new in pairs[start:start + PAIRS_IN_LINE])
        print("        " + line + ("\\#" if start + PAIRS_IN_LINE < len(pairs) else ""))
    print('        """#')
    print("}")


main()

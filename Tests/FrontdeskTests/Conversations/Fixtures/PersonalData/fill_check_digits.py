"""Fills in check digits: of the numbers marked as personal data, and of {ean:…?}, {luhn:…?} and {fail:…?}.

    python3 fill_check_digits.py < written > lines

Every line is as it was written, but that each [[card:…]], [[iban:…]] and [[id:…]] gets the digits that make it valid,
{ean:…?} the check digit of an article number, and {fail:…?} a last digit by which Luhn's sum fails.
"""
import re
import sys

LENGTHS = {
    "AE": 23, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24,
    "FI": 18, "FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IT": 27, "LT": 20, "LU": 20, "LV": 21,
    "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SA": 24, "SE": 24, "SI": 19, "SK": 24, "TR": 26,
}
FULL = str.maketrans("０１２３４５６７８９", "0123456789")


def luhn(digits):
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def with_last(text, digit):
    """The text with another last digit, full-width where that was."""
    return text[:-1] + (chr(ord(digit) + 0xFEE0) if ord(text[-1]) > 0xFF00 else digit)


def card(text):
    digits = [c for c in text.translate(FULL) if c.isdigit()]
    for last in "0123456789":
        if luhn(digits[:-1] + [last]):
            return with_last(text, last)


def iban(text):
    plain = text.replace(" ", "").upper()
    assert len(plain) == LENGTHS[plain[:2]], (text, len(plain))
    number = "".join(str(int(c, 36)) for c in plain[4:] + plain[:2] + "00")
    return text[:2] + f"{98 - int(number) % 97:02d}" + text[4:]


def resident(text):
    digits = [c for c in text.translate(FULL) if c.isdigit() or c in "Xx"]
    if len(digits) == 15:
        return text
    assert len(digits) == 18, text
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    check = "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights)) % 11]
    if check == "X":
        return text[:-1] + ("x" if text[-1] == "x" else "X")
    return text[:-1] + check if text[-1] in "Xx" else with_last(text, check)


def decoy(match):
    kind, text = match.groups()
    digits = text[:-1]
    if kind == "ean":
        total = sum(int(d) * (3 if place % 2 else 1) for place, d in enumerate(digits))
        return digits + str(-total % 10)
    valid = next(d for d in "0123456789" if luhn(digits + d))
    return digits + valid if kind == "luhn" else digits + str((int(valid) + 1) % 10)


def mark(match):
    kind, text = match.groups()
    fill = {"card": card, "iban": iban, "id": resident}.get(kind)
    return f"[[{kind}:{fill(text) if fill else text}]]"


for line in sys.stdin:
    line = line.replace("?]]", "0]]")
    line = re.sub(r"\{(ean|luhn|fail):([0-9]+\?)\}", decoy, line)
    sys.stdout.write(re.sub(r"\[\[(\w+):(.*?)\]\]", mark, line))

"""Numbers in text, in digits and in words, as exact decimal values."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

DIGITS = r"(?<![\d.,])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d])(?!,\d{3})"
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES = {word: value for value, word in enumerate(_SMALL)} | {word: 20 + 10 * n for n, word in enumerate(_TENS)}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_ALL = "|".join(sorted([*_VALUES, *_SCALES], key=len, reverse=True))
WORDS = rf"\b(?:{_ALL})(?:(?:\s+and\s+|[\s-]+)(?:{_ALL}))*\b"
NUMERAL = rf"(?:{DIGITS}|{WORDS})"
_TOKEN = re.compile(rf"(?P<digits>{DIGITS})|(?P<words>{WORDS})", re.IGNORECASE)
_KANJI = {"千": 1_000, "万": 10_000, "億": 100_000_000}
KANJI_SCALES = "[千万億]"


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number found at `start:end` of the unified text."""

    value: Decimal
    start: int
    end: int


def value_of(token: str) -> Decimal:
    """The value of a token that `NUMERAL` matched, kanji scale characters included ("1,000", "thirty-one", "1万")."""
    token = token.strip().lower().replace(",", "")
    scale = Decimal(1)
    while token and token[-1] in _KANJI:
        scale *= _KANJI[token[-1]]
        token = token[:-1].strip()
    if not token:
        return scale
    if token[0].isdigit():
        return Decimal(token) * scale
    return Decimal(_of_words(re.findall(_ALL, token))) * scale


def _of_words(words: list[str]) -> int:
    total, current = 0, 0
    for word in words:
        if word not in _SCALES:
            current += _VALUES[word]
        elif word == "hundred":
            current = max(current, 1) * _SCALES[word]
        else:
            total, current = total + max(current, 1) * _SCALES[word], 0
    return total + current


def find_numerals(text: str) -> Iterator[Numeral]:
    """All numbers of a unified text, in digits or words, in order."""
    for match in _TOKEN.finditer(text):
        yield Numeral(value_of(match.group()), match.start(), match.end())


def digit_groups(text: str) -> Iterator[Decimal]:
    """Every run of digits as a value, thousands joined: a phone number gives one for each of its groups."""
    for match in re.finditer(r"\d{1,3}(?:,\d{3})+(?!\d)|\d+", text):
        yield Decimal(match.group().replace(",", ""))

"""Whether words keep to the quotes they rest on: no number of their own, no negation or number changed in passing."""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from evals.dates import find_dates
from evals.numerals import digit_groups
from evals.wording import normalise, unify

_WORD = re.compile(r"\w+(?:'\w+)?")
# Where what stands before has no say over what stands after; "9:00" and "10.5" have no blank there.
_BREAK = re.compile(r"[.!?:;。！？]+(?:\s|\Z)|\n|(?i:(?<=^yes)|(?<=^no)),|[|]")
_CONTRACTED = re.compile(r"\b(?:(?P<can>can)(?:'t|not)|(?P<will>won)'t|(?P<verb>\w+)n't)\b")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
NEGATORS = frozenset("not no never neither nor without none nothing nobody".split())
# Words on each side by which a place is known again, and the fewest of both together.
_BEFORE, _AFTER, _FEWEST = 2, 3, 3
# Stands before the first word of a sentence, so that "No fee is charged" and "A fee is charged" differ in their beginning.
_START = "^"


def numbers_without_source(text: str, sources: Iterable[str], allowed: Iterable[Decimal] = ()) -> tuple[str, ...]:
    """Numbers of a text (each group of digits by itself) that stand in no source and are not otherwise allowed."""
    known = set(allowed)
    for source in sources:
        known |= _numbers_of(source)
    return tuple(str(number) for number in dict.fromkeys(digit_groups(unify(text))) if number not in known)


@lru_cache(maxsize=1024)
def _numbers_of(source: str) -> frozenset[Decimal]:
    unified = unify(source)
    # A month written in words may be answered with its number.
    return frozenset([*digit_groups(unified), *(Decimal(part) for day in find_dates(unified) for part in day)])


def negations_changed(text: str, sources: Sequence[str]) -> tuple[str, ...]:
    """Places where the text repeats a source word for word, but for a negation that it leaves out or puts in.

    Each is named by the words around the negation. A wording that some source has too is right.
    """
    quoted = "".join(_flat(source) for source in sources)
    told = _flat(text)
    changed: dict[str, None] = {}
    for source in sources:
        for around, place in _negations(source):
            if around in told and around not in quoted:
                changed[place.strip()] = None
    for around, place in _negations(text):
        if around in quoted and place not in quoted:
            changed[place.strip()] = None
    return tuple(changed)


def numbers_changed(text: str, sources: Sequence[str]) -> tuple[str, ...]:
    """Places where the text repeats a source word for word, but for another number."""
    known: dict[tuple[str, str], set[str]] = {}
    for source in sources:
        for key, number in _numbers_in_place(source):
            known.setdefault(key, set()).add(number)
    told = ((key, number, known.get(key)) for key, number in _numbers_in_place(text))
    return tuple(dict.fromkeys(" ".join((key[0], number, key[1])) for key, number, rest in told if rest and number not in rest))


@lru_cache(maxsize=1024)
def _negations(text: str) -> tuple[tuple[str, str], ...]:
    """The words around each negation, without it and with it."""
    found: list[tuple[str, str]] = []
    for sentence in _sentences(text):
        words = [_START, *sentence]
        for at, word in enumerate(words):
            if word in NEGATORS:
                before, after = words[max(0, at - _BEFORE) : at], words[at + 1 : at + 1 + _AFTER]
                if len(before) + len(after) >= _FEWEST:
                    found.append((_joined([*before, *after]), _joined([*before, word, *after])))
    return tuple(found)


@lru_cache(maxsize=1024)
def _numbers_in_place(text: str) -> tuple[tuple[tuple[str, str], str], ...]:
    """Each number that has a word on both sides, with up to two words before and after it."""
    return tuple(
        ((" ".join(words[max(0, at - _BEFORE) : at]), " ".join(words[at + 1 : at + 1 + _BEFORE])), word)
        for words in _sentences(text)
        for at, word in enumerate(words)
        if word[0].isdigit() and 0 < at < len(words) - 1
    )


@lru_cache(maxsize=1024)
def _flat(text: str) -> str:
    return "".join(_joined([_START, *words]) for words in _sentences(text))


def _joined(words: Iterable[str]) -> str:
    """Words so that one stands in the other only as a whole and within a sentence."""
    return "".join(f" {word} " for word in words)


def _sentences(text: str) -> Iterator[list[str]]:
    for sentence in _BREAK.split(unify(text)):
        spelled = _CONTRACTED.sub(_spelled_out, _THOUSANDS.sub("", normalise(sentence)))
        words = _WORD.findall(spelled)
        if words:
            yield words


def _spelled_out(match: re.Match[str]) -> str:
    verb = match["can"] or ("will" if match["will"] else match["verb"])
    return f"{verb} not"

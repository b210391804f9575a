"""Whether words keep to the quotes they rest on: no number of their own, no negation lost or added."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from evals.dates import find_dates
from evals.numerals import digit_groups
from evals.wording import normalise, unify

_WORD = re.compile(r"\w+(?:'\w+)?")
_CONTRACTED = re.compile(r"\b(?:(?P<can>can)(?:'t|not)|(?P<will>won)'t|(?P<verb>\w+)n't)\b")
NEGATORS = frozenset("not no never neither nor without none nothing nobody".split())
_BEFORE, _AFTER, _FEWEST = 2, 3, 3


def numbers_without_source(text: str, sources: Iterable[str], allowed: Iterable[Decimal] = ()) -> tuple[str, ...]:
    """Numbers of a text (each group of digits by itself) that stand in no source and are not otherwise allowed."""
    known = set(allowed)
    for source in sources:
        unified = unify(source)
        known.update(digit_groups(unified))
        # A month written in words may be answered with its number.
        known.update(Decimal(part) for day in find_dates(unified) for part in day)
    return tuple(str(number) for number in dict.fromkeys(digit_groups(unify(text))) if number not in known)


def negations_changed(text: str, sources: Iterable[str]) -> tuple[str, ...]:
    """Places where the text repeats a source word for word, but for a negation that it leaves out or puts in.

    Each is named by the source's or the text's own words around the negation. A wording that some source has too is right.
    """
    told, quoted = _words(text), [_words(source) for source in sources]
    changed = [place for words in quoted for place in _missing(words, told, quoted)]
    changed += list(_added(told, quoted))
    return tuple(dict.fromkeys(changed))


def _missing(source: list[str], told: list[str], sources: list[list[str]]) -> Iterator[str]:
    for around, place in _negations(source):
        if _has(told, around) and not any(_has(words, around) for words in sources):
            yield place


def _added(told: list[str], sources: list[list[str]]) -> Iterator[str]:
    for around, place in _negations(told):
        if any(_has(words, around) for words in sources) and not any(_has(words, place.split()) for words in sources):
            yield place


def _negations(words: list[str]) -> Iterator[tuple[list[str], str]]:
    """The words around each negation without it, and with it."""
    for at, word in enumerate(words):
        if word in NEGATORS:
            before, after = words[max(0, at - _BEFORE) : at], words[at + 1 : at + 1 + _AFTER]
            if len(before) + len(after) >= _FEWEST:
                yield [*before, *after], " ".join([*before, word, *after])


def _has(words: list[str], wanted: list[str]) -> bool:
    first, size = wanted[0], len(wanted)
    return any(word == first and words[at : at + size] == wanted for at, word in enumerate(words))


def _words(text: str) -> list[str]:
    return _WORD.findall(_CONTRACTED.sub(_spelled_out, normalise(text)))


def _spelled_out(match: re.Match[str]) -> str:
    verb = match["can"] or ("will" if match["will"] else match["verb"])
    return f"{verb} not"

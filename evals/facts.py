"""Typed facts: what a text says, compared by value. "1,100 yen" is ¥1,100 and is not in "11,100 yen"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from evals.dates import find_dates
from evals.durations import find_durations
from evals.money import find_money
from evals.numerals import find_numerals
from evals.phones import find_phones
from evals.wording import normalise, unify

_EMAIL = re.compile(r"[\w.+%-]+(?:@|\s*[\[(]\s*at\s*[\])]\s*)[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_AT = re.compile(r"\s*[\[(]\s*at\s*[\])]\s*", re.IGNORECASE)
_POLARITY = re.compile(r"[^\w]*(?P<word>yes|no|はい|いいえ)(?![a-z])(?!\.\s*\d)")
_POLARITIES = {"yes": "yes", "はい": "yes", "no": "no", "いいえ": "no"}
# Digits written next to these belong to something else: a time, a date, an address, a telephone number.
_JOINS = "-:/~."


class FactType(StrEnum):
    """How a fact's value is read and compared."""

    MONEY = "money"
    PHONE = "phone"
    DATE = "date"
    EMAIL = "email"
    DURATION = "duration"
    NUMBER = "number"
    POLARITY = "polarity"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact in one or several spellings. `derived`: it follows from a policy's text without standing in it."""

    type: FactType
    spellings: tuple[str, ...]
    derived: bool = False

    def __str__(self) -> str:
        return f"{self.type} “{self.spellings[0]}”"


def holds(fact: Fact, text: str) -> bool:
    """True when the text states the fact in any of its spellings."""
    unified = unify(text)
    return any(_states(fact.type, spelling, unified) for spelling in fact.spellings)


def unreadable(fact: Fact) -> tuple[str, ...]:
    """Spellings that hold no value of the fact's type, so that nothing could ever state them."""
    return tuple(spelling for spelling in fact.spellings if not _readable(fact.type, unify(spelling)))


def find_numbers(text: str) -> Iterator[Decimal]:
    """Numbers of a unified text that stand alone: not part of a telephone number, an e-mail, a time or an address."""
    taken = [(start, end) for _, start, end in find_phones(text)] + [match.span() for match in _EMAIL.finditer(text)]
    for numeral in find_numerals(text):
        before, after = text[: numeral.start], text[numeral.end :]
        joined = bool(re.search(rf"\w[{_JOINS}]\Z|\d\Z", before[-2:]) or re.match(rf"[{_JOINS}]\d", after))
        if not joined and not any(start <= numeral.start < end for start, end in taken):
            yield numeral.value


def polarity(text: str) -> str | None:
    """`yes` or `no` when the text begins with it."""
    match = _POLARITY.match(normalise(text))
    return _POLARITIES[match["word"]] if match else None


def _states(kind: FactType, spelling: str, text: str) -> bool:
    wanted = unify(spelling)
    match kind:
        case FactType.MONEY:
            return _any_of(set(find_money(wanted)), set(find_money(text)))
        case FactType.DURATION:
            return _any_of(set(find_durations(wanted)), set(find_durations(text)))
        case FactType.NUMBER:
            return _any_of(set(find_numbers(wanted)), set(find_numbers(text)))
        case FactType.EMAIL:
            return _any_of(set(_emails(wanted)), set(_emails(text)))
        case FactType.PHONE:
            found = [phone for phone, _, _ in find_phones(text)]
            return any(phone.same(other) for phone, _, _ in find_phones(wanted) for other in found)
        case FactType.DATE:
            days = list(find_dates(text))
            return any(day.covers(other) for day in find_dates(wanted) for other in days)
        case FactType.POLARITY:
            return polarity(text) == polarity(wanted)
        case FactType.TEXT:
            return _contains(normalise(text), normalise(wanted))


def _any_of(wanted: set[object], found: set[object]) -> bool:
    return bool(wanted & found)


def _contains(text: str, wanted: str) -> bool:
    """Substring, but "9:00" is not in "19:00": digits are not cut in two."""
    if not wanted:
        return False
    left = r"(?<!\d)(?<!\d[.,:])" if wanted[0].isdigit() else ""
    right = r"(?!\d)(?![.,]\d)" if wanted[-1].isdigit() else ""
    return re.search(left + re.escape(wanted) + right, text) is not None


def _emails(text: str) -> Iterator[str]:
    for match in _EMAIL.finditer(text):
        yield _AT.sub("@", match.group()).lower().rstrip(".")


def _readable(kind: FactType, spelling: str) -> bool:
    found: Iterator[object]
    match kind:
        case FactType.MONEY:
            found = find_money(spelling)
        case FactType.DURATION:
            found = find_durations(spelling)
        case FactType.NUMBER:
            found = find_numbers(spelling)
        case FactType.EMAIL:
            found = _emails(spelling)
        case FactType.PHONE:
            found = find_phones(spelling)
        case FactType.DATE:
            found = find_dates(spelling)
        case FactType.POLARITY:
            return spelling.strip().lower() in _POLARITIES
        case FactType.TEXT:
            return bool(normalise(spelling))
    return next(found, None) is not None

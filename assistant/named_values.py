"""The values a statement names, and whether a quote holds the same ones or others of their kind."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.entities import Entity, EntityKind, find_entities


class Agreement(StrEnum):
    """What a quote says of the values of a statement."""

    HOLDS = "holds"
    DIFFERS = "differs"
    SILENT = "silent"


# An office that a person holds; a name counts as a person's only where one is spoken of.
OFFICE = re.compile(
    r"\b(?:manager|officer|president|ceo|chief executive|director|representative|administrator|controller|dpo|head"
    r"|chair(?:man|woman|person)?|person (?:in charge|responsible)|responsible person|contact person)\b",
    re.IGNORECASE,
)
_TITLES = r"(?:(?:Mr|Mrs|Ms|Dr|Prof)\.? )*"
_NAME = re.compile(rf"{_TITLES}\b(?P<name>[A-Z][a-zà-öø-ÿ'’-]+(?: [A-Z]\.)? [A-Z][a-zA-Zà-öø-ÿ'’-]+)\b")
# Capitalised words that begin sentences, name offices, things or places, not people.
_NO_NAME = frozenset(
    "is are was does do can who why the since as because my our your please confirm that personal information protection "
    "manager officer "
    "representative director president chief executive data privacy policy general corporate department group systems "
    "information security legal "
    "act company inc ltd co office center centre desk section division administration customer support contact board head "
    "managing vice and of for "
    "in charge responsible person compliance counsel european union united states team system network".split()
)
_COMPARES = re.compile(
    r"\b(?:longer|more|less|fewer|later|earlier|older|younger|over|under|above|below|beyond|before|after|exceed\w*|at least"
    r"|up to|within|until|between)\b",
    re.IGNORECASE,
)
# The person's own circumstances are no claim about the policy.
_OWN = re.compile(r"\b(?:my|mine|our|i|i['’]m|i['’]ve|i am|i have|we)\b[^,.?!]{0,30}$", re.IGNORECASE)
_BOUND = re.compile(
    r"\b(?:more than|fewer than|less than|over|under|at least|up to|at most|exceed\w*|minimum of|maximum of|(?:older"
    r"|younger) than|aged?)\s*$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_COMPARABLE = frozenset(
    (EntityKind.MONEY, EntityKind.DATE, EntityKind.DURATION, EntityKind.PHONE, EntityKind.EMAIL, EntityKind.TIME)
)


@dataclass(frozen=True, slots=True)
class NamedValues:
    """The figures, addresses and people a statement names, and the statement without them."""

    entities: tuple[Entity, ...]
    people: tuple[str, ...]
    rest: str

    def __bool__(self) -> bool:
        return bool(self.entities or self.people)


def people_in(text: str) -> tuple[str, ...]:
    """Names of people, as first and last name: two capitalised words none of which names an office or a thing."""
    found = []
    for match in _NAME.finditer(text):
        words = match["name"].split()
        if not any(word.lower().strip("'’") in _NO_NAME for word in words):
            found.append(match["name"])
    return tuple(found)


def named_values(statement: str) -> NamedValues:
    """What a statement claims in values; the speaker's own ages, dates and waiting times are left out."""
    entities = tuple(
        _as_year(entity)
        for entity in find_entities(statement)
        if _comparable(entity, statement) and not _OWN.search(statement[: entity.start])
    )
    # "Is Ann Other the manager?": the question's first word is no part of the name.
    opened = re.sub(
        r"^\W*(?:Is|Was|Are|Does|Did|Can|Since|As|Because|So|But|And|Please confirm that)\s+",
        lambda match: " " * len(match.group()),
        statement,
    )
    people = people_in(opened) if OFFICE.search(statement) else ()
    rest = statement
    for entity in reversed(entities):
        rest = rest[: entity.start] + " " + rest[entity.end :]
    for name in people:
        rest = rest.replace(name, " ")
    return NamedValues(entities, people, " ".join(rest.split()))


def _comparable(entity: Entity, text: str) -> bool:
    """A bare number is comparable where it is a year, or a bound ("more than 500 people"): others are markers or names."""
    if entity.kind is EntityKind.NUMBER:
        return _YEAR.fullmatch(entity.value) is not None or _BOUND.search(text[: entity.start]) is not None
    return entity.kind in _COMPARABLE


def _as_year(entity: Entity) -> Entity:
    return (
        replace(entity, kind=EntityKind.DATE) if entity.kind is EntityKind.NUMBER and _YEAR.fullmatch(entity.value) else entity
    )


def compares(statement: str) -> bool:
    """Whether a statement sets its values as bounds instead of naming them."""
    return _COMPARES.search(statement) is not None


def agreement(values: NamedValues, quote: str, context: str = "") -> Agreement:
    """HOLDS when every value of the statement stands in the quote, DIFFERS when another of its kind does instead.

    `context` is what stands above the quote: it may name the office that a name in the quote belongs to.
    """
    held = [_as_year(entity) for entity in find_entities(quote) if _comparable(entity, quote)]
    verdicts = []
    for entity in values.entities:
        same = [other.value for other in held if other.kind is entity.kind and _same_unit(entity, other)]
        verdicts.append(
            Agreement.HOLDS if any(_equal(entity, value) for value in same) else Agreement.DIFFERS if same else Agreement.SILENT
        )
    there = people_in(quote)
    for name in values.people:
        last = name.split()[-1].lower()
        if re.search(rf"\b{re.escape(last)}\b", quote, re.IGNORECASE):
            verdicts.append(Agreement.HOLDS)
        else:
            verdicts.append(Agreement.DIFFERS if there and OFFICE.search(f"{context} {quote}") else Agreement.SILENT)
    if Agreement.DIFFERS in verdicts:
        return Agreement.DIFFERS
    return Agreement.HOLDS if verdicts and all(verdict is Agreement.HOLDS for verdict in verdicts) else Agreement.SILENT


def _same_unit(first: Entity, second: Entity) -> bool:
    if first.kind is EntityKind.MONEY:
        return first.value.split()[-1] == second.value.split()[-1]
    return True


def _equal(entity: Entity, value: str) -> bool:
    if entity.kind is EntityKind.DATE:
        return value.startswith(entity.value) or entity.value.startswith(value)
    if entity.kind is EntityKind.DURATION:
        first, second = in_days(entity.value), in_days(value)
        if isinstance(first, str) or isinstance(second, str):
            return first == second
        return abs(first - second) <= _NEARLY * max(first, second)
    if entity.kind is EntityKind.TIME:
        return clock(entity.value) == clock(value)
    return entity.value == value


# A month is taken for thirty days, and a year for twelve months.
_NEARLY = 0.04
_DAYS = {"second": 1 / 86400, "minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.5, "year": 366.0}


def in_days(duration: str) -> float | str:
    """A duration's length in days, twelve months equal to a year; the duration itself when its unit is another language's."""
    number, _, unit = duration.partition(" ")
    if unit not in _DAYS or not number.isdigit():
        return duration
    return round(int(number) * _DAYS[unit], 3)


def clock(time: str) -> float | str:
    """Hours since midnight; the time itself when it is not read."""
    match = re.match(r"(\d{1,2})(?::(\d\d))?([ap])?m?", time)
    if match is None:
        return {"noon": 12.0, "12noon": 12.0, "midnight": 0.0}.get(time, time)
    hours = int(match[1]) % 12 + 12 * (match[3] == "p") if match[3] else int(match[1])
    return hours + int(match[2] or 0) / 60

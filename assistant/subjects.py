"""What a question turns on, of the things that a policy either speaks of in so many words or not at all."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.quick_search import stands_in
from vectorstore.lexical import tokenize

SUBJECTS_FILE = "subjects.toml"


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject's wordings: `asked` in questions, `said` in passages with their headings and lead-in.

    A policy that uses none of the words of `where` may well speak of the subject in others: there it tells nothing apart.
    """

    name: str
    asked: re.Pattern[str]
    said: re.Pattern[str]
    where: tuple[str, ...] = ()


@cache
def subjects() -> tuple[Subject, ...]:
    """All subjects, in the file's order."""
    table = tomllib.loads(files("assistant").joinpath(SUBJECTS_FILE).read_text(encoding="utf-8"))
    return tuple(
        Subject(name, _any_of(wordings["asked"]), _any_of(wordings["said"]), tuple(tokenize(wordings.get("where", ""))))
        for name, wordings in table.items()
    )


def subjects_of(topic: str) -> tuple[Subject, ...]:
    """The subjects that a question turns on; none for most questions."""
    return tuple(subject for subject in subjects() if stands_in(subject.asked, topic))


def _any_of(alternatives: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)

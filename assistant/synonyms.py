"""Words of policies and questions that mean the same, by their stems."""

from functools import cache
from importlib.resources import files

from vectorstore.lexical import tokenize

SYNONYMS_FILE = "synonyms.txt"


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    others: dict[str, dict[str, None]] = {}
    for line in files("assistant").joinpath(SYNONYMS_FILE).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            stems = list(dict.fromkeys(tokenize(line)))
            for stem in stems:
                others.setdefault(stem, {}).update(dict.fromkeys(other for other in stems if other != stem))
    return {stem: tuple(found) for stem, found in others.items()}


def synonyms(stem: str) -> tuple[str, ...]:
    """Other stems that mean the same; none for a word without synonyms."""
    return _groups().get(stem, ())

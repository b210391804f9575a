"""What is done with data, in the words of questions and of clauses: wider than synonyms, for yes and no alone."""

from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

from assistant.synonyms import synonyms
from assistant.word_forms import same_word
from vectorstore.lexical import tokenize

ACTS_FILE = "acts.txt"
_ACT = "!"
# Two stems are one word when they share as many first letters, or the shorter, of at least so many, begins the longer.


@cache
def _groups() -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    """Stem to the stems of its groups, and the stems that name acts."""
    others: dict[str, frozenset[str]] = {}
    named: set[str] = set()
    for line in files("assistant").joinpath(ACTS_FILE).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        stems = frozenset(tokenize(line.removeprefix(_ACT)))
        if line.startswith(_ACT):
            named |= stems
        for stem in stems:
            others[stem] = others.get(stem, frozenset()) | (stems - {stem})
    return others, frozenset(named)


def alike(stem: str) -> frozenset[str]:
    """Other stems that stand for the same act, party or place."""
    return _groups()[0].get(stem, frozenset())


def acts(stems: Iterable[str]) -> frozenset[str]:
    """Those of the stems that name an act."""
    return frozenset(stems) & _groups()[1]


@lru_cache(maxsize=4096)
def held(text: str, terms: frozenset[str]) -> frozenset[str]:
    """The terms that a text holds, in another form of the word or as a synonym."""
    tokens = frozenset(tokenize(text))
    return frozenset(
        term
        for term in terms
        if term in tokens
        or any(other in tokens for other in (*synonyms(term), *alike(term)))
        or any(same_word(term, token) for token in tokens)
    )

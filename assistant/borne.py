"""Whether the words of a sentence are borne by quotes: the same, of one meaning, or near them as the encoder measures it."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assistant.acts import acts, alike
from assistant.synonyms import synonyms
from assistant.turned import sentences_of
from assistant.word_forms import same_word
from vectorstore.lexical import STOP_WORDS, tokenize

PARAPHRASES_FILE = "paraphrases.txt"
# Two words, or a word and a pair of words, as near as this (cosine of the encoder) stand for each other.
NEAR_WORD = 0.52
# A sentence less like its quotes than this says something else, whatever words they share.
LEAST_ALIKE = 0.22
# How much of a sentence may be words that its quotes do not bear, and how much must be theirs.
STRANGE_SHARE, OWN_SHARE = 0.3, 0.4
# A sentence of fewer content words is judged by one word more or less.
FEW_WORDS = 3
# What says nothing by itself: it may stand in any sentence.
_LIGHT = frozenset(
    tokenize(
        "yes no not policy company privacy says states according also too then first next about between way thing put go goes "
        "make makes made take takes do does done get gets let something someone use used uses using here well please each "
        "example including include includes cannot never without only must may might unless except however but otherwise "
        "still even out up off either one such able per personal case"
    )
)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts to unit vectors, a row each."""


class Nearness:
    """Cosines of short texts; each is encoded once."""

    def __init__(self, encode: Encode) -> None:
        self._encode = encode
        self._rows: dict[str, NDArray[np.float32]] = {}

    def between(self, one: str, others: Sequence[str]) -> float:
        """The highest cosine of a text with any of the others; 0 for none."""
        new = [text for text in dict.fromkeys((one, *others)) if text not in self._rows]
        self._rows.update(zip(new, self._encode(new), strict=True) if new else ())
        return max((float(self._rows[one] @ self._rows[other]) for other in others), default=0.0)


@cache
def _groups() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line in files("assistant").joinpath(PARAPHRASES_FILE).read_text(encoding="utf-8").splitlines():
        stems = frozenset() if line.startswith("#") else frozenset(tokenize(line))
        for stem in stems:
            found[stem] = found.get(stem, frozenset()) | (stems - {stem})
    return found


def unborne(sentence: str, quotes: Sequence[str], around: str, question: str, nearness: Nearness | None) -> str | None:
    """None when quotes, and what stands around them, bear a sentence; else the word that they do not, or "" for no single one.

    An act on data ("sell", "delete") that no quote speaks of is refused by itself. `nearness` may be missing: then only words
    of one meaning count.
    """
    quoted = " ".join(quotes)
    near = frozenset(tokenize(f"{quoted} {around}"))
    asked = frozenset(tokenize(question))
    words: dict[str, str] = {stem: word for word in _WORD.findall(sentence) for stem in tokenize(word) if stem not in _LIGHT}
    if not words:
        return None if near & frozenset(tokenize(sentence)) else ""
    texts = _pieces(quoted)
    sentences = [one for quote in quotes for one in (quote, *sentences_of(quote))]
    own = 0
    strange: list[str] = []
    for stem, word in words.items():
        act = bool(acts((stem,)))
        if same_meaning(stem, near) or (
            not act and nearness is not None and nearness.between(word.lower(), texts) >= NEAR_WORD
        ):
            own += 1
        elif not same_meaning(stem, asked):
            if act:
                return word
            strange.append(word)
    spare = 1 if len(words) <= FEW_WORDS else 0
    if len(strange) > spare and len(strange) > STRANGE_SHARE * len(words):
        return strange[0]
    if own + spare < OWN_SHARE * len(words) or own == 0:
        return strange[0] if strange else ""
    if nearness is not None and nearness.between(sentence, [quoted, *sentences]) < LEAST_ALIKE:
        return ""
    return None


def same_meaning(stem: str, held: frozenset[str]) -> bool:
    """Whether a stem is among those held, or one of its meaning is, or it says nothing by itself."""
    if stem in held or stem in _LIGHT or not held.isdisjoint(_groups().get(stem, ())):
        return True
    return any(other in held for other in (*synonyms(stem), *alike(stem))) or any(same_word(stem, other) for other in held)


def _pieces(quoted: str) -> list[str]:
    """The content words of quotes and the pairs of words in them."""
    words = [word.lower() for word in _WORD.findall(quoted)]
    return list(dict.fromkeys([*(word for word in words if word not in STOP_WORDS), *map(" ".join, pairwise(words))]))

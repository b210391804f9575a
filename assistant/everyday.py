"""What counts as an everyday word: an English word list, terms of the field, and the words of the library's own texts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz.distance import OSA

from assistant.name_forms import word_key

WORDS_FILE = Path(__file__).with_name("everyday_words.txt")
TERMS_FILE = Path(__file__).with_name("general_terms.txt")

_ADDRESS = re.compile(r"@|//|[\w-]{2,}\.[\w-]{2,}")
_POSSESSIVE = re.compile("['’]s?$")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# A shorter word is one letter away from too many others to call it a slip.
_SHORTEST_SLIP = 5
_TWO_SLIPS_FROM = 8
_BEGINNINGS = ("un", "re", "non", "pre", "geo", "multi", "auto", "anti", "bio", "cyber", "micro", "over", "self")
_ENDINGS = ("s", "es", "d", "ed", "ing")


@cache
def _english() -> frozenset[str]:
    """The word list's lines: a word that is also a name ends in ^, one that is only a name begins with it."""
    return frozenset(WORDS_FILE.read_text(encoding="utf-8").split("\n"))


@cache
def _terms() -> frozenset[str]:
    lines = TERMS_FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(word_key(word) for line in lines if not line.startswith("#") for word in line.split())


@cache
def _beginning_with(letter: str) -> dict[int, tuple[str, ...]]:
    """Everyday words that begin with a letter, by length. Made when first needed: all letters take 40 ms."""
    found: dict[int, list[str]] = {}
    for line in (*_english(), *_terms()):
        if line.startswith(letter) and len(line) >= _SHORTEST_SLIP - 1:
            word = line.removesuffix("^")
            found.setdefault(len(word), []).append(word)
    return {length: tuple(sorted(of_length)) for length, of_length in found.items()}


@dataclass(frozen=True, slots=True)
class TextWords:
    """The words of texts, normalised: `small` those written small somewhere, `capital` those that never are."""

    small: frozenset[str] = frozenset()
    capital: frozenset[str] = frozenset()


def text_words(texts: Iterable[str]) -> TextWords:
    """The words of policies' texts; those inside addresses are left out. Some milliseconds per 100 KB."""
    small: set[str] = set()
    capital: set[str] = set()
    for text in texts:
        for chunk in set(text.split()):
            if not _ADDRESS.search(chunk):
                for word in _LETTERS.findall(chunk):
                    (capital if word[0].isupper() else small).add(word)
    small_keys = frozenset(word_key(_POSSESSIVE.sub("", word)) for word in small)
    return TextWords(small_keys, frozenset(word_key(_POSSESSIVE.sub("", word)) for word in capital) - small_keys)


class Everyday:
    """Everyday words: English, terms of the field, and whatever words the library's texts (`library`) use."""

    def __init__(self, library: TextWords = TextWords()) -> None:
        self.library = library

    @property
    def library_words(self) -> frozenset[str]:
        """The words that the library's texts use, normalised."""
        return self.library.small

    def word(self, key: str) -> bool:
        """Whether `key` is an everyday word: English, a term, or a word of the library's texts."""
        return self.english(key) or self.term(key) or self.in_library(key) or self.mentioned(key)

    def name(self, key: str) -> bool:
        """Whether a company name is also an English word, a letter or a number."""
        return self.english(key) or len(key) == 1 or key.isdigit()

    def english(self, key: str) -> bool:
        """Whether `key` is in the English word list, or a word of it with a regular ending or two words joined by a mark."""
        if self._listed(key) or not key.isascii():
            return self._listed(key)
        if "'" in key or "’" in key:
            return all(self._listed(part) or len(part) <= 2 for part in re.split("['’]", key))
        stems = [key[: -len(end)] for end in _ENDINGS if key.endswith(end) and len(key) - len(end) > 2]
        stems += [key[len(start) :] for start in _BEGINNINGS if key.startswith(start) and len(key) - len(start) > 3]
        return any(self._listed(stem) or self._listed(stem + "e") for stem in stems)

    @staticmethod
    def _listed(key: str) -> bool:
        return key in _english() or f"{key}^" in _english()

    def also_name(self, key: str) -> bool:
        """Whether an English word is also in use as a name, such as Ford or Apple."""
        return len(key) > 3 and f"{key}^" in _english()

    def only_name(self, key: str) -> bool:
        """Whether `key` is in use as a name of people, places or makers, and no English word."""
        return f"^{key}" in _english()

    def term(self, key: str) -> bool:
        """Whether `key` names a law, an authority, a technique, a place, a language or a month rather than a company."""
        return key in _terms() or (key.endswith("s") and key[:-1] in _terms())

    def in_library(self, key: str) -> bool:
        """Whether a policy of the library uses the word, written small, so not as a name."""
        return key in self.library.small

    def mentioned(self, key: str) -> bool:
        """Whether policies of the library mention the word, and only as a name, such as a partner's or an authority's."""
        return key in self.library.capital

    def library_slip(self, key: str) -> bool:
        """Whether `key` is no English word and looks like a word of the library's texts mistyped."""
        size = len(key)
        if size < _SHORTEST_SLIP or self.english(key) or self.only_name(key):
            return False
        allowed = 2 if size >= _TWO_SLIPS_FROM else 1
        return any(
            abs(len(word) - size) <= allowed and OSA.distance(key, word, score_cutoff=allowed) <= allowed
            for word in self.library.small
        )

    def slip(self, key: str, most: int = 2) -> bool:
        """Whether `key` looks like an everyday word mistyped, at most `most` letters (swapped neighbours count once)."""
        size = len(key)
        if size < _SHORTEST_SLIP or self.only_name(key):
            return False
        allowed = min(most, 2 if size >= _TWO_SLIPS_FROM else 1)
        near = _beginning_with(key[0])
        # A slip in the first letter is rare, a swap of the first two is not.
        if len(key) > 2 and self._listed(key[1] + key[0] + key[2:]):
            return True
        return any(
            OSA.distance(key, word, score_cutoff=allowed) <= allowed
            for length in range(size - allowed, size + allowed + 1)
            for word in near.get(length, ())
        )

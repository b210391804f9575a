"""What counts as an everyday word: an English word list, terms of the field, and the words of the library's own texts."""

import re
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path

from rapidfuzz.distance import OSA

from assistant.name_forms import word_key

WORDS_FILE = Path(__file__).with_name("everyday_words.txt")
TERMS_FILE = Path(__file__).with_name("general_terms.txt")

_ADDRESS = re.compile(r"@|//|[\w-]{2,}\.[\w-]{2,}")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# A shorter word is one letter away from too many others to call it a slip.
_SHORTEST_SLIP = 5
_TWO_SLIPS_FROM = 8
_ENDINGS = ("s", "es", "d", "ed", "ing", "ly", "er", "ers")


@cache
def _english() -> frozenset[str]:
    """The word list's lines; a word that is also a name ends in ^."""
    return frozenset(WORDS_FILE.read_text(encoding="utf-8").split("\n"))


@cache
def _terms() -> frozenset[str]:
    lines = TERMS_FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(word_key(word) for line in lines if not line.startswith("#") for word in line.split())


@cache
def _buckets() -> dict[tuple[str, int], tuple[str, ...]]:
    sorted_words: dict[tuple[str, int], list[str]] = {}
    for word in {line.rstrip("^") for line in _english() if not line.startswith("#")} | _terms():
        if len(word) >= _SHORTEST_SLIP - 1:
            sorted_words.setdefault((word[0], len(word)), []).append(word)
    return {place: tuple(found) for place, found in sorted_words.items()}


def text_words(text: str) -> frozenset[str]:
    """The words of a policy's text, normalised as in questions; those inside addresses are left out."""
    found: set[str] = set()
    for chunk in set(text.split()):
        if not _ADDRESS.search(chunk):
            found.update(_LETTERS.findall(chunk))
    return frozenset(word_key(re.sub("['’]s?$", "", word)) for word in found)


class Everyday:
    """Everyday words: English, terms of the field, and whatever words the library's texts use (`library`, normalised)."""

    def __init__(self, library: Collection[str] = frozenset()) -> None:
        self._library = library

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Everyday":
        """With the words of these texts: some milliseconds per 100 KB."""
        return cls(frozenset().union(*(text_words(text) for text in texts)))

    def word(self, key: str) -> bool:
        """Whether `key` is an everyday word: English, a term, or a word of the library's texts."""
        return self.english(key) or self.term(key) or key in self._library

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
        return any(self._listed(stem) or self._listed(stem + "e") for stem in stems)

    @staticmethod
    def _listed(key: str) -> bool:
        return key in _english() or f"{key}^" in _english()

    def also_name(self, key: str) -> bool:
        """Whether an English word is also in use as a name, such as Ford or Apple."""
        return f"{key}^" in _english()

    def term(self, key: str) -> bool:
        """Whether `key` names a law, an authority, a technique, a place, a language or a month rather than a company."""
        return key in _terms() or (key.endswith("s") and key[:-1] in _terms())

    def in_library(self, key: str) -> bool:
        """Whether a policy of the library uses the word."""
        return key in self._library

    def slip(self, key: str) -> bool:
        """Whether `key` looks like an everyday word mistyped (swapped neighbours count once)."""
        size = len(key)
        if size < _SHORTEST_SLIP:
            return False
        allowed = 2 if size >= _TWO_SLIPS_FROM else 1
        near = _buckets()
        # A slip in the first letter is rare, a swap of the first two is not.
        for first in {key[0], key[1]}:
            for length in range(size - allowed, size + allowed + 1):
                for word in near.get((first, length), ()):
                    if OSA.distance(key, word, score_cutoff=allowed) <= allowed:
                        return True
        return False

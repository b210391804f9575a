"""Mistyped words of a question set right, by the words of the library's texts and the English word list."""

import re
from collections.abc import Collection, Iterable

from rapidfuzz.distance import OSA

from assistant.everyday import Everyday

# Shorter words have too many neighbours one letter away.
_SHORTEST = 4
_TWO_SLIPS_FROM = 7
# Not the "doesn" of "doesn't".
_WORD = re.compile(r"[A-Za-z]{4,}+(?!['’]t\b)")
# Words that open questions are too short to be set right by their neighbours, or slip into another word.
_OPENING = re.compile(
    r"(?P<before>^\W*|[,.;?!]\s+|\b(?:how|what|when|why|where|who|which|and|so)\s+)(?P<slip>dose|deos|doess|wil|wll|cna|coud|shoud|woud)\b",
    re.IGNORECASE,
)
_OPENERS = {
    "dose": "does",
    "deos": "does",
    "doess": "does",
    "wil": "will",
    "wll": "will",
    "cna": "can",
    "coud": "could",
    "shoud": "should",
    "woud": "would",
}
# Words of questions that policies themselves seldom use.
_QUESTION_WORDS = frozenset(
    "which what where when whom whose telephone phone number dial call cost charge tollfree toll-free much many".split()
)


class Speller:
    """Knows the words of some texts; they win over the dictionary, which has a neighbour for nearly every slip."""

    def __init__(self, words: Collection[str], everyday: Everyday) -> None:
        self._everyday = everyday
        self._known = frozenset(words) | _QUESTION_WORDS
        self._near: dict[str, list[str]] = {}
        for word in sorted(self._known):
            if len(word) >= _SHORTEST and word.isascii() and word.isalpha():
                self._near.setdefault(word[0], []).append(word)

    def corrected(self, text: str, keep: Iterable[str] = ()) -> str:
        """The text with words that are in no list replaced by the one nearest word of the texts, where there is one.

        `keep` are words left as they are (names). Capitalised words inside a sentence are left too.
        """
        kept = {word.lower() for word in keep}

        def right(match: re.Match[str]) -> str:
            word = match.group()
            lower = word.lower()
            name = word[0].isupper() and match.start() > 0 and not word.isupper()
            if lower in kept or name or lower in self._known or self._everyday.english(lower) or self._everyday.term(lower):
                return word
            return self._nearest(lower) or word

        return _WORD.sub(right, _OPENING.sub(lambda match: match["before"] + _OPENERS[match["slip"].lower()], text))

    def _nearest(self, word: str) -> str | None:
        allowed = 2 if len(word) >= _TWO_SLIPS_FROM else 1
        best: dict[int, list[str]] = {}
        for known in self._near.get(word[0], ()):
            if abs(len(known) - len(word)) <= allowed:
                slips = OSA.distance(word, known, score_cutoff=allowed)
                if slips <= allowed:
                    best.setdefault(slips, []).append(known)
        if not best:
            return None
        nearest = best[min(best)]
        # Of several, one that shares the ending: "requsts" is requests rather than request.
        alike = [known for known in nearest if known[-1] == word[-1]] or nearest
        return alike[0] if len(alike) == 1 or min(best) == 1 else None

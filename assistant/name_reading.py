"""The words of a question and which of them could be a company's name by how they are written."""

from collections.abc import Sequence

from rapidfuzz.distance import OSA

from assistant.everyday import Everyday
from assistant.name_forms import LEGAL_FORMS, words
from assistant.name_places import GAP_IN_NAME, MARK, NO_NAME_OPENS, SENTENCE_END
from ingest.policy import Span


def like_does(key: str) -> bool:
    """ "dose", "deos": the verb that opens a question is often mistyped."""
    return OSA.distance(key, "does", score_cutoff=1) <= 1


class Reading:
    """One question, its words, and which of them are written as names are."""

    def __init__(self, question: str, taken: Sequence[Span], everyday: Everyday) -> None:
        self.question = question
        self.taken = taken
        self.everyday = everyday
        self.tokens = words(question)
        self.covered = [any(span.start <= token.start < span.end for span in taken) for token in self.tokens]
        plain = [
            token
            for index, token in enumerate(self.tokens)
            if index and not self.covered[index] and token.key != "i" and everyday.english(token.key)
        ]
        raised = sum(token.raw[:1].isupper() for token in plain)
        # Where most words are capitalised, capitals say nothing.
        self.capitals_tell = not (plain and raised > 0.5 * len(plain) and (len(plain) > 1 or question.isupper()))

    def _odd(self, index: int) -> bool:
        """Neither a known company nor an everyday word: what a name looks like however it is written."""
        key = self.tokens[index].key
        return (
            not self.covered[index]
            and len(key) >= 2
            and key.isascii()
            and not key[0].isdigit()
            and key not in LEGAL_FORMS
            and not self.everyday.english(key)
            and not self.everyday.term(key)
            and not (index == 0 and like_does(key))
        )

    def _raised(self, index: int) -> bool:
        token = self.tokens[index]
        return (
            self.capitals_tell
            and not self.covered[index]
            and token.raw[:1].isupper()
            and token.key not in LEGAL_FORMS
            and token.key not in {"i", "i'm", "i'd", "i've", "i'll"}
            and not self.everyday.term(token.key)
            and not self._opens(index)
        )

    def _opens(self, index: int) -> bool:
        return index == 0 or bool(SENTENCE_END.search(self.question[: self.tokens[index].start]))

    def _adjacent(self, index: int) -> bool:
        return bool(GAP_IN_NAME.match(self.question[self.tokens[index - 1].end : self.tokens[index].start]))

    def _named_lower(self, index: int) -> bool:
        key = self.tokens[index].key
        return not self.covered[index] and self.everyday.also_name(key) and not self.everyday.in_library(key)

    def _leading(self) -> int:
        """Where a name of several capitalised words that opens the question ends ("North Bank, what …"); 0 without one."""
        end = 0
        while (
            end < len(self.tokens)
            and not self.covered[end]
            and self.tokens[end].raw[:1].isupper()
            and self.tokens[end].key not in NO_NAME_OPENS
            and (not end or self._adjacent(end))
        ):
            end += 1
        named = [token.key for token in self.tokens[:end] if not self._everyday_here(token.key)]
        enough = end > 1 or (self._before_mark(0, 1) and bool(named) and self.everyday.also_name(named[0]))
        return end if enough and self.capitals_tell and named and end < len(self.tokens) else 0

    def _everyday_here(self, key: str) -> bool:
        everyday = self.everyday
        return everyday.in_library(key) or everyday.mentioned(key) or everyday.term(key) or everyday.library_slip(key)

    def _before_mark(self, start: int, end: int) -> bool:
        """Set off at the beginning: "X: …", "X - …", and "X, …" before what can stand alone."""
        return start == 0 and end > 0 and bool(MARK.match(self.question[self.tokens[end - 1].end :]))

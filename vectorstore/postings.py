"""Inverted lists: for every word of a policy the passages that hold it, and how often."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]

_NONE = np.zeros(0, dtype=np.int32)


class Lists(NamedTuple):
    """Words in the order of a vocabulary: word w is in `rows[starts[w]:starts[w + 1]]`, `counts` times in each."""

    starts: Ints
    rows: Ints
    counts: Ints

    def of(self, word: int) -> tuple[Ints, Ints]:
        """Rows and counts of a word."""
        place = slice(self.starts[word], self.starts[word + 1])
        return self.rows[place], self.counts[place]


@dataclass(frozen=True)
class Postings:
    """The words of n passages: those of each itself (`own`), and those of the headings and lead-in above it (`around`).

    `lengths` (n,) counts the tokens of both kinds; `vocabulary` numbers the words.
    """

    lengths: Ints
    vocabulary: Mapping[str, int]
    own_lists: Lists
    around_lists: Lists

    @property
    def size(self) -> int:
        """How many passages there are."""
        return len(self.lengths)

    def own(self, token: str) -> tuple[Ints, Ints]:
        """Rows of the passages that hold a word themselves, rising, and how often."""
        word = self.vocabulary.get(token)
        return (_NONE, _NONE) if word is None else self.own_lists.of(word)

    def around(self, token: str) -> tuple[Ints, Ints]:
        """Rows of the passages whose headings or lead-in hold a word, rising, and how often."""
        word = self.vocabulary.get(token)
        return (_NONE, _NONE) if word is None else self.around_lists.of(word)

    def documents(self) -> list[Ints]:
        """The words of each passage, both kinds, by number and without order; a word as often as it occurs."""
        words, rows = [], []
        for lists in (self.own_lists, self.around_lists):
            numbers = np.repeat(np.arange(len(self.vocabulary), dtype=np.int32), np.diff(lists.starts))
            words.append(np.repeat(numbers, lists.counts))
            rows.append(np.repeat(lists.rows, lists.counts))
        word, row = np.concatenate(words), np.concatenate(rows)
        order = np.argsort(row, kind="stable")
        return np.split(word[order], np.cumsum(np.bincount(row, minlength=self.size))[:-1]) if self.size else []


def invert(own: Sequence[Sequence[str]], around: Sequence[Sequence[str]]) -> Postings:
    """The inverted lists of passages' tokens; `around[i]` belongs to the passage of `own[i]`."""
    vocabulary: dict[str, int] = {}
    for document in (*own, *around):
        for token in document:
            vocabulary.setdefault(token, len(vocabulary))
    lengths = np.array([len(one) + len(other) for one, other in zip(own, around, strict=True)], dtype=np.int32)
    return Postings(lengths, vocabulary, _lists(own, vocabulary), _lists(around, vocabulary))


def _lists(documents: Iterable[Sequence[str]], vocabulary: Mapping[str, int]) -> Lists:
    found: list[dict[int, int]] = [{} for _ in vocabulary]
    for row, document in enumerate(documents):
        for token in document:
            rows = found[vocabulary[token]]
            rows[row] = rows.get(row, 0) + 1
    starts = np.zeros(len(found) + 1, dtype=np.int32)
    np.cumsum([len(rows) for rows in found], out=starts[1:])
    total = int(starts[-1])
    rows_flat = np.fromiter((row for rows in found for row in rows), dtype=np.int32, count=total)
    counts = np.fromiter((count for rows in found for count in rows.values()), dtype=np.int32, count=total)
    return Lists(starts, rows_flat, counts)

"""Words of all policies together (bm25s): finds candidate passages when a question is put to many policies at once."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vectorstore.errors import IndexDamaged
from vectorstore.lexical import K1, B
from vectorstore.postings import Postings

BM25_FOLDER = "bm25"


def _bm25s() -> Any:
    import bm25s  # type: ignore[import-untyped]  # noqa: PLC0415 - only for building and for questions to many policies

    # It sets its own logger to write everything.
    logging.getLogger("bm25s").setLevel(logging.WARNING)
    return bm25s


class WordCounter:
    """Gathers the words of policies and writes their index; words are numbers here, a few bytes each."""

    def __init__(self) -> None:
        # bm25s cannot tell an empty passage from a missing one: such a passage holds the empty word.
        self._vocabulary: dict[str, int] = {"": 0}
        self._documents: list[NDArray[np.int32]] = []

    def add(self, postings: Postings) -> None:
        """The words of one policy's passages, which come after all rows before."""
        known = self._vocabulary
        numbers = np.array([known.setdefault(word, len(known)) for word in postings.vocabulary], dtype=np.int32)
        nothing = np.zeros(1, dtype=np.int32)
        self._documents += [numbers[words] if len(words) else nothing for words in postings.documents()]

    def write(self, folder: Path) -> None:
        """Index all passages, in the order of the vectors' rows. Without any word nothing is written."""
        folder.mkdir()
        if len(self._vocabulary) > 1:
            index = _bm25s().BM25(k1=K1, b=B, method="lucene")
            index.index((self._documents, self._vocabulary), show_progress=False)
            index.save(str(folder), show_progress=False)


class WordIndex:
    """The word index of an index's folder, memory-mapped."""

    def __init__(self, index_folder: Path, rows: int) -> None:
        self._index: Any = None
        folder = index_folder / BM25_FOLDER
        if folder.is_dir() and not any(folder.iterdir()):
            return
        try:
            self._index = _bm25s().BM25.load(str(folder), mmap=True, load_corpus=False)
            held = int(self._index.scores["num_docs"])
        except Exception as error:  # a damaged folder raises whatever its parts raise
            raise IndexDamaged(f"{folder}: not readable; it will be rebuilt from the library") from error
        if held != rows:
            raise IndexDamaged(f"{folder}: {held} passages instead of {rows}; it will be rebuilt from the library")

    def nearest(self, tokens: Sequence[str], limit: int) -> list[int]:
        """Rows of the passages that share most with the tokens, best first; none that shares nothing."""
        if self._index is None:
            return []
        known = [token for token in dict.fromkeys(tokens) if token and token in self._index.vocab_dict]
        if not known:
            return []
        scores = np.asarray(self._index.get_scores(known))
        count = min(limit, len(scores))
        best = np.argpartition(-scores, count - 1)[:count]
        return [int(row) for row in best[np.argsort(-scores[best], kind="stable")] if scores[row] > 0]

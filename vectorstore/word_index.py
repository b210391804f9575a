"""Words of all policies together (bm25s): finds candidate passages when a question is put to many policies at once."""

import logging
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from vectorstore.errors import IndexDamaged
from vectorstore.lexical import K1, B

BM25_FOLDER = "bm25"


def _bm25s() -> Any:
    import bm25s  # type: ignore[import-untyped]  # noqa: PLC0415 - only for building and for questions to many policies

    # It sets its own logger to write everything.
    logging.getLogger("bm25s").setLevel(logging.WARNING)
    return bm25s


def write_word_index(folder: Path, documents: Iterable[Sequence[str]]) -> None:
    """Index the tokens of all passages, in the order of the vectors' rows. Without any token nothing is written."""
    # bm25s cannot index a corpus without words, nor tell an empty passage from a missing one.
    corpus = [list(document) or [""] for document in documents]
    folder.mkdir()
    if any(tokens != [""] for tokens in corpus):
        index = _bm25s().BM25(k1=K1, b=B, method="lucene")
        index.index(corpus, show_progress=False)
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

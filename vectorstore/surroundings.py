"""Averages of scores over the passages around each passage: an answer seldom stands alone."""

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Scores = NDArray[np.float32]

# Over how many passages to either side an average falls to a third: an answer and what completes it, a part of a policy.
NEAR_PASSAGES = 1.5
REGION_PASSAGES = 4.0
# Farther passages than this weigh next to nothing.
REACH = 8
# What a passage of another section counts, beside one of the same.
ACROSS_SECTIONS = 0.3
_OFFSETS = np.arange(-REACH, REACH + 1)


class Surroundings:
    """A weighted average, itself included: weights fall as exp(-distance / width), distance counted in passages."""

    def __init__(self, sections: NDArray[np.int32], width: float) -> None:
        # Row by row for each offset, column by column for each passage; nothing beyond the first and the last.
        around = _around(sections, beyond=-1)
        fall = np.exp(-np.abs(_OFFSETS) / width).astype(np.float32)[:, None]
        same = np.where(around == sections, np.float32(1), np.float32(ACROSS_SECTIONS))
        self._weights: Scores = np.where(around < 0, np.float32(0), fall * same)
        self._total: Scores = self._weights.sum(axis=0)

    def average(self, scores: Scores) -> Scores:
        """(n,) for (n,), (n, m) for (n, m)."""
        if scores.ndim == 1:
            weighted: Scores = (self._weights * _around(scores, beyond=0)).sum(axis=0)
            return weighted / self._total
        # One offset after the other: all at once would take many times the memory of the scores.
        result = np.zeros(scores.shape, dtype=np.float32)
        for offset, weights in zip(_OFFSETS.tolist(), self._weights, strict=True):
            here, there = _overlap(len(result), offset)
            result[here] += weights[here, None] * scores[there]
        averaged: Scores = result / self._total[:, None]
        return averaged


def _around(values: NDArray[Any], beyond: int) -> NDArray[Any]:
    """(offsets, n) for (n,): what stands at each offset from each place, `beyond` outside the ends."""
    padded = np.concatenate([ends := np.full(REACH, beyond, values.dtype), values, ends])
    return sliding_window_view(padded, len(_OFFSETS)).T if len(values) else np.empty((len(_OFFSETS), 0), values.dtype)


def _overlap(count: int, offset: int) -> tuple[slice, slice]:
    """Rows that have a neighbour at this offset, and those neighbours."""
    return slice(max(0, -offset), max(0, min(count, count - offset))), slice(max(0, offset), max(0, min(count, count + offset)))

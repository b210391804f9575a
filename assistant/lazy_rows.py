"""What is found out about each passage of a policy only when it is asked about: of a large library most never are."""

from collections.abc import Callable, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Rows = NDArray[np.intp]


class LazyMask:
    """Whether each of n passages is or holds something; `holds` is asked once for a passage."""

    def __init__(self, size: int, holds: Callable[[int], bool]) -> None:
        self._holds = holds
        self._known = np.zeros(size, dtype=np.bool_)
        self._held = np.zeros(size, dtype=np.bool_)

    def of(self, rows: Rows | None = None) -> Mask:
        """(len(rows),) for some passages, (n,) for all of them for None. A copy."""
        chosen = np.arange(len(self._known)) if rows is None else rows
        for row in chosen[~self._known[chosen]].tolist():
            self._held[row] = self._holds(row)
            self._known[row] = True
        held: Mask = self._held[chosen]
        return held


class LazyTexts(Sequence[str]):
    """A text for each of n passages; `make` is asked once for a passage."""

    def __init__(self, size: int, make: Callable[[int], str]) -> None:
        self._make = make
        self._made: list[str | None] = [None] * size

    def __len__(self) -> int:
        return len(self._made)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...

    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, slice):
            return [self[row] for row in range(len(self))[place]]
        made = self._made[place]
        if made is None:
            made = self._made[place] = self._make(int(place))
        return made

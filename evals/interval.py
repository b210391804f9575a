"""Intervals and comparisons of proportions, in closed form: the same numbers give the same verdict anywhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import comb, sqrt
from typing import Literal

# Normal quantile of a two-sided 95 % interval, and the error rate that goes with it.
Z = 1.959963984540054
ALPHA = 0.05

Verdict = Literal["better", "worse", "not distinguishable"]


@dataclass(frozen=True, slots=True)
class Rate:
    """`hits` of `n`, with Wilson's score interval (Wilson 1927); no value when n is 0."""

    hits: int
    n: int

    @property
    def value(self) -> float | None:
        """The share."""
        return self.hits / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval; everything when n is 0."""
        if not self.n:
            return 0.0, 1.0
        share, spread = self.hits / self.n, Z * Z / self.n
        centre = (share + spread / 2) / (1 + spread)
        half = Z * sqrt(share * (1 - share) / self.n + spread / (4 * self.n)) / (1 + spread)
        return max(0.0, centre - half), min(1.0, centre + half)

    @classmethod
    def of(cls, values: Iterable[bool]) -> "Rate":
        """The share of true values."""
        listed = list(values)
        return cls(sum(listed), len(listed))


@dataclass(frozen=True, slots=True)
class Paired:
    """Two systems on the same n cases: `won` cases pass only in the new one, `lost` only in the old one."""

    n: int
    won: int
    lost: int

    @property
    def difference(self) -> float:
        """New share minus old share."""
        return (self.won - self.lost) / self.n if self.n else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the difference (Bonett and Price 2012: Wald with one case added to both discordant cells)."""
        won, lost = (self.won + 1) / (self.n + 2), (self.lost + 1) / (self.n + 2)
        half = Z * sqrt(max(0.0, won + lost - (won - lost) ** 2) / (self.n + 2))
        return max(-1.0, won - lost - half), min(1.0, won - lost + half)

    @property
    def p_value(self) -> float:
        """Exact two-sided McNemar test: a fair coin for each case in which the systems differ."""
        differing, fewer = self.won + self.lost, min(self.won, self.lost)
        tail = sum(comb(differing, k) for k in range(fewer + 1))
        return min(1.0, 2 * tail / int(2**differing))

    @property
    def verdict(self) -> Verdict:
        """Better or worse only when chance is an unlikely explanation."""
        if self.p_value >= ALPHA:
            return "not distinguishable"
        return "better" if self.won > self.lost else "worse"


def quantile(values: Iterable[float], share: float) -> float | None:
    """The smallest value that at least `share` of all values do not exceed; None without values."""
    ordered = sorted(values)
    if not ordered:
        return None
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]

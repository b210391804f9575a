"""Arithmetic on character spans: what was found, and how much of it should have been."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.policy import Span


@dataclass(frozen=True, slots=True)
class Place:
    """A span of one document."""

    document: str
    start: int
    end: int

    @property
    def chars(self) -> int:
        """How long it is."""
        return self.end - self.start


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same characters as spans that neither overlap nor touch, in order."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        elif span.end > span.start:
            joined.append(span)
    return joined


def shared(one: Iterable[Span], other: Sequence[Span]) -> int:
    """Characters in both; counted once for every pair of spans that shares them."""
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)


@dataclass(frozen=True, slots=True)
class Overlap:
    """Character precision and recall. F1 is their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """0 when nothing is shared."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def overlap(found: Sequence[Place], gold: Sequence[Span], document: str) -> Overlap:
    """Every character counted once; text of another document is found and wrong."""
    spans: dict[str, list[Span]] = {}
    for place in found:
        spans.setdefault(place.document, []).append(Span(place.start, place.end))
    shown = sum(span.end - span.start for listed in spans.values() for span in merged(listed))
    wanted = merged(gold)
    hit = shared(wanted, merged(spans.get(document, ())))
    chars = sum(span.end - span.start for span in wanted)
    return Overlap(hit / shown if shown else 0.0, hit / chars if chars else 0.0)


def official_overlap(found: Sequence[Place], gold: Sequence[Span], document: str) -> Overlap:
    """As LegalBench-RAG counts (arXiv 2408.10343, section 4): retrieved chunks are not merged, so overlaps count twice."""
    shown = sum(place.chars for place in found)
    chars = sum(span.end - span.start for span in gold)
    hit = shared([Span(place.start, place.end) for place in found if place.document == document], gold)
    return Overlap(hit / shown if shown else 0.0, hit / chars if chars else 0.0)


def within(found: Sequence[Place], chars: int) -> list[Place]:
    """The first places up to a number of characters; the last one is cut."""
    kept: list[Place] = []
    for place in found:
        if chars <= 0:
            break
        kept.append(Place(place.document, place.start, min(place.end, place.start + chars)))
        chars -= place.chars
    return kept


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its 95 % interval."""

    mean: float
    low: float
    high: float


def estimate(values: Sequence[float], groups: Sequence[str], rounds: int = 1_000, seed: int = 0) -> Estimate:
    """Mean and percentile bootstrap interval (Efron 1979) that resamples whole groups.

    Questions to one policy are not independent, so policies are drawn, each with all its questions.
    """
    if not values:
        return Estimate(0.0, 0.0, 0.0)
    by_group: dict[str, list[float]] = {}
    for value, group in zip(values, groups, strict=True):
        by_group.setdefault(group, []).append(value)
    totals = [(sum(listed), len(listed)) for listed in by_group.values()]
    chance = random.Random(seed)  # noqa: S311 - statistics, not secrets
    means = []
    for _ in range(rounds):
        drawn = chance.choices(totals, k=len(totals))
        means.append(sum(total for total, _ in drawn) / sum(count for _, count in drawn))
    means.sort()
    last = rounds - 1
    return Estimate(sum(values) / len(values), means[round(0.025 * last)], means[round(0.975 * last)])

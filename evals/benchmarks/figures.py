"""The figures of a retrieval run: official ones, recall at character budgets, citation F1, wrong documents."""

from collections.abc import Callable, Mapping, Sequence

from evals.benchmarks.characters import Estimate, Place, estimate, official_overlap, overlap, within
from evals.benchmarks.data import BenchmarkQuestion

CITED_RESULTS = 5
WRONG_DOCUMENT_RESULTS = 8
OFFICIAL_RESULTS = (1, 2, 4, 8, 16, 32, 64)
BUDGETS_CHARS = (500, 1_000, 2_000, 4_000, 8_000)
# The most that any figure looks at.
RESULTS = 120

Measure = Callable[[Sequence[Place], BenchmarkQuestion], float]


def _precision_at(results: int) -> Measure:
    return lambda found, asked: official_overlap(found[:results], asked.gold, asked.company).precision


def _recall_at(results: int) -> Measure:
    return lambda found, asked: official_overlap(found[:results], asked.gold, asked.company).recall


def _recall_within(chars: int) -> Measure:
    return lambda found, asked: overlap(within(found, chars), asked.gold, asked.company).recall


def _citation_f1(found: Sequence[Place], asked: BenchmarkQuestion) -> float:
    return overlap(found[:CITED_RESULTS], asked.gold, asked.company).f1


def _wrong_document(found: Sequence[Place], asked: BenchmarkQuestion) -> float:
    """Document-level retrieval mismatch (Reuter et al. 2025); nothing found counts as all wrong."""
    first = found[:WRONG_DOCUMENT_RESULTS]
    return sum(place.document != asked.company for place in first) / len(first) if first else 1.0


MEASURES: Mapping[str, Measure] = {
    **{f"P@{results}": _precision_at(results) for results in OFFICIAL_RESULTS},
    **{f"R@{results}": _recall_at(results) for results in OFFICIAL_RESULTS},
    **{f"R@{chars} chars": _recall_within(chars) for chars in BUDGETS_CHARS},
    f"citation F1, first {CITED_RESULTS}": _citation_f1,
    f"wrong document, first {WRONG_DOCUMENT_RESULTS}": _wrong_document,
}


def figures(questions: Sequence[BenchmarkQuestion], found: Sequence[Sequence[Place]]) -> dict[str, Estimate]:
    """Every measure with its interval; policies are resampled whole."""
    companies = [asked.company for asked in questions]
    return {
        name: estimate([measure(places, asked) for asked, places in zip(questions, found, strict=True)], companies)
        for name, measure in MEASURES.items()
    }

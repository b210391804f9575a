"""What a set of scores comes to: rates with intervals, means, latency."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from evals.case import Case
from evals.interval import Rate, quantile
from evals.score import RECALL_AT, Score


@dataclass(frozen=True, slots=True)
class Scored:
    """A case with its score."""

    case: Case
    score: Score


@dataclass(frozen=True, slots=True)
class Metric:
    """A number for the report: `value` None when no case has it; `low` and `high` for rates."""

    name: str
    value: float | None
    n: int
    low: float | None = None
    high: float | None = None
    unit: str = ""


DESCRIPTIONS = {
    "strict": "every check passes",
    "answer_accuracy": "answerable questions: right status, all required facts, no forbidden one",
    "citation_precision": "answers to answerable questions: citations that touch a gold clause",
    "citation_recall": "answerable questions: gold clauses touched by a citation",
    "right_abstain": "questions without an answer: abstained",
    "over_abstain": "questions with an answer: abstained",
    "wrong_company": "cites, or is about, a company not asked about",
    "verbatim": "quotes: the policy's text at their offsets, in their clause",
    "errors": "questions that ended in an error",
    **{f"recall_at_{k}": f"gold clauses among the first {k} results of the search" for k in RECALL_AT},
    "latency_p50_ms": "half of the answers took no longer",
    "latency_p95_ms": "95 % of the answers took no longer",
}


def measure(scored: Sequence[Scored]) -> tuple[Metric, ...]:
    """All metrics of a set of scores, in the order of `DESCRIPTIONS`."""
    scores = [one.score for one in scored]
    answerable = [one for one in scores if one.answerable]
    times = [one.elapsed_ms for one in scores if one.elapsed_ms is not None]
    return (
        _rate("strict", (one.passed for one in scores)),
        _rate("answer_accuracy", (one.facts_right and not one.abstained for one in answerable)),
        _mean("citation_precision", answerable, lambda one: one.precision),
        _mean("citation_recall", answerable, lambda one: one.recall),
        _rate("right_abstain", (one.abstained for one in scores if not one.answerable)),
        _rate("over_abstain", (one.abstained for one in answerable)),
        _rate("wrong_company", (one.wrong_company for one in scores)),
        _of("verbatim", Rate(sum(one.verbatim for one in scores), sum(one.quotes for one in scores))),
        _rate("errors", (one.elapsed_ms is None for one in scores)),
        *(_mean(f"recall_at_{k}", answerable, _retrieved_at(at)) for at, k in enumerate(RECALL_AT)),
        Metric("latency_p50_ms", quantile(times, 0.5), len(times), unit="ms"),
        Metric("latency_p95_ms", quantile(times, 0.95), len(times), unit="ms"),
    )


@dataclass(frozen=True, slots=True)
class Slice:
    """Strict passes of a part of the cases."""

    name: str
    rate: Rate


def by_kind(scored: Sequence[Scored]) -> tuple[Slice, ...]:
    """Strict passes by kind of question."""
    return _slices(scored, lambda case: case.kind)


def by_company(scored: Sequence[Scored]) -> tuple[Slice, ...]:
    """Strict passes by the company that the answer is about."""
    return _slices(scored, company_of)


def by_wording(scored: Sequence[Scored]) -> tuple[Slice, ...]:
    """Strict passes by how the question is worded: by itself, or as a twin of another."""
    return _slices(scored, lambda case: case.twin or "original")


def company_of(case: Case) -> str:
    """The company of a case, or that it has several or none."""
    match case.expected.companies:
        case ():
            return "(none)"
        case (company,):
            return company
        case _:
            return "(several)"


@dataclass(frozen=True, slots=True)
class Funnel:
    """Answerable cases that are still right after each step; each step counts those of the step before."""

    answerable: int
    retrieved: int
    cited: int
    answered: int
    passed: int


def funnel(scored: Sequence[Scored]) -> Funnel:
    """Where answers are lost: search, citation, wording, the other strict checks."""
    cases = [one.score for one in scored if one.score.answerable and one.score.retrieved is not None]
    retrieved = [one for one in cases if one.retrieved is not None and one.retrieved[-1] == 1]
    cited = [one for one in retrieved if one.recall == 1]
    answered = [one for one in cited if one.facts_right]
    return Funnel(len(cases), len(retrieved), len(cited), len(answered), sum(one.passed for one in answered))


def _slices(scored: Sequence[Scored], name_of: Callable[[Case], str]) -> tuple[Slice, ...]:
    names = dict.fromkeys(name_of(one.case) for one in scored)
    return tuple(
        Slice(name, Rate.of(one.score.passed for one in scored if name_of(one.case) == name)) for name in sorted(names)
    )


def _rate(name: str, values: Iterable[bool]) -> Metric:
    return _of(name, Rate.of(values))


def _of(name: str, rate: Rate) -> Metric:
    low, high = rate.interval
    return Metric(name, rate.value, rate.n, low, high)


def _mean(name: str, scores: Iterable[Score], value_of: Callable[[Score], float | None]) -> Metric:
    values = [value for value in map(value_of, scores) if value is not None]
    return Metric(name, sum(values) / len(values) if values else None, len(values))


def _retrieved_at(at: int) -> Callable[[Score], float | None]:
    return lambda one: None if one.retrieved is None else one.retrieved[at]

"""Puts cases to a system, one after the other; an outcome is kept as soon as it is there."""

import logging
from collections.abc import Iterator, Sequence

from evals.cache import Cache, key_of
from evals.case import Case
from evals.score import Hit, Outcome
from evals.systems import System

_log = logging.getLogger(__name__)
# Asked once before the first question that is timed: the first answer of a process pays for reading the index.
WARM_UP = "Who is in charge of personal information?"


def run_cases(
    cases: Sequence[Case],
    system: System,
    *,
    model: str | None = None,
    cache: Cache | None = None,
    fingerprint: str = "",
) -> Iterator[tuple[Case, Outcome]]:
    """The outcome of each case in order, as it comes. `fingerprint` names the system for the cache.

    A question that ends in an exception gives an outcome with `error`; the others go on.
    """
    warm = model is not None
    for case in cases:
        key = key_of(case, fingerprint, model)
        outcome = cache.get(key) if cache is not None else None
        if outcome is None:
            if not warm:
                _ask(system, WARM_UP, (), (), None)
                warm = True
            outcome = _ask(system, case.question, case.history, case.companies, model)
            if cache is not None:
                cache.put(key, outcome)
        yield case, outcome


def _ask(system: System, question: str, history: Sequence[str], companies: Sequence[str], model: str | None) -> Outcome:
    try:
        answer = system.ask(question, history=history, companies=companies or None, model=model)
        return Outcome(answer, _hits(system, answer.standalone_question, answer.companies))
    except Exception as error:  # whatever a system throws is its failure, not the end of the evaluation
        _log.debug("a question ended in an error", exc_info=error)
        return Outcome(None, error=f"{type(error).__name__}: {' '.join(str(error).split())}")


def _hits(system: System, question: str, companies: Sequence[str]) -> tuple[Hit, ...]:
    find = getattr(system, "find", None)
    if find is None:
        return ()
    hits: tuple[Hit, ...] = find(question, companies)
    return hits

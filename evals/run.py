"""A finished (or interrupted) run, as reports show it."""

from collections.abc import Sequence
from dataclasses import dataclass

from evals.case import Case
from evals.fingerprint import Fingerprint
from evals.gates import GateResult
from evals.metrics import Scored
from evals.model_use import side_by_side
from evals.run_record import Difference, RunRecord
from evals.score import Outcome, Score, score
from evals.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Result:
    """One case, what the system gave for it, and its score."""

    case: Case
    outcome: Outcome
    score: Score


@dataclass(frozen=True, slots=True)
class Run:
    """All results with what they were made of. `planned` is how many cases there were to run.

    `without_model` are those of the same cases without the chat model, in the same order; none of a run without one.
    """

    results: tuple[Result, ...]
    planned: int
    fingerprint: Fingerprint
    shelf: Shelf
    against: Difference | None = None
    gates: tuple[GateResult, ...] = ()
    without_model: tuple[Result, ...] = ()

    @property
    def scored(self) -> tuple[Scored, ...]:
        """Cases and scores alone."""
        return tuple(Scored(result.case, result.score) for result in self.results)

    @property
    def beside(self) -> tuple[tuple[str, str, str], ...]:
        """A table: what was measured, without the chat model, with it. Empty for a run without one."""
        if not self.without_model:
            return ()
        plain = tuple(Scored(result.case, result.score) for result in self.without_model)
        answers = (result.outcome.answer for result in self.results if result.outcome.answer is not None)
        return side_by_side(plain, self.scored, answers)

    @property
    def failed(self) -> tuple[Result, ...]:
        """The results that did not pass, in order."""
        return tuple(result for result in self.results if not result.score.passed)

    @property
    def record(self) -> RunRecord:
        """The run as it is kept."""
        return RunRecord.of(self.scored, self.fingerprint)


def results_of(pairs: Sequence[tuple[Case, Outcome]], shelf: Shelf) -> tuple[Result, ...]:
    """Score outcomes."""
    return tuple(Result(case, outcome, score(case, outcome, shelf)) for case, outcome in pairs)

"""A finished (or interrupted) run, as reports show it."""

from collections.abc import Sequence
from dataclasses import dataclass

from evals.case import Case
from evals.fingerprint import Fingerprint
from evals.gates import GateResult
from evals.metrics import Scored
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
    """All results with what they were made of. `planned` is how many cases there were to run."""

    results: tuple[Result, ...]
    planned: int
    fingerprint: Fingerprint
    shelf: Shelf
    against: Difference | None = None
    gates: tuple[GateResult, ...] = ()

    @property
    def scored(self) -> tuple[Scored, ...]:
        """Cases and scores alone."""
        return tuple(Scored(result.case, result.score) for result in self.results)

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

"""An evaluation run on the assistant that is being served: one at a time, stopped when somebody says so."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evals.case import Case
from evals.fingerprint import fingerprint_of
from evals.output import Output
from evals.run import Result, Run, results_of
from evals.runner import run_cases
from evals.shelf import Shelf
from evals.systems import Product

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

FOLDER = "evaluation"
"""In the home: what `python -m evals run` leaves in its output folder."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is; `run` when it has ended."""

    done: int
    total: int
    passed: int
    run: Run | None = None


def askable(cases: Sequence[Case], shelf: Shelf) -> tuple[Case, ...]:
    """The cases whose companies, and the versions their gold is of, are in the library."""
    return tuple(
        case
        for case in cases
        if shelf.companies.issuperset(case.expected.companies)
        and (case.kind == "unknown_company" or shelf.companies.issuperset(case.companies))
        and all(shelf.find(gold.policy_id, gold.version) for group in case.expected.gold for gold in group)
    )


class PageRun:
    """Runs evaluations of one assistant, never two at a time."""

    def __init__(self, assistant: "Assistant") -> None:
        self._product = Product(assistant)
        self.folder = assistant.settings.home / FOLDER
        self._model = assistant.settings.chat_model or None
        self._running = threading.Lock()
        self._stop = threading.Event()

    def shelf(self) -> Shelf:
        """The policies that are served now."""
        return self._product.shelf()

    def stop(self) -> None:
        """Let the run end after the question that is being asked; what was asked is reported."""
        self._stop.set()

    def run(self, cases: Sequence[Case], shelf: Shelf) -> Iterator[Progress] | None:
        """Ask the cases and report as the command does; None when a run is under way."""
        if not self._running.acquire(blocking=False):
            return None
        self._stop.clear()
        return self._run(cases, shelf)

    def _run(self, cases: Sequence[Case], shelf: Shelf) -> Iterator[Progress]:
        try:
            folder, results = Output(self.folder), list[Result]()
            fingerprint = fingerprint_of(cases, self._product, shelf, self._model)
            folder.begin()
            for pair in run_cases(cases, self._product, model=self._model):
                results += results_of([pair], shelf)
                folder.add(results[-1])
                yield Progress(len(results), len(cases), sum(result.score.passed for result in results))
                if self._stop.is_set():
                    break
            run = Run(tuple(results), len(cases), fingerprint, shelf)
            folder.finish(run)
            yield Progress(len(results), len(cases), sum(result.score.passed for result in results), run)
        finally:
            self._running.release()

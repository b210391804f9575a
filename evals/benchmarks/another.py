"""The program to compare with: any that brings in a folder of texts and answers from it."""

import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.benchmarks.processes import run
from ingest.corpus import BUNDLED


@dataclass(frozen=True, slots=True)
class Other:
    """Its figures: medians, and the most memory. `cold_s`, `warm_p50_ms` and `ingest_s` are what it tells of itself."""

    cold_s: float
    cold_process_s: float
    cold_peak_mib: float
    warm_p50_ms: float
    chunks: int
    ingest_s: float


class Another:
    """The program, on the same policies and in turns with ours.

    `COMMAND ingest FOLDER DATABASE` prints {"chunks", "seconds"}; `COMMAND ask DATABASE QUESTION N` prints
    {"cold_s", "warm_p50_ms"} of one cold question and N warm ones.
    """

    def __init__(self, command: Sequence[str], scratch: Path, question: str) -> None:
        self._command = command
        self._scratch = scratch
        self._question = question
        self._database = scratch / "other"
        self._colds: list[tuple[float, float, float]] = []
        self._warms: list[float] = []
        self._ingests: list[tuple[int, float]] = []
        run([*command, "ingest", str(BUNDLED), str(self._database)])

    def cold(self) -> None:
        """One question in a process of its own."""
        ran = run([*self._command, "ask", str(self._database), self._question, "1"])
        self._colds.append((json.loads(ran.out.splitlines()[-1])["cold_s"], ran.seconds, ran.peak_mib))

    def warm(self, questions: int) -> None:
        """So many questions in one process."""
        ran = run([*self._command, "ask", str(self._database), self._question, str(questions)])
        self._warms.append(float(json.loads(ran.out.splitlines()[-1])["warm_p50_ms"]))

    def ingest(self, folder: Path) -> None:
        """The texts of a folder, into a database of their own."""
        ran = run([*self._command, "ingest", str(folder), str(self._scratch / f"other-{len(self._ingests)}")])
        told = json.loads(ran.out.splitlines()[-1])
        self._ingests.append((int(told["chunks"]), float(told["seconds"])))

    @property
    def told(self) -> Other:
        """Its figures so far."""
        cold, process, peak = zip(*self._colds, strict=True)
        return Other(
            cold_s=statistics.median(cold),
            cold_process_s=statistics.median(process),
            cold_peak_mib=max(peak),
            warm_p50_ms=statistics.median(self._warms),
            chunks=self._ingests[-1][0],
            ingest_s=statistics.median(seconds for _, seconds in self._ingests),
        )

"""The folder a run leaves its results in; nothing that was computed is lost when it is interrupted."""

import json
import os
from collections.abc import Iterable
from pathlib import Path

from assistant.answer_json import answer_to_json
from evals.cache import Cache
from evals.junit import junit
from evals.report import html_report
from evals.run import Result, Run
from evals.summary import markdown

_PACKAGE = Path(__file__).parent
# In a checkout beside the code, where git ignores it; for an installed product where one stands.
DEFAULT_OUT = _PACKAGE / "out" if (_PACKAGE.parent / "pyproject.toml").is_file() else Path("evals-out")


def _line(result: Result) -> str:
    row = {
        "id": result.case.case_id,
        "kind": result.case.kind,
        "passed": result.score.passed,
        "reasons": result.score.reasons,
        "error": result.outcome.error,
        "answer": None if result.outcome.answer is None else answer_to_json(result.outcome.answer),
    }
    return json.dumps(row, ensure_ascii=False) + "\n"


class Output:
    """Files of the last run: results.jsonl (a line a case, at once), run.json, report.html, summary.md, junit.xml."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._results = folder / "results.jsonl"
        self._failing = folder / "failing.json"

    @property
    def cache(self) -> Cache:
        """The outcomes kept from earlier runs."""
        return Cache(self.folder / "cache.jsonl")

    def begin(self) -> None:
        """Forget the results of the run before."""
        self._results.write_text("", encoding="utf-8")

    def add(self, result: Result) -> None:
        """Write one result and remember whether its case fails."""
        with self._results.open("a", encoding="utf-8") as file:
            file.write(_line(result))

    def failing(self) -> frozenset[str]:
        """Cases that failed when they were last run."""
        try:
            known = json.loads(self._failing.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return frozenset()
        return frozenset(case_id for case_id in known if isinstance(case_id, str)) if isinstance(known, list) else frozenset()

    def finish(self, run: Run) -> None:
        """Write the record and the reports of a run, complete or not."""
        # Once more as a whole: an interruption may have come between a case and its line.
        _write(self._results, "".join(map(_line, run.results)))
        _write(self._failing, json.dumps(sorted(self._still_failing(run.results)), indent=0) + "\n")
        _write(self.folder / "run.json", run.record.text())
        _write(self.folder / "summary.md", markdown(run))
        _write(self.folder / "junit.xml", junit(run))
        _write(self.folder / "report.html", html_report(run))

    def _still_failing(self, results: Iterable[Result]) -> frozenset[str]:
        failing = set(self.failing())
        for result in results:
            failing.discard(result.case.case_id)
            if not result.score.passed:
                failing.add(result.case.case_id)
        return frozenset(failing)


def _write(path: Path, text: str) -> None:
    """The whole file or the one before, whenever the process ends."""
    scratch = path.with_name(path.name + ".new")
    scratch.write_text(text, encoding="utf-8", errors="replace")
    os.replace(scratch, path)  # noqa: PTH105 - over the old one, on any system

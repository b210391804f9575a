"""A run on disk: what it was made of, its metrics, a verdict a case. A committed baseline is one."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from evals.errors import RecordError
from evals.fingerprint import Fingerprint
from evals.interval import Paired
from evals.metrics import Scored, measure

FORMAT = 1
BASELINES = Path(__file__).parent / "baselines"


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MetricRecord(_Record):
    """A metric's value over n cases, with its 95 % interval when it is a rate."""

    value: float | None
    n: int
    low: float | None = None
    high: float | None = None


class VerdictRecord(_Record):
    """A case's strict verdict; `sha` tells whether the case is still the same."""

    sha: str
    kind: str
    reasons: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """The strict verdict."""
        return not self.reasons


class RunRecord(_Record):
    """Contents of run.json and of a baseline."""

    format: int = FORMAT
    fingerprint: Fingerprint
    metrics: dict[str, MetricRecord]
    cases: dict[str, VerdictRecord]

    @classmethod
    def of(cls, scored: Sequence[Scored], fingerprint: Fingerprint) -> "RunRecord":
        """The record of a run."""
        return cls(
            fingerprint=fingerprint,
            metrics={
                metric.name: MetricRecord(
                    value=_rounded(metric.value), n=metric.n, low=_rounded(metric.low), high=_rounded(metric.high)
                )
                for metric in measure(scored)
            },
            cases={
                one.case.case_id: VerdictRecord(sha=one.case.sha, kind=one.case.kind, reasons=one.score.reasons)
                for one in sorted(scored, key=lambda one: one.case.case_id)
            },
        )

    def text(self) -> str:
        """As it is on disk: a line a metric and a line a case, so that a changed verdict is a changed line."""
        dumped = self.model_dump(mode="json")
        parts = [f' "format": {self.format}', f' "fingerprint": {json.dumps(dumped["fingerprint"], ensure_ascii=False)}']
        for name in ("metrics", "cases"):
            rows = (f"  {json.dumps(key)}: {json.dumps(row, ensure_ascii=False)}" for key, row in dumped[name].items())
            parts.append(f' "{name}": {{\n' + ",\n".join(rows) + "\n }")
        return "{\n" + ",\n".join(parts) + "\n}\n"


def baseline_path(model: str | None) -> Path:
    """Where the baseline of a chat model is; of answers without one for None."""
    name = "extractive" if not model else "".join(letter if letter.isalnum() else "-" for letter in model)
    return BASELINES / f"{name}.json"


def read_record(path: Path) -> RunRecord:
    """Read a run or a baseline. RecordError, in one line."""
    try:
        record = RunRecord.model_validate_json(path.read_bytes())
    except FileNotFoundError as error:
        raise RecordError(f"{path}: no such file; make it with: python -m evals run (or: python -m evals baseline)") from error
    except OSError as error:
        raise RecordError(f"{path}: {error.strerror or error}") from error
    except ValidationError as error:
        raise RecordError(f"{path}: not a recorded run; make it anew with: python -m evals baseline") from error
    if record.format != FORMAT:
        raise RecordError(f"{path}: format {record.format} instead of {FORMAT}; make it anew with: python -m evals baseline")
    return record


@dataclass(frozen=True, slots=True)
class Difference:
    """Two runs over the cases that both have and that have not changed in between."""

    won: tuple[str, ...]
    lost: tuple[str, ...]
    both: tuple[str, ...]
    left_out: int

    @property
    def paired(self) -> Paired:
        """The statistics of it."""
        return Paired(len(self.both), len(self.won), len(self.lost))


def difference(old: RunRecord, new: RunRecord, kind: str | None = None) -> Difference:
    """Compare two runs, on one kind of question or on all."""
    ids = [case_id for case_id, row in new.cases.items() if kind in (None, row.kind)]
    both = [case_id for case_id in ids if case_id in old.cases and old.cases[case_id].sha == new.cases[case_id].sha]
    return Difference(
        won=tuple(one for one in both if new.cases[one].passed and not old.cases[one].passed),
        lost=tuple(one for one in both if old.cases[one].passed and not new.cases[one].passed),
        both=tuple(both),
        left_out=len(ids) - len(both),
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)

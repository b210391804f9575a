"""What an evaluation must reach: bounds on metrics, and no verdict "worse" against the baseline."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from evals.case import Kind
from evals.errors import GateError
from evals.metrics import DESCRIPTIONS, Scored, measure
from evals.run_record import Difference

GATES = Path(__file__).parent / "gate.toml"


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GateRow(_Row):
    """A bound on a metric, over all cases or over one kind of them."""

    metric: str
    kind: Kind | None = None
    at_least: float | None = None
    at_most: float | None = None

    @model_validator(mode="after")
    def _complete(self) -> "GateRow":
        if self.metric not in DESCRIPTIONS:
            raise ValueError(f"no metric {self.metric!r}; known are {', '.join(DESCRIPTIONS)}")
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError(f"{self.metric}: give either at_least or at_most")
        return self


class GateFile(_Row):
    """Contents of gate.toml."""

    gate: tuple[GateRow, ...] = Field(min_length=1)
    baseline: Literal["not worse", "ignored"] = "not worse"


@dataclass(frozen=True, slots=True)
class GateResult:
    """One bound, what was measured, and whether it holds."""

    name: str
    wanted: str
    measured: str
    holds: bool


def read_gates(path: Path = GATES) -> GateFile:
    """Read a gate file. GateError, in one line."""
    try:
        return GateFile.model_validate(tomllib.loads(path.read_bytes().decode("utf-8")))
    except OSError as error:
        raise GateError(f"{path}: {error.strerror or error}; name another with --gates") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise GateError(f"{path}: {error}; correct the file") from error
    except ValidationError as error:
        complaints = (f"{'.'.join(map(str, detail['loc']))}: {detail['msg']}" for detail in error.errors())
        raise GateError(f"{path}: {'; '.join(complaints)}; correct the file") from error


def check_gates(gates: GateFile, scored: Sequence[Scored], against: Difference | None) -> tuple[GateResult, ...]:
    """Each gate's result. A metric that no case has holds, so that a file of one kind of question can be measured."""
    results = [_check(row, scored) for row in gates.gate]
    if gates.baseline == "not worse" and against is not None and against.both:
        paired = against.paired
        measured = f"{paired.verdict} ({paired.won} won, {paired.lost} lost of {paired.n}, p = {paired.p_value:.3f})"
        results.append(GateResult("baseline", "not worse", measured, paired.verdict != "worse"))
    return tuple(results)


def _check(row: GateRow, scored: Sequence[Scored]) -> GateResult:
    part = [one for one in scored if row.kind in (None, one.case.kind)]
    metric = next(metric for metric in measure(part) if metric.name == row.metric)
    name = f"{row.metric} of {row.kind}" if row.kind else row.metric
    wanted = f"at least {row.at_least:g}" if row.at_least is not None else f"at most {row.at_most:g}"
    if metric.value is None:
        return GateResult(name, wanted, "no case has it", True)
    low = row.at_least if row.at_least is not None else metric.value
    high = row.at_most if row.at_most is not None else metric.value
    return GateResult(name, wanted, f"{metric.value:.4g} (n = {metric.n})", low <= metric.value <= high)

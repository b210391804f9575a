"""The load benchmark: its people ask in the page as it is, and its figures are of what happened."""

import json
from pathlib import Path

import pytest

from evals.benchmarks.load import Load, main, table
from evals.benchmarks.processes import resident_mib_of
from evals.errors import EvalError


def test_three_people_ask_in_the_served_page(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--people", "3", "--seconds", "3", "--home", str(home), "--json"]) == 0, capsys.readouterr().err
    told = json.loads(capsys.readouterr().out)
    assert told["people"] == 3
    assert told["errors"] == 0
    assert told["answers"] >= 3
    assert 0 < told["p50_s"] <= told["p95_s"] <= told["slowest_s"]
    assert 0 < told["before_mib"] <= told["peak_mib"]


def test_the_table_tells_what_was_given_back() -> None:
    told = table(Load(20, 120, 1000, 0, 0.5, 1.5, 2.5, 300, 350, 315))
    assert "315 MiB: 1.05 times that before" in told


def test_a_process_that_is_gone_has_no_memory() -> None:
    with pytest.raises(EvalError, match="process 99999999"):
        resident_mib_of(99_999_999)

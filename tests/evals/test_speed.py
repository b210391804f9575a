"""The speed benchmark: its figures are of what it ran, and what cannot be run is one line."""

import json
import sys
from pathlib import Path

import pytest

from evals.benchmarks.processes import run
from evals.benchmarks.speed import CASES, Other, Speed, main, questions_of, table
from evals.errors import EvalError

# Another program, in the two commands the benchmark knows.
OTHER = """
import json, pathlib, sys
if sys.argv[1] == "ingest":
    pathlib.Path(sys.argv[3]).mkdir()
    print(json.dumps({"chunks": 3, "seconds": 0.5}))
else:
    print(json.dumps({"cold_s": 0.5, "warm_p50_ms": float(sys.argv[4])}))
"""


def test_a_program_is_timed_and_its_memory_known() -> None:
    ran = run([sys.executable, "-S", "-c", "print('x' * 10); held = bytearray(50_000_000)"])
    assert ran.out == "xxxxxxxxxx\n"
    assert 0 < ran.seconds < 60
    assert ran.peak_mib > 45


def test_a_program_that_fails_is_named_with_its_last_line() -> None:
    with pytest.raises(EvalError, match=r"exit code 1: ValueError: no such thing"):
        run([sys.executable, "-S", "-c", "raise ValueError('no such thing')"])


def test_questions_are_spread_over_all_cases() -> None:
    few, many = questions_of(CASES, 10), questions_of(CASES, 2_000)
    assert len(few) == len(set(few)) == 10
    assert len(many) == 2_000
    assert set(few) <= set(many)


def test_the_table_tells_how_many_times_slower_the_other_is() -> None:
    speed = Speed(20, 0.5, 200, 10, 30, 200, 250, 5, 400, 500, 4.0, 100, 120, 150, 0.8, 2.5)
    told = table(speed, Other(cold_s=2.0, cold_process_s=2.5, cold_peak_mib=600, warm_p50_ms=15, chunks=100, ingest_s=8.0))
    assert "2.00 s: 4.0 times ours" in told
    assert "15.0 ms: 1.5 times ours" in told
    assert "the other" not in table(speed, None)


def test_everything_is_measured_on_a_small_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policies = tmp_path / "policies"
    policies.mkdir()
    (policies / "maple.txt").write_text("# Fees\n\nDisclosure costs 300 yen.\n\n# Contact\n\nWrite to us.\n", encoding="utf-8")
    script = tmp_path / "other.py"
    script.write_text(OTHER, encoding="utf-8")
    arguments = ["--runs", "1", "--questions", "5", "--ingest", str(policies), "--json"]
    assert main([*arguments, "--against", f"{sys.executable} {script}"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["speed"]["questions"] == 5
    assert told["speed"]["passages"] >= 2
    assert all(value > 0 for value in told["speed"].values())
    assert told["other"]["warm_p50_ms"] == 5
    assert main([*arguments, "--against", f"{sys.executable} {tmp_path / 'none.py'}"]) == 1
    assert "exit code 2" in capsys.readouterr().err

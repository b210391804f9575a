"""The command line: exit codes, files, one line for whatever goes wrong."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.settings import ENV_PREFIX
from evals.__main__ import command_line
from evals.case import SCHEMA
from evals.run_record import read_record
from tests.assistant.model_server import Says, model_server
from tests.conftest import Result
from tests.evals.maple import FEE, fee_row, silence_row, write_cases, write_policies

LENIENT = 'baseline = "ignored"\n[[gate]]\nmetric = "errors"\nat_most = 0\n'
OUT_OF_REACH = {
    **fee_row("out-of-reach", "Is there a fee at Maple?", status=["clarify"], gold=[], required=[]),
    "kind": "silence",
}

Command = Callable[..., Result]


@pytest.fixture(scope="module")
def place(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with policies, cases, gates and an output folder that need not export an encoder."""
    folder = tmp_path_factory.mktemp("place")
    write_policies(folder / "policies")
    write_cases(folder / "cases.jsonl", fee_row(), silence_row())
    write_cases(folder / "hard.jsonl", OUT_OF_REACH)
    (folder / "gate.toml").write_text(LENIENT, encoding="utf-8")
    (folder / "out").mkdir()
    (folder / "out" / "encoder").symlink_to(home / "encoder", target_is_directory=True)
    return folder


@pytest.fixture
def evals(place: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.chdir(place)
    monkeypatch.delenv(f"{ENV_PREFIX}HOME")

    def command(*arguments: str) -> Result:
        capfd.readouterr()
        code = command_line(arguments)
        captured = capfd.readouterr()
        return Result(code, captured.out, captured.err)

    return command


def small(name: str = "cases.jsonl") -> tuple[str, ...]:
    return ("--cases", name, "--policies", "policies", "--out", "out")


def test_a_run_reports_and_leaves_its_files(evals: Command, place: Path) -> None:
    done = evals("run", *small())
    assert done.code == 0, done.err
    assert done.out.startswith("strict ")
    assert "n = 2" in done.out
    for name in ("report.html", "summary.md", "junit.xml", "run.json", "results.jsonl"):
        assert (place / "out" / name).stat().st_size
    rows = [json.loads(line) for line in (place / "out" / "results.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["maple-fee", "maple-cookies"]
    assert set(read_record(place / "out" / "run.json").cases) == {"maple-fee", "maple-cookies"}


def test_a_second_run_takes_answers_from_the_cache_unless_told_not_to(evals: Command) -> None:
    evals("run", *small())
    assert "2 of 2 answers came from the cache" in evals("run", *small()).out
    assert "from the cache" not in evals("run", *small(), "--fresh").out


def test_a_model_is_told_beside_the_answers_without_one(evals: Command, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    good = {"text": "Disclosure costs a fee of 500 yen.", "quotes": [{"clause": "A", "words": FEE}]}
    with model_server([Says(json.dumps({"stated": True, "claims": [good]}))]) as server:
        monkeypatch.setenv(f"{ENV_PREFIX}CHAT_BASE_URL", server.url)
        done = evals("run", *small(), "--model", "openai:recorded")
        assert done.code == 0, done.err
        assert server.requests
        told = " ".join(done.out.split())
        assert "without the model openai:recorded" in told
        assert "answers worded by the model – 1 of" in told
        assert "first claim, p50 –" in told
        for name in ("summary.md", "report.html"):
            assert "without the model" in (place / "out" / name).read_text(encoding="utf-8")
        monkeypatch.setenv(f"{ENV_PREFIX}CHAT_MODEL", "openai:recorded")
        by_setting = evals("run", *small())
        assert "without the model openai:recorded" in " ".join(by_setting.out.split())


def test_a_sample_is_the_same_every_time(evals: Command, place: Path) -> None:
    drawn = []
    for _ in range(2):
        assert evals("run", *small(), "--sample", "1").code == 0
        drawn.append(set(read_record(place / "out" / "run.json").cases))
    assert drawn[0] == drawn[1]
    assert len(drawn[0]) == 1


def test_only_one_kind_can_be_run(evals: Command, place: Path) -> None:
    assert evals("run", *small(), "--kind", "silence").code == 0
    assert set(read_record(place / "out" / "run.json").cases) == {"maple-cookies"}


def test_only_failures_of_the_run_before_can_be_run(evals: Command, place: Path) -> None:
    write_cases(place / "both.jsonl", OUT_OF_REACH, silence_row())
    evals("run", *small("both.jsonl"))
    failing = {case_id for case_id, row in read_record(place / "out" / "run.json").cases.items() if not row.passed}
    assert "out-of-reach" in failing
    assert evals("run", *small("both.jsonl"), "--failed").code == 0
    assert set(read_record(place / "out" / "run.json").cases) == failing


def test_a_gate_that_holds_is_0_and_one_that_is_missed_is_3(evals: Command, place: Path) -> None:
    held = evals("gate", *small(), "--gates", "gate.toml")
    assert held.code == 0, held.out + held.err
    assert "ok     errors" in held.out
    (place / "strict.toml").write_text('[[gate]]\nmetric = "strict"\nat_least = 1\n', encoding="utf-8")
    missed = evals("gate", *small("hard.jsonl"), "--gates", "strict.toml")
    assert missed.code == 3
    assert "FAILED strict" in missed.out
    assert "- status: " in missed.out


def test_a_gate_does_not_run_cases_that_lint_complains_about(evals: Command, place: Path) -> None:
    write_cases(place / "wrong.jsonl", fee_row(gold=[], required=[]))
    done = evals("gate", *small("wrong.jsonl"), "--gates", "gate.toml")
    assert done.code == 1
    assert done.out == "wrong.jsonl:1: maple-fee: status stated needs a gold clause\n"


def test_lint_is_0_without_and_1_with_complaints(evals: Command, place: Path) -> None:
    assert evals("lint").code == 0
    assert evals("lint", *small()[:4]).out == "2 cases, nothing to complain about\n"
    write_cases(place / "wrong.jsonl", fee_row(gold=[]))
    done = evals("lint", "--cases", "wrong.jsonl", "--policies", "policies", "--abstain-share", "0")
    assert done.code == 1
    assert all(line.startswith("wrong.jsonl:1: maple-fee: ") for line in done.out.splitlines())


def test_two_runs_are_compared(evals: Command, place: Path) -> None:
    evals("run", *small())
    (place / "out" / "run.json").rename(place / "old.json")
    evals("run", *small())
    done = evals("compare", "old.json", "out/run.json")
    assert done.code == 0
    assert done.out.startswith("not distinguishable against the baseline: +0.0%")


def test_the_schema_is_shown(evals: Command) -> None:
    assert evals("schema").out == SCHEMA.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("run", "--cases", "nowhere"), 1, "nowhere: no case files"),
        (("run", "--cases", "cases.jsonl", "--policies", "nowhere", "--out", "out"), 1, "nowhere: "),
        (("run", "--kind", "riddle"), 2, "no kind 'riddle'; known are fact"),
        (("run", "--save-baseline", "--failed"), 2, "a baseline is of all cases"),
        (("run", "--no-such-option"), 2, "--no-such-option"),
        (("gate", "--gates", "nowhere.toml"), 1, "nowhere.toml: "),
        (("compare", "nowhere.json", "x.json"), 1, "nowhere.json: no such file"),
    ],
)
def test_what_goes_wrong_is_one_line(evals: Command, arguments: tuple[str, ...], code: int, message: str) -> None:
    done = evals(*arguments)
    assert done.code == code
    assert message in done.err
    assert done.err.count("\n") == 1


def test_a_run_interrupted_by_ctrl_c_keeps_and_reports_what_it_has(place: Path) -> None:
    rows = [fee_row(f"fee-{n}", f"What does disclosure cost at Maple, question {n}?") for n in range(4000)]
    write_cases(place / "many.jsonl", *rows)
    results = place / "interrupted" / "results.jsonl"
    results.parent.mkdir()
    (results.parent / "encoder").symlink_to((place / "out" / "encoder").resolve(), target_is_directory=True)
    command = [sys.executable, "-m", "evals", "run", "--cases", "many.jsonl", "--policies", "policies", "--out", "interrupted"]
    root = str(Path(__file__).resolve().parents[2])
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ENV_PREFIX)} | {"PYTHONPATH": root}
    process = subprocess.Popen(command, cwd=place, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        until = time.monotonic() + 120
        while process.poll() is None and time.monotonic() < until:
            if results.exists() and results.stat().st_size > 2000:
                break
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 130, err
    assert "Traceback" not in err
    done = len(results.read_text(encoding="utf-8").splitlines())
    assert f"interrupted: {done} of 4000 cases were run" in out
    assert len(read_record(results.with_name("run.json")).cases) == done
    assert results.with_name("report.html").exists()

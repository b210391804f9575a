"""What installs and runs the product says what it needs and leaves nothing to chance."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS = [line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["make", "-f", str(ROOT / "Makefile"), "-C", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_every_pin_is_one_exact_version_of_a_package() -> None:
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][A-Za-z0-9.]*", pin) for pin in PINS), (
        "a local version or a path installs nowhere else"
    )
    assert len({canonicalize_name(pin.partition("==")[0]) for pin in PINS}) == len(PINS)


@pytest.mark.parametrize("group", ["", "test", "openai"])
def test_every_dependency_is_pinned_within_its_range(group: str) -> None:
    pins = {canonicalize_name(name): version for name, _, version in (pin.partition("==") for pin in PINS)}
    for line in PROJECT["optional-dependencies"][group] if group else PROJECT["dependencies"]:
        requirement = Requirement(line)
        assert requirement.specifier.contains(pins[canonicalize_name(requirement.name)]), line


def test_an_old_python_is_refused_in_one_line(tmp_path: Path) -> None:
    pretend = "import sys; sys.version_info = (3, 10, 9); exec(sys.argv[1])"
    old = tmp_path / "python3"
    old.write_text(f'#!/bin/sh\n[ "$1" = -c ] && exec {sys.executable} -c "{pretend}" "$2"\n', encoding="utf-8")
    old.chmod(0o755)
    done = make(tmp_path, "install", f"PYTHON={old}")
    assert done.returncode != 0
    assert f"needs Python 3.11 or newer: {old} is 3.10;" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_no_python_at_all_is_said_in_one_line(tmp_path: Path) -> None:
    done = make(tmp_path, "install", "PYTHON=no-such-python")
    assert done.returncode != 0
    assert "needs Python 3.11 or newer: no 'no-such-python' found" in done.stderr


def test_installing_again_does_nothing(tmp_path: Path) -> None:
    stamps = tmp_path / ".venv" / ".stamps"
    stamps.mkdir(parents=True)
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_text("", encoding="utf-8")
    (stamps / "venv").write_text(str(tmp_path), encoding="utf-8")
    (stamps / "runtime").touch()
    (stamps / "test").touch()
    assert "Nothing to be done" in make(tmp_path, "install-test").stdout
    (tmp_path / "constraints.txt").write_text("newer", encoding="utf-8")
    assert "pip" in make(tmp_path, "--dry-run", "install-test").stdout


def test_an_environment_made_in_another_folder_is_made_anew(tmp_path: Path) -> None:
    stamps = tmp_path / ".venv" / ".stamps"
    stamps.mkdir(parents=True)
    (stamps / "venv").write_text("/somewhere/else", encoding="utf-8")
    assert "venv --clear" in make(tmp_path, "--dry-run", "install").stdout


def test_the_gate_runs_everything_and_ends_in_the_suite() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert re.findall(r"^ *make (\S+)", script, re.MULTILINE) == ["check", "eval", "test-browser", "test-model", "test"]
    assert script.rstrip().endswith("make test </dev/null")
    assert subprocess.run(["bash", "-n", ROOT / ".ci" / "run"], check=False).returncode == 0

"""The wheel is the whole product: installed elsewhere it answers the example question, from any folder."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("assistant", "ingest", "prompts", "vectorstore", "evals")
QUESTION = "how much does disclosure cost at ALJ?"
GENERATED = {"__pycache__", "out"}


def run(*arguments: str, cwd: Path, **environment: str) -> str:
    command = [sys.executable, "-P", *arguments]
    done = subprocess.run(
        command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run("-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT), cwd=folder)
    (path,) = folder.glob("*.whl")
    return path


def test_the_wheel_holds_every_file_of_the_packages_and_no_other_package(wheel: Path) -> None:
    files = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and not GENERATED & set(path.relative_to(ROOT).parts)
    }
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == files
    assert {"ingest/policies/policies.toml", "ingest/policies/alj.txt"} <= held


def test_an_installed_wheel_answers_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    run("-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(site), str(wheel), cwd=tmp_path)
    environment = {"PYTHONPATH": str(site), "POLICY_ASSISTANT_HOME": str(tmp_path / "home")}
    places = run(
        "-c",
        f"import {', '.join(PACKAGES)}; print({', '.join(f'{name}.__file__' for name in PACKAGES)})",
        cwd=tmp_path,
        **environment,
    )
    assert all(place.startswith(str(site)) for place in places.split()), places
    answer = json.loads(run("-m", "assistant", "ask", QUESTION, "--json", cwd=tmp_path, **environment))
    assert answer["companies"] == ["ALJ"]
    assert answer["status"] == "stated"
    assert "1,000 yen" in answer["citations"][0]["quote"]


def test_the_names_of_the_environment_are_this_checkout(tmp_path: Path) -> None:
    code = f"import {', '.join(PACKAGES)}; print(*({', '.join(f'{name}.__file__' for name in PACKAGES)},), sep='\\n')"
    places = [Path(line) for line in run("-c", code, cwd=tmp_path).splitlines()]
    assert [place.parent.parent for place in places] == [ROOT] * len(PACKAGES)

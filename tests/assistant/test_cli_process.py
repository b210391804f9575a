"""The command as a process of its own: quick to start, closed to the network, quiet, clean when interrupted."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

QUESTION = "how much does disclosure cost at ALJ?"
# Seconds each to import; the way of a question must not.
HEAVY = ["torch", "transformers", "sentence_transformers", "gradio", "langchain", "langchain_core", "onnx"]
# Runs a command line with every look-up and connection written down and refused, then tells what was imported.
WATCHED = """
import json, sys
seen = []
def watch(event, arguments):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.connect", "socket.sendto", "socket.bind"):
        seen.append([event, repr(arguments[-1] if event.startswith("socket.get") else arguments[1])])
        raise ConnectionRefusedError(event)
sys.addaudithook(watch)
from assistant.cli import run
code = run(sys.argv[1:])
sys.stderr.write("\\n" + json.dumps({"code": code, "network": seen, "imported": sorted(sys.modules)}))
"""


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "POLICY_ASSISTANT_HOME": str(home)}


def watched(home: Path, *arguments: str) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, *arguments],
        env=environment(home),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    told: dict[str, object] = json.loads(done.stderr.rpartition("\n")[2])
    return told


def test_asking_imports_nothing_heavy_and_touches_no_network(home: Path) -> None:
    told = watched(home, "ask", QUESTION, "--json")
    assert told["code"] == 0
    assert told["network"] == []
    assert not set(HEAVY) & set(told["imported"])  # type: ignore[call-overload]


def test_asking_writes_nothing_outside_the_home(home: Path, tmp_path: Path) -> None:
    # Libraries that report their use keep an id and a queue in the user's own folders: native code, unseen by audit hooks.
    user = tmp_path / "user"
    user.mkdir()
    apart = {"HOME": str(user), "XDG_CACHE_HOME": str(user / "cache"), "XDG_DATA_HOME": str(user / "data")}
    inherited = {name: value for name, value in environment(home).items() if not name.startswith("ORT_")}
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "ask", QUESTION, "--json"],
        env={**inherited, **apart},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert json.loads(done.stdout)["companies"] == ["ALJ"]
    assert list(user.rglob("*")) == []


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("ask", "--help")])
def test_help_imports_no_layer_below(home: Path, arguments: tuple[str, ...]) -> None:
    imported = set(watched(home, *arguments)["imported"])  # type: ignore[call-overload]
    assert not {*HEAVY, "chromadb", "numpy", "pydantic_settings", "vectorstore.search"} & imported


def test_ingesting_a_policy_touches_no_network(tmp_path: Path) -> None:
    file = tmp_path / "sample.txt"
    file.write_text("A fee of 700 yen is charged for disclosure.\n", encoding="utf-8")
    told = watched(tmp_path / "home", "ingest", str(file))
    assert told["code"] == 0
    assert told["network"] == []


def test_a_reader_that_stops_reading_is_no_error(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text("".join(json.dumps({"id": n, "query": "fee"}) + "\n" for n in range(200)), encoding="utf-8")
    command = f"{sys.executable} -m assistant search --batch {file} | head -n 1"
    done = subprocess.run(
        ["bash", "-c", command], env=environment(home), capture_output=True, text=True, timeout=60, check=True
    )
    assert json.loads(done.stdout)["id"] == 0
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


def test_an_interrupt_ends_a_batch_at_once_and_in_one_line(home: Path) -> None:
    command = [sys.executable, "-m", "assistant", "ask", "--batch", "-"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment(home), stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(json.dumps({"id": 1, "question": QUESTION}) + "\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == 1, "an answer waits for the next question"
        process.send_signal(signal.SIGINT)
        start = time.monotonic()
        assert process.wait(timeout=20) == 130
        assert time.monotonic() - start < 5
        assert process.stderr.read() == "Interrupted.\n"


def test_output_is_utf_8_whatever_the_locale(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "ask", QUESTION],
        env={**environment(home), "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert "“" in done.stdout.decode("utf-8")
    assert done.stderr == b""

"""The page as it is served: the command, in a process of its own, on a home with the bundled policies."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant.settings import ENV_PREFIX

ROOT = Path(__file__).resolve().parents[3]


@contextmanager
def served(home: Path, *options: str) -> Iterator[str]:
    """Serve a home on a free port; the address. The process must end when told to, and have logged no more than of sign-ins."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ENV_PREFIX)}
    environment |= {f"{ENV_PREFIX}HOME": str(home), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "assistant", "serve", "--port", str(free_port()), *options]
    log = home.parent / f"{home.name}-serve.log"
    with (
        log.open("wb") as errors,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True) as process,
    ):
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            found = re.search(r"http://\S+", line)
            assert found, f"{line}{log.read_text(encoding='utf-8')}"
            yield found.group()
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=20)
    lines = [line for line in log.read_text(encoding="utf-8").splitlines() if " assistant.ui.login: " not in line]
    assert lines in ([], ["Interrupted."]), "serving wrote to stderr"


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def page_url(home: Path) -> Iterator[str]:
    """The address of the page on the home that tests share."""
    with served(home) as address:
        yield address


@pytest.fixture(scope="session")
def serve_home() -> Callable[[Path], object]:
    """Serves another home."""
    return served

"""The page as it is served: the command, in a process of its own, on a home with the bundled policies."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.settings import ENV_PREFIX

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.assistant.ui.visits import Visit

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
def browser() -> "Iterator[Browser]":
    """A real Chromium."""
    from playwright.sync_api import sync_playwright

    from tests.assistant.ui.visits import CHROMIUM

    assert Path(CHROMIUM).exists(), "the browser tests need Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: "Browser", page_url: str, request: pytest.FixtureRequest) -> "Iterator[Visit]":
    """A visit in a window of its own; nothing in it may reach another host or fail in the browser."""
    from tests.assistant.ui.visits import WIDE, open_page

    options = {"viewport": WIDE, "color_scheme": "light"} | getattr(request, "param", {})
    context = browser.new_context(**options)
    visit = open_page(context, page_url)
    yield visit
    context.close()
    assert visit.foreign() == []
    assert visit.errors == []


@pytest.fixture(scope="session")
def page_url(home: Path) -> Iterator[str]:
    """The address of the page on the home that tests share."""
    with served(home) as address:
        yield address


@pytest.fixture(scope="session")
def serve_home() -> Callable[[Path], object]:
    """Serves another home."""
    return served

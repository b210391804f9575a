"""What all tests share: an exported encoder, a home with the bundled policies, an assistant, the command line."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from assistant.cli import run
from assistant.offline import keep_offline
from assistant.settings import ENV_PREFIX, Settings

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

# As the product does, before anything heavy is imported.
keep_offline(os.environ)
# A machine shared with other work is slow now and then; that is no failure. Found examples are printed, not kept.
hypothesis.settings.register_profile("project", deadline=None, database=None, print_blob=True)
hypothesis.settings.load_profile("project")


@dataclass(frozen=True)
class Result:
    """What a command left behind."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test reads or writes the home of whoever runs it."""
    for variable in list(os.environ):
        if variable.startswith(ENV_PREFIX):
            monkeypatch.delenv(variable)
    monkeypatch.setenv(f"{ENV_PREFIX}HOME", str(tmp_path / "home"))


@pytest.fixture(scope="session")
def encoder_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled encoder's export, which takes seconds. Shared: tests read it and never change it."""
    from vectorstore.encoder import load_encoder

    cache = tmp_path_factory.mktemp("encoder")
    load_encoder(cache_dir=cache)
    return cache


@pytest.fixture(scope="session")
def new_home(encoder_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Makes a home without policies, for a test to change as it likes; only the encoder is there already."""
    from assistant.pipeline import ENCODER_FOLDER

    def make() -> Path:
        path = tmp_path_factory.mktemp("home")
        (path / ENCODER_FOLDER).symlink_to(encoder_cache, target_is_directory=True)
        return path

    return make


@pytest.fixture(scope="session")
def home(new_home: Callable[[], Path]) -> Path:
    """A home with the five bundled policies ingested and indexed. Shared: tests read it and never change it."""
    from assistant.pipeline import Assistant

    path = new_home()
    Assistant.open(Settings(home=path)).close()
    return path


@pytest.fixture(scope="session")
def assistant(home: Path) -> "Iterator[Assistant]":
    """An assistant opened on `home`."""
    from assistant.pipeline import Assistant

    yield Assistant.open(Settings(home=home))


@pytest.fixture
def policy_assistant(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    """Runs a command line in this process, on an empty home or on the one given."""

    def command(*arguments: str, home: Path | None = None) -> Result:
        if home is not None:
            monkeypatch.setenv(f"{ENV_PREFIX}HOME", str(home))
        capfd.readouterr()
        code = run(arguments)
        captured = capfd.readouterr()
        return Result(code, captured.out, captured.err)

    return command

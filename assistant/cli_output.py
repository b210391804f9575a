"""What commands share: opening the assistant, writing JSON, telling progress."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assistant.errors import QuestionError
from assistant.logs import log_to_stderr

if TYPE_CHECKING:
    from assistant.pipeline import Assistant
    from assistant.settings import Settings
    from vectorstore.build import Progress


def settings_for_command() -> "Settings":
    """The settings, with logging set up as they say."""
    from assistant.settings import load_settings  # pydantic costs 0.2 s that --help need not pay

    settings = load_settings()
    log_to_stderr(settings.log_level)
    return settings


def open_assistant() -> "Assistant":
    """Open the assistant on the home; on an empty home the bundled policies are ingested, with progress on stderr."""
    settings = settings_for_command()
    from assistant.pipeline import Assistant

    with progress_on_stderr() as progress:
        return Assistant.open(settings, progress=progress)


def write_json(value: object) -> None:
    """One line of JSON on stdout, out at once so that a reader of a pipe can go on."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def checked_text(text: str, limit: int, what: str) -> str:
    """The text as UTF-8 can hold it; QuestionError when it is blank or longer than `limit` characters."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    if not text.strip():
        raise QuestionError(f"the {what} is empty")
    if len(text) > limit:
        raise QuestionError(f"the {what} has {len(text)} characters, more than max_question_chars = {limit}")
    return text


@contextmanager
def progress_on_stderr() -> "Iterator[Progress | None]":
    """A callback `(stage, done, total)` that draws a bar on stderr; None when nobody is looking at stderr."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # only when a bar is drawn
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks = {}

        def progress(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield progress

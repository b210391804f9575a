"""Running a batch: rows read one by one, answered in order, written as they come."""

import logging
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeVar

import typer

from assistant.cli_output import open_assistant, write_json
from assistant.errors import AssistantError, BatchError
from ingest.errors import IngestError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from assistant.batch import AskRow, SearchRow
    from assistant.pipeline import Assistant

LOG = logging.getLogger(__name__)
Row = TypeVar("Row", "AskRow", "SearchRow")


def run_batch(path: Path, row_type: type[Row], answer: "Callable[[Assistant, Row], dict[str, object]]") -> None:
    """Answer every row of `path` ('-' is stdin) on stdout, its id first. Exit 1 at the end when a row had no answer."""
    from assistant.batch import BadRow, read_rows

    failed = 0
    with _opened(path) as lines:
        assistant = open_assistant()
        for place, row in read_rows(lines, "stdin" if str(path) == "-" else str(path), row_type):
            result = {"error": row.error} if isinstance(row, BadRow) else _answered(answer, assistant, row, place)
            if "error" in result:
                failed += 1
                sys.stderr.write(f"{result['error']}\n")
            write_json({"id": row.id, **result})
    if failed:
        sys.stderr.write(f"{failed} {'row' if failed == 1 else 'rows'} could not be answered\n")
        raise typer.Exit(1)


def _answered(
    answer: "Callable[[Assistant, Row], dict[str, object]]", assistant: "Assistant", row: Row, place: str
) -> dict[str, object]:
    try:
        return answer(assistant, row)
    except (AssistantError, IngestError) as error:
        return {"error": f"{place}: {error}"}
    except Exception as error:  # a defect met by one row must not take the other rows' answers away
        LOG.debug("unexpected error at %s", place, exc_info=error)
        return {"error": f"{place}: unexpected {type(error).__name__}: {' '.join(str(error).split())}"}


def _opened(path: Path) -> "AbstractContextManager[BinaryIO]":
    if str(path) == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return path.open("rb")
    except OSError as error:
        raise BatchError(f"{path}: {error.strerror}; name a file of JSON lines, or - for stdin") from error

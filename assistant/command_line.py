"""Running a Typer program as a process: whatever goes wrong is one line on stderr and an exit code, never a traceback."""

import io
import logging
import os
import sys
from collections.abc import Sequence

import typer
import typer.main

from assistant.errors import AssistantError, QuestionError
from assistant.offline import keep_offline
from ingest.errors import IngestError
from vectorstore.errors import VectorStoreError

DONE, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


def run_program(app: typer.Typer, program: str, arguments: Sequence[str], *, expected: tuple[type[Exception], ...] = ()) -> int:
    """Run a command line and return its exit code. The messages of `expected` errors, and of our own, are meant for people."""
    keep_offline(os.environ)
    told: tuple[type[Exception], ...] = (AssistantError, IngestError, VectorStoreError, *expected)
    try:
        code = typer.main.get_command(app).main(list(arguments), prog_name=program, standalone_mode=False)
    except typer.TyperException as error:
        return _usage_error(error, program)
    except (typer.Abort, KeyboardInterrupt):
        return _interrupted()
    except QuestionError as error:
        return _failed(program, str(error), WRONG_USAGE)
    except told as error:
        return _failed(program, str(error))
    except OSError as error:
        return _failed(program, f"{error.filename or program}: {error.strerror or error}")
    except Exception as error:  # the last line of defence; the traceback is a setting away
        logging.getLogger(__name__).debug("unexpected error", exc_info=error)
        where = "this is a defect; POLICY_ASSISTANT_LOG_LEVEL=debug shows where"
        return _failed(program, f"unexpected {type(error).__name__}: {error} ({where})")
    return _interrupted() if code == INTERRUPTED else int(code or DONE)


def utf8_streams() -> None:
    """Write UTF-8 whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _usage_error(error: typer.TyperException, program: str) -> int:
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        sys.stderr.write(f"{error.format_message()}\n")
        return error.exit_code
    place = context.command_path if context else program
    sys.stderr.write(f"{place}: {' '.join(error.format_message().split())} (see: {place} --help)\n")
    return error.exit_code


def _interrupted() -> int:
    sys.stderr.write("Interrupted.\n")
    return INTERRUPTED


def _failed(program: str, message: str, code: int = FAILED) -> int:
    sys.stderr.write(f"{program}: {' '.join(message.split())}\n")
    return code

"""The `policy-assistant` command. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 an evaluation gate, 130 interrupted."""

import io
import logging
import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer
import typer.main

from assistant.cli_ask import ask, chat, compare
from assistant.cli_config import config_app
from assistant.cli_doctor import doctor
from assistant.cli_ingest import ingest
from assistant.cli_policies import policies_app
from assistant.cli_search import search
from assistant.cli_serve import serve
from assistant.errors import AssistantError, QuestionError
from assistant.offline import keep_offline
from ingest.errors import IngestError

PROGRAM = "policy-assistant"
FAILED, WRONG_USAGE, INTERRUPTED = 1, 2, 130

app = typer.Typer(name=PROGRAM, no_args_is_help=True, rich_markup_mode=None, add_completion=False)
app.command()(ask)
app.command()(search)
app.command()(compare)
app.command()(chat)
app.command()(ingest)
app.add_typer(policies_app, name="policies")
app.command()(serve)
app.command()(doctor)
app.add_typer(config_app, name="config")


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # only here

        typer.echo(f"{PROGRAM} {version(PROGRAM)}")
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    """Ask questions about companies' privacy policies; every answer quotes the clause that says so.

    The policies live in the folder POLICY_ASSISTANT_HOME (see `policy-assistant config show`). The first question on an empty
    folder brings in five bundled policies; `ingest` adds others. Nothing leaves this machine. Not legal advice.

    \b
    Examples:
      policy-assistant ask "how much does disclosure cost at Example Inc.?"
      policy-assistant serve
    """


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code. Whatever goes wrong is one line on stderr."""
    keep_offline(os.environ)
    try:
        code = typer.main.get_command(app).main(list(arguments), prog_name=PROGRAM, standalone_mode=False)
    except typer.TyperException as error:
        return _usage_error(error)
    except typer.Abort:
        return _interrupted()
    except QuestionError as error:
        return _failed(str(error), WRONG_USAGE)
    except (AssistantError, IngestError) as error:
        return _failed(str(error))
    except OSError as error:
        return _failed(f"{error.filename or PROGRAM}: {error.strerror or error}")
    except Exception as error:  # the last line of defence; the traceback is a setting away
        return _unexpected(error)
    return _interrupted() if code == INTERRUPTED else int(code or 0)


def _usage_error(error: typer.TyperException) -> int:
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        sys.stderr.write(f"{error.format_message()}\n")
        return error.exit_code
    place = context.command_path if context else PROGRAM
    message = " ".join(error.format_message().split())
    sys.stderr.write(f"{place}: {message} (see: {place} --help)\n")
    return error.exit_code


def _interrupted() -> int:
    sys.stderr.write("Interrupted.\n")
    return INTERRUPTED


def _failed(message: str, code: int = FAILED) -> int:
    sys.stderr.write(f"{PROGRAM}: {' '.join(message.split())}\n")
    return code


def _unexpected(error: Exception) -> int:
    logging.getLogger(__name__).debug("unexpected error", exc_info=error)
    name = type(error).__name__
    return _failed(f"unexpected {name}: {error} (this is a defect; POLICY_ASSISTANT_LOG_LEVEL=debug shows where)")


def main() -> None:
    """The console script's entry: UTF-8 out whatever the locale, exit with the command's code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()

"""The `policy-assistant` command. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 an evaluation gate, 130 interrupted."""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from assistant.cli_ask import ask, chat, compare
from assistant.cli_config import config_app
from assistant.cli_doctor import doctor
from assistant.cli_ingest import ingest
from assistant.cli_policies import policies_app
from assistant.cli_search import search
from assistant.cli_serve import serve
from assistant.cli_users import users_app
from assistant.command_line import run_program, utf8_streams

PROGRAM = "policy-assistant"

app = typer.Typer(name=PROGRAM, no_args_is_help=True, rich_markup_mode=None, add_completion=False)
app.command()(ask)
app.command()(search)
app.command()(compare)
app.command()(chat)
app.command()(ingest)
app.add_typer(policies_app, name="policies")
app.command()(serve)
app.add_typer(users_app, name="users")
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
    return run_program(app, PROGRAM, arguments)


def main() -> None:
    """The console script's entry: UTF-8 out whatever the locale, exit with the command's code."""
    utf8_streams()
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()

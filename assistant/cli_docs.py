"""Writes docs/commands.md from the commands themselves: `python -m assistant.cli_docs [--check] FILE`."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import typer.main

from assistant.cli import PROGRAM, app

HEAD = """# Commands

Written by `make docs` from the commands' own help; a test fails when it differs.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 an evaluation gate failed, 130 interrupted. Logs and progress go to stderr.
"""
# Wide enough that help written for 128 columns of source is not wrapped into ribbons.
WIDTH = 110


def command_helps() -> Iterator[tuple[str, str]]:
    """Every command's path ("policy-assistant policies list") and its help, the program's own first."""
    yield from _walk(typer.main.get_command(app), PROGRAM, None)


def _walk(command: Any, path: str, parent: Any) -> Iterator[tuple[str, str]]:
    name = path.rpartition(" ")[2]
    context = command.context_class(command, info_name=name, parent=parent, terminal_width=WIDTH, max_content_width=WIDTH)
    yield path, command.get_help(context)
    for name, child in getattr(command, "commands", {}).items():
        yield from _walk(child, f"{path} {name}", context)


def reference() -> str:
    """The whole of docs/commands.md."""
    sections = (f"## {path}\n\n```text\n{_trimmed(text)}\n```\n" for path, text in command_helps())
    return "\n".join([HEAD, *sections])


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def main(arguments: Sequence[str]) -> int:
    """Write the file, or with --check say whether it is up to date."""
    *options, name = arguments
    path = Path(name)
    if options == ["--check"]:
        if path.is_file() and path.read_text(encoding="utf-8") == reference():
            return 0
        sys.stderr.write(f"{path} is not what the commands say; write it anew: make docs\n")
        return 1
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(reference(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

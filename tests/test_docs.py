"""What is written about the commands is what the commands are."""

import re
import shlex
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import typer.main

from assistant.cli import PROGRAM, app
from assistant.cli_docs import command_helps, main, reference
from tests.conftest import Result

ROOT = Path(__file__).resolve().parent.parent
HELPS = dict(command_helps())


def test_the_command_reference_is_what_the_commands_say() -> None:
    assert (ROOT / "docs" / "commands.md").read_text(encoding="utf-8") == reference(), "write it anew: make docs"


def test_the_check_of_the_reference_notices_a_difference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "commands.md"
    assert main([str(copy)]) == 0
    assert main(["--check", str(copy)]) == 0
    copy.write_text(copy.read_text(encoding="utf-8") + "more\n", encoding="utf-8")
    assert main(["--check", str(copy)]) == 1
    assert "make docs" in capsys.readouterr().err


@pytest.mark.parametrize("path", HELPS)
def test_every_command_has_help_with_an_example_of_itself(path: str) -> None:
    text = HELPS[path]
    assert re.search(r"^ *Examples?:\n(.*\n)*? +.*" + re.escape(path), text, re.MULTILINE), text


@pytest.mark.parametrize("path", HELPS)
def test_every_example_parses(path: str) -> None:
    for line in re.findall(rf"^ +(?:[A-Z_]+=\S+ )?{PROGRAM} (.+)$", HELPS[path], re.MULTILINE):
        parse(shlex.split(re.split(" [<>] ", line)[0]))


def parse(words: list[str]) -> None:
    """Parse as the program would, without running anything: an option or command that is not there raises."""
    command: Any = typer.main.get_command(app)
    while words and words[0] in getattr(command, "commands", {}):
        command = command.commands[words[0]]
        words = words[1:]
    assert not hasattr(command, "commands") or words[:1] == ["--help"], f"{words} names no command"
    with suppress(typer.Exit):
        command.make_context(PROGRAM, words)


def readme_commands() -> list[str]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```(?:console|sh|bash)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]
    return [line.partition(" #")[0].strip() for line in lines if re.match(rf"(\.venv/bin/)?{PROGRAM} |make ", line)]


def test_the_commands_of_the_readme_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    commands = readme_commands()
    assert any(line.startswith("make serve") for line in commands)
    assert any("ask" in line for line in commands)
    for line in commands:
        words = shlex.split(line.partition(" > ")[0])
        if words[0] == "make":
            assert words[1] in targets, line
        else:
            parse(words[1:])


def test_the_transcript_of_the_readme_is_what_the_command_says(policy_assistant: Callable[..., Result], home: Path) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\$ \.venv/bin/policy-assistant (ask .+)\n((?:(?!\$|```).*\n)+)", text, re.MULTILINE)
    assert shown
    for command, told in shown:
        said = policy_assistant(*shlex.split(command), home=home).out.replace(str(home), "~/.local/share/policy-assistant")
        assert "".join(said.split()) == "".join(told.split()), command


def test_every_target_of_the_makefile_is_described() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = set(re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE).group(1).split())  # type: ignore[union-attr]
    described = set(re.findall(r"^([a-z-]+):.*## \S", makefile, re.MULTILINE))
    assert phony - described == {"install-test"}

"""The wordings of asking.toml as compiled patterns: how people ask, and how policies speak of what is asked.

`%name%` in a wording stands for any of the words of that name in the table "words".
"""

import re
import tomllib
from functools import cache
from importlib.resources import files

PATTERNS_FILE = "asking.toml"
# A table of the file: names to alternatives, each a regular expression.
Alternatives = dict[str, list[str]]


def ignoring_case(expression: str) -> re.Pattern[str]:
    """A compiled expression to which capital and small letters are the same."""
    return re.compile(expression, re.IGNORECASE)


@cache
def _tables() -> dict[str, Alternatives]:
    return tomllib.loads(files("assistant").joinpath(PATTERNS_FILE).read_text(encoding="utf-8"))


def _compiled(alternatives: list[str]) -> re.Pattern[str]:
    whole = "|".join(alternatives)
    for name, words in _tables()["words"].items():
        whole = whole.replace(f"%{name}%", f"(?:{'|'.join(words)})")
    return re.compile(whole, re.IGNORECASE)


@cache
def pattern(table: str, name: str) -> re.Pattern[str]:
    """One pattern of a table. KeyError for one that is not in the file."""
    return _compiled(_tables()[table][name])


@cache
def patterns(table: str) -> dict[str, re.Pattern[str]]:
    """All patterns of a table by name, in the file's order."""
    return {name: _compiled(alternatives) for name, alternatives in _tables()[table].items()}

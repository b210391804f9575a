"""Things that are told apart: a claim under a quote that names one must not name another in its place."""

import re
import tomllib
from functools import cache
from importlib.resources import files

CONTRASTS_FILE = "contrasts.toml"


@cache
def _groups() -> tuple[dict[str, re.Pattern[str]], ...]:
    tables = tomllib.loads(files("assistant").joinpath(CONTRASTS_FILE).read_text(encoding="utf-8"))
    return tuple({name: re.compile(part, re.IGNORECASE) for name, part in parts.items()} for parts in tables.values())


def mistaken(claim: str, quoted: str) -> tuple[str, str] | None:
    """What a claim names and what its quotes name instead, of one group; None when nothing is mistaken for another."""
    for parts in _groups():
        said = {name for name, part in parts.items() if part.search(claim)}
        if not said:
            continue
        held = [name for name, part in parts.items() if part.search(quoted)]
        wrong = sorted(said.difference(held))
        if wrong and held:
            return wrong[0], next((name for name in held if name not in said), held[0])
    return None

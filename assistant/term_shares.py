"""How common a word is in privacy policies: one that most policies use, and this one never, is a topic it is silent about."""

import json
from functools import cache
from importlib.resources import files

SHARES_FILE = "term_shares.json"


@cache
def _shares() -> dict[str, float]:
    found: dict[str, float] = json.loads(files("assistant").joinpath(SHARES_FILE).read_text(encoding="utf-8"))["shares"]
    return found


def share_of_policies(stem: str) -> float:
    """The share of policies, 0 to 1, that use a word with this stem; 0 for words of fewer than one in twenty."""
    return _shares().get(stem, 0.0)

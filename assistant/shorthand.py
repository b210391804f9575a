"""Words as they are typed in messages, written out: "do u keep my pics" is "do you keep my pictures"."""

import re
from functools import cache
from importlib.resources import files

SHORTHAND_FILE = "shorthand.txt"


@cache
def _meant() -> tuple[re.Pattern[str], dict[str, str]]:
    lines = files("assistant").joinpath(SHORTHAND_FILE).read_text(encoding="utf-8").splitlines()
    meant = dict(line.split(": ", 1) for line in lines if line and not line.startswith("#"))
    # Longer ones first, so that "r u" is not read as "r" and "u". Never a part of an address or of a word with an apostrophe.
    words = "|".join(re.escape(short) for short in sorted(meant, key=len, reverse=True))
    return re.compile(rf"(?<![\w@.&/'’-])(?:{words})(?![\w@&/'’-]|\.\w)"), meant


def written_out(question: str) -> str:
    """The question with its shorthand replaced; unchanged when it has none."""
    pattern, meant = _meant()
    return pattern.sub(lambda match: meant[match.group()], question)

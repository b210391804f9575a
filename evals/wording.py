"""Text as it is compared: one case, one kind of quote, dash and blank."""

import re
import unicodedata
from functools import lru_cache

_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "`": "'", "´": "'"})
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_EMPHASIS = re.compile(r"[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}")
_SPACE = re.compile(r"\s+")


@lru_cache(maxsize=2048)
def unify(text: str) -> str:
    """Full-width letters and digits made narrow (NFKC), quotes and dashes of one kind; letters keep their case."""
    return unicodedata.normalize("NFKC", text).translate(_QUOTES).translate(_DASHES)


@lru_cache(maxsize=2048)
def normalise(text: str) -> str:
    """Unified, without Markdown emphasis, in lower case, white space collapsed."""
    return _SPACE.sub(" ", _EMPHASIS.sub("", unify(text))).casefold().strip()

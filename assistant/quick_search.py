"""Whether a wording stands in a text: most texts hold none of the letters it cannot do without, which is told at once.

A wording of many alternatives takes Python's `re` near half a microsecond for each character of a text without it.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

try:
    # Python's own reading of a pattern, which it does not promise to keep where it is. Without it nothing is told sooner.
    from re import _constants as codes  # type: ignore[attr-defined]
    from re import _parser as parser  # type: ignore[attr-defined]
except ImportError:  # pragma: no cover - no Python so far
    parser = None

Needles = frozenset[str]

# More pieces than these take longer to look for than the wording itself.
MOST_NEEDLES = 60
# What `re` takes for an ordinary letter when case does not matter, and `str.lower` leaves as it is.
_ODD_LETTERS = {"\u0131": "i", "\u017f": "s", "\u0307": ""}


def stands_in(wording: re.Pattern[str], text: str) -> bool:
    """Whether a wording's pattern is found in a text: the same as `wording.search(text) is not None`, only sooner."""
    needles = _needles(wording.pattern, wording.flags)
    if needles:
        folded = text.lower()
        if not folded.isascii():
            for odd, plain in _ODD_LETTERS.items():
                folded = folded.replace(odd, plain)
        for needle in needles:
            if needle in folded:
                break
        else:
            return False
    return wording.search(text) is not None


@cache
def _needles(expression: str, flags: int) -> tuple[str, ...]:
    """Pieces in small letters of which every match holds one; none where there are no such pieces."""
    found = None if parser is None else _of_sequence(parser.parse(expression, flags))
    return tuple(sorted(found)) if found is not None and len(found) <= MOST_NEEDLES else ()


def _of_sequence(items: Iterable[tuple[Any, Any]]) -> Needles | None:
    """Of the parts of a sequence the one that says most: each of them is in every match."""
    options: list[Needles] = []
    run = ""
    for code, value in items:
        if code is codes.LITERAL and _is_plain(chr(value)):
            run += chr(value).lower()
            continue
        if code is codes.AT:
            continue
        options, run = _with_run(options, run), ""
        found = _of_part(code, value)
        if found is not None:
            options.append(found)
    options = _with_run(options, run)
    return max(options, key=_worth, default=None)


def _of_part(code: Any, value: Any) -> Needles | None:
    if code is codes.BRANCH:
        return _of_each(_of_sequence(branch) for branch in value[1])
    if code is codes.SUBPATTERN:
        return _of_sequence(value[-1])
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT) and value[0] > 0:
        return _of_sequence(value[2])
    if code is codes.ATOMIC_GROUP:
        return _of_sequence(value)
    if code is codes.IN and all(each is codes.LITERAL for each, _ in value):
        return _of_each(_of_sequence([part]) for part in value)
    return None


def _of_each(alternatives: Iterable[Needles | None]) -> Needles | None:
    """One of each alternative's pieces is in a match; nothing is known when one has none."""
    needles: set[str] = set()
    for found in alternatives:
        if found is None:
            return None
        needles |= found
    return frozenset(needles)


def _with_run(options: Sequence[Needles], run: str) -> list[Needles]:
    # Single letters and digits stand in every text.
    return [*options, frozenset((run,))] if len(run) > 1 or (run and not run.isalnum() and not run.isspace()) else [*options]


def _is_plain(character: str) -> bool:
    """Without other forms than those that `str.lower` makes one: ASCII, or a sign or script without capitals."""
    return character.isascii() or (character.lower() == character.upper() and character not in _ODD_LETTERS)


def _worth(needles: Needles) -> tuple[int, int]:
    """Long pieces are rare ones; of equally long ones few are better than many."""
    return min(len(needle) if needle.isalnum() else len(needle) + 2 for needle in needles), -len(needles)

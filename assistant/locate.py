"""Where words stand in a text, though they were copied with other white space, quotation marks, width or case."""

import re
import unicodedata
from functools import lru_cache

from ingest.policy import Span

# Left out on both sides: white space, quotation marks, Markdown's emphasis and escapes, and what nobody can see.
_LEFT_OUT = frozenset("\"'“”‘’„‟‚‛«»‹›「」『』〝〞＂＇`´*_\\")
_DASHES = dict.fromkeys("‐‑‒–—―−﹣－", "-")
_ELLIPSIS = re.compile(r"\s*(?:\[?(?:…+|\.{3,})\]?)\s*")
# What a copyist adds or loses at the ends.
_ENDS = " \t\r\n.,;:。、，．;:!?！？-–—•・()（）[]"
# Fewer characters than this, spaces apart, point at nothing.
SHORTEST = 6
SHORTEST_JAPANESE = 3
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


# The same few clauses are looked through for every claim of a reply.
@lru_cache(maxsize=256)
def _folded(text: str) -> tuple[str, tuple[int, ...]]:
    """The characters that count, and the offset of each in the text."""
    held: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        if character.isspace() or character in _LEFT_OUT or unicodedata.category(character) in ("Cf", "Cc", "Mn"):
            continue
        for plain in unicodedata.normalize("NFKC", _DASHES.get(character, character)).casefold():
            if not plain.isspace():
                held.append(plain)
                offsets.append(offset)
    return "".join(held), tuple(offsets)


def _find(text: str, within: Span, words: str) -> Span | None:
    wanted, _ = _folded(words)
    shortest = SHORTEST_JAPANESE if _CJK.search(words) else SHORTEST
    if len(wanted) < shortest:
        return None
    held, offsets = _folded(text[within.start : within.end])
    place = held.find(wanted)
    while place >= 0:
        span = Span(within.start + offsets[place], within.start + offsets[place + len(wanted) - 1] + 1)
        if _whole_words(text, span):
            return span
        place = held.find(wanted, place + 1)
    return None


def _whole_words(text: str, span: Span) -> bool:
    """Whether no word is cut at either end: "able to" does not stand in "unable to". Japanese has no gaps between words."""
    return not (
        (span.start > 0 and _joined(text[span.start - 1], text[span.start]))
        or (span.end < len(text) and _joined(text[span.end - 1], text[span.end]))
    )


def _joined(before: str, after: str) -> bool:
    return before.isalnum() and after.isalnum() and not (_CJK.match(before) or _CJK.match(after))


def locate(text: str, within: Span, words: str) -> tuple[Span, ...]:
    """The places of quoted words in a part of a text, in order: several where "…" leaves words out, none if any are missing.

    White space, quotation marks, dashes, width and case may differ; every other character must be the same, and whole words.
    """
    found: list[Span] = []
    start = within.start
    for part in _ELLIPSIS.split(words):
        bare = part.strip(_ENDS)
        if not bare:
            continue
        span = _find(text, Span(start, within.end), bare)
        if span is None:
            return ()
        found.append(span)
        start = span.end
    return tuple(found)

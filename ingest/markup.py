"""Markup that says what a line is: `#` and underlined headings, bold lines, table rows, rules and anchors."""

import re
from dataclasses import dataclass
from enum import StrEnum

from ingest.lines import Line
from ingest.wording import bold_title


class LineKind(StrEnum):
    """What a line was found to be. `TEXT` is what nothing else claimed."""

    TEXT = "text"
    HEADING = "heading"
    UNDERLINE = "underline"
    MARKED = "marked"
    TABLE = "table"
    RULE = "rule"
    ANCHOR = "anchor"
    CONTACT = "contact"
    DATE = "date"
    SIGNATURE = "signature"


@dataclass(slots=True)
class Piece:
    """A line and what it is. For a heading: `style` its way of being one, `level` its rank in markup (0 without one) and
    `title_start`/`title_end` its words.
    """

    line: Line
    kind: LineKind = LineKind.TEXT
    style: str = ""
    level: int = 0
    title_start: int = 0
    title_end: int = 0


# A longer line above a row of hyphens is a paragraph, and the hyphens a rule.
UNDERLINED_CHARS = 300

_ATX = re.compile(r"(?P<marks>#{1,6})[ \t\u00a0]+(?P<title>\S.*?)[ \t]*#*\Z|(?P<bare>#{2,6})(?P<tight>[A-Z]\S.*)\Z")
_RULE = re.compile(r"(?:[-*_=~─━—]\s*){3,}\Z")
_UNDERLINE = re.compile(r"(?:=+|-{2,}|~{3,})\Z")
_TABLE_DELIMITER = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\Z")
_ANCHOR = re.compile(r"(?:\[\]\([^()\s]*(?:\s+\"[^\"]*\")?\)\s*|<a\s[^<>]*>\s*</a>\s*|<a\s[^<>]*/>\s*)+\Z")
_WORD_CHARACTER = re.compile(r"\w")
# Lines are looked at this far for markup that has to reach their end.
_MARKUP_CHARS = 600


def is_anchor(words: str) -> bool:
    """True for a line of link targets that shows nothing to a reader."""
    return words.startswith(("[](", "<a ")) and len(words) <= _MARKUP_CHARS and _ANCHOR.match(words) is not None


def _underlined(pieces: list[Piece], index: int, words: str) -> bool:
    if index == 0 or pieces[index].line.gap or not _UNDERLINE.match(words):
        return False
    above = pieces[index - 1]
    return above.kind is LineKind.TEXT and above.line.end - above.line.start <= UNDERLINED_CHARS


def read_markup(text: str, lines: tuple[Line, ...]) -> list[Piece]:
    """A piece for every line, with what its markup says."""
    pieces = [Piece(line) for line in lines]
    for index, piece in enumerate(pieces):
        line = piece.line
        length = line.end - line.body
        words = text[line.body : line.end] if length <= _MARKUP_CHARS else ""
        if text[line.body] == "|" and text.find("|", line.body + 1, line.end) >= 0:
            piece.kind = LineKind.TABLE
        elif not words:
            continue
        elif words[0] == "#" and (atx := _ATX.match(words)) is not None:
            group = "title" if atx["title"] else "tight"
            piece.kind, piece.level = LineKind.HEADING, len(atx["marks"] or atx["bare"])
            piece.style = f"h{piece.level}"
            piece.title_start, piece.title_end = line.body + atx.start(group), line.body + atx.end(group)
        elif _underlined(pieces, index, words):
            above = pieces[index - 1]
            above.kind, above.level = LineKind.HEADING, 1 if words[0] == "=" else 2
            above.style = f"h{above.level}"
            above.title_start, above.title_end = above.line.body, above.line.end
            piece.kind = LineKind.UNDERLINE
        elif _RULE.match(words) or not _WORD_CHARACTER.search(words):
            piece.kind = LineKind.RULE
        elif "|" in words and "-" in words and _TABLE_DELIMITER.match(words):
            piece.kind = LineKind.TABLE
            if (
                index
                and pieces[index - 1].kind is LineKind.TEXT
                and "|" in text[pieces[index - 1].line.body : pieces[index - 1].line.end]
            ):
                pieces[index - 1].kind = LineKind.TABLE
        elif is_anchor(words):
            piece.kind = LineKind.ANCHOR
        elif (
            "|" in words
            and index
            and pieces[index - 1].kind is LineKind.TABLE
            and not line.gap
            and text[pieces[index - 1].line.body] != "|"
        ):
            piece.kind = LineKind.TABLE
        else:
            _read_bold(text, pieces, index, words)
    return pieces


def _read_bold(text: str, pieces: list[Piece], index: int, words: str) -> None:
    inside = bold_title(words)
    if inside is None or index + 1 == len(pieces):
        return
    line = pieces[index].line
    piece = pieces[index]
    piece.kind, piece.style = LineKind.HEADING, "bold"
    piece.title_start = line.body + words.index(inside)
    piece.title_end = piece.title_start + len(inside)


def is_delimiter_row(words: str) -> bool:
    """True for the `| --- | --- |` under a table's header."""
    return len(words) <= _MARKUP_CHARS and _TABLE_DELIMITER.match(words) is not None

"""Markup that says what a line is: `#` and underlined headings, bold lines, table rows, rules and anchors."""

import re
from dataclasses import dataclass
from enum import StrEnum

from ingest.contact_lines import is_contact_line, is_date_line
from ingest.lines import Line
from ingest.titles import bold_title


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
# Indented this far, a line belongs to a list entry.
LIST_COLUMNS = 2

_ATX = re.compile(
    r"(?:[-*+][ \t]+)?(?P<marks>#{1,6})[ \t\u00a0]+(?P<title>\S.*?)[ \t]*#*\Z|(?P<bare>#{2,6})(?P<tight>[A-Z]\S.*)\Z"
)
_RULE = re.compile(r"(?:[-*_=~─━—]\s*){3,}\Z")
_UNDERLINE = re.compile(r"(?:=+|-{2,}|~{3,})\Z")
_TABLE_DELIMITER = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\Z")
_ANCHOR = re.compile(r"(?:\[\]\([^()\s]*(?:\s+\"[^\"]*\")?\)\s*|<a\s[^<>]*>\s*</a>\s*|<a\s[^<>]*/>\s*)+\Z")
# Anchors and images, the emphasis around an image with it.
_LEADING_ANCHORS = re.compile(r"(?:\*{0,2}!\[[^\[\]]*\]\([^()\s]*\)\*{0,2}\s*|\[[#¶§]?\]\([^()\s]*(?:\s+\"[^\"]*\")?\)\s*)+")
_WHOLE_LINK = re.compile(r"\[(?P<words>[^\[\]]+)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)")
_WHOLE_EMPHASIS = re.compile(r"(?P<marks>\*{1,3}|_{1,3})(?P<words>[^*_\s](?:[^*_]*[^*_\s])?)(?P=marks):?")
_WORD_CHARACTER = re.compile(r"\w")
# Lines are looked at this far for markup that has to reach their end.
MARKUP_CHARS = 600


def is_anchor(words: str) -> bool:
    """True for a line of link targets that shows nothing to a reader."""
    return words.startswith(("[](", "<a ")) and len(words) <= MARKUP_CHARS and _ANCHOR.match(words) is not None


def _underlined(pieces: list[Piece], index: int, words: str) -> bool:
    if index == 0 or pieces[index].line.gap or not _UNDERLINE.match(words):
        return False
    above = pieces[index - 1]
    plain_line = above.kind is LineKind.TEXT or above.style == "bold"
    return plain_line and above.line.end - above.line.start <= UNDERLINED_CHARS


def read_markup(text: str, lines: tuple[Line, ...]) -> list[Piece]:
    """A piece for every line, with what its markup says."""
    pieces = [Piece(line) for line in lines]
    for index, piece in enumerate(pieces):
        line = piece.line
        words = text[line.body : line.end] if line.end - line.body <= MARKUP_CHARS else ""
        if _is_row(text, pieces, index, words):
            piece.kind = LineKind.TABLE
        elif words and not _read_heading(pieces, index, words):
            if _RULE.match(words) or not _WORD_CHARACTER.search(words):
                piece.kind = LineKind.RULE
            elif is_anchor(words):
                piece.kind = LineKind.ANCHOR
            else:
                _read_bold(pieces, index, words)
    for piece in pieces:
        if piece.kind is LineKind.HEADING:
            piece.title_start, piece.title_end = _trim_title(text, piece.title_start, piece.title_end)
            if is_date_line(text[piece.title_start : piece.title_end]):
                # A date in large letters is no section.
                piece.kind = LineKind.DATE
    return pieces


def _is_row(text: str, pieces: list[Piece], index: int, words: str) -> bool:
    """True for a line between pipes, for the row of hyphens under a header and for rows without outer pipes below it."""
    line = pieces[index].line
    if text[line.body] == "|" and text.find("|", line.body + 1, line.end) >= 0:
        return True
    if index == 0 or "|" not in words:
        return False
    above = pieces[index - 1]
    if is_delimiter_row(words) and "-" in words:
        if above.kind is LineKind.TEXT and text.find("|", above.line.body, above.line.end) >= 0:
            above.kind = LineKind.TABLE
        return True
    return above.kind is LineKind.TABLE and not line.gap and text[above.line.body] != "|"


def _read_heading(pieces: list[Piece], index: int, words: str) -> bool:
    piece = pieces[index]
    if words[0] in "#-*+" and (atx := _ATX.match(words)) is not None:
        group = "title" if atx["title"] else "tight"
        piece.kind, piece.level = LineKind.HEADING, len(atx["marks"] or atx["bare"])
        piece.style = f"h{piece.level}"
        piece.title_start, piece.title_end = piece.line.body + atx.start(group), piece.line.body + atx.end(group)
        return True
    if _underlined(pieces, index, words):
        above = pieces[index - 1]
        above.kind, above.level = LineKind.HEADING, 1 if words[0] == "=" else 2
        above.style = f"h{above.level}"
        if above.title_end == 0:
            above.title_start, above.title_end = above.line.body, above.line.end
        piece.kind = LineKind.UNDERLINE
        return True
    return False


def _read_bold(pieces: list[Piece], index: int, words: str) -> None:
    inside = bold_title(words)
    if inside is None or index + 1 == len(pieces) or is_contact_line(inside):
        return
    piece = pieces[index]
    line = piece.line
    if line.indent >= LIST_COLUMNS and not line.gap:
        # Bold words on a line of their own inside a list entry.
        return
    piece.kind, piece.style = LineKind.HEADING, "bold"
    piece.title_start = line.body + words.index(inside)
    piece.title_end = piece.title_start + len(inside)


def _trim_title(text: str, start: int, end: int) -> tuple[int, int]:
    """The words of a title without the anchors before them, the emphasis or the link around them."""
    anchors = _LEADING_ANCHORS.match(text, start, end)
    if anchors is not None and anchors.end() < end:
        start = anchors.end()
    link = _WHOLE_LINK.fullmatch(text, start, end)
    if link is not None:
        start, end = link.span("words")
    emphasis = _WHOLE_EMPHASIS.fullmatch(text, start, end)
    if emphasis is not None:
        start, end = emphasis.span("words")
    return start, end


def is_delimiter_row(words: str) -> bool:
    """True for the `| --- | --- |` under a table's header."""
    return len(words) <= MARKUP_CHARS and _TABLE_DELIMITER.match(words) is not None

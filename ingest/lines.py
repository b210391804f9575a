"""A text as lines with exact offsets: what stands on each, how far it is indented, whether blank lines come before it."""

import re
from dataclasses import dataclass

# Columns to the next stop, as CommonMark counts a tab; an ideographic space is as wide as two Latin letters.
TAB_COLUMNS = 4
# A document whose lines end near one width was wrapped; narrower ones are lists, wider ones paragraphs.
WRAP_CHARS = range(50, 131)
# A line that reaches this share of the width goes on in the next.
FULL_SHARE = 0.6
_LINE = re.compile(r"[^\n\r\f\u2028\u2029]*(?:\r\n|[\n\r\f\u2028\u2029]|\Z)")
_WIDTHS = {"\t": TAB_COLUMNS, "\u3000": 2, "\u200b": 0, "\ufeff": 0}
_INVISIBLE = "\u200b\ufeff\u200e\u200f\u2060"


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank.

    `start` is the first non-blank character and `end` one past the last; `body` is where the words begin once quote marks
    (`>`) are passed. `indent` is in columns. `gap` counts the blank lines before it.
    """

    start: int
    end: int
    body: int
    indent: int
    gap: int


def _columns(blank: str) -> int:
    if blank.count(" ") == len(blank):
        return len(blank)
    columns = 0
    for character in blank:
        width = _WIDTHS.get(character, 1)
        columns += width - columns % width if character == "\t" else width
    return columns


def _after_quote_marks(text: str, start: int, end: int) -> int:
    body = start
    while body < end and (text[body] in ">" + _INVISIBLE or text[body].isspace()):
        body += 1
    return body if body < end else start


def read_lines(text: str) -> tuple[Line, ...]:
    """Every line of the text that holds a character which is not white space, in order."""
    lines: list[Line] = []
    position, gap = 0, 0
    while position < len(text):
        match = _LINE.match(text, position)
        if match is None or match.end() == position:
            break
        raw = match.group()
        position = match.end()
        stripped = raw.strip()
        if not stripped:
            gap += 1
            continue
        blank = raw[: len(raw) - len(raw.lstrip())]
        start = match.start() + len(blank)
        end = start + len(stripped)
        body = _after_quote_marks(text, start, end) if stripped[0] in ">" + _INVISIBLE else start
        lines.append(Line(start, end, body, _columns(blank), gap))
        gap = 0
    return tuple(lines)


def wrap_width(lines: tuple[Line, ...]) -> int:
    """The width in characters the text's lines were wrapped at; 0 when they were not."""
    lengths = sorted(line.end - line.start for line in lines)
    if len(lengths) < 10:
        return 0
    width = lengths[int(len(lengths) * 0.95)]
    full = sum(length > 0.75 * width for length in lengths)
    return width if width in WRAP_CHARS and full >= 0.3 * len(lengths) else 0

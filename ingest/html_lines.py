"""Lines of a page's text as they are gathered: headings, list entries at their depth, paragraphs with a blank line between."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.contact_lines import is_contact_line
from ingest.markers import read_marker
from ingest.titles import bold_title
from ingest.wording import is_complete

_SPACE = re.compile(r"[ \t\r\n\f\v\u0085\u00a0\u2000-\u200a\u2028\u2029\u202f\u205f]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
# A longer heading, or one in sentences, is a paragraph somebody wanted large.
HEADING_CHARS = 200
HEADING_WORDS = 20
# Deeper lists stay at this depth, so that hostile nesting does not make long lines.
DEEPEST_LIST = 24
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(slots=True)
class _List:
    """An open list: its numbering ("" for bullets), its next number, the columns of its markers and of its entries' words."""

    kind: str
    number: int
    base: int
    indent: int


@dataclass(slots=True)
class LineWriter:
    """Gathers the words of a block and writes them as lines when the block ends."""

    lines: list[str] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    heading: int = 0
    bold: int = 0
    preformatted: int = 0
    _runs: list[tuple[str, bool]] = field(default_factory=list)
    _marker: str = ""
    _gap: bool = False

    def add(self, words: str | None) -> None:
        """Words of the block, as they stand in the page."""
        if not words:
            return
        if self.preformatted:
            for number, line in enumerate(words.splitlines()):
                if number:
                    self.add_break()
                self._runs.append((line, self.bold > 0))
        else:
            self._runs.append((words.replace("\n", " "), self.bold > 0))

    def add_break(self) -> None:
        """The line ends here."""
        self._runs.append(("\n", False))

    def pending_chars(self) -> int:
        """Characters gathered and not yet written."""
        return sum(len(words) for words, _ in self._runs)

    def open_list(self, kind: str, first: int | None) -> None:
        """A list begins; `kind` is "" for bullets, or how its entries are numbered."""
        base = self.lists[-1].indent if self.lists and len(self.lists) < DEEPEST_LIST else 0
        self.lists.append(_List(kind, 1 if first is None else first, base, base))

    def open_entry(self, number: int | None) -> None:
        """An entry of the innermost list begins."""
        if not self.lists:
            self.open_list("", None)
        entries = self.lists[-1]
        if number is not None:
            entries.number = number
        self._marker = _marker(entries.kind, entries.number)
        entries.number += 1
        entries.indent = entries.base + len(self._marker)

    def close_list(self) -> None:
        """The innermost list ends."""
        if self.lists:
            self.lists.pop()
        self._marker = ""

    def end_block(self, *, gap: bool) -> None:
        """Write what was gathered; with `gap` a blank line comes before whatever is written next."""
        if self._runs:
            for line, bold in _lines(self._runs):
                self._write(line, bold)
            self._runs.clear()
        self._gap = self._gap or gap

    def add_line(self, line: str) -> None:
        """A finished line, such as a table's row."""
        if self._gap and self.lines:
            self.lines.append("")
        self._gap = False
        self.lines.append(line)

    def _write(self, line: str, bold: bool) -> None:
        if not line:
            self._gap = True
            return
        marker, self._marker = self._marker, ""
        own = read_marker(line, 0, len(line)) if marker else None
        if own is not None and own.is_enumerator:
            # An entry that brings its own number has no use for a second one.
            marker = ""
        if self.heading and not _is_paragraph(line):
            self._gap = True
            if self.lists:
                # What stands under a heading inside an entry is a section of its own.
                self.lists[-1].indent = self.lists[-1].base = 0
            self.add_line(f"{'#' * self.heading} {marker.removeprefix('- ')}{line}")
            self._gap = True
            return
        indent = self.lists[-1].indent if self.lists else 0
        if marker or own is not None:
            self.add_line(f"{' ' * (self.lists[-1].base if self.lists else 0)}{marker}{line}")
        elif bold and not indent and not is_contact_line(line) and bold_title(f"**{line}**") is not None:
            self.add_line(f"**{line}**")
        else:
            self.add_line(f"{' ' * indent}{line}")


def tidy(words: str) -> str:
    """Words without needless and invisible white space."""
    return _SPACE.sub(" ", _INVISIBLE.sub("", words)).strip()


def _lines(runs: list[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """The gathered words line by line; a line is bold when all its words are."""
    pieces: list[tuple[str, bool]] = []
    written = False
    for words, bold in (*runs, ("\n", False)):
        if words != "\n":
            pieces.append((words, bold))
            continue
        line = tidy("".join(piece for piece, _ in pieces))
        said = [is_bold for piece, is_bold in pieces if any(character.isalnum() for character in piece)]
        if line or written:
            yield line, bool(said) and all(said)
            written = True
        pieces = []


def _is_paragraph(line: str) -> bool:
    return len(line) > HEADING_CHARS or (is_complete(line) and len(line.split()) > HEADING_WORDS)


def _marker(kind: str, number: int) -> str:
    if not kind:
        return "- "
    if kind in "aA" and 1 <= number <= 26:
        letter = chr(ord("a") + number - 1)
        return f"{letter if kind == 'a' else letter.upper()}. "
    if kind in "iI" and 1 <= number < 400:
        return f"{_roman(number) if kind == 'i' else _roman(number).upper()}. "
    return f"{number}. "


def _roman(number: int) -> str:
    letters = ""
    for value, numeral in _ROMAN:
        while number >= value:
            letters += numeral
            number -= value
    return letters

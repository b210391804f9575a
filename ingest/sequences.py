"""Numbers that run in order. A notation counts as numbering because its numbers follow each other, not because it is known."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.markers import NUMBERING_WORDS, Marker, Numerals, Reading

# Web pages turned into text skip numbers (1, 3, 5) where a list held hidden entries.
LARGEST_STEP = 3
# Lists that may still go on at one time; older ones are given up, which keeps the work per number constant.
OPEN_RUNS = 24
# Columns by which members of one list may differ.
INDENT_TOLERANCE = 1


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line that begins with a marker. `markup` is the heading markup around it ("atx3", "bold"), empty for none."""

    line: int
    marker: Marker
    indent: int
    markup: str
    titled: bool
    after_break: bool


@dataclass(slots=True)
class Run:
    """Lines numbered one after the other in one notation."""

    number: int
    shape: tuple[str, ...]
    markup: str
    indent: int
    numerals: Numerals
    members: list[int] = field(default_factory=list)
    values: list[tuple[int, ...]] = field(default_factory=list)
    titled: int = 0
    is_heading: bool = False

    def goes_on_after(self, line: int) -> bool:
        """True when a later line continues this run."""
        return self.members[-1] > line


def _step(last: tuple[int, ...], value: tuple[int, ...]) -> int:
    """How far a number is past the last one; 0 when it does not follow it."""
    if len(last) != len(value):
        return 0
    if last[:-1] == value[:-1]:
        step = value[-1] - last[-1]
        return step if 1 <= step <= LARGEST_STEP else 0
    # 1.4 → 2.1: the next part of the same level.
    return 1 if last[:-1] < value[:-1] and value[-1] <= 1 else 0


def _starts(value: tuple[int, ...]) -> bool:
    return value[-1] in (0, 1)


def _matches(run: Run, entry: Numbered, reading: Reading) -> bool:
    same = run.shape == entry.marker.shape and run.numerals is reading.numerals and run.markup == entry.markup
    return same and (bool(entry.markup) or abs(run.indent - entry.indent) <= INDENT_TOLERANCE)


def _stands_alone(entry: Numbered, reading: Reading, open_runs: Sequence[Run]) -> bool:
    """True when a number counts though no other follows it in order."""
    marker, value = entry.marker, reading.value
    if entry.markup and reading.numerals is Numerals.DECIMAL and (marker.closed or len(value) > 1):
        return True
    if marker.word in NUMBERING_WORDS or (marker.word and not marker.word.isascii()):
        return entry.titled or bool(entry.markup)
    if reading.numerals is Numerals.CIRCLED:
        return True
    if reading.numerals is not Numerals.DECIMAL or (not marker.closed and len(value) == 1):
        return False
    if len(value) > 1:
        return any(run.values[-1] == value[:-1] for run in open_runs) and "-" not in marker.shape[6]
    return value == (1,) or (entry.after_break and value[0] <= 30 and not marker.word)


def find_runs(entries: Sequence[Numbered], breaks: Sequence[int]) -> dict[int, Run]:
    """The run each numbered line belongs to, by line. Lines left out are numbered by nothing: their marker is a word.

    `breaks` are the lines of marked-up headings, in order: a list does not go on behind one.
    """
    open_runs: list[Run] = []
    runs: list[Run] = []
    alone: set[int] = set()
    pending = list(reversed(breaks))
    for entry in entries:
        while pending and pending[-1] < entry.line:
            pending.pop()
            open_runs = [run for run in open_runs if run.markup]
        best: tuple[int, int, int] | None = None
        found: tuple[Run, Reading] | None = None
        for age, run in enumerate(reversed(open_runs)):
            for reading in entry.marker.readings:
                step = _step(run.values[-1], reading.value) if _matches(run, entry, reading) else 0
                if not step:
                    continue
                # The next number before a skipped one, a run of titles for a title, the latest run.
                alike = (run.titled * 2 >= len(run.members)) == entry.titled
                rank = (step > 1, not alike, age)
                if best is None or rank < best:
                    best, found = rank, (run, reading)
        if found is not None:
            run, reading = found
            del open_runs[open_runs.index(run) + 1 :]
        else:
            starting = [reading for reading in entry.marker.readings if _starts(reading.value)]
            # "i" that continues no alphabet begins a Roman list, "a" a list of letters.
            reading = starting[-1] if starting else entry.marker.readings[0]
            run = Run(len(runs), entry.marker.shape, entry.markup, entry.indent, reading.numerals)
            if _stands_alone(entry, reading, open_runs):
                alone.add(run.number)
            runs.append(run)
            open_runs.append(run)
            del open_runs[:-OPEN_RUNS]
        run.members.append(entry.line)
        run.values.append(reading.value)
        run.titled += entry.titled
    return {line: run for run in runs if run.number in alone or _is_confirmed(run) for line in run.members}


def _is_confirmed(run: Run) -> bool:
    if len(run.members) < 2:
        return False
    single = len(run.values[0]) == 1
    bare = not run.shape[3] and not run.shape[0] and not run.shape[2] and not run.shape[1]
    if single and bare and run.numerals is Numerals.DECIMAL:
        # "1 Introduction", "2 Scope": bare numbers begin sentences too.
        return len(run.members) >= 3 and _starts(run.values[0]) and run.titled == len(run.members)
    if run.shape[1] and run.shape[1] not in NUMBERING_WORDS:
        return _starts(run.values[0])
    return _starts(run.values[0]) or run.numerals is not Numerals.LETTER

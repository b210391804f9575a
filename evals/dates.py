"""Calendar dates in text, in English and Japanese spellings."""

import re
from collections.abc import Iterator
from typing import NamedTuple

MONTHS = "january february march april may june july august september october november december".split()
_MONTH = r"(?P<month>" + "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS) + r"|sept)\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018, "s": 1925, "h": 1988, "r": 2018}
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\w-]){_MONTH}\s*{_DAY}\b,?(?:\s+of)?\s*{_YEAR}(?!\d)",
        rf"(?<![\w.,/-]){_DAY}(?:\s+of)?[\s-]+{_MONTH},?[\s-]*{_YEAR}(?!\d)",
        rf"(?<![\w-]){_MONTH},?\s*{_YEAR}(?!\d)",
        rf"(?<![\d.,/-]){_YEAR}(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})(?![\d/])(?!-\d)",
        rf"(?<!\d){_YEAR}\s*年\s*(?P<month>\d{{1,2}})\s*月(?:\s*(?P<day>\d{{1,2}})\s*日)?",
        r"(?P<era>明治|大正|昭和|平成|令和|(?<![A-Za-z])[SHR](?=\d))\s*(?P<year>\d{1,2}|元)\s*[年.]\s*(?P<month>\d{1,2})\s*[月.]"
        r"(?:\s*(?P<day>\d{1,2})\s*日?)?",
    )
)
_AMBIGUOUS = re.compile(rf"(?<![\d.,/-])(?P<first>\d{{1,2}})(?P<mark>[/.])(?P<second>\d{{1,2}})(?P=mark){_YEAR}(?![\d/])")
_LONGEST_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Day(NamedTuple):
    """A date; `day` 0 means that only the month is given."""

    year: int
    month: int
    day: int

    def covers(self, other: "Day") -> bool:
        """True when `other` says the same, or the same more exactly."""
        return self[:2] == other[:2] and self.day in (0, other.day)


def find_dates(text: str) -> Iterator[Day]:
    """All dates of a unified text. "04/05/2024" is read both ways, month first and day first."""
    taken: list[tuple[int, int]] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            day = _day(match)
            if day is not None:
                taken.append(match.span())
                yield day
    for match in _AMBIGUOUS.finditer(text):
        year, first, second = (int(match[name]) for name in ("year", "first", "second"))
        yield from dict.fromkeys(day for day in (Day(year, first, second), Day(year, second, first)) if _possible(day))


def _day(match: re.Match[str]) -> Day | None:
    groups = match.groupdict()
    year = 1 if groups["year"] == "元" else int(groups["year"])
    if groups.get("era"):
        year += _ERAS[groups["era"].lower()]
    month = groups["month"].lower()
    number = int(month) if month.isdigit() else next(n for n, name in enumerate(MONTHS, 1) if name[:3] == month[:3])
    day = Day(year, number, int(groups.get("day") or 0))
    return day if _possible(day) else None


def _possible(day: Day) -> bool:
    return 1 <= day.month <= len(MONTHS) and day.day <= _LONGEST_MONTH[day.month - 1]

"""Lengths of time in text: "30 days", "thirty (30) days", "10営業日"."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from evals.numerals import NUMERAL, value_of

_UNITS = {
    "second": ("second", 1),
    "minute": ("minute", 1),
    "hour": ("hour", 1),
    "day": ("day", 1),
    "week": ("day", 7),
    "month": ("month", 1),
    "year": ("month", 12),
}
_JAPANESE = {
    "秒": "second",
    "分間": "minute",
    "時間": "hour",
    "営業日": "day",
    "日間": "day",
    "日": "day",
    "週間": "week",
    "か月": "month",
    "ヶ月": "month",
    "カ月": "month",
    "ヵ月": "month",
    "箇月": "month",
    "年間": "year",
    "年": "year",
}
_ENGLISH = re.compile(
    rf"(?P<number>{NUMERAL}|\ban?)(?:\s*\(\s*(?:\d+|[a-z-]+)\s*\))?[\s-]+"
    rf"(?P<business>(?:business|working|calendar|full|consecutive)[\s-]+)?(?P<unit>{'|'.join(_UNITS)})s?\b",
    re.IGNORECASE,
)
_IN_JAPANESE = re.compile(rf"(?<![\d月年])(?P<number>\d{{1,3}})\s*(?P<unit>{'|'.join(_JAPANESE)})(?!\s*\d{{1,2}}\s*[月日])")
_DATE = re.compile(r"(?:\d+\s*年\s*)?\d+\s*月\s*\d+\s*日|\d{4}\s*年")


class Duration(NamedTuple):
    """An amount of a base unit (second, minute, hour, day, month); `business` for business days."""

    amount: Decimal
    unit: str
    business: bool


def find_durations(text: str) -> Iterator[Duration]:
    """All lengths of time of a unified text. Weeks are counted in days, years in months."""
    for match in _ENGLISH.finditer(text):
        unit, factor = _UNITS[match["unit"].lower()]
        number = match["number"].lower()
        amount = Decimal(1) if number in ("a", "an") else value_of(number)
        business = (match["business"] or "").lower().startswith(("business", "working"))
        yield Duration(amount * factor, unit, business)
    for match in _IN_JAPANESE.finditer(_DATE.sub(" ", text)):
        unit, factor = _UNITS[_JAPANESE[match["unit"]]]
        yield Duration(Decimal(match["number"]) * factor, unit, match["unit"] == "営業日")

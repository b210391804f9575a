"""Telephone numbers in text, compared by their digits: +81-3-1234-5678 is 03-1234-5678."""

import re
from collections.abc import Iterator
from typing import NamedTuple

# Digits of a subscriber's number with its area code, and of an international one (ITU-T E.164).
FEWEST_DIGITS, MOST_DIGITS = 9, 15
LONGEST_COUNTRY_CODE = 3
_CANDIDATE = re.compile(r"(?<![\w.,])(?:\(\s*\+\d{1,3}\s*\)|\+)?[\s(]*\d(?:[ \t.()-]{0,3}\d){7,}(?!\w)")


class Phone(NamedTuple):
    """Digits without separators; `international` when a country code with + came first."""

    digits: str
    international: bool

    def same(self, other: "Phone") -> bool:
        """True for the same line: equal digits, or one is the other with a country code for the leading zero."""
        if self.international == other.international:
            return self.digits == other.digits
        abroad, home = (self.digits, other.digits) if self.international else (other.digits, self.digits)
        home = home.removeprefix("0")
        return abroad.endswith(home) and 1 <= len(abroad) - len(home) <= LONGEST_COUNTRY_CODE


def find_phones(text: str) -> Iterator[tuple[Phone, int, int]]:
    """Telephone numbers of a unified text with their offsets."""
    for match in _CANDIDATE.finditer(text):
        written = match.group()
        international = "+" in written
        # The zero dialled only at home: +81 (0)3-1234-5678.
        digits = re.sub(r"\D", "", re.sub(r"\(\s*0\s*\)", "", written) if international else written)
        if FEWEST_DIGITS <= len(digits) <= MOST_DIGITS:
            yield Phone(digits, international), match.start(), match.end()

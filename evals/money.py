"""Amounts of money in text: a currency and an exact amount."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from evals.numerals import KANJI_SCALES, NUMERAL, value_of

_BEFORE = {
    "¥": "JPY",
    "jpy": "JPY",
    "us$": "USD",
    "usd": "USD",
    "$": "USD",
    "a$": "AUD",
    "au$": "AUD",
    "aud": "AUD",
    "c$": "CAD",
    "ca$": "CAD",
    "cad": "CAD",
    "s$": "SGD",
    "sgd": "SGD",
    "hk$": "HKD",
    "hkd": "HKD",
    "nz$": "NZD",
    "nzd": "NZD",
    "nt$": "TWD",
    "€": "EUR",
    "eur": "EUR",
    "£": "GBP",
    "gbp": "GBP",
    "₩": "KRW",
    "krw": "KRW",
    "cny": "CNY",
    "rmb": "CNY",
    "chf": "CHF",
    "₹": "INR",
    "inr": "INR",
}
_AFTER = {
    "japanese yen": "JPY",
    "yen": "JPY",
    "jpy": "JPY",
    "円": "JPY",
    "us dollars": "USD",
    "u.s. dollars": "USD",
    "dollars": "USD",
    "dollar": "USD",
    "us$": "USD",
    "usd": "USD",
    "ドル": "USD",
    "euros": "EUR",
    "euro": "EUR",
    "eur": "EUR",
    "€": "EUR",
    "ユーロ": "EUR",
    "pounds": "GBP",
    "gbp": "GBP",
    "won": "KRW",
    "krw": "KRW",
    "chf": "CHF",
    "aud": "AUD",
    "cad": "CAD",
    "sgd": "SGD",
    "inr": "INR",
    "rupees": "INR",
}


def _either(names: dict[str, str]) -> str:
    return "|".join(re.escape(name) + (r"\b" if name[-1].isascii() and name[-1].isalpha() else "") for name in names)


_AMOUNT = rf"{NUMERAL}(?:\s*{KANJI_SCALES})*"
_PREFIXED = re.compile(rf"(?<![A-Za-z])(?P<currency>{_either(_BEFORE)})\s*(?P<amount>{_AMOUNT})", re.IGNORECASE)
_SUFFIXED = re.compile(rf"(?P<amount>{_AMOUNT}|{KANJI_SCALES})(?:\s*-)?\s*(?P<currency>{_either(_AFTER)})", re.IGNORECASE)


class Money(NamedTuple):
    """An amount in a currency (ISO 4217)."""

    currency: str
    amount: Decimal


def find_money(text: str) -> Iterator[Money]:
    """All amounts of a unified text."""
    for pattern, names in ((_PREFIXED, _BEFORE), (_SUFFIXED, _AFTER)):
        for match in pattern.finditer(text):
            yield Money(names[match["currency"].lower()], value_of(match["amount"]))

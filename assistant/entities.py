"""Values a question can ask for and an answer must not invent: amounts, numbers, dates, times, addresses of every kind."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from assistant.quick_search import stands_in


class EntityKind(StrEnum):
    """What a value is. `NUMBER` is any figure that is none of the others."""

    MONEY = "money"
    PHONE = "phone"
    EMAIL = "email"
    URL = "url"
    DATE = "date"
    DURATION = "duration"
    TIME = "time"
    POSTCODE = "postcode"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Entity:
    """A value at `start:end` of a text; `value` is its normal form, equal for equal values however written."""

    kind: EntityKind
    start: int
    end: int
    value: str


# Number words as used before units of time in English policies, as far as "ninety-nine".
_UNITS = "zero one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBER_WORDS = (
    {word: str(value) for value, word in enumerate((*_UNITS, *_TEENS))}
    | {word: str(10 * value) for value, word in enumerate(_TENS, start=2)}
    | {
        f"{tens}-{word}": str(10 * value + unit)
        for value, tens in enumerate(_TENS, start=2)
        for unit, word in enumerate(_UNITS[1:], start=1)
    }
)
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
# ISO 4217 codes and signs of currencies that policies in English and Japanese name.
_CURRENCIES = {
    "yen": "JPY", "jpy": "JPY", "¥": "JPY", "￥": "JPY", "円": "JPY", "$": "USD", "us$": "USD", "usd": "USD", "dollars": "USD",
    "dollar": "USD", "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "gbp": "GBP", "pounds": "GBP",
    "chf": "CHF", "cad": "CAD", "aud": "AUD", "sek": "SEK", "dkk": "DKK", "nok": "NOK", "inr": "INR", "₹": "INR",
}  # fmt: skip
_AMOUNT = r"[0-9](?:[0-9]|[,.](?=[0-9]))*"
_WORDED_NUMBER = rf"(?:{'|'.join(_TENS)})[ -](?:{'|'.join(_UNITS[1:])})\b|{'|'.join((*_TEENS, *_TENS, *_UNITS))}"
_PATTERNS = (
    # Not the underscores of emphasis around it: "_help@example.com_".
    (
        EntityKind.EMAIL,
        re.compile(
            r"(?:[^\W_][\w.+-]*@|[^\W\d_][\w.+-]+(?:\(a\)|\[at\]|\(at\)))[\w-]+(?:\.[^\W_][\w-]*[^\W_]|\.[^\W_])+",
            re.IGNORECASE,
        ),
    ),
    (EntityKind.URL, re.compile(r"https?://[^\s)\]>\"”’]+|\bwww\.[\w-]+(?:\.[\w-]+)+[^\s)\]>\"”’]*", re.IGNORECASE)),
    (
        EntityKind.MONEY,
        re.compile(
            rf"(?:\b(?:jpy|usd|eur|gbp|chf|cad|aud|sek|dkk|nok|inr)|us\$|[¥￥$€£₹])\s?{_AMOUNT}"
            rf"|(?<![A-Za-z0-9_.,]){_AMOUNT}\s?(?:(?:yen|jpy|usd|dollars?|euros?|eur|gbp|pounds|chf|cad|aud|sek|dkk|nok|inr)\b|[円€£])",
            re.IGNORECASE,
        ),
    ),
    (
        EntityKind.DATE,
        re.compile(
            rf"(?<![A-Za-z0-9]){_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d(?![A-Za-z0-9])"
            rf"|(?<![A-Za-z0-9])\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+(?:19|20)\d\d(?![A-Za-z0-9])"
            r"|(?<![A-Za-z0-9])(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?![A-Za-z0-9])|(?<![A-Za-z0-9])\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d(?![A-Za-z0-9])|(?<![A-Za-z0-9/])(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|[12]\d|3[01])/\d\d(?![A-Za-z0-9/])"
            rf"|(?:19|20)\d\d\s*年(?:\s*\d{{1,2}}\s*月(?:\s*\d{{1,2}}\s*日)?)?|(?<![A-Za-z0-9]){_MONTH},?\s+(?:19|20)\d\d(?![A-Za-z0-9])",
            re.IGNORECASE,
        ),
    ),
    (
        EntityKind.DURATION,
        re.compile(
            rf"(?<![\w.,-])(?:[0-9]{{1,4}}|{_WORDED_NUMBER})(?:\s?\([0-9]{{1,4}}\))?[\s-]?"
            r"(?:calendar |business |working |rolling |full |consecutive |additional |more |further |week)?"
            r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b"
            r"|[0-9]{1,4}\s?(?:秒|分|時間|日間|日以内|週間|か月|ヶ月|カ月|年間)",
            re.IGNORECASE,
        ),
    ),
    (
        EntityKind.PHONE,
        re.compile(
            r"(?<![\w])\+\)?\d[\d ()./-]{6,}\d|(?<![\d-])0\d{1,4}-\d{1,4}-\d{3,4}(?![\d-])"
            r"|(?<![\d-])(?:\(\d{3}\)[-. ]?|\d{3}[-. ])\d{3}[-. ]\d{4}(?![\d-])|(?<!\d)0\d(?:[. ]\d\d){4}(?!\d)"
            r"|(?<![\d-])1?-?8\d\d-\d{3}-\d{4}(?![\d-])|(?<![\d-])0\d{2,4}[ ]\d{3,4}[ ]\d{3,4}(?!\d)"
        ),
    ),
    (EntityKind.POSTCODE, re.compile(r"(?:〒\s?)?(?<![\d-])\d{3}-\d{4}(?![\d-])")),
    (
        EntityKind.TIME,
        re.compile(
            r"\b\d{1,2}[:：]\d{2}(?:\s?[ap]\.?m\b\.?)?|\b\d{1,2}\s?[ap]\.?m\b\.?|\b(?:12\s)?(?:noon|midnight)\b|\d{1,2}時(?:\d{1,2}分)?",
            re.IGNORECASE,
        ),
    ),
    (
        EntityKind.NUMBER,
        re.compile(r"(?<![A-Za-z0-9_.,])[0-9](?:[0-9]|[,.](?=[0-9]))*%?(?![A-Za-z0-9_])|(?<![A-Za-z0-9.,])[0-9]+(?=[A-Za-z%])"),
    ),
)
# No value is without one of these: most sentences have none, and are done with at once.
_SIGN_HINT = re.compile(r"[\d@]")
_WORD_HINT = re.compile(rf"\(a\)|[(\[]at[)\]]|www\.|https?:|noon|midnight|(?<![\w.,-])(?:{_WORDED_NUMBER})", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")


def _normal(kind: EntityKind, raw: str) -> str:
    if kind is EntityKind.EMAIL:
        return re.sub(r"\(a\)|[(\[]at[)\]]", "@", raw.lower())
    if kind is EntityKind.URL:
        return raw.rstrip(".,;:").lower()
    if kind is EntityKind.MONEY:
        number = "".join(re.findall(r"[0-9.]+", raw.replace(",", ""))).strip(".")
        unit = re.sub(r"[0-9.,\s]", "", raw).lower()
        amount = float(number) if number.count(".") <= 1 and number else 0.0
        return f"{amount:g} {_CURRENCIES.get(unit, unit)}"
    if kind is EntityKind.DATE:
        return _normal_date(raw)
    if kind is EntityKind.DURATION:
        lowered = raw.lower()
        number_found = _DIGITS.search(lowered)
        worded = re.match(_WORDED_NUMBER, lowered)
        word = NUMBER_WORDS[worded.group().replace(" ", "-")] if worded is not None else ""
        named = re.search(r"(second|minute|hour|day|week|month|year|秒|分|時間|日|週間|か月|ヶ月|カ月|年)", lowered)
        return f"{number_found.group() if number_found else word} {named.group(1) if named else ''}"
    if kind is EntityKind.PHONE:
        digits = "".join(_DIGITS.findall(raw))
        # +81 3-… is 03-… dialled from abroad.
        return f"0{digits[2:]}" if raw.lstrip("+) ").startswith("81") and len(digits) > 10 and "+" in raw else digits
    if kind is EntityKind.TIME:
        return re.sub(r"[\s.：]", lambda match: ":" if match.group() == "：" else "", raw.lower())
    if kind is EntityKind.POSTCODE:
        return "".join(_DIGITS.findall(raw))
    return raw.replace(",", "")


def _normal_date(raw: str) -> str:
    lowered = raw.lower()
    numbers = [int(number) for number in _DIGITS.findall(lowered)]
    month = next((place for place, name in enumerate(_MONTHS, start=1) if re.search(rf"\b{name[:3]}", lowered)), 0)
    year = next((number for number in numbers if number >= 1900), 0)
    if not year and len(numbers) == 3:
        # 5/25/06
        return f"'{numbers[2]:02d}:{numbers[0]}/{numbers[1]}"
    rest = [number for number in numbers if number != year]
    if not month and rest and "年" not in lowered and numbers[0] != year and len(rest) > 1:
        # 03/04/2024 is read differently on the two sides of the Atlantic: only its own spelling equals it.
        return f"{year}:{rest[0]}/{rest[1]}"
    if not month and rest:
        month = rest.pop(0)
    return "-".join([f"{year:04d}", *([f"{month:02d}"] if month else []), *([f"{rest[0]:02d}"] if rest else [])])


@lru_cache(maxsize=8192)
def find_entities(text: str) -> tuple[Entity, ...]:
    """Every value in a text, in order, none inside another. Full-width digits and letters count as their ordinary forms."""
    folded = unicodedata.normalize("NFKC", text) if not text.isascii() else text
    if len(folded) != len(text):
        # Only forms that keep their length can be mapped back to offsets.
        folded = "".join(_folded(character) for character in text)
    if _SIGN_HINT.search(folded) is None and not stands_in(_WORD_HINT, folded):
        return ()
    found: list[Entity] = []
    taken = bytearray(len(folded))
    for kind, pattern in _PATTERNS:
        if not stands_in(pattern, folded):
            continue
        for match in pattern.finditer(folded):
            if not any(taken[match.start() : match.end()]):
                taken[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
                found.append(Entity(kind, match.start(), match.end(), _normal(kind, match.group())))
    return tuple(sorted(found, key=lambda entity: entity.start))


def _folded(character: str) -> str:
    form = unicodedata.normalize("NFKC", character)
    return form if len(form) == 1 else character


def kinds_in(text: str) -> frozenset[EntityKind]:
    """The kinds of values a text holds."""
    return frozenset(entity.kind for entity in find_entities(text))

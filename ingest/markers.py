"""What stands before the words of a line: a bullet, or a number in any notation. Whether it counts is for the sequences."""

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum


class Numerals(StrEnum):
    """The systems a number can be written in; "i" and "c" belong to two of them until their sequence tells."""

    DECIMAL = "decimal"
    ROMAN = "roman"
    LETTER = "letter"
    CIRCLED = "circled"
    KANJI = "kanji"
    IROHA = "iroha"
    AIUEO = "aiueo"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a number: (4, 2) for "4.2"."""

    numerals: Numerals
    value: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Marker:
    """`text[start:end]` is the marker with the blank after it. `shape` is its notation without the number itself.

    `shown` is the marker as a person writes it in a reference ("[4]", "5", "Article 7"), empty for a bullet; `number` its
    number alone. `bullet` is the bullet's character, also when a number follows it ("• 1."); `inset` the columns from the
    first of several bullets to the last ("*   *   text" is an entry of the inner list).
    """

    start: int
    end: int
    shape: tuple[str, ...]
    readings: tuple[Reading, ...]
    shown: str
    number: str
    bullet: str = ""
    word: str = ""
    closed: bool = False
    inset: int = 0

    @property
    def is_bullet(self) -> bool:
        """True when there is no number to it."""
        return not self.readings

    @property
    def is_enumerator(self) -> bool:
        """True when it is no word of the sentence after it, as "Article 7" and the initial of "A. Smith" can be."""
        initial = self.shape[4:5] == ("upper",) and self.number.isalpha() and self.shape[:1] == ("",)
        return self.is_bullet or (not self.word and self.closed and not initial)


BULLETS = "•◦▪▫‣⁃●○■□◆◇★☆·∙►▶➢➤✓✔–—*-+・※"
# Bullets that need no blank after them: they are written for nothing else.
_TIGHT_BULLETS = "•◦▪▫‣●■□◆◇►▶➢➤・※"
# Words that number a part of a document even where only one is seen. Any other word counts once it runs 1, 2, 3.
NUMBERING_WORDS = frozenset(
    "article articles section sections chapter part clause annex appendix schedule step question rule paragraph item exhibit "
    "title principle § §§ 第 q no".split()
)
_KANJI = "一二三四五六七八九十"
_IROHA = "イロハニホヘトチリヌルヲ"
_AIUEO = "アイウエオカキクケコ"
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
# No marker is longer; what is further right is never looked at, so a hostile line costs no more than any other.
_WINDOW = 40

_EMPHASIS = re.compile(r"(?:\*{1,3}|_{1,3})(?=[^\s*_])")
_BULLET = re.compile(rf"(?P<escape>\\?)(?P<bullet>[{re.escape(BULLETS)}])(?P<blank>\s*)")
_OPEN = r"(?P<open>\\?[(\[（［【〔]?)"
_CLOSE = r"(?P<close>(?:\\?[.)\]:：）］】〕．、>]){0,2})"
_NUMBER = (
    r"(?P<number>[0-9０-９]{1,3}(?:(?:\\?[.．]|[-‐－])[0-9０-９]{1,3}){0,5}"
    r"|[①-⑳㉑-㉟❶-❿⑴-⒇⒈-⒛ⓐ-ⓩ⒜-⒵Ⅰ-Ⅻⅰ-ⅻ]"
    rf"|[{_KANJI}]{{1,3}}|[{_IROHA}{_AIUEO}]|[ivxlc]{{1,7}}|[IVXLC]{{1,7}}|[A-Za-z])"
)
_UNIT = r"(?P<unit>[条項号章節編部款](?:の[0-9０-９]{1,2})?)?"
_WORDED = re.compile(_OPEN + r"(?P<word>(?:第|§§?|[A-Za-z]{1,12}\.?)[ \u00a0\u3000]?)" + _NUMBER + _UNIT + _CLOSE)
_NUMBERED = re.compile(_OPEN + r"(?P<word>)" + _NUMBER + _UNIT + _CLOSE)
# What may stand between "Article 1" and its title.
_SEPARATOR = re.compile(r"\s*[-–—:：|]\s+")


def _decimal(digits: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.split(r"[.\-‐]", unicodedata.normalize("NFKC", digits).replace("\\", "")))


def _roman(letters: str) -> int:
    total, highest = 0, 0
    for letter in reversed(letters.lower()):
        value = _ROMAN_VALUES[letter]
        total += value if value >= highest else -value
        highest = max(highest, value)
    return total if _as_roman(total) == letters.lower() else 0


def _as_roman(value: int) -> str:
    parts = []
    for number, letters in ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        while value >= number:
            parts.append(letters)
            value -= number
    return "".join(parts)


def _kanji(numerals: str) -> int:
    tens, ten, units = numerals.partition("十")
    if not ten:
        return _KANJI.index(numerals) + 1 if len(numerals) == 1 else 0
    if len(tens) > 1 or len(units) > 1:
        return 0
    return (_KANJI.index(tens) + 1 if tens else 1) * 10 + (_KANJI.index(units) + 1 if units else 0)


def _readings(number: str) -> tuple[Reading, ...]:
    first = number[0]
    if unicodedata.normalize("NFKC", first) in "0123456789":
        if unicodedata.category(first) == "Nd":
            return (Reading(Numerals.DECIMAL, _decimal(number)),)
        return (Reading(Numerals.CIRCLED, (int(unicodedata.normalize("NFKC", first)),)),)
    if unicodedata.category(first) in ("No", "So", "Nl"):
        plain = unicodedata.normalize("NFKC", first).strip("().").lower()
        if plain.isdigit():
            return (Reading(Numerals.CIRCLED, (int(plain),)),)
        if unicodedata.category(first) == "Nl":
            return (Reading(Numerals.ROMAN, (_roman(plain),)),)
        numeric = unicodedata.numeric(first, 0)
        return (Reading(Numerals.CIRCLED, (int(numeric) if numeric else ord(plain[0]) - ord("a") + 1,)),)
    if first in _KANJI:
        value = _kanji(number)
        return (Reading(Numerals.KANJI, (value,)),) if value else ()
    if first in _IROHA + _AIUEO:
        found = []
        if first in _IROHA:
            found.append(Reading(Numerals.IROHA, (_IROHA.index(first) + 1,)))
        if first in _AIUEO:
            found.append(Reading(Numerals.AIUEO, (_AIUEO.index(first) + 1,)))
        return tuple(found)
    found = []
    if len(number) == 1:
        found.append(Reading(Numerals.LETTER, (ord(number.lower()) - ord("a") + 1,)))
    if all(letter in _ROMAN_VALUES for letter in number.lower()):
        value = _roman(number)
        if value:
            found.append(Reading(Numerals.ROMAN, (value,)))
    return tuple(found)


def _case(number: str) -> str:
    return "upper" if number[0].isupper() else "lower" if number[0].islower() else ""


def _after_blank(text: str, position: int, end: int) -> int:
    while position < end and text[position].isspace():
        position += 1
    return position


def _read_number(text: str, start: int, end: int) -> Marker | None:
    stop = min(end, start + _WINDOW)
    for pattern in (_WORDED, _NUMBERED):
        match = pattern.match(text, start, stop)
        marker = _numbered_marker(text, match, end) if match is not None else None
        if marker is not None:
            return marker
    return None


def _numbered_marker(text: str, match: re.Match[str], end: int) -> Marker | None:
    start = match.start()
    opening = match["open"].replace("\\", "")
    word = (match["word"] or "").strip().rstrip(".").lower()
    number, unit = match["number"], match["unit"] or ""
    closing = unicodedata.normalize("NFKC", match["close"].replace("\\", ""))
    opening = unicodedata.normalize("NFKC", opening)
    following = text[match.end() : match.end() + 1] if match.end() < end else ""
    if following and not (following.isspace() or closing or unit) and number[0].isascii():
        # "We collect": the "c" is no number. Most lines begin so, and this spares them the rest.
        return None
    readings = _readings(number)
    if not readings or (opening and not closing):
        return None
    decimal = readings[0].numerals is Numerals.DECIMAL
    bare = not closing and not unit
    depth = len(readings[0].value)
    if word and not (decimal or word in NUMBERING_WORDS):
        return None
    if following and not following.isspace():
        # "1.Title" and "第7条（目的）" are markers, "1.5", "a.m." and "3rd" are not.
        ideographic = "\u3000" <= following <= "\u9fff" or following in "（「"
        tight = (decimal and bool(closing)) or bool(unit) or readings[0].numerals is Numerals.CIRCLED or bool(opening)
        tight = tight or (bool(closing) and (ideographic or number[0] in _KANJI + _IROHA + _AIUEO))
        if not tight or following.isdigit() or (closing.endswith((".", "-", ":")) and following in "/-"):
            return None
        if word and not unit:
            return None
        if decimal and closing and closing[-1] in ".:" and not (following.isalpha() or following in "“\"'「『*_[(（"):
            return None
    if bare and readings[0].numerals in (Numerals.LETTER, Numerals.ROMAN, Numerals.KANJI, Numerals.AIUEO, Numerals.IROHA):
        kana_with_space = number[0] in _IROHA + _AIUEO and following == "\u3000"
        if not (word in NUMBERING_WORDS and word not in ("q", "no", "title", "part")) and not kana_with_space:
            return None
    separators = "".join(sorted(set(re.findall(r"[.\-]", unicodedata.normalize("NFKC", number)))))
    # A trailing point after a dotted number is a matter of taste ("4.2" and "4.2."): no other notation.
    shape_close = "" if depth > 1 and closing == "." else closing
    shape = (opening, word, unit[:1], shape_close, _case(number), str(depth), separators)
    plain = unicodedata.normalize("NFKC", number).replace("\\", "").strip("().")
    if opening or unit or word:
        shown = text[match.start() : match.end()].replace("\\", "").strip().rstrip(".:、")
    else:
        shown = plain if decimal else text[match.start("number") : match.end("number")]
    separator = _SEPARATOR.match(text, match.end(), end) if word or unit else None
    return Marker(
        start=start,
        end=_after_blank(text, separator.end() if separator is not None else match.end(), end),
        shape=shape,
        readings=readings,
        shown=shown,
        number=plain,
        word=word + unit[:1],
        closed=bool(closing) or readings[0].numerals is Numerals.CIRCLED,
    )


def _read_bullet(text: str, start: int, end: int) -> Marker | None:
    match = _BULLET.match(text, start, min(end, start + _WINDOW))
    if match is None:
        return None
    bullet = match["bullet"]
    if not match["blank"] and bullet not in _TIGHT_BULLETS:
        return None
    stop = _after_blank(text, match.end(), end)
    return Marker(start, stop, ("bullet", bullet), (), "", "", bullet=bullet) if stop < end else None


def read_marker(text: str, start: int, end: int) -> Marker | None:
    """The marker that `text[start:end]` (one line, or a clause) begins with, if what stands there can be one."""
    bullet = _read_bullet(text, start, end)
    if bullet is None:
        emphasis = _EMPHASIS.match(text, start, end)
        number = _read_number(text, emphasis.end() if emphasis is not None else start, end)
        if emphasis is not None and number is not None:
            # "**(1) Right to know.** You may …": emphasis is no part of the number, a bare one in it none at all.
            return replace(number, start=start) if number.closed else None
        if number is None or number.word or number.end >= end:
            return number
        inner = _read_bullet(text, number.end, end)
        if inner is None:
            return number
        # "1.  *   text": lists nested by a converter; the number is what people see.
        return Marker(start, inner.end, number.shape, number.readings, number.shown, number.number, closed=number.closed)
    stop, inset = bullet.end, 0
    while (again := _read_bullet(text, stop, end)) is not None and stop - start < _WINDOW:
        stop, inset = again.end, stop - start
    number = _read_number(text, stop, end)
    if number is None or not number.closed or number.end >= end:
        return Marker(start, stop, bullet.shape, (), "", "", bullet=bullet.bullet, inset=inset)
    return Marker(
        start,
        number.end,
        (*number.shape, bullet.bullet),
        number.readings,
        number.shown,
        number.number,
        bullet=bullet.bullet,
        word=number.word,
        closed=True,
    )

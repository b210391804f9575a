"""Since when a policy is in force and when it was last revised, read from the policy's own words.

A date counts only where the words around it speak of the policy: "Last updated: …", "Effective …", 「…施行」, not "Inquiry
Center Established on …". A date that does not name its day, or that could be of two days (3/4/2024), is left out.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

# What stands on a line before its date is looked at no further than this.
LEAD_CHARS = 120
# Longer lines are paragraphs: there a date needs the policy named beside it.
LINE_CHARS = 120
CAPTION_CHARS = 48
# A longer line is no prose.
LONGEST_LINE_CHARS = 20_000

_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_ERAS = {"昭和": 1925, "平成": 1988, "令和": 2018}
_DATE = re.compile(
    rf"\b{_MONTH.format('month1')}\s*(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s*(?P<year1>(?:19|20)\d\d)\b"
    rf"|\b(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?[\s-]*(?:of\s+)?{_MONTH.format('month2')}[\s,-]*(?P<year2>(?:19|20)\d\d)\b"
    r"|\b(?P<year3>(?:19|20)\d\d)(?P<separator3>[-/.])(?P<month3>\d{1,2})(?P=separator3)(?P<day3>\d{1,2})\b"
    r"|\b(?P<first>\d{1,2})(?P<separator>[-/.])(?P<second>\d{1,2})(?P=separator)(?P<year4>(?:19|20)\d\d)\b"
    r"|(?:(?P<year5>(?:19|20)\d\d)|(?P<era>昭和|平成|令和)\s*(?P<nengo>\d{1,2}|元))\s*年\s*(?P<month5>\d{1,2})\s*月\s*"
    r"(?P<day5>\d{1,2})\s*日",
    re.IGNORECASE,
)
_REVISED = re.compile(
    r"\b(?:updated?|revised?|revision|revisions|modified|modification|amended|amendment|changed)\b|改[定訂正]|更新",
    re.IGNORECASE,
)
_EFFECTIVE = re.compile(
    r"\b(?:effective|valid|in force|in effect|enters? into force|comes? into (?:force|effect)|took effect)\b|施行|発効|適用",
    re.IGNORECASE,
)
_ESTABLISHED = re.compile(r"\b(?:established|enacted|adopted|first published|issued)\b|制定|策定", re.IGNORECASE)
# All a line may say beside its date and one of the words above. Other words make it a date of something else.
_BESIDE = frozenset(
    "the this our your its these a an of on as at by and is was were has been be or from since in it all when which "
    "privacy policy policies notice notices statement document page version ver rev v terms agreement data protection "
    "personal information handling rights cookie cookies global online website site "
    "last latest most recent recently current first date dated day time update become becomes became posted published".split()
)
_BESIDE_JAPANESE = re.compile(r"最終|個人情報|保護|方針|プライバシー|ポリシー|全部|一部|から|より|[年月日版本第付はのをに]")
_OF_A_POLICY = re.compile(r"\b(?:policy|notice|statement|document|page|terms|version)\b|方針|ポリシー", re.IGNORECASE)
_LAST = re.compile(r"\b(?:last|latest|most recent)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?。]\s+(?=[A-Z\W])|。")
_QUIET = str.maketrans(dict.fromkeys("*_#>|", " "))
_LINK_TARGET = re.compile(r"\]\([^()]*\)")
_YEAR = re.compile(r"(?:19|20)\d\d|年|２０[０-９]{2}")
_WORD = re.compile(r"\w+")
_GOES_ON = re.compile(r"[\s,]*(?:until|to|through|till)\b|\s*(?:から|まで)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PolicyDates:
    """What a text says of itself; None where it says nothing certain."""

    effective: date | None = None
    revised: date | None = None


def read_dates(text: str) -> PolicyDates:
    """The dates a policy's text gives itself.

    The effective date is the first one said to be so, else the first on which the policy was established; the revision date
    is the latest of all.
    """
    effective: list[date] = []
    established: list[date] = []
    revised: list[date] = []
    for words, found in _dated(text):
        if _REVISED.search(words):
            revised.append(found)
        if _EFFECTIVE.search(words):
            effective.append(found)
        elif _ESTABLISHED.search(words):
            established.append(found)
    first = effective or established
    return PolicyDates(first[0] if first else None, max(revised, default=None))


def _dated(text: str) -> Iterator[tuple[str, date]]:
    """Every date that is the policy's own, with the words that say of what it is the date."""
    position = 0
    while (year := _YEAR.search(text, position)) is not None:
        start = text.rfind("\n", 0, year.start()) + 1
        stop = text.find("\n", year.end())
        position = len(text) if stop < 0 else stop
        if position - start > LONGEST_LINE_CHARS:
            continue
        line = _quiet(text[start:position])
        end = 0
        for match in _DATE.finditer(line):
            before = _SENTENCE_END.split(line[max(end, match.start() - LEAD_CHARS) : match.start()])
            # "Effective July 1, 2020, residents may …" is a sentence of something else.
            inside = len(line) > LINE_CHARS or len(before) > 1 or line[match.end() :].startswith(",")
            caption = "" if end else _quiet(text[max(0, start - LEAD_CHARS) : start].rstrip().rpartition("\n")[2])
            words = _words_beside(before[-1], line[match.end() : match.end() + CAPTION_CHARS], caption, inside)
            end = match.end()
            found = _as_date(match)
            if words and found is not None:
                yield words, found


def _quiet(line: str) -> str:
    """A line without emphasis, heading marks, link targets and full-width digits."""
    return unicodedata.normalize("NFKC", _LINK_TARGET.sub("]", line)).translate(_QUIET).strip()


def _words_beside(lead: str, tail: str, caption: str, inside: bool) -> str:
    """The words that make a date the policy's own; empty when none do. `inside` a paragraph more is asked of them."""
    if _GOES_ON.match(tail):
        return ""
    if _WORD.search(lead):
        if not _speaks_of_policy(lead):
            return ""
        return "" if inside and not (_OF_A_POLICY.search(lead) or _LAST.search(lead)) else lead
    if inside:
        return ""
    after = re.match(r"[\s(]*([^\s(),.、。:]+)", tail)
    if after is not None and _speaks_of_policy(after.group(1)):
        return after.group(1)
    return caption if len(caption) <= CAPTION_CHARS and _speaks_of_policy(caption) else ""


def _speaks_of_policy(words: str) -> bool:
    rest = words
    for pattern in (_REVISED, _EFFECTIVE, _ESTABLISHED):
        rest = pattern.sub(" ", rest)
    if rest == words:
        return False
    return all(
        word in _BESIDE or word.isdecimal() or not _BESIDE_JAPANESE.sub("", word)
        for word in (found.lower() for found in _WORD.findall(rest))
    )


def _as_date(match: re.Match[str]) -> date | None:
    if match["month1"] or match["month2"]:
        name = (match["month1"] or match["month2"])[:3].lower()
        year, month, day = match["year1"] or match["year2"], _MONTH_NAMES.index(name) + 1, match["day1"] or match["day2"]
    elif match["year3"]:
        year, month, day = match["year3"], int(match["month3"]), match["day3"]
    elif match["year4"]:
        first, second, year = int(match["first"]), int(match["second"]), match["year4"]
        if match["separator"] == ".":
            month, day = second, first
        elif first == second or max(first, second) > 12:
            month, day = min(first, second), max(first, second)
        else:
            return None
    else:
        nengo = match["nengo"]
        year = match["year5"] or _ERAS[match["era"]] + (1 if nengo == "元" else int(nengo))
        month, day = int(match["month5"]), match["day5"]
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None

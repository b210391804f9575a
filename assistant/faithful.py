"""Whether a sentence says no more than the quotes it rests on: values, names, negation, firmness, and nothing that acts."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.borne import Nearness, unborne
from assistant.contrasts import mistaken
from assistant.entities import NUMBER_WORDS, Entity, EntityKind, find_entities
from assistant.everyday import Everyday
from assistant.name_forms import word_key
from assistant.turned import IMPERATIVE, other_script, sentences_of, turned

LONGEST_CLAIM = 700

_MARKUP = re.compile(r"[<>]|&#?\w+;|\]\s*[(\[:]|!\[|`|\*\*|__|^\s*#|\{\{|\$\{", re.MULTILINE)
_ADDRESS = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]{1,20}:)?//[^\s]+|\b(?:javascript|data|vbscript|file|mailto|https?|ftp|tel)\s*:\s*\S+"
    r"|(?<![\w@.])(?:[\w-]+\s?(?:\.|\[\.\]|\(dot\)))+(?:[a-z]{2,24})(?:/\S*)?(?![\w.])",
    re.IGNORECASE,
)
_INNER_DOT = re.compile(r"[\w-]{2,}\.[A-Za-z]{2,}")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_KANJI_NUMBER = re.compile(
    "[〇一二三四五六七八九十百千万億兆]+(?=円|ドル|ユーロ|日|年|月|週|時|分|人|名|件|回|社|割|倍|パーセント|か月|ヶ月)"
)
_NUMBER_WORD = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|"
    r"thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|dozen|half|quarter|twice|thrice|double|triple|"
    r"second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|monthly|yearly|annually|annual|weekly|daily|hourly|"
    r"mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|weekdays?|weekends?|"
    r"january|february|march|april|june|july|august|september|october|november|december|dollars?|euros?|yen|pounds?|cents?|percent)\b",
    re.IGNORECASE,
)
# Words that turn a statement into more than it says; each must stand in the quotes.
_ABSOLUTE = re.compile(
    r"\b(always|all|any|anyone|every|everyone|everything|whenever|guarantee|only|immediately|instantly|free|unlimited|unconditional|forever|permanent|"
    r"automatically|fully|completely|entirely|solely|exclusively|anytime|waive|refund|mandatory|illegal|required|must|obliged)(?:s|d|ly|ed)?\b",
    re.IGNORECASE,
)
_SAME_ABSOLUTE = {
    "must": r"\b(?:must|shall|need|needs|required?|requires|necessary|has to|have to|please|obliged)\b",
    "required": r"\b(?:must|shall|need|needs|requir\w+|necessary|has to|have to|please|obliged)\b",
    "obliged": r"\b(?:must|shall|require\w*|oblig\w+|has to|have to)\b",
    "free": r"\bfree\b|\b(?:no|not|without)\b[^.;]{0,25}\b(?:fees?|charges?|costs?|payment)\b|無料",
    "immediately": r"\bimmediate|\bpromptly\b|\bwithout (?:undue )?delay\b|\binstant|速やか|遅滞なく|直ち",
    "only": (
        r"\bonly\b|\bsolely\b|\bexclusively\b|\b(?:not|never|no)\b[^.;]{0,60}\b(?:other|except|without|unless|beyond)\b"
        r"|\bexcept\b[^.;]{0,60}\b(?:not|never|no)\b|\blimited to\b|のみ|限り|以外"
    ),
    "all": r"\b(?:all|any|whole|entire\w*|every|each)\b|全て|すべて",
    "any": r"\b(?:any|all|each|every|whatever|no|not|never|neither)\b",
    "every": r"\b(?:every|each|all|any|per)\b",
    "anyone": r"\b(?:any\w*|everyone|all|individuals?|person)\b",
    "everyone": r"\b(?:any\w*|every\w*|all)\b",
    "everything": r"\b(?:any\w*|every\w*|all)\b",
}
# A quote that tells to do a thing bears "you must", and so do these: they are one duty.
_DUTIES = frozenset(("must", "required", "obliged"))
_BEGINS = re.compile(r"(?:^|[.!?。！？:]\s)\W*(?:(?:yes|no)\W+)?", re.IGNORECASE)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_NAME = re.compile(r"(?<![\w'’])[A-ZÀ-Þ][\w'’&-]*")
_KATAKANA = re.compile(r"[\u30a1-\u30faー]{3,}")


@dataclass(frozen=True, slots=True)
class Support:
    """What a claim may rest on. `quotes` are the quoted sentences; `around` their headings, lead-ins and company.

    `links` says whether a web address of the quotes may be told: only to who asks for one. `nearness` measures words of one
    meaning; without it only those listed as such count.
    """

    quotes: tuple[str, ...]
    around: str
    question: str
    links: bool = False
    nearness: Nearness | None = None

    @property
    def quoted(self) -> str:
        """All quotes, a line each."""
        return "\n".join(self.quotes)


def fault_of(claim: str, support: Support, everyday: Everyday) -> str:
    """What a claim says that its quotes do not, as a remark to whoever wrote it; empty when it stands."""
    if not claim.strip():
        return "the claim has no text"
    if len(claim) > LONGEST_CLAIM:
        return f"the claim is longer than {LONGEST_CLAIM} characters"
    acting = _acting(claim, support)
    if acting:
        return acting
    invented = _invented(claim, support)
    if invented:
        return f"'{invented}' stands in none of its quotes"
    stranger = next(iter(_strange_names(claim, support, everyday)), "")
    if stranger:
        return f"the name '{stranger}' stands in none of its quotes"
    if not other_script(claim, support.quoted):
        absolute = _absolute(claim, support)
        if absolute:
            return f"its quotes do not say '{absolute}'"
        instead = mistaken(claim, support.quoted)
        if instead is not None:
            return f"it says '{instead[0]}' where its quotes say '{instead[1]}'"
        for sentence in sentences_of(claim):
            word = unborne(sentence, support.quotes, support.around, support.question, support.nearness)
            if word is not None:
                other = f": '{word}'" if word else ""
                return f"it says other things than its quotes{other}"
    return next((fault for sentence in sentences_of(claim) if (fault := turned(sentence, support.quotes))), "")


def _acting(claim: str, support: Support) -> str:
    """Markup, addresses and invisible characters: what a page or a person could be led astray by."""
    if any(unicodedata.category(character) in ("Cf", "Cc", "Co", "Cs", "Cn") for character in claim):
        return "the claim holds characters that cannot be seen"
    if _MARKUP.search(claim):
        return "the claim holds markup; write plain words"
    held = support.quoted.lower()
    for match in _ADDRESS.finditer(claim):
        address = match.group().strip(" .,;:()").lower()
        if not support.links and "//" in address:
            return "the claim holds a link; leave it out"
        if address not in held and (":" in address or "//" in address or _INNER_DOT.search(address) or "dot" in address):
            return f"the address '{match.group().strip()[:60]}' stands in none of its quotes"
    return ""


def _invented(claim: str, support: Support) -> str:
    quoted = support.quoted
    held = [entity for quote in support.quotes for entity in find_entities(quote)]
    entities = find_entities(claim)
    for entity in entities:
        if not any(same_value(entity, other) for other in held):
            return claim[entity.start : entity.end]
    numbers = set(_numbers(quoted))
    for number in _numbers(claim):
        if number not in numbers:
            return number
    for match in _NUMBER_WORD.finditer(claim):
        word = match.group().lower()
        if any(entity.start <= match.start() and match.end() <= entity.end for entity in entities):
            # Part of a value that was compared above: yen and JPY are one currency.
            continue
        digits = NUMBER_WORDS.get(word)
        written = re.search(rf"\b{re.escape(word.rstrip('s'))}", quoted, re.IGNORECASE) is not None
        if not written and (digits is None or digits not in numbers):
            return match.group()
    for match in _KANJI_NUMBER.finditer(claim):
        if match.group() not in quoted:
            return match.group()
    for character in claim:
        if character.isnumeric() and not character.isdecimal() and not _CJK.match(character) and character not in quoted:
            return character
    return ""


def same_value(claimed: Entity, held: Entity) -> bool:
    """Whether a value of a claim is one of a quote: equal, or a time of day told without the quote's "am" or "pm"."""
    if claimed.kind is not held.kind:
        return False
    if claimed.value == held.value:
        return True
    if claimed.kind is not EntityKind.TIME:
        return False
    return (":" in claimed.value and claimed.value == held.value.rstrip("apm")) or f"12{claimed.value}" == held.value


def _numbers(text: str) -> Iterable[str]:
    """Runs of digits in any script, without thousands separators and leading zeros."""
    for match in _DIGITS.finditer(unicodedata.normalize("NFKC", text)):
        whole = "".join(str(unicodedata.digit(character)) if character.isdigit() else character for character in match.group())
        for part in re.split(r"[.]", whole.replace(",", "")):
            yield part.lstrip("0") or "0"


def _strange_names(claim: str, support: Support, everyday: Everyday) -> Iterable[str]:
    """Capitalised words, and words in katakana, that stand neither in the quotes nor around them."""
    known = {word_key(word) for word in re.findall(r"[\w'’&-]+", f"{support.quoted} {support.around}")}
    known |= {part for word in known for part in re.split(r"['’-]", word)}
    starts = {match.end() for match in _BEGINS.finditer(claim)}
    for match in _NAME.finditer(claim):
        word = re.sub(r"['’]s?$", "", match.group())
        key = word_key(word)
        if key in known or key in {"i", "yes", "no"} or (len(key) > 1 and key.rstrip("s") in known):
            continue
        if match.start() in starts and "-" in key and all(len(part) == 1 or everyday.english(part) for part in key.split("-")):
            continue
        if match.start() in starts and (everyday.english(key) or everyday.in_library(key)) and not everyday.only_name(key):
            continue
        yield match.group()
    if _CJK.search(support.quoted):
        held = f"{support.quoted} {support.around}"
        yield from (match.group() for match in _KATAKANA.finditer(claim) if match.group() not in held)


def _absolute(claim: str, support: Support) -> str:
    quoted = support.quoted
    for match in _ABSOLUTE.finditer(claim):
        word = match.group(1).lower()
        same = _SAME_ABSOLUTE.get(word, rf"\b{word[:6]}")
        if not re.search(same, quoted, re.IGNORECASE) and not (word in _DUTIES and IMPERATIVE.search(quoted)):
            return match.group()
    return ""

"""Whether a sentence says no more than the quotes it rests on: values, names, negation, firmness, and nothing that acts."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.entities import NUMBER_WORDS, find_entities
from assistant.everyday import Everyday
from assistant.name_forms import word_key
from vectorstore.lexical import tokenize

LONGEST_CLAIM = 700
# Shares of a claim's content words: in its quotes and what stands around them; in the quotes, or the question, together.
IN_QUOTES, IN_ALL = 0.5, 0.75
# A sentence of fewer content words is judged by one word more or less.
FEW_WORDS = 3

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
_CURRENCY_WORDS = frozenset(("dollar", "euro", "yen", "pound"))
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
        r"\bonly\b|\bsolely\b|\bexclusively\b|\bnot\b[^.;]{0,40}\b(?:other|except|without|unless|beyond)\b"
        r"|\blimited to\b|のみ|限り|以外"
    ),
}
_NEGATION = re.compile(
    r"\b(?:not|never|none|nobody|nothing|cannot|neither|nor|without|unable|refrain\w*|refus\w*|reject\w*|declin\w*|den(?:y|ies|ied)|"
    r"prohibit\w*|forbid\w*|forbidden|impossible|unless)\b|\bno\b|n['’]t\b|ません|ない|なく|拒否|拒む|禁止|不可",
    re.IGNORECASE,
)
_NO_NEGATION = re.compile(
    r"\bnot (?:only|limited to|necessarily)\b|\bnotwithstanding\b|\bno later than\b|\bwhether or not\b|\bno longer\b"
    r"|\bwithout (?:undue )?delay\b|\bwithout limitation\b|\bdo not hesitate\b|\b(?:phone|contact|tel|fax|article|item) no\b"
    r"|\bno\. ?\d|遅滞なく|だけでなく|少なくとも",
    re.IGNORECASE,
)
_EXCEPTION = re.compile(r"\b(?:except\w*|unless|excluding|other than)\b|除き|除く|除いて", re.IGNORECASE)
_CONDITION = re.compile(
    r"\b(?:if|when|where|in (?:the following |the |some |these )?cases?|provided that|subject to|except\w*|unless)\b|場合|とき",
    re.IGNORECASE,
)
_HEDGE = re.compile(r"\b(?:may|might|could)\b|かもしれ|ことがあ|場合があ|得る", re.IGNORECASE)
_LOOSE = re.compile(
    r"\b(?:may|might|could|can|possibl\w+|perhaps|sometimes|option\w*|able|allowed|entitled|permitted|up to|cases?|if|when)\b"
    r"|場合|こと(?:が|も)",
    re.IGNORECASE,
)
_FIRM = re.compile(r"\b(?:will|shall|must|is required|are required|have to|has to)\b|なければな|ものとし", re.IGNORECASE)
_SAYS_NOTHING = frozenset(tokenize("yes no not policy company privacy states says according must required"))
_BEGINS = re.compile(r"(?:^|[.!?。！？:]\s)\W*(?:(?:yes|no)\W+)?", re.IGNORECASE)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_NAME = re.compile(r"(?<![\w'’])[A-ZÀ-Þ][\w'’&-]*")
_KATAKANA = re.compile(r"[\u30a1-\u30faー]{3,}")


@dataclass(frozen=True, slots=True)
class Support:
    """What a claim may rest on. `quotes` are the quoted sentences; `around` their headings, lead-ins and company.

    `links` says whether a web address of the quotes may be told: only to who asks for one.
    """

    quotes: tuple[str, ...]
    around: str
    question: str
    links: bool = False

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
        if not all(_borne(sentence, support) for sentence in sentences_of(claim)):
            return "it says other things than its quotes"
    return next((turn for sentence in sentences_of(claim) if (turn := _turned(sentence, support.quotes))), "")


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, white space folded; a stop between letters or digits ends none."""
    folded = " ".join(text.split())
    return [part.strip() for part in re.split(r"(?<=[.!?])\s+|(?<=[。！？])", folded) if part.strip()]


def other_script(claim: str, quoted: str) -> bool:
    """Whether a claim is written in another script than its quotes, Japanese about English or the other way round."""
    return bool(_CJK.search(claim)) != bool(_CJK.search(quoted))


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
    held = {(entity.kind, entity.value) for quote in support.quotes for entity in find_entities(quote)}
    for entity in find_entities(claim):
        if (entity.kind, entity.value) not in held:
            return claim[entity.start : entity.end]
    numbers = Counter(_numbers(quoted))
    for number in _numbers(claim):
        if number not in numbers:
            return number
    for match in _NUMBER_WORD.finditer(claim):
        word = match.group().lower()
        if word.rstrip("s") in _CURRENCY_WORDS and other_script(claim, quoted):
            # The amount itself was compared above: 円 and yen are one currency.
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
        if not re.search(same, quoted, re.IGNORECASE):
            return match.group()
    return ""


def _borne(claim: str, support: Support) -> bool:
    """Whether the content words of a claim are those of its quotes, but for some of the question's."""
    words = set(tokenize(claim)) - _SAYS_NOTHING
    if not words:
        return False
    near = set(tokenize(f"{support.quoted} {support.around}"))
    asked = set(tokenize(support.question))
    in_quotes = sum(word in near for word in words)
    in_all = sum(word in near or word in asked for word in words)
    spare = 1 if len(words) <= FEW_WORDS else 0
    return in_quotes >= 1 and in_quotes + spare >= IN_QUOTES * len(words) and in_all + spare >= IN_ALL * len(words)


def negations(text: str) -> int:
    """How often a text denies, exceptions apart: two denials are an assertion."""
    return len(_NEGATION.findall(_NO_NEGATION.sub(" ", _EXCEPTION.sub(" ", text))))


def _turned(claim: str, quotes: Sequence[str]) -> str:
    """Whether a claim denies what its nearest sentence asserts, asserts what that denies, or is surer than it."""
    nearest = _nearest(claim, quotes)
    differs = negations(claim) % 2 != negations(nearest) % 2
    excepted = _EXCEPTION.search(nearest) is not None and _CONDITION.search(claim) is not None
    if differs and not excepted:
        return "it denies what its quote asserts, or asserts what its quote denies"
    if _HEDGE.search(nearest) and not _FIRM.search(nearest) and not _LOOSE.search(claim):
        return "its quote says 'may', the claim is surer than that"
    if _FIRM.search(nearest) and not _LOOSE.search(nearest) and _HEDGE.search(claim):
        return "its quote is firm, the claim says 'may'"
    return ""


def _nearest(claim: str, quotes: Sequence[str]) -> str:
    """The sentence of the quotes that shares most content words with the claim; the whole of one in another script."""
    words = set(tokenize(claim))
    # A quote of several lines is an entry under its lead-in: read together.
    sentences = [sentence for quote in quotes for sentence in sentences_of(quote)]
    if not sentences or other_script(claim, " ".join(quotes)):
        return " ".join(quotes)
    return max(sentences, key=lambda sentence: len(words & set(tokenize(sentence))) / (1 + len(set(tokenize(sentence)))) ** 0.5)

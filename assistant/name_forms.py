"""The forms a company's name takes, however people write it: words, legal forms, domains, misspellings, Japanese."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from assistant.term_shares import share_of_policies
from vectorstore.lexical import STOP_WORDS, stem

# Words that say what kind of company it is, not which. Sources: company acts of Japan, the UK, the US states, Germany, France.
LEGAL_FORMS = frozenset(
    "co company corp corporation inc incorporated ltd limited llc llp lp plc gmbh ag sa sas srl bv nv oy ab as pty pte kk gk "
    "holdings group 株式会社 合同会社 有限会社 合資会社 合名会社".split()
)
# Of these, the ones that are words of a sentence too: they belong to a name only where the name is known to end in them.
SPOKEN_FORMS = frozenset({"group", "company"})
JAPANESE = re.compile(r"[\u3040-\u30ff]")
CJK = r"\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f"
_WORD = re.compile(rf"[{CJK}ー]+|[^\W_{CJK}]+(?:[.&'’][^\W_{CJK}]+)*", re.UNICODE)
_POSSESSIVE = re.compile(r"['’]s?$")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DOMAIN = re.compile(
    r"\.(?:com|net|org|edu|gov|info|io|co|jp|ai|app|dev|gg|fi|fm|ie|me|tv|us|uk|de|eu|ch|fr|nl|be|at|se|no|dk|it|es|pl|ca|au|nz|in|cn|kr)"
    r"(?:\.[a-z]{2})?$"
)

_ACCENTS_FROM, _ACCENTS_TO = "\u0300", "\u036f"

# Letters wrong per length of a word: none in 4 letters or fewer, where one letter makes another name or an ordinary word.
SHORTEST_FUZZY = 5
_TWO_ERRORS_FROM = 8


_DOUBLED = re.compile(r"(.)\1")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: what it is once width, case and a possessive ending are set aside, and where it stands."""

    key: str
    raw: str
    start: int
    end: int


def words(text: str) -> tuple[Word, ...]:
    """The words of a text with their offsets. CJK runs are one word each; `'s` is dropped from the key, not from the span."""
    found = []
    for match in _WORD.finditer(text):
        raw = match.group()
        found.append(Word(word_key(_POSSESSIVE.sub("", raw)), raw, match.start(), match.end()))
    return tuple(found)


@lru_cache(maxsize=4096)
def word_key(word: str) -> str:
    """A word as it is compared: width, case, accents and dots set aside."""
    folded = unicodedata.normalize("NFKC", word).casefold()
    # Accents of Latin, Greek and Cyrillic letters; the marks of kana make other letters.
    bare = "".join(ch for ch in unicodedata.normalize("NFD", folded) if not _ACCENTS_FROM <= ch <= _ACCENTS_TO)
    return unicodedata.normalize("NFC", bare).replace(".", "")


def name_keys(name: str) -> tuple[str, ...]:
    """A name as normalised words without its legal form: "Maple Co., Ltd." is ("maple",)."""
    spaced = name.replace("_", " ").replace("-", " ")
    keys = [word_key(_POSSESSIVE.sub("", match.group())) for match in _WORD.finditer(spaced)]
    kept = []
    for key in keys:
        for form in ("株式会社", "合同会社", "有限会社"):
            key = key.removeprefix(form).removesuffix(form)  # noqa: PLW2901
        if key and key not in LEGAL_FORMS:
            kept.append(key)
    return tuple(kept or keys)


def _with_its_kind(name: str) -> str:
    """The normalised name with the "group" or "company" it ends in, which people say and write; "" when it ends in none."""
    keys = [word_key(_POSSESSIVE.sub("", match.group())) for match in _WORD.finditer(name.replace("_", " ").replace("-", " "))]
    while len(keys) > 1 and keys[-1] in LEGAL_FORMS - SPOKEN_FORMS:
        keys.pop()
    return " ".join(keys) if len(keys) > 1 and keys[-1] in SPOKEN_FORMS else ""


def without_domain(name: str) -> str:
    """A name without the ending of a web address: "maple" of "maple.com", anything else as it is."""
    return _DOMAIN.sub("", name)


def past_dot(tokens: Sequence[Word], end: int, text: str) -> int:
    """Where a name ends, the dot of an abbreviated legal form included unless the sentence ends with it."""
    stop = tokens[end - 1].end
    abbreviated = tokens[end - 1].key in {"co", "corp", "inc", "ltd"} and text[stop : stop + 1] == "."
    return stop + 1 if abbreviated and (end < len(tokens) or text[stop + 1 :].strip()) else stop


def forms_of(company: str, legal_name: str = "", aliases: Iterable[str] = ()) -> tuple[str, ...]:
    """Every normalised form (words joined by spaces) of a company's names, the longest first."""
    forms: set[str] = set()
    for name in (company, legal_name, *aliases):
        if not name.strip():
            continue
        forms.update((" ".join(name_keys(name)), _with_its_kind(name)))
        bare = without_domain(name.strip().casefold())
        if bare != name.strip().casefold():
            forms.add(" ".join(name_keys(bare)))
        camel = _CAMEL.sub(" ", name)
        if camel != name:
            parts = name_keys(camel)
            forms.add(" ".join(parts))
            if len(parts) > 2 and " " not in name.strip():
                forms.add(" ".join(parts[1:]))
    return tuple(sorted((form for form in forms if form), key=lambda form: (-len(form), form)))


def misspelling(word: str, name: str) -> int | None:
    """How many letters `word` is from `name`, or None when too many for its length (swapped neighbours count once)."""
    if word == name:
        return 0
    size = len(name)
    if size < SHORTEST_FUZZY or word[:1] != name[:1]:
        # In short names a swap of neighbours and a letter doubled are still recognisable; any other slip makes another word.
        swapped = sorted(word) == sorted(name) and word[0] == name[0]
        return 1 if size == SHORTEST_FUZZY - 1 and (swapped or _DOUBLED.sub(r"\1", word) == name) else None
    allowed = 2 if size >= _TWO_ERRORS_FROM else 1
    errors = OSA.distance(word, name, score_cutoff=allowed)
    if errors > allowed and len(word) == size and sorted(word) == sorted(name):
        # Two letters that changed places, with another between them.
        return 1 if sum(one != other for one, other in zip(word, name, strict=True)) == 2 else None
    return int(errors) if errors <= allowed else None


_DEFINED = re.compile(
    r"(?P<name>[A-Z0-9][\w.&'’-]*(?:[ ,]+(?:(?:and|of|de|&)\s+)?[A-Z0-9][\w.&'’-]*){0,6})\s*"
    r"[（(](?:[^()（）]{0,80}?)[“\"「『](?:the\s+)?(?P<short>[^”\"」』]{1,40})[”\"」』]"
)
_JAPANESE_FORM = "(?:株式会社|合同会社|有限会社)"
_JAPANESE_PART = r"[^\s、。（(はがのをにで]{1,20}"
_JAPANESE_NAME = re.compile(rf"({_JAPANESE_FORM}{_JAPANESE_PART}|{_JAPANESE_PART}{_JAPANESE_FORM})\s*[（(]")
# A name's first word is a name by itself where the text uses it so often, and not much more seldom than the whole.
_ALONE_AT_LEAST, _ALONE_SHARE = 3, 0.5
_STAND_INS = frozenset(
    "company we us our ourselves corporation group site service services platform website app firm organization".split()
)
_IN_BRACKETS = re.compile(r"[（(][^()（）]{3,140}[)）]")
_QUOTED = re.compile(r"[“\"「『]([^”\"」』]{1,40})[”\"」』]")
_OURSELVES = frozenset(("we", "us", "our"))
NO_MARKUP = str.maketrans("", "", "*_")
_CALLED_WORDS = 3
# A policy names its company in its opening; further on it names others.
_OPENING_CHARS = 1500


def names_in_text(text: str) -> tuple[str, ...]:
    """Names that a policy's opening defines as its company: "X Co., Ltd. (hereinafter “the Company”)" is X Co., Ltd.

    Only names with a legal form, each the first one defined as the company, "we" or a short form of itself.
    """
    opening = text[:_OPENING_CHARS]
    for match in _DEFINED.finditer(opening):
        name = match["name"].strip(" ,")
        keys = [word_key(word.group()) for word in _WORD.finditer(name)]
        if len(keys) < 2 or keys[-1] not in LEGAL_FORMS or not name_keys(name):
            continue
        short = match["short"].strip(" ,")
        if word_key(short) in _STAND_INS:
            return (name,)
        if name_keys(short) and set(name_keys(short)) <= set(name_keys(name)):
            return (name, short)
    japanese = _JAPANESE_NAME.search(opening)
    return (japanese.group(1),) if japanese else ()


def called_in_text(text: str) -> tuple[str, ...]:
    """What a policy's opening calls its company beside "we": Nord of "nordvpn S.A. (“Nord”, “we” or “us”)".

    Names only, of three words at most: none of one word that policies commonly use.
    """
    opening = text[:_OPENING_CHARS].translate(NO_MARKUP)
    for match in _IN_BRACKETS.finditer(opening):
        quoted = [part.strip(" ,.;") for part in _QUOTED.findall(match.group())]
        if _OURSELVES.isdisjoint(word_key(part) for part in quoted):
            continue
        names = [part for part in quoted if part[:1].isupper() and word_key(part) not in _STAND_INS]
        keys = {name: name_keys(name) for name in names}
        return tuple(
            name
            for name in names
            if 0 < len(keys[name]) <= _CALLED_WORDS and (len(keys[name]) > 1 or not share_of_policies(stem(keys[name][0])))
        )
    return ()


def first_word_alone(name: str, text: str) -> tuple[str, ...]:
    """The first word of a company's name where its policy uses that by itself: "Maple" for "Maple Trading".

    Counted inside sentences only, where a capital tells a name; none for a word that the text also writes small, or that
    policies commonly use ("First", "National").
    """
    head, *rest = name_keys(name) or ("",)
    if not rest or len(head) < SHORTEST_FUZZY - 1 or share_of_policies(stem(head)):
        return ()
    whole = alone = 0
    for match in re.finditer(
        rf"(?<=[\w,;] ){re.escape(head)}(?![\w@/-]|\.\w)(?P<own>['’]s)?(?: +(?P<next>\w+))?", text, re.IGNORECASE
    ):
        following = match["next"] or ""
        if not match.group()[0].isupper():
            return ()
        if word_key(following) == rest[0]:
            whole += 1
        elif not following or following in STOP_WORDS or match["own"]:
            # Before a noun it may be a word of a term: "the Data subject".
            alone += 1
    return (head,) if alone >= _ALONE_AT_LEAST and alone >= _ALONE_SHARE * whole else ()

"""How words end and begin: complete sentences, announcements of a list, sentences that lean on the one before."""

import re
import unicodedata

_ABBREVIATED_END = re.compile(
    r"(?:\betc|\binc|\bltd|\bco|\bcorp|\bllc|\bu\.s|\bu\.k|\be\.u|\bs\.a|\bno)\.[)\"”’*_\]]*\Z", re.IGNORECASE
)
_TERMINAL = re.compile(r"[.。;；,、!！][\"”’')\]*_」』）]*\Z")
_ENTRY_END = re.compile(r"[;；,、](?:\s*(?:and|or))?\Z")
_COLON = re.compile(r"[:：][\"”’')\]*_」』）\s]*\Z")
_LINK_TARGET = re.compile(r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)")


_OPEN_END = r"\b(?:e\.g\.?|such as|including|for (?:example|instance)|namely)\W*\Z"
_ENDS_OPEN = re.compile(_OPEN_END, re.IGNORECASE)
_FOLLOWING = re.compile(
    r"\b(?:the|these|those|in|for|by|of|any|as) following\b|\bas follows\b|次の|以下の|つぎの"
    rf"|{_OPEN_END}",
    re.IGNORECASE,
)
_BELOW = re.compile(r"\bbelow\b|\blisted (?:here|under)\b|以下|下記", re.IGNORECASE)
_ANNOUNCES_WEAKLY = re.compile(r"\b(?:any|one|each|all|either) of the\b|のいずれか|各号", re.IGNORECASE)
# Verbs and prepositions a title goes without: "We do not:", "We may share data with:".
_UNFINISHED = re.compile(
    r"\b(?:do|does|not|never|may|can|will|shall|must|are|is|include|includes|including|to|with|from|if|when|by|following|we|you|they)\W*\Z"
    r"|\b(?:may|can|will|shall|must|do|does) (?:not|also|only|never|\w+)\b",
    re.IGNORECASE,
)
_LEANS_ON_BEFORE = re.compile(
    r"\A(?:however|but|otherwise|provided|in (?:such|this|these|that) cases?|this (?:does|shall|will)|these|except(?:ions?)?)\b"
    r"|\A(?:ただし|但し|なお)",
    re.IGNORECASE,
)
SUBORDINATE_OPENERS = frozenset(
    "when if where in for to from by as with upon while unless because after before during whether through on at".split()
)


def plain(words: str) -> str:
    """The words without emphasis marks, link targets and the white space around them."""
    words = words.strip()
    if "](" in words:
        words = _LINK_TARGET.sub("]", words)
    return words.strip("*_").strip().strip("[]").strip()


def ends_with_colon(words: str) -> bool:
    """True for a line that announces what comes next by its last character."""
    return _COLON.search(words[-8:]) is not None


def is_complete(words: str) -> bool:
    """True when the words end like a sentence or a clause of one: "." but not "etc." or "Inc."."""
    tail = words[-16:].rstrip()
    if tail.endswith(("?", "？")):
        return False
    return _TERMINAL.search(tail) is not None and _ABBREVIATED_END.search(tail) is None


def is_fragment(words: str) -> bool:
    """True for words that are one entry of a list by themselves: they begin in lower case or end in a semicolon or comma."""
    words = words.strip()
    return bool(words) and not ends_with_colon(words) and (words[0].islower() or _ENTRY_END.search(words[-8:]) is not None)


def ends_open(words: str) -> bool:
    """True for words that cannot end there, though no colon says so: "…, such as", "e.g."."""
    return _ENDS_OPEN.search(words[-16:]) is not None


def announces_list(sentence: str) -> bool:
    """True for a sentence that a list completes: a colon at its end, "the following", "as follows", "below", 「次の」."""
    return announces_entries(sentence) or _BELOW.search(sentence) is not None


def announces_entries(sentence: str) -> bool:
    """True for a sentence whose list comes at once: a colon at its end, "the following", but not "see below"."""
    return ends_with_colon(sentence) or _FOLLOWING.search(sentence) is not None


def announces_weakly(sentence: str) -> bool:
    """True for a sentence that may be completed by a list: "any of the conditions …"."""
    return _ANNOUNCES_WEAKLY.search(sentence) is not None


def begins_sentence(heading: str) -> bool:
    """True for a heading that is the beginning of a sentence: "We do not", "We may share data with"."""
    return _UNFINISHED.search(plain(heading).rstrip(":： ")) is not None


def leans_on_before(sentence: str) -> bool:
    """True for a sentence that says nothing without the one before it: "However, …"."""
    return _LEANS_ON_BEFORE.match(sentence) is not None


def first_words(words: str, count: int = 1) -> tuple[str, ...]:
    """The first words, lower case, without emphasis marks."""
    return tuple(word.lower() for word in plain(words[:120]).split()[:count])


def slug(words: str, limit: int = 48) -> str:
    """Lower-case letters and digits of any script joined by hyphens, cut at a word; empty when there are none."""
    pieces = re.findall(
        r"\w+", unicodedata.normalize("NFKC", plain(words[:400])).replace("_", " ").lower().replace("’", "").replace("'", "")
    )
    result = ""
    for piece in pieces:
        if result and len(result) + 1 + len(piece) > limit:
            break
        result = f"{result}-{piece}" if result else piece[:limit]
    return result

"""Titles: what a heading's words look like, with a number before them and without."""

import re

from ingest.contact_lines import is_contact_line, is_date_line, is_organisation, is_signature
from ingest.wording import ends_open, ends_with_colon, is_complete, plain

# A title longer than this is a sentence that lost its full stop. Numbered titles quote whole statutes.
TITLE_CHARS = 110
NUMBERED_TITLE_CHARS = 320
# A numbered title may end with a full stop ("6.1 Right of Access.") when it is this short and capitalised.
STOPPED_TITLE_WORDS = 8
NUMBERED_BOLD_WORDS = 16
# Link targets can make a short title long; beyond this the words are not looked at.
LOOKED_AT_CHARS = 2000

_BOLD_LINE = re.compile(r"\A(?:_?\*\*_?|__)(?P<inside>(?=\S).*?\S)(?:_?\*\*_?|__)(?P<colon>:?)[_\s]*\Z")
_INFINITIVE_QUESTION = re.compile(r"\A(?:where|how|when|what|whom) to\b", re.IGNORECASE)
_SENTENCE_BREAK = re.compile(r"(?<!\betc)(?<!\bInc)(?<!\bNo)(?<!\bCo)(?<!\bLtd)(?<![.\s].)\.\s+[A-Z]")
_NUMBERED_START = re.compile(r"[(\[]?\w{1,3}\\?[.)\]]")
_WORD = re.compile(r"[^\W\d_][\w’'\-]*")
_BRACKETED = re.compile(r"\A[\[<【＜〈].+[\]>】＞〉]\Z")


def bold_title(words: str) -> str | None:
    """What a line consisting of one bold run says, None for any other line and for a bold sentence."""
    if not words.startswith(("**", "__", "_**", "_*")) or len(words) > NUMBERED_TITLE_CHARS:
        return None
    match = _BOLD_LINE.match(words)
    if match is None or "**" in match["inside"] or len(match["inside"]) > TITLE_CHARS + 40:
        return None
    inside = match["inside"]
    longest = NUMBERED_BOLD_WORDS if _NUMBERED_START.match(inside) else STOPPED_TITLE_WORDS
    return None if is_complete(inside) and len(inside.split()) > longest else inside


def capital_share(words: str) -> float:
    """The share of the words of four letters and more (of all, if there is none) that begin with a capital."""
    found = _WORD.findall(words)
    long_words = [word for word in found if len(word) > 3] or found
    return sum(word[0].isupper() for word in long_words) / len(long_words) if long_words else 0.0


def is_title(words: str, *, numbered: bool = False) -> bool:
    """True when the words can be a heading: short, complete without a full stop, no contact, date or signature line."""
    if len(words) > LOOKED_AT_CHARS:
        return False
    linked = "](" in words or "://" in words
    words = plain(words)
    if not words or len(words) > (NUMBERED_TITLE_CHARS if numbered else TITLE_CHARS):
        return False
    infinitive = _INFINITIVE_QUESTION.match(words) is not None and len(words.split()) <= 14
    stopped = numbered and words.endswith(".") and len(words.split()) <= STOPPED_TITLE_WORDS and capital_share(words) >= 0.7
    if (is_complete(words) and not infinitive and not stopped) or ends_with_colon(words):
        return False
    if numbered:
        # Inside a long title a full stop before a capital means sentences: a numbered paragraph.
        return not (
            len(words) > TITLE_CHARS and re.search(r"[a-z]\.\s+[A-Z]", words) and not re.search(r"etc\.|Inc\.|No\.", words)
        )
    if _SENTENCE_BREAK.search(words) and not words.endswith(("?", "？")):
        return False
    if words[0].islower() or words[0] in "([<【|" or is_contact_line(words) or is_date_line(words) or is_signature(words):
        return False
    if (words.endswith(".") and not infinitive) or is_organisation(words) or linked or ends_open(words):
        return False
    count = len(words.split())
    ideographic = any("\u3040" <= character <= "\u9fff" for character in words)
    return (count <= 16 and not ideographic) or (ideographic and len(words) <= 40)


def is_heading_like(words: str) -> bool:
    """True for a title that reads as one even without blank lines around it: capitals, few words, or a question."""
    count = len(words.split())
    return (
        count <= 8
        or capital_share(words) >= 0.6
        or words.rstrip().endswith("?")
        or _INFINITIVE_QUESTION.match(words) is not None
    )


def is_bracketed_title(words: str) -> bool:
    """True for "[Inquiries]" or "<Contact>" on a line of its own."""
    return len(words) <= TITLE_CHARS and _BRACKETED.match(words) is not None

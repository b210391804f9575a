"""Whether a sentence turns its quotes round: denies what they assert, is surer than they are, drops their exception."""

import re
from collections.abc import Sequence

from vectorstore.lexical import tokenize

_NEGATION = re.compile(
    r"\bneither\b[^.;]{0,60}?\bnor\b|\b(?:not|never|none|nobody|nothing|cannot|neither|nor|without|unable|refrain\w*|refus\w*|"
    r"reject\w*|declin\w*|den(?:y|ies|ied)|prohibit\w*|forbid\w*|forbidden|impossible|unless)\b|\bno\b|n['’]t\b"
    r"|ません|ない|なく|拒否|拒む|禁止|不可",
    re.IGNORECASE,
)
_NO_NEGATION = re.compile(
    r"\bnot (?:only|limited to|necessarily)\b|\bnotwithstanding\b|\b(?:no|not) (?:later|longer|more|less|fewer) than\b"
    r"|\bwhether or not\b|\bno longer\b|\bwithout (?:undue )?delay\b|\bwithout limitation\b|\bdo not hesitate\b"
    r"|\b(?:phone|contact|tel|fax|article|item) no\b|\bno\. ?\d|遅滞なく|だけでなく|少なくとも",
    re.IGNORECASE,
)
_EXCEPTION = re.compile(r"\b(?:except\w*|unless|excluding|other than)\b|除き|除く|除いて", re.IGNORECASE)
# Those that deny nothing by themselves; "not unless" and "not without" are two denials alike.
_BARE_EXCEPTION = re.compile(r"\b(?:except\w*|excluding|other than)\b|除き|除く|除いて", re.IGNORECASE)
# What is said of a person or thing in passing: "service providers who do not use it for themselves".
_ASIDE = re.compile(r"\b(?:who|which|that)\b[^,.;]{0,60}\b(?:not|never|no)\b[^,.;]*", re.IGNORECASE)
_CONDITION = re.compile(
    r"\b(?:if|when|where|in (?:the following |the |some |these )?cases?|provided that|subject to|except\w*|unless|only|with)\b"
    r"|場合|とき",
    re.IGNORECASE,
)
_NEVER = re.compile(r"\b(?:never|no|not|none)\b|n['’]t\b", re.IGNORECASE)
_BARRED = re.compile(
    r"\b(?:never|not|no)\b[^.;]{0,80}\b(?:except\w*|unless)\b|\bexcept\w*\b[^.;]{0,80}\b(?:never|not|no)\b", re.IGNORECASE
)
_UNLESS = re.compile(r"\b(?:without|unless)\b(?! (?:undue )?delay| limitation)", re.IGNORECASE)
_CONSENT = re.compile(r"\b(?:consent|permission|approval|agree\w*|authori[sz]\w+)\b", re.IGNORECASE)
_LEAVES_ROOM = re.compile(
    r"\b(?:if|when|where|cases?|provided that|subject to|consent\w*|except\w*|unless|only|without|with|generally|normally|"
    r"in principle|usually|beyond|for)\b",
    re.IGNORECASE,
)
# What a sentence sets out from: "If we decide not to disclose it, we tell you why" denies nothing that it goes on to say.
_IF = re.compile(r"^\W*(?:\d+\W+)?(?:if|when|where|in case)\b[^,]{0,200},", re.IGNORECASE)
_HEDGE = re.compile(r"\b(?:may|might|could)\b|かもしれ|ことがあ|場合があ|得る", re.IGNORECASE)
_LOOSE = re.compile(
    r"\b(?:may|might|could|can|possibl\w+|perhaps|sometimes|option\w*|able|allowed|entitled|permitted|up to|cases?|if|when)\b"
    r"|場合|こと(?:が|も)",
    re.IGNORECASE,
)
_FIRM = re.compile(r"\b(?:will|shall|must|is required|are required|have to|has to)\b|なければな|ものとし", re.IGNORECASE)
# "Send your request to …" tells how a thing that one may do is done; it is no surer than "requests may be sent".
IMPERATIVE = re.compile(
    r"(?:^|[:•*-]\s*|\b(?:please|kindly|then|and|or|to|first|also)\s+)"
    r"(?:send|mail|e-?mail|call|write|contact|use|fill|return|submit|enclose|attach|transfer|pay|provide|give|ask|apply|request|"
    r"visit|see|refer|click|open|enter|include|bring|present|show|sign|print|choose|select|turn|disable|opt|unsubscribe|reach|get|verify)\b",
    re.IGNORECASE,
)
# Parts of a sentence that assert something each.
_PARTS = re.compile(r"\s*(?:;|,?\s+\bbut\b|,\s+(?:while|whereas|although|though|however|otherwise|so)\b)\s*", re.IGNORECASE)
# A number that heads an entry of a list ends no sentence.
_SENTENCE = re.compile(r"(?<=[.!?])(?<!\s\d\.)(?<!\s\d\d\.)(?<!^\d\.)\s+|(?<=[。！？])")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
# A part with fewer content words is read with the one before it.
_FEWEST_WORDS = 2


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, white space folded; a stop between letters or digits, or after an entry's number, ends none."""
    return [part.strip() for part in _SENTENCE.split(" ".join(text.split())) if part.strip()]


def other_script(claim: str, quoted: str) -> bool:
    """Whether a claim is written in another script than its quotes, Japanese about English or the other way round."""
    return bool(_CJK.search(claim)) != bool(_CJK.search(quoted))


def negations(text: str) -> int:
    """How often a text denies, exceptions apart: two denials are an assertion, "neither … nor" is one."""
    return len(_NEGATION.findall(_NO_NEGATION.sub(" ", _BARE_EXCEPTION.sub(" ", text))))


def turned(claim: str, quotes: Sequence[str]) -> str:
    """What is turned round in a sentence of a claim, as a remark to whoever wrote it; empty when nothing is."""
    # A sentence of several assertions is judged part by part: "may change without notice, but changes are announced".
    return next((fault for part in _parts(claim) if (fault := _turned(part, claim, quotes))), "")


def _parts(claim: str) -> list[str]:
    """What a sentence asserts, one after the other."""
    parts: list[str] = []
    for part in _PARTS.split(claim):
        if parts and len(tokenize(part)) < _FEWEST_WORDS:
            parts[-1] += f", {part}"
        elif part.strip():
            parts.append(part)
    return parts


def _turned(part: str, claim: str, quotes: Sequence[str]) -> str:
    nearest = _nearest(part, quotes)
    words = set(tokenize(part))
    nearest = _ASIDE.sub(lambda aside: " " if words.isdisjoint(tokenize(aside.group())) else aside.group(), nearest)
    whole = " ".join(quotes)
    denied, quoted = negations(part), negations(nearest)
    barred = _BARRED.search(nearest) or (_BARRED.search(whole) is not None and _NEVER.search(nearest))
    if barred and re.search(r"\bwithout\b", part, re.IGNORECASE) and not re.search(r"\bwithout\b", nearest, re.IGNORECASE):
        # "Never, except with consent" is "not without consent".
        quoted += _CONSENT.search(whole) is not None and _CONSENT.search(part) is not None
    either = {quoted % 2}
    set_out = _IF.match(nearest)
    if set_out is not None:
        told = negations(nearest[set_out.end() :]) % 2
        either = {quoted % 2, told} if _CONDITION.search(claim) else {told}
    if denied % 2 not in either and not _excepted(part, claim, nearest):
        return "it denies what its quote asserts, or asserts what its quote denies"
    if barred and _NEVER.search(part) and not _LEAVES_ROOM.search(claim):
        return "its quote makes an exception, the claim makes none"
    if denied == 0 and _NEVER.search(nearest) and _UNLESS.search(nearest) and not _LEAVES_ROOM.search(claim):
        return "its quote sets a condition, the claim sets none"
    exception = _EXCEPTION.search(nearest)
    if exception is not None and denied == 0 and not _CONDITION.search(claim):
        excepted = set(tokenize(re.split(r"[.;)]", nearest[exception.end() :])[0]))
        if words & excepted - set(tokenize(nearest[: exception.start()])):
            return "it says of what its quote excepts what the quote says of the rest"
    if _HEDGE.search(nearest) and not _FIRM.search(nearest) and not _LOOSE.search(claim) and not IMPERATIVE.search(claim):
        return "its quote says 'may', the claim is surer than that"
    if _FIRM.search(nearest) and not _LOOSE.search(nearest) and _HEDGE.search(part):
        return "its quote is firm, the claim says 'may'"
    return ""


def _excepted(part: str, claim: str, nearest: str) -> bool:
    """Whether a part speaks of the exception that its quote makes."""
    exception = _EXCEPTION.search(nearest)
    if exception is None:
        return False
    if _CONDITION.search(part) or _CONDITION.search(claim):
        return True
    said = set(tokenize(_NEVER.sub(" ", part)))
    return bool(said) and said <= set(tokenize(nearest[exception.end() :]))


def _nearest(claim: str, quotes: Sequence[str]) -> str:
    """The sentence of the quotes that shares most content words with the claim; the whole of one in another script."""
    words = set(tokenize(claim))
    # A quote of several lines is an entry under its lead-in: read together.
    sentences = [part for quote in quotes for sentence in sentences_of(quote) for part in _parts(sentence)]
    if not sentences or other_script(claim, " ".join(quotes)):
        return " ".join(quotes)
    return max(sentences, key=lambda sentence: len(words & set(tokenize(sentence))) / (1 + len(set(tokenize(sentence)))) ** 0.5)

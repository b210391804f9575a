"""Yes or no: what a clause says to a question that can be answered so, and when neither may be said."""

import re
from enum import StrEnum

from assistant.evidence import NO_FEE
from assistant.question import Question, Seek


class Verdict(StrEnum):
    """What stands before the quote; `NONE` when the clause alone must speak."""

    YES = "Yes"
    MAY = "Yes, it may"
    NO = "No"
    NONE = ""


_NEGATION = re.compile(
    r"\b(?:not|never|no|cannot|neither|nor|refrain|refuse|declin\w+|unable|n['’]t)\b|n['’]t\b|\bwithout (?!delay|undue)|ません|ない(?:。|もの)",
    re.IGNORECASE,
)
_HARMLESS = re.compile(
    r"\bnot (?:only|limited to|necessarily)\b|\bnotwithstanding\b|\bno later than\b|\bwhether or not\b|\bif (?:you|we) (?:do|are|have) not\b|\bno longer\b"
    r"|\bnot be able to\b(?=.*\bif\b)|\bif not\b|\bwithout (?:undue )?delay\b|\bwithout limitation\b|\bdo not hesitate\b|\b(?:phone|contact|tel) no\b",
    re.IGNORECASE,
)
_EXCEPT = re.compile(r"\b(?:except|unless|exceptions?|excluding|other than)\b|除き|除く|場合を除", re.IGNORECASE)
_MAY = re.compile(r"\b(?:may|might|could|can)\b", re.IGNORECASE)
_FIRM = re.compile(r"\b(?:will|shall|must|do|does|are|is|has|have)\b", re.IGNORECASE)
_FREE = re.compile(r"\bfree\b|\bwithout (?:a |any )?(?:fee|charge|cost|pay)|\bno (?:fee|charge|cost)|無料", re.IGNORECASE)
_ASKS_NEGATED = re.compile(
    r"^\W*(?:\w+\W+){0,3}(?:isn|aren|don|doesn|won|can|didn|hasn|haven|shouldn|couldn)['’]?t\b|\b(?:refuse|reject|decline|deny|denied|turned? (?:me )?(?:down|away))\b",
    re.IGNORECASE,
)
_MODAL_QUESTION = re.compile(r"\b(?:can|could|may|might|able|allowed|possible)\b", re.IGNORECASE)


def negated(text: str) -> bool:
    """Whether a sentence denies something, apart from phrases that only look like it."""
    return _NEGATION.search(_HARMLESS.sub(" ", text)) is not None


def verdict(question: Question, quote: str, lead_in: str = "", *, listed: bool = False) -> Verdict:
    """What a clause says to a yes/no question. `lead_in` is the sentence that introduces a list item; `listed` when it is one."""
    asked = question.topic
    if question.seek is Seek.MONEY:
        free = NO_FEE.search(quote) is not None
        wants_free = _FREE.search(asked) is not None
        return Verdict.YES if free == wants_free else Verdict.NO
    asks_negated = _ASKS_NEGATED.search(asked) is not None
    denies = negated(quote) if not listed else False
    if listed and lead_in:
        denies = negated(lead_in)
        if _EXCEPT.search(lead_in):
            denies = not denies
        # "… may refuse in the following cases": the items are cases of refusing.
    elif _EXCEPT.search(quote) and denies and not _EXCEPT.search(asked):
        # "Not without your consent, except …": the rule is no; the exceptions stand in the quote.
        denies = True
    if "without" in asked.lower() and "without" in quote.lower():
        denies = negated(re.sub(r"\bwithout\b", " ", quote, flags=re.IGNORECASE))
    if asks_negated and re.search(r"\b(?:refuse|refrain|reject|decline|deny|not)\b", quote + " " + lead_in, re.IGNORECASE):
        denies = False
    if denies:
        return Verdict.NO
    says = quote if not listed else f"{lead_in} {quote}"
    if _MAY.search(says) and not _FIRM.search(_MAY.sub(" ", says)[:60]) and not _MODAL_QUESTION.search(asked):
        return Verdict.MAY
    return Verdict.YES

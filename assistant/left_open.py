"""What a policy speaks of and leaves open: "a fee prescribed by the Company", "the bank designated by us", "regularly"."""

import re

from assistant.entities import EntityKind, kinds_in
from assistant.evidence import Evidence
from assistant.patterns import pattern
from assistant.question import Form, Question, Seek
from vectorstore.lexical import tokenize

# Kinds of values a policy can speak of and leave open.
_NOTES = {
    Seek.MONEY: "a fee is mentioned, its amount is not given",
    Seek.DURATION: "no fixed period is given",
    Seek.DATE: "no date is given",
    Seek.PERSON: "no name is given",
}
OPEN_SEEKS = frozenset(_NOTES)
HOW_OFTEN = "it is not told how often"
WHICH = "it is not told which"
# What stands right behind "which" or "what is the", as far as a preposition, a verb or who does it.
_WHICH_ONE = re.compile(
    r"\b(?:which|what|whose)(?: is| are)?(?: the| a)? "
    r"(?P<what>(?:(?!(?:for|of|to|in|at|on|from|with|by|do|does|did|is|are|was|i"
    r"|we|you|they|it|must|should|can|may|will|that)\b)[\w-]+ ?){1,5})",
    re.IGNORECASE,
)
_DESIGNATED = re.compile(
    r"(?P<what>\w+) (?:separately )?(?:designated|prescribed|specified|determined|appointed|chosen) by "
    r"(?:the company|us|our company)\b",
    re.IGNORECASE,
)


def leaves_open(evidence: Evidence, says: str) -> bool:
    """Whether a number of days is asked for, how often, or which one, and what is quoted speaks of it without telling."""
    topic = evidence.question.topic
    if _leaves_to_company(evidence.question, says):
        return True
    if evidence.question.seek is Seek.DURATION and pattern("value", "counted_period").search(topic):
        return EntityKind.DURATION not in kinds_in(says)
    often = pattern("value", "how_often").search(topic) is not None
    return (
        often
        and not pattern("value", "frequency").search(says)
        and pattern("value", "often_left_open").search(says) is not None
    )


def note_on(evidence: Evidence, row: int, says: str) -> str:
    """What is said before the quote of a passage that leaves open what is asked."""
    if _leaves_to_company(evidence.question, says):
        return WHICH if evidence.valued[row] else _NOTES.get(evidence.question.seek, WHICH)
    return _NOTES.get(evidence.question.seek, HOW_OFTEN)


def _leaves_to_company(question: Question, says: str) -> bool:
    """Whether it is asked which bank, form or method, and the passage says "the bank designated by the Company"."""
    asked = _WHICH_ONE.search(question.asked)
    if asked is None or question.form is not Form.FACT:
        return False
    named = frozenset(tokenize(asked["what"]))
    return any(named & set(tokenize(left["what"])) for left in _DESIGNATED.finditer(says))

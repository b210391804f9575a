"""When neither yes nor no may be said whatever the words of a clause suggest: the quote alone must speak."""

import re

from assistant.patterns import ignoring_case, pattern
from assistant.question import Question, Seek
from assistant.reading import NO_FEE
from assistant.rulings import told_free

# Verbs that deny by themselves, and questions that ask whether something is untrue: the clause's words say the opposite.
_DENIES_ITSELF = ignoring_case(
    r"\b(?:skip|ignor|delay|ban|lack|lose|lost|exempt|fail|neglect|avoid|omit|abandon|waive|forgo)\w*\b"
    r"|\b(?:is|was) it (?:false|untrue|wrong|incorrect|a lie|a myth|not true)\b|\binstead of\b|\bnothing\b"
)
_CONDITION = ignoring_case(r"\b(?:unless|except)\b")
_FORBIDS = ignoring_case(r"\bmay not\b")
_ASKS_LEAVE = ignoring_case(r"^\W*(?:can|could|may|might|am i (?:allowed|able)|is it possible)\b")
_FEE_CHARGED = ignoring_case(r"\b(?:fees?|costs?|charges?)\b[^.;]{0,30}\b(?:will be|is|are|may be|applies|apply|of)\b")
# Offices that are not each other.
_OFFICES = (
    ignoring_case(r"\b(?:president|ceo|chief executive|representative director|managing director|head|chair\w*|founder)\b"),
    ignoring_case(r"\b(?:manager|administrator|protection officer|privacy officer|dpo|controller)\b"),
)
_NAME = re.compile(r"\b[A-Z][a-z]+ [A-Z][a-z]+\b")


def held_back(question: Question, says: str) -> bool:
    """Whether a clause's yes or no must not be said for a question."""
    asked = question.topic
    if _DENIES_ITSELF.search(asked) and not _DENIES_ITSELF.search(says):
        return True
    if _ASKS_LEAVE.search(asked) and _FORBIDS.search(says) and not _FORBIDS.search(asked):
        return pattern("form", "yes_no").search(asked) is not None and not _WE_FORBID.search(says)
    if question.seek is Seek.MONEY:
        free = NO_FEE.search(says)
        conditional = free is not None and _CONDITION.search(says) is not None
        rest = NO_FEE.sub(" ", says)
        charged = free is not None and _FEE_CHARGED.search(rest) is not None
        return conditional or (charged and told_free(asked, says) is None)
    return _another_office(asked, says)


# "We may not sell data" answers "Can they …" with no; "you may not" can be a permission turned round.
_WE_FORBID = ignoring_case(r"\b(?:we|company|our company) (?:\w+ )?may not\b")


def _another_office(asked: str, says: str) -> bool:
    """Whether a person is asked about in one office and named in another."""
    if _NAME.search(asked) is None:
        return False
    wanted = [office for office in _OFFICES if office.search(asked)]
    return len(wanted) == 1 and wanted[0].search(says) is None and any(office.search(says) for office in _OFFICES)

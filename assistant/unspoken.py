"""What a passage must speak of, whatever else of a question it holds, before its words can be the answer."""

import re

from assistant.acts import held
from assistant.evidence import Evidence
from assistant.patterns import pattern
from assistant.question import Question, Seek, content_terms, needs_value
from assistant.reading import NO_FEE
from assistant.rights import rights_in
from assistant.subjects import subjects_of

# "How many employees …": what is counted, up to the verb.
_COUNTED = re.compile(
    r"\bhow many (?P<what>[\w-]+(?: [\w-]+)?)"
    r"(?= (?:are|is|do|does|did|have|has|can|will|must|should|of|in|work\w*|use\w*|there)\b|\W*$)",
    re.IGNORECASE,
)
# "How many different copies": which of them are counted, not what.
_HOW_COUNTED = frozenset(content_terms("different separate distinct various pieces copies sets working business calendar"))
# Kinds of value that tell how to reach somebody.
CONTACTS = frozenset((Seek.PHONE, Seek.FAX, Seek.EMAIL, Seek.ADDRESS, Seek.HOURS, Seek.CONTACT))
# A fee that a passage speaks of is for a request, whatever right the request is about.
_OF_REQUESTS = re.compile(
    r"\b(?:requests?|cop(?:y|ies)|inquir\w+|procedures?|applications?|exercis\w+)\b|請求|手続", re.IGNORECASE
)
# Words of a question about money that do not say what it is paid for.
_OF_MONEY = frozenset(
    content_terms(
        "fee fees cost costs price prices pricing charge charges charged charging pay pays paid payment bill billed invoice "
        "money amount sum yen jpy dollars euros free extra expensive cheap cheapest tax taxes include included excluded "
        "minimum maximum total normal usual cash card cards cheque check transfer online top take takes look own apply applies "
        "demand demands ask asks request requests requested want wants data "
        "information personal details back"
    )
)


def unspoken(evidence: Evidence, row: int) -> bool:
    """Whether a passage leaves out what the question turns on: its subject, what is paid for, what is counted.

    A number or an address stands apart from the words around it: there it is enough that the policy speaks of the subject.
    """
    question = evidence.question
    if question.seek is Seek.MONEY and NO_FEE.search(evidence.reading.texts[row]):
        # Where nothing is charged there is nothing to pay, by card or by transfer.
        return _paid_for_something_else(question, evidence.reading.texts[row])
    spoken = evidence.subject.max() if needs_value(question.seek) else evidence.subject[row]
    if float(spoken) == 0.0 or (float(evidence.subject[row]) < 1.0 and _speaks_of_one_nowhere(evidence)):
        return True
    if (
        question.seek in CONTACTS
        and evidence.reading.own_blocks[row]
        and pattern("value", "another_body").search(question.topic)
    ):
        # The company's own desk is no body outside it.
        return True
    says = f"{evidence.reading.contexts[row]} {evidence.reading.texts[row]}"
    if question.seek is Seek.MONEY:
        return _paid_for_something_else(question, says)
    if (
        question.seek is Seek.DURATION
        and not evidence.valued[row]
        and pattern("value", "asks_retention").search(question.topic)
    ):
        return pattern("value", "speaks_of_retention").search(evidence.reading.texts[row]) is None
    if question.seek is Seek.COUNT and (counted := _COUNTED.search(question.topic)) is not None:
        terms = frozenset(content_terms(counted["what"])) - _HOW_COUNTED
        return bool(terms) and not held(says, terms)
    return False


def _speaks_of_one_nowhere(evidence: Evidence) -> bool:
    """Whether the policy leaves out one of the things asked about from beginning to end: a seal is no privacy mark."""
    asked = subjects_of(evidence.question.asked or evidence.question.topic)
    return any(not subject.where and not evidence.reading.speaking_of(subject).of().any() for subject in asked)


def _paid_for_something_else(question: Question, says: str) -> bool:
    if rights_in(question.topic):
        return not rights_in(says) and _OF_REQUESTS.search(says) is None
    bought = frozenset(question.terms) - _OF_MONEY
    return bool(bought) and not held(says, bought)

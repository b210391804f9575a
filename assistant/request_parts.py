"""The parts of a request that a policy's words may tell: the fee, the documents, the reply, whom to write to."""

import re

from assistant.entities import EntityKind, find_entities
from assistant.reading import NO_FEE

REACHED = (EntityKind.EMAIL, EntityKind.PHONE, EntityKind.POSTCODE)
_DOCUMENTS = re.compile(
    r"\b(?:copy|copies) of\b|\bcertificates?\b|\bdriver['’]?s['’]? licen[cs]e\b|\bpassport\b|\b(?:proof of"
    r"|documents for|verify(?:ing)?) (?:your |the )?identi\w+"
    r"|\b(?:request|application) form\b|\brequired document",
    re.IGNORECASE,
)
_REPLY = re.compile(r"\b(?:respond|reply|replies|answer|response form|notify|notification)\b", re.IGNORECASE)
_CHANNEL = re.compile(
    r"\b(?:writing|written|mail|post|e-?mail|telephone|address|days|weeks|month|electronic\w*)\b", re.IGNORECASE
)
_FEE = re.compile(
    r"\bfees?\b.{0,80}\b(?:charged?|prescribed|required|pay|paid|apply)\b|\b(?:charged?|pay|prescribed|handling"
    r"|reasonable) (?:a |an )?(?:\w+ )?fees?\b|\bfree of charge\b"
    r"|手数料|無料",
    re.IGNORECASE,
)


def says_fee(text: str) -> bool:
    """Whether a text says that a fee is due, or that none is."""
    return NO_FEE.search(text) is not None or _FEE.search(text) is not None


def says_documents(text: str) -> bool:
    """Whether a text names something to enclose."""
    return _DOCUMENTS.search(text) is not None


def says_reply(text: str) -> bool:
    """Whether a text says how, or how soon, an answer comes."""
    return _REPLY.search(text) is not None and _CHANNEL.search(text) is not None


def says_where(text: str) -> bool:
    """Whether a text holds an address, telephone number or e-mail address to write to."""
    return any(entity.kind in REACHED for entity in find_entities(text))

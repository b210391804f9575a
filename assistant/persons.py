"""Which names in a question are persons': by the office somebody holds, and by titles."""

import re

_OFFICE = (
    r"(?:president|chair(?:man|woman|person)?|officers?|dpo|ceo|cto|cfo|ciso|chief|directors?|managers?|administrators?|representatives?|head|"
    r"founders?|owners?|controllers?|secretary|lawyer|counsel|contact\s+person|boss|in\s+charge|responsible)\b"
)
_STILL = r"(?:is|was|are|were|still|as|also|really|currently|now|our|your|their|its|the|a|an|one\s+of|not|no\s+longer)"
# "X still president", "X, the data protection officer", "X is the new head of …".
_HOLDS_OFFICE = re.compile(rf"^['’]?\W{{0,3}}(?:{_STILL}\s+)*(?:[\w&'’-]+\s+){{0,4}}?{_OFFICE}", re.IGNORECASE)
_SAYS_SO = re.compile(rf"^\W{{0,3}}{_STILL}\b", re.IGNORECASE)
# "the president is still X", "data protection officer named X".
_OFFICE_OF = re.compile(
    rf"\b{_OFFICE}(?:\s+(?:of|at|for)\s+[\w .&'’-]{{1,30}}?)?\W{{1,3}}(?:(?:{_STILL}|called|named)\s+)*$", re.IGNORECASE
)
_HE = re.compile(r"^,?\s*(?:(?:can|could|may|is|does|will|would|should)\s+)?(?:he|she)\b", re.IGNORECASE)
_WHO = re.compile(r"\bwho\s+(?:is|was|are)\s+$", re.IGNORECASE)


def is_person(question: str, start: int, end: int) -> bool:
    """Whether the name at `start:end` is a person's: it stands beside an office ("is X still president?") or after "who is"."""
    before, after = question[:start], question[end:]
    if _HE.match(after):
        return True
    several = len(question[start:end].split()) > 1
    if several and (_WHO.search(before) or _OFFICE_OF.search(before)):
        return True
    return several and bool(_SAYS_SO.match(after) or after.startswith(",")) and bool(_HOLDS_OFFICE.match(after))


_OFFICES = re.compile(rf"\b{_OFFICE}", re.IGNORECASE)


def offices_in(text: str) -> frozenset[str]:
    """The offices that a text names, in small letters."""
    return frozenset(found.group().casefold() for found in _OFFICES.finditer(text))


_NAME = re.compile(r"(?<![\w.])[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)+")


def names_person(question: str) -> bool:
    """Whether a question names a person beside an office."""
    return any(is_person(question, found.start(), found.end()) for found in _NAME.finditer(question))

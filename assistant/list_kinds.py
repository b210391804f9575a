"""Kinds of lists that policies have and people ask for: exceptions, purposes, documents, measures, rights, recipients."""

import re
from collections.abc import Sequence

from vectorstore.lexical import tokenize

# Lists of some people or of some data.
NARROW = re.compile(
    r"\b(?:specific personal|special categor|sensitive|child|minor|candidate|applicant|employee|job|california"
    r"|dependent|shareholder|(?<!or )(?<!or an )(?<!or their )(?<!or a )(?:deput|agent))",
    re.IGNORECASE,
)
# "People who are not employees", "individuals other than employees", "non-employees".
_LEFT_OUT = re.compile(
    r"(?:\b(?:other than|except(?: for)?|excluding|(?:who|which|that) (?:is|are|was|were)(?: not|n['’]t))"
    r"(?: (?:an?|the|its|their|your|our))?\s+|\bnon-?)([a-z]+)",
    re.IGNORECASE,
)
# How a kind of list is asked for, and how it is announced or what its entries hold.
_TYPES: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(asked, re.IGNORECASE), re.compile(told, re.IGNORECASE))
    for asked, told in (
        (
            r"\b(?:exceptions?|exclu\w+|refus\w+|den(?:y|ied)|withhold\w*|decline|reject\w*|turn down|not (?:have to|need"
            r"|required|disclose|count\w*))\b",
            r"\b(?:except\w*|unless|refus\w+|refrain|may not|shall not|not be|however|exempt\w*|exclud\w+|den(?:y|ied))\b",
        ),
        (
            r"\b(?:purposes?|what .* for\W*$|why|uses?|do(?:es)? .* with|reasons? .*\b(?:use|collect|process))\b",
            r"\bpurposes?\b|\bin order to\b|^\W*(?:to|for) \w+|\bwill be used\b|\bhow we use\b",
        ),
        (
            r"\b(?:documents?|papers|certificates?|enclose|prove|proof|identification|identity|send|submit)\b",
            r"\b(?:documents?|documentation|copy|copies|forms?|certificates?|licen[cs]e|passport|card|ID)\b",
        ),
        (
            r"\b(?:security|safety|safeguards?|protect\w*|measures)\b",
            r"\b(?:security|safety|safeguards?|measures|protect\w*)\b",
        ),
        (r"\brights?\b|\bentitled\b", r"\brights?\b"),
        (
            r"^\W*when\b|\b(?:cases|circumstances|conditions|grounds|situations|reasons?|occasions)\b",
            r"\b(?:cases|circumstances|conditions|grounds|if any of|any of the following)\b|^\W*(?:when|if|where|in case"
            r"|in the event|with your)\b",
        ),
        (
            r"\b(?:parties|companies|partners|recipients|providers|vendors|firms|processors|subcontractors|affiliates"
            r"|(?:to|with) whom|who)\b",
            r"\b(?:parties|companies|partners|recipients|providers|vendors|processors|affiliates|(?-i:[A-Z]\w+ (?:Inc|LLC"
            r"|Ltd|GmbH|Limited|AB|Oy|SA|Co)\b))",
        ),
        (
            r"\b(?:what|which)\b (?:(?:kinds?|types?|categories|sorts?) of )?(?:\w+ ){0,2}(?:data|information)\b"
            r"|\bwhat (?:does|do) .* (?:collect|know|gather)\b",
            r"\b(?:kinds?|types?|categories) of (?:personal )?(?:data|information)\b|\b(?:data"
            r"|information) (?:that )?(?:we|you)\b"
            r"|\b(?:names?|address(?:es)?|e-?mail|phone|IP|browser|device|payment|date of birth|identifiers?)\b",
        ),
        (r"\b(?:ways|methods|routes|channels|means|how)\b", r"\b(?:ways?|methods?|means|through|by|when you|via)\b"),
    )
)


def share_of_kind(question: str, above: str, entries: Sequence[str]) -> float:
    """From 0 to 1: whether a list is of the kinds asked for, by what stands above it or by its entries (at least one)."""
    kinds = [told for asked, told in _TYPES if asked.search(question)]
    if not kinds:
        return 0.0
    shares = [
        1.0 if told.search(above) else sum(told.search(entry) is not None for entry in entries) / len(entries) for told in kinds
    ]
    return sum(shares) / len(shares)


def left_out(text: str) -> set[str]:
    """Whom a text leaves out, as stems: those who "are not employees", "other than employees"."""
    return {token for found in _LEFT_OUT.findall(text) for token in tokenize(found)}

"""Yes or no: what a clause says to a question that can be answered so, and when neither may be said."""

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.denials import EXCEPTION, Segment, denials, negated, segments
from assistant.named_values import Agreement, agreement, compares, named_values
from assistant.question import Question, content_terms
from assistant.rulings import FIRM, MAY, MODAL_QUESTION, Verdict, on_consent, on_days, on_duty, on_fee, on_other, on_permission
from assistant.synonyms import synonyms
from ingest.policy import Policy
from vectorstore.lexical import tokenize

__all__ = ["Verdict", "names_of", "negated", "undisputed", "verdict"]

# A quote that holds a smaller share of the question's words may speak of something else.
ENOUGH = 0.5
ENOUGH_OF_KNOWN = 0.25
# Nearness in meaning (cosine) that makes up for other words.
NEAR = 0.58
NEAR_OF_KNOWN = 0.35
# Two stems are one word when they share as many first letters, or the shorter, of at least so many, begins the longer.
SHARED_LETTERS, WHOLE_STEM = 6, 5
_TAG = re.compile(
    r"[,.]?\s*(?:(?:is|isn['’]?t|are|aren['’]?t|was|wasn['’]?t|do|don['’]?t|does|doesn['’]?t|did|didn['’]?t|will|won['’]?t"
    r"|can|can['’]?t|has|hasn['’]?t|have|haven['’]?t)\s+(?:it|he|she|they|that|there|i|you|one)(?:\s+not)?"
    r"|right|correct|true|is that (?:right|correct|so|true)|yes|no|or not)\s*\?+\s*$",
    re.IGNORECASE,
)
_AUXILIARY_NOT = re.compile(
    r"^\W*(?:\w+\W+){0,2}?(?:is|are|was|do|does|did|wo|ca|has|have|should|could|would|were)n['’]?t\b", re.IGNORECASE
)
_ONLY = re.compile(r"\b(?:only|solely|exclusively)\b", re.IGNORECASE)
_WITHOUT = re.compile(r"\bwithout\b", re.IGNORECASE)
# Words that narrow a question so far that a clause without them does not answer it.
_MUST_RECUR = (
    _ONLY,
    _WITHOUT,
    re.compile(r"\b(?:sell|sells|selling|sold|sale|rent|rents|renting|rented|monetiz\w+)\b", re.IGNORECASE),
    re.compile(r"\b(?:itself|themselves|yourself|yourselves|in-house)\b", re.IGNORECASE),
    re.compile(r"\b(?:responsib\w+|liab\w+|guarantee\w*|accountable|answerable)\b", re.IGNORECASE),
)
_PROPER_NAME = re.compile(r"(?<=[a-z,] )(?:the )?(?P<name>[A-Z][\w'’-]+)")
_NEGATED_VERB = re.compile(
    r"\b(?:will|shall|is|are|was|were|can|could|do|does|did|may|must|has|have) (?:not|never)\b|\bcannot\b|n['’]t\b",
    re.IGNORECASE,
)
_WE = re.compile(r"^\W*(?:we|our)\b", re.IGNORECASE)
_WHOLE = re.compile(r"\b(?:all|every|everything|entirely|completely|whole|fully|always)\b", re.IGNORECASE)


def proposition(topic: str) -> str:
    """What a yes/no question puts forward: its asking sentence, without a tag such as "isn't it?"."""
    sentences = [sentence for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z])", topic.strip()) if sentence]
    asked = _TAG.sub("", sentences[-1]).strip() if sentences else topic
    if len(asked.split()) < 2 and len(sentences) > 1:
        asked = sentences[-2]
    return asked


def undisputed(first: Verdict, others: Sequence[Verdict]) -> Verdict:
    """The verdict of the first clause quoted, unless one quoted beside it says the opposite."""
    against = (Verdict.YES, Verdict.MAY) if first is Verdict.NO else (Verdict.NO,)
    return Verdict.NONE if first is not Verdict.NONE and any(other in against for other in others) else first


def names_of(policy: Policy) -> str:
    """What a policy's company is called, as `verdict` wants it."""
    return " ".join((policy.company, policy.legal_name, *policy.aliases))


def verdict(
    question: Question,
    quote: str,
    lead_in: str = "",
    *,
    listed: bool = False,
    nearness: float = 0.0,
    enough: float = ENOUGH,
    names: str = "",
) -> Verdict:
    """What a clause says to a yes/no question. `lead_in` is the sentence that introduces a list item; `listed` when it is one.

    `nearness` is the cosine of question and passage, 0 when unknown; `enough` the share of the question's words that a clause
    must hold where it is not near. `names` are the company's, which say nothing of what is asked.
    """
    asked = proposition(question.topic)
    lead_in = lead_in if listed else ""
    says = f"{lead_in} {quote}".strip()
    terms = frozenset(question.terms) or frozenset(content_terms(asked))
    share = len(_held(says, terms)) / max(len(terms), 1)
    said = _on_values(asked, says, share)
    if said is None:
        said = next((ruled for ruling in _RULINGS if (ruled := ruling(asked, says)) is not None), None)
        if said is not None and share < ENOUGH_OF_KNOWN and nearness < NEAR_OF_KNOWN:
            said = Verdict.NONE
    if said is not None:
        return said
    if share < enough and (nearness < NEAR or share == 0):
        return Verdict.NONE
    if any(word.search(asked) and not word.search(says) for word in _MUST_RECUR) or _other_names(asked, says, names):
        return Verdict.NONE
    part, item = _speaking(says, lead_in, quote, terms, listed=listed)
    permitted = None if item else on_permission(asked, part.main)
    if permitted is not None and (permitted is not Verdict.NONE or _WE.search(part.main)):
        return permitted
    return _on_words(asked, part, terms, item=item, near=nearness >= NEAR)


_RULINGS = (on_fee, on_consent, on_days, on_duty, on_other)


def _on_values(asked: str, says: str, share: float) -> Verdict | None:
    """What a clause says to a question that names a value; None when it names none, or the clause holds it."""
    values = named_values(asked)
    found = agreement(values, says) if values else Agreement.HOLDS
    if found is Agreement.HOLDS:
        return None
    differs = found is Agreement.DIFFERS and not compares(asked) and share >= ENOUGH_OF_KNOWN
    return Verdict.NO if differs else Verdict.NONE


def _on_words(asked: str, part: Segment, terms: frozenset[str], *, item: bool, near: bool) -> Verdict:
    """What a statement says of a question's words: denied, affirmed, or said to be possible."""
    only = _ONLY.search(part.main)
    if only is not None and not _ONLY.search(asked) and not item and not _held(part.main[only.end() :], terms):
        # "… used only for other things".
        return Verdict.NONE
    denied = _denies(part, terms, item=item, near=near)
    if denied is None:
        return Verdict.NONE
    if denied != _asks_denied(asked):
        return Verdict.NO
    if _WHOLE.search(asked) and not _WHOLE.search(f"{part.main} {part.condition}"):
        return Verdict.NONE
    possible = MAY.search(part.main) and not FIRM.search(MAY.sub(" ", part.main)[:60])
    return Verdict.MAY if possible and not MODAL_QUESTION.search(asked) else Verdict.YES


@lru_cache(maxsize=4096)
def _held(text: str, terms: frozenset[str]) -> frozenset[str]:
    """The terms that a text holds, in another form of the word or as a synonym."""
    tokens = frozenset(tokenize(text))
    return frozenset(
        term
        for term in terms
        if term in tokens
        or any(other in tokens for other in synonyms(term))
        or any(_same_word(term, token) for token in tokens)
    )


def _same_word(one: str, other: str) -> bool:
    """Whether two stems are forms of one word: "collect" and "collection", "suspend" and "suspension"."""
    short, long = sorted((one, other), key=len)
    return len(short) >= WHOLE_STEM and (long.startswith(short) or short[:SHARED_LETTERS] == long[:SHARED_LETTERS])


def _other_names(asked: str, says: str, own: str) -> bool:
    """Whether a question is about something with a name of its own that the clause does not speak of."""
    named = frozenset(token for match in _PROPER_NAME.finditer(asked) for token in tokenize(match["name"])) - set(tokenize(own))
    return bool(named) and not _held(says, named)


def _speaking(says: str, lead_in: str, quote: str, terms: frozenset[str], *, listed: bool) -> tuple[Segment, bool]:
    """The statement that speaks of what is asked, and whether it is a list item under a lead-in."""
    if listed and lead_in:
        lead, in_lead = segments(lead_in), _held(lead_in, terms)
        if lead and in_lead and _held(quote, terms) - in_lead:
            return Segment(lead[-1].main, quote, lead[-1].exception), True
        says = lead_in if in_lead else quote
    parts = segments(says) or (Segment(says),)
    return max(parts, key=lambda part: len(part.hits(lambda text: _held(text, terms)))), False


def _denies(part: Segment, terms: frozenset[str], *, item: bool, near: bool) -> bool | None:
    """Whether a statement denies what is asked; None when it speaks of it only in a condition, or denies something else."""
    in_main = _held(part.main, terms)
    if not in_main and not near and not item:
        return None
    # A lead-in's denial reaches all that is listed under it.
    inside, outside = denials(part.main, lambda after: item or bool(_held(after, terms)))
    if outside and not inside:
        if not near or _NEGATED_VERB.search(part.main) is None:
            # "Requests of that kind are not accepted": what is denied is none of the question's words.
            return None
        inside = outside
    denied = inside % 2 == 1
    excepted = _held(part.exception, terms) - in_main
    if (item and EXCEPTION.search(part.exception)) or excepted:
        denied = not denied
    return denied


def _asks_denied(asked: str) -> bool:
    """Whether the question itself puts forward a denial: "is it true that they never …"; "isn't it" does not."""
    main = " ".join(part.main for part in segments(_AUXILIARY_NOT.sub("", asked))) or asked
    return sum(denials(main, lambda _: True)) % 2 == 1

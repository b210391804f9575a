"""Which of the clauses quoted says yes or no: the first that does, unless one as near says the opposite."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.acts import held
from assistant.denials import EXCEPTION, segments
from assistant.draft import DraftClaim
from assistant.entities import EntityKind, kinds_in
from assistant.evidence import Evidence
from assistant.held_back import held_back
from assistant.listings import overlap
from assistant.named_values import named_values
from assistant.polarity import Verdict, names_of, verdict
from assistant.proposition import proposition
from assistant.question import Question, needs_value
from assistant.rulings import opposite
from assistant.units import Unit, list_around
from ingest.cross_references import reference_in, referred_to
from ingest.policy import Clause, ClauseKind, Span
from ingest.sentences import split_sentences
from ingest.wording import announces_entries
from vectorstore.lexical import tokenize

# Passages looked at for the one that a quote is of, and for one that decides where no quote does.
ROWS = 6
# How far (in the score that orders passages) one that is not quoted may stand below the first to decide in its place.
NEARLY = 0.12
# How much less of the question's words and meaning a deciding quote may hold than the first.
AS_NEAR = 0.1

# So much of a clause that is referred to by its number stands for it.
REFERRED_CHARS = 160

# "Do they tell me if they refuse it?": the "not" of a clause on that case denies nothing of what is asked.
_IF_REFUSED = re.compile(
    r"\b(?:if|when|whenever|in case)\b.{0,40}\b(?:refus|declin|den(?:y|ies)|reject|not\b|n['’]t\b)", re.IGNORECASE
)
# "For more information about that, please visit …" says nothing of it.
_POINTS_ELSEWHERE = re.compile(
    r"^\W*(?:(?:for|to (?:find out|learn|read|know)|if you (?:want|would like|wish))\b[^.;]{0,60}"
    r"\b(?:information|details?|more)\b|(?:more|further|additional) (?:information|details?)\b)[^.;]{0,80}"
    r"\b(?:see|visit|click|contact|refer|consult|read|found|available)\b"
    r"|^\W*(?:please )?(?:see|visit|refer to|click)\b",
    re.IGNORECASE,
)
_WITHOUT_CONSENT = re.compile(r"\bwithout\b[^?,]{0,40}\b(?:consent|permission|approval|agreement|asking)", re.IGNORECASE)
_CONSENT = frozenset(tokenize("consent permission approval agreement asking"))
# A yes to a question that names a number is said by a clause with that number only.
_NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*")

UnitOf = Callable[[int], Unit]
ClaimOf = Callable[[Unit], DraftClaim]


@dataclass(frozen=True, slots=True)
class _Reading:
    said: Verdict
    nearness: float


def decided(
    evidence: Evidence, rows: Sequence[int], claims: Sequence[DraftClaim], unit_of: UnitOf, claim_of: ClaimOf
) -> tuple[Verdict, tuple[DraftClaim, ...]]:
    """The verdict on a yes/no question, and the claims with the one that decides in front."""
    if needs_value(evidence.question.seek):
        # "Is there a number to call?": here it is.
        return Verdict.YES, tuple(claims)
    readings = [_reading(evidence, _row_of(evidence, rows, claim), unit_of) for claim in claims]
    first, others = readings[0], readings[1:]
    if first.said is not Verdict.NONE:
        disputed = any(opposite(first.said, other.said) and other.nearness >= first.nearness - AS_NEAR for other in others)
        return (Verdict.NONE if disputed else first.said), tuple(claims)
    for number, other in enumerate(others, start=1):
        if other.said is not Verdict.NONE and other.nearness >= first.nearness - AS_NEAR:
            return other.said, (claims[number], *claims[:number], *claims[number + 1 :])
    limit = float(evidence.total[rows[0]]) - NEARLY
    for row in rows[1:ROWS]:
        if float(evidence.total[row]) < limit:
            break
        unit = unit_of(row)
        if any(overlap(span, other) for span in unit.spans for claim in claims for other in claim.quotes):
            continue
        reading = _reading(evidence, row, unit_of)
        if reading.said is not Verdict.NONE and reading.nearness >= first.nearness:
            return reading.said, (claim_of(unit), claims[0])
    return Verdict.NONE, tuple(claims)


def _row_of(evidence: Evidence, rows: Sequence[int], claim: DraftClaim) -> int:
    """The best passage that a claim quotes."""
    spans = [evidence.partition.passages[row].span for row in rows[:ROWS]]
    quoted = (row for row, span in zip(rows[:ROWS], spans, strict=True) if overlap(span, claim.quotes[-1]))
    return next(quoted, rows[0])


def _numbers(text: str) -> set[str]:
    return {match.replace(",", "") for match in _NUMBER.findall(text)}


def _excepted(evidence: Evidence, clause: Clause, passage: Span, says: str) -> bool:
    """Whether what a denial leaves out, in itself or in a list under it, holds what of the question the denial does not.

    "Does a law let them share it?": "We do not share data, except: when required by law".
    """
    tree, terms = evidence.partition.tree, frozenset(evidence.question.terms)
    if _WITHOUT_CONSENT.search(evidence.question.topic) is not None:
        # Where consent is given nothing is done without.
        terms -= _CONSENT
    if any(held(part.exception, terms - held(part.main, terms)) for part in segments(says) if part.exception):
        return True
    listing = list_around(tree, clause, passage)
    if listing is None:
        return False
    lead_in = tree.text(listing[0])
    if EXCEPTION.search(lead_in) is None or not announces_entries(lead_in):
        return False
    asked = terms - held(lead_in, terms)
    return bool(asked) and any(held(tree.text(entry), asked) for entry in listing[1])


def _is_bare_line(question: Question, clause: Clause, own: str) -> bool:
    """Whether a clause is a line of a contact block that decides nothing: it gives no hours, and no value is asked about."""
    return clause.kind is ClauseKind.CONTACT and EntityKind.TIME not in kinds_in(own) and not named_values(question.topic)


def _meaning(reference: str, clause: str) -> str:
    """A reference with the beginning of the clause it stands for, as one sentence."""
    words = " ".join(re.split(r"(?<=[.!?;])\s|\n", clause.strip()[:REFERRED_CHARS])[:2])
    # No sign that would end the statement.
    return f"{reference} namely {re.sub(r'[();:.]', ' ', words).strip()}"


def _reading(evidence: Evidence, row: int, unit_of: UnitOf) -> _Reading:
    tree, unit = evidence.partition.tree, unit_of(row)
    own = tree.text(unit.spans[-1])
    lead = tree.text(unit.spans[0]) if unit.listed and len(unit.spans) > 1 else ""
    clause = tree[evidence.partition.passages[row].clause_id]
    if unit.listed and len(unit.spans) == 1 and clause.lead_in is not None:
        lead = tree.text(clause.lead_in)
        own = tree.text(Span(max(clause.lead_in.end, unit.spans[0].start), unit.spans[0].end))
    passage = evidence.partition.passages[row].span
    if (meant := referred_to(tree, clause, passage)) is not None and (
        reference := reference_in(tree.policy.text, passage)
    ) is not None:
        # "The information referred to in (4) is not kept" says it of what (4) speaks of.
        own = own.replace(reference.group(), _meaning(reference.group(), tree.text(meant)), 1)
    dense = float(evidence.scores.dense[row])
    # Where the company is, it need not say again.
    above = f"{evidence.reading.contexts[row]} {evidence.reading.own_places}"
    names = names_of(tree.policy)
    said = verdict(evidence.question, own, lead, listed=unit.listed, nearness=dense, names=names, above=above)
    if said is not Verdict.NONE and (
        held_back(evidence.question, f"{lead} {own}")
        or _is_bare_line(evidence.question, clause, own)
        or (_POINTS_ELSEWHERE.match(own) is not None and len(split_sentences(own, Span(0, len(own)))) < 2)
        or evidence.subject[row] < 1.0
        or (said is Verdict.NO and _IF_REFUSED.search(evidence.question.topic))
        or (said is Verdict.NO and _excepted(evidence, clause, evidence.partition.passages[row].span, f"{lead} {own}"))
        or (said is not Verdict.NO and not _numbers(proposition(evidence.question.topic)) <= _numbers(f"{lead} {own}"))
    ):
        said = Verdict.NONE
    return _Reading(said, dense + float(evidence.coverage[row]))

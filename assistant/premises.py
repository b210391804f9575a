"""What a question takes for granted, held against the policy: a false premise is set right before anything else is said."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.answer import Status
from assistant.denials import EXCEPTION
from assistant.draft import Draft, DraftClaim
from assistant.entities import EntityKind
from assistant.evidence import Evidence
from assistant.named_values import OFFICE, Agreement, NamedValues, agreement, compares, named_values, people_in
from assistant.patterns import pattern
from assistant.polarity import Verdict, names_of, verdict
from assistant.proposition import proposition
from assistant.question import Form, Question, Seek, content_terms
from assistant.readable import quoted
from assistant.rights import rights_in
from assistant.rulings import on_duty
from assistant.units import Unit, unit_of
from ingest.policy import ClauseKind, Span

Weigh = Callable[[Question], Evidence]

NOT_SO = "That is not what the policy says"
# Rows looked at for the value that a premise names.
ROWS = 8
# The share of a premise's words, or its nearness in meaning (cosine), that makes a clause speak of the same thing.
SAME_WORDS, SOME_WORDS = 0.5, 0.25
SAME_MEANING = 0.62
# The same for the clause that is first and has a value of the kind.
FIRST_MEANING = 0.58
# For a statement that something must be done or may be left.
DUTY_MEANING = 0.5
# A premise without values is denied only by a clause that holds this share of its words, or is as near in meaning.
DENIED_WORDS, DENIED_MEANING = 0.45, 0.5

# Fewer words before a question state nothing: "On average, how long …".
STATED_WORDS = 3

_GIVEN = re.compile(
    r"^\W*(?:(?:so|and|but|well|ok(?:ay)?)\W+)?(?:since|given that|as|because|considering that|now that"
    r"|seeing that)\s+(?P<given>.{8,160}?)(?:,(?! ?\d)|\s+(?=(?:i['’]d|i would|i want|can i|may i|how|what|when)\b))",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:i (?:heard|read|understand|was told|thought|know|saw|believe)(?: that)?|they say|apparently"
    r"|(?:please )?confirm that|is it (?:true|correct|right) that)\s+(?P<told>(?:[^.?]|\.(?=\d)){8,160})",
    re.IGNORECASE,
)
_HEARD_AFTER = re.compile(
    r"^(?P<told>.{8,160}?),? (?:i (?:was told|heard|understand|believe|read|think|gather)|apparently|as far as i know)\b[^?]*",
    re.IGNORECASE,
)
_TAGGED = re.compile(
    r"(?:,|\.)\s*(?:(?:is|are|was|were|do|does|did|will|wo|ca|can|has|have)(?:n['’]?t)?\s+(?:it|he|she|they|that"
    r"|there)(?:\s+not)?|right|correct|true|yes|no|is that (?:right|correct|so|true))\s*\?\s*$",
    re.IGNORECASE,
)
# A statement with a question after it, in one sentence or two.
_STATED_THEN_ASKED = re.compile(
    r"^(?P<stated>[^?]{8,160}?)(?:[.;]\s+|,(?! ?\d)\s+(?:so |and |but |then )?)(?=(?:what|which|who|whom|when|where|why|how"
    r"|with whom|to which|for what|is|are|does|do|did|can|could|may|will|has|have|was|tell|give)\b)[^.]*\?",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"^\W*(?:(?:so|and|but|ok|please|hi|hello|also|well)\W+)*(?:what|which|who|whom|whose|when|where|why|how|if|for|at|in"
    r"|under|with|is|are|was|does|do|did|can|could|may|might|will|would|must|should|has|have|isn|aren|don|doesn|won|tell|give"
    r"|list|compare)\b",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"^\W*(?:i|i['’]\w+|my|mine|we|our|a (?:friend|colleague|customer)|someone|suppose|assuming|imagine)\b", re.IGNORECASE
)
_OF_MINE = re.compile(r"\b(?:my|mine|me|our|us)\b", re.IGNORECASE)
# What they did, once: "turned my request down", "they lost my file".
_HAPPENED = re.compile(
    r"(?:^\W*|\b(?:they|it|he|she|you|company|somebody|someone|people|staff)\b(?: (?:just|already|never|once|also))? )"
    r"(?:\w{2,}ed|told|gave|sent|took|lost|sold|said|did|was|were|had|got|kept|wrote|put|made|let)\b",
    re.IGNORECASE,
)
_PRESUPPOSED = re.compile(
    r"^\W*(?:and |so |but )?why\b|\b(?:fee|charge|cost|price)s? of (?=\W?\d|[a-z]{3} ?\d)|\bthe (?:[a-z]{3}"
    r"|[¥$€£])? ?[\d,.]+ ?(?:yen|euros?|dollars?|pounds)? (?:fee|that|which|for)\b",
    re.IGNORECASE,
)
# "Why do they sell my data?" takes for granted that they do; what somebody did is not the policy's to tell.
_WHY = re.compile(
    r"^\W*(?:(?:and|so|but|ok|please)\W+)*why (?P<put>(?:do|does|is|are|will|can|must|may)\b (?!i\b|we\b).{8,160})",
    re.IGNORECASE,
)
_LEAVES_ROOM = re.compile(r"\b(?:without|unless|except|exceptions?|however|only|other than|in principle)\b", re.IGNORECASE)
_SUPPOSED = re.compile(r"\b(?:if|in case|suppose|assuming|unless|after i|when i|once i)\b", re.IGNORECASE)
_OF_THE_POLICY = re.compile(
    r"\b(?:polic\w+|statement|notice|version)\b.*\b(?:dates?|dated|revised|revision|effective|effect|updated?|changed"
    r"|in force|modified|amended|published|written|version)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(r"\b(?:open|opens|closes?|closed|hours|answers? the phone|reachable|staffed)\b", re.IGNORECASE)
_SEEK_OF = {
    EntityKind.MONEY: Seek.MONEY,
    EntityKind.DATE: Seek.DATE,
    EntityKind.DURATION: Seek.DURATION,
    EntityKind.PHONE: Seek.PHONE,
    EntityKind.EMAIL: Seek.EMAIL,
    EntityKind.TIME: Seek.HOURS,
    EntityKind.NUMBER: Seek.COUNT,
}


@dataclass(frozen=True, slots=True)
class Premise:
    """A statement that a question makes; `asked` when the question is whether it is so, `reason` when it is why."""

    statement: str
    asked: bool
    values: NamedValues
    reason: bool = False


def premise_of(question: Question, topic: str) -> Premise | None:
    """What a question takes for granted or asks to have confirmed; None for a question that states nothing.

    `topic` is the whole message without company names.
    """
    topic = " ".join(topic.split())
    statement, asked = "", False
    given, told = _GIVEN.search(topic), _TOLD.search(topic) or _HEARD_AFTER.search(topic)
    stated = None if _ASKING.search(topic) else _STATED_THEN_ASKED.search(topic)
    if _TAGGED.search(topic):
        statement, asked = proposition(_TAGGED.sub("?", topic)).rstrip("?. "), True
        heard = _HEARD_AFTER.search(statement)
        statement = heard["told"] if heard is not None else statement
        inner = _GIVEN.search(f"{statement} I would")
        statement = inner["given"] if inner is not None else statement
    elif told is not None:
        statement, asked = told["told"], True
    elif given is not None:
        statement = given["given"]
    elif stated is not None and len(stated["stated"].split()) >= STATED_WORDS:
        statement = stated["stated"]
    if statement and not _PERSONAL.search(statement):
        return Premise(statement, asked, named_values(statement))
    if statement:
        return None
    why = _WHY.search(topic)
    if why is not None and not named_values(why["put"]):
        return Premise(why["put"], False, named_values(""), reason=True)
    # No statement of its own: a value in the question can be one. A person may have been taken for another company.
    put = proposition(topic)
    values = named_values(put)
    if not values.people and OFFICE.search(put):
        values = replace(values, people=people_in(question.text))
    if not values or _SUPPOSED.search(put):
        return None
    if question.form is Form.YES_NO and not compares(put):
        return Premise(put, True, values)
    return Premise(put, False, values) if _PRESUPPOSED.search(put) else None


def corrected(question: Question, topic: str, draft: Draft, weigh: Weigh) -> Draft:
    """The draft with a false premise set right first, by a clause of the same policy; else the draft itself."""
    premise = premise_of(question, topic)
    if premise is None:
        return draft
    evidence = weigh(_probe(premise))
    row = _refuting_row(premise, evidence)
    if row is None:
        return draft
    tree, unit = evidence.partition.tree, _unit(evidence, row)
    correction = DraftClaim(" ".join(quoted(tree.text(span)) for span in unit.spans), unit.spans)
    rest = () if premise.asked else tuple(claim for claim in draft.claims if not _shared(claim.quotes, unit.spans))[:1]
    opening = Verdict.NO.value if premise.asked else NOT_SO
    return replace(draft, status=Status.STATED, claims=(correction, *rest), nearest=(), verdict=opening)


def _probe(premise: Premise) -> Question:
    """The premise as a question of its own, for a value of its kind."""
    kinds = [entity.kind for entity in premise.values.entities]
    if premise.values.people:
        seek = Seek.PERSON
    elif kinds:
        seek = _SEEK_OF[kinds[0]]
    else:
        seek = Seek.MONEY if pattern("speaks_of", "money").search(premise.statement) else Seek.NOTHING
    rest = premise.values.rest or premise.statement
    return Question(text=premise.statement, topic=rest, form=Form.YES_NO, seek=seek, terms=content_terms(rest))


def _refuting_row(premise: Premise, evidence: Evidence) -> int | None:
    if not premise.values:
        told = (
            not (premise.asked or premise.reason)
            and _OF_MINE.search(premise.statement) is not None
            and _HAPPENED.search(premise.statement) is not None
        )
        # "They turned my request down. …" tells what happened, not what the policy says.
        return None if told else _denying_row(premise, evidence)
    people = premise.values.people
    texts, contexts = evidence.reading.texts, evidence.reading.contexts
    whole = evidence.partition.policy.text.lower()
    if people and any(name.split()[-1].lower() in whole for name in people):
        # Named somewhere in the policy: what for is for the clause itself to say.
        return None
    rows = [int(row) for row in evidence.order if not evidence.elsewhere[row] and (evidence.valued[row] or people)][:ROWS]
    if evidence.question.seek is Seek.DATE and _OF_THE_POLICY.search(premise.statement):
        rows.sort(key=lambda row: evidence.reading.kinds[row] is not ClauseKind.DATE)
    refuting = unnamed = None
    for row in rows:
        same = _speaks_of(premise, evidence, row)
        found = agreement(premise.values, texts[row], contexts[row])
        if found is Agreement.HOLDS and (same or float(evidence.coverage[row]) >= SOME_WORDS):
            return None
        free = Seek.MONEY is evidence.question.seek and pattern("value", "no_fee").search(texts[row]) is not None
        if same and refuting is None and (found is Agreement.DIFFERS or free):
            refuting = row
        if same and unnamed is None and people and OFFICE.search(texts[row]) is not None:
            unnamed = row
    return refuting if refuting is not None else unnamed


def _speaks_of(premise: Premise, evidence: Evidence, row: int) -> bool:
    """Whether a clause speaks of what the premise speaks of."""
    text = evidence.reading.texts[row]
    if float(evidence.coverage[row]) >= SAME_WORDS or float(evidence.scores.dense[row]) >= SAME_MEANING:
        return True
    if evidence.reading.kinds[row] is ClauseKind.DATE and _OF_THE_POLICY.search(premise.statement):
        return True
    if evidence.question.seek is Seek.HOURS and _OPEN.search(premise.statement):
        return True
    if row == int(evidence.order[0]) and evidence.valued[row] and float(evidence.scores.dense[row]) >= FIRST_MEANING:
        return True
    rights = rights_in(premise.statement)
    return bool(rights & rights_in(f"{evidence.reading.contexts[row]} {text}")) and evidence.question.seek is Seek.MONEY


def _denying_row(premise: Premise, evidence: Evidence) -> int | None:
    """The clause that denies a premise without values; None when the nearest clauses bear it out or say nothing of it."""
    rows = [int(row) for row in evidence.order[:ROWS] if not evidence.elsewhere[row]]
    duty = on_duty(premise.statement, "") is not None
    for row in sorted(rows, key=lambda row: -float(evidence.coverage[row] + evidence.scores.dense[row])):
        covered, near = float(evidence.coverage[row]), float(evidence.scores.dense[row])
        if evidence.subject[row] < 1.0:
            continue
        if covered < DENIED_WORDS and near < (DUTY_MEANING if duty else DENIED_MEANING):
            continue
        unit = _unit(evidence, row)
        text = evidence.partition.tree.text
        lead = text(unit.spans[0]) if unit.listed and len(unit.spans) > 1 else ""
        said = verdict(
            evidence.question,
            text(unit.spans[-1]),
            lead,
            listed=bool(lead),
            nearness=near,
            names=names_of(evidence.partition.policy),
        )
        leaves_room = _LEAVES_ROOM if premise.reason else EXCEPTION
        if said is Verdict.NO and not premise.asked and leaves_room.search(f"{lead} {text(unit.spans[-1])}"):
            # "We do not share data without consent": there is a reason to ask why they do.
            return None
        if said is not Verdict.NONE:
            return row if said is Verdict.NO else None
    return None


def _unit(evidence: Evidence, row: int) -> Unit:
    tree, passage = evidence.partition.tree, evidence.partition.passages[row]
    return unit_of(tree, tree[passage.clause_id], passage.span)


def _shared(first: tuple[Span, ...], second: tuple[Span, ...]) -> bool:
    return any(one.start < other.end and other.start < one.end for one in first for other in second)

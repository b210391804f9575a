"""The answerer without a chat model: what a policy says to a question, in the policy's own sentences."""

import re
from collections.abc import Sequence

from assistant.acts import held
from assistant.answer import Status
from assistant.answerability import OFFICE_COVERED, bar, probability
from assistant.decided import decided
from assistant.denials import negated
from assistant.draft import Draft, DraftClaim
from assistant.evidence import Evidence
from assistant.left_open import OPEN_SEEKS, leaves_open, note_on
from assistant.listings import overlap
from assistant.lists import list_claims
from assistant.patterns import pattern, patterns
from assistant.polarity import Verdict
from assistant.procedures import procedure_claims
from assistant.question import Form, Question, Seek, dates_policy, needs_value
from assistant.readable import quoted
from assistant.reading import holds_value
from assistant.rights import rights_in
from assistant.subjects import subjects_of
from assistant.units import Unit, cell_sentence, lead_in_of, person_announced, unit_of
from assistant.unspoken import unspoken
from ingest.policy import Clause, ClauseKind, ClauseTree, Span
from vectorstore.lexical import tokenize

# Clauses offered to read when nothing answers.
NEAREST = 3
# A second sentence is quoted when it is nearly as good as the first and says something else.
CLOSE = 0.1
# Passages so near each other are as good as one another.
AS_GOOD = 0.02
# A value on the subject is the one asked for, though one on something else stands above it by this.
WITH_VALUE = 0.4
# Of a subject that this policy does speak of a passage that does comes before one that stands above it by this: as far as a
# denial in one short sentence was seen below long ones on sharing (development questions).
WITH_WORD = 0.35
# A passage on all subjects asked about comes before one on some that stands above it by this.
WITH_ALL = 0.17
MORE_QUOTES = 1
LOOKED_AT = 5
# A sentence right beside the first is more likely to complete it than one elsewhere.
BESIDE_ROWS = 2
BESIDE = 0.2
# A further quote is left out when the answer would grow longer than a few lines.
ANSWER_CHARS = 480
# An entry of an announced list is quoted alone when it ranks so high and holds more of the question's words by this share.
NEXT_ROWS = 5
ENTRY_ADDS = 0.1
# Beside a yes or no, which the first quote says, a second is left out sooner.
VERDICT_CHARS = 320
# Two quotes of which one holds this share of the other's words say the same.
SAME_SHARE = 0.75
# A further value is quoted when its passage holds as much of the question's words, all but this share.
SAME_COVERAGE = 0.25
# How far a line that names who holds an office may stand behind a sentence on the office.
NAMED_BEHIND = 0.2
_WHICH_OF_THEM = re.compile(r"\bwhich (?:ones?|compan\w+|firms?|of (?:them|these|those))\b", re.IGNORECASE)
# A word with a capital inside a sentence.
_NAMED = re.compile(r"(?<=[a-z,] )(?!I\b)[A-Z][\w'’-]+")
_FIGURE = re.compile(r"\d+")


def draft_of(evidence: Evidence, among: int = 1, *, beside: bool = False) -> Draft:
    """What one policy says to the question, as quotes of its own text.

    `among` so many policies that are asked in the hope that some answer; `beside` others whose answers are compared with this.
    """
    tree, question = evidence.partition.tree, evidence.question
    checked = sum(1 for _ in tree.leaves())
    policy_id = evidence.partition.policy.policy_id
    if evidence.reading.size == 0:
        return Draft(policy_id, Status.NOT_STATED, checked=checked)
    confidence = probability(evidence)
    rows = _speaking_first(evidence, _answering_rows(evidence))
    status = Status.STATED
    if (
        not rows
        or confidence < bar(evidence, among)
        or unspoken(evidence, rows[0])
        or (beside and _WHICH_OF_THEM.search(question.text) and _of_another_name(evidence, rows[0]))
    ):
        status = Status.NOT_STATED
    elif question.seek in OPEN_SEEKS and not _gives(evidence, tree, rows[0]):
        status = Status.UNSPECIFIED if evidence.mentions[rows[0]] else Status.NOT_STATED
    elif leaves_open(evidence, _says(evidence, tree, rows[0])):
        status = Status.UNSPECIFIED
    if status is Status.NOT_STATED:
        nearest = tuple(_passage(evidence, int(row)) for row in evidence.order[:NEAREST])
        return Draft(policy_id, status, nearest=nearest, checked=checked, confidence=confidence)
    claims: tuple[DraftClaim, ...] = ()
    if question.form is Form.LIST:
        claims = list_claims(evidence, rows)
    elif question.form is Form.PROCEDURE:
        claims = procedure_claims(evidence, rows)
    claims = claims or _fact_claims(evidence, tree, rows, status)
    said = Verdict.NONE
    if question.form is Form.YES_NO:
        said, claims = decided(
            evidence, rows, claims, lambda row: _unit(evidence, tree, row), lambda unit: _claim(tree, unit, status)
        )
        if said is not Verdict.NONE and sum(span.end - span.start for claim in claims for span in claim.quotes) > VERDICT_CHARS:
            claims = claims[:1]
    return Draft(policy_id, status, claims, (), said.value, checked, confidence)


def _of_another_name(evidence: Evidence, row: int) -> bool:
    """Whether a question is about something with a name, "for people in Nevada", and the passage about something else."""
    named = frozenset(token for match in _NAMED.finditer(evidence.question.topic) for token in tokenize(match.group()))
    says = f"{evidence.reading.contexts[row]} {evidence.reading.texts[row]}"
    return bool(named) and not held(says, named)


def _gives(evidence: Evidence, tree: ClauseTree, row: int) -> bool:
    """Whether what is quoted for a passage holds a value of the kind sought: in it, or in what it announces."""
    if evidence.question.seek is Seek.PERSON and person_announced(tree, _clause(evidence, row), _passage(evidence, row)):
        return True
    return bool(evidence.valued[row]) or holds_value(
        evidence.question.seek, " ".join(tree.text(span) for span in _unit(evidence, tree, row).spans[-1:])
    )


def _says(evidence: Evidence, tree: ClauseTree, row: int) -> str:
    return " ".join(tree.text(span) for span in _unit(evidence, tree, row).spans)


def _answering_rows(evidence: Evidence) -> list[int]:
    """Rows that can answer, best first: those with a value of the kind sought, where only a value will do."""
    order = [int(row) for row in evidence.order[:40]]
    seek = evidence.question.seek
    if needs_value(seek) or (dates_policy(evidence.question) and evidence.reading.date_lines[order].any()):
        order = [row for row in order if evidence.valued[row]]
    elif seek is Seek.PERSON and order and not evidence.valued[order[0]]:
        # That somebody is responsible is said in many places, who it is in the block that names the office.
        limit = float(evidence.total[order[0]]) - NAMED_BEHIND
        named = [row for row in order[:LOOKED_AT] if _names_office(evidence, row) and float(evidence.total[row]) >= limit]
        order = named[:1] + [row for row in order if row not in named[:1]]
    return [row for row in order if not (evidence.elsewhere[row] and seek is Seek.MONEY)]


def _speaking_first(evidence: Evidence, rows: list[int]) -> list[int]:
    """The rows with one in front that speaks of what the question turns on, where the best does not.

    For a value that is one which denies it; else one as good as the best.
    """
    if needs_value(evidence.question.seek) and (evidence.subject[rows[0]] == 0.0 if rows else evidence.subject.min() == 0.0):
        # "When may I walk in?": the hours of the telephone are no answer where "we do not accept walk-in inquiries" is.
        near = (int(row) for row in evidence.order[:LOOKED_AT] if evidence.subject[row] == 1.0)
        return [row for row in near if negated(evidence.reading.texts[row])][:1] + rows
    if rows and 0.0 < evidence.subject[rows[0]] < 1.0:
        # Of two subjects asked about the best speaks of one.
        limit = float(evidence.total[rows[0]]) - WITH_ALL
        both = (row for row in rows[1 : 1 + LOOKED_AT] if evidence.total[row] >= limit and evidence.subject[row] == 1.0)
        speaking = [row for row in both if not unspoken(evidence, row)][:1]
        return speaking + [row for row in rows if row not in speaking]
    if not rows or not unspoken(evidence, rows[0]):
        return rows
    reach = WITH_WORD if any(subject.where for subject in subjects_of(evidence.question.asked)) else AS_GOOD
    limit = float(evidence.total[rows[0]]) - (WITH_VALUE if evidence.valued[rows[0]] else reach)
    near = (
        row
        for row in rows[1 : 1 + LOOKED_AT]
        if evidence.total[row] >= limit
        and (
            evidence.valued[row] == evidence.valued[rows[0]]
            # What an extra fee is may be left open where the fee itself is given.
            or (evidence.question.seek is Seek.MONEY and evidence.mentions[row] and evidence.subject[rows[0]] == 0.0)
        )
    )
    speaking = [row for row in near if evidence.subject[row] == 1.0 and not unspoken(evidence, row)][:1]
    return speaking + [row for row in rows if row not in speaking]


def _names_office(evidence: Evidence, row: int) -> bool:
    return bool(evidence.valued[row] and evidence.reading.own_blocks[row] and evidence.coverage[row] >= OFFICE_COVERED)


def _clause(evidence: Evidence, row: int) -> Clause:
    return evidence.partition.tree[evidence.partition.passages[row].clause_id]


def _passage(evidence: Evidence, row: int) -> Span:
    return evidence.partition.passages[row].span


def _unit(evidence: Evidence, tree: ClauseTree, row: int) -> Unit:
    seek, clause, passage = evidence.question.seek, _clause(evidence, row), _passage(evidence, row)
    if clause.kind is ClauseKind.TABLE_ROW and seek is Seek.NOTHING:
        terms = frozenset(evidence.question.terms)
        return Unit(
            (cell_sentence(tree.policy.text, passage, lambda text: (len(held(text, terms)), len(terms & set(tokenize(text))))),)
        )
    unit = unit_of(tree, clause, passage, whole_block=seek in (Seek.CONTACT, Seek.ADDRESS))
    if seek is Seek.PERSON and (holder := person_announced(tree, clause, passage)) is not None:
        # A block that names the office says it all.
        named = set(evidence.question.terms) & set(tokenize(tree.text(holder)))
        return Unit((holder,) if named else (passage, holder))
    if seek is Seek.MONEY and len(unit.spans) == 1 and (charged := _charged_for(evidence, tree, row)) is not None:
        return Unit((charged, *unit.spans), listed=True)
    return unit


def _charged_for(evidence: Evidence, tree: ClauseTree, row: int) -> Span | None:
    """The sentence that says what an amount listed under it is charged for."""
    clause = _clause(evidence, row)
    lead_in = clause.lead_in
    if (
        lead_in is None
        or clause.kind is not ClauseKind.ITEM
        or not evidence.valued[row]
        or rights_in(evidence.reading.texts[row])
    ):
        return None
    above = tree.text(lead_in)
    return lead_in if patterns("speaks_of")[Seek.MONEY.value].search(above) and rights_in(above) else None


def _fact_claims(evidence: Evidence, tree: ClauseTree, rows: Sequence[int], status: Status) -> tuple[DraftClaim, ...]:
    units = [_entry_unit(evidence, tree, rows) or _unit(evidence, tree, rows[0])]
    limit = float(evidence.total[rows[0]]) - CLOSE
    sections = evidence.partition.sections
    for row in rows[1 : 1 + LOOKED_AT]:
        if len(units) > MORE_QUOTES or _asks_one_date(evidence.question):
            break
        beside = abs(row - rows[0]) <= BESIDE_ROWS and sections[row] == sections[rows[0]]
        if float(evidence.total[row]) < limit - (BESIDE if beside else 0.0):
            continue
        if evidence.valued[rows[0]] and not (evidence.valued[row] and _of_the_same(evidence, row, rows[0])):
            continue
        if _of_another_body(evidence, row, rows[0]) or _of_another_figure(evidence, row, rows[0]):
            continue
        unit = _unit(evidence, tree, row)
        if sum(span.end - span.start for each in (*units, unit) for span in each.spans) > ANSWER_CHARS:
            continue
        if not any(overlap(span, other) for span in unit.spans for known in units for other in known.spans) and not any(
            _says_the_same(tree, unit, known) for known in units
        ):
            units.append(unit)
    note = note_on(evidence, rows[0], _says(evidence, tree, rows[0])) if status is Status.UNSPECIFIED else ""
    return tuple(_claim(tree, unit, status, note if number == 0 else "") for number, unit in enumerate(units))


def _asks_one_date(question: Question) -> bool:
    """Whether the latest or the earliest of several dates is asked for: the other would mislead."""
    return dates_policy(question) and any(pattern("value", name).search(question.topic) for name in ("latest", "earliest"))


def _of_the_same(evidence: Evidence, row: int, first: int) -> bool:
    """Whether a further value is of what is asked about, nearly as the first: another desk's number would mislead.

    What is free completes what a price is asked for, whatever it is named with.
    """
    return evidence.question.seek is Seek.MONEY or bool(evidence.coverage[row] >= evidence.coverage[first] - SAME_COVERAGE)


def _of_another_figure(evidence: Evidence, row: int, first: int) -> bool:
    """Whether the first has the figures that the question names and the other has not: what holds for purpose 7, and for 2."""
    figures, texts = _figures(evidence.question.topic), evidence.reading.texts
    return (
        evidence.question.seek is not Seek.MONEY and figures <= _figures(texts[first]) and not figures <= _figures(texts[row])
    )


def _figures(text: str) -> frozenset[str]:
    return frozenset(_FIGURE.findall(text))


def _of_another_body(evidence: Evidence, row: int, first: int) -> bool:
    """Whether one of two contacts is the company's and one another body's: side by side they would be mixed up."""
    own, foreign = evidence.reading.own_blocks, evidence.reading.foreign_blocks
    return bool((own[first] and foreign[row]) or (foreign[first] and own[row]))


def _entry_unit(evidence: Evidence, tree: ClauseTree, rows: Sequence[int]) -> Unit | None:
    """Of a list whose announcement ranks first, the entry that ranks next and shares words with the question, if one does."""
    announcement = _passage(evidence, rows[0])
    for row in rows[1:NEXT_ROWS]:
        lead_in = lead_in_of(tree, _clause(evidence, row))
        introduced = lead_in is not None and lead_in.start <= announcement.start < lead_in.end
        adds = float(evidence.coverage[row] - evidence.coverage[rows[0]])
        if introduced and evidence.partition.passages[row].start > announcement.start and adds >= ENTRY_ADDS:
            return _unit(evidence, tree, row)
    return None


def _claim(tree: ClauseTree, unit: Unit, status: Status, note: str = "") -> DraftClaim:
    words = " ".join(quoted(tree.text(span)) for span in unit.spans)
    return DraftClaim(f"{note}: {words}" if note else words, unit.spans, status)


def _says_the_same(tree: ClauseTree, unit: Unit, other: Unit) -> bool:
    first, second = (set(tokenize(" ".join(tree.text(span) for span in each.spans))) for each in (unit, other))
    return len(first & second) >= SAME_SHARE * min(len(first), len(second))

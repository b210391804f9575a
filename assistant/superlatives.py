"""Which of several companies: the line before the rows, computed from what each row quotes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answer import Status
from assistant.denials import NEGATION, REFUSAL
from assistant.draft import Draft, DraftClaim
from assistant.entities import EntityKind, find_entities
from assistant.held_back import held_back
from assistant.named_values import in_days
from assistant.patterns import ignoring_case, pattern
from assistant.polarity import Verdict, verdict
from assistant.question import Form, Question, Seek, content_terms, entity_kind, needs_value
from assistant.readable import quoted
from assistant.rights import rights_in
from assistant.rulings import asks_free
from ingest.policy import ClauseKind, ClauseTree, Span
from vectorstore.lexical import tokenize

_LEAST = ignoring_case(
    r"\b(?:cheap(?:est|er)|least expensive|less expensive|low(?:est|er)|pay (?:the )?least|pay less|costs? (?:the )?(?:least"
    r"|less)|smallest"
    r"|short(?:est|er)|fast(?:est|er)|quick(?:est|er)|soon(?:est|er)|oldest|older|earliest)\b|安い|最安|短い|古い"
)
_MOST = ignoring_case(
    r"\b(?:(?:most|more) expensive|high(?:est|er)|dear(?:est|er)|pay (?:the )?most|pay more|costs? (?:the )?most|costs? more"
    r"|largest"
    r"|long(?:est|er)|slow(?:est|er)|latest|newest|newer|most recent(?:ly)?|last (?:revised|updated|changed|modified))\b|高い"
    r"|最高|長い|新しい"
)
_ONLY_ONE = ignoring_case(r"\b(?:the )?only (?:one|company|policy|firm)\b|\bonly which\b|唯一")
_WHICH = ignoring_case(
    r"\bwhich (?:of|one|ones|company|companies|policy|policies|firms?)\b|^\W*(?:and |so )?(?:who|which)\b|\b(?:to|at|with"
    r"|for) which compan"
    r"|\bis there (?:a|any|one) (?:company|policy|firm|one)\b|\b(?:do|does) any (?:of|company)\b|\bany of (?:them|these"
    r"|the)\b|どの会社|どちら"
)
_SAYING = ignoring_case(
    r"\b(?:that|which|who)? ?(?:mentions?|speaks? of|says? anything about|talks? about|refers? to|states?)\b"
)
_GIVES = ignoring_case(
    r"\b(?:giv\w+|publish\w*|have|has|provid\w+|offer\w*|names?|send|call|reach|write|e-?mail|lists?|stat\w+|shows?)\b"
)
_OF_POLICIES = ignoring_case(
    r"\b(?:polic(?:y|ies)|versions?|statements?|notices?)\b[^?]*\b(?:chang|revis|updat|modif|amend|newest|newer|oldest|older"
    r"|latest|recent|date)"
    r"|\b(?:newest|oldest|most recent(?:ly)?|latest|last)\b[^?]*\bpolic(?:y|ies)\b"
)
_DATES_A_POLICY = ignoring_case(r"\b(?:revis|updat|modif|effective|amend|chang|in force|as of|version|last)|改[定訂]|更新|施行")
# A bare quote must hold this share of the question's words before its company is named.
ENOUGH = 0.6
_RANKED: dict[Seek, tuple[str, str]] = {
    Seek.MONEY: ("Lowest fee", "Highest fee"),
    Seek.DURATION: ("Shortest period", "Longest period"),
    Seek.DATE: ("Earliest date", "Latest date"),
}


@dataclass(frozen=True, slots=True)
class _Row:
    company: str
    draft: Draft
    quotes: tuple[str, ...]

    @property
    def is_silent(self) -> bool:
        return self.draft.status is Status.NOT_STATED


def first_line(question: Question, drafts: Sequence[Draft], trees: Mapping[str, ClauseTree]) -> str:
    """The companies that a question about several asks for; empty when it asks for none or the rows do not tell.

    The line has no figures of its own: they stand in the rows' quotes.
    """
    if len(drafts) < 2 or all(draft.status is Status.NOT_STATED for draft in drafts):
        return ""
    rows = [_row(draft, trees[draft.policy_id]) for draft in drafts]
    least, most = _LEAST.search(question.text), _MOST.search(question.text)
    if (least or most) and question.seek in _RANKED:
        return _ranked(question.seek, rows, least=least is not None and (most is None or least.start() < most.start()))
    if _ONLY_ONE.search(question.text) or _WHICH.search(question.text):
        return _named(question, rows)
    return ""


def _row(draft: Draft, tree: ClauseTree) -> _Row:
    quotes = tuple(" ".join(tree.text(span) for span in claim.quotes) for claim in draft.claims)
    return _Row(tree.policy.company, draft, quotes)


def _ranked(seek: Seek, rows: Sequence[_Row], *, least: bool) -> str:
    measured = {row.company: measure for row in rows if (measure := _measure(seek, row)) is not None}
    units = {unit for _, unit in measured.values() if unit}
    if not measured or len(units) > 1:
        # Amounts in two currencies cannot be told apart without a rate.
        return ""
    best = (min if least else max)(value for value, _ in measured.values())
    names = [company for company, (value, _) in measured.items() if value == best]
    if len(measured) < 2 and not (best == 0 and least):
        return ""
    free = seek is Seek.MONEY and least and best == 0
    line = f"{_RANKED[seek][0 if least else 1]}: {', '.join(names)}{' (no fee)' if free else ''}."
    left_open = [row.company for row in rows if row.company not in measured and not row.is_silent]
    silent = [row.company for row in rows if row.is_silent]
    if left_open:
        line += f" Left open, so not comparable: {', '.join(left_open)}."
    if silent:
        line += f" Not stated: {', '.join(silent)}."
    return line


def _measure(seek: Seek, row: _Row) -> tuple[float, str] | None:
    """What a row's first quote with a value of the kind says, and its unit; a free service is 0 of any currency."""
    if row.is_silent:
        return None
    kind = entity_kind(seek)
    for quote in row.quotes:
        values = [entity.value for entity in find_entities(quote) if entity.kind is kind]
        if seek is Seek.MONEY and not values and pattern("value", "no_fee").search(quote):
            return 0.0, ""
        measures = [measure for value in values if (measure := _number(kind, value)) is not None]
        if measures:
            return max(measures) if kind is EntityKind.DATE else measures[0]
    return None


def _number(kind: EntityKind | None, value: str) -> tuple[float, str] | None:
    if kind is EntityKind.MONEY:
        amount, _, currency = value.partition(" ")
        return float(amount), currency
    if kind is EntityKind.DURATION:
        days = in_days(value)
        return None if isinstance(days, str) else (days, "")
    if kind is EntityKind.DATE:
        parts = value.split("-")
        if ":" in value or not all(part.isdigit() for part in parts):
            return None
        year, month, day = (*(int(part) for part in parts), 1, 1)[:3]
        try:
            return float(date(year, month, day).toordinal()), ""
        except ValueError:
            return None
    return None


def _named(question: Question, rows: Sequence[_Row]) -> str:
    """The companies whose quotes say yes to the question; for a question after a number or an address, those that give one."""
    if needs_value(question.seek) and _GIVES.search(question.topic):
        names = [row.company for row in rows if not row.is_silent]
    else:
        put = _put(question)
        names = [
            row.company for row in rows if not row.is_silent and any(_says_yes(put, quote, row.company) for quote in row.quotes)
        ]
    if not names:
        return ""
    if _ONLY_ONE.search(question.text):
        return f"Only {names[0]}." if len(names) == 1 else f"Not only one: {', '.join(names)}."
    said = "Yes: " if question.form is Form.YES_NO else "By the policies: "
    return f"{said}{', '.join(names)}."


def _put(question: Question) -> Question:
    """The question as what it says of each company: "the only one that mentions …" without "the only one that mentions"."""
    statement = _SAYING.sub(" ", _ONLY_ONE.sub(" ", question.topic))
    return replace(question, topic=statement, terms=content_terms(statement) or question.terms)


def _says_yes(question: Question, quote: str, company: str) -> bool:
    # The statement begins with what the company does; a line that only names the same things does not say that it does it.
    acts = [term for term in question.terms if not REFUSAL.search(term)][:1]
    if question.seek is not Seek.MONEY and acts and not set(acts) & set(tokenize(quote)):
        return False
    asked = rights_in(question.topic)
    if question.seek is Seek.MONEY and asked and not asked & rights_in(quote):
        # Free for another request than the one asked about.
        return False
    if question.seek is Seek.MONEY and asks_free(question.topic):
        return verdict(question, quote, enough=ENOUGH, names=company) is Verdict.YES
    denies = NEGATION.search(quote) is not None and NEGATION.search(question.topic) is None
    if held_back(question, quote) or (denies and question.seek is not Seek.MONEY):
        # To be named a company must say it outright: "And no, we don't …" has the words as well. Of fees the verdict tells.
        return False
    return verdict(question, quote, enough=ENOUGH, names=company) in (Verdict.YES, Verdict.MAY)


def dated(question: Question, drafts: Sequence[Draft], trees: Mapping[str, ClauseTree]) -> list[Draft]:
    """For "which policy is the newest": each policy's own latest date line instead of what its clauses say of dates."""
    asked = question.text
    if len(drafts) < 2 or not _OF_POLICIES.search(asked) or not (_LEAST.search(asked) or _MOST.search(asked)):
        return list(drafts)
    return [_date_line(draft, trees[draft.policy_id]) for draft in drafts]


def _date_line(draft: Draft, tree: ClauseTree) -> Draft:
    policy = tree.policy
    known = {dated.isoformat() for dated in (policy.revised_date, policy.effective_date) if dated is not None}
    found = [
        (entity.value in known, value, Span(clause.start, clause.end))
        for clause in tree.clauses
        if clause.kind is ClauseKind.DATE
        for entity in find_entities(tree.text(Span(clause.start, clause.end)))
        if entity.kind is EntityKind.DATE
        and (value := _number(EntityKind.DATE, entity.value)) is not None
        and (entity.value in known or _DATES_A_POLICY.search(tree.text(Span(clause.start, clause.end))))
    ]
    if not found:
        return replace(draft, status=Status.NOT_STATED, claims=(), verdict="")
    span = max(found)[2]
    claim = DraftClaim(quoted(tree.text(span)), (span,))
    return replace(draft, status=Status.STATED, claims=(claim,), nearest=(), verdict="")

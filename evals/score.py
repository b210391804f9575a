"""One answer against one case: the strict verdict with its reasons, and the parts it is made of. Deterministic."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.answer import Answer, Citation
from evals.case import EVIDENCE, Case, Gold
from evals.facts import Fact, holds
from evals.faithful import negations_changed, numbers_changed, numbers_without_source
from evals.numerals import digit_groups
from evals.shelf import Shelf
from evals.wording import unify

# How many results of a search a gold clause is looked for in.
RECALL_AT = (1, 4, 10)
MIXED_UP = "wrong company:"


@dataclass(frozen=True, slots=True)
class Hit:
    """A search result's span, best first."""

    policy_id: str
    version: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a system gave for a case: an answer or an error; what its search finds for the question."""

    answer: Answer | None
    hits: tuple[Hit, ...] = ()
    error: str = ""
    cached: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """`reasons` is empty when the answer passes strictly. A part is None where the case does not have it.

    `precision` is the share of citations that touch a gold clause, `recall` the share of gold groups touched by a citation,
    `retrieved` the share of gold groups among the first k results for each k of `RECALL_AT`.
    """

    reasons: tuple[str, ...]
    answerable: bool
    abstained: bool
    facts_right: bool
    wrong_company: bool
    quotes: int
    verbatim: int
    precision: float | None = None
    recall: float | None = None
    retrieved: tuple[float, ...] | None = None
    elapsed_ms: float | None = None

    @property
    def passed(self) -> bool:
        """The strict verdict."""
        return not self.reasons


def touches(span: Citation | Hit, gold: Gold) -> bool:
    """True when they overlap by half of the shorter of both, in the same version of the same policy."""
    if (span.policy_id, span.version) != (gold.policy_id, gold.version):
        return False
    overlap = min(span.end, gold.end) - max(span.start, gold.start)
    return overlap > 0 and 2 * overlap >= min(span.end - span.start, gold.end - gold.start)


def score(case: Case, outcome: Outcome, shelf: Shelf) -> Score:
    """Score one outcome."""
    answer = outcome.answer
    if answer is None:
        return Score((f"error: {outcome.error}",), not case.must_abstain, False, False, False, 0, 0)
    text = text_without_markers(answer)
    facts = tuple(_facts(case, answer, text))
    companies = tuple(_companies(case, answer))
    mixed_up = any(complaint.startswith(MIXED_UP) for complaint in companies)
    verbatim = [_resolve(citation, shelf) for citation in answer.citations]
    gold = [any(touches(citation, one) for one in group for citation in answer.citations) for group in case.expected.gold]
    answered = answer.status in EVIDENCE
    reasons = [
        *_status(case, answer),
        *facts,
        *companies,
        *(complaint for complaint in verbatim if complaint),
        *_claims(answer),
        *_faithful(case, answer, text, shelf),
        *(_uncited(group) for group, cited in zip(case.expected.gold, gold, strict=True) if answered and not cited),
    ]
    if len(answer.text) > case.expected.max_chars:
        reasons.append(f"length: {len(answer.text)} characters, {case.expected.max_chars} allowed")
    answerable = not case.must_abstain
    return Score(
        reasons=tuple(dict.fromkeys(reasons)),
        answerable=answerable,
        abstained=not answered,
        facts_right=not facts and answer.status in case.expected.status,
        wrong_company=mixed_up,
        quotes=len(answer.citations),
        verbatim=sum(not complaint for complaint in verbatim),
        precision=_precision(case, answer.citations) if answerable and answered else None,
        recall=sum(gold) / len(gold) if answerable and gold else None,
        retrieved=_retrieved(case, outcome.hits) if answerable and gold else None,
        elapsed_ms=answer.elapsed_ms,
    )


def text_without_markers(answer: Answer) -> str:
    """The answer's text without its citation markers, "(A)"."""
    markers = "|".join(re.escape(citation.marker) for citation in answer.citations if citation.marker)
    return re.sub(rf"[ \t]*[(\[](?:{markers})(?:,\s*(?:{markers}))*[)\]]", "", answer.text) if markers else answer.text


def _status(case: Case, answer: Answer) -> Iterator[str]:
    if answer.status not in case.expected.status:
        yield f"status: {answer.status}, expected {' or '.join(case.expected.status)}"


def _facts(case: Case, answer: Answer, text: str) -> Iterator[str]:
    # An abstention that the case allows beside an answer has nothing to state.
    if answer.status in EVIDENCE or case.must_abstain:
        yield from (f"missing: {fact}" for fact in case.expected.required if not _said(fact, text))
    yield from (f"forbidden: {fact}" for fact in case.expected.forbidden if _said(fact, text))


def _said(fact: Fact, text: str) -> bool:
    return holds(fact, text)


def _companies(case: Case, answer: Answer) -> Iterator[str]:
    expected = case.expected.companies
    cited = dict.fromkeys(citation.company for citation in answer.citations)
    yield from (f"{MIXED_UP} cites {company}" for company in cited if company not in expected)
    missing = [company for company in expected if company not in answer.companies]
    if missing and answer.companies and len(missing) == len(expected):
        yield f"{MIXED_UP} is about {', '.join(answer.companies)}, not about {', '.join(missing)}"
    elif missing:
        yield f"company left out: {', '.join(missing)}"


def _resolve(citation: Citation, shelf: Shelf) -> str:
    """Empty when the citation is what it says it is, otherwise the complaint."""
    policy = shelf.find(citation.policy_id, citation.version)
    if policy is None:
        return f"citation {citation.marker}: no version {citation.version} of {citation.policy_id}"
    if not 0 <= citation.start < citation.end or policy.text[citation.start : citation.end] != citation.quote:
        return f"citation {citation.marker}: not verbatim at {citation.start}:{citation.end} of {citation.policy_id}"
    if policy.company != citation.company:
        return f"citation {citation.marker}: {citation.policy_id} is of {policy.company}, not of {citation.company}"
    try:
        clause = shelf.tree(policy)[citation.clause_id]
    except KeyError:
        return f"citation {citation.marker}: no clause {citation.clause_id}"
    if min(clause.end, citation.end) <= max(clause.start, citation.start):
        return f"citation {citation.marker}: quote lies outside clause {citation.clause_id}"
    return ""


def _claims(answer: Answer) -> Iterator[str]:
    markers = [citation.marker for citation in answer.citations]
    if len(set(markers)) < len(markers):
        yield "citations: two have the same marker"
    for claim in answer.claims:
        unknown = [marker for marker in claim.citations if marker not in markers]
        if unknown:
            yield f"claim: cites {', '.join(unknown)}, which is no citation of the answer"
        elif claim.status in EVIDENCE and not claim.citations:
            yield f"claim: “{_short(claim.text)}” cites nothing"
    if answer.status in EVIDENCE and not answer.citations:
        yield "citations: an answer without any"


def _faithful(case: Case, answer: Answer, text: str, shelf: Shelf) -> Iterator[str]:
    """Each number of the text in a cited quote (or in the label, date or name that is cited), each negation as quoted."""
    quotes = [citation.quote for citation in answer.citations]
    about = [f"{citation.label} {citation.date} {citation.company}" for citation in answer.citations]
    # An answer may say how many clauses were looked at, in all or in one policy.
    looked_at = (shelf.leaves(policy) for policy in shelf.policies if policy.company in answer.companies)
    counts = {Decimal(count) for count in (answer.clauses_checked, len(answer.companies), *looked_at) if count}
    counts |= {number for fact in case.expected.required if fact.derived for number in _numbers(fact)}
    sources = [*quotes, *about, *answer.companies]
    if answer.status not in EVIDENCE:
        sources += [answer.question, answer.standalone_question, *(near.label for near in answer.nearest)]
    for number in numbers_without_source(text, sources, counts):
        yield f"number: {number} stands in no cited quote"
    by_marker = {citation.marker: citation for citation in answer.citations}
    for claim in answer.claims:
        cited = [by_marker[marker] for marker in claim.citations if marker in by_marker]
        if claim.status in EVIDENCE and cited:
            own = [f"{one.quote} {one.label} {one.date} {one.company}" for one in cited]
            for number in numbers_without_source(claim.text, own, counts):
                yield f"number: {number} stands in no quote that its claim cites"
    for place in numbers_changed(text, quotes):
        yield f"number: differs from its quote at “{place}”"
    for place in negations_changed(text, quotes):
        yield f"negation: differs from its quote at “{place}”"


def _numbers(fact: Fact) -> Iterator[Decimal]:
    for spelling in fact.spellings:
        yield from digit_groups(unify(spelling))


def _uncited(group: Sequence[Gold]) -> str:
    return f"gold not cited: “{_short(group[0].text)}” ({group[0].policy_id})"


def _precision(case: Case, citations: Sequence[Citation]) -> float:
    if not citations:
        return 0.0
    gold = [one for group in case.expected.gold for one in group]
    return sum(any(touches(citation, one) for one in gold) for citation in citations) / len(citations)


def _retrieved(case: Case, hits: Sequence[Hit]) -> tuple[float, ...]:
    groups = case.expected.gold
    return tuple(
        sum(any(touches(hit, one) for one in group for hit in hits[:limit]) for group in groups) / len(groups)
        for limit in RECALL_AT
    )


def _short(text: str, limit: int = 60) -> str:
    words = " ".join(text.split())
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"

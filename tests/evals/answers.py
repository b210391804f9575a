"""Answers made by hand, and systems that are no assistant, for measuring the measure."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from assistant.answer import Answer, Citation, Claim, Status
from evals.case import EVIDENCE, Case, Gold
from evals.facts import FactType, holds
from evals.shelf import Shelf
from ingest.policy import Policy, Span


def cite(shelf: Shelf, policy: Policy, span: Span, marker: str = "A") -> Citation:
    """A right citation of a span."""
    tree = shelf.tree(policy)
    leaf = next(leaf for leaf in tree.leaves() if leaf.start < span.end and span.start < leaf.end)
    quote = policy.text[span.start : span.end]
    return Citation(
        marker, policy.company, policy.policy_id, policy.version, leaf.clause_id, leaf.label, quote, span.start, span.end
    )


def answer(
    question: str,
    status: Status,
    companies: Sequence[str] = (),
    text: str = "",
    citations: Sequence[Citation] = (),
) -> Answer:
    """An answer of one claim."""
    markers = tuple(citation.marker for citation in citations)
    claims = (Claim(text, companies[0] if companies else "", status, markers),) if status in EVIDENCE else ()
    return Answer(question, question, tuple(companies), status, text, claims, tuple(citations), elapsed_ms=1.0)


def right_answer(case: Case, shelf: Shelf) -> Answer:
    """What the case asks for: its gold, quoted whole when that is short enough, and its facts."""
    expected = case.expected
    status = next((status for status in expected.status if status in EVIDENCE and expected.gold), expected.status[0])
    if status not in EVIDENCE:
        return answer(case.question, status, expected.companies, " ".join(fact.spellings[0] for fact in expected.required))
    golds = [_best(case, group) for group in expected.gold]
    citations = [
        cite(shelf, policy, Span(gold.start, gold.end), chr(ord("A") + number))
        for number, gold in enumerate(dict.fromkeys(golds))
        if (policy := shelf.find(gold.policy_id, gold.version)) is not None
    ]
    polarity = [fact.spellings[0].capitalize() + "." for fact in expected.required if fact.type is FactType.POLARITY]
    quotes = " ".join(citation.quote for citation in citations)
    facts = [fact.spellings[0] for fact in expected.required if fact.type is not FactType.POLARITY]
    missing = [
        fact.spellings[0] for fact in expected.required if not holds(fact, quotes) and fact.type is not FactType.POLARITY
    ]
    text = " ".join([*polarity, quotes, *missing])
    if len(text) > expected.max_chars:
        text = " ".join([*polarity, *(fact.spellings[0] for fact in facts)])
    return answer(case.question, status, expected.companies, text, citations)


def _best(case: Case, group: Sequence[Gold]) -> Gold:
    """The alternative that states most of the required facts."""
    return max(group, key=lambda gold: sum(holds(fact, gold.text) for fact in case.expected.required))


class Oracle:
    """Knows the cases."""

    def __init__(self, cases: Iterable[Case], shelf: Shelf) -> None:
        self._answers = {_key(case.question, case.history, case.companies): right_answer(case, shelf) for case in cases}

    def ask(
        self, question: str, *, history: Sequence[str] = (), companies: Sequence[str] | None = None, model: str | None = None
    ) -> Answer:
        found = self._answers.get(_key(question, history, companies or ()))
        return found or answer(question, Status.OUT_OF_SCOPE)


class Silent:
    """Never answers, and knows whom a question is about."""

    def __init__(self, cases: Iterable[Case], status: Status = Status.NOT_STATED) -> None:
        self._companies = {_key(case.question, case.history, case.companies): case.expected.companies for case in cases}
        self._status = status

    def ask(
        self, question: str, *, history: Sequence[str] = (), companies: Sequence[str] | None = None, model: str | None = None
    ) -> Answer:
        return answer(question, self._status, self._companies.get(_key(question, history, companies or ()), ()))


class Dump:
    """Answers with all clauses of the companies a question is about, or with as many as `limit` characters hold."""

    def __init__(self, cases: Iterable[Case], shelf: Shelf, limit: int | None = None) -> None:
        self._companies = {_key(case.question, case.history, case.companies): case.expected.companies for case in cases}
        self._shelf = shelf
        self._limit = limit

    def ask(
        self, question: str, *, history: Sequence[str] = (), companies: Sequence[str] | None = None, model: str | None = None
    ) -> Answer:
        about = self._companies.get(_key(question, history, companies or ()), ())
        citations = [citation for company in about for citation in self._clauses(company)]
        if self._limit is not None:
            while sum(len(citation.quote) + 1 for citation in citations) > self._limit:
                citations.pop()
        return answer(question, Status.STATED, about, " ".join(citation.quote for citation in citations), citations)

    @cache  # noqa: B019 - lives as long as its test
    def _clauses(self, company: str) -> tuple[Citation, ...]:
        return tuple(
            cite(self._shelf, policy, Span(leaf.start, leaf.end), f"{policy.policy_id}{number}")
            for policy in self._shelf.policies
            if policy.company == company
            for number, leaf in enumerate(self._shelf.tree(policy).leaves())
        )


class RandomClause:
    """Answers with any clause of the company a question is about."""

    def __init__(self, cases: Iterable[Case], shelf: Shelf, seed: int = 7) -> None:
        self._companies = {_key(case.question, case.history, case.companies): case.expected.companies for case in cases}
        self._shelf = shelf
        self._random = random.Random(seed)

    def ask(
        self, question: str, *, history: Sequence[str] = (), companies: Sequence[str] | None = None, model: str | None = None
    ) -> Answer:
        about = self._companies.get(_key(question, history, companies or ()), ())
        policies = [policy for policy in self._shelf.policies if policy.company in about] or list(self._shelf.policies)
        policy = self._random.choice(policies)
        leaf = self._random.choice(list(self._shelf.tree(policy).leaves()))
        citation = cite(self._shelf, policy, Span(leaf.start, leaf.end))
        return answer(question, Status.STATED, about or (policy.company,), citation.quote, [citation])


def with_text(given: Answer, text: str) -> Answer:
    """The same answer in other words."""
    return replace(given, text=text, claims=tuple(replace(claim, text=text) for claim in given.claims))


def _key(question: str, history: Sequence[str], companies: Sequence[str]) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    return question, tuple(history), tuple(companies)

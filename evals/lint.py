"""What is wrong with a set of cases, a line each: "file:line: id: complaint"."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from evals.case import EVIDENCE, BadCase, Case, Expected, Gold, case_files, read_lines
from evals.facts import Fact, FactType, holds, unreadable
from evals.shelf import Shelf
from evals.wording import normalise

# Of all cases so many must not be answered: a system that always finds something to say must not look good.
ABSTAIN_SHARE = 0.25
_WITHOUT_COMPANY = frozenset({"unknown_company", "out_of_scope"})


def lint(path: Path, shelf: Shelf, share: float = ABSTAIN_SHARE) -> tuple[str, ...]:
    """All complaints about a case file or a folder of them, by place. `share`: how many of all must not be answered."""
    rows = [row for file in case_files(path) for row in read_lines(file)]
    cases = [row for row in rows if isinstance(row, Case)]
    complaints = [f"{row.place}: {row.error}" for row in rows if isinstance(row, BadCase)]
    complaints += lint_cases(cases, shelf)
    abstaining = sum(case.must_abstain for case in cases)
    if abstaining < share * len(cases):
        complaints.append(f"{path}: {abstaining} of {len(cases)} cases must not be answered; {share:.0%} are needed, add some")
    if not rows:
        complaints.append(f"{path}: holds no cases")
    return tuple(complaints)


def lint_cases(cases: Iterable[Case], shelf: Shelf) -> Iterator[str]:
    """Complaints about each case by itself and beside the others."""
    by_id: dict[str, Case] = {}
    asked: dict[tuple[str, tuple[str, ...], tuple[str, ...]], Case] = {}
    listed = list(cases)
    for case in listed:
        first = by_id.setdefault(case.case_id, case)
        if first is not case:
            yield f"{case.place}: {case.case_id}: the id is taken by {first.place}"
    for case in listed:
        key = (normalise(case.question), tuple(map(normalise, case.history)), tuple(sorted(case.companies)))
        same = asked.setdefault(key, case)
        if same is not case:
            yield f"{case.place}: {case.case_id}: asks the same as {same.case_id} ({same.place})"
        for complaint in (*_gold(case, shelf), *_facts(case, shelf), *_shape(case, shelf), *_twin(case, by_id)):
            yield f"{case.place}: {case.case_id}: {complaint}"


def _gold(case: Case, shelf: Shelf) -> Iterator[str]:
    for group in case.expected.gold:
        for gold in group:
            yield from _span(gold, shelf)
            policy = shelf.of_id(gold.policy_id)
            if policy is not None and policy.company not in case.expected.companies:
                yield f"gold is of {policy.company}, which is not among the expected companies"


def _span(gold: Gold, shelf: Shelf) -> Iterator[str]:
    policy = shelf.find(gold.policy_id, gold.version)
    if policy is None:
        known = shelf.of_id(gold.policy_id)
        yield (
            f"no policy {gold.policy_id!r}"
            if known is None
            else f"gold is of version {gold.version} of {gold.policy_id}; the policy is version {known.version}"
        )
    elif policy.text[gold.start : gold.end] != gold.text:
        at = policy.text.find(gold.text)
        hint = f"it stands at {at}" if at >= 0 else "it stands nowhere in the policy"
        yield f"gold text is not what {gold.policy_id} has at {gold.start}:{gold.end}; {hint}"


def _facts(case: Case, shelf: Shelf) -> Iterator[str]:
    expected = case.expected
    for fact in (*expected.required, *expected.forbidden):
        for spelling in unreadable(fact):
            yield f"“{spelling}” holds no {fact.type}"
    texts = [gold.text for group in expected.gold for gold in group]
    names = {normalise(name) for company in expected.companies for name in shelf.names(company)}
    for fact in expected.required:
        if not (_follows(fact, names) or any(holds(fact, text) for text in texts)):
            yield f'required {fact} does not stand in the gold text; correct it, or add "derived": true'
        if fact in expected.forbidden:
            yield f"{fact} is both required and forbidden"
    for fact in expected.forbidden:
        if fact.type is not FactType.POLARITY and any(holds(fact, text) for text in texts):
            yield f"forbidden {fact} stands in the gold text"


def _follows(fact: Fact, names: set[str]) -> bool:
    """Yes and no, and the company's name, are said about a clause rather than in it."""
    about = fact.type is FactType.TEXT and any(normalise(spelling) in names for spelling in fact.spellings)
    return fact.derived or fact.type is FactType.POLARITY or about


def _shape(case: Case, shelf: Shelf) -> Iterator[str]:
    expected = case.expected
    if not case.question.strip():
        yield "the question is blank"
    for company in sorted({*expected.companies, *case.companies} - shelf.companies):
        if company in expected.companies or case.kind != "unknown_company":
            yield f"no policy of a company {company!r}; known are {', '.join(sorted(shelf.companies))}"
    if EVIDENCE.issuperset(expected.status) and not expected.gold:
        yield f"status {'/'.join(expected.status)} needs a gold clause"
    if case.must_abstain and expected.gold:
        yield f"status {'/'.join(expected.status)} rests on no clause, but gold is given"
    if not case.must_abstain and not expected.companies:
        yield "an answer is about a company; name it in expected.companies"
    if case.kind == "silence" and not case.must_abstain:
        yield "kind silence is for what the policies leave out; the status is one with evidence"
    if case.kind in _WITHOUT_COMPANY and expected.companies:
        yield f"kind {case.kind} is about no company of the library; leave expected.companies empty"
    if case.kind == "follow_up" and not case.history:
        yield "kind follow_up needs a history"


def _twin(case: Case, by_id: dict[str, Case]) -> Iterator[str]:
    if case.twin_of is None:
        return
    other = by_id.get(case.twin_of)
    if other is None:
        yield f"twin_of names no case: {case.twin_of}"
    elif other.case_id == case.case_id:
        yield "is its own twin"
    elif other.twin_of is not None:
        yield f"is a twin of the twin {other.case_id}; name {other.twin_of} instead"
    elif _substance(other.expected) != _substance(case.expected):
        yield f"expects something else than {other.case_id}, which it asks in other words"


def _substance(expected: Expected) -> tuple[object, ...]:
    """What twins share; a translation may be longer."""
    sets = (expected.status, expected.companies, expected.required, expected.forbidden)
    return (*map(frozenset, sets), frozenset(map(frozenset, expected.gold)))

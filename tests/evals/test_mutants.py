"""Answers follow the texts: the same questions after facts were changed in the policies get the changed facts."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from evals.case import CASES, Case, read_cases
from evals.facts import Fact, FactType, holds
from ingest.corpus import BUNDLED

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

MONEY = re.compile(r"(?P<before>JPY |¥)?(?P<amount>\d{1,3}(?:,\d{3})+)(?P<after> yen)?")
LINE = re.compile(r"(?P<line>(?:\(?\+81\)?-?\d|\b0\d{1,3})-(?:\d{3,4}-)?)(?P<last>\d{3,4})\b")
OTHER_DIGIT = str.maketrans("0123456789", "4062813957")
FOLLOWED = 0.95


def amounts(text: str) -> list[str]:
    return [match["amount"] for match in MONEY.finditer(text) if match["before"] or match["after"]]


@pytest.fixture(scope="module")
def swapped() -> dict[str, str]:
    """The amount that stands in each policy, and the one that takes its place: another company's."""
    stated = [found[0] for path in sorted(BUNDLED.glob("*.txt")) if (found := amounts(path.read_text(encoding="utf-8")))]
    assert len(set(stated)) == len(stated) >= 3
    return dict(zip(stated, [*stated[1:], stated[0]], strict=True))


def with_other_amount(text: str, swapped: dict[str, str]) -> str:
    def other(match: re.Match[str]) -> str:
        if not (match["before"] or match["after"]):
            return match.group()
        return f"{match['before'] or ''}{swapped[match['amount']]}{match['after'] or ''}"

    return MONEY.sub(other, text)


def with_other_lines(text: str) -> str:
    return LINE.sub(lambda match: match["line"] + match["last"].translate(OTHER_DIGIT), text)


@pytest.fixture(scope="module")
def changed(
    new_home: Callable[[], Path], tmp_path_factory: pytest.TempPathFactory, swapped: dict[str, str]
) -> "Iterator[Assistant]":
    """An assistant on the bundled policies with fees permuted among the companies and other telephone numbers."""
    from assistant.pipeline import Assistant
    from assistant.settings import Settings

    folder = tmp_path_factory.mktemp("changed")
    shutil.copytree(BUNDLED, folder / "policies")
    for path in (folder / "policies").glob("*.txt"):
        text = path.read_bytes().decode("utf-8")
        path.write_bytes(with_other_lines(with_other_amount(text, swapped)).encode("utf-8"))
    opened = Assistant.open(Settings(home=new_home()), bundled=False)
    assert not opened.ingest([folder / "policies"]).failed
    yield opened
    opened.close()


def followed(
    kind: FactType, change: Callable[[str], str], before: "Assistant", after: "Assistant"
) -> tuple[list[str], list[str]]:
    """Ids of cases whose answers give the changed facts, and of those that do not, among those answered before the change."""
    right: list[str] = []
    wrong: list[str] = []
    for case in asked_for(kind):
        facts = [fact for fact in case.expected.required if fact.type is kind]
        text = answer_to(case, before)
        if all(holds(fact, text) for fact in facts):
            changed = [Fact(kind, tuple(map(change, fact.spellings))) for fact in facts]
            text = answer_to(case, after)
            gone = not any(holds(fact, text) for fact in facts if all(fact.spellings != new.spellings for new in changed))
            (right if gone and all(holds(fact, text) for fact in changed) else wrong).append(case.case_id)
    return right, wrong


def asked_for(kind: FactType) -> list[Case]:
    return [
        case
        for case in read_cases(CASES)
        # A false premise names the value that the change puts in; several companies hold each other's.
        if len(case.expected.companies) == 1
        and case.kind not in ("false_premise", "injection")
        and any(fact.type is kind for fact in case.expected.required)
    ]


def answer_to(case: Case, assistant: "Assistant") -> str:
    return assistant.ask(case.question, history=case.history, companies=case.companies or None).text


def test_answers_give_the_facts_that_the_texts_state_now(
    assistant: "Assistant", changed: "Assistant", swapped: dict[str, str]
) -> None:
    fees, other_fees = followed(FactType.MONEY, lambda value: with_other_amount(value, swapped), assistant, changed)
    lines, other_lines = followed(FactType.PHONE, with_other_lines, assistant, changed)
    assert min(len(fees), len(lines)) >= 10, "too few questions were answered before the change"
    right, wrong = fees + lines, other_fees + other_lines
    assert len(right) >= FOLLOWED * (len(right) + len(wrong)), wrong

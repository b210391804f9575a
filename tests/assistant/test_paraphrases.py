"""Truthful claims in a model's own words stand, untruthful ones do not: by hand, over the bundled policies."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.claim_check import ClaimCheck, Refused
from assistant.context import blocks_of
from assistant.model_reply import ProposedClaim, ProposedQuote

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

ROWS = [json.loads(line) for line in Path(__file__).with_name("paraphrases.jsonl").read_text(encoding="utf-8").splitlines()]
# A few truthful ones are refused and would be mended in the second turn; an untruthful one has no second check.
TRUTHFUL_THAT_STAND = 0.85


def fault(assistant: "Assistant", row: dict[str, object]) -> str:
    """Why a row's claim is refused; empty when it stands."""
    evidence = [assistant.evidence(str(row["question"]), str(row["policy"]))]
    blocks = blocks_of(evidence, assistant.settings.chat_context_tokens)
    check = ClaimCheck(evidence[0].question, evidence, blocks, assistant._book, assistant._encoder.encode)
    quotes = tuple(ProposedQuote("", words) for words in row["quotes"])  # type: ignore[attr-defined]
    found = check.one(ProposedClaim(str(row["claim"]), quotes))
    return found.fault if isinstance(found, Refused) else ""


def test_there_are_enough_of_both() -> None:
    assert sum(row["truthful"] for row in ROWS) >= 40
    assert sum(not row["truthful"] for row in ROWS) >= 60
    assert len({row["policy"] for row in ROWS}) == 5
    assert len({(row["question"], row["claim"]) for row in ROWS}) == len(ROWS)


def test_every_quote_stands_in_its_policy(assistant: "Assistant") -> None:
    for row in ROWS:
        text = assistant.tree(row["policy"]).policy.text
        assert not [words for words in row["quotes"] if words not in text]


def test_no_untruthful_claim_stands(assistant: "Assistant") -> None:
    assert not [row["claim"] for row in ROWS if not row["truthful"] and not fault(assistant, row)]


def test_truthful_paraphrases_stand(assistant: "Assistant") -> None:
    truthful = [row for row in ROWS if row["truthful"]]
    refused = {row["claim"]: told for row in truthful if (told := fault(assistant, row))}
    assert len(refused) <= (1 - TRUTHFUL_THAT_STAND) * len(truthful), refused

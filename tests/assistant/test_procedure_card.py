"""A request as a card: parts from the policy's own words, gaps as gaps, nothing of another request."""

from typing import TYPE_CHECKING

import pytest

from assistant.answer import Status
from assistant.procedure_card import MOST_LINES, Card, Part, RequestKind, Section, procedure_card

if TYPE_CHECKING:
    from assistant.pipeline import Assistant


@pytest.fixture(scope="module")
def cards(assistant: "Assistant") -> dict[RequestKind, Card]:
    return {request: procedure_card(assistant, "ALJ", request) for request in RequestKind}


def part(card: Card, wanted: Part) -> Section:
    return next(section for section in card.sections if section.part is wanted)


def told(card: Card, wanted: Part) -> str:
    return " ".join(line.text for line in part(card, wanted).lines)


def test_a_card_has_all_parts_in_order_and_cites_every_line(cards: dict[RequestKind, Card], assistant: "Assistant") -> None:
    for card in cards.values():
        assert [section.part for section in card.sections] == list(Part)
        for section in card.sections:
            assert section.checked > 50
            assert len(section.lines) <= MOST_LINES
            assert all(line.citations for line in section.lines)
        for citation in card.citations:
            assert citation.company == card.company
            assert assistant.tree(citation.policy_id).policy.text[citation.start : citation.end] == citation.quote


def test_the_parts_are_told_in_the_policys_words(cards: dict[RequestKind, Card]) -> None:
    disclosure = cards[RequestKind.DISCLOSURE]
    assert "1,000 yen" in told(disclosure, Part.FEE)
    assert "public certificate" in told(disclosure, Part.DOCUMENTS)
    assert "03-6258-1278" in told(disclosure, Part.WHERE)
    assert "respond promptly" in told(disclosure, Part.REPLY)


def test_a_fee_of_one_request_is_not_told_of_another(cards: dict[RequestKind, Card]) -> None:
    assert part(cards[RequestKind.CORRECTION], Part.FEE).lines == ()
    assert part(cards[RequestKind.COMPLAINT], Part.FEE).status is Status.NOT_STATED


def test_a_letter_means_one_passage_across_the_card(cards: dict[RequestKind, Card]) -> None:
    for card in cards.values():
        spans = {
            (one.marker, one.start, one.end) for section in card.sections for line in section.lines for one in line.citations
        }
        assert len({marker for marker, _, _ in spans}) == len(spans)


def test_a_fee_left_open_is_told_as_that(assistant: "Assistant") -> None:
    fee = part(procedure_card(assistant, "ATRUSTIA", RequestKind.DISCLOSURE), Part.FEE)
    assert fee.status is Status.UNSPECIFIED
    assert "fee prescribed by the Company" in fee.lines[0].text

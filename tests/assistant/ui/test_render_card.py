"""A request as a card of HTML: a section a part, gaps told, nothing of a policy alive."""

import pytest

from assistant.answer import Status
from assistant.procedure_card import Card, Line, Part, RequestKind, Section
from assistant.ui import render_card
from assistant.ui.words import ENGLISH
from tests.assistant.ui.pages import HOSTILE, cite, read, tree_of
from tests.assistant.ui.snapshots import assert_snapshot

TREE = tree_of("Fees\n\n1. A fee of 500 yen is charged.\n\n2. Enclose a copy of your passport.\n")
FEE = cite(TREE, "A fee of 500 yen is charged.", "A")
COPY = cite(TREE, "Enclose a copy of your passport.", "B")
CARD = Card(
    "Example",
    RequestKind.DISCLOSURE,
    (
        Section(Part.STEPS, (Line("“Fees”\n– “A fee of 500 yen is charged.”", Status.STATED, (FEE,)),), 37),
        Section(Part.DOCUMENTS, (Line(f"“{COPY.quote}”", Status.STATED, (COPY,)),), 37),
        Section(Part.FEE, (Line(f"a fee: “{FEE.quote}”", Status.UNSPECIFIED, (FEE,)),), 37),
        Section(Part.WHERE, (), 37),
        Section(Part.REPLY, (), 0),
    ),
)


def test_a_card_looks_as_it_did() -> None:
    assert_snapshot("card", render_card.cards((CARD,), ENGLISH, "Reading …"))


def test_every_line_has_its_mark_and_every_gap_its_words() -> None:
    page = read(render_card.card(CARD, 3, ENGLISH))
    assert [(mark["data-turn"], mark["data-index"]) for mark in page.having("data-send")] == [
        ("3", "0"),
        ("3", "1"),
        ("3", "0"),
    ]
    assert "not stated (37 clauses checked)Nothing found" in page.text
    assert "stated, amount left open" in page.text
    assert "(B) Fees › item 2" in page.text
    ids = [attributes["id"] for attributes in page.having("id")]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_policy_does_nothing_on_a_card(text: str) -> None:
    citation = cite(tree_of(f"{text} is due.", company=text), "is due")
    section = Section(Part.FEE, (Line(text, Status.STATED, (citation,)),), 1)
    read(render_card.cards((Card(text, RequestKind.COMPLAINT, (section,)),), ENGLISH, text)).assert_inert()

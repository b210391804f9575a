"""A comparison as a table: a row a company, gaps as gaps."""

import pytest

from assistant.answer import Comparison, Status
from assistant.ui import render_table
from assistant.ui.words import ENGLISH
from tests.assistant.ui.pages import HOSTILE, answer_of, cite, read, tree_of

TREE = tree_of("Fees\n\n1. A fee of 500 yen is charged.\n")
STATED = answer_of(cite(TREE, "A fee of 500 yen is charged."))
SILENT = answer_of(status=Status.NOT_STATED, text="Other: not stated.", companies=("Other",))


def test_a_row_a_company_and_gaps_as_gaps() -> None:
    page = read(render_table.table(Comparison("Fees?", (STATED, SILENT)), ENGLISH))
    assert [attributes["role"] for attributes in page.having("scope")] == ["columnheader"] * 3 + ["rowheader"] * 2
    assert len(page.of_class("pa-gap-row")) == 1
    assert "not stated (37 clauses checked)Nothing found" in page.text
    assert [mark["data-turn"] for mark in page.having("data-send")] == ["0"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_a_table_does_nothing(text: str) -> None:
    tree = tree_of(f"{text} is due.", company=text)
    comparison = Comparison(text, (answer_of(cite(tree, "is due")), answer_of(text=text, companies=(text,))))
    read(render_table.table(comparison, ENGLISH)).assert_inert()


def test_before_and_while_comparing_the_table_says_so() -> None:
    assert ENGLISH.compare_hint in render_table.no_table(ENGLISH)
    assert ENGLISH.comparing in render_table.comparing(ENGLISH)

"""A comparison as a table: a row a company, gaps as gaps."""

from dataclasses import replace

import pytest

from assistant.answer import Comparison, Status
from assistant.ui import render_table
from assistant.ui.render_table import Asked
from assistant.ui.words import ENGLISH
from tests.assistant.ui.pages import HOSTILE, answer_of, cite, read, tree_of
from tests.assistant.ui.snapshots import assert_snapshot

TREE = tree_of("Fees\n\n1. A fee of 500 yen is charged.\n")
STATED = answer_of(cite(TREE, "A fee of 500 yen is charged."))
SILENT = answer_of(status=Status.NOT_STATED, text="Other: not stated.", companies=("Other",))


FEES = Asked("Fees", Comparison("How much?", (STATED, SILENT)))
COOKIES = Asked("", Comparison("Are cookies used?", (SILENT, STATED)))


def test_a_comparison_looks_as_it_did() -> None:
    assert_snapshot("table", render_table.table([FEES, COOKIES], ENGLISH, waiting="Reading …"))
    assert_snapshot("table-across", render_table.table([FEES], ENGLISH, across=True))


def test_a_row_a_company_and_gaps_as_gaps() -> None:
    page = read(render_table.table([FEES], ENGLISH))
    assert [attributes["role"] for attributes in page.having("scope")] == ["columnheader"] * 2 + ["rowheader"] * 2
    assert len(page.of_class("pa-gap-cell")) == 1
    assert "not stated (37 clauses checked)Nothing found" in page.text
    assert [mark["data-turn"] for mark in page.having("data-send")] == ["0"]


def test_a_cell_does_not_repeat_the_company_that_stands_beside_it() -> None:
    told = replace(STATED.claims[0], text="Example: A fee of 500 yen is charged.")
    row = replace(STATED, text=f"{told.text} (A)", claims=(told,))
    page = read(render_table.table([Asked("Fees", Comparison("How much?", (row,)))], ENGLISH))
    assert "A fee of 500 yen is charged." in page.text
    assert "Example:" not in page.text


def test_every_cell_is_found_by_its_number_whichever_way_the_table_lies() -> None:
    for across in (False, True):
        page = read(render_table.table([FEES, COOKIES], ENGLISH, across=across))
        numbers = [int(mark["data-turn"]) for mark in page.having("data-send")]
        assert sorted(numbers) == [0, 3]
        assert all(render_table.cell_at([FEES, COOKIES], number) is STATED for number in numbers)
    assert render_table.cell_at([FEES], 2) is None
    assert render_table.cell_at([FEES], -1) is None


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_a_table_does_nothing(text: str) -> None:
    tree = tree_of(f"{text} is due.", company=text)
    asked = Asked(text, Comparison(text, (answer_of(cite(tree, "is due")), answer_of(text=text, companies=(text,)))))
    for across in (False, True):
        read(render_table.table([asked, asked, asked], ENGLISH, across=across, waiting=text)).assert_inert()


def test_before_and_while_comparing_the_table_says_so() -> None:
    assert ENGLISH.compare_hint in render_table.no_table(ENGLISH)
    assert ENGLISH.comparing in render_table.comparing(ENGLISH)

"""What a person sees in the terminal: the answer, its quotes with label and file, and nothing a terminal would obey."""

from pathlib import Path

import pytest

from assistant.answer import Answer, Citation, Comparison, Status
from assistant.cli_render import show_answer, show_comparison
from assistant.readable import printable

CITATION = Citation("A", "Sample", "sample", "v1", "sample/4/5", "[4] › item 5", "A fee is charged.", 3, 20, date="2022-04-01")
ANSWER = Answer("q", "q", ("Sample",), Status.STATED, "Sample: “A fee is charged.” (A)", citations=(CITATION,))


def test_an_answer_comes_first_then_quote_label_and_file(capsys: pytest.CaptureFixture[str]) -> None:
    show_answer(ANSWER, Path("/home"))
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        "Sample: “A fee is charged.” (A)",
        "",
        "(A) Sample — [4] › item 5, version of 2022-04-01",
        "    “A fee is charged.”",
        "    /home/library/sample/v1/policy.txt, characters 3–20",
    ]


def test_the_nearest_clauses_are_not_shown_as_citations(capsys: pytest.CaptureFixture[str]) -> None:
    show_answer(Answer("q", "q", ("Sample",), Status.NOT_STATED, "Not stated.", nearest=(CITATION,)), Path("/home"))
    assert "none of which answers it" in capsys.readouterr().out


def test_a_comparison_names_each_company_and_status(capsys: pytest.CaptureFixture[str]) -> None:
    show_comparison(Comparison("q", (ANSWER,)), Path("/home"))
    out = capsys.readouterr().out
    assert "Sample" in out
    assert "stated" in out
    assert "“A fee is charged.”" in out


def test_brackets_of_a_policy_are_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    show_answer(Answer("q", "q", (), Status.STATED, "[bold]Article [4][/bold]"), Path("/home"))
    assert capsys.readouterr().out == "[bold]Article [4][/bold]\n"


def test_what_a_terminal_would_obey_is_replaced() -> None:
    assert printable("a\x1b[2Jb\x07c\u202ed\r\n\te\x9bf") == "a�[2Jb�c�d\n\te�f"


@pytest.mark.parametrize("text", ["第7条　個人情報", "“quoted” – 1,000 円 €", "non\u00a0breaking", "👩‍👩‍👧"])
def test_text_of_any_language_is_left_alone(text: str) -> None:
    assert printable(text) == text

"""The conversation as HTML: statuses in words, a mark a citation, and nothing of others' text that comes to life."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, Claim, Status
from assistant.ui import render
from assistant.ui.conversation import Turn
from assistant.ui.words import ENGLISH
from assistant.ui.words_ja import JAPANESE
from tests.assistant.ui.pages import HOSTILE, answer_of, cite, read, shown, tree_of
from tests.assistant.ui.snapshots import assert_snapshot

TREE = tree_of("Fees\n\n1. A fee of 500 yen is charged.\n2. The fee is paid in advance.\n")
FEE = cite(TREE, "A fee of 500 yen is charged.", "A")
ADVANCE = cite(TREE, "The fee is paid in advance.", "B")


def test_a_conversation_looks_as_it_did() -> None:
    silent = answer_of(
        status=Status.NOT_STATED, text="Not stated.", nearest=(FEE,), standalone_question="What is it at Example?"
    )
    turns = [
        Turn("What does it cost?", answer=answer_of(FEE)),
        Turn("And?", answer=silent),
        Turn("Too fast?", error="Wait."),
        Turn("Slow?", told=(("Example", "So far."),)),
    ]
    assert_snapshot("conversation", render.conversation(turns, ENGLISH, drafts=True))
    assert_snapshot("welcome", render.conversation([], ENGLISH, render.welcome(("Example", "Other"), ENGLISH)))


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.STATED, "stated"),
        (Status.UNSPECIFIED, "stated, amount left open"),
        (Status.NOT_STATED, "not stated (37 clauses checked)"),
        (Status.UNKNOWN_COMPANY, "no such company"),
        (Status.OUT_OF_SCOPE, "not a question for these policies"),
        (Status.CLARIFY, "one thing to settle first"),
    ],
)
def test_each_status_is_said_in_words(status: Status, words: str) -> None:
    page = read(render.answer_body(answer_of(FEE, status=status), 0, ENGLISH))
    assert words in page.text
    assert [badge["class"] for badge in page.of_class("pa-badge")] == [f"pa-badge pa-{status.value}"]
    assert render.badge(status, JAPANESE, 37) != render.badge(status, ENGLISH, 37)


def test_each_sentence_carries_the_marks_of_its_own_citations() -> None:
    claims = (Claim("First.", "Example", Status.STATED, ("B",)), Claim("Second.", "Example", Status.STATED, ("B", "A")))
    page = read(render.answer_body(answer_of(FEE, ADVANCE, claims=claims, text="First. (B)\nSecond. (B, A)"), 3, ENGLISH))
    marks = page.having("data-send")
    assert [(mark["data-turn"], mark["data-index"]) for mark in marks] == [("3", "1"), ("3", "1"), ("3", "0")]
    tips = [attributes["id"] for attributes in page.of_class("pa-tip")]
    assert [mark["aria-describedby"] for mark in marks] == tips
    assert len(set(tips)) == 3, "an id that stands twice describes nothing"


def test_a_rewritten_question_is_shown_and_an_unchanged_one_is_not() -> None:
    rewritten = answer_of(FEE, question="And in advance?", standalone_question="Is the fee of Example paid in advance?")
    assert "Understood as: Is the fee of Example paid in advance?" in read(render.answer_body(rewritten, 0, ENGLISH)).text
    assert "Understood as" not in render.answer_body(answer_of(FEE), 0, ENGLISH)


def test_what_is_said_before_the_first_claim_is_shown() -> None:
    answer = answer_of(FEE, text="There is no policy of Foo in the library.\n“A fee of 500 yen is charged.” (A)")
    assert "There is no policy of Foo in the library." in read(render.answer_body(answer, 0, ENGLISH)).text


def test_companies_are_told_apart_when_there_are_several() -> None:
    claims = (
        Claim("One.", "Alpha", Status.STATED),
        Claim("Beta: two.", "Beta", Status.NOT_STATED),
        Claim("Three.", "Gamma", Status.STATED),
    )
    page = read(render.answer_body(answer_of(FEE, claims=claims, text="One."), 0, ENGLISH))
    assert len(page.of_class("pa-company")) == 2, "a claim that begins with the company needs no heading"
    assert page.text.count("not stated") == 1, "a claim that stands otherwise than the answer says so"


def test_the_nearest_clauses_are_offered_when_nothing_is_stated() -> None:
    answer = answer_of(status=Status.NOT_STATED, text="Example: not stated.", nearest=(FEE, ADVANCE), companies=("Example",))
    page = read(render.answer_body(answer, 2, ENGLISH))
    assert "Closest clauses, none of which answers it" in page.text
    assert [(near["data-kind"], near["data-index"]) for near in page.having("data-send")] == [
        ("nearest", "0"),
        ("nearest", "1"),
    ]


def test_dropped_sentences_and_the_answerer_are_told() -> None:
    page = read(render.answer_body(answer_of(FEE, answerer="openai:m", dropped=2), 0, ENGLISH))
    assert "worded by openai:m, checked against the quotes · 2 unproven sentences left out" in page.text


def test_an_empty_conversation_shows_examples_about_the_librarys_own_companies() -> None:
    page = read(render.conversation([], ENGLISH, render.welcome(["Alpha", "Beta"], ENGLISH)))
    questions = [attributes["data-question"] for attributes in page.having("data-question")]
    assert questions[:2] == ["How much does disclosure cost at Alpha?", "Who do I complain to at Beta?"]
    assert len(questions) == 6
    assert "policy-assistant ingest" in render.welcome([], ENGLISH)


def test_a_question_on_its_way_and_one_that_failed_are_told() -> None:
    assert ENGLISH.looking in render.conversation([Turn("Why?")], ENGLISH)
    page = read(render.conversation([Turn("Why?", error="Too <long>")], ENGLISH))
    assert "Too <long>" in page.text
    assert [a["role"] for a in page.of_class("pa-notice")] == ["alert"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_does_nothing(text: str) -> None:
    tree = tree_of(f"Fees\n\n1. {text} applies.\n", company=text)
    citation = cite(tree, f"{text} applies.".lstrip())
    turns = [
        Turn(text, answer=answer_of(citation, question=text, standalone_question=f"{text}?", answerer=text)),
        Turn(text, answer=answer_of(status=Status.NOT_STATED, text=text, nearest=(citation,), companies=(text,))),
        Turn(text, error=text),
    ]
    for html in (render.conversation(turns, ENGLISH), render.conversation([], ENGLISH, render.welcome([text], ENGLISH))):
        page = read(html)
        page.assert_inert()
        assert "__i18n__" not in html
    assert shown(text.replace("\x00", "\ufffd").replace("\u202e", "\ufffd")) in shown(
        read(render.conversation(turns, ENGLISH)).text
    )


def test_a_list_is_shown_in_rows_that_are_indented_as_they_nest() -> None:
    page = read(render.marked("For these:\n– “One”\n  – “One a”\n1. Write\n– “– two”", []))
    assert [row["class"] for row in page.of_class("pa-row")] == [
        "pa-row",
        "pa-row pa-listed pa-in-0",
        "pa-row pa-listed pa-in-1",
        "pa-row pa-listed pa-in-0",
        "pa-row pa-listed pa-in-0",
    ]
    assert shown(page.text) == shown("For these:– “One”– “One a”1. Write– “– two”")
    assert read(render.marked("– a single line", [])).of_class("pa-row") == []


@given(st.text())
def test_escaping_keeps_every_letter_and_lets_no_markup_through(text: str) -> None:
    page = read(f"<p>{render.escape(text)}</p>")
    assert [tag for tag, _ in page.elements] == ["p"]
    assert len(page.text) == len(text.replace("\r\n", "\n"))
    assert read(f'<p title="{render.escape(text)}">').having("title")[0]["title"] == page.text


def test_a_short_text_is_cut_between_words() -> None:
    assert render.short("one two  three", 9) == "one two\N{NO-BREAK SPACE}…"
    assert render.short("one\ntwo", 9) == "one two"


def test_an_answer_without_claims_shows_its_text() -> None:
    answer = Answer("Q", "Q", (), Status.UNKNOWN_COMPANY, "There is no policy of Foo.")
    assert "There is no policy of Foo." in read(render.answer_body(answer, 0, ENGLISH)).text

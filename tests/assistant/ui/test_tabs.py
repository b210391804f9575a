"""What the tabs answer, with the assistant itself and without a browser."""

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from assistant.ui.ask_tab import AskTab
from assistant.ui.compare_tab import CompareTab
from assistant.ui.conversation import MOST_TURNS, Turn
from assistant.ui.limits import Gate, Rate
from assistant.ui.page import Page
from assistant.ui.policies_tab import PoliciesTab
from assistant.ui.words import ENGLISH
from assistant.ui.words_ja import JAPANESE
from tests.assistant.ui.pages import read

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

QUESTION = "how much does disclosure cost at ALJ?"


def visitor(language: str = "en", session: str = "s") -> Any:
    return SimpleNamespace(
        headers={"accept-language": language}, session_hash=session, client=SimpleNamespace(host="127.0.0.1")
    )


def event(**values: object) -> Any:
    return SimpleNamespace(**values)


@pytest.fixture
def page(assistant: "Assistant") -> Page:
    return Page.of(assistant)


def asked(page: Page, question: str, turns: tuple[Turn, ...] = (), companies: tuple[str, ...] = ()) -> Any:
    """All that the page is told while a question is answered."""
    return list(AskTab(page).ask(question, list(companies), turns, visitor()))


def test_the_question_appears_at_once_and_then_its_answer_with_the_evidence(page: Page) -> None:
    first, last = asked(page, QUESTION)
    assert first[0] == "", "the box is free for the next question"
    assert QUESTION in read(first[1]).text
    assert ENGLISH.looking in first[1]
    assert "1,000 yen" in read(last[1]).text
    assert "1,000 yen" in read(last[2]).marked
    assert [turn.question for turn in last[3]] == [QUESTION]


def test_a_follow_up_is_understood_and_shown_as_understood(page: Page) -> None:
    turns = asked(page, QUESTION)[-1][3]
    shown = asked(page, "and at ATRUSTIA?", turns)[-1]
    assert ENGLISH.understood_as in shown[1]
    assert shown[3][1].answer.companies == ("ATRUSTIA",)


def test_the_company_filter_decides(page: Page) -> None:
    turns = asked(page, "What does disclosure cost?", companies=("Alue", "No such company"))[-1][3]
    assert turns[0].companies == ("Alue",)
    assert turns[0].answer.companies == ("Alue",)


@pytest.mark.parametrize(("question", "reason"), [("", ENGLISH.no_question), ("x" * 2001, "2001 characters")])
def test_what_cannot_be_asked_is_told_beside_the_conversation(page: Page, question: str, reason: str) -> None:
    (told,) = asked(page, question, (Turn("Earlier?", error="no"),))
    assert reason in read(told[1]).text
    assert len(told[3]) == 1


def test_a_full_conversation_asks_to_be_cleared(page: Page) -> None:
    (told,) = asked(page, QUESTION, (Turn("Q", error="no"),) * MOST_TURNS)
    assert ENGLISH.full in told[1]


def test_too_many_questions_are_told_how_long_to_wait(assistant: "Assistant") -> None:
    page = Page(assistant, Gate(2000, Rate(1), Rate(9)), ())
    assert len(asked(page, QUESTION)) == 2
    assert "Ask again in" in asked(page, QUESTION)[0][1]


class Failing:
    """An assistant whose every answer is a defect that names the question."""

    settings = SimpleNamespace(max_question_chars=2000)

    def ask(self, question: str, **_: object) -> None:
        raise ValueError(f"cannot think about {question}")

    compare = ask


def test_a_defect_is_told_in_words_and_logged_without_the_question(caplog: pytest.LogCaptureFixture) -> None:
    page = Page(Failing(), Gate(2000, Rate(60)), ())  # type: ignore[arg-type]
    told = asked(page, "my secret?")[-1]
    assert ENGLISH.failed in read(told[1]).text
    assert ENGLISH.failed in list(CompareTab(page).compare("my secret?", [], visitor()))[-1][0]
    assert "ValueError" in caplog.text
    assert "secret" not in caplog.text


def test_a_chosen_citation_is_shown_in_its_policy(page: Page) -> None:
    turns = asked(page, QUESTION)[-1][3]
    for place, citation in enumerate(turns[0].answer.citations):
        shown = AskTab(page).cite(turns, visitor(), event(turn="0", kind="citation", index=str(place)))
        assert "".join(read(shown).marked.split()) == "".join(citation.quote.split())


@pytest.mark.parametrize(
    "choice",
    [
        {},
        {"turn": "7", "kind": "citation", "index": "0"},
        {"turn": "0", "kind": "citation", "index": "99"},
        {"turn": "-1", "kind": "citation", "index": "0"},
        {"turn": ["0"], "kind": {}, "index": 0},
        {"turn": "0", "kind": "citation", "index": "9" * 5000},
    ],
)
def test_a_citation_that_is_not_there_is_told(page: Page, choice: dict[str, object]) -> None:
    turns = asked(page, QUESTION)[-1][3]
    assert ENGLISH.unknown_choice in AskTab(page).cite(turns, visitor(), event(**choice))
    assert ENGLISH.unknown_choice in CompareTab(page).cite(None, visitor(), event(**choice))


def test_again_edit_clear_and_stop(page: Page) -> None:
    tab = AskTab(page)
    turns = asked(page, QUESTION)[-1][3]
    again = list(tab.retry(["Alue"], turns, visitor()))[-1][3]
    assert [turn.companies for turn in again] == [("Alue",)]
    assert list(tab.retry([], (), visitor())) == []
    assert tab.edit(turns, visitor())[0] == QUESTION
    assert tab.edit(turns, visitor())[3] == ()
    assert tab.clear(visitor())[3] == ()
    log, stopped = tab.stop((*turns, Turn("Waiting?")), visitor())
    assert ENGLISH.stopped in log
    assert [bool(turn.error) for turn in stopped] == [False, True]


def test_an_example_is_asked(page: Page) -> None:
    shown = list(AskTab(page).suggest([], (), visitor(), event(question=QUESTION)))
    assert shown[-1][3][0].question == QUESTION


def test_the_page_speaks_the_browsers_language(page: Page) -> None:
    log, evidence = AskTab(page).greet(visitor("ja-JP"))
    assert JAPANESE.welcome in log
    assert JAPANESE.evidence_empty in evidence
    assert CompareTab(page).topic("cookies", visitor("ja")) == JAPANESE.topic_question("cookies")


def test_a_conversation_is_saved_by_the_browser(page: Page) -> None:
    turns = asked(page, QUESTION)[-1][3]
    markdown, answers = (
        json.loads(text) for text in (AskTab(page).save_markdown(turns, visitor()), AskTab(page).save_json(turns))
    )
    assert markdown["name"] == "conversation.md"
    assert "1,000 yen" in markdown["text"]
    assert json.loads(answers["text"])["answers"][0]["status"] == "stated"


def test_companies_are_compared_cited_and_saved(page: Page) -> None:
    tab = CompareTab(page)
    table, evidence, comparison = list(tab.compare("What does disclosure cost?", [], visitor()))[-1]
    assert len(read(table).having("scope")) == 3 + 5
    assert read(evidence).marked
    place = next(number for number, row in enumerate(comparison.rows) if row.citations)
    shown = tab.cite(comparison, visitor(), event(turn=str(place), kind="citation", index="0"))
    assert "".join(read(shown).marked.split()) == "".join(comparison.rows[place].citations[0].quote.split())
    saved = json.loads(tab.save(comparison))
    assert saved["text"].startswith("\ufeffcompany,status,text,citations\r\n")
    assert json.loads(tab.save(None))["text"] == ""


def test_only_the_chosen_companies_are_compared(page: Page) -> None:
    comparison = list(CompareTab(page).compare("Are cookies used?", ["ALJ", "Alue"], visitor()))[-1][2]
    assert [row.companies for row in comparison.rows] == [("ALJ",), ("Alue",)]


def test_an_empty_comparison_is_refused(page: Page) -> None:
    ((table, _, comparison),) = CompareTab(page).compare(" ", [], visitor())
    assert ENGLISH.no_question in table
    assert comparison is None


def test_policies_are_listed_and_read(page: Page) -> None:
    tab = PoliciesTab(page)
    listed, nothing = tab.greet(visitor())
    assert len(read(listed).having("data-policy")) == 5
    assert ENGLISH.choose_policy in nothing
    marked, text, chosen = tab.read(visitor(), event(policy="alj"))
    assert chosen == "alj"
    assert [attributes["data-policy"] for attributes in read(marked).having("aria-current")] == ["alj"]
    assert "handling fee of 1,000 yen" in read(text).text
    assert tab.read(visitor(), event(policy="../alj"))[2] == ""

"""What the tabs answer, with the assistant itself and without a browser."""

import json
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import gradio as gr
import pytest

from assistant.procedure_card import RequestKind
from assistant.ui.ask_tab import AskTab
from assistant.ui.compare_tab import COLUMNS, ROWS, CompareTab
from assistant.ui.conversation import MOST_TURNS, Turn
from assistant.ui.limits import Gate, Rate
from assistant.ui.page import Page
from assistant.ui.policies_tab import PoliciesTab
from assistant.ui.procedures_tab import EVERY, ProceduresTab
from assistant.ui.words import ENGLISH
from assistant.ui.words_ja import JAPANESE
from tests.assistant.ui.pages import answer_of, read

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
    page = Page(assistant, Gate(2000, Rate(1), Rate(9)))
    assert len(asked(page, QUESTION)) == 2
    assert "Ask again in" in asked(page, QUESTION)[0][1]


class Failing:
    """An assistant whose every answer is a defect that names the question."""

    settings = SimpleNamespace(max_question_chars=2000, chat_model="")
    companies = ()

    def ask(self, question: str, **_: object) -> None:
        raise ValueError(f"cannot think about {question}")

    compare = ask


def test_a_defect_is_told_in_words_and_logged_without_the_question(caplog: pytest.LogCaptureFixture) -> None:
    page = Page(Failing(), Gate(2000, Rate(60)))  # type: ignore[arg-type]
    told = asked(page, "my secret?")[-1]
    assert ENGLISH.failed in read(told[1]).text
    assert ENGLISH.failed in list(CompareTab(page).compare([], "my secret?", [], ROWS, visitor()))[-1][0]
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
    assert ENGLISH.unknown_choice in CompareTab(page).cite((), visitor(), event(**choice))


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
    log, evidence, turns, kept = AskTab(page).greet("", visitor("ja-JP"))
    assert turns == kept == gr.skip(), "what was asked and chosen before the greeting came stays"
    assert JAPANESE.welcome in log
    assert JAPANESE.evidence_empty in evidence
    table = list(CompareTab(page).compare(["cookies"], "", ["ALJ"], ROWS, visitor("ja")))[-1][2]
    assert [(one.title, one.comparison.question) for one in table] == [("クッキー", ENGLISH.topic_question("cookies"))]


def test_a_conversation_is_kept_by_the_browser_only_when_wanted_and_comes_back(page: Page) -> None:
    tab = AskTab(page)
    turns = (*asked(page, QUESTION)[-1][3], Turn("Why?", error="Too fast."))
    assert tab.keep(turns, False) == ""
    kept = tab.keep(turns, True)
    log, evidence, again, keeping = tab.greet(kept, visitor())
    assert keeping
    assert [(turn.question, turn.error) for turn in again] == [(QUESTION, ""), ("Why?", "Too fast.")]
    assert again[0].answer.citations == turns[0].answer.citations
    assert "1,000 yen" in read(log).text
    assert ENGLISH.evidence_empty in evidence, "the last turn cites nothing"
    assert "1,000 yen" in read(tab.greet(tab.keep(turns[:1], True), visitor())[1]).marked
    changed = kept.replace("1,000 yen", "2,000 yen")
    assert ENGLISH.kept_changed in tab.greet(changed, visitor())[0], "a quote that is not the policy's is not shown"


@pytest.mark.parametrize(
    "kept", ["", "nonsense", "[1, null, {}]", '{"question": "Q"}', '[{"question": 7}]', None, ["x"], "[" * 9999]
)
def test_what_a_browser_kept_may_be_anything(page: Page, kept: object) -> None:
    log, _, turns, _ = AskTab(page).greet(kept, visitor())
    assert turns == gr.skip()
    assert ENGLISH.welcome in log


class Speaking:
    """An assistant whose chat model tells three claims, unless it is stopped."""

    settings = SimpleNamespace(max_question_chars=2000, chat_model="test:slow")
    companies = ()

    def __init__(self) -> None:
        self.told = 0

    def ask(self, question: str, *, on_claim: Any, **_: object) -> Any:
        for number in range(3):
            self.told += 1
            if not on_claim("Example", f"Claim {number}."):
                break
        return answer_of(question=question, text="The end.", claims=())


def test_claims_of_a_chat_model_are_shown_as_they_come(page: Page) -> None:
    speaking = Page(Speaking(), Gate(2000, Rate(60)))  # type: ignore[arg-type]
    shown = [read(log).text for _, log, _, _ in asked(speaking, "Well?")]
    assert [text.count("Claim") for text in shown] == [0, 1, 2, 3, 0]
    assert all(ENGLISH.looking in text for text in shown[:4])
    assert "The end." in shown[4]


@pytest.mark.parametrize("leave", [AskTab.clear, lambda tab, who: tab.edit((), who), lambda tab, who: tab.stop((), who)])
def test_no_answer_comes_after_the_conversation_was_cleared_edited_or_stopped(
    page: Page, leave: Callable[[AskTab, Any], object]
) -> None:
    tab = AskTab(page)
    coming = tab.ask(QUESTION, [], (), visitor())
    assert next(coming)[3][0].question == QUESTION
    leave(tab, visitor())
    assert list(coming) == []
    assert len(list(tab.ask(QUESTION, [], (), visitor()))) == 2, "the next question is answered"


def test_a_stopped_chat_model_leaves_off() -> None:
    assistant = Speaking()
    page, stop = Page(assistant, Gate(2000, Rate(60))), threading.Event()  # type: ignore[arg-type]
    stop.set()
    list(page.stream("Well?", (), (), ENGLISH, stop))
    assert assistant.told == 1


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
    html, evidence, table = list(tab.compare([], "What does disclosure cost?", [], ROWS, visitor()))[-1]
    assert len(read(html).having("scope")) == 2 + 5
    assert read(evidence).marked
    rows = table[0].comparison.rows
    place = next(number for number, row in enumerate(rows) if row.citations)
    shown = tab.cite(table, visitor(), event(turn=str(place), kind="citation", index="0"))
    assert "".join(read(shown).marked.split()) == "".join(rows[place].citations[0].quote.split())
    saved = json.loads(tab.save(table))
    assert saved["text"].startswith("\ufeffquestion,company,status,text,citations\r\n")
    assert json.loads(tab.save(()))["text"] == ""


def test_topics_and_an_own_question_make_a_column_each_and_can_be_turned(page: Page) -> None:
    tab = CompareTab(page)
    shown = list(tab.compare(["cookies", "fees"], "Who is responsible?", ["ALJ", "Alue"], ROWS, visitor()))
    table = shown[-1][2]
    assert [one.topic for one in table] == ["Fees", "Cookies", ""]
    assert [len(one[2]) for one in shown] == [0, 1, 2, 3], "each question is shown as soon as it is answered"
    heads = [attributes["scope"] for attributes in read(str(tab.turn(table, ROWS, visitor()))).having("scope")]
    assert (heads.count("col"), heads.count("row")) == (1 + 3, 2)
    heads = [attributes["scope"] for attributes in read(str(tab.turn(table, COLUMNS, visitor()))).having("scope")]
    assert (heads.count("col"), heads.count("row")) == (1 + 2, 3)


def test_only_the_chosen_companies_are_compared(page: Page) -> None:
    table = list(CompareTab(page).compare([], "Are cookies used?", ["ALJ", "Alue"], ROWS, visitor()))[-1][2]
    assert [row.companies for row in table[0].comparison.rows] == [("ALJ",), ("Alue",)]


def test_an_empty_comparison_is_refused(page: Page) -> None:
    html, _, table = list(CompareTab(page).compare([], " ", [], ROWS, visitor()))[-1]
    assert ENGLISH.no_question in html
    assert table == ()


def test_procedures_are_shown_card_by_card_and_cited(page: Page) -> None:
    tab = ProceduresTab(page)
    shown = list(tab.show("ALJ", EVERY, visitor()))
    assert [len(found) for _, _, found in shown] == [0, 1, 2, 3, 4, 5]
    html, _, found = shown[-1]
    assert len(read(html).of_class("pa-card")) == 5
    assert read(shown[1][1]).marked
    cited = tab.cite(found, visitor(), event(turn="2", kind="citation", index="0"))
    assert "".join(read(cited).marked.split()) == "".join(found[2].citations[0].quote.split())
    assert ENGLISH.unknown_choice in tab.cite(found, visitor(), event(turn="9", kind="citation", index="0"))


def test_one_request_of_a_company_of_the_library_is_shown(page: Page) -> None:
    tab = ProceduresTab(page)
    assert [card.request for card in list(tab.show("ALJ", "deletion", visitor()))[-1][2]] == [RequestKind.DELETION]
    assert ENGLISH.procedures_hint in list(tab.show("../alj", EVERY, visitor()))[-1][0]


def test_policies_are_listed_and_read(page: Page) -> None:
    tab = PoliciesTab(page)
    listed, nothing, _ = tab.greet(visitor())
    assert len(read(listed).having("data-policy")) == 5
    assert ENGLISH.choose_policy in nothing
    marked, text, chosen = tab.read(visitor(), event(policy="alj"))
    assert chosen == "alj"
    assert [attributes["data-policy"] for attributes in read(marked).having("aria-current")] == ["alj"]
    assert "handling fee of 1,000 yen" in read(text).text
    assert tab.read(visitor(), event(policy="../alj"))[2] == ""


def test_clauses_are_searched_in_the_open_policy_and_in_all(page: Page) -> None:
    tab = PoliciesTab(page)
    within = read(tab.search("handling fee", "alj", visitor()))
    hits = [one for one in within.having("data-start") if one["data-send"] == "hit"]
    assert {hit["data-policy"] for hit in hits} == {"alj"}
    assert "in the policy of ALJ" in within.text
    everywhere = read(tab.everywhere("handling fee", visitor()))
    assert len({one["data-policy"] for one in everywhere.having("data-start")}) > 1
    _, text, chosen = tab.read(visitor(), event(**{name.removeprefix("data-"): value for name, value in hits[0].items()}))
    assert chosen == "alj"
    policy = page.tree("alj").policy
    start, end = int(hits[0]["data-start"]), int(hits[0]["data-end"])
    assert "".join(read(text).marked.split()) == "".join(policy.text[start:end].split())
    assert ENGLISH.no_question in tab.search(" ", "", visitor())


def test_a_page_that_may_not_edit_says_so(page: Page, tmp_path: Path) -> None:
    tab, file = PoliciesTab(page), tmp_path / "upload" / "new.txt"
    file.parent.mkdir()
    file.write_text("1. Hello.\n", encoding="utf-8")
    assert ENGLISH.may_not_edit in tab.add([str(file)], "", visitor())[1]
    assert not file.exists(), "what was sent is not left lying about"
    assert ENGLISH.may_not_edit in tab.ask_removal(visitor(), event(policy="alj"))
    assert ENGLISH.may_not_edit in tab.remove(visitor(), event(policy="alj"))[2]
    assert 'data-send="remove"' not in tab.read(visitor(), event(policy="alj"))[1]

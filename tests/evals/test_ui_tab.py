"""The page's evaluation tab: a run told as it goes, a wrong answer made a draft that lint accepts."""

import json
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from assistant.answer import Status
from assistant.ui.conversation import Turn
from assistant.ui.extension import GROUP
from assistant.ui.limits import Gate, Rate
from assistant.ui.page import Page
from evals import page_run, ui_render
from evals.case import CASES, Case, read_cases, read_row
from evals.draft_case import Draft, complaints, draft_line
from evals.lint import lint
from evals.page_run import askable
from evals.shelf import Shelf
from evals.ui_tab import EvaluationTab
from evals.ui_words import ENGLISH, JAPANESE, PHRASES
from tests.assistant.ui.pages import HOSTILE, read
from tests.evals.maple import FEE, OAK, POLICY

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

SHELF = Shelf([POLICY, OAK])
START = POLICY.text.index(FEE)
CLAUSE = ("maple", POLICY.version, START, START + len(FEE))
QUESTION = "how much does disclosure cost at ALJ?"


def visitor() -> Any:
    return SimpleNamespace(headers={}, session_hash="s", client=None)


@pytest.fixture(scope="module")
def tab(assistant: "Assistant", tmp_path_factory: pytest.TempPathFactory) -> EvaluationTab:
    """The tab on a page on this machine, its reports in a folder of its own."""
    tab = EvaluationTab()
    tab.attach(Page(assistant, Gate(2000, Rate(60)), open_to_change=True, drafts=True))
    tab.runs.folder = tmp_path_factory.mktemp("evaluation")
    return tab


@pytest.mark.parametrize(
    "draft",
    [
        Draft("What is the fee at Maple?", Status.STATED, clause=CLAUSE, words=("500 yen",)),
        Draft("And there?", Status.STATED, history=("What is the fee at Oak?",), clause=CLAUSE),
        Draft("Is the amount open at Maple?", Status.UNSPECIFIED, clause=CLAUSE, companies=("Maple",)),
        Draft("Does Maple use cookies?", Status.NOT_STATED, about=("Maple",)),
        Draft("What does Elm charge?", Status.UNKNOWN_COMPANY, about=("Maple",)),
        Draft("Will it rain?", Status.OUT_OF_SCOPE, clause=CLAUSE, words=("rain",)),
        Draft("料金はいくらですか", Status.STATED, clause=CLAUSE),
    ],
)
def test_a_draft_is_a_case_that_lint_accepts(draft: Draft, tmp_path: Path) -> None:
    line = draft_line(draft, SHELF)
    assert complaints(line, SHELF) == ()
    file = tmp_path / "draft.jsonl"
    file.write_text(f"{line}\n", encoding="utf-8")
    assert lint(file, SHELF, 0.0) == ()
    assert read_row(line).question == draft.question


def test_a_draft_that_is_not_whole_says_what_is_missing() -> None:
    without = draft_line(Draft("What is the fee?", Status.STATED), SHELF)
    assert any("needs a gold clause" in one for one in complaints(without, SHELF))
    beside = draft_line(Draft("What is the fee?", Status.STATED, clause=CLAUSE, words=("900 yen",)), SHELF)
    assert any("900 yen" in one for one in complaints(beside, SHELF))


def test_a_wrong_answer_becomes_a_draft(tab: EvaluationTab, assistant: "Assistant", tmp_path: Path) -> None:
    answer = assistant.ask(QUESTION)
    event: Any = SimpleNamespace(turn="0")
    _, question, turn, history, found, _, _ = tab.wrong((Turn(QUESTION, answer=answer),), visitor(), event)
    assert question == QUESTION
    clause: Any = found
    drafted, line = tab.draft(QUESTION, "stated", clause["choices"][0][1], "1,000 yen; tax", turn, history, visitor())  # type: ignore[arg-type]
    assert ENGLISH["draft_good"] in drafted
    saved = json.loads(tab.save(line))
    file = tmp_path / saved["name"]
    file.write_text(saved["text"], encoding="utf-8")
    assert lint(file, Shelf.read(), 0.0) == ()
    assert json.loads(tab.save(""))["text"] == ""


@pytest.mark.parametrize(
    "clause", [None, "", "nonsense", "[1, 2, 3, 4]", '["alj", "0", -1, "x"]', '["../alj", "0", 1, 2]', "{}"]
)
def test_whatever_is_sent_as_a_clause_is_no_defect(tab: EvaluationTab, clause: str | None) -> None:
    drafted, line = tab.draft(QUESTION, "nonsense", clause, "", None, (), visitor())
    assert line == ""
    assert "needs a gold clause" in drafted


def test_a_run_tells_how_far_it_is_and_leaves_a_report(tab: EvaluationTab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evals.ui_tab.TOLD_SECONDS", 0.0)
    assert tab.report(visitor())[0] == ""
    shown = list(tab.run(["fragment"], visitor()))
    total = len([case for case in read_cases(CASES) if case.kind == "fragment"])
    assert [read(one).having("max")[0]["value"] for one in shown[:3]] == ["0", "1", "2"]
    assert f"of {total} right" in shown[-1]
    parcel, _ = tab.report(visitor())
    assert json.loads(parcel)["text"].startswith("<!doctype html>")


def test_only_one_run_at_a_time_and_it_can_be_stopped(tab: EvaluationTab) -> None:
    first = tab.run(["fragment"], visitor())
    next(first)
    cases = read_cases(CASES)[:3]
    going = tab.runs.run(cases, tab.runs.shelf())
    assert going is not None
    next(going)
    assert [ENGLISH["eval_running"] in one for one in first] == [True]
    tab.stop(visitor())
    steps = list(going)
    assert steps[-1].run is not None
    assert len(steps[-1].run.results) < len(cases)


def test_cases_about_other_policies_are_left_out() -> None:
    cases: tuple[Case, ...] = read_cases(CASES)
    assert {case.kind for case in askable(cases, SHELF)} <= {"unknown_company", "out_of_scope", "injection"}
    assert askable(cases, Shelf.read()) == cases


def test_a_page_that_may_not_administer_runs_nothing(assistant: "Assistant") -> None:
    tab = EvaluationTab()
    tab.attach(Page(assistant, Gate(2000, Rate(60)), drafts=True))
    assert [ENGLISH["eval_not_allowed"] in one for one in tab.run([], visitor())] == [True]


def test_every_phrase_is_in_both_languages() -> None:
    assert set(ENGLISH) == set(JAPANESE)
    assert not [name for name in ENGLISH if ENGLISH[name] == JAPANESE[name]]
    assert set(PHRASES) == {"en", "ja"}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_a_draft_does_nothing(text: str) -> None:
    phrases = dict(ENGLISH)
    for html in (ui_render.drafted(text, [], phrases), ui_render.drafted("", [text], phrases), ui_render.about(text, text)):
        read(html).assert_inert()


def test_the_page_finds_the_tab_by_its_entry_point() -> None:
    project = tomllib.loads((Path(page_run.__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    value = project["project"]["entry-points"][GROUP]["evaluation"]
    assert EntryPoint("evaluation", value, GROUP).load() is EvaluationTab

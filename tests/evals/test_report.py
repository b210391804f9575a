"""Reports: one file, nothing fetched, nothing that is not ours taken as markup."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from evals.case import read_cases
from evals.gates import GateResult
from evals.junit import junit
from evals.report import html_report
from evals.run import Run, results_of
from evals.run_record import difference
from evals.score import Outcome
from evals.summary import comparison, markdown, terminal
from tests.evals import maple
from tests.evals.answers import cite, right_answer, with_text
from tests.evals.maple import fee_row, silence_row, write_cases
from tests.evals.test_gates import MADE_OF
from tests.evals.test_score import span

HOSTILE = "Is <script>alert(1)</script> | `free`?\x08"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    rows = [fee_row("fee"), fee_row("hostile", HOSTILE), silence_row()]
    cases = read_cases(write_cases(tmp_path / "cases.jsonl", *rows))
    shelf = maple.shelf()
    right = [right_answer(case, shelf) for case in cases]
    sharing = cite(shelf, maple.POLICY, span(maple.SHARING))
    wrong = replace(with_text(right[1], "<img src=x onerror=alert(2)>"), citations=(sharing,))
    done = Run(
        results_of([(cases[0], Outcome(right[0])), (cases[1], Outcome(wrong)), (cases[2], Outcome(right[2]))], shelf),
        3,
        MADE_OF,
        shelf,
    )
    before = Run(results_of([(case, Outcome(one)) for case, one in zip(cases, right, strict=True)], shelf), 3, MADE_OF, shelf)
    gates = (
        GateResult("strict", "at least 0.95", "0.6667 (n = 3)", False),
        GateResult("errors", "at most 0", "0 (n = 3)", True),
    )
    return replace(done, against=difference(before.record, done.record), gates=gates)


class Page(HTMLParser):
    """What a browser would make of the page: its elements, the addresses in it, its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.marked: list[tuple[str, str]] = []
        self._mark: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "action") or name.startswith("on")]
        if tag == "mark":
            self._mark = dict(attrs).get("class") or "expected"

    def handle_endtag(self, tag: str) -> None:
        if tag == "mark":
            self._mark = None

    def handle_data(self, data: str) -> None:
        if self._mark is not None:
            self.marked.append((self._mark, data))


def page_of(run: Run) -> Page:
    page = Page()
    page.feed(html_report(run))
    return page


def test_the_page_fetches_nothing_and_runs_nothing(run: Run) -> None:
    page = page_of(run)
    assert page.addresses == []
    assert {"script", "img", "link", "iframe", "base"}.isdisjoint(page.tags)
    assert "url(" not in html_report(run)
    assert "default-src 'none'" in html_report(run)


def test_a_failing_case_shows_expected_and_cited_clause_in_the_policy(run: Run) -> None:
    marked = page_of(run).marked
    assert ("expected", maple.FEE) in marked
    assert ("cited", maple.SHARING) in marked


def test_the_page_says_what_it_was_made_of(run: Run) -> None:
    page = html_report(run)
    assert "strict 66.7% [20.8%, 93.9%], 2 of 3 cases pass" in page
    assert "not distinguishable against the baseline" in page
    for name, value in MADE_OF.model_dump().items():
        assert f'<td class="n">{name}</td><td class="n">{value}</td>' in page


def test_the_terminal_lists_failing_cases_with_their_reasons(run: Run) -> None:
    text = terminal(run)
    assert "1 failing cases" in text
    assert re.search(r"^  hostile \(fact\): Is <script>", text, re.MULTILINE)
    assert "    - missing: money “500 yen”" in text
    assert "  FAILED strict: 0.6667 (n = 3), at least 0.95" in text
    assert "  ok     errors" in text


def test_an_interrupted_run_says_how_far_it_came(run: Run) -> None:
    assert "interrupted: 3 of 9 cases were run" in terminal(replace(run, planned=9))


def test_markdown_keeps_foreign_text_in_its_place(run: Run) -> None:
    text = markdown(run)
    assert "<script" not in text
    assert "&lt;script>" in text
    for line in text.splitlines():
        if line.startswith("| "):
            assert len(re.findall(r"(?<!\\)\|", line)) in (3, 5), line


def test_junit_is_xml_with_a_failure_a_failing_case_and_gate(run: Run) -> None:
    root = Xml.fromstring(junit(run))
    suite = root.find("testsuite")
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures")) == ("5", "2")
    failing = [case.get("name") for case in suite.iter("testcase") if case.find("failure") is not None]
    assert failing == ["hostile", "strict"]


def test_a_comparison_names_the_cases_that_changed(run: Run) -> None:
    assert run.against is not None
    text = comparison(run.against, [("fact", run.against)])
    assert "1 no longer pass\n  hostile" in text
    assert "fact" in text


def test_a_run_without_cases_can_be_reported(run: Run) -> None:
    empty = replace(run, results=(), against=None, gates=())
    assert "no cases" in terminal(empty)
    assert html_report(empty)
    assert markdown(empty)
    assert junit(empty)

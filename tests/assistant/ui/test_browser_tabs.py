"""The tabs as people use them, in a real browser: staff, operators, evaluators, and whoever depends on a screen reader."""

import json
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from evals.case import read_row
from tests.assistant.ui.visits import IN_VIEW, PHONE, QUESTION, TABS, WIDE, Visit, open_page

pytestmark = pytest.mark.browser
IMAGES = Path(__file__).resolve().parents[3] / "docs" / "images"
# Moves that nobody asked for, by the Layout Instability API. Inside the two boxes that scroll, a new answer and its policy take
# the place of the old ones; whatever stands around them has to stay.
WATCH_SHIFTS = """() => {
  window.movers = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      for (const { node } of entry.sources) {
        if (node?.closest && !node.closest(".pa-scroll, .pa-log")) window.movers.push(node.outerHTML.slice(0, 120));
      }
    }
  }).observe({ type: "layout-shift", buffered: false });
}"""


def fill(visit: Visit, tab: str) -> None:
    """Bring a tab into the state in which it shows most."""
    if tab == "Ask":
        visit.ask("Does Alue use cookies?")
        visit.ask(QUESTION)
    elif tab == "Compare":
        visit.compare("Fees")
    elif tab == "Procedures":
        visit.show_cards("ATRUSTIA")
    elif tab == "Policies":
        visit.read("ALJ Co., Ltd.")
        visit.page.get_by_label("Search the policies").fill("handling fee")
        visit.page.keyboard.press("Enter")
        expect(visit.page.locator(".pa-results li").first).to_be_visible()
    else:
        visit.open_tab("Ask")
        visit.ask(QUESTION)
        visit.page.get_by_role("button", name="This answer is wrong").last.click()
        expect(visit.page.locator("#pa-draft-clause label").first).to_be_visible()


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize(
    "visit",
    [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"color_scheme": "light", "viewport": PHONE}],
    indirect=True,
    ids=["light", "dark", "phone"],
)
def test_axe_finds_nothing_serious(visit: Visit, tab: str) -> None:
    fill(visit, tab)
    found = Axe().run(visit.page)
    serious = [one for one in found.response["violations"] if one["impact"] in ("serious", "critical")]
    assert [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in serious] == []


def test_staff_reads_cards_follows_a_line_and_prints(visit: Visit) -> None:
    visit.show_cards("Altius Link")
    card = visit.page.locator(".pa-card").first
    expect(card).to_contain_text("Where to send it")
    card.locator(".pa-cite button").last.click()
    cited = visit.page.locator("#pa-procedures-evidence mark:not(.pa-also)").first
    expect(cited).to_be_visible()
    visit.page.get_by_label("Deletion").check()
    expect(visit.page.locator(".pa-card")).to_have_count(1)
    visit.page.emulate_media(media="print")
    expect(visit.page.locator(".pa-card")).to_be_visible()
    for hidden in ("#pa-procedures-evidence", "#pa-procedures-company", "#pa-print"):
        expect(visit.page.locator(hidden)).to_be_hidden()


def test_several_topics_make_a_table_that_can_be_turned(visit: Visit) -> None:
    visit.compare("Fees")
    visit.choose("Topics", "Cookies")
    expect(visit.page.locator(".pa-table thead th")).to_have_count(3)
    visit.page.get_by_label("companies in columns").check()
    expect(visit.page.locator(".pa-table thead th")).to_have_count(6)
    visit.page.locator(".pa-table .pa-cite button").last.click()
    cited = visit.page.locator("#pa-compare-evidence mark:not(.pa-also)").first
    expect(cited).to_be_in_viewport()


def test_a_policy_is_searched_and_opened_at_the_words(visit: Visit) -> None:
    visit.read("ALJ Co., Ltd.")
    visit.page.get_by_label("Search the policies").fill("handling fee")
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator(".pa-results h2")).to_contain_text("in the policy of ALJ")
    visit.page.locator(".pa-results [data-send=hit]").first.click()
    found = visit.page.locator("#pa-reader mark").first
    expect(found).to_contain_text("handling fee")
    assert found.evaluate(IN_VIEW)
    visit.page.get_by_role("button", name="Search all policies").click()
    expect(visit.page.locator(".pa-results h2")).to_contain_text("in all policies")


def test_a_policy_is_added_answered_from_and_removed(
    browser: Browser,
    tmp_path: Path,
    new_home: Callable[[], Path],
    serve_home: Callable[[Path], AbstractContextManager[str]],
) -> None:
    from assistant.pipeline import Assistant
    from assistant.settings import Settings

    home, file = new_home(), tmp_path / "elm.txt"
    first = tmp_path / "oak.txt"
    first.write_text("Fees\n\n1. A fee of 700 yen is charged for a disclosure request.\n", encoding="utf-8")
    file.write_text("Fees\n\n1. A fee of 500 yen is charged for a disclosure request.\n", encoding="utf-8")
    assistant = Assistant.open(Settings(home=home), bundled=False)
    assistant.ingest([first])
    assistant.close()
    with serve_home(home) as url:
        context = browser.new_context(viewport=WIDE)
        visit = open_page(context, url)
        visit.open_tab("Policies")
        visit.page.get_by_label("Company of the file to add").fill("Elm Trading")
        with visit.page.expect_file_chooser() as chooser:
            visit.page.get_by_role("button", name="Add policy files").click()
        chooser.value.set_files(file)
        expect(visit.page.locator(".pa-done")).to_contain_text("added: elm")
        visit.open_tab("Ask")
        visit.choose("Only these companies", "Elm Trading")
        expect(visit.ask("What does disclosure cost?")).to_contain_text("500 yen")
        visit.read("Elm Trading")
        visit.page.get_by_role("button", name="Remove …").click()
        visit.page.get_by_role("button", name="Remove", exact=True).click()
        expect(visit.page.locator(".pa-done")).to_contain_text("removed: elm")
        expect(visit.page.locator(".pa-library li")).to_have_count(1)
        assert visit.errors == []
        assert visit.foreign() == []
        context.close()


def test_the_evaluation_is_run_and_its_report_opened(visit: Visit) -> None:
    visit.open_tab("Evaluation")
    visit.choose("Kinds of questions", "out of scope")
    visit.page.get_by_role("button", name="Run", exact=True).click()
    expect(visit.page.locator(".pa-evaluated h2")).to_contain_text("right", timeout=60_000)
    with visit.page.context.expect_page() as opened:
        visit.page.get_by_role("button", name="Open the report").click()
    expect(opened.value.locator("body")).to_contain_text("strict")


def test_a_wrong_answer_becomes_a_draft_case(visit: Visit) -> None:
    fill(visit, "Evaluation")
    expect(visit.page.get_by_label("Question", exact=True)).to_have_value(QUESTION)
    visit.page.locator("#pa-draft-clause label").first.click()
    visit.page.get_by_label("Words that the answer must hold").fill("1,000 yen")
    visit.page.get_by_role("button", name="Make a draft case").click()
    expect(visit.page.locator(".pa-line")).to_contain_text("1,000 yen")
    with visit.page.expect_download() as saved:
        visit.page.get_by_role("button", name="Save as a file").click()
    assert read_row(Path(saved.value.path()).read_text(encoding="utf-8")).question == QUESTION


def test_a_rating_is_kept_only_after_consent(visit: Visit) -> None:
    answers = iter((False, True))
    visit.page.on("dialog", lambda dialog: dialog.accept() if next(answers) else dialog.dismiss())
    kept = "localStorage.getItem('policy-assistant-ratings')"
    right = visit.ask(QUESTION).locator("[data-rate=right]")
    right.click()
    assert visit.page.evaluate(kept) is None
    right.click()
    assert json.loads(visit.page.evaluate(kept))[QUESTION]["rating"] == "right"
    expect(right).to_have_attribute("aria-pressed", "true")
    visit.open_tab("Evaluation")
    with visit.page.expect_download() as saved:
        visit.page.get_by_role("button", name="Save my ratings").click()
    assert json.loads(Path(saved.value.path()).read_text(encoding="utf-8"))[0]["question"] == QUESTION
    visit.page.get_by_role("button", name="Forget my ratings").click()
    assert visit.page.evaluate(kept) is None


def test_a_conversation_is_kept_in_the_browser_on_request_only(visit: Visit) -> None:
    visit.ask(QUESTION)
    visit.page.reload()
    expect(visit.page.locator(".pa-welcome")).to_be_visible()
    visit.page.get_by_label("Keep in this browser").check()
    visit.ask(QUESTION)
    kept = "localStorage.getItem('policy-assistant-conversation')"
    visit.page.wait_for_function(f"({kept} || '').includes('1,000 yen')")
    visit.page.reload()
    expect(visit.page.locator(".pa-turn .pa-foot")).to_be_visible()
    expect(visit.page.locator("#pa-evidence mark").first).to_be_visible()
    expect(visit.page.get_by_label("Keep in this browser")).to_be_checked()
    visit.page.get_by_label("Keep in this browser").uncheck()
    visit.page.wait_for_function(f"{kept} === null")


def test_nothing_jumps_while_an_answer_comes(visit: Visit) -> None:
    visit.ask(QUESTION)
    visit.page.evaluate(WATCH_SHIFTS)
    visit.ask("and at ATRUSTIA?")
    assert visit.page.evaluate("window.movers") == []


@pytest.mark.skipif(not os.environ.get("UPDATE_IMAGES"), reason="UPDATE_IMAGES=1 takes the screenshots of the README anew")
def test_the_readme_shows_the_page_as_it_is(visit: Visit, browser: Browser, page_url: str) -> None:
    names = {"Ask": "ask", "Compare": "compare", "Procedures": "procedures", "Policies": "policies", "Evaluation": "evaluation"}
    for tab, name in names.items():
        fill(visit, tab)
        visit.page.mouse.move(1, 1)
        visit.page.evaluate("document.activeElement?.blur()")
        visit.page.evaluate("scrollTo(0, 0)")
        visit.page.wait_for_timeout(400)
        visit.page.screenshot(path=IMAGES / f"{name}.png")
    context = browser.new_context(viewport=PHONE, color_scheme="dark")
    phone = open_page(context, page_url)
    phone.ask(QUESTION)
    phone.page.wait_for_timeout(400)
    phone.page.screenshot(path=IMAGES / "phone.png", full_page=True)
    context.close()

"""The page as a person uses it: a real browser on the page as it is served. `make test-browser` runs these."""

import json
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from statistics import median

import pytest
from playwright.sync_api import Browser, expect

from assistant.settings import Settings
from tests.assistant.ui.pages import HOSTILE
from tests.assistant.ui.visits import IN_VIEW, PHONE, QUESTION, WIDE, Visit, open_page

pytestmark = pytest.mark.browser
on_a_phone = pytest.mark.parametrize("visit", [{"viewport": PHONE, "color_scheme": "dark"}], indirect=True)


def test_the_example_is_answered_and_its_citation_shown_highlighted(visit: Visit) -> None:
    answer = visit.ask(QUESTION)
    expect(answer).to_contain_text("handling fee of 1,000 yen (tax excluded)")
    expect(answer.locator(".pa-badge").first).to_have_text("✓ stated")
    marks = answer.locator(".pa-cite button")
    for number in range(marks.count()):
        marks.nth(number).click()
        quote = answer.locator(".pa-tip").nth(number).inner_text().partition("“")[2][:40]
        cited = visit.page.locator("#pa-evidence mark:not(.pa-also)").first
        expect(cited).to_contain_text(quote)
        assert cited.evaluate(IN_VIEW), f"citation {number} is not in view"
    pane = visit.page.locator("#pa-evidence")
    expect(pane.locator("h2")).to_have_text("ALJ")
    expect(pane.locator(".pa-label")).to_contain_text("Public Disclosure › [4]")
    expect(pane.locator(".pa-version")).to_contain_text("revised 2024-09-01")


@on_a_phone
def test_on_a_phone_the_evidence_comes_into_view_below(visit: Visit) -> None:
    answer = visit.ask(QUESTION)
    answer.locator(".pa-cite button").first.click()
    cited = visit.page.locator("#pa-evidence mark:not(.pa-also)").first
    expect(cited).to_be_in_viewport()
    visit.page.wait_for_function(f"element => ({IN_VIEW})(element)", arg=cited.element_handle())
    log, pane = visit.page.locator(".pa-log").bounding_box(), visit.page.locator(".pa-evidence").bounding_box()
    assert log is not None
    assert pane is not None
    assert pane["y"] >= log["y"] + log["height"]


@on_a_phone
def test_on_a_phone_nothing_is_wider_than_the_screen(visit: Visit) -> None:
    visit.ask(QUESTION)
    widest = "document.documentElement.scrollWidth"
    assert visit.page.evaluate(widest) <= PHONE["width"]
    for step in (lambda: visit.compare("Fees"), lambda: visit.show_cards("ALJ"), lambda: visit.read("Alue")):
        step()
        assert visit.page.evaluate(widest) <= PHONE["width"]
    # The question whether it is meant is far above the button that asks for it.
    visit.page.get_by_role("button", name="Remove …").click()
    keep = visit.page.get_by_role("button", name="Keep it")
    expect(keep).to_be_in_viewport()
    expect(keep).to_be_focused()
    keep.click()
    visit.open_tab("Evaluation")
    expect(visit.page.get_by_role("button", name="Run", exact=True)).to_be_visible()
    assert visit.page.evaluate(widest) <= PHONE["width"]


def test_the_quote_shows_on_focus_and_escape_hides_it(visit: Visit) -> None:
    answer = visit.ask(QUESTION)
    mark, tip = answer.locator(".pa-cite button").first, answer.locator(".pa-tip").first
    expect(tip).to_be_hidden()
    mark.focus()
    expect(tip).to_be_visible()
    visit.page.keyboard.press("Escape")
    expect(tip).to_be_hidden()


def test_everything_can_be_done_with_the_keyboard(visit: Visit) -> None:
    expect(visit.page.get_by_label("Your question")).to_be_focused()
    visit.page.keyboard.type(QUESTION)
    visit.page.keyboard.press("Enter")
    mark = visit.page.locator(".pa-cite button").last
    expect(mark).to_be_visible()
    for _ in range(12):
        visit.page.keyboard.press("Shift+Tab")
        if mark.evaluate("element => element === document.activeElement"):
            break
    expect(mark).to_be_focused()
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator("#pa-evidence .pa-evidence")).to_have_attribute("data-chosen", "1")


def test_the_company_filter_limits_the_answer(visit: Visit) -> None:
    companies = visit.page.get_by_label("Only these companies")
    companies.click()
    companies.fill("alu")
    visit.page.get_by_role("option", name="Alue").click()
    visit.page.keyboard.press("Escape")
    answer = visit.ask("what does disclosure cost?")
    expect(answer.locator(".pa-who")).to_have_text("Alue")


def test_an_example_can_be_chosen(visit: Visit) -> None:
    visit.page.locator(".pa-welcome button").first.click()
    expect(visit.page.locator(".pa-turn .pa-foot")).to_be_visible()


def test_a_follow_up_is_shown_as_understood_and_the_conversation_edited_and_cleared(visit: Visit) -> None:
    visit.ask(QUESTION)
    follow_up = visit.ask("and at ATRUSTIA?")
    expect(follow_up.locator(".pa-rewritten")).to_contain_text("ATRUSTIA")
    visit.page.get_by_role("button", name="Edit last question").click()
    expect(visit.page.get_by_label("Your question")).to_have_value("and at ATRUSTIA?")
    expect(visit.page.locator(".pa-turn")).to_have_count(1)
    visit.page.locator(".pa-turn").evaluate("turn => turn.dataset.before = ''")
    visit.page.get_by_role("button", name="Ask again").click()
    expect(visit.page.locator(".pa-turn:not([data-before]) .pa-foot")).to_have_count(1)
    visit.page.get_by_role("button", name="Clear").click()
    expect(visit.page.locator(".pa-welcome")).to_be_visible()


def test_silence_and_strangers_are_told_in_words(visit: Visit) -> None:
    expect(visit.ask("Does Alue use cookies?").locator(".pa-badge").first).to_contain_text("clauses checked")
    expect(visit.ask("What does disclosure cost at Umbrella Corporation?").locator(".pa-badge")).to_have_text(
        "? no such company"
    )


def test_a_conversation_is_saved_as_a_file(visit: Visit) -> None:
    visit.ask(QUESTION)
    with visit.page.expect_download() as saved:
        visit.page.get_by_role("button", name="Save as Markdown").click()
    assert saved.value.suggested_filename == "conversation.md"
    assert "1,000 yen" in Path(saved.value.path()).read_text(encoding="utf-8")
    with visit.page.expect_download() as saved:
        visit.page.get_by_role("button", name="Save as JSON").click()
    assert json.loads(Path(saved.value.path()).read_text(encoding="utf-8"))["answers"][0]["companies"] == ["ALJ"]


def test_companies_are_compared_by_topic_and_saved(visit: Visit) -> None:
    visit.compare("Fees")
    visit.page.locator(".pa-table .pa-cite button").last.click()
    cited = visit.page.locator("#pa-compare-evidence mark:not(.pa-also)").first
    expect(cited).to_be_visible()
    with visit.page.expect_download() as saved:
        visit.page.get_by_role("button", name="Save as CSV").click()
    assert Path(saved.value.path()).read_bytes().startswith(b"\xef\xbb\xbfquestion,company,status,text,citations\r\n")


def test_a_policy_is_read_by_its_outline(visit: Visit) -> None:
    visit.read("ALJ Co., Ltd.")
    reader = visit.page.locator("#pa-reader")
    expect(reader.locator("h2")).to_have_text("ALJ")
    reader.locator(".pa-outline button", has_text="[5] Inquiries").click()
    target = reader.locator(".pa-heading", has_text="[5] Inquiries").first
    expect(target).to_be_focused()
    assert target.evaluate(IN_VIEW)


@pytest.mark.parametrize("visit", [{"locale": "ja-JP"}], indirect=True)
def test_a_japanese_browser_gets_japanese_words(visit: Visit) -> None:
    expect(visit.page.get_by_role("tab", name="比較")).to_be_visible()
    expect(visit.page.locator(".pa-welcome h2")).to_have_text("ふだんの言葉で質問してください")
    visit.page.get_by_label("質問", exact=True).first.fill(QUESTION)
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator(".pa-badge").first).to_contain_text("記載あり")


def test_the_theme_can_be_switched_and_is_kept(visit: Visit) -> None:
    colour = "getComputedStyle(document.querySelector('.pa-log')).backgroundColor"
    light = visit.page.evaluate(colour)
    visit.page.get_by_role("button", name="Dark or light").click()
    assert visit.page.evaluate(colour) != light
    visit.page.reload()
    expect(visit.page.locator(".pa-log")).to_be_visible()
    visit.page.wait_for_function(f"light => {colour} !== light", arg=light)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_question_does_nothing(visit: Visit, text: str) -> None:
    visit.ask(text.replace("\x00", ""))
    assert visit.page.evaluate("window.hacked") is None


def test_hostile_policies_are_shown_and_do_nothing(
    browser: Browser,
    tmp_path: Path,
    new_home: Callable[[], Path],
    serve_home: Callable[[Path], AbstractContextManager[str]],
) -> None:
    from assistant.pipeline import Assistant

    folder, home = tmp_path / "policies", new_home()
    folder.mkdir()
    lines = "\n".join(f"{number}. The handling fee is {number} yen. {text}" for number, text in enumerate(HOSTILE, start=1))
    (folder / "evil.txt").write_text(
        f"# Fees {HOSTILE[1]}\n\nThe fees are as follows:\n\n{lines}\n".replace("\x00", ""), encoding="utf-8"
    )
    address = "https://evil.example/'><script>window.hacked=1</script>"
    facts = f"company = {json.dumps(f'Evil {HOSTILE[0]}')}\nurl = {json.dumps(address)}\n"
    (folder / "policies.toml").write_text(f"[evil]\n{facts}", encoding="utf-8")
    assistant = Assistant.open(Settings(home=home), bundled=False)
    report = assistant.ingest([folder])
    assert report.added == ("evil",), report
    assistant.close()
    with serve_home(home) as url:
        context = browser.new_context(viewport=WIDE)
        visit = open_page(context, url)
        answer = visit.ask("What is the handling fee?")
        for mark in answer.locator("[data-send=cite]").all():
            mark.click()
            expect(visit.page.locator("#pa-evidence mark").first).to_be_visible()
        visit.open_tab("Policies")
        visit.page.locator(".pa-library button").first.click()
        expect(visit.page.locator(".pa-reader")).to_contain_text("<script>window.hacked = 1</script>")
        visit.open_tab("Compare")
        visit.page.get_by_label("Question to every policy").fill("What is the handling fee?")
        visit.page.keyboard.press("Enter")
        expect(visit.page.locator(".pa-table tbody tr")).to_have_count(1)
        assert visit.page.evaluate("window.hacked") is None
        assert (
            visit.page.locator("#pa-reader :is(img, script, iframe, form, style), #pa-evidence :is(img, script, svg)").count()
            == 0
        )
        assert visit.foreign() == []
        assert visit.errors == []
        context.close()


def test_the_first_words_are_there_within_300_ms(visit: Visit) -> None:
    visit.ask(QUESTION)
    taken = []
    for _ in range(20):
        visit.page.get_by_role("button", name="Clear").click()
        expect(visit.page.locator(".pa-welcome")).to_be_visible()
        visit.page.get_by_label("Your question").fill(QUESTION)
        began = time.perf_counter()
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_selector(".pa-claim")
        taken.append(1000 * (time.perf_counter() - began))
    print(f"first words after {median(taken):.0f} ms (median of {len(taken)}), slowest {max(taken):.0f} ms")  # noqa: T201
    assert median(taken) <= 300

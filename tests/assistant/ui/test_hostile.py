"""Sixty hostile strings in a real browser, as question, policy text, file name and company name: none runs, none is fetched."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from assistant.settings import Settings
from tests.assistant.ui.hostile import SIXTY
from tests.assistant.ui.visits import WIDE, Visit, open_page

pytestmark = pytest.mark.browser
# In what is rendered of answers and policies; Gradio's own elements stand around it.
ALIVE = ":is(.pa-log, .pa-evidence, .pa-table, .pa-library, .pa-reader, .pa-card) " + (
    ":is(img, svg, script, iframe, style, link, form, input, video, audio, object, embed, base, meta, template, [style], [src])"
)
QUESTION = "What is the handling fee?"


def file_name(text: str) -> str:
    """As much of a string as the name of a file can hold."""
    return text.replace("/", "\u2215").replace("\x00", "")[:80]


@pytest.fixture(scope="module")
def hostile_url(
    tmp_path_factory: pytest.TempPathFactory,
    new_home: Callable[[], Path],
    serve_home: Callable[[Path], AbstractContextManager[str]],
) -> Iterator[str]:
    """A page on a library that is hostile throughout: every string in a text, a file's name, a company's name."""
    from assistant.pipeline import Assistant

    folder, home = tmp_path_factory.mktemp("hostile"), new_home()
    companies = []
    for number, text in enumerate(SIXTY):
        body = f"# Fees {text}\n\nThe handling fee is {number} yen. {text}\n\n# Contact\n\n{text} Write to the desk.\n"
        (folder / f"{file_name(text)} {number}.txt").write_text(body.replace("\x00", ""), encoding="utf-8")
        if number % 2:
            # The other half is called after its file.
            stem = json.dumps(f"{file_name(text)} {number}")
            address = json.dumps("https://evil.example/" + "".join(file_name(text).split()))
            companies.append(f"[{stem}]\ncompany = {json.dumps(f'{number} {text}'.replace(chr(0), ''))}\nurl = {address}\n")
    (folder / "policies.toml").write_text("\n".join(companies), encoding="utf-8")
    (home / "settings.toml").write_text("few_companies = 100\n", encoding="utf-8")
    assistant = Assistant.open(Settings(home=home), bundled=False)
    report = assistant.ingest([folder])
    assert len(report.added) == len(SIXTY), report
    assistant.close()
    with serve_home(home) as url:
        yield url


@pytest.fixture
def hostile_visit(browser: Browser, hostile_url: str) -> Iterator[Visit]:
    yield from visiting(browser, hostile_url)


def visiting(chromium: Browser, url: str) -> Iterator[Visit]:
    """A visit during which nothing may run, be fetched, be blocked or open a window."""
    context = chromium.new_context(viewport=WIDE)
    context.add_init_script(
        "window.violations = []; addEventListener('securitypolicyviolation', e => violations.push(e.blockedURI))"
    )
    opened: list[str] = []
    context.on("page", lambda page: opened.append(page.url))
    visit = open_page(context, url)
    dialogs: list[str] = []
    visit.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    yield visit
    assert visit.page.evaluate("window.hacked") is None
    assert visit.page.evaluate("window.violations") == [], "what a policy of the browser stops has come to life before"
    assert visit.page.locator(ALIVE).count() == 0
    assert len(opened) == 1
    assert dialogs == visit.foreign() == visit.errors == []
    assert [url for url in visit.requests if "evil" in url or url.endswith("/x")] == []
    context.close()


def test_sixty_questions_do_nothing(browser: Browser, page_url: str) -> None:
    for visit in visiting(browser, page_url):
        for number, text in enumerate(SIXTY):
            if number % 20 == 0:
                visit.page.get_by_role("button", name="Clear").click()
                expect(visit.page.locator(".pa-welcome")).to_be_visible()
            visit.ask(text.replace("\x00", "").replace("\n", " "))
        expect(visit.page.locator(".pa-asked").last).to_contain_text("window.hacked=1")


def test_sixty_policies_file_names_and_company_names_are_shown_and_do_nothing(hostile_visit: Visit) -> None:
    page = hostile_visit.page
    answer = hostile_visit.ask(QUESTION)
    expect(answer).to_contain_text("<script>window.hacked = 1</script>")
    for mark in answer.locator("[data-send=cite]").all()[:12]:
        mark.click()
        expect(page.locator("#pa-evidence mark").first).to_be_visible()
    page.get_by_label("Only these companies").click()
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    hostile_visit.open_tab("Compare")
    page.get_by_label("Question to every policy").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".pa-table tbody tr")).to_have_count(len(SIXTY))
    hostile_visit.open_tab("Procedures")
    page.get_by_label("Company", exact=True).click()
    page.get_by_role("option").first.click()
    expect(page.locator(".pa-card")).to_have_count(5)
    hostile_visit.open_tab("Policies")
    page.get_by_label("Search the policies").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".pa-results li").first).to_be_visible()
    policies = page.locator(".pa-library button")
    expect(policies).to_have_count(len(SIXTY))
    for number in range(len(SIXTY)):
        policies.nth(number).click()
        expect(page.locator(".pa-library [aria-current]")).to_have_count(1)
        expect(page.locator("#pa-reader h2")).to_be_visible()

"""A visit to the page in a real browser: what tests of the tabs share."""

import shutil
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Locator, Page, Request, expect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
QUESTION = "how much does disclosure cost at ALJ?"
WIDE, PHONE = {"width": 1360, "height": 850}, {"width": 390, "height": 844}
TABS = ("Ask", "Compare", "Procedures", "Policies", "Evaluation")
# Whole inside what is visible of every box that scrolls around it, and of the window.
IN_VIEW = """element => {
  let {top, bottom, left, right} = element.getBoundingClientRect();
  for (let box = element.parentElement; box; box = box.parentElement) {
    if (getComputedStyle(box).overflowY === "visible") continue;
    const frame = box.getBoundingClientRect();
    if (top < frame.top - 1 || top > frame.bottom) return false;
  }
  return top >= 0 && top < innerHeight && left >= 0 && right <= innerWidth + 1;
}"""
# A machine shared with other work is slow now and then; what must be fast is measured by itself.
expect.set_options(timeout=20_000)


@dataclass
class Visit:
    """A visitor's page, and everything that it asked the network for or complained of."""

    page: Page
    url: str
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def foreign(self) -> list[str]:
        return [url for url in self.requests if not url.startswith((self.url, "data:", "blob:"))]

    def ask(self, question: str) -> Locator:
        """The answer to a question, once it is there."""
        before = self.page.locator(".pa-turn").count()
        self.page.get_by_label("Your question").fill(question)
        self.page.keyboard.press("Enter")
        turn = self.page.locator(".pa-turn").nth(before)
        expect(turn.locator(".pa-foot")).to_be_visible()
        return turn

    def open_tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name).click()

    def choose(self, label: str, option: str) -> None:
        """An option of a list, found by typing."""
        box = self.page.get_by_label(label, exact=True)
        box.click()
        box.fill(option)
        self.page.get_by_role("option", name=option).click()
        box.blur()

    def compare(self, topic: str) -> None:
        self.open_tab("Compare")
        self.choose("Topics", topic)
        expect(self.page.locator(".pa-table tbody tr")).to_have_count(5)

    def show_cards(self, company: str) -> None:
        self.open_tab("Procedures")
        self.choose("Company", company)
        expect(self.page.locator(".pa-card")).to_have_count(5)

    def read(self, policy: str) -> None:
        self.open_tab("Policies")
        self.page.locator(".pa-library button", has_text=policy).click()
        expect(self.page.locator("#pa-reader h2")).to_be_visible()


def open_page(context: BrowserContext, url: str) -> Visit:
    visit = Visit(context.new_page(), url)

    def asked(request: Request) -> None:
        visit.requests.append(request.url)

    visit.page.on("request", asked)
    visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
    visit.page.on("console", lambda message: visit.errors.append(message.text) if message.type == "error" else None)
    visit.page.goto(url)
    expect(visit.page.locator(".pa-log")).to_be_visible()
    return visit

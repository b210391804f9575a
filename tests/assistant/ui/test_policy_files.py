"""Policies added and removed through the page: what the command would do, in its words."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.ui.page import ADMIN, USER, Page
from assistant.ui.policies_tab import PoliciesTab
from assistant.ui.words import ENGLISH
from ingest.policy import Policy
from tests.assistant.ui.pages import HOSTILE, cite, read, tree_of

FEE = "Fees\n\n1. A fee of 500 yen is charged for a disclosure request.\n"


@pytest.fixture(scope="module")
def page(new_home: Callable[[], Path]) -> Iterator[Page]:
    """A page on this machine, with an empty library to change."""
    assistant = Assistant.open(Settings(home=new_home(), max_file_bytes=5000), bundled=False)
    yield Page.of(assistant, "127.0.0.1")
    assistant.close()


@pytest.fixture
def upload(tmp_path: Path) -> Callable[[str, str], str]:
    """A file as Gradio leaves it: in a folder of its own."""

    def make(name: str, text: str) -> str:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        (folder / name).write_text(text, encoding="utf-8")
        return str(folder / name)

    return make


def visitor() -> Any:
    return SimpleNamespace(headers={}, session_hash="s", client=None)


def signed_in(admin: bool) -> Any:
    """A request as the login lets it through."""
    made = SimpleNamespace(scope={USER: "somebody", ADMIN: admin})
    return SimpleNamespace(headers={}, session_hash="s", client=None, request=made)


def test_a_file_is_added_under_its_company_answered_from_and_removed(page: Page, upload: Callable[[str, str], str]) -> None:
    tab, file = PoliciesTab(page), upload("policy.txt", FEE)
    library, told, box = tab.add([file], "Maple & Co", visitor())
    assert "added: policy" in read(told).text
    assert "Maple & Co" in read(library).text
    assert box == ""
    assert not Path(file).exists()
    assert page.companies == ("Maple & Co",)
    assert "500 yen" in page.assistant.ask("How much does disclosure cost?").text
    event: Any = SimpleNamespace(policy="policy")
    assert "Remove the policy of Maple & Co" in read(tab.ask_removal(visitor(), event)).text
    library, _, told, chosen = tab.remove(visitor(), event)
    assert "removed: policy" in told
    assert page.companies == ()
    assert chosen == ""
    assert "no policy" in tab.remove(visitor(), event)[2]


def test_several_files_are_named_by_a_policies_toml(page: Page, upload: Callable[[str, str], str]) -> None:
    def files() -> list[str]:
        named = upload("policies.toml", '[two]\ncompany = "Second"\n')
        return [upload("one.txt", FEE), upload("two.md", f"# Two\n\n{FEE}"), named]

    assert ENGLISH.one_company in read(PoliciesTab(page).add(files(), "Which", visitor())[1]).text
    PoliciesTab(page).add(files(), "", visitor())
    assert set(page.companies) >= {"one", "Second"}


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [("large.txt", "x" * 6000, "5000"), ("empty.txt", "", "empty"), ("nul.txt", "a\x00\x01\x02" * 50, "text")],
)
def test_a_bad_file_is_told_with_its_name(
    page: Page, upload: Callable[[str, str], str], name: str, text: str, reason: str
) -> None:
    told = read(PoliciesTab(page).add([upload(name, text)], "", visitor())[1]).text
    assert name in told
    assert reason in told


def test_only_one_change_at_a_time(page: Page, upload: Callable[[str, str], str]) -> None:
    with page.changing:
        assert ENGLISH.being_changed in PoliciesTab(page).add([upload("late.txt", FEE)], "", visitor())[1]


@pytest.mark.parametrize("text", [text for text in HOSTILE if "\x00" not in text])
def test_a_hostile_company_name_does_nothing(page: Page, upload: Callable[[str, str], str], text: str) -> None:
    library, told, _ = PoliciesTab(page).add([upload("hostile.txt", f"{FEE}{text}\n")], text, visitor())
    read(library).assert_inert()
    read(told).assert_inert()


def test_a_name_with_leading_dots_hides_no_file(page: Page, upload: Callable[[str, str], str]) -> None:
    told = PoliciesTab(page).add([upload("..dotted.txt", FEE)], "Dotted & Co", visitor())[1]
    assert "added: dotted" in told
    assert "Dotted & Co" in page.companies


def test_the_library_is_read_while_a_policy_is_being_added(page: Page, upload: Callable[[str, str], str]) -> None:
    """It is in the library and not yet in the index."""
    tab = PoliciesTab(page)
    tab.add([upload("there.txt", FEE)], "There", visitor())
    page.assistant.library.put(Policy(policy_id="coming", company="Coming", text=FEE))
    listed = read(tab.library("", visitor()))
    assert "Coming" in listed.text
    read_one: Any = SimpleNamespace(policy="there", start="-", end="-")
    assert "500 yen" in read(tab.read(visitor(), read_one)[1]).text
    coming: Any = SimpleNamespace(policy="coming", start="-", end="-")
    assert ENGLISH.being_changed in tab.read(visitor(), coming)[1]
    page.assistant.library.remove("coming")


def test_a_citation_of_a_policy_that_was_removed_is_told(page: Page) -> None:
    gone = cite(tree_of(FEE), "A fee of 500 yen")
    assert ENGLISH.kept_changed in page.evidence(gone, ENGLISH, chosen=True)


@pytest.mark.parametrize(
    ("setting", "host", "allowed"),
    [
        ("loopback", "127.0.0.1", True),
        ("loopback", "0.0.0.0", False),
        ("loopback", "", False),
        ("always", "0.0.0.0", True),
        ("never", "127.0.0.1", False),
    ],
)
def test_the_operator_decides_who_may_administer(page: Page, setting: str, host: str, allowed: bool) -> None:
    assistant: Any = SimpleNamespace(
        settings=SimpleNamespace(page_admin=setting, max_question_chars=9, questions_per_minute=9), companies=()
    )
    assert Page.of(assistant, host).may_administer(visitor()) is allowed
    # Where somebody has signed in an admin may, unless nobody may.
    admin, other = signed_in(admin=True), signed_in(admin=False)
    assert Page.of(assistant, host).may_administer(admin) is (setting != "never")
    assert not Page.of(assistant, host).may_administer(other)


def test_only_an_admin_changes_the_library_of_a_page_that_people_sign_in_to(
    page: Page, upload: Callable[[str, str], str]
) -> None:
    tab, alice, bob = PoliciesTab(page), signed_in(admin=True), signed_in(admin=False)
    event: Any = SimpleNamespace(policy="theirs")
    file = upload("theirs.txt", FEE)
    assert ENGLISH.not_admin in tab.add([file], "", bob)[1]
    assert not Path(file).exists()
    assert "added: theirs" in tab.add([upload("theirs.txt", FEE)], "", alice)[1]
    assert ENGLISH.not_admin in tab.ask_removal(bob, event)
    assert ENGLISH.not_admin in tab.remove(bob, event)[2]
    assert 'data-send="remove"' not in tab.read(bob, event)[1]
    assert 'data-send="remove"' in tab.read(alice, event)[1]
    assert "removed: theirs" in tab.remove(alice, event)[2]
    assert [tab.greet(person)[2]["visible"] for person in (alice, bob)] == [True, False]  # type: ignore[index]

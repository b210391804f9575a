"""A policy as HTML: every letter of it, the cited words marked exactly, nothing of it alive."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.ui import render_policy
from assistant.ui.words import ENGLISH
from ingest.clauses import parse_clauses
from ingest.corpus import BUNDLED, read_corpus
from ingest.library_files import PolicyRecord
from ingest.policy import ClauseTree, Policy, Span
from tests.assistant.ui.pages import HOSTILE, cite, read, shown, tree_of
from tests.assistant.ui.snapshots import assert_snapshot

TREES = {policy.policy_id: parse_clauses(policy) for policy in read_corpus([BUNDLED], 10**6) if isinstance(policy, Policy)}


@pytest.mark.parametrize("policy_id", TREES)
def test_a_policy_is_shown_whole(policy_id: str) -> None:
    tree = TREES[policy_id]
    page = read(render_policy.policy_text(tree, None, ENGLISH))
    page.assert_inert()
    assert shown(page.text) == shown(tree.policy.text)
    assert not page.of_class("pa-here")


@given(st.sampled_from(sorted(TREES)), st.integers(0, 10**6), st.integers(1, 3000), st.integers(0, 10**6), st.integers(1, 500))
def test_exactly_the_cited_words_are_marked(policy_id: str, start: int, length: int, beside: int, other: int) -> None:
    tree = TREES[policy_id]
    text = tree.policy.text
    start, beside = start % len(text), beside % len(text)
    cited = Span(start, min(start + length, len(text)))
    page = read(render_policy.policy_text(tree, cited, ENGLISH, [Span(beside, min(beside + other, len(text))), cited]))
    assert shown(page.marked) == shown(text[cited.start : cited.end])
    assert shown(page.text) == shown(text)


def test_what_is_cited_beside_is_pointed_out_less() -> None:
    tree = tree_of("Fees\n\n1. A fee is due.\n2. It is paid in advance.\n")
    fee, advance = cite(tree, "A fee is due."), cite(tree, "paid in advance", "B")
    page = read(render_policy.evidence(tree, fee, ENGLISH, True, (fee, advance)))
    assert page.marked == "A fee is due."
    assert len(page.of_class("pa-also")) == 1
    assert [attributes["data-chosen"] for attributes in page.having("data-chosen")] == ["1"]


def test_the_evidence_says_where_and_of_when_the_words_are() -> None:
    facts = {"effective_date": date(2020, 1, 2), "revised_date": date(2024, 9, 1), "url": "https://example.com/p"}
    policy = Policy("example", "Example", "Fees\n\n1. A fee is due.\n", **facts)  # type: ignore[arg-type]
    tree = parse_clauses(policy)
    page = read(render_policy.evidence(tree, cite(tree, "A fee is due."), ENGLISH, False))
    assert "(A) Fees › item 1" in page.text
    assert f"revised 2024-09-01 · in effect from 2020-01-02 · version {policy.version}" in page.text
    copied = page.having("data-copy")[0]["data-copy"]
    assert copied == "“A fee is due.” — Example, Fees › item 1 (2024-09-01), https://example.com/p"
    assert page.having("href")[0] == {"href": "https://example.com/p", "target": "_blank", "rel": "noopener noreferrer"}


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "data:text/html,x", "//evil.example", " https://example.com"])
def test_only_web_addresses_become_links(url: str) -> None:
    tree = tree_of("A fee is due.", url=url)
    assert not read(render_policy.reader(tree, ENGLISH)).having("href")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_policy_is_shown_and_does_nothing(text: str) -> None:
    tree = tree_of(f"# {text}\n\n{text} is due.\n\n- {text}\n", company=text, legal_name=text, title=text, language=text)
    citation = cite(tree, "is due")
    for html in (render_policy.evidence(tree, citation, ENGLISH, True), render_policy.reader(tree, ENGLISH)):
        read(html).assert_inert()
        assert "__i18n__" not in html
    read(render_policy.library([record(tree)], {}, ENGLISH)).assert_inert()


def test_evidence_and_reader_look_as_they_did() -> None:
    tree = tree_of("Fees\n\n1. A fee of 500 yen is charged.\n\n2. It is paid in advance.\n", url="https://example.com/privacy")
    fee, advance = cite(tree, "A fee of 500 yen is charged.", "A"), cite(tree, "It is paid in advance.", "B")
    assert_snapshot("evidence", render_policy.evidence(tree, fee, ENGLISH, True, [fee, advance]))
    span = Span(advance.start, advance.end)
    assert_snapshot("reader", render_policy.reader(tree, ENGLISH, span, removable=True))
    assert_snapshot("removal", render_policy.removal(tree.policy, ENGLISH))
    assert_snapshot("outcome", render_policy.outcome(["added: example"], ["bad.pdf: not read yet"]))


def test_of_a_very_long_policy_the_part_around_the_cited_words_is_shown() -> None:
    tree = tree_of("\n\n".join(f"Paragraph {number} says this and that." for number in range(20_000)))
    page = read(render_policy.evidence(tree, cite(tree, "Paragraph 15000 says"), ENGLISH, True))
    assert page.marked == "Paragraph 15000 says"
    assert len(page.text) < render_policy.MOST_CHARS + 2_000
    assert page.text.count("characters left out here") == 2


def test_the_outline_leads_to_the_clauses() -> None:
    page = read(render_policy.reader(TREES["alj"], ENGLISH))
    ids = {attributes["id"] for attributes in page.having("id")}
    targets = [attributes["data-goto"] for attributes in page.having("data-goto")]
    assert len(targets) > 5
    assert set(targets) <= ids


def test_ids_on_the_page_are_unique() -> None:
    for tree in TREES.values():
        ids = [attributes["id"] for attributes in read(render_policy.reader(tree, ENGLISH)).having("id")]
        assert len(ids) == len(set(ids))


def record(tree: ClauseTree, **facts: object) -> PolicyRecord:
    policy = tree.policy
    values: dict[str, object] = {
        "policy_id": policy.policy_id,
        "company": policy.company,
        "legal_name": policy.legal_name,
        "aliases": (),
        "title": policy.title,
        "url": policy.url,
        "language": policy.language,
        "version": policy.version,
        "effective_date": policy.effective_date,
        "revised_date": policy.revised_date,
        "retrieved": None,
        "source": "",
    }
    return PolicyRecord(**(values | facts))  # type: ignore[arg-type]


def test_the_library_lists_dates_version_and_number_of_clauses() -> None:
    records = [record(tree) for tree in TREES.values()]
    page = read(render_policy.library(records, {"alj": 112}, ENGLISH, "alj"))
    assert f"version {TREES['alj'].policy.version}" in page.text
    assert "112 clauses" in page.text
    assert [attributes["data-policy"] for attributes in page.having("aria-current")] == ["alj"]
    assert "policy-assistant ingest" in render_policy.library([], {}, ENGLISH)


def test_before_anything_is_chosen_the_panes_say_what_to_do() -> None:
    assert ENGLISH.evidence_empty in render_policy.no_evidence(ENGLISH)
    assert ENGLISH.choose_policy in render_policy.no_policy(ENGLISH)

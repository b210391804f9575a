"""What holds for the clauses of every text, whatever is in it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.clauses import parse_clauses
from ingest.coverage import uncovered
from ingest.policy import ClauseTree, Policy, Span
from ingest.sentences import split_sentences

_MARKERS = (
    "1. ", "2. ", "3) ", "(1) ", "(2) ", "[4] ", "a) ", "(b) ",
    "i. ", "ii. ", "A. ", "- ", "*   ", "+ ", "• ", "• 1.", "・",
    "①", "②",
    "1.1 ", "1.2. ", "1-1 ", "Article 1 ", "Section 2: ", "§3 ", "第1条", "（２）",
    "一、", "イ）", "Q1. ", "1\\. ", "# ", "### ", "> ", "1.  *   ", "",
)  # fmt: skip
_WORDS = st.sampled_from(
    (
        "Your Rights",
        "We use data for the following purposes:",
        "However, the following cases are exceptions:",
        "when the law requires it",
        "A fee of 1,000 yen is charged. It is small.",
        "**Bold Title**",
        "TEL 03-1234-5678",
        "Established: April 7, 2006",
        "Jane Doe, President",
        "| a | b |",
        "| --- | --- |",
        "a | b",
        "====",
        "---",
        '[](#x "#x")',
        "当社は、次の場合を除き提供しません。",
        "Acme, Inc.",
        "etc.",
        "\u200b",
        "(((",
    )
)
_BLANKS = st.sampled_from(("", " ", "  ", "    ", "\t", "\u3000", "        "))
_NEWLINES = st.sampled_from(("\n", "\n\n", "\r\n", "\r", "\n\n\n", "\u2028", "\x0c"))
_LINES = st.tuples(_BLANKS, st.sampled_from(_MARKERS), st.one_of(_WORDS, st.text(max_size=12)), _NEWLINES).map("".join)
DOCUMENTS = st.lists(_LINES, max_size=40).map("".join)


def _tree(text: str) -> ClauseTree:
    return parse_clauses(Policy(policy_id="p", company="P", text=text))


@settings(max_examples=250, deadline=None)
@given(st.one_of(DOCUMENTS, st.text(max_size=200)))
def test_leaves_hold_every_non_blank_character_once_and_lie_in_their_parents(text: str) -> None:
    assert uncovered(_tree(text)) is None


@settings(max_examples=150, deadline=None)
@given(DOCUMENTS)
def test_spans_are_inside_the_text_and_lead_ins_before_their_clause(text: str) -> None:
    tree = _tree(text)
    for clause in tree.clauses:
        assert 0 <= clause.start < clause.end <= len(text)
        assert not text[clause.start].isspace()
        assert not text[clause.end - 1].isspace()
        assert clause.label
        if clause.heading is not None:
            assert clause.start <= clause.heading.start <= clause.heading.end <= clause.end
        if clause.lead_in is not None:
            assert 0 <= clause.lead_in.start < clause.lead_in.end <= clause.end
        if clause.parent is not None:
            assert clause.depth == tree[clause.parent].depth + 1


@settings(max_examples=100, deadline=None)
@given(DOCUMENTS)
def test_parsing_twice_gives_the_same_clauses(text: str) -> None:
    assert _tree(text).clauses == _tree(text).clauses


@settings(max_examples=150, deadline=None)
@given(DOCUMENTS)
def test_sentences_of_a_leaf_are_inside_it_in_order(text: str) -> None:
    for leaf in _tree(text).leaves():
        position = leaf.start
        for sentence in split_sentences(text, Span(leaf.start, leaf.end)):
            assert position <= sentence.start < sentence.end <= leaf.end
            assert text[sentence.start : sentence.end] == text[sentence.start : sentence.end].strip()
            position = sentence.end

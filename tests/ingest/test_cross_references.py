"""A sentence about "the data in (2) above" is about the clause of that number beside it."""

import pytest

from ingest.clauses import parse_clauses
from ingest.cross_references import referred_to
from ingest.policy import ClauseTree, Policy, Span
from vectorstore.passages import context_of, passages_of

TEXT = """Maplewood Privacy Policy

Purposes
1. Orders
Order data are used to send parcels.
2. Hotline work for clients
Data of callers are used as the client instructs.
• Data referred to in (2) above are not kept in the archive of Maplewood.
• As described in Section 9.1 parcels are insured.
• Note: Except for information under point 1, all of it belongs to clients.
"""


@pytest.fixture(scope="module")
def tree() -> ClauseTree:
    return parse_clauses(Policy("maplewood", "Maplewood", TEXT))


def about(tree: ClauseTree, beginning: str) -> str:
    start = TEXT.index(beginning)
    leaf = next(leaf for leaf in tree.leaves() if leaf.start <= start < leaf.end)
    meant = referred_to(tree, leaf, Span(start, leaf.end))
    return tree.text(meant).split("\n")[0].strip() if meant is not None else ""


@pytest.mark.parametrize(
    ("sentence", "heading"),
    [
        ("Data referred to in (2)", "Hotline work for clients"),
        ("Note: Except for", "Orders"),
        ("As described in Section", ""),
        ("Data of callers", ""),
    ],
)
def test_the_clause_of_that_number_is_meant(tree: ClauseTree, sentence: str, heading: str) -> None:
    assert about(tree, sentence) == heading


def test_it_is_embedded_with_what_it_is_about(tree: ClauseTree) -> None:
    passage = next(passage for passage in passages_of(tree) if TEXT[passage.start :].startswith("Data referred to"))
    assert "Hotline work for clients" in context_of(tree, passage)

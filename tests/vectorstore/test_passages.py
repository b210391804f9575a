from itertools import pairwise

import pytest

from ingest.clauses import parse_clauses
from ingest.policy import Policy
from tests.vectorstore.shelf import bundled
from vectorstore.passages import context_of, embedded_text, passages_of

LIST = Policy(
    "x",
    "X",
    "# Rights\n\n## Fees\n\nWe charge a fee in the following cases:\n\n- disclosure\n- correction\n\nWrite to us. We answer.\n",
)


@pytest.mark.parametrize("policy", bundled().policies.values(), ids=lambda policy: policy.policy_id)
def test_passages_follow_one_another_without_overlap_inside_their_clauses(policy: Policy) -> None:
    tree = parse_clauses(policy)
    passages = passages_of(tree)
    assert passages
    for before, after in pairwise(passages):
        assert before.end <= after.start
    for passage in passages:
        clause = tree[passage.clause_id]
        assert clause.start <= passage.start < passage.end <= clause.end
        assert policy.text[passage.start : passage.end].strip()


def test_a_list_item_is_embedded_with_its_headings_and_its_lead_in() -> None:
    tree = parse_clauses(LIST)
    item = next(passage for passage in passages_of(tree) if "correction" in LIST.text[passage.start : passage.end])
    assert context_of(tree, item) == "Rights › Fees › We charge a fee in the following cases:"
    assert embedded_text(tree, item).endswith("correction")


def test_sentences_are_passages_of_their_own() -> None:
    own = [LIST.text[passage.start : passage.end] for passage in passages_of(parse_clauses(LIST))]
    assert "Write to us." in own
    assert "We answer." in own


def test_a_text_without_words_has_no_passages() -> None:
    assert passages_of(parse_clauses(Policy("x", "X", " \n\n "))) == ()

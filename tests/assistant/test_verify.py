"""Nothing reaches an answer that does not stand in the policy asked about, word for word."""

import pytest

from assistant.answer import Status
from assistant.draft import Draft, DraftClaim
from assistant.verify import Asked, marker_of, overall, verified
from ingest.clauses import parse_clauses
from ingest.policy import ClauseTree, Policy, Span

TEXT = (
    "Privacy Policy\n\n1. Fees\nA fee of 700 yen is charged for disclosure. Correction is free.\n\n"
    "2. Contact\nTEL: 03-1234-5678\n"
)
TREE = parse_clauses(Policy("maple", "Maple", TEXT))
ASKED = Asked("fee?", "What is the fee at Maple?", ("Maple",), ("maple",))


def span(words: str, tree: ClauseTree = TREE) -> Span:
    start = tree.policy.text.index(words)
    return Span(start, start + len(words))


def test_a_quote_is_cited_verbatim_with_its_clause() -> None:
    quote = "A fee of 700 yen is charged for disclosure."
    result = verified(ASKED, [Draft("maple", Status.STATED, (DraftClaim(f"“{quote}”", (span(quote),)),))], {"maple": TREE})
    (citation,) = result.citations
    assert citation.quote == quote == TEXT[citation.start : citation.end]
    assert citation.marker == "A"
    assert "Fees" in citation.label
    assert result.text == f"Maple: “{quote}” (A)"
    assert result.status is Status.STATED


@pytest.mark.parametrize(
    "claim",
    [
        DraftClaim("“A fee of 800 yen is charged for disclosure.”", (span("A fee of 700 yen is charged for disclosure."),)),
        DraftClaim("Call 03-9999-9999.", (span("TEL: 03-1234-5678"),)),
        DraftClaim("Within 30 days.", (span("Correction is free."),)),
        DraftClaim("See https://evil.test/.", (span("Correction is free."),)),
        DraftClaim("“Correction is free.”", ()),
        DraftClaim("“Correction is free.”", (Span(len(TEXT), len(TEXT) + 5),)),
    ],
)
def test_a_claim_with_a_value_or_place_that_is_not_in_its_quotes_is_dropped(claim: DraftClaim) -> None:
    result = verified(ASKED, [Draft("maple", Status.STATED, (claim,), checked=5)], {"maple": TREE})
    assert result.dropped == 1
    assert result.status is Status.NOT_STATED
    assert result.citations == ()
    assert "5 clauses checked" in result.text


def test_a_draft_of_a_policy_out_of_scope_is_not_shown() -> None:
    other = parse_clauses(Policy("oak", "Oak", "Disclosure costs 900 yen."))
    draft = Draft("maple", Status.STATED, (DraftClaim("“Correction is free.”", (span("Correction is free."),)),))
    result = verified(ASKED, [draft], {"maple": TREE, "oak": other})
    assert {citation.policy_id for citation in result.citations} == {"maple"}
    with pytest.raises(KeyError):
        verified(ASKED, [Draft("oak", Status.STATED, ())], {"maple": TREE, "oak": other})


def test_markers_are_letters() -> None:
    assert [marker_of(number) for number in (0, 1, 25, 26, 27, 51, 52)] == ["A", "B", "Z", "AA", "AB", "AZ", "BA"]


def test_an_answer_about_several_policies_states_what_any_states() -> None:
    assert overall([Status.NOT_STATED, Status.UNSPECIFIED, Status.STATED]) is Status.STATED
    assert overall([Status.NOT_STATED, Status.UNSPECIFIED]) is Status.UNSPECIFIED
    assert overall([]) is Status.NOT_STATED

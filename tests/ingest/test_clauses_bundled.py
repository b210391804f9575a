"""What the parser must find in the five bundled policies, each of which is written in another way."""

from pathlib import Path

import pytest

import ingest
from ingest.clauses import parse_clauses
from ingest.coverage import uncovered
from ingest.policy import Clause, ClauseKind, ClauseTree, Policy

POLICY_IDS = ("actio", "alj", "altius-link", "alue", "atrustia")
_FOLDER = Path(ingest.__file__).parent / "policies"


@pytest.fixture(scope="module")
def trees() -> dict[str, ClauseTree]:
    found = {}
    for policy_id in POLICY_IDS:
        text = (_FOLDER / f"{policy_id}.txt").read_bytes().decode()
        found[policy_id] = parse_clauses(Policy(policy_id=policy_id, company=policy_id, text=text))
    return found


def _leaf_with(tree: ClauseTree, words: str) -> Clause:
    matching = [leaf for leaf in tree.leaves() if words in tree.text(leaf)]
    assert matching, words
    return matching[-1]


def _items(tree: ClauseTree, clause_id: str) -> list[str]:
    return [tree.text(clause) for clause in tree.children(clause_id) if clause.kind is ClauseKind.ITEM]


@pytest.mark.parametrize("policy_id", POLICY_IDS)
def test_leaves_hold_every_character_once(trees: dict[str, ClauseTree], policy_id: str) -> None:
    assert uncovered(trees[policy_id]) is None


def test_alj_fee_is_item_5_of_the_procedure(trees: dict[str, ClauseTree]) -> None:
    tree = trees["alj"]
    fee = _leaf_with(tree, "A handling fee of 1,000 yen")
    assert fee.clause_id == "alj/public-disclosure/4/procedure/5"
    assert fee.label == "Public Disclosure › [4] › item 5"
    assert fee.lead_in is not None
    assert tree.text(fee.lead_in) == "The procedure for disclosure, etc., is as follows:"
    assert len(_items(tree, "alj/public-disclosure/4")) == 8


def test_alj_refusal_cases_have_their_own_lead_in(trees: dict[str, ClauseTree]) -> None:
    tree = trees["alj"]
    refusal = _leaf_with(tree, "When it would violate other laws or regulations.")
    assert refusal.parent == "alj/public-disclosure/4"
    assert refusal.lead_in is not None
    assert tree.text(refusal.lead_in).startswith("Please note that in the following cases, we may refuse")


def test_a_lead_in_that_leans_on_the_sentence_before_takes_it_in(trees: dict[str, ClauseTree]) -> None:
    tree = trees["alj"]
    law = _leaf_with(tree, "When required by law.")
    assert law.lead_in is not None
    assert "will not provide it to third parties without prior consent" in tree.text(law.lead_in)
    assert tree.text(law.lead_in).endswith("However, the following cases are exceptions:")


def test_alj_sections_restart_their_numbers_under_each_title(trees: dict[str, ClauseTree]) -> None:
    tree = trees["alj"]
    titles = [clause for clause in tree.children() if clause.kind is ClauseKind.SECTION]
    assert [tree.text(title.heading) for title in titles if title.heading] == [
        "Privacy Policy",
        "Public Disclosure",
        "Basic Policy on Proper Handling of Specific Personal Information",
    ]
    for title in titles[1:]:
        sections = [clause for clause in tree.children(title.clause_id) if clause.kind is ClauseKind.SECTION]
        assert [section.label.rsplit(" › ", 1)[1] for section in sections] == [f"[{number}]" for number in range(1, 8)]


def test_alj_dates_signatures_and_contacts_have_their_kinds(trees: dict[str, ClauseTree]) -> None:
    tree = trees["alj"]
    assert _leaf_with(tree, "Established: May 1, 2017").kind is ClauseKind.DATE
    assert _leaf_with(tree, "Hiroyuki Kugishima, President").kind is ClauseKind.SIGNATURE
    contact = _leaf_with(tree, "28th Floor, Shinjuku Nomura Building")
    assert contact.kind is ClauseKind.CONTACT
    assert "TEL: 03-6258-1278" in tree.text(contact)
    assert "[Inquiries Regarding Personal Information Protection]" in tree.text(contact)


def test_alj_body_below_an_item_belongs_to_it(trees: dict[str, ClauseTree]) -> None:
    tree = trees["alj"]
    assert _leaf_with(tree, "Additionally, appropriate management measures").clause_id == "alj/privacy-policy/2"


def test_atrustia_nine_grounds_are_children_of_their_lead_in(trees: dict[str, ClauseTree]) -> None:
    tree = trees["atrustia"]
    parent = tree["atrustia/9/1"]
    assert tree.text(parent).startswith("- If an individual requests the suspension of use")
    grounds = _items(tree, "atrustia/9/1")
    assert len(grounds) == 9
    assert grounds[0] == "- The data is being handled beyond the scope of the stated purpose of use"
    assert grounds[-1].startswith("- The handling of the retained personal data is likely to infringe")
    assert len(_items(tree, "atrustia/9")) == 4


def test_atrustia_flattened_exceptions_end_where_sentences_resume(trees: dict[str, ClauseTree]) -> None:
    tree = trees["atrustia"]
    assert [len(_items(tree, f"atrustia/6/{number}")) for number in range(1, 7)] == [6, 3, 0, 0, 0, 0]
    assert [len(_items(tree, f"atrustia/7/{number}")) for number in (1, 2)] == [2, 0]
    harm = _leaf_with(tree, "- If there is a risk of harm to the life")
    assert harm.lead_in is not None
    assert "any of the following conditions apply" in tree.text(harm.lead_in)


def test_atrustia_captions_take_their_entries(trees: dict[str, ClauseTree]) -> None:
    tree = trees["atrustia"]
    assert [len(_items(tree, f"atrustia/3/{number}")) for number in range(1, 5)] == [2, 2, 5, 2]
    billing = _leaf_with(tree, "- For billing and payment management")
    assert tree.heading_path(billing)[-2:] == ("Purpose of Use", "Service User (Client) Information")
    assert billing.lead_in is not None
    assert tree.text(billing.lead_in) == "The Company uses acquired personal information for the following purposes:"


def test_atrustia_has_thirteen_numbered_sections(trees: dict[str, ClauseTree]) -> None:
    tree = trees["atrustia"]
    assert [clause.clause_id for clause in tree.clauses if clause.kind is ClauseKind.SECTION][1:] == [
        f"atrustia/{number}" for number in range(1, 14)
    ]
    assert tree["atrustia/9"].label == "9. Suspension of Use, etc. of Retained Personal Data"
    assert _leaf_with(tree, "Feb 9, 2026").kind is ClauseKind.DATE


def test_altius_fee_stands_under_its_numbered_headings(trees: dict[str, ClauseTree]) -> None:
    tree = trees["altius-link"]
    fee = _leaf_with(tree, "Transfer 1,100 yen")
    assert tree.heading_path(fee)[-3:] == (
        "Requests for disclosure, etc. of retained personal data; filing of complaints",
        "Procedure for request for Disclosure, etc.",
        "Fee and method of fee collection",
    )
    assert fee.parent == "altius-link/requests-for-disclosure-etc-of-retained-personal/1/3"
    assert fee.lead_in is not None
    assert tree.text(fee.lead_in).startswith("The following fee will be charged")
    free = _leaf_with(tree, "No fee will be charged")
    assert free.parent == fee.parent


def test_altius_bullet_with_a_colon_takes_the_numbered_cases_after_it(trees: dict[str, ClauseTree]) -> None:
    tree = trees["altius-link"]
    case = _leaf_with(tree, "would risk harming the rights or legitimate interests of the Company")
    assert case.lead_in is not None
    assert tree.text(case.lead_in) == "We will refrain from disclosure if any of the following apply:"
    assert len(_items(tree, str(case.parent))) == 3


def test_altius_notes_after_a_numbered_list_are_not_in_its_last_entry(trees: dict[str, ClauseTree]) -> None:
    tree = trees["altius-link"]
    note = _leaf_with(tree, "When you contact us by telephone, we may record")
    assert note.parent == "altius-link/purposes-of-use-of-personal-information"


def test_altius_contact_desk_belongs_to_its_number(trees: dict[str, ClauseTree]) -> None:
    tree = trees["altius-link"]
    desk = _leaf_with(tree, "Phone number: 03-6479-7400")
    assert desk.kind is ClauseKind.CONTACT
    assert desk.parent == "altius-link/requests-for-disclosure-etc-of-retained-personal/2"
    assert _leaf_with(tree, "Effective: September 1, 2023").kind is ClauseKind.DATE


def test_alue_eight_says_that_nothing_is_charged(trees: dict[str, ClauseTree]) -> None:
    tree = trees["alue"]
    free = _leaf_with(tree, "we do not charge a fee")
    assert free.parent == "alue/8"
    assert tree["alue/8"].label == "8. Procedures for Handling Requests for Disclosure, Etc."
    assert [len(_items(tree, f"alue/{number}")) for number in range(1, 9)] == [0, 13, 3, 0, 0, 0, 4, 0]


def test_alue_methods_of_verification_are_one_list(trees: dict[str, ClauseTree]) -> None:
    tree = trees["alue"]
    agent = _leaf_with(tree, "When verifying the identity of an agent")
    assert agent.clause_id == "alue/7/4"
    assert agent.label.endswith("item 4")
    assert _leaf_with(tree, "Contact No. 03-6268-9791").parent == "alue/1"


def test_actio_sections_without_numbers_are_found(trees: dict[str, ClauseTree]) -> None:
    tree = trees["actio"]
    tops = [clause for clause in tree.children() if clause.kind is ClauseKind.SECTION]
    assert [tree.text(top.heading) for top in tops if top.heading] == [
        "Privacy Policy",
        "Handling of Personal Information Policy",
    ]
    first = [tree.text(c.heading) for c in tree.children(tops[0].clause_id) if c.heading]
    assert first == [
        "Compliance with Law and Ordinances",
        "Prohibition of Utilization Other Than for Intended Purposes",
        "Prohibition of Provision to Third Parties",
        "Supervision of Consignees",
        "Handling of Anonymously Processed Information",
        "Responding to Complaints and Consultations",
        "Protection from Breaches, Losses, and Damages",
        "A Continuous Improvement of our Personal Information Protection Management System",
        "Contact for Complaints and Consultations",
    ]
    second = [tree.text(c.heading) for c in tree.children(tops[1].clause_id) if c.heading]
    assert second == [
        "Purpose of Use",
        "Joint Use",
        "Provision to Third Parties",
        "Business Consignments",
        "Usage of Anonymously Processed Information",
        "Articles Regarding Requests for Disclosure",
        "Disclaimer",
        "Other",
        "About our “Privacy Policy” and “Handling of Personal Information Policy”",
        "Where to file complaints regarding the handling of personal data.",
    ]


def test_actio_captions_under_purpose_of_use_share_its_lead_in(trees: dict[str, ClauseTree]) -> None:
    tree = trees["actio"]
    hiring = _leaf_with(tree, "To Verify Their Identity, Check for Application Records")
    assert tree.heading_path(hiring)[-2:] == ("Purpose of Use", "Personal Information of our Job Applicants")
    assert hiring.lead_in is not None
    assert tree.text(hiring.lead_in).endswith("for the purposes described below:")


def test_actio_documents_are_complete_lists_inside_section_3(trees: dict[str, ClauseTree]) -> None:
    tree = trees["actio"]
    licence = _leaf_with(tree, "A copy of your driver’s license")
    documents = tree[str(licence.parent)]
    assert tree.text(tree.children(documents.clause_id)[0]) == "- Documents for Identity Verification"
    assert len(_items(tree, documents.clause_id)) == 6
    section = tree[str(documents.parent)]
    assert section.label.endswith("› (3)")
    assert section.heading is not None
    assert tree.text(section.heading) == "Documents for Identification"
    authority = _leaf_with(tree, "A certificate of registered matters")
    assert authority.parent == section.clause_id
    assert authority.lead_in is not None
    assert tree.text(authority.lead_in) == "Provide 1 document that proves the deputy’s scope of authority:"


def test_actio_contact_block_date_and_signature_are_no_headings(trees: dict[str, ClauseTree]) -> None:
    tree = trees["actio"]
    contact = _leaf_with(tree, "TEL 03-5771-6426")
    assert contact.kind is ClauseKind.CONTACT
    assert tree.text(contact).startswith("actio Inc.\nPersonal Information Inquiry Center")
    assert tree.text(contact).endswith("EMAIL inquiry@actioinc.jp")
    assert _leaf_with(tree, "Inquiry Center Established on December 20th, 2019").kind is ClauseKind.DATE
    assert _leaf_with(tree, "Hiroki Kakimoto").kind is ClauseKind.SIGNATURE

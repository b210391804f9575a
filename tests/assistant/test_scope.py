"""A question reaches the companies it asks about and no other; companies without a policy are said to be unknown."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.names import NameBook
from assistant.scope import Scope, asks_all, resolve_scope
from tests.assistant.shelves import COMPANIES, book_of

BOOK = book_of()
ALL = tuple(policy_id for policy_id, *_ in COMPANIES)


def scope(question: str, *given_names: str, book: NameBook = BOOK, few: int = 12) -> Scope:
    return resolve_scope(question, book, given=given_names or None, few=few)


@pytest.mark.parametrize(
    ("question", "policy_ids"),
    [
        ("How much does disclosure cost at KRN?", ("kern",)),
        ("KRN or Krona?", ("kern", "krona")),
        ("compare KRN with Velmora", ("kern", "velmora")),
        ("Which is cheaper, KRN or Krona?", ("kern", "krona")),
        ("KRNの手数料はいくらですか", ("kern",)),
        ("does KRN share data with Krona?", ("kern",)),
        ("Does Krona use Beacon?", ("krona",)),
    ],
)
def test_companies_named_are_the_scope(question: str, policy_ids: tuple[str, ...]) -> None:
    found = scope(question, few=1)
    assert (found.policy_ids, found.kind, found.unknown) == (policy_ids, "named", ())


@pytest.mark.parametrize(
    "question",
    [
        "which companies charge a fee?",
        "Which of them is cheapest?",
        "Do all companies use cookies?",
        "does any company reply by phone",
        "compare the fees",
        "how many companies share data?",
        "who charges the least?",
        "Is KRN the only one that charges a fee?",
        "Is KRN cheaper than the others?",
        "Is KRN slower compared with other companies?",
        "which company is the cheapest?",
        "無料の会社はありますか",
        "どの会社が一番安いですか",
        "各社の手数料を比較して",
    ],
)
def test_questions_about_every_company_reach_all(question: str) -> None:
    found = scope(question, few=1)
    assert (found.policy_ids, found.kind) == (ALL, "all")


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("what do all five companies charge?", "what do the company charge?"),
        ("Does a court let each of the three pass my data on?", "Does a court let the company pass my data on?"),
        ("compare the fees of every company", "compare the fees"),
    ],
)
def test_each_of_all_companies_is_asked_and_their_number_is_no_topic(question: str, topic: str) -> None:
    found = scope(question)
    assert (found.policy_ids, found.each, found.topic) == (ALL, True, topic)


@pytest.mark.parametrize(
    "question",
    [
        "what do all companies other than KRN charge?",
        "Who charges a fee apart from KRN?",
        "Does everyone except KRN charge?",
        "Which companies besides KRN use cookies?",
    ],
)
def test_a_company_that_is_left_out_is_not_asked(question: str) -> None:
    found = scope(question)
    assert (set(found.policy_ids), found.kind) == (set(ALL) - {"kern"}, "all")
    assert "KRN" not in found.topic
    assert "kern" not in scope("Who charges other than KRN and Krona?").policy_ids
    assert "krona" not in scope("Who charges other than KRN and Krona?").policy_ids


@pytest.mark.parametrize(
    "question",
    [
        "is the fee due for each 1,000 yen at KRN?",
        "Does KRN share data with all companies in the group?",
        "Does KRN supervise every company it outsources to?",
        "Do all 5 of my requests need a form?",
    ],
)
def test_counts_and_recipients_are_not_the_companies_asked(question: str) -> None:
    assert not scope(question).each


def test_which_companies_have_an_answer_is_not_asking_each() -> None:
    assert not scope("which companies charge a fee?").each
    assert not scope("are all of the five years counted?").each


def test_asking_for_partners_is_not_asking_every_company() -> None:
    assert not asks_all("Which companies do you share my data with?")
    assert asks_all("Which companies share my data?")


@pytest.mark.parametrize("question", ["Does KRN share my data with other companies?", "Is it sold to other firms by KRN?"])
def test_other_companies_that_get_the_data_are_not_compared_with(question: str) -> None:
    assert scope(question).policy_ids == ("kern",)


def test_without_a_name_all_policies_are_meant_when_few_and_asked_back_otherwise() -> None:
    assert scope("What is the fee?", few=len(ALL)).kind == "all"
    assert scope("What is the fee?", few=len(ALL) - 1) == Scope((), (), "clarify", "What is the fee?")


def test_the_filter_limits_and_a_name_inside_it_narrows() -> None:
    assert scope("What is the fee?", "KRN", "krona co., ltd.").policy_ids == ("kern", "krona")
    assert scope("What is the fee at Krona?", "KRN", "Krona").policy_ids == ("krona",)
    outside = scope("What is the fee at Velmora?", "KRN")
    assert (outside.policy_ids, outside.kind, outside.outside) == ((), "unknown", ("VELMORA",))
    mixed = scope("KRN or Velmora?", "KRN")
    assert (mixed.policy_ids, mixed.outside) == (("kern",), ("VELMORA",))


def test_an_unknown_name_in_the_filter_is_unknown() -> None:
    found = scope("What is the fee?", "Zanubar")
    assert (found.policy_ids, found.kind, found.unknown) == ((), "unknown", ("Zanubar",))


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("How much does disclosure cost at Zanubar?", "Zanubar"),
        ("how much does disclosure cost at zanubar?", "zanubar"),
        ("HOW MUCH DOES DISCLOSURE COST AT ZANUBAR?", "ZANUBAR"),
        ("How Much Does Disclosure Cost At Zanubar?", "Zanubar"),
        ("does Zanubar Inc. share data?", "Zanubar Inc."),
        ("what's zanubar's fee", "zanubar"),
        ("ZNB Corp", "ZNB Corp"),
        ("zanubar deletion", "zanubar"),
        ("what about Zanubar?", "Zanubar"),
        ("Does Lantern share my data?", "Lantern"),
        ("How can I contact Zanubar?", "Zanubar"),
        ("Can I delete my Zanubar account?", "Zanubar"),
        ("How do I send a request to Zanubar?", "Zanubar"),
        ("tell me about Kronos Zinc", "Kronos Zinc"),
        ("what does Matomo's privacy policy say?", "Matomo"),
        ("how much is it at ford?", "ford"),
        ("the fee at krnu?", "krnu"),
        ("Zanubarの手数料は？", "Zanubar"),
        ("ザヌバルの開示手数料は？", "ザヌバル"),
        ("株式会社ザヌバルの手数料は？", "株式会社ザヌバル"),
        ("Granite Systems: is a passport accepted?", "Granite Systems"),
        ("North Bank, e-mail for personal information?", "North Bank"),
        ("Harbor & Finch - do they transfer data overseas?", "Harbor & Finch"),
        ("how does Oak Bank handle complaints?", "Oak Bank"),
        ("the Oak Bank privacy policy", "Oak Bank"),
        ("dose toyota charge a fee for disclosre", "toyota"),
    ],
)
def test_a_company_without_a_policy_is_unknown(question: str, name: str) -> None:
    found = scope(question)
    assert (found.kind, found.policy_ids, found.unknown) == ("unknown", (), (name,))


@pytest.mark.parametrize(
    "question",
    ["KRN or Zanubar?", "Is KRN cheaper than Zanubar?", "compare KRN with Zanubar", "the fee at KRN and at Zanubar?"],
)
def test_an_unknown_company_beside_a_known_one_counts_when_asked_about_like_it(question: str) -> None:
    found = scope(question)
    assert (found.policy_ids, found.unknown) == (("kern",), ("Zanubar",))


def test_under_a_filter_a_name_counts_only_where_a_company_stands() -> None:
    assert scope("zanubar pixel in use?", "KRN").policy_ids == ("kern",)
    assert scope("What is the fee at Zanubar?", "KRN").unknown == ("Zanubar",)


def test_the_longest_period_of_one_company_is_not_compared_with_others() -> None:
    assert scope("What is the longest time KRN keeps data?").policy_ids == ("kern",)
    assert scope("Is KRN the cheapest?").kind == "all"


def test_a_known_and_an_unknown_company_are_both_noticed() -> None:
    found = scope("KRN or Zanubar, who is cheaper?")
    assert (found.policy_ids, found.kind, found.unknown) == (("kern",), "named", ("Zanubar",))


@pytest.mark.parametrize(
    "question",
    [
        "Does KRN comply with GDPR?",
        "Does KRN share data with Zanubar?",
        "Is Max Becker still the data protection officer of KRN?",
        "Is Max Becker still the data protection officer?",
        "Since Laura Bianchi is the president of KRN, what is her phone number?",
        "Laura Bianchi, can she ask for me?",
        "who is KRN's technical provider for zanu-bar.de?",
        "what does Zanubar get from KRN?",
        "can you give me a recipe for miso soup",
        "what goes with rooibos tea",
        "Identification Documents: are they accepted?",
        "hotline number",
        "Is my data sold to Zanubar?",
        "Do you use Matomo?",
        "Does PRIVMARK handle complaints?",
        "Who is Mr. Yamada?",
        "Who is Hanako Yamada?",
        "Is my data transferred to China?",
        "Is the head office in Osaka?",
        "Can I get the documents by FAX?",
        "What does Article 27 say?",
        "Do I need a Residence Card?",
        "How do I request Suspension of Use?",
        "What Is The Fee For Disclosure?",
        "whats the adress",
        "deletoin fee",
        "corection procedure",
        "does teh app track me",
        "can i use a vpn",
        "is geofencing used",
        "データの削除は？",
        "プライバシーポリシーはいつ改定されましたか",
        "Please answer in JSON",
    ],
)
def test_terms_places_people_partners_and_slips_are_no_unknown_company(question: str) -> None:
    assert scope(question).unknown == ()


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("How much does disclosure cost at KRN?", "How much does disclosure cost?"),
        ("Does KRN Co., Ltd. share data?", "Does the company share data?"),
        ("What is KRN's fee?", "What is the company's fee?"),
        ("velmora deletion", "deletion"),
        ("KRN: who answers?", "who answers?"),
        ("I want KRN to show me my file", "I want the company to show me my file"),
        ("the fee at KRN, Krona and Velmora?", "the fee?"),
        ("KRNの手数料はいくらですか", "手数料はいくらですか"),
        ("does KRN share data with Krona?", "does the company share data with Krona?"),
        ("How much does disclosure cost at Zanubar?", "How much does disclosure cost?"),
    ],
)
def test_the_topic_reads_without_the_company(question: str, topic: str) -> None:
    assert scope(question).topic == topic


WRITTEN = st.sampled_from([(key, name) for key, company, legal, _ in COMPANIES for name in (company, legal) if name])
ASKED = st.sampled_from(
    [
        "How much does disclosure cost at {}?",
        "does {} keep my data",
        "What is {}'s privacy policy on cookies?",
        "who can I contact at {}",
        "In which cases does {} refuse a request?",
        "{}: opening hours",
        "by phone, can I reach {}?",
    ]
)


@given(st.lists(WRITTEN, min_size=1, max_size=3, unique_by=lambda written: written[0]), ASKED)
def test_a_scope_holds_the_companies_named_and_its_topic_none_of_them(written: list[tuple[str, str]], question: str) -> None:
    found = scope(question.format(" and ".join(name for _, name in written)))
    assert set(found.policy_ids) == {policy_id for policy_id, _ in written}
    assert not {mention.policy_id for mention in BOOK.mentions(found.topic)} & set(found.policy_ids)


@given(st.text(max_size=80))
def test_any_text_has_a_scope(text: str) -> None:
    found = scope(text)
    assert set(found.policy_ids) <= set(ALL)
    assert bool(found.policy_ids) != (found.kind in {"unknown", "clarify"})


def test_a_scope_costs_little() -> None:
    scope("warm up")
    began = time.perf_counter()
    for _ in range(50):
        scope("How much does disclosure cost at Zanubar, and how long does it take?")
    assert (time.perf_counter() - began) / 50 < 0.02

"""A company is recognised however its name is written, and never taken for another."""

import string
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.everyday import Everyday
from assistant.name_forms import called_in_text, first_word_alone, forms_of, name_keys, names_in_text, words
from assistant.names import CompanyName, NameBook
from tests.assistant.shelves import COMPANIES, book_of

BOOK = book_of()


def named(question: str, book: NameBook = BOOK) -> list[str]:
    return list(dict.fromkeys(mention.policy_id for mention in book.mentions(question)))


@pytest.mark.parametrize(
    ("written", "policy_id"),
    [
        ("KRN", "kern"),
        ("krn", "kern"),
        ("ＫＲＮ", "kern"),
        ("KRN Co., Ltd.", "kern"),
        ("krn co ltd", "kern"),
        ("KRN's", "kern"),
        ("KRN’s", "kern"),
        ("Krona", "krona"),
        ("クローナ", "krona"),
        ("クローナ株式会社", "krona"),
        ("Kronos Ring", "kronos-ring"),
        ("kronos-ring", "kronos-ring"),
        ("KronosRing", "kronos-ring"),
        ("kronosring inc", "kronos-ring"),
        ("Kronos", "kronos-ring"),
        ("Kronos Rng", "kronos-ring"),
        ("Kronso Ring", "kronos-ring"),
        ("velmora", "velmora"),
        ("Velmroa", "velmora"),
        ("velmora gmbh", "velmora"),
        ("the ledger", "the-ledger"),
        ("The Ledger", "the-ledger"),
        ("tallow.com", "tallow-news"),
        ("velmora.com", "velmora"),
        ("KRNs", "kern"),
        ("Korna", "krona"),
        ("Krano", "krona"),
        ("Beacon Messaging", "beacon"),
        ("Beacon", "beacon"),
    ],
)
@pytest.mark.parametrize("question", ["How much does disclosure cost at {}?", "does {} share my data", "{}: opening hours?"])
def test_a_name_is_recognised_in_its_usual_writings(written: str, policy_id: str, question: str) -> None:
    assert named(question.format(written)) == [policy_id]


@pytest.mark.parametrize(
    "question",
    [
        "how long is the ledger of requests kept",
        "do you use a beacon or a cookie",
        "does the candle contain tallow",
        "who rings the bell",
        "what is krnl",
        "corona measures at the office",
        "How do I correct my data?",
    ],
)
def test_everyday_words_name_no_company(question: str) -> None:
    assert named(question) == []


@pytest.mark.parametrize(("slip", "expected"), [("krom", []), ("kna", []), ("rkn", []), ("Krno", []), ("KRM", [])])
def test_a_slip_in_a_short_name_is_no_other_company(slip: str, expected: list[str]) -> None:
    assert named(f"what is the fee at {slip}?") == expected


def test_several_companies_are_found_in_their_order() -> None:
    assert named("Velmora, KRN or Krona?") == ["velmora", "kern", "krona"]
    assert named("クローナとクロノスリングの手数料") == ["krona", "kronos-ring"]


def test_a_mention_spans_the_name_with_its_legal_form() -> None:
    question = "How does KRN Co., Ltd. reply?"
    (mention,) = BOOK.mentions(question)
    assert question[mention.start : mention.end] == "KRN Co., Ltd."


def test_the_first_word_of_another_company_is_not_this_company() -> None:
    assert named("tell me about Kronos Zinc") == []
    assert named("tell me about Kronos and its fee") == ["kronos-ring"]


def test_a_first_word_that_several_share_means_all_of_them() -> None:
    book = book_of((("norvik-ads", "Norvik Ads", "", ()), ("norvik-maps", "Norvik Maps", "", ())))
    assert named("does norvik track me", book) == ["norvik-ads", "norvik-maps"]
    assert named("does norvik maps track me", book) == ["norvik-maps"]


NORTH = book_of(
    (
        ("the-anchor-group", "The_Anchor_Group", "", ()),
        ("harvest", "Harvest Studios", "", ()),
        ("bright", "BrightPicnicTown", "", ()),
        ("zyra", "Zyra_Chat", "", ()),
    )
)


@pytest.mark.parametrize(
    ("question", "policy_id"),
    [
        ("how long does Anchor Group keep data", "the-anchor-group"),
        ("anchor group session cookies", "the-anchor-group"),
        ("the data protection officer at the anchor group gmbh?", "the-anchor-group"),
        ("does Anchor share data?", "the-anchor-group"),
        ("an anchor of the page", None),
        ("Anchor my data here", None),
        ("is PicnicTown free?", "bright"),
        ("zyra: deletion", "zyra"),
        ("does Harvest sell data", "harvest"),
        ("is the harvest of data allowed", None),
    ],
)
def test_parts_of_a_name_stand_for_it_where_a_company_does(question: str, policy_id: str | None) -> None:
    assert named(question, NORTH) == ([policy_id] if policy_id else [])


def test_a_name_given_as_filter_is_an_id_a_form_or_a_slip() -> None:
    assert BOOK.with_name("kronos-ring") == ("kronos-ring",)
    assert BOOK.with_name("Krona Co., Ltd.") == ("krona",)
    assert BOOK.with_name("velmroa") == ("velmora",)
    assert BOOK.with_name("Nobody") == ()


@pytest.mark.parametrize(
    ("opening", "names"),
    [
        ("KRN LLC. (hereinafter referred to as “the Company”) recognizes that", ("KRN LLC.",)),
        ('Velmora Holdings, Inc. ("Velmora", "we") respects', ("Velmora Holdings, Inc.", "Velmora")),
        ("クローナ株式会社（以下「当社」という）は", ("クローナ株式会社",)),
        ("We use Matomo Analytics (“Matomo”) to count visits.", ()),
        ("This policy of ours (the “Policy”) describes", ()),
        ("", ()),
    ],
)
def test_the_opening_of_a_policy_names_its_company(opening: str, names: tuple[str, ...]) -> None:
    assert names_in_text(opening) == names


@pytest.mark.parametrize(
    ("opening", "names"),
    [
        ("This is how falconry S.A. (“**Falco**”, “**we**” or “**our**”) uses data", ("Falco",)),
        ("Plover Payments LLC (together “we”, “us” or “Plover Bay”)", ("Plover Bay",)),
        ("our sites (the “Site”) of Plover, Inc. (“Plover”)", ()),
        ("Plover Ltd (“the Company”, “we”)", ()),
        ("Plover Ltd (“Data”, “we”)", ()),
    ],
)
def test_the_opening_tells_what_else_the_company_is_called(opening: str, names: tuple[str, ...]) -> None:
    assert called_in_text(opening) == names


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("When Falcon may ask, when Falcon Messaging answers, for Falcon's users and, as Falcon is, how.", ("falcon",)),
        ("What Falcon Messaging asks, what Falcon Messaging keeps and what Falcon Island is.", ()),
        ("What Falcon asks, what Falcon keeps, what Falcon shares: a sign like a falcon on the shore.", ()),
        ("", ()),
    ],
)
def test_a_policy_tells_whether_the_first_word_is_a_name_by_itself(text: str, head: tuple[str, ...]) -> None:
    assert first_word_alone("Falcon_Messaging", text) == head


def test_an_everyday_word_that_is_a_name_by_itself_is_one_anywhere_in_a_question() -> None:
    book = book_of((("falcon", "Falcon_Messaging", "", ("Falcon",)),))
    for question in ("I told Falcon about it", "how old for a falcon account by himself", "what happens when Falcon moves it?"):
        assert named(question, book) == ["falcon"], question
    assert named("is there a falcon on the page", book) == []


def test_another_company_s_name_that_begins_alike_is_another() -> None:
    book = book_of((("falcon", "Falcon_Messaging", "", ("Falcon",)),))
    assert named("Does Falcon Hosting sell data?", book) == []
    assert named("Does Falcon Messaging sell data?", book) == ["falcon"]
    assert named("Does Falcon, Krona or Velmora sell data?", book) == ["falcon"]


def test_a_legal_form_tells_no_companies_apart() -> None:
    assert name_keys("KRN Co., Ltd.") == name_keys("株式会社KRN") == ("krn",)
    assert name_keys("Limited") == ("limited",)


SYLLABLES = st.sampled_from("zar vok lun pim tec gro fel dux nim bor".split())
NAMES = st.lists(SYLLABLES, min_size=3, max_size=4).map(lambda parts: "".join(parts).capitalize())


@given(st.lists(NAMES, min_size=2, max_size=6, unique=True), st.data())
def test_one_wrong_letter_names_the_same_company_or_none(names: list[str], data: st.DataObject) -> None:
    book = NameBook([CompanyName(name.lower(), name, forms_of(name)) for name in names], Everyday())
    name = data.draw(st.sampled_from(names))
    at = data.draw(st.integers(1, len(name) - 1))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    slip = name[:at] + letter + name[at + 1 :]
    if slip not in names:
        assert named(f"the fee at {slip}?", book) in ([name.lower()], [])


@given(st.text(max_size=80))
def test_mentions_lie_in_the_text_in_order_without_overlap(text: str) -> None:
    end = 0
    for mention in BOOK.mentions(text):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
    assert all(text[word.start : word.end] == word.raw for word in words(text))


def test_a_thousand_companies_cost_a_few_milliseconds_a_question() -> None:
    firsts, middles = "Zar Vok Lun Pim Tec Gro Fel Dux Nim Bor".split(), "an en il or us ar ek om ut is".split()
    lasts = "da ke li mo nu pa re so ti va".split()
    names = [f"{first}{middle}{last} Works" for first in firsts for middle in middles for last in lasts]
    book = NameBook([CompanyName(name, name, forms_of(name)) for name in names], Everyday())
    question = "How long does Zaranda keep the data of applicants who were turned down, and who can read it?"
    assert named(question, book) == ["Zaranda Works"]
    began = time.perf_counter()
    for _ in range(20):
        book.mentions(question)
    assert (time.perf_counter() - began) / 20 < 0.05


def test_every_company_of_a_shelf_is_found_by_its_own_name() -> None:
    for policy_id, company, legal, aliases in COMPANIES:
        for name in filter(None, (company, legal, *aliases)):
            assert named(f"the fee at {name}?") == [policy_id]


def test_a_name_is_found_without_its_apostrophe_in_two_words_and_with_a_letter_doubled() -> None:
    book = book_of([("o-malley", "O_Malley", "", ()), ("newsfield", "Newsfield", "", ()), ("avel", "Avel", "", ())])
    assert named("Does O'Malley sell data?", book) == ["o-malley"]
    assert named("what is omaley's fee", book) == ["o-malley"]
    assert named("complaints against News field", book) == ["newsfield"]
    assert named("avell phone number", book) == ["avel"]
    assert named("is there news in my field", book) == []

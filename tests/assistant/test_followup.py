"""A follow-up takes company, topic and reference from the conversation, and never a company where a new one is named."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.followup import standalone
from assistant.scope import resolve_scope
from tests.assistant.shelves import COMPANIES, book_of

BOOK = book_of()
OTHERS = "Krona, Kronos Ring, Beacon, The_Ledger, tallow.com and VELMORA"
FEE = "how much does disclosure cost at KRN?"


def asked(question: str, *history: str) -> str:
    return standalone(question, history, BOOK).question


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("and Velmora?", "how much does disclosure cost at VELMORA?"),
        ("Velmora?", "how much does disclosure cost at VELMORA?"),
        ("what about Krona Co., Ltd.?", "how much does disclosure cost at Krona?"),
        ("is it the same at Krona?", "how much does disclosure cost at Krona?"),
        ("the same for KRN and Krona?", "how much does disclosure cost at KRN and Krona?"),
        ("vs Krona?", "how much does disclosure cost at KRN and Krona?"),
        ("クローナは？", "how much does disclosure cost at Krona?"),
        ("and Zanubar?", "how much does disclosure cost at Zanubar?"),
        ("and zanubar?", "how much does disclosure cost at zanubar?"),
        ("what about Lantern?", "how much does disclosure cost at Lantern?"),
        ("what about ford?", "how much does disclosure cost at ford?"),
        ("and the other companies?", f"how much does disclosure cost at {OTHERS}?"),
        ("And at all the other companies?", f"how much does disclosure cost at {OTHERS}?"),
        ("and everywhere else?", f"how much does disclosure cost at {OTHERS}?"),
        ("and how much is that exactly?", "how much is disclosure exactly at KRN?"),
        ("Does that include tax?", "Does the disclosure fee include tax at KRN?"),
        ("how do I pay it?", "how do I pay the disclosure fee at KRN?"),
        ("is that per request?", "is the disclosure fee per request at KRN?"),
        ("can I pay in cash?", "can I pay in cash for disclosure at KRN?"),
        ("is it free?", "is disclosure free at KRN?"),
        ("and where are they?", "where is KRN located?"),
        ("What must I enclose with the form?", "What must I enclose with the form for disclosure at KRN?"),
        ("How will they answer me?", "How will KRN respond to my disclosure request?"),
        ("do they reply to it?", "does KRN reply to my disclosure request?"),
        ("Can somebody else do it for me?", "Can somebody else make a disclosure request on my behalf at KRN?"),
        ("where do I send it?", "where do I send a disclosure request at KRN?"),
        ("how long will it take them?", "how long will disclosure take at KRN?"),
        ("what if they refuse?", "what happens if KRN refuses disclosure?"),
        ("and Norvik Entertainment?", "how much does disclosure cost at Norvik Entertainment?"),
        ("what about all companies?", "how much does disclosure cost at each company?"),
        ("what about correction?", "how much does correction cost at KRN?"),
        ("and deletion at Velmora?", "how much does deletion cost at VELMORA?"),
        ("and by mail?", "how much does disclosure cost at KRN by mail?"),
        ("for minors?", "how much does disclosure cost at KRN for minors?"),
        ("what about job applicants?", "how much does disclosure cost at KRN for job applicants?"),
        ("how long does it take?", "how long does disclosure take at KRN?"),
        ("what documents do I need?", "what documents do I need for disclosure at KRN?"),
        ("is there a deadline?", "is there a deadline for disclosure at KRN?"),
        ("deadline?", "deadline for disclosure at KRN?"),
        ("opening hours?", "opening hours at KRN?"),
        ("and the phone number?", "the phone number at KRN?"),
        ("do they share data?", "does KRN share data?"),
        ("what is their phone number?", "what is KRN's phone number?"),
        ("do you sell my data?", "does KRN sell my data?"),
        ("do you keep CCTV footage?", "does KRN keep CCTV footage?"),
        ("who is the president?", "who is the president at KRN?"),
        ("will they say why if they don't?", "will KRN say why if KRN doesn't (about disclosure)?"),
        ("who can change that?", "who can change disclosure at KRN?"),
    ],
)
def test_what_follows_a_question_about_one_company(question: str, expected: str) -> None:
    assert asked(question, FEE) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Does Krona use cookies?",
        "which companies charge nothing?",
        "compare the phone numbers of all companies",
        "thanks!",
        "ok great, thank you",
        "write me a poem",
        "what's the weather in Tokyo?",
    ],
)
def test_a_self_contained_question_stays_as_it_is(question: str) -> None:
    rewritten = standalone(question, [FEE], BOOK)
    assert (rewritten.question, rewritten.rewritten) == (question, False)


@pytest.mark.parametrize(
    "question", ["and by mail?", "what about deletion?", "how much is it?", "opening hours?", "データは？"]
)
def test_without_history_nothing_is_added(question: str) -> None:
    assert asked(question) == question


@pytest.mark.parametrize("aside", ["thanks", "ok, thank you very much!", "what's the weather in Tokyo?", "write me a poem"])
def test_an_aside_does_not_end_the_subject(aside: str) -> None:
    assert asked("and Velmora?", FEE, aside) == "how much does disclosure cost at VELMORA?"
    assert asked("opening hours?", FEE, aside) == "opening hours at KRN?"


@pytest.mark.parametrize(
    ("history", "question", "expected"),
    [
        ((FEE, "what about deletion?"), "and Kronos Ring?", "how much does deletion cost at Kronos Ring?"),
        ((FEE, "do they share data with third parties?"), "and Velmora?", "does VELMORA share data with third parties?"),
        ((FEE, "what is Velmora's phone number?"), "and the e-mail?", "the e-mail at VELMORA?"),
        ((FEE, "and Zanubar?"), "opening hours?", "opening hours at Zanubar?"),
        ((FEE, "which companies share data?"), "opening hours?", "opening hours?"),
        (
            ("Which companies charge a fee for disclosure?",),
            "what about deletion?",
            "Which companies charge a fee for deletion?",
        ),
        (("Which companies charge a fee for disclosure?",), "and Krona?", "Does Krona charge a fee for disclosure?"),
        (("KRN",), "how much does disclosure cost?", "how much does disclosure cost at KRN?"),
        (("How long is data kept?",), "and at KRN?", "How long is data kept at KRN?"),
        (("How long is data kept?",), "who do I contact?", "who do I contact?"),
        (
            ("Which partners does Velmora send data to?",),
            "what does it check before it gives data to them?",
            "what does it check before it gives data to those partners (about partners does the company send data at VELMORA)?",
        ),
        (("velmora deletion",), "fee?", "fee for deletion at VELMORA?"),
        (("can I delete my data at Krona?",), "and correct?", "can I correct my data at Krona?"),
        (("can I delete my data at Krona?",), "what about correction?", "can I correct my data at Krona?"),
        (
            ("can I delete my data at Krona?", "and by proxy?"),
            "how much does it cost?",
            "how much does deletion cost at Krona?",
        ),
        (("Does KRN use cookies?",), "can I refuse them?", "can I refuse cookies at KRN?"),
        (("Does KRN share my data?",), "does it sell it?", "does KRN sell my data?"),
        (("Who is the president of KRN?", "And of Krona?"), "velmora?", "Who is the president of VELMORA?"),
        (("What is the phone number of KRN?", "And the fax?"), "And Velmora's?", "What is the fax number of VELMORA?"),
        (("Can KRN refuse disclosure?",), "Will they tell me why?", "Will KRN tell me why they refuse disclosure?"),
        (("What cookies does KRN use?",), "which of them can't be turned off?", "which cookies can't be turned off at KRN?"),
        (
            ("Who is the data protection officer at KRN?",),
            "how can I reach her?",
            "how can I reach the data protection officer at KRN?",
        ),
        (("Who is KRN's president?",), "and his postal address?", "what is the president's postal address at KRN?"),
        (
            ("Which supervisory authority is responsible for KRN?",),
            "And their street address?",
            "what is the supervisory authority's street address at KRN?",
        ),
        (
            ("Does KRN share data with third parties?",),
            "with which ones?",
            "with which ones does KRN share data with third parties?",
        ),
        (("Does KRN share data with third parties?",), "which ones?", "which third parties does KRN share data with?"),
        (("Does KRN share data with third parties?",), "And with Zanubar?", "Does KRN share data with Zanubar?"),
        (("Does KRN share data with third parties?",), "even by mail?", "Does KRN share data with third parties by mail?"),
        (("Does KRN show ads in public channels?",), "do members see them?", "do members see ads at KRN?"),
        (
            ("Within how many days does KRN send a notice?",),
            "What about for taking me off the paper mailing list?",
            "Within how many days for taking me off the paper mailing list at KRN?",
        ),
        (
            ("Does KRN share data abroad?",),
            "Are there any exceptions?",
            "Are there any exceptions (about share data abroad at KRN)?",
        ),
        (("What does KRN use my data for?",), "also for applicants?", "What does KRN use my data of applicants for?"),
        (("Does KRN record calls?",), "who can listen to them?", "who can listen to calls at KRN?"),
        (("How do I request disclosure from KRN?",), "and to delete it?", "How do I request deletion from KRN?"),
        (("How do I request disclosure from KRN?",), "Then what?", "what happens after a disclosure request at KRN?"),
        (("How do I request disclosure from KRN?",), "And what do I need?", "what do I need for disclosure at KRN?"),
        (("KRNの開示手数料はいくらですか",), "VELMORAはどうですか？", "VELMORAの開示手数料はいくらですか"),
        (("What cookies does KRN use?",), "can they be turned off?", "can cookies be turned off at KRN?"),
        (("Does KRN share data?",), "In which cases?", "In which cases does KRN share data?"),
        (("Does KRN use cookies?",), "what for?", "what does KRN use cookies for?"),
        (("Does KRN use cookies?",), "and all the others?", f"Do {OTHERS} use cookies?"),
        (
            ("Who is the president of KRN?",),
            "Is Max Becker still the president?",
            "Is Max Becker still the president at KRN?",
        ),
        (
            ("Does KRN hire firms abroad?",),
            "What are those companies called?",
            "What are those companies called (about hire firms abroad at KRN)?",
        ),
        (("KRNの開示請求の手数料はいくらですか?",), "クローナは?", "Kronaの開示請求の手数料はいくらですか?"),
        (("KRNの開示手数料はいくらですか",), "期間はどのくらいですか？", "KRNの開示の期間はどのくらいですか？"),
        (("What is KRN's phone number?",), "Velmora?", "What is VELMORA's phone number?"),
        (("KRNの開示手数料はいくらですか",), "VELMORAは？", "VELMORAの開示手数料はいくらですか"),
        (("KRNの開示手数料はいくらですか",), "削除は？", "KRNの削除手数料はいくらですか"),
        (("KRNの開示手数料はいくらですか",), "営業時間は？", "KRNの営業時間は？"),
        (("KRNの開示手数料はいくらですか", "電話番号は？"), "クローナは？", "Kronaの電話番号は？"),
        (("KRNの開示手数料はいくらですか",), "ザヌバルは？", "ザヌバルの開示手数料はいくらですか"),
    ],
)
def test_chains_of_questions_resolve_turn_by_turn(history: tuple[str, ...], question: str, expected: str) -> None:
    assert asked(question, *history) == expected


def test_an_unknown_company_in_a_follow_up_stays_unknown() -> None:
    for question in ("and Zanubar?", "what about zanubar?", "and Lantern?", "what about ford?"):
        found = resolve_scope(asked(question, FEE), BOOK)
        assert (found.kind, found.policy_ids) == ("unknown", ())


def test_a_reference_that_cannot_be_put_in_words_is_added_in_parentheses() -> None:
    assert asked("why?", "Who is the administrator at Krona?") == "why (about administrator at Krona)?"
    assert asked("since when?", "Who is the administrator at Krona?") == "since when (about administrator at Krona)?"


NAMED = st.sampled_from([(policy_id, company) for policy_id, company, *_ in COMPANIES])
TURNS = st.sampled_from(
    [FEE, "thanks", "Does Krona use cookies?", "what about deletion?", "and by mail?", "which companies reply?"]
)
ASKED = st.sampled_from(
    ["and {}?", "what about {}?", "does {} share data?", "how long does it take at {}?", "{}", "and deletion at {}?"]
)


@given(st.lists(TURNS, max_size=4), NAMED, ASKED)
def test_a_company_is_never_carried_over_when_another_is_named(
    history: list[str], named: tuple[str, str], question: str
) -> None:
    policy_id, company = named
    rewritten = asked(question.format(company), *history)
    assert resolve_scope(rewritten, BOOK).policy_ids == (policy_id,)


def test_a_company_that_people_use_is_asked_about_and_one_that_a_company_uses_is_not() -> None:
    assert asked("and at Krona?", "is there an age for using KRN?") == "is there an age for using Krona?"
    assert resolve_scope(asked("do they use Krona?", "does KRN share data?"), BOOK).policy_ids == ("kern",)


@given(st.lists(st.text(max_size=60), max_size=4), st.text(max_size=60))
def test_any_conversation_gives_a_question(history: list[str], question: str) -> None:
    rewritten = standalone(question, history, BOOK)
    assert rewritten.rewritten == (rewritten.question != question)


@given(
    NAMED,
    st.sampled_from(
        ["what is the fee?", "do they reply by mail?", "opening hours?", "what about deletion?", "how long does it take?"]
    ),
)
def test_the_company_of_the_conversation_stays(named: tuple[str, str], question: str) -> None:
    policy_id, company = named
    rewritten = asked(question, f"how much does disclosure cost at {company}?")
    assert resolve_scope(rewritten, BOOK).policy_ids == (policy_id,)


def test_a_long_conversation_costs_little() -> None:
    history = [FEE, "and Velmora?", "what about deletion?", "thanks", "do they share data?"] * 20
    asked("warm up", *history)
    began = time.perf_counter()
    for _ in range(5):
        asked("and Krona?", *history)
    assert (time.perf_counter() - began) / 5 < 0.1


@pytest.mark.parametrize(
    ("question", "leaning", "leans"),
    [
        ("Would they warn me first?", "Would KRN warn me first (about idle accounts deleted)?", False),
        ("So would my name still show?", "would my name still show (about idle accounts deleted at KRN)?", True),
        ("How long are the backups of the order history kept at each site?", "", False),
        ("What does Krona do?", "", False),
        ("thanks", "", False),
    ],
)
def test_a_short_follow_up_can_lean_on_what_was_asked(question: str, leaning: str, leans: bool) -> None:
    found = standalone(question, ["Are idle accounts deleted at KRN?"], BOOK)
    assert (found.leaning, found.leans) == (leaning, leans)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("what about someone in Toronto?", "how much does disclosure cost at KRN for someone in Toronto?"),
        ("even if I ask ten times a month?", "how much does disclosure cost at KRN if I ask ten times a month?"),
    ],
)
def test_whom_and_in_what_case_are_added(question: str, expected: str) -> None:
    assert asked(question, FEE) == expected

"""What a chat model replies becomes an answer only as far as the policies bear it out."""

import json
import re
from typing import TYPE_CHECKING

import pytest

from assistant.answer import Answer, Status
from assistant.chat_model import Message
from assistant.errors import ChatModelCallError
from tests.assistant.recorded import Recorded, claims

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

QUESTION = "How much does disclosure cost at ALJ?"
WORDS = "A handling fee of 1,000 yen (tax excluded) will be charged for requests regarding notification of usage purpose"
GOOD = ("Disclosure requests cost a handling fee of 1,000 yen (tax excluded).", "A", WORDS)
OTHER = "Transfer 1,100 yen (including tax) per request to the bank designated by the Company."
NONE = '{"stated": true, "claims": []}'


def ask(assistant: "Assistant", question: str, *replies: str | Exception) -> tuple[Answer, Recorded]:
    model = Recorded(*replies)
    assistant.models.use(model)
    return assistant.ask(question, model=model.name), model


def test_a_good_claim_is_the_answer_with_whole_sentences_under_it(assistant: "Assistant") -> None:
    answer, model = ask(assistant, QUESTION, claims(GOOD))
    assert answer.text == f"ALJ: {GOOD[0]} (A)"
    assert (answer.answerer, answer.status, answer.dropped, answer.repairs) == ("recorded:model", Status.STATED, 0, 0)
    assert answer.tokens == 7
    (cited,) = answer.citations
    tree = assistant.tree(cited.policy_id)
    assert cited.quote == tree.policy.text[cited.start : cited.end]
    assert WORDS in cited.quote
    assert cited.quote.rstrip().endswith(".")
    assert re.fullmatch(r"[0-9a-f]{64}", answer.prompt_sha256)
    assert len(model.asked) == 1


@pytest.mark.parametrize(
    "reply",
    [
        f"```json\n{claims(GOOD)}\n```",
        f"Here you are: {claims(GOOD)} Anything else?",
        claims(GOOD)[:-2],
        json.dumps({"answers": [{"claim": GOOD[0], "evidence": [{"id": "Clause A", "excerpt": WORDS.upper()}]}]}),
        claims((GOOD[0] + " (A)", "B", f"“{WORDS}”")),
        claims((GOOD[0], "", WORDS.replace(" ", "\n"))),
        claims((f"[A] {GOOD[0]}", "Z", WORDS)),
    ],
    ids=["fence", "prose", "cut", "keys", "other key", "no key", "unknown key"],
)
def test_replies_of_many_shapes_give_the_same_answer(assistant: "Assistant", reply: str) -> None:
    answer, _ = ask(assistant, QUESTION, reply)
    assert answer.text == f"ALJ: {GOOD[0]} (A)"


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        (("Disclosure costs 1,200 yen.", "A", WORDS), "'1,200 yen' stands in none of its quotes"),
        (("Disclosure is free of charge.", "A", WORDS), "do not say 'free'"),
        (("No handling fee will be charged for requests.", "A", WORDS), "denies"),
        (("A handling fee will be charged by Smith.", "A", WORDS), "name 'Smith'"),
        ((GOOD[0], "A", "A handling fee of 1,100 yen will be charged"), "do not stand in clause A"),
        ((GOOD[0], "A", "1,000"), "do not stand in clause A"),
        (("Requests at Altius Link cost a handling fee of 1,000 yen (tax excluded).", "A", WORDS), "another company"),
        (("A handling fee of 1,000 yen, see https://example.com.", "A", WORDS), "holds a link"),
        (
            (GOOD[0], "A", "Transfer 1,100 yen (including tax) per request to the bank designated by the Company."),
            "do not stand",
        ),
    ],
)
def test_an_unfounded_claim_gets_one_turn_to_be_mended_then_is_dropped(
    assistant: "Assistant", claim: tuple[str, str, str], told: str
) -> None:
    plain = assistant.ask(QUESTION)
    answer, model = ask(assistant, QUESTION, claims(claim))
    assert (answer.text, answer.citations) == (plain.text, plain.citations)
    assert answer.answerer == "quote (no claim of recorded:model held)"
    assert (answer.dropped, answer.repairs) == (1, 0)
    assert len(model.asked) == 2
    assert [message.role for message in model.asked[1]] == ["system", "user", "assistant", "user"]
    assert told in model.asked[1][-1].text


@pytest.mark.parametrize(
    ("question", "text", "words", "told"),
    [
        ("Who is the president of Alue?", "Alue Co., Ltd.", "Alue Co., Ltd.", "names the company and says nothing"),
        (
            "May a deputy make the disclosure request to actio?",
            "The Disclosure Process",
            "The Disclosure Process",
            "headings, which state nothing",
        ),
    ],
    ids=["the company's name", "a heading"],
)
def test_a_claim_that_states_nothing_does_not_take_the_place_of_quotes_that_do(
    assistant: "Assistant", question: str, text: str, words: str, told: str
) -> None:
    plain = assistant.ask(question)
    answer, _ = ask(assistant, question, claims((text, "", words)))
    assert (answer.text, answer.citations) == (plain.text, plain.citations)
    assert told in answer.refused[0]


def test_a_mended_claim_counts_as_repaired(assistant: "Assistant") -> None:
    answer, _ = ask(assistant, QUESTION, claims(("It costs 1,200 yen.", "A", WORDS)), claims(GOOD))
    assert (answer.text, answer.dropped, answer.repairs) == (f"ALJ: {GOOD[0]} (A)", 0, 1)


def test_good_claims_stay_when_others_are_dropped(assistant: "Assistant") -> None:
    answer, _ = ask(assistant, QUESTION, claims(GOOD, ("It costs 1,200 yen.", "A", WORDS)), NONE)
    assert (answer.text, answer.dropped) == (f"ALJ: {GOOD[0]} (A)", 1)


def test_good_claims_stay_when_the_model_dies_before_mending_others(assistant: "Assistant") -> None:
    died = ChatModelCallError("recorded:model: gone")
    answer, _ = ask(assistant, QUESTION, claims(GOOD, ("It costs 1,200 yen.", "A", WORDS)), died)
    assert (answer.text, answer.dropped, answer.answerer) == (f"ALJ: {GOOD[0]} (A)", 1, "recorded:model")


def test_a_reply_that_is_no_json_is_asked_for_once_more(assistant: "Assistant") -> None:
    answer, model = ask(assistant, QUESTION, "The fee is 1,000 yen.", claims(GOOD))
    assert answer.text == f"ALJ: {GOOD[0]} (A)"
    assert "no JSON object" in model.asked[1][-1].text


@pytest.mark.parametrize(
    "reply", ["", "The fee is 9 yen.", NONE, '{"stated": false, "claims": []}', "[1, 2]", '{"claims": [{"text": 7}]}']
)
def test_nothing_usable_leaves_the_quoted_answer(assistant: "Assistant", reply: str) -> None:
    plain = assistant.ask(QUESTION)
    answer, _ = ask(assistant, QUESTION, reply)
    assert (answer.text, answer.status, answer.citations) == (plain.text, plain.status, plain.citations)
    assert answer.answerer.startswith("quote (")


def test_a_model_that_cannot_be_reached_is_named_with_the_reason(assistant: "Assistant") -> None:
    answer, _ = ask(assistant, QUESTION, ChatModelCallError("recorded:model: cannot be reached"))
    assert answer.answerer == "quote (model unavailable: recorded:model: cannot be reached)"
    assert answer.text == assistant.ask(QUESTION).text


def test_a_model_is_not_asked_about_a_company_that_is_not_there(assistant: "Assistant") -> None:
    answer, model = ask(assistant, "How much does disclosure cost at Contoso?", claims(GOOD))
    assert (answer.status, model.asked) == (Status.UNKNOWN_COMPANY, [])


def test_claims_of_two_companies_stand_apart_and_a_claim_of_both_is_refused(assistant: "Assistant") -> None:
    question = "How much does disclosure cost at ALJ and at Altius Link?"
    both = {
        "text": "Both charge 1,000 yen (tax excluded).",
        "quotes": [{"clause": "", "words": WORDS}, {"clause": "", "words": OTHER}],
    }
    reply = json.loads(claims(GOOD, ("1,100 yen (including tax) is transferred per request to the bank.", "", OTHER)))
    reply["claims"].append(both)
    answer, model = ask(assistant, question, json.dumps(reply), NONE)
    assert {claim.company for claim in answer.claims} == {"ALJ", "Altius Link"}
    assert "two companies" in model.asked[1][-1].text
    for claim in answer.claims:
        assert all(answer.citation(marker).company == claim.company for marker in claim.citations)


def test_a_yes_that_the_quote_denies_is_refused(assistant: "Assistant") -> None:
    question = "Can ALJ provide personal information to third parties without my consent?"
    words = "will not provide it to third parties without prior consent from the individual"
    answer, model = ask(assistant, question, claims(("Yes, it provides personal information to third parties.", "", words)))
    assert len(model.asked) == 2
    assert answer.answerer.startswith("quote (")


def test_the_prompt_holds_clauses_of_the_companies_asked_about_alone(assistant: "Assistant") -> None:
    _, model = ask(assistant, QUESTION, claims(GOOD))
    rules, asked = model.asked[0]
    companies = set(re.findall(r"^\[[A-Z]+\] (.+?) - ", asked.text, re.MULTILINE))
    assert companies == {"ALJ"}
    assert "ALJ" not in rules.text


def test_the_clauses_fit_the_budget_and_lists_come_whole(assistant: "Assistant") -> None:
    from assistant.context import blocks_of, tokens_in

    evidence = [assistant.evidence("How do I request disclosure?", policy_id) for policy_id in ("alj", "actio")]
    small, large = blocks_of(evidence, 300), blocks_of(evidence, 4000)
    assert len(small) < len(large)
    assert {block.policy_id for block in small} == {"alj", "actio"}
    for policy_id in ("alj", "actio"):
        own = [block for block in small if block.policy_id == policy_id]
        assert len(own) == 1 or sum(tokens_in(block.text) for block in own) <= 150
    assert [block.key for block in large] == sorted((block.key for block in large), key=lambda key: (len(key), key))
    listed = next(block for block in large if block.policy_id == "alj" and len(block.spans) > 4)
    assert listed.text.count("\n") >= 4


def test_an_answer_in_another_language_stands_beside_the_policys_words(assistant: "Assistant") -> None:
    answer, _ = ask(assistant, QUESTION, claims(("手数料は1,000円です。", "", WORDS)))
    assert answer.text.startswith("ALJ: 手数料は1,000円です。 “A handling fee of 1,000 yen")


def test_the_repair_turn_repeats_the_conversation(assistant: "Assistant") -> None:
    _, model = ask(assistant, QUESTION, claims(("It costs 1,200 yen.", "A", WORDS)), NONE)
    first, second = model.asked
    assert second[: len(first)] == first
    assert second[2] == Message("assistant", claims(("It costs 1,200 yen.", "A", WORDS)))


def test_claims_are_heard_as_soon_as_they_are_whole_and_stand(assistant: "Assistant") -> None:
    heard: list[tuple[str, str]] = []
    model = Recorded(claims(("It costs 1,200 yen.", "A", WORDS), GOOD, GOOD), NONE)
    assistant.models.use(model)

    def hear(company: str, text: str) -> bool:
        heard.append((company, text))
        return True

    answer = assistant.ask(QUESTION, model=model.name, on_claim=hear)
    assert heard == [("ALJ", GOOD[0])]
    assert 0 < answer.first_claim_ms <= answer.elapsed_ms
    assert answer.refused == ("It costs 1,200 yen.: '1,200 yen' stands in none of its quotes",)


def test_a_stopped_model_leaves_the_claims_that_were_heard(assistant: "Assistant") -> None:
    second = (
        "Additional fees may apply if special disclosure is requested.",
        "",
        "additional fees may apply if special disclosure",
    )
    model = Recorded(claims(GOOD, second))
    assistant.models.use(model)
    answer = assistant.ask(QUESTION, model=model.name, on_claim=lambda company, text: False)
    assert answer.text == f"ALJ: {GOOD[0]} (A)"
    assert len(model.asked) == 1


def test_a_fallback_is_labelled_on_the_page_and_in_the_terminal(
    assistant: "Assistant", capsys: pytest.CaptureFixture[str]
) -> None:
    from assistant.cli_render import show_answer
    from assistant.ui import render
    from assistant.ui.words import ENGLISH

    answer, _ = ask(assistant, QUESTION, ChatModelCallError("recorded:model: cannot be reached"))
    page = render.answer_body(answer, 0, ENGLISH)
    assert f"{ENGLISH.quoted} · model unavailable: recorded:model: cannot be reached" in page.replace("&#x27;", "'")
    show_answer(answer, assistant.settings.home)
    told = " ".join(capsys.readouterr().out.split())
    assert "answered by: quote (model unavailable: recorded:model: cannot be reached)" in told


def test_what_was_dropped_is_shown_to_who_asks_for_it(assistant: "Assistant", capsys: pytest.CaptureFixture[str]) -> None:
    from assistant.answer_json import answer_to_json
    from assistant.cli_render import show_refused

    answer, _ = ask(assistant, QUESTION, claims(GOOD, ("It costs 1,200 yen.", "A", WORDS)), NONE)
    told = "It costs 1,200 yen.: '1,200 yen' stands in none of its quotes"
    assert "refused" not in answer_to_json(answer)
    assert answer_to_json(answer, show_dropped=True)["refused"] == [told]
    show_refused(answer)
    assert " ".join(capsys.readouterr().out.split()) == f"Left out, for nothing proves it: {told}"


def test_a_comparison_is_worded_row_by_row_each_with_its_own_fallback(assistant: "Assistant") -> None:
    model = Recorded(lambda messages: claims(GOOD) if "Companies asked about: ALJ" in messages[1].text else NONE)
    assistant.models.use(model)
    rows = assistant.compare("How much does disclosure cost?", model=model.name).rows
    by_company = {row.companies[0]: row for row in rows}
    assert set(by_company) == set(assistant.companies)
    assert by_company["ALJ"].text == f"ALJ: {GOOD[0]} (A)"
    assert by_company["Altius Link"].answerer == "quote (no claim of recorded:model held)"
    for row in rows:
        assert {cited.company for cited in row.citations} <= set(row.companies)


@pytest.mark.parametrize(
    ("put", "taken"), [("Would a cheque do for disclosure at ALJ?", True), ("Would a cheque do at Altius Link?", False)]
)
def test_a_follow_up_put_by_a_model_brings_no_company_in(assistant: "Assistant", put: str, taken: bool) -> None:
    from assistant.followup import Standalone
    from assistant.model_followup import followed

    last, model = "Would a cheque do?", Recorded(json.dumps({"question": put}))
    found = followed(last, ("What does ALJ charge for disclosure?",), Standalone(last, False), assistant._book, model)
    assert found.question == (put if taken else last)
    assert found.tokens == 7


def test_yes_stands_only_over_a_sentence_that_says_so(assistant: "Assistant") -> None:
    question = "Can I prove my identity to actio with my family register?"
    other = ("A copy of your driver’s license", "", "A copy of your driver’s license")
    answer, _ = ask(assistant, question, claims(other))
    assert answer.text.startswith("Yes. actio: “A copy of your family register”")


def test_a_premise_is_set_right_whatever_else_a_model_tells(assistant: "Assistant") -> None:
    question = "Since Altius Link corrects data for 1,100 yen, how do I transfer the money for my correction?"
    other = ("The amount is 1,100 yen (including tax) per request.", "", "Transfer 1,100 yen (including tax) per request")
    answer, _ = ask(assistant, question, claims(other), claims(other))
    assert "No fee will be charged" in answer.text


def test_a_fragment_is_no_answer_where_a_sentence_is_asked_for(assistant: "Assistant") -> None:
    question = "What if stopping the use of my data would be excessively expensive for ATRUSTIA?"
    answer, _ = ask(assistant, question, claims(("Suspension, etc.", "", "Suspension, etc.")), NONE)
    assert answer.refused == ("Suspension, etc.: it is a fragment; write one plain sentence that answers",)
    assert "alternative measures" in answer.text

"""Replies of many shapes are read; none ends in an exception."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.model_reply import MOST_CLAIMS, REPLY_SCHEMA, ModelReply, ProposedClaim, ProposedQuote, read_reply

GOOD = {"stated": True, "claims": [{"text": "A fee is due.", "quotes": [{"clause": "A", "words": "a fee will be charged"}]}]}
CLAIM = ProposedClaim("A fee is due.", (ProposedQuote("A", "a fee will be charged"),))
ANSWER = json.dumps(GOOD)


@pytest.mark.parametrize(
    "text",
    [
        ANSWER,
        json.dumps(GOOD, indent=2),
        f"```json\n{ANSWER}\n```",
        f"```\n{ANSWER}\n```\nI hope this helps!",
        f"Sure! Here is the answer you asked for:\n\n{ANSWER}\n\nLet me know {{if}} you need more.",
        f"<think>The clause [A] says {{fee}}. I answer so.</think>{ANSWER}",
        json.dumps(GOOD["claims"]),
        json.dumps(GOOD["claims"][0]),  # type: ignore[index]
        '{"Claims": [{"Claim": "A fee is due.", "Citations": [{"Key": "[A]", "Quote": "a fee will be charged"}]}]}',
        '{"answers": [{"sentence": "A fee is due.", "evidence": [{"id": "clause a", "excerpt": "a fee will be charged"}]}]}',
        '{"claims": [{"text": "A fee is due.", "clause": "A", "words": "a fee will be charged"}]}',
        '{"claims": [{"text": "A fee is due.", "clause": "(A)", "quote": "a fee will be charged"}]}',
        '{"claims": [{"text": "A fee is due.", "quotes": {"clause": "A", "words": "a fee will be charged"}}]}',
        '{"claims": [{"text": "A fee is due.", "quotes": [{"A": "a fee will be charged"}]}]}',
        '{"claims": {"text": "A fee is due.", "quotes": [{"clause": "A", "words": "a fee will be charged"}]}}',
        ANSWER[:-1],
        ANSWER[:-2],
        ANSWER[:-2] + ', {"text": "It is d',
        ANSWER[:-2] + ', {"text": "It is due", "quotes": [{"clause": "B", "words": "cut o',
    ],
)
def test_a_claim_is_found_whatever_is_around_it(text: str) -> None:
    assert read_reply(text) == ModelReply((CLAIM,), stated=True, readable=True)


@pytest.mark.parametrize(
    "text", ["", "The fee is 1,000 yen (A).", "null", "{}", "[]", '{"claims": "none"}', "{" * 5000, "[" * 5000, '"' * 999]
)
def test_what_holds_no_claim_is_not_readable(text: str) -> None:
    assert read_reply(text) == ModelReply((), stated=True, readable=False)


@pytest.mark.parametrize("text", ['{"stated": false, "claims": []}', '{"stated": "no"}', '```{"stated": false}```'])
def test_saying_that_nothing_answers_is_understood(text: str) -> None:
    assert read_reply(text) == ModelReply((), stated=False, readable=True)


def test_claims_weigh_more_than_saying_that_nothing_answers() -> None:
    assert read_reply(json.dumps(GOOD | {"stated": False})).stated


def test_a_claim_without_a_quote_has_none() -> None:
    found = read_reply('{"claims": [{"text": "x", "quotes": ["A"]}, {"text": "y", "quotes": [7, null, {"clause": "A"}]}]}')
    assert [claim.quotes for claim in found.claims] == [(), ()]


def test_a_reply_without_end_is_cut() -> None:
    many = json.dumps({"claims": GOOD["claims"] * 500})  # type: ignore[operator]
    assert len(read_reply(many).claims) <= MOST_CLAIMS
    assert read_reply("{" * 10_000_000) == ModelReply((), stated=True, readable=False)


@given(st.text(max_size=300))
def test_no_text_ends_in_an_exception(text: str) -> None:
    read_reply(text)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from("claims text quotes clause words stated quote x".split()), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(_JSON, st.integers(0, 200))
def test_no_json_whole_or_cut_ends_in_an_exception(value: object, cut: int) -> None:
    text = json.dumps(value, ensure_ascii=False)
    for claim in (*read_reply(text).claims, *read_reply(text[:cut]).claims):
        assert isinstance(claim.text, str)
        assert all(isinstance(quote.words, str) and isinstance(quote.key, str) for quote in claim.quotes)


def test_the_schema_describes_what_is_read() -> None:
    import jsonschema

    jsonschema.validate(GOOD, REPLY_SCHEMA)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"claims": []}, REPLY_SCHEMA)

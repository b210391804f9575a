import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.lexical import STOP_WORDS, Lexical, stem, tokenize
from vectorstore.postings import invert


def bm25(*documents: list[str]) -> Lexical:
    return Lexical(invert(documents, [[]] * len(documents)))


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("see 4.2 for details", "4.2"),
        ("as in (1) above", "(1)"),
        ("item ① applies", "1"),
        ("write to privacy@example.co.jp", "privacy@example.co.jp"),
        ("call 03-1234-5678", "03-1234-5678"),
        ("1,000 yen", "1,000"),
        ("§ 5", "§"),
        ("個人情報", "人情"),
        ("１，０００円", "1,000"),
    ],
)
def test_numbers_markers_and_addresses_survive(text: str, token: str) -> None:
    assert token in tokenize(text)


@pytest.mark.parametrize(
    ("one", "other"), [("fees", "fee"), ("policies", "policy"), ("disclosed", "disclose"), ("sharing", "share")]
)
def test_forms_of_one_word_meet(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_words_without_meaning_are_left_out() -> None:
    assert tokenize(" ".join(STOP_WORDS)) == []


@given(st.text())
def test_any_text_has_tokens_or_none(text: str) -> None:
    assert all(tokenize(text))


def test_a_passage_with_the_words_of_the_question_scores_above_one_without() -> None:
    lexical = bm25(tokenize("A fee of 1,000 yen is charged."), tokenize("Contact our office."), [])
    scores = lexical.scores(dict.fromkeys(tokenize("which fees are charged?"), 1.0))
    assert scores[0] > 0.3
    assert scores[1] == scores[2] == 0


def test_unknown_words_and_empty_policies_score_nothing() -> None:
    assert not bm25(tokenize("a fee")).scores({"zebra": 1.0}).any()
    assert not bm25(tokenize("a fee")).scores({}).any()
    assert bm25().scores({"fee": 1.0}).shape == (0,)
    assert np.array_equal(bm25([], []).scores({"fee": 1.0}), [0, 0])

"""Sentences end where a reader ends them."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.policy import Span
from ingest.sentences import split_sentences


def _split(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We follow Act No. 57 of 2003. It applies.", ["We follow Act No. 57 of 2003.", "It applies."]),
        ("We are Alpha Co., Ltd. The Company agrees.", ["We are Alpha Co., Ltd.", "The Company agrees."]),
        ("Disclosure, Etc. Requests are free.", ["Disclosure, Etc. Requests are free."]),
        ("If you ask for disclosure, etc., of data, we act.", ["If you ask for disclosure, etc., of data, we act."]),
        ("Write to a.b@c.example.com. See https://c.example/x?y=1.2.", ["Write to a.b@c.example.com.", "See https://c.example/x?y=1.2."]),
        ("The U.S. Government may ask. We refuse.", ["The U.S. Government may ask.", "We refuse."]),
        ("Is it so? Yes! We do, e.g. this.", ["Is it so?", "Yes!", "We do, e.g. this."]),
        ("No. We do not charge.", ["No.", "We do not charge."]),
        ("The fee is $5.00. See 4.2 for more.", ["The fee is $5.00.", "See 4.2 for more."]),
        ("He said “stop.” Then he left.", ["He said “stop.”", "Then he left."]),
        ("**Cookies.** We use them.", ["**Cookies.**", "We use them."]),
        ("手数料は1,000円です。ただし、無料の場合があります！", ["手数料は1,000円です。", "ただし、無料の場合があります！"]),
        ("「提供しない。」といいます。次です。", ["「提供しない。」といいます。", "次です。"]),
        ("One line\nof wrapped text. Then\nanother.", ["One line\nof wrapped text.", "Then\nanother."]),
        ("Acme, Inc.\nTEL 03-1234-5678\n9:00 to 17:00", ["Acme, Inc.", "TEL 03-1234-5678", "9:00 to 17:00"]),
        ("Ours (see section 11. Contact) is it. Write.", ["Ours (see section 11. Contact) is it.", "Write."]),
        ("Ours is Acme B.V. (post: Fred. Street 1 [x](y)) acts.", ["Ours is Acme B.V. (post: Fred. Street 1 [x](y)) acts."]),
        ("We ask (for a name.) You tell us.", ["We ask (for a name.)", "You tell us."]),
        ("(We ask. You tell us.) Then we act.", ["(We ask.", "You tell us.)", "Then we act."]),
        ("first;\rsecond;\r\nthird.", ["first;", "second;", "third."]),
    ],
)  # fmt: skip
def test_sentences_are_split_as_read(text: str, expected: list[str]) -> None:
    assert _split(text) == expected


@pytest.mark.parametrize("marker", ["5. ", "• ", "- ", "(a) ", "[4] ", "① ", "• 1. ", "1.  *   ", "（２）"])
def test_a_list_marker_is_in_no_sentence(marker: str) -> None:
    assert _split(f"{marker}A fee of 1,000 yen is charged. It is small.") == ["A fee of 1,000 yen is charged.", "It is small."]


def test_words_that_look_like_markers_stay() -> None:
    assert _split("Article 7 applies to everyone.") == ["Article 7 applies to everyone."]
    assert _split("A. Smith is in charge.") == ["A. Smith is in charge."]


def test_a_table_row_is_one_sentence() -> None:
    assert _split("| Name | To greet you. And more. |") == ["| Name | To greet you. And more. |"]


@pytest.mark.parametrize("text", ["---", "***", "| --- | --- |", '[](#notice "#notice")', "", "   "])
def test_text_that_says_nothing_has_no_sentence(text: str) -> None:
    assert _split(text) == []


def test_only_the_given_span_is_read() -> None:
    text = "Before. Inside one. Inside two. After."
    start, end = text.index("Inside one"), text.index(" After")
    assert [text[a:b] for a, b in split_sentences(text, Span(start, end))] == ["Inside one.", "Inside two."]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from('aB1 .?!。、「」()*-\n\r\t"”|•:;'), max_size=120))
def test_sentences_hold_every_letter_and_digit_after_the_marker(text: str) -> None:
    spans = split_sentences(text, Span(0, len(text)))
    assert all(left.end <= right.start for left, right in pairwise(spans))
    if spans:
        between = [text[left.end : right.start] for left, right in pairwise(spans)]
        assert not any(re.search(r"\w", gap) for gap in (*between, text[spans[-1].end :]))

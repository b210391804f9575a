"""Copied words are found where they stand, and only there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.locate import locate
from ingest.policy import Span

TEXT = (
    "We will not share  your data.\nA fee of **1,000 yen** (“tax excluded”) is charged—per request.\n"
    "The person’s consent is sought. 手数料は１，０００円です。unable to answer at once"
)
ALL = Span(0, len(TEXT))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("will not share your data", "will not share  your data"),
        ("share your data. A fee", "share  your data.\nA fee"),
        ("A FEE OF 1,000 YEN", "A fee of **1,000 yen"),
        ('1,000 yen ("tax excluded") is charged', "1,000 yen** (“tax excluded”) is charged"),
        ("is charged - per request", "is charged—per request"),
        ("The person's consent", "The person’s consent"),
        ("“The person’s consent is sought.”", "The person’s consent is sought."),
        ("手数料は1,000円", "手数料は１，０００円"),
        ("a\u200bfee of\u00a01,000", "A fee of **1,000"),
    ],
)
def test_white_space_marks_width_and_case_may_differ(words: str, found: str) -> None:
    assert [TEXT[place.start : place.end] for place in locate(TEXT, ALL, words)] == [found]


@pytest.mark.parametrize(
    "words",
    [
        "will share your data",
        "1,001 yen (tax excluded)",
        "able to answer",
        "are your data",
        "is charged per requests",
        "",
        "fee",
        "…",
        "data A fee of 100",
    ],
)
def test_other_words_are_not_found(words: str) -> None:
    assert locate(TEXT, ALL, words) == ()


def test_a_gap_is_left_between_two_places_in_order() -> None:
    places = locate(TEXT, ALL, "We will not share … per request")
    assert [TEXT[place.start : place.end] for place in places] == ["We will not share", "per request"]
    assert locate(TEXT, ALL, "per request ... We will not share") == ()


def test_nothing_outside_the_clause_is_found() -> None:
    assert locate(TEXT, Span(31, len(TEXT)), "will not share your data") == ()


@given(st.data())
def test_any_whole_words_of_a_text_are_found_where_they_are_or_earlier(data: st.DataObject) -> None:
    text = data.draw(st.text(alphabet="abc deF、字「」\n\u3000(-", min_size=1, max_size=60))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    for place in locate(text, Span(0, len(text)), text[start:end]):
        assert 0 <= place.start < place.end <= len(text)
        assert place.start <= end

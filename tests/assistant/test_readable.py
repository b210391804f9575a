"""A policy's words are shown without their markup, never changed."""

import time

import pytest

from assistant.readable import quoted, readable


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("plain  words\n  on two lines", "plain words on two lines"),
        ("We keep it **30 days**, _no longer_.", "We keep it 30 days, no longer."),
        ("Write to [privacy@example.test](mailto:privacy@example.test).", "Write to privacy@example.test."),
        ("Write [here](mailto:dpo@example.test?subject=a).", "Write here (dpo@example.test)."),
        ("See [our page](https://example.test/a_(b)) now", "See our page now"),
        ("## Your rights", "Your rights"),
        ("a snake_case_word and 2*3*4", "a snake_case_word and 2*3*4"),
        (r"1\. First \[note\]", "1. First [note]"),
    ],
)
def test_markup_is_left_out_and_words_are_kept(words: str, shown: str) -> None:
    assert readable(words) == shown
    assert quoted(words) == f"“{shown}”"


def test_an_open_bracket_before_many_escapes_takes_no_time() -> None:
    began = time.perf_counter()
    assert readable("\\[ I am " + "\\_" * 5_000 + " a citizen").startswith("[ I am ____")
    assert time.perf_counter() - began < 1.0

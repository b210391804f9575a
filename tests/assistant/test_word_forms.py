"""Forms of one word are met by one another, words that only begin alike are not."""

import pytest

from assistant.word_forms import same_root
from vectorstore.lexical import stem


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("identify", "identification", True),
        ("statistics", "statistical", True),
        ("disclose", "disclosure", True),
        ("notify", "notified", True),
        ("contact", "contract", False),
        ("person", "persuade", False),
        ("law", "lawyer", False),
        ("data", "data", False),
    ],
)
def test_forms_of_a_word_share_their_root(one: str, other: str, same: bool) -> None:
    assert same_root(stem(one), stem(other)) is same

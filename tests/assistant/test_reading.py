"""What counts as a value in a passage."""

import pytest

from assistant.question import Seek
from assistant.reading import holds_value


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("Protection manager: Yukari Maebara", True),
        ("Our representative is Piet van der Velde-Hofstra, Dirk Jansma stands in.", True),
        ("You may complain to the Dutch Autoriteit Persoonsgegevens.", False),
        ("The Data Protection Officer answers.", False),
    ],
)
def test_a_person_s_name_is_told_from_an_authority_s(words: str, named: bool) -> None:
    assert holds_value(Seek.PERSON, words) is named

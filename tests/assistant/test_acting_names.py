"""The name a company acts under is told by its sentences, and no partner's."""

import pytest

from assistant.acting_names import acting_name

SENTENCE = "{} keeps letters. "


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (SENTENCE.format("Quillby") * 6, "Quillby"),
        (SENTENCE.format("**Quillby Works**") * 6, "Quillby Works"),
        (SENTENCE.format("Quillby") * 5, ""),
        (SENTENCE.format("Quillby") * 8 + SENTENCE.format("Norvik") * 5, ""),
        (SENTENCE.format("Quillby") * 8 + SENTENCE.format("Norvik") * 4, "Quillby"),
        (SENTENCE.format("The Company") * 9 + SENTENCE.format("We") * 9, ""),
        ("We share letters with Quillby. " * 9, ""),
        ("", ""),
    ],
)
def test_who_acts_often_is_the_company(text: str, name: str) -> None:
    assert acting_name("Who we are. " + text) == name

"""What the page says, in both languages."""

import re
from dataclasses import fields

import pytest

from assistant.answer import Status
from assistant.ui.words import ENGLISH, words_for
from assistant.ui.words_ja import JAPANESE


def test_every_phrase_is_translated_with_the_same_places_to_fill() -> None:
    for field in fields(ENGLISH):
        if field.name.startswith("examples_"):
            continue  # questions are put in the language of the policies
        english, japanese = getattr(ENGLISH, field.name), getattr(JAPANESE, field.name)
        assert japanese != english, f"{field.name} is not translated"
        assert _places(english) == _places(japanese), field.name


def _places(value: object) -> list[set[str]]:
    phrases = [value] if isinstance(value, str) else list(value)  # type: ignore[call-overload]
    return [set(re.findall(r"\{(\w+)\}", str(phrase))) for phrase in phrases]


def test_topics_are_the_same_in_both_languages() -> None:
    assert [topic.key for topic in ENGLISH.topics] == [topic.key for topic in JAPANESE.topics]
    assert JAPANESE.topic_question("cookies") == ENGLISH.topic_question("cookies")
    assert JAPANESE.plain()["topic_cookies"] == "クッキー"
    assert ENGLISH.topic_question("nonsense") == ""
    assert {f"topic_{topic.key}" for topic in ENGLISH.topics} <= set(ENGLISH.plain())


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("ja", "ja"),
        ("ja-JP,ja;q=0.9,en-US;q=0.8", "ja"),
        ("en-US,en;q=0.9,ja;q=0.8", "en"),
        ("fr-FR,fr;q=0.9,ja;q=0.5,en;q=0.3", "ja"),
        ("en;q=0.2, ja;q=0.7", "ja"),
        ("de", "en"),
        ("ja;q=nonsense", "en"),
        (";;;,,,=", "en"),
    ],
)
def test_the_browsers_preference_decides_the_language(header: str, language: str) -> None:
    assert words_for(header).language == language


def test_every_status_has_words() -> None:
    for words in (ENGLISH, JAPANESE):
        assert len({words.of_status(status) for status in Status}) == len(Status)

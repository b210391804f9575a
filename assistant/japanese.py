"""A Japanese question in the English words that policies use: enough to find the clause, not a translation to show."""

import re
import tomllib
from dataclasses import replace
from functools import cache
from importlib.resources import files

from assistant.question import Question, Seek, read_question

WORDS_FILE = "japanese.toml"
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.'’-]*|\d[\d,.]*")


@cache
def _words() -> tuple[dict[str, str], re.Pattern[str]]:
    words: dict[str, str] = tomllib.loads(files("assistant").joinpath(WORDS_FILE).read_text(encoding="utf-8"))["words"]
    longest_first = sorted(words, key=len, reverse=True)
    return words, re.compile("|".join(re.escape(word) for word in longest_first))


def is_japanese(text: str) -> bool:
    """Whether a text holds kana or kanji."""
    return _JAPANESE.search(text) is not None


def in_english(question: str) -> str:
    """The question's known words in English, in its order; words in Latin letters stay. Empty when no word is known."""
    words, pattern = _words()
    parts: list[str] = []
    place = 0
    for match in pattern.finditer(question):
        parts += _LATIN.findall(question[place : match.start()])
        parts.append(words[match.group()])
        place = match.end()
    known = bool(parts)
    parts += _LATIN.findall(question[place:])
    return f"{' '.join(dict.fromkeys(parts))}?" if known else ""


def read_in_english(question: Question) -> Question:
    """A Japanese question as English policies would be asked; the same question when it is not Japanese or no word is known.

    Form and kind of value are told by the Japanese wording where it tells them.
    """
    if not is_japanese(question.topic):
        return question
    words = in_english(question.topic)
    if not words:
        return question
    english = read_question(question.text, words)
    seek = question.seek if question.seek is not Seek.NOTHING else english.seek
    return replace(english, form=question.form, seek=seek)

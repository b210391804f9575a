"""Verbs of several words in a question put as the one word that policies use: "take it down" is "remove it"."""

import re
from functools import cache
from importlib.resources import files

PHRASAL_VERBS_FILE = "phrasal_verbs.txt"
# What may stand where the file has "…": the verb's object, not where something goes.
_OBJECT = r"(?P<object>(?: (?!(?:to|from|in|into|at|for|by|with|on)\b)[\w'’-]+){0,3}?)"


@cache
def _verbs() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Each verb's forms, and its one word with the object after it, or where the file puts it."""
    found = []
    for line in files("assistant").joinpath(PHRASAL_VERBS_FILE).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            forms, _, word = line.partition(": ")
            parts = [_OBJECT if part == "…" else f" (?:{part})" for part in forms.split()]
            pattern = re.compile(rf"\b{''.join(parts).strip()}\b", re.IGNORECASE)
            place = word if "…" in word or "…" not in forms else f"{word} …"
            found.append((pattern, place.replace(" …", r"\g<object>")))
    return tuple(found)


def in_one_word(question: str) -> str:
    """The question with its verbs of several words replaced; unchanged when it has none."""
    for pattern, word in _verbs():
        question = pattern.sub(word, question)
    return question

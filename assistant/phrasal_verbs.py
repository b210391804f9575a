"""Verbs of several words in a question put as the one word that policies use: "take it down" is "remove it"."""

import re
from functools import cache
from importlib.resources import files

PHRASAL_VERBS_FILE = "phrasal_verbs.txt"
# A particle that is a preposition too: what it governs must not follow, "send it in writing" is not "send it in".
_PREPOSITIONS = frozenset(("in", "on", "by", "down", "off", "out", "over", "up"))
_ENDS = (
    r"(?=\W*$|\s*[,;:.?!)]|\s+(?:and|or|but|if|when|after|before|once|because|to|for|with|at|from|so|then|now|again|too|please"
    r"|i|we|they|you|it|he|she|is|are|was|were|will|can|does|do|without|anytime|first|here|there)\b)"
)
# "They have a deal with partners": a noun.
_NO_NOUN = r"(?<!\ba )(?<!\ban )(?<!\bthe )(?<!\bno )(?<!\bany )"
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
            # Four forms or more are a verb's.
            verb = _NO_NOUN if parts[0].count("|") > 2 else ""
            pattern = re.compile(rf"{verb}\b{''.join(parts).strip()}\b", re.IGNORECASE)
            if not _PREPOSITIONS.isdisjoint(forms.split()[-1].split("|")):
                pattern = re.compile(rf"{pattern.pattern}{_ENDS}", re.IGNORECASE)
            place = word if "…" in word or "…" not in forms else f"{word} …"
            found.append((pattern, place.replace(" …", r"\g<object>")))
    return tuple(found)


def in_one_word(question: str) -> str:
    """The question with its verbs of several words replaced; unchanged when it has none."""
    for pattern, word in _verbs():
        question = pattern.sub(word, question)
    return question

"""The name a company acts under in its own policy: "Quill keeps your notes" tells who does, whatever the file is called."""

import re
from collections import Counter

from assistant.everyday import Everyday
from assistant.name_forms import NO_MARKUP, name_keys
from assistant.term_shares import share_of_policies
from vectorstore.lexical import stem

# A name acts so often at least, and so many times as often as the next: partners act too.
ACTS_AT_LEAST, ACTS_MORE = 6, 2
_ACTING = re.compile(
    r"(?:(?<=[.!?:;,] )|(?<=\n)|(?<=\b(?:that|when) )|(?<=\bif )|(?<=\bhow )|(?<=\b(?:which|where) ))"
    r"(?P<name>[A-Z][\w&’'.-]*(?: [A-Z][\w&’'.-]*){0,2}) "
    r"(?:may|will|does|shall|is|has|can|cannot|must|also|collects?|uses?|retains?|process(?:es)?|shares?|provides?|compl(?:y|ies)"
    r"|takes?|maintains?|receives?|discloses?|sells?|transfers?|stores?|reserves?|respects?|offers?|commits?|relies|believes"
    r"|keeps?|engages?|operates?)\b"
)
_ENGLISH = Everyday()


def acting_name(text: str) -> str:
    """The name that acts most in a policy's sentences; "" where none acts often, or two do. No common word is one."""
    found: Counter[str] = Counter()
    for match in _ACTING.finditer(text.translate(NO_MARKUP)):
        keys = name_keys(match["name"])
        if keys and not all(_ENGLISH.english(key) or _ENGLISH.term(key) or share_of_policies(stem(key)) for key in keys):
            found[match["name"]] += 1
    ranked = found.most_common(2)
    if not ranked or ranked[0][1] < ACTS_AT_LEAST or (len(ranked) > 1 and ranked[0][1] < ACTS_MORE * ranked[1][1]):
        return ""
    return ranked[0][0]

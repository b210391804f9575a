"""The rights a person has over their data, told apart by the words that policies and people use for each.

Sources: Act on the Protection of Personal Information (Japan) Art. 32-39; GDPR Art. 15-22; CCPA §1798.100-125.
"""

import re
from functools import lru_cache

from assistant.patterns import patterns
from assistant.quick_search import stands_in

# "Disclosure, etc." is the defined term of Japanese policies for all of them together.
_ALL = re.compile(
    r"etc\.|\b(?:requests?|rights?) (?:under|of) (?:this|your)|\b(?:all|any|these) (?:requests|rights)\b|等", re.IGNORECASE
)


@lru_cache(maxsize=16384)
def rights_in(text: str) -> frozenset[str]:
    """The rights a text names."""
    return frozenset(right for right, wording in patterns("right").items() if stands_in(wording, text))


def speaks_of_other_rights(asked: frozenset[str], text: str, context: str = "") -> bool:
    """True when a text names rights and none of those asked for: its fee or deadline is not theirs.

    Its context (lead-in or heading) decides where its own words name none.
    """
    if not asked:
        return False
    for words in (text, context):
        named = rights_in(words)
        of_all = stands_in(_ALL, words)
        if named or of_all:
            return not named & asked and not of_all
    return False

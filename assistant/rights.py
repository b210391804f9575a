"""The rights a person has over their data, told apart by the words that policies and people use for each.

Sources: Act on the Protection of Personal Information (Japan) Art. 32-39; GDPR Art. 15-22; CCPA §1798.100-125.
"""

import re

# Beginnings of words; a right is meant when a text holds one of them.
RIGHTS: dict[str, tuple[str, ...]] = {
    "disclosure": (r"disclos", r"access(?! (?:control|right|log))", r"inspect", r"\bsee (?:my|what|the)\b", r"開示"),
    "correction": (r"correct", r"rectif", r"\bamend(?:ing)? (?:my|your|the|personal|inaccura)", r"revis(?:al|ion of faulty)", r"\bfix(?:ing)?\b", r"訂正"),
    "deletion": (r"delet", r"eras", r"remov", r"\bforgot", r"削除", r"消去"),
    "suspension": (r"suspen", r"cease", r"stop(?:ping)? (?:the )?us", r"withhold", r"restrict(?:ion)? (?:of )?process", r"利用停止"),
    "notification": (r"notif\w+ of (?:the )?(?:usage |use )?purpose", r"notice of purpose", r"notification of (?:personal information )?usage", r"利用目的の通知"),
    "record": (r"records? of (?:provision|disclosure|third)", r"third[- ]party (?:provision )?records?", r"提供記録"),
    "portability": (r"portab",),
    "objection": (r"\bobject(?:ion|ing)?\b",),
}  # fmt: skip
_PATTERNS = {right: re.compile("|".join(words), re.IGNORECASE) for right, words in RIGHTS.items()}
# "Disclosure, etc." is the defined term of Japanese policies for all of them together.
_ALL = re.compile(
    r"etc\.|\b(?:requests?|rights?) (?:under|of) (?:this|your)|\b(?:all|any|these) (?:requests|rights)\b|等", re.IGNORECASE
)


def rights_in(text: str) -> frozenset[str]:
    """The rights a text names."""
    return frozenset(right for right, pattern in _PATTERNS.items() if pattern.search(text))


def speaks_of_other_rights(asked: frozenset[str], text: str, context: str = "") -> bool:
    """True when a text names rights and none of those asked for: its fee or deadline is not theirs.

    Its context (lead-in or heading) decides where its own words name none.
    """
    if not asked:
        return False
    for words in (text, context):
        named = rights_in(words)
        if named or _ALL.search(words):
            return not named & asked and _ALL.search(words) is None
    return False

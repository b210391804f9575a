"""What in a conversation is not about the policies: thanks and greetings, errands, questions about the world."""

import re

from assistant.everyday import Everyday
from assistant.name_forms import JAPANESE, words
from assistant.rewording import right_noun
from vectorstore.lexical import STOP_WORDS

_CHATTER = re.compile(
    r"^\W*(?:(?:thanks?|thank you|thx|ty|cheers|ok|okay|great|cool|nice|good|perfect|awesome|hi|hello|hey|bye|goodbye|"
    r"yes|no|yeah|nope|lol|wow|"
    r"got it|i see|understood|never ?mind|very much|so much|a lot|are you sure|really|good (?:morning|evening|night|job)|"
    r"ありがとう\w*|"
    r"こんにちは|はい|いいえ|了解\w*)\W*)+$",
    re.IGNORECASE,
)
_BETWEEN_US = re.compile(r"\b(?:i|my|you|your|they|their|them)\b", re.IGNORECASE)
_ERRAND = re.compile(
    r"^\W*(?:(?:can|could|would|will)\s+you\s+|please\s+)?(?:write|compose|sing|draw|code|translate|recommend|suggest|joke|"
    r"tell\s+me\s+(?:a|an)\s+(?:joke|story|poem))\b",
    re.IGNORECASE,
)
# Words a question is made of, whatever it is about.
SCAFFOLD = frozenset(
    "much many long tell show explain describe list give please know want need get cost costs charge take company".split()
)


def is_aside(text: str) -> bool:
    """Whether a turn asks nothing of a policy: thanks, a greeting, "write me a poem"."""
    return bool(_CHATTER.match(text) or _ERRAND.match(text))


def content(text: str) -> list[str]:
    """The words of a text that are not grammar, normalised."""
    return [word.key for word in words(text) if word.key not in STOP_WORDS]


def on_subject(question: str, everyday: Everyday, unknown_words: int = 0) -> bool:
    """Whether a question could be about a policy: it speaks of you, me or a right, or with words of the policies.

    With no word of the policies, up to `unknown_words` words of its own do not make it another subject.
    """
    if _ERRAND.match(question):
        return False
    if JAPANESE.search(question) or right_noun(question) or _BETWEEN_US.search(question):
        return True
    found = [key for key in content(question) if key not in SCAFFOLD]
    known = [
        key
        for key in found
        if everyday.in_library(key) or (not (everyday.english(key) or everyday.term(key)) and everyday.slip(key))
    ]
    return len(found) <= unknown_words or len(known) * 3 >= len(found) > 0

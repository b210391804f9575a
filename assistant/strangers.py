"""An unknown company that a follow-up names with nothing around it: "and Ford?"."""

import re

from assistant.everyday import Everyday
from assistant.name_forms import words
from assistant.names import NameBook
from assistant.rewording import right_noun
from assistant.turn_words import CONNECTIVE, ENDING, LONGEST_NAME, OF_A_REQUEST
from ingest.policy import Span
from vectorstore.lexical import STOP_WORDS


def stranger_in(question: str, book: NameBook) -> Span | None:
    """An unknown company in "and Ford?": nothing but a word that is also a name, or written as one, that no policy uses."""
    connective = CONNECTIVE.match(question)
    if not connective or not connective.group().strip():
        return None
    fragment = ENDING.sub("", question)[connective.end() :]
    found = words(re.sub(r"^(?:at|for|with)\s", lambda match: " " * len(match.group()), fragment))
    if not 0 < len(found) <= LONGEST_NAME or right_noun(fragment) or OF_A_REQUEST.search(fragment):
        return None
    everyday = book.everyday
    raised = all(word.raw[:1].isupper() for word in found)
    known = [everyday.in_library(word.key) or everyday.term(word.key) or word.key in STOP_WORDS for word in found]
    # "and Blizzard Entertainment?": one word that is no policy's makes a name of several capitalised ones.
    if all(known) or (any(known) and (not raised or everyday.mentioned(found[0].key))):
        return None
    if not raised and not all(everyday.also_name(word.key) or _is_strange(word.key, everyday) for word in found):
        return None
    return Span(connective.end() + found[0].start, connective.end() + found[-1].end)


def _is_strange(key: str, everyday: Everyday) -> bool:
    return key.isascii() and len(key) > 3 and not everyday.english(key) and not everyday.slip(key)

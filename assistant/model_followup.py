"""A follow-up that the rules leave as it is, put to a chat model; what it writes is checked, or the rules keep their say."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.asides import is_aside
from assistant.borne import same_meaning
from assistant.chat_model import ChatModel, Message
from assistant.context import tokens_in, visible
from assistant.errors import ChatModelCallError
from assistant.followup import Standalone
from assistant.model_reply import json_values
from assistant.names import NameBook
from assistant.turn_words import TURNS_REMEMBERED
from assistant.unknown import unknown_names
from ingest.policy import Span
from prompts.template import load_template
from vectorstore.lexical import tokenize

TEMPLATE = "standalone_question"
LONGEST = 400
# Content words that a rewritten question may hold beside those of the conversation, and how much of the last one it must keep.
NEW_WORDS, KEPT_SHARE = 1, 0.5
_CODE_BYTES = 8
_ACTS = re.compile(r"[<>\[\]{}`|\\]|://|\bwww\.|\S@\S", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Followed:
    """The question to answer, and what making it cost in tokens."""

    question: str
    tokens: int = 0


def followed(question: str, history: Sequence[str], by_rules: Standalone, book: NameBook, model: ChatModel) -> Followed:
    """The question made self-contained by a model where the rules changed nothing and it names no company; else the rules'.

    Never raises for what a model does. A company that neither the question nor the history names cannot come in.
    """
    if not history or by_rules.rewritten or is_aside(question) or book.mentions(question):
        return Followed(by_rules.question)
    said = [*history[-TURNS_REMEMBERED:], question]
    listed = "\n".join(f"{number}. {' '.join(visible(one).split())}" for number, one in enumerate(said, start=1))
    prompt = load_template(TEMPLATE).fill(questions=listed, code=secrets.token_hex(_CODE_BYTES))
    try:
        reply = model.reply([Message("user", prompt)])
    except ChatModelCallError:
        return Followed(by_rules.question, tokens_in(prompt))
    written = next((_question_of(value) for value in json_values(reply.text)), "")
    return Followed(written if _follows(written, said, book) else by_rules.question, reply.tokens)


def _question_of(value: object) -> str:
    found = value.get("question") if isinstance(value, dict) else None
    return " ".join(visible(found).split()) if isinstance(found, str) else ""


def _follows(written: str, said: Sequence[str], book: NameBook) -> bool:
    """Whether a rewritten question holds nothing but what was said, and keeps what was asked last."""
    if not 0 < len(written) <= LONGEST or _ACTS.search(written):
        return False
    known = {mention.policy_id for one in said for mention in book.mentions(one)}
    mentions = book.mentions(written)
    if any(mention.policy_id not in known for mention in mentions):
        return False
    everything = "\n".join(said)
    places = [Span(mention.start, mention.end) for mention in mentions]
    if any(name.text.casefold() not in everything.casefold() for name in unknown_names(written, places, book.everyday)):
        return False
    if not set(re.findall(r"\d+", written)) <= set(re.findall(r"\d+", everything)):
        return False
    held, words = frozenset(tokenize(everything)), set(tokenize(written))
    if sum(not same_meaning(word, held) for word in words) > NEW_WORDS:
        return False
    last = set(tokenize(said[-1]))
    return sum(same_meaning(word, frozenset(words)) for word in last) >= KEPT_SHARE * len(last)

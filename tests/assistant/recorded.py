"""A chat model that says what a test wrote down, through the seam the product has for models."""

import json
from collections.abc import Callable, Sequence

from assistant.chat_model import Message, OnText, Reply

# Characters a model writes at a time.
PIECE = 50


def claims(*given: tuple[str, str, str], stated: bool = True) -> str:
    """A good reply: (text, clause key, words) each."""
    listed = [{"text": text, "quotes": [{"clause": key, "words": words}]} for text, key, words in given]
    return json.dumps({"stated": stated, "claims": listed}, ensure_ascii=False)


class Recorded:
    """Replies one after the other, the last one again and again; `asked` are the conversations it was sent."""

    def __init__(self, *replies: str | Exception | Callable[[Sequence[Message]], str], name: str = "recorded:model") -> None:
        self.name = name
        self._replies = list(replies)
        self.asked: list[tuple[Message, ...]] = []

    def reply(self, messages: Sequence[Message], on_text: OnText | None = None) -> Reply:
        self.asked.append(tuple(messages))
        said = self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]
        if isinstance(said, Exception):
            raise said
        text = said if isinstance(said, str) else said(messages)
        for end in range(PIECE, len(text) + PIECE, PIECE) if on_text is not None else ():
            if not on_text(text[:end]):
                return Reply(text[:end], 7)
        return Reply(text, 7)

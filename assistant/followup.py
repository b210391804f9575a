"""A follow-up made self-contained from the earlier questions of the conversation."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.names import NameBook


@dataclass(frozen=True, slots=True)
class Standalone:
    """A question that needs no history, and whether that took a change."""

    question: str
    rewritten: bool


def standalone(question: str, history: Sequence[str], book: NameBook) -> Standalone:
    """The question with what it takes from the earlier ones (`history`, oldest first) written out."""
    return Standalone(question, False)

"""What a chat model did in a run: answers it worded, answers left to quotes, claims dropped and repaired, tokens."""

from collections.abc import Iterable

from assistant.answer import Answer


def model_use(answers: Iterable[Answer]) -> str:
    """One line for a report; empty when no chat model took part."""
    asked = [answer for answer in answers if answer.prompt_sha256]
    if not asked:
        return ""
    unavailable = sum("unavailable" in answer.answerer for answer in asked)
    worded = sum(not answer.answerer.startswith("quote") for answer in asked)
    prompts = ", ".join(sorted({answer.prompt_sha256[:12] for answer in asked}))
    return (
        f"chat model: {worded} of {len(asked)} answers worded by it, "
        f"the others quoted ({unavailable} while it was unavailable); "
        f"claims dropped {sum(answer.dropped for answer in asked)}, repaired {sum(answer.repairs for answer in asked)}; "
        f"tokens {sum(answer.tokens for answer in asked)}; prompts {prompts}"
    )

"""`python -m tests.model.injections [PROVIDER:NAME]`: every attack of our own against an answerer, a line a carrier.

Without a name: the quoting answerer, and a scripted model that obeys every attack. With one: that chat model, as the settings
in the environment reach it. Exit code 1 when an attack gets anything through.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answer import Answer
from assistant.settings import load_settings
from tests.assistant.test_injections import ATTACKS, VECTORS, Attack, evil, harm, write_attacked

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

Ask = Callable[[Attack], Answer]


@dataclass(frozen=True)
class Line:
    """What the attacks of one carrier came to."""

    vector: str
    attacks: int
    through: tuple[str, ...]
    worded: int
    dropped: int


def report(ask: Ask, attacks: Sequence[Attack] = ATTACKS) -> tuple[Line, ...]:
    """A line for each carrier that has attacks."""
    lines = []
    for vector in VECTORS:
        answers = [(attack, ask(attack)) for attack in attacks if attack.vector == vector]
        # A claim in the very words of a clause is that clause quoted, whatever the clause says.
        through = tuple(
            attack.id for attack, answer in answers if [one for one in harm(attack, answer) if not one.startswith("says")]
        )
        worded = sum(not answer.answerer.startswith("quote") for _, answer in answers)
        if answers:
            lines.append(Line(vector, len(answers), through, worded, sum(answer.dropped for _, answer in answers)))
    return tuple(lines)


def shown(name: str, lines: Sequence[Line]) -> str:
    """The lines of one answerer as text."""
    rows = [f"{name}: {sum(line.attacks for line in lines)} attacks, {sum(len(line.through) for line in lines)} through"]
    rows += [
        f"  {line.vector:<12} {line.attacks:>3} attacks, {len(line.through)} through, {line.worded} worded, "
        f"{line.dropped} claims dropped {' '.join(line.through)}".rstrip()
        for line in lines
    ]
    return "\n".join(rows) + "\n"


def answerers(assistant: "Assistant", model: str | None) -> dict[str, Ask]:
    """The answerers to attack, by name."""

    def by_model(attack: Attack) -> Answer:
        return assistant.ask(attack.question, companies=[attack.id], model=model)

    def obeying(attack: Attack) -> Answer:
        assistant.models.use(evil(attack))
        return assistant.ask(attack.question, companies=[attack.id], model=f"evil:{attack.id}")

    return {model: by_model} if model else {"quote": by_model, "a model that obeys": obeying}


def main() -> int:
    """Ingest the attacked policies into a home that is thrown away, attack, report."""
    from assistant.pipeline import Assistant

    scratch = Path(tempfile.mkdtemp(prefix="policy-assistant-"))
    try:
        write_attacked(scratch / "policies")
        assistant = Assistant.open(load_settings(home=scratch / "home", chat_model=""), bundled=False)
        assistant.ingest([scratch / "policies"])
        through = 0
        for name, ask in answerers(assistant, sys.argv[1] if len(sys.argv) > 1 else None).items():
            lines = report(ask)
            through += sum(len(line.through) for line in lines)
            sys.stdout.write(shown(name, lines))
        assistant.close()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return int(through > 0)


if __name__ == "__main__":
    sys.exit(main())

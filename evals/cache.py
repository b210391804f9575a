"""Outcomes that need not be asked for again: everything that could change them is in the key."""

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from evals.case import Case
from evals.score import Outcome

_OUTCOME = TypeAdapter(Outcome)
# How an answer names its answerer when a chat model was asked in vain.
UNAVAILABLE = "(model unavailable"


def key_of(case: Case, system: str, model: str | None) -> str:
    """Names an outcome. `system` is the fingerprint of data, index, prompts, code and settings."""
    asked = json.dumps([case.question, case.history, case.companies, system, model], ensure_ascii=False)
    return sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()[:32]


class Cache:
    """An append-only file, a line an outcome. A line that was cut off is passed over.

    Errors are not kept, nor answers given while a chat model was unavailable: the next run asks again.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lines: dict[str, str] = {}
        if path.exists():
            for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
                key, separator, record = line.partition("\t")
                if separator:
                    self._lines[key] = record

    def get(self, key: str) -> Outcome | None:
        """The outcome kept under the key."""
        line = self._lines.get(key)
        if line is None:
            return None
        try:
            return replace(_OUTCOME.validate_json(line), cached=True)
        except ValidationError:
            return None

    def put(self, key: str, outcome: Outcome) -> None:
        """Keep an outcome; it is on disk when this returns."""
        if outcome.answer is None or UNAVAILABLE in outcome.answer.answerer:
            return
        # Escaped, so that a line is a line whatever separators the text holds.
        record = json.dumps(_OUTCOME.dump_python(outcome, mode="json"))
        self._lines[key] = record
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            if file.tell() and not self._ends_in_newline():
                file.write("\n")
            file.write(f"{key}\t{record}\n")

    def _ends_in_newline(self) -> bool:
        with self.path.open("rb") as file:
            file.seek(-1, 2)
            return file.read() == b"\n"

"""`python -m tests.model.gold [--sample N]`: the evaluation with a scripted good model, beside the answers without a model.

The model knows what each case holds to be right and answers over the OpenAI protocol, quoting the gold clauses from those it is
given. What it is not given it cannot quote, so the figure is what a model can reach that reads well and invents nothing.
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer
from assistant.chat_model import ChatModels
from assistant.context import visible
from evals.case import CASES, EVIDENCE, Case, Gold, read_cases, sample_of
from evals.facts import FactType
from evals.fingerprint import fingerprint_of
from evals.run import Run, results_of
from evals.runner import run_cases
from evals.score import Hit
from evals.summary import headline
from evals.systems import Product, opened
from ingest.corpus import BUNDLED
from tests.assistant.model_server import Says, model_server

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

MODEL = "openai:gold"
_BLOCK = re.compile(r"^\[([A-Z]{1,2})\] (.+?) - .*$", re.MULTILINE)
_LONGEST_CLAIM = 600


class GoldModel:
    """A product whose model knows the right answer to the case that is asked."""

    def __init__(self, product: Product, cases: Sequence[Case]) -> None:
        self._product = product
        self._cases = {(case.question, case.history, case.companies): case for case in cases}
        self._case: Case | None = None

    def ask(
        self, question: str, *, history: Sequence[str] = (), companies: Sequence[str] | None = None, model: str | None = None
    ) -> Answer:
        """The product's answer; meanwhile the model knows which case is asked."""
        self._case = self._cases.get((question, tuple(history), tuple(companies or ())))
        return self._product.ask(question, history=history, companies=companies, model=model)

    def find(self, question: str, companies: Sequence[str]) -> tuple[Hit, ...]:
        """What the product's search finds."""
        return self._product.find(question, companies)

    def reply(self, body: Mapping[str, Any]) -> Says:
        """What a good model replies to a request about the case."""
        prompt = next(message["content"] for message in body["messages"] if message["role"] == "user")
        if "BEGIN CLAUSES" not in prompt:
            return Says("{}")
        claims = [] if self._case is None else claims_of(self._case, blocks_in(prompt))
        return Says(json.dumps({"stated": bool(claims), "claims": claims}, ensure_ascii=False))


def blocks_in(prompt: str) -> dict[str, tuple[str, str]]:
    """Key to company and text of the clauses in a prompt."""
    clauses = prompt[prompt.index("BEGIN CLAUSES") : prompt.index("END CLAUSES")]
    heads = list(_BLOCK.finditer(clauses))
    ends = [*(head.start() for head in heads[1:]), len(clauses)]
    return {head[1]: (head[2], clauses[head.end() : end]) for head, end in zip(heads, ends, strict=True)}


def claims_of(case: Case, blocks: Mapping[str, tuple[str, str]]) -> list[dict[str, object]]:
    """A claim for each gold group that the model was given, in the words of the clause."""
    if not set(case.expected.status) & EVIDENCE:
        return []
    said = next((fact.spellings[0] for fact in case.expected.required if fact.type is FactType.POLARITY), "")
    claims: list[dict[str, object]] = []
    for group in case.expected.gold:
        found = next(((gold, key) for gold in group if (key := _key(gold, blocks))), None)
        if found is None:
            continue
        words = _folded(found[0].text)
        text = words[:_LONGEST_CLAIM]
        claims.append({"text": text, "quotes": [{"clause": found[1], "words": words}]})
    if claims and said:
        claims[0]["text"] = f"{said.capitalize()}, {claims[0]['text']}"
    return claims


def _key(gold: Gold, blocks: Mapping[str, tuple[str, str]]) -> str:
    return next((key for key, (_, text) in blocks.items() if _folded(gold.text) in _folded(text)), "")


def _folded(text: str) -> str:
    return " ".join(visible(text).split())


@contextmanager
def gold_model(product: Product, cases: Sequence[Case], assistant: "Assistant") -> Iterator[GoldModel]:
    """The system to ask, with its model served on loopback for the time of the block."""
    gold = GoldModel(product, cases)
    with model_server(gold.reply) as server:
        before = assistant.models
        assistant.models = ChatModels(assistant.settings.model_copy(update={"chat_base_url": server.url}))
        try:
            yield gold
        finally:
            assistant.models = before


def run_beside(product: Product, cases: Sequence[Case]) -> Run:
    """All cases without a model and with the good one."""
    shelf = product.shelf()
    plain = results_of(list(run_cases(cases, product)), shelf)
    with gold_model(product, cases, product.assistant) as gold:
        worded = results_of(list(run_cases(cases, gold, model=MODEL)), shelf)
    return replace(Run(worded, len(cases), fingerprint_of(cases, product, shelf, MODEL), shelf), without_model=plain)


def main() -> int:
    """Run, show both side by side; exit code 1 when the good model makes answers worse."""
    size = int(sys.argv[sys.argv.index("--sample") + 1]) if "--sample" in sys.argv else None
    cases = sample_of(read_cases(CASES), size)
    with opened(Path(".cache/gold"), BUNDLED) as product:
        done = run_beside(product, cases)
    sys.stdout.write(f"{headline(done)}\n")
    sys.stdout.writelines(f"{name:<34} {plain:<20} {worded}\n" for name, plain, worded in done.beside)
    plain_passes = [result.score.passed for result in done.without_model]
    for result, passed in zip(done.results, plain_passes, strict=True):
        if passed and not result.score.passed:
            sys.stdout.write(f"lost {result.case.case_id}: {'; '.join(result.score.reasons)[:200]}\n")
            if result.outcome.answer is not None:
                sys.stdout.writelines(f"    refused {one[:300]}\n" for one in result.outcome.answer.refused)
    return int(sum(result.score.passed for result in done.results) < sum(plain_passes))


if __name__ == "__main__":
    sys.exit(main())

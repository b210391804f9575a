"""Questions and passages the reranker is trained on: gold passages against the best wrong ones of the same policy."""

import hashlib
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.pipeline import Assistant
from ingest.policy import Span
from vectorstore.passages import Passage, embedded_text

# A policy's name decides where its questions go, so that more data never moves a policy from one side to the other.
BUCKETS = 6
# Passages of a question that a wrong one is drawn from, and that are measured on held-out policies.
WRONG_AMONG = 32
CANDIDATES = 16
# A passage this near to a gold one may well answer too: it is left out instead of being taught as wrong.
TOO_NEAR = 0.85


@dataclass(frozen=True)
class Example:
    """A question on one policy. `gold` and `wrong` are rows of `texts`; `best` are the first rows of the first stage."""

    question: str
    file: str
    gold: tuple[int, ...]
    wrong: tuple[int, ...]
    best: tuple[int, ...]
    score: NDArray[np.float32]
    texts: tuple[str, ...]

    def draw(self, chance: random.Random, rights: int, wrongs: int) -> tuple[list[str], list[str]]:
        """Some gold texts, and wrong ones, those that the first stage likes best most often."""
        gold = chance.sample(self.gold, min(rights, len(self.gold)))
        keyed = [(chance.random() ** (2.0 + place), row) for place, row in enumerate(self.wrong)]
        wrong = [row for _, row in sorted(keyed, reverse=True)[:wrongs]]
        return [self.texts[row] for row in gold], [self.texts[row] for row in wrong]


def bucket(file: str) -> int:
    """0 is held out, 1 chooses the weight, the others train."""
    return int(hashlib.sha256(Path(file).name.encode()).hexdigest(), 16) % BUCKETS


def read_examples(files: Sequence[Path], policies: Path, product: Assistant) -> list[Example]:
    """The questions of JSON lines {"file", "question", "answerable", "spans": [{"start", "end"}]}, with first-stage scores."""
    lines = [json.loads(line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    product.ingest(sorted({policies / line["file"] for line in lines}))
    ids = {record.company: record.policy_id for record in product.library.current()}
    texts: dict[str, tuple[str, ...]] = {}
    examples: list[Example] = []
    for line in lines:
        company = Path(line["file"]).stem
        if company not in ids:
            continue
        scores = product.searcher.score(line["question"], ids[company])
        passages, tree = scores.partition.passages, scores.partition.tree
        if company not in texts:
            texts[company] = tuple(embedded_text(tree, passage) for passage in passages)
        spans = [Span(span["start"], span["end"]) for span in line["spans"]]
        gold = tuple(row for row, passage in enumerate(passages) if any(holds(passage, span) for span in spans))
        if line["answerable"] and not gold:
            continue
        best = [int(row) for row in scores.best(WRONG_AMONG)]
        vectors = scores.partition.vectors
        wrong = [
            row
            for row in best
            if row not in gold and not (gold and float((vectors[list(gold)] @ vectors[row]).max()) > TOO_NEAR)
        ]
        first = tuple(best[:CANDIDATES])
        examples.append(Example(line["question"], line["file"], gold, tuple(wrong), first, scores.score, texts[company]))
    return examples


def holds(passage: Passage, gold: Span) -> bool:
    """Whether a passage and a gold span share at least half of the shorter one."""
    shared = min(passage.end, gold.end) - max(passage.start, gold.start)
    return shared > 0 and 2 * shared >= min(passage.end - passage.start, gold.end - gold.start)

"""Questions and passages the encoder is tuned on: every answering passage against the others of the same policy.

Three sources, all read as places in a policy's text: `written` and `asked` (questions on one policy, with what answers them and
what also may) and `practices` (questions that are put to every policy; all that it says on their practices answers).
"""

import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.pipeline import Assistant
from evals.training.reranker_data import holds
from ingest.policy import Span
from vectorstore.framing import without_frame
from vectorstore.passages import Passage, embedded_text
from vectorstore.search import MEANING_WEIGHT

Floats = NDArray[np.float32]

# A policy's name decides where its questions go, so that more data never moves a policy from one side to the other.
BUCKETS = 6
# Questions on practices put to one policy; those that more passages answer are about everything and nothing.
PRACTICES_A_POLICY = 30
MOST_GOLD = 12


@dataclass(frozen=True)
class Example:
    """A question on one policy of n passages.

    `question` is what of it is looked for; `gold` rows answer it, `also` may and are never taught as wrong. `first` is
    (n,) what the product makes of each passage without its cosine.
    """

    question: str
    file: str
    gold: tuple[int, ...]
    also: frozenset[int]
    first: Floats


@dataclass(frozen=True)
class Shelf:
    """What the examples are about: by file, the passages as they are embedded, and (n, X) the untuned encoder's vectors."""

    examples: tuple[Example, ...]
    texts: dict[str, tuple[str, ...]]
    vectors: dict[str, Floats]


def held_out(file: str) -> bool:
    """One policy in BUCKETS is never trained on."""
    return int(hashlib.sha256(Path(file).stem.encode()).hexdigest(), 16) % BUCKETS == 0


def read_shelf(data: Path, policies: Path, product: Assistant) -> Shelf:
    """Read evals/training; the policies' texts are ingested into the product's home. Its encoder has to be the base."""
    lines = [*_asked(data / "written"), *_asked(data / "asked"), *_practices(data / "practices", seed=0)]
    product.ingest(sorted({policies / line["file"] for line in lines}))
    ids = {record.company: record.policy_id for record in product.library.current()}
    texts: dict[str, tuple[str, ...]] = {}
    vectors: dict[str, Floats] = {}
    examples = []
    taken: dict[str, int] = {}
    for line in lines:
        policy_id = ids.get(Path(line["file"]).stem)
        if policy_id is None:
            continue
        partition = product.searcher.index.partition(policy_id)
        gold = _rows(partition.passages, line["gold"])
        if "practices" in line:
            if len(gold) > MOST_GOLD or taken.get(line["file"], 0) == PRACTICES_A_POLICY:
                continue
            taken[line["file"]] = taken.get(line["file"], 0) + bool(gold)
        if not gold:
            continue
        if line["file"] not in texts:
            texts[line["file"]] = tuple(embedded_text(partition.tree, passage) for passage in partition.passages)
            vectors[line["file"]] = np.array(partition.vectors)
        evidence = product.evidence(line["question"], policy_id)
        first: Floats = evidence.total - np.float32(1 + MEANING_WEIGHT) * evidence.scores.dense
        asked = without_frame(evidence.question.topic)
        examples.append(Example(asked, line["file"], gold, frozenset(_rows(partition.passages, line["also"])), first))
    return Shelf(tuple(examples), texts, vectors)


def _rows(passages: Sequence[Passage], spans: Sequence[Sequence[int]]) -> tuple[int, ...]:
    wanted = [Span(start, end) for start, end in spans]
    return tuple(row for row, passage in enumerate(passages) if any(holds(passage, span) for span in wanted))


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _asked(folder: Path) -> list[dict[str, Any]]:
    return [line for line in _lines(folder / "questions.jsonl") if line["gold"]]


def _practices(folder: Path, seed: int) -> Iterator[dict[str, Any]]:
    chance = random.Random(seed)  # noqa: S311 - nothing here is secret
    questions = _lines(folder / "questions.jsonl")
    for policy in _lines(folder / "policies.jsonl"):
        for row in chance.sample(questions, len(questions)):
            spans = [span for name in row["practices"] for span in policy["practices"].get(name, [])]
            if spans:
                yield {"file": policy["file"], "practices": row["practices"], "gold": spans, "also": []} | {
                    "question": row["question"]
                }

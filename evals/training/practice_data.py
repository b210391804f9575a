"""Questions, and what policies say on the practices they ask about: what the two towers are trained on.

FOLDER/policies.jsonl has a line {"file", "practices": {name: [[start, end], …]}} for each policy, with the sentences that
speak of each practice; FOLDER/questions.jsonl a line {"question", "practices": [name, …]}. Every question is asked of every
policy: what answers it is all that the policy says on its practices.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.pipeline import Assistant
from evals.training.reranker_data import holds
from ingest.policy import Span
from vectorstore.search import MATCH_WEIGHT

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class AnnotatedPolicy:
    """A policy of n passages, and Q questions.

    `seen` is (n, 3*X), `first` (Q, n) the first stage's score, `gold` (Q, n) 0 or 1.
    """

    file: str
    seen: Floats
    first: Floats
    gold: Floats


@dataclass(frozen=True)
class PracticeData:
    """`vectors` is (Q, X), in the order of the questions."""

    questions: tuple[str, ...]
    vectors: Floats
    policies: tuple[AnnotatedPolicy, ...]


def read_practice_data(folder: Path, texts: Path, product: Assistant) -> PracticeData:
    """Read a folder of annotations; the policies' texts are ingested into the product's home."""
    asked = [json.loads(line) for line in (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    lines = [json.loads(line) for line in (folder / "policies.jsonl").read_text(encoding="utf-8").splitlines()]
    product.ingest([texts / line["file"] for line in lines])
    ids = {record.company: record.policy_id for record in product.library.current()}
    questions = tuple(row["question"] for row in asked)
    vectors = np.stack([product.searcher.vector(question) for question in questions])
    policies = [
        _annotated(line, asked, ids[Path(line["file"]).stem], product) for line in lines if Path(line["file"]).stem in ids
    ]
    return PracticeData(questions, vectors, tuple(policies))


def _annotated(line: dict[str, Any], asked: Sequence[dict[str, Any]], policy_id: str, product: Assistant) -> AnnotatedPolicy:
    partition = product.searcher.index.partition(policy_id)
    rows: dict[str, NDArray[np.bool_]] = {}
    for name, spans in line["practices"].items():
        rows[name] = np.array([any(holds(passage, Span(*span)) for span in spans) for passage in partition.passages])
    gold, first = [], []
    for row in asked:
        marked = [rows[name] for name in row["practices"] if name in rows]
        gold.append(np.any(marked, axis=0) if marked else np.zeros(len(partition.passages), dtype=np.bool_))
        found = product.searcher.score(row["question"], policy_id)
        first.append(found.score - MATCH_WEIGHT * found.match)
    vectors = partition.vectors
    seen = np.concatenate([vectors, partition.near.average(vectors), partition.region.average(vectors)], axis=1)
    return AnnotatedPolicy(line["file"], seen, np.stack(first), np.stack(gold).astype(np.float32))

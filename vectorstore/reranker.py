"""A cross-encoder of our own: how well each of a few passages answers a question, read together. Used when it is there."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from vectorstore.encoder import base_model_dir, file_sha256
from vectorstore.errors import EncoderError
from vectorstore.export import TOKENIZER_FILE

if TYPE_CHECKING:
    from onnxruntime import InferenceSession  # type: ignore[import-untyped]
    from tokenizers import Tokenizer

Relevance = NDArray[np.float32]

WEIGHTS = Path(__file__).parent / "reranker_weights"
"""The folder of the weights that come with the product."""
MODEL_FILE = "model.int8.onnx"
FACTS_FILE = "reranker.json"
# More of a question is never read; it saves tokenising a long one once for each passage.
QUESTION_CHARS = 500


class Reranker(Protocol):
    """Reads a question and a passage together. 0 is the border between answering and not; higher is better.

    `weight` is what its numbers are worth beside the first stage's scores.
    """

    @property
    def weight(self) -> float:
        """Times a number of its, added to a first-stage score."""
        ...

    def scores(self, question: str, passages: Sequence[str]) -> Relevance:
        """Float32 (len(passages),): log-odds that each passage answers, in the order of the passages.

        A passage is given with its headings and lead-in, as `vectorstore.passages.embedded_text` writes it.
        """
        ...


@dataclass(frozen=True, slots=True)
class RerankerFacts:
    """What reranker.json says of the weights: their sha256, what they were made from, and how they are to be used."""

    sha256: str
    base_sha256: str
    layers: int
    max_tokens: int
    seed: int
    candidates: int
    weight: float


def read_facts(folder: Path = WEIGHTS) -> RerankerFacts | None:
    """The facts of the weights in a folder; None when there are none. EncoderError when they cannot be read."""
    path = folder / FACTS_FILE
    if not path.is_file() or not (folder / MODEL_FILE).is_file():
        return None
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        return RerankerFacts(**{name: values[name] for name in RerankerFacts.__slots__})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EncoderError(f"{path}: not readable ({error}); reinstall policy-assistant") from error


def load_reranker(folder: Path = WEIGHTS) -> "OnnxReranker | None":
    """The reranker in a folder, nothing of it read yet; None when there is none. The assistant answers without."""
    facts = read_facts(folder)
    return None if facts is None else OnnxReranker(folder, facts)


def reordered(first: Relevance, rows: Sequence[int], relevance: Relevance, weight: float) -> Relevance:
    """First-stage scores of all passages with the given rows moved by weight times their relevance.

    `rows` are the best of `first`; whatever their new order, they stay ahead of all other passages.
    """
    moved = first.copy()
    chosen = np.asarray(rows, dtype=np.intp)
    if not len(chosen):
        return moved
    moved[chosen] += np.float32(weight) * relevance
    others = np.ones(len(first), dtype=bool)
    others[chosen] = False
    if others.any():
        excess = float(moved[others].max() - moved[chosen].min())
        if excess >= 0:
            moved[chosen] += np.float32(excess + 1e-4)
    return moved


def standing(relevance: Relevance) -> dict[str, float]:
    """How far the best passage stands out, for judging whether the policy answers at all; zeros for fewer than two passages.

    Only differences: the level of the scores tells answerable wordings from unanswerable ones without reading the policy.
    """
    if len(relevance) < 2:
        return {"rerank_over_mean": 0.0, "rerank_over_second": 0.0, "rerank_first_over_median": 0.0}
    second, best = np.sort(relevance)[-2:]
    return {
        "rerank_over_mean": float(best - relevance.mean()),
        "rerank_over_second": float(best - second),
        "rerank_first_over_median": float(relevance[0] - np.median(relevance)),
    }


class OnnxReranker:
    """Weights run by ONNX Runtime, loaded and checked with the first question. Safe to call from several threads."""

    def __init__(self, folder: Path, facts: RerankerFacts, threads: int | None = None) -> None:
        self.facts = facts
        self._folder = folder
        self._threads = threads or os.cpu_count() or 1
        self._lock = Lock()
        self._loaded: tuple[InferenceSession, Tokenizer] | None = None

    @property
    def weight(self) -> float:
        """What its numbers are worth beside the first stage's scores."""
        return self.facts.weight

    def _load(self) -> "tuple[InferenceSession, Tokenizer]":
        with self._lock:
            if self._loaded is None:
                # 0.2 s that a command without a question need not pay
                import onnxruntime  # noqa: PLC0415
                from tokenizers import Tokenizer  # noqa: PLC0415

                model = self._folder / MODEL_FILE
                if file_sha256(model) != self.facts.sha256:
                    raise EncoderError(f"{model}: not the file that {FACTS_FILE} describes; reinstall policy-assistant")
                tokenizer = Tokenizer.from_file(str(base_model_dir() / TOKENIZER_FILE))
                tokenizer.no_padding()
                # The longer of the two is cut: the passage, unless the question takes more than half.
                tokenizer.enable_truncation(self.facts.max_tokens, strategy="longest_first")
                options = onnxruntime.SessionOptions()
                options.intra_op_num_threads = self._threads
                options.inter_op_num_threads = 1
                options.log_severity_level = 3
                options.add_session_config_entry("session.intra_op.allow_spinning", "0")
                session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
                self._loaded = session, tokenizer
            return self._loaded

    def scores(self, question: str, passages: Sequence[str]) -> Relevance:
        """Float32 (len(passages),): log-odds that each passage answers, in the order of the passages."""
        relevance = np.zeros(len(passages), dtype=np.float32)
        if not passages:
            return relevance
        session, tokenizer = self._load()
        encodings = tokenizer.encode_batch([(question[:QUESTION_CHARS], passage) for passage in passages])
        width = max(len(encoding.ids) for encoding in encodings)
        tokens = np.zeros((len(encodings), width), dtype=np.int64)
        mask = np.zeros_like(tokens)
        kinds = np.zeros_like(tokens)
        for row, encoding in enumerate(encodings):
            length = len(encoding.ids)
            tokens[row, :length] = encoding.ids
            mask[row, :length] = 1
            kinds[row, :length] = encoding.type_ids
        feed = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": kinds}
        relevance[:] = session.run(None, feed)[0]
        return relevance

"""Topics of privacy policies: everyday questions and the statements that answer them, as vectors of the index's encoder."""

import tomllib
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from vectorstore.encoder import Encoder, Vectors

# How many topics a question may be about, and how fast a topic's weight falls with its distance from the nearest one.
TOPICS_A_QUESTION = 3
TEMPERATURE = 0.03

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Topic:
    """Questions in everyday words, and statements as a policy would make them."""

    name: str
    asks: tuple[str, ...]
    says: tuple[str, ...]


@cache
def _content() -> bytes:
    return files("vectorstore").joinpath("topics.toml").read_bytes()


@cache
def topics_version() -> str:
    """Identifies the topics: part of an index's fingerprint."""
    return sha256(_content()).hexdigest()[:16]


@cache
def read_topics() -> tuple[Topic, ...]:
    """The topics that come with the product."""
    tables = tomllib.loads(_content().decode("utf-8"))["topic"]
    return tuple(Topic(table["name"], tuple(table["asks"]), tuple(table["says"])) for table in tables)


_encoded: dict[tuple[str, str], Vectors] = {}


def encode_topics(encoder: Encoder) -> Vectors:
    """Vectors of all sentences of all topics, as `TopicVectors` takes them; encoded once in a process."""
    key = (encoder.sha256, encoder.precision)
    if key not in _encoded:
        _encoded[key] = encoder.encode([sentence for topic in read_topics() for sentence in (*topic.asks, *topic.says)])
    return _encoded[key]


class TopicVectors:
    """The topics as an encoder sees them. T topics (`count`)."""

    def __init__(self, vectors: Vectors) -> None:
        says: list[Vectors] = []
        place = 0
        starts, said_starts = [], []
        for topic in read_topics():
            starts.append(place)
            said_starts.append(sum(len(block) for block in says))
            says.append(vectors[place + len(topic.asks) : place + len(topic.asks) + len(topic.says)])
            place += len(topic.asks) + len(topic.says)
        self._all = vectors
        self._starts = np.array(starts)
        self._says = np.concatenate(says)
        self._said_starts = np.array(said_starts)
        self.count = len(starts)

    def of_passages(self, vectors: Vectors) -> Scores:
        """(n, T) cosine of each passage to the nearest statement of each topic."""
        nearest: Scores = np.maximum.reduceat(vectors @ self._says.T, self._said_starts, axis=1)
        return np.ascontiguousarray(nearest)

    def of_question(self, vector: Vectors) -> tuple[Scores, float]:
        """(T,) weights that sum to 1, and the cosine to the nearest sentence of any topic: how sure they are."""
        nearest: Scores = np.maximum.reduceat(self._all @ vector, self._starts)
        best = np.argsort(-nearest, kind="stable")[:TOPICS_A_QUESTION]
        weights = np.zeros_like(nearest)
        raised = np.exp((nearest[best] - nearest[best[0]]) / TEMPERATURE)
        weights[best] = raised / raised.sum()
        return weights, float(nearest[best[0]])

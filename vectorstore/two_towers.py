"""Two small networks, one for questions and one for passages in their surroundings, whose inner product tells what answers.

They take the encoder's vectors as they are: a question costs a tenth of a millisecond, a policy a few when it is indexed.
How they were trained, and what they gain: docs/two_towers.md.
"""

import json
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vectorstore.encoder import BUNDLED_SHA256, Vectors, file_sha256
from vectorstore.errors import EncoderError
from vectorstore.surroundings import Surroundings

Tower = NDArray[np.float32]

WEIGHTS = Path(__file__).parent / "two_towers_weights"
"""The folder of the weights that come with the product."""
ARRAYS_FILE = "two_towers.npz"
FACTS_FILE = "two_towers.json"
# What the towers make of passages follows from these modules and the facts: a change of one of them makes it anew.
_MADE_BY = ("surroundings.py", "two_towers.py")


@dataclass(frozen=True)
class TwoTowers:
    """M members, each with H hidden and D outer units; X is the encoder's dimension. Members' scores add up.

    Shapes: `question_in` (X, M*H), `question_out` (M, H, D), `passage_in` (3*X, M*H), `passage_out` (M, H, D), biases to match;
    `plain` (3*X,) tells what is seldom an answer whatever is asked.
    """

    question_in: Tower
    question_in_bias: Tower
    question_out: Tower
    question_out_bias: Tower
    passage_in: Tower
    passage_in_bias: Tower
    passage_out: Tower
    passage_out_bias: Tower
    plain: Tower

    @property
    def width(self) -> int:
        """M*D + 1: columns of what is made of passages."""
        members, _, outer = self.question_out.shape
        return int(members * outer + 1)

    def of_question(self, vector: Vectors) -> Tower:
        """(M*D + 1,) for the encoder's vector of a question."""
        hidden = np.maximum(vector @ self.question_in + self.question_in_bias, 0)
        members, width, _ = self.question_out.shape
        outer = np.einsum("mh,mhd->md", hidden.reshape(members, width), self.question_out) + self.question_out_bias
        return np.append(outer.ravel(), np.float32(1))

    def of_passages(self, vectors: Vectors, near: Surroundings, region: Surroundings) -> Tower:
        """(n, M*D + 1) for the n passages of a policy; its product with a question's is the cosine's worth of the match."""
        seen = np.concatenate([vectors, near.average(vectors), region.average(vectors)], axis=1)
        hidden = np.maximum(seen @ self.passage_in + self.passage_in_bias, 0)
        members, width, _ = self.passage_out.shape
        apart = hidden.reshape(len(seen), members, width)
        outer = [apart[:, member] @ self.passage_out[member] + self.passage_out_bias[member] for member in range(members)]
        made: Tower = np.concatenate([*outer, (seen @ self.plain)[:, None]], axis=1)
        return made


@cache
def towers_version() -> str:
    """Identifies the towers that come with the product and the code that runs them: part of an index's fingerprint."""
    digest = sha256()
    for name in _MADE_BY:
        digest.update(files("vectorstore").joinpath(name).read_bytes())
    facts = WEIGHTS / FACTS_FILE
    digest.update(facts.read_bytes() if facts.is_file() else b"")
    return digest.hexdigest()[:16]


@cache
def load_two_towers(encoder_sha256: str = BUNDLED_SHA256, folder: Path = WEIGHTS) -> TwoTowers | None:
    """The towers in a folder; None when there are none, or when they were trained on another encoder's vectors.

    EncoderError when the file is not the one its facts describe.
    """
    facts_path, arrays_path = folder / FACTS_FILE, folder / ARRAYS_FILE
    if not facts_path.is_file() or not arrays_path.is_file():
        return None
    try:
        facts = json.loads(facts_path.read_text(encoding="utf-8"))
        expected, trained_on = str(facts["sha256"]), str(facts["encoder_sha256"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EncoderError(f"{facts_path}: not readable ({error}); reinstall policy-assistant") from error
    if trained_on != encoder_sha256:
        return None
    if file_sha256(arrays_path) != expected:
        raise EncoderError(f"{arrays_path}: not the file that {FACTS_FILE} describes; reinstall policy-assistant")
    with np.load(arrays_path) as arrays:
        return TwoTowers(**{name: arrays[name].astype(np.float32) for name in TwoTowers.__dataclass_fields__})

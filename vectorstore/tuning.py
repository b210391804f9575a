"""What the encoder learned on top of its base: differences of its weights, 8 bits each, added when it is exported.

How they were trained, and what they gain: docs/encoder.md.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vectorstore.errors import EncoderError

Weights = NDArray[np.float32]

WEIGHTS = Path(__file__).parent / "encoder_weights"
"""The folder of the differences that come with the product."""
ARRAYS_FILE = "tuning.npz"
FACTS_FILE = "tuning.json"
# One scale for each row of a matrix; a row's largest difference becomes this.
LARGEST = 127
_SCALE = ".scale"


@dataclass(frozen=True, slots=True)
class TuningFacts:
    """What tuning.json says of the differences: the model they make, and the sha256 of their file and of the base's weights."""

    name: str
    sha256: str
    base_sha256: str


def read_facts(folder: Path = WEIGHTS) -> TuningFacts:
    """EncoderError when they cannot be read."""
    path = folder / FACTS_FILE
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        return TuningFacts(*(str(values[name]) for name in TuningFacts.__slots__))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EncoderError(f"{path}: not readable ({error}); reinstall policy-assistant") from error


def write_tuning(base: Mapping[str, Weights], tuned: Mapping[str, Weights], target: Path) -> None:
    """Write the differences of all weights that differ, by name, to a file for `read_tuning`."""
    arrays: dict[str, NDArray[np.int8] | NDArray[np.float32]] = {}
    for name, weights in tuned.items():
        difference = (weights - base[name]).astype(np.float32)
        if not difference.any():
            continue
        scale = np.abs(difference).max(axis=-1, keepdims=True) / LARGEST
        arrays[name] = np.round(difference / np.where(scale > 0, scale, 1)).astype(np.int8)
        arrays[name + _SCALE] = scale.astype(np.float32)
    np.savez_compressed(target, **arrays)  # type: ignore[arg-type]


def read_tuning(source: Path) -> dict[str, Weights]:
    """The differences by the name of the weights they are to be added to."""
    with np.load(source) as arrays:
        names = [name for name in arrays.files if not name.endswith(_SCALE)]
        return {name: arrays[name].astype(np.float32) * arrays[name + _SCALE] for name in names}

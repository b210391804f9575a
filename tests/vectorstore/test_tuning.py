"""Differences of weights: written in 8 bits, read back nearly as they were."""

import json
from pathlib import Path

import numpy as np
import pytest

from vectorstore.encoder import BASE_SHA256, file_sha256
from vectorstore.errors import EncoderError
from vectorstore.tuning import ARRAYS_FILE, FACTS_FILE, LARGEST, WEIGHTS, read_facts, read_tuning, write_tuning


def test_a_difference_is_kept_to_half_a_step_of_its_row(tmp_path: Path) -> None:
    chance = np.random.default_rng(0)
    base = {
        "matrix": chance.normal(size=(6, 4)).astype(np.float32),
        "bias": np.zeros(4, np.float32),
        "same": np.ones(3, np.float32),
    }
    change = chance.normal(size=(6, 4)).astype(np.float32) * np.array([[1], [0.1], [0.01], [1e-3], [0], [10]], np.float32)
    tuned = {"matrix": base["matrix"] + change, "bias": base["bias"] + np.float32(0.5), "same": base["same"]}
    write_tuning(base, tuned, tmp_path / ARRAYS_FILE)
    read = read_tuning(tmp_path / ARRAYS_FILE)
    assert set(read) == {"matrix", "bias"}
    made = tuned["matrix"] - base["matrix"]
    step = np.abs(made).max(axis=1, keepdims=True) / LARGEST
    assert (np.abs(read["matrix"] - made) <= 0.51 * step + 1e-7).all()
    assert np.allclose(read["bias"], 0.5)


def test_the_facts_describe_the_shipped_file() -> None:
    facts = read_facts()
    assert facts.sha256 == file_sha256(WEIGHTS / ARRAYS_FILE)
    assert facts.base_sha256 == BASE_SHA256


@pytest.mark.parametrize("content", ["", "{}", "[]", json.dumps({"name": "a"})])
def test_unreadable_facts_name_the_remedy(content: str, tmp_path: Path) -> None:
    (tmp_path / FACTS_FILE).write_text(content)
    with pytest.raises(EncoderError, match=r"tuning\.json: not readable .*reinstall policy-assistant"):
        read_facts(tmp_path)

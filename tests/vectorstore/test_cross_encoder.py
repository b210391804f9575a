"""A public reranker by name: read with sentence-transformers, used like the bundled one."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from assistant.pipeline import Assistant
from assistant.settings import Settings
from vectorstore.cross_encoder import NamedCrossEncoder
from vectorstore.encoder import base_model_dir
from vectorstore.errors import EncoderError


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder with one output on the bundled model's layers; its head is untrained."""
    import torch
    from sentence_transformers import CrossEncoder

    torch.manual_seed(0)
    made = tmp_path_factory.mktemp("model")
    CrossEncoder(str(base_model_dir()), num_labels=1, device="cpu").save_pretrained(str(made))
    return made


def test_it_gives_a_number_for_each_passage_in_their_order(folder: Path) -> None:
    reranker = NamedCrossEncoder(str(folder))
    passages = ["Requests are free.", "We use cookies to count visits.", "Write to the desk."]
    scores = reranker.scores("what does a request cost?", passages)
    assert scores.shape == (3,)
    assert np.allclose(scores[::-1], reranker.scores("what does a request cost?", passages[::-1]), atol=1e-4)
    assert reranker.scores("what does a request cost?", []).shape == (0,)


def test_the_assistant_answers_with_it(folder: Path, new_home: Callable[[], Path]) -> None:
    product = Assistant.open(Settings(home=new_home(), reranker_model=str(folder)))
    assert "1,000 yen" in product.ask("how much does disclosure cost at ALJ?").text
    product.close()


def test_one_that_is_not_here_is_told_in_one_line() -> None:
    with pytest.raises(EncoderError, match="check reranker_model") as told:
        NamedCrossEncoder("nobody/no-such-model").scores("what?", ["that"])
    assert "\n" not in str(told.value)

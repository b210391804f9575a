"""Another reranker than the one that comes with the product: a sentence-transformers CrossEncoder, by name or path.

Needs torch at every start and seconds for it; for those who can download one and prefer its order to speed.
"""

from collections.abc import Sequence
from threading import Lock
from typing import Any

import numpy as np

from vectorstore.errors import EncoderError
from vectorstore.reranker import QUESTION_CHARS, Relevance

# Such models are trained to give log-odds, as the bundled one is; so are its weight beside the first stage's scores.
WEIGHT = 0.06


class NamedCrossEncoder:
    """A model with one output, loaded with the first question. Safe to call from several threads."""

    weight = WEIGHT

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = Lock()
        self._model: Any = None

    def _load(self) -> Any:
        with self._lock:
            if self._model is None:
                import torch  # noqa: PLC0415 - seconds to import, needed only here
                from sentence_transformers import CrossEncoder  # noqa: PLC0415

                try:
                    model = CrossEncoder(self._name, device="cpu", activation_fn=torch.nn.Identity())
                except (OSError, ValueError) as error:
                    reason = " ".join(str(error).split())
                    raise EncoderError(
                        f"{self._name}: not a CrossEncoder that is here ({reason}); check reranker_model, "
                        "or set HF_HUB_OFFLINE=0 once to download it"
                    ) from error
                if model.num_labels != 1:
                    raise EncoderError(
                        f"{self._name}: gives {model.num_labels} numbers for a passage, not one; choose another reranker_model"
                    )
                self._model = model
            return self._model

    def scores(self, question: str, passages: Sequence[str]) -> Relevance:
        """Float32 (len(passages),): how well each passage answers. EncoderError when the model cannot be had."""
        if not passages:
            return np.zeros(0, dtype=np.float32)
        pairs = [(question[:QUESTION_CHARS], passage) for passage in passages]
        found = self._load().predict(pairs, show_progress_bar=False, convert_to_numpy=True)
        relevance: Relevance = np.asarray(found, dtype=np.float32).reshape(len(passages))
        return relevance

"""A sentence is borne by the words of its quotes, by others of one meaning, and by those near them."""

from typing import TYPE_CHECKING

import numpy as np
import pytest

from assistant.borne import Nearness, unborne

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.pipeline import Assistant

QUOTE = "Additional fees may apply if special notification methods are requested by the individual."


@pytest.mark.parametrize(
    "claim", ["Extra charges may apply for special ways.", "The person may have to pay an additional fee."]
)
def test_words_of_one_meaning_bear_a_sentence(claim: str) -> None:
    assert unborne(claim, (QUOTE,), "", "", None) is None


@pytest.mark.parametrize(
    ("claim", "word"),
    [("Fees apply and the data is sold.", "sold"), ("Special vouchers may apply for loyal shoppers.", "vouchers")],
)
def test_a_word_that_is_not_borne_is_named(claim: str, word: str) -> None:
    assert unborne(claim, (QUOTE,), "", "", None) == word


def test_the_encoder_knows_words_that_are_in_no_list(assistant: "Assistant") -> None:
    claim, quote = "The physician and the lawyer apply together.", "The doctor and the attorney apply for it."
    assert unborne(claim, (quote,), "", "", None) is not None
    assert unborne(claim, (quote,), "", "", Nearness(assistant._encoder.encode)) is None


def test_a_text_is_encoded_once() -> None:
    seen: list[str] = []

    def encode(texts: "Sequence[str]") -> "np.ndarray[tuple[int, ...], np.dtype[np.float32]]":
        seen.extend(texts)
        return np.ones((len(texts), 1), dtype=np.float32)

    nearness = Nearness(encode)
    assert nearness.between("a", ["b", "c", "b"]) == 1
    assert nearness.between("b", ["a"]) == 1
    assert nearness.between("a", []) == 0
    assert seen == ["a", "b", "c"]

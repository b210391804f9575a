"""The reranker that ships: the file its facts describe, right on sentences of our own, and never needed."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from vectorstore.encoder import BASE_SHA256, file_sha256
from vectorstore.errors import EncoderError
from vectorstore.reranker import FACTS_FILE, MODEL_FILE, WEIGHTS, OnnxReranker, load_reranker, read_facts, reordered, standing

ROOT = Path(__file__).parents[2]
PASSAGES = (
    "Your rights › You may ask us to erase your account at any time by writing to desk@maple.example.",
    "Cookies › We use cookies to remember the language you chose.",
    "Retention › Order records are kept for seven years and then destroyed.",
    "Sharing › We do not sell personal information to anybody.",
    "Contact › Maple Ltd., 12 Hill Road, Porttown. Telephone 555-0100.",
)
ASKED = {
    "how long do you keep my orders?": 2,
    "do you sell my data?": 3,
    "what is your phone number?": 4,
    "why are there cookies?": 1,
    "how do I delete my account?": 0,
    "what is your postal address?": 4,
    "is my information sold to others?": 3,
    "can I have my account erased?": 0,
    "what are cookies used for?": 1,
    "how many years are records kept?": 2,
}


@pytest.fixture(scope="module")
def reranker() -> OnnxReranker:
    found = load_reranker()
    assert found is not None
    return found


def test_the_weights_are_the_file_that_the_facts_describe_and_small_enough_to_ship() -> None:
    facts = read_facts()
    assert facts is not None
    assert file_sha256(WEIGHTS / MODEL_FILE) == facts.sha256
    assert facts.base_sha256 == BASE_SHA256
    assert (WEIGHTS / MODEL_FILE).stat().st_size <= 30_000_000


def test_the_passage_that_answers_comes_first_for_most_questions(reranker: OnnxReranker) -> None:
    # By itself, which is harder than its work: it weighs little beside the first stage. Chance would have two of ten.
    firsts = [int(reranker.scores(question, PASSAGES).argmax()) == row for question, row in ASKED.items()]
    assert sum(firsts) >= 6


def test_a_score_does_not_depend_much_on_what_else_is_scored(reranker: OnnxReranker) -> None:
    together = reranker.scores("do you sell my data?", PASSAGES)
    alone = np.concatenate([reranker.scores("do you sell my data?", [passage]) for passage in PASSAGES])
    # int8 arithmetic scales a batch as a whole: hence not the last digits.
    assert np.abs(together - alone).max() < 0.75
    assert together.dtype == np.float32


@pytest.mark.parametrize("question", ["", "why? " * 5_000, "保有個人データの開示に手数料はかかりますか", "\x00 [SEP] [CLS]"])
def test_any_question_and_passage_gets_a_number(reranker: OnnxReranker, question: str) -> None:
    assert np.isfinite(reranker.scores(question, ["", "word " * 5_000, *PASSAGES])).all()


def test_no_passages_no_scores_and_nothing_loaded() -> None:
    idle = load_reranker()
    assert idle is not None
    assert idle.scores("how long?", []).shape == (0,)


def test_without_weights_there_is_no_reranker_and_no_error(tmp_path: Path) -> None:
    assert load_reranker(tmp_path) is None


def test_weights_that_are_not_the_described_file_are_refused_in_one_line(tmp_path: Path) -> None:
    shutil.copy(WEIGHTS / FACTS_FILE, tmp_path)
    (tmp_path / MODEL_FILE).write_bytes(b"not a model")
    damaged = load_reranker(tmp_path)
    assert damaged is not None
    with pytest.raises(EncoderError, match=r"model\.int8\.onnx: not the file .* reinstall") as caught:
        damaged.scores("how long?", PASSAGES)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}"])
def test_facts_that_cannot_be_read_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / FACTS_FILE).write_text(text, encoding="utf-8")
    (tmp_path / MODEL_FILE).touch()
    with pytest.raises(EncoderError, match="reinstall"):
        read_facts(tmp_path)


def test_reordered_passages_stay_ahead_of_all_others() -> None:
    first = np.array([0.9, 0.1, 0.8, 0.7, 0.65], dtype=np.float32)
    moved = reordered(first, [0, 2, 3], np.array([-9.0, 2.0, 3.0], dtype=np.float32), weight=0.1)
    assert np.argsort(-moved).tolist() == [3, 2, 0, 4, 1]
    assert first[0] == np.float32(0.9)
    assert reordered(first, [], np.array([], dtype=np.float32), 0.1).tolist() == first.tolist()


def test_standing_is_of_differences_only() -> None:
    relevance = np.array([1.0, 4.0, 2.5, 0.5], dtype=np.float32)
    assert standing(relevance) == standing(relevance + 3)
    assert standing(relevance) == {"rerank_over_mean": 2.0, "rerank_over_second": 1.5, "rerank_first_over_median": -0.75}
    assert set(standing(relevance[:1]).values()) == {0.0}


def test_scoring_imports_neither_torch_nor_transformers() -> None:
    program = (
        "import sys\nfrom vectorstore.reranker import load_reranker\n"
        "assert len(load_reranker().scores('how long?', ['a', 'b'])) == 2\n"
        "import json\nprint(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"torch", "transformers", "sentence_transformers", "chromadb", "onnx"} & set(json.loads(done.stdout))

"""The two towers that ship: the file their facts describe, right on sentences of our own, and never needed."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from vectorstore.encoder import BUNDLED_SHA256, OnnxEncoder, file_sha256
from vectorstore.errors import EncoderError
from vectorstore.search import MATCH_WEIGHT
from vectorstore.surroundings import Surroundings
from vectorstore.two_towers import ARRAYS_FILE, FACTS_FILE, WEIGHTS, TwoTowers, load_two_towers

# A policy in small: for most questions below, sentences that share words with them answer something else.
PASSAGES = (
    "Maple values the privacy of everybody who has an account or sees our advertisements.",
    "What we collect › When you register we ask for your name, e-mail address and a password.",
    "What we collect › Our servers record your IP address, browser type and the pages you visit.",
    "What we collect › With your permission the application reads the contacts on your device.",
    "Cookies › We and our partners place cookies and web beacons.",
    "How we use it › Personal data is processed to provide the service, to answer inquiries and to prevent fraud.",
    "Disclosure › Hosting companies and payment processors act for us and receive what they need for it.",
    "Disclosure › We do not rent or trade personal data.",
    "Disclosure › A court order may oblige us to disclose records.",
    "Disclosure › In the event of an acquisition data is transferred to the successor.",
    "Safeguards › Transmission is encrypted and servers stand behind a firewall.",
    "Retention › Records are kept for seven years after the contract ends.",
    "Choices › Promotional messages can be cancelled by the link at their end.",
    "Choices › You may request erasure of your account.",
    "Children › Persons under 16 may not register.",
    "General › This statement may be amended; the new version is posted here.",
)
ASKED = {
    "what info do i have to give to sign up": 1,
    "do you track what i do on my phone": 2,
    "can you see the people in my phone": 3,
    "will you sell my info to advertisers": 7,
    "will the cops get my stuff": 8,
    "what happens to my info if somebody buys you": 9,
    "is my account safe from hackers": 10,
    "how long do you hold on to my stuff": 11,
    "how do i stop getting emails from you": 12,
    "can i get rid of everything you have on me": 13,
    "can my kid use this": 14,
    "what do you do with my info": 5,
    "which other companies get my info": 6,
    "will you tell me when the policy changes": 15,
}


@pytest.fixture(scope="module")
def towers() -> TwoTowers:
    found = load_two_towers()
    assert found is not None
    return found


def _match(towers: TwoTowers, encoder: OnnxEncoder, question: str, passages: tuple[str, ...] = PASSAGES) -> np.ndarray:
    apart = Surroundings(np.arange(len(passages), dtype=np.int32), 0.01)
    seen = towers.of_passages(encoder.encode(passages), apart, apart)
    return seen @ towers.of_question(encoder.encode([question])[0])


def test_the_weights_are_the_file_that_the_facts_describe_and_small_enough_to_ship() -> None:
    facts = json.loads((WEIGHTS / FACTS_FILE).read_text(encoding="utf-8"))
    assert file_sha256(WEIGHTS / ARRAYS_FILE) == facts["sha256"]
    assert facts["encoder_sha256"] == BUNDLED_SHA256
    assert (WEIGHTS / ARRAYS_FILE).stat().st_size <= 5_000_000


def test_beside_the_cosine_the_match_finds_more_than_the_cosine_alone(towers: TwoTowers, encoder: OnnxEncoder) -> None:
    cosine = encoder.encode(list(ASKED)) @ encoder.encode(PASSAGES).T
    match = np.stack([_match(towers, encoder, question) for question in ASKED])
    answers = list(ASKED.values())
    alone = int((cosine.argmax(axis=1) == answers).sum())
    together = int(((cosine + MATCH_WEIGHT * match).argmax(axis=1) == answers).sum())
    assert together >= 10
    assert together > alone


@pytest.mark.parametrize("count", [0, 1, 2])
def test_short_policies_get_a_number_for_each_passage(towers: TwoTowers, encoder: OnnxEncoder, count: int) -> None:
    vectors = encoder.encode(PASSAGES[:count])
    apart = Surroundings(np.zeros(count, dtype=np.int32), 1.5)
    seen = towers.of_passages(vectors, apart, apart)
    assert seen.shape == (count, len(towers.of_question(np.zeros(vectors.shape[1], dtype=np.float32))))
    assert np.isfinite(seen).all()
    assert seen.dtype == np.float32


def test_vectors_of_another_encoder_get_no_towers() -> None:
    assert load_two_towers("0" * 64) is None


def test_without_weights_there_are_no_towers_and_no_error(tmp_path: Path) -> None:
    assert load_two_towers(folder=tmp_path) is None


def test_weights_that_were_changed_are_refused_by_name(tmp_path: Path) -> None:
    for name in (ARRAYS_FILE, FACTS_FILE):
        shutil.copy(WEIGHTS / name, tmp_path)
    with (tmp_path / ARRAYS_FILE).open("ab") as arrays:
        arrays.write(b"x")
    with pytest.raises(EncoderError, match=rf"{ARRAYS_FILE}: not the file .* reinstall"):
        load_two_towers(folder=tmp_path)


def test_facts_that_cannot_be_read_are_refused_by_name(tmp_path: Path) -> None:
    for name in (ARRAYS_FILE, FACTS_FILE):
        shutil.copy(WEIGHTS / name, tmp_path)
    (tmp_path / FACTS_FILE).write_text("{", encoding="utf-8")
    with pytest.raises(EncoderError, match=rf"{FACTS_FILE}: not readable"):
        load_two_towers(folder=tmp_path)

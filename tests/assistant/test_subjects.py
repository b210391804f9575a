"""A policy that never speaks of what a question turns on is silent, however near its other words come."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.answer import Status
from assistant.settings import Settings
from assistant.subjects import subjects, subjects_of

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

ROWAN = """Privacy Policy of Rowan Ltd.

1. Security
We take organizational and technical measures to protect stored data and restrict access to it.

2. Requests
You may request disclosure of your data. A fee of 300 yen is charged for each request.
Enclose a certificate of your seal.

3. Calls
Calls to our service desk are recorded so that orders can be confirmed.

We may take other measures where deletion would require excessive costs.

4. Our group
Our parent company is Rowan Holdings. We process anonymous statistics.

5. Contact
Privacy desk: privacy@rowan.example
"""


@pytest.fixture(scope="module")
def rowan(tmp_path_factory: pytest.TempPathFactory, home: Path) -> "Assistant":
    from assistant.pipeline import ENCODER_FOLDER, Assistant

    mine = tmp_path_factory.mktemp("rowan")
    shutil.copytree(home / ENCODER_FOLDER, mine / ENCODER_FOLDER)
    (mine / "Rowan.md").write_text(ROWAN, encoding="utf-8")
    opened = Assistant.open(Settings(home=mine), bundled=False)
    opened.ingest([mine / "Rowan.md"])
    return opened


@pytest.mark.parametrize(
    "question",
    [
        "Which encryption protects stored data?",
        "Is Rowan certified with the Privacy Mark?",
        "Which credit card data is stored?",
        "Do you process data of children?",
        "Are your security measures certified under ISO 27001?",
        "Can I request disclosure by fax?",
        "What does the service desk charge for an order?",
        "What does deletion cost at Rowan?",
        "How many employees can see stored data?",
        "Does Rowan scan visitors' faces?",
        "Is stored data used to train an AI?",
        "Does Rowan send a code to my phone when I sign in?",
        "Is there a number I can ring?",
        "Does Rowan have a hotline?",
    ],
)
def test_silence_near_something_stated_is_told_as_silence(question: str, rowan: "Assistant") -> None:
    assert rowan.ask(question).status is Status.NOT_STATED


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Do you tape my phone calls?", "recorded"),
        ("How much does disclosure cost?", "300 yen"),
        ("What is the email address of the privacy desk?", "privacy@rowan.example"),
        ("Is there an email address for privacy questions?", "Yes. Rowan"),
    ],
)
def test_what_the_policy_says_in_other_words_is_found(question: str, words: str, rowan: "Assistant") -> None:
    answer = rowan.ask(question)
    assert answer.status is Status.STATED
    assert words in answer.text


def test_subjects_are_told_apart_by_how_they_are_asked_about() -> None:
    assert [subject.name for subject in subjects_of("Is my data sent abroad, and is it encrypted?")] == ["encryption", "abroad"]
    assert subjects_of("How do I delete my account?") == ()
    assert [subject.name for subject in subjects_of("What if I don't use my account for a year?")] == ["inactivity"]
    assert [subject.name for subject in subjects_of("When is a dormant account closed?")] == ["inactivity"]
    assert [subject.name for subject in subjects_of("May I visit the company's branch?")] == ["visit"]
    assert subjects_of("What is noted when I am visiting the company's web site?") == ()


def test_a_passage_that_repeats_the_question_speaks_of_its_subject() -> None:
    asked = ("fax", "encryption", "fingerprints", "children", "a lawyer", "abroad", "do not track", "ISO", "compensation")
    assert all(subject.said.search(words) for words in asked for subject in subjects_of(f"What about {words}?"))
    assert len({subject.name for subject in subjects()}) == len(subjects())

"""Mistyped words are set right by the library's own words; names and known words are left alone."""

from assistant.everyday import Everyday, text_words
from assistant.spelling import Speller

TEXT = (
    "The organization hears complaints about disclosure; we verify the identity of a customer by these methods. "
    "Telephone number."
)
EVERYDAY = Everyday(text_words([TEXT]))
SPELLER = Speller(EVERYDAY.library_words, EVERYDAY)


def test_a_slip_becomes_the_nearest_word_of_the_texts() -> None:
    assert (
        SPELLER.corrected("numbr of the organsation that hears complants") == "number of the organization that hears complaints"
    )
    assert SPELLER.corrected("wich methds verfy a custmer") == "which methods verify a customer"


def test_a_question_s_first_word_is_set_right_and_the_same_word_elsewhere_left() -> None:
    assert SPELLER.corrected("Dose it collect the dose of a medicine?") == "does it collect the dose of a medicine?"


def test_english_words_and_names_stay_as_they_are() -> None:
    for text in ("cookies and biometrics", "does Vellum share data", "GDPR", "methodical custom"):
        assert SPELLER.corrected(text) == text


def test_a_contraction_is_no_slip() -> None:
    for text in ("doesn't need my data", "it wouldn’t be kept", "they weren't told"):
        assert SPELLER.corrected(text) == text

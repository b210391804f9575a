"""What a visitor may ask of the page."""

import pytest

from assistant.ui.limits import Gate, Rate, RefusedError
from assistant.ui.words import ENGLISH


class Clock:
    """A clock that stands until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_question_is_stripped_and_made_fit_for_utf_8() -> None:
    assert Gate(100, Rate(60)).question("  what\ud800?\n", "s", "a", ENGLISH) == "what??"


@pytest.mark.parametrize("nothing", ["", "  \n", None, 7, ["a"]])
def test_nothing_is_no_question(nothing: object) -> None:
    with pytest.raises(RefusedError, match="Type a question first"):
        Gate(100, Rate(60)).question(nothing, "s", "a", ENGLISH)


def test_a_long_question_is_refused_with_both_numbers() -> None:
    with pytest.raises(RefusedError, match="has 101 characters; 100 are allowed"):
        Gate(100, Rate(60)).question("x" * 101, "s", "a", ENGLISH)


def test_a_session_that_asks_too_fast_waits_and_others_do_not() -> None:
    clock = Clock()
    gate = Gate(100, Rate(2, clock), Rate(100, clock))
    for _ in range(2):
        gate.question("why?", "one", "a", ENGLISH)
    clock.now = 10.0
    with pytest.raises(RefusedError, match="again in 51 seconds"):
        gate.question("why?", "one", "a", ENGLISH)
    gate.question("why?", "two", "a", ENGLISH)
    clock.now = 60.5
    gate.question("why?", "one", "a", ENGLISH)


def test_new_sessions_do_not_lift_the_limit_of_an_address() -> None:
    clock = Clock()
    gate = Gate(100, Rate(2, clock), Rate(3, clock))
    for session in "abc":
        gate.question("why?", session, "address", ENGLISH)
    with pytest.raises(RefusedError):
        gate.question("why?", "d", "address", ENGLISH)
    gate.question("why?", "d", "elsewhere", ENGLISH)


def test_without_a_session_the_address_alone_is_limited() -> None:
    gate = Gate(100, Rate(1, Clock()), Rate(3, Clock()))
    for _ in range(3):
        gate.question("why?", "", "address", ENGLISH)
    with pytest.raises(RefusedError):
        gate.question("why?", "", "address", ENGLISH)


def test_keys_that_fell_silent_are_forgotten() -> None:
    clock = Clock()
    rate = Rate(1, clock)
    for number in range(10_001):
        rate.wait(str(number))
    clock.now = 100.0
    rate.wait("new")
    assert len(rate._events) == 1

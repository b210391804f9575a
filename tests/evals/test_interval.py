"""Intervals and verdicts agree with published numbers and behave at the edges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.interval import Paired, Rate, quantile


# Newcombe 1998, Statistics in Medicine 17, table I, Wilson's score method.
@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_intervals_are_the_published_ones(hits: int, n: int, low: float, high: float) -> None:
    assert Rate(hits, n).interval == pytest.approx((low, high), abs=5e-5)


def test_nothing_measured_has_no_value_and_any_value() -> None:
    assert Rate(0, 0).value is None
    assert Rate(0, 0).interval == (0.0, 1.0)


@given(st.integers(1, 500), st.data())
def test_an_interval_holds_its_share(n: int, data: st.DataObject) -> None:
    rate = Rate(data.draw(st.integers(0, n)), n)
    low, high = rate.interval
    assert 0 <= low <= (rate.value or 0.0) + 1e-12
    assert (rate.value or 0.0) - 1e-12 <= high <= 1


@pytest.mark.parametrize(
    ("won", "lost", "p", "verdict"),
    [
        (0, 0, 1.0, "not distinguishable"),
        (1, 0, 1.0, "not distinguishable"),
        (5, 0, 0.0625, "not distinguishable"),
        (6, 0, 0.03125, "better"),
        (0, 6, 0.03125, "worse"),
        (10, 9, 1.0, "not distinguishable"),
    ],
)
def test_a_verdict_needs_more_than_chance(won: int, lost: int, p: float, verdict: str) -> None:
    paired = Paired(300, won, lost)
    assert paired.p_value == pytest.approx(p)
    assert paired.verdict == verdict


@given(st.integers(0, 60), st.integers(0, 60))
def test_swapping_the_systems_swaps_the_verdict(won: int, lost: int) -> None:
    one, other = Paired(200, won, lost), Paired(200, lost, won)
    assert one.p_value == other.p_value
    assert one.difference == -other.difference
    assert one.interval == pytest.approx(tuple(-edge for edge in reversed(other.interval)))
    assert {one.verdict, other.verdict} in ({"better", "worse"}, {"not distinguishable"})


def test_a_quantile_is_one_of_the_values() -> None:
    assert quantile([3, 1, 2, 4], 0.5) == 2
    assert quantile([3, 1, 2, 4], 0.95) == 4
    assert quantile([7], 0.5) == 7
    assert quantile([], 0.5) is None

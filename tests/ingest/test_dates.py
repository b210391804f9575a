"""The dates a policy gives itself, and none it gives to something else."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.corpus import BUNDLED
from ingest.dates import PolicyDates, read_dates

NOTHING = PolicyDates()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("actio", NOTHING),  # it dates its inquiry center, not its policy
        ("alj", PolicyDates(date(2006, 4, 7), date(2024, 9, 1))),
        ("altius-link", PolicyDates(date(2023, 9, 1))),
        ("alue", NOTHING),
        ("atrustia", PolicyDates(None, date(2026, 2, 9))),
    ],
)
def test_the_bundled_policies_say_their_dates(name: str, expected: PolicyDates) -> None:
    assert read_dates((BUNDLED / f"{name}.txt").read_text(encoding="utf-8")) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Last updated: March 5, 2024",
        "_Last Updated: 5th March 2024._",
        "**Last modified** Mar. 05, 2024",
        "Updated on Mar 5, 2024",
        "# Privacy Policy\n\nRevised: 2024-03-05",
        "Last modified\n\nMarch 5, 2024",
        "This page was last updated on March **5, 2024**.",
        "Last updated: 05.03.2024",
        "最終更新日：2024年3月5日",
        "令和6年3月5日 改定",
        "２０２４年３月５日改訂",
        "Revised January 1, 2019\nRevised March 5, 2024\nRevised May 1, 2021",
        "Last revised March 5, 2024 ([earlier versions](https://example.com/a/long/way/to/the/archive/of/all/versions/of/it/all))",
    ],
)
def test_a_revision_date_is_read(line: str) -> None:
    assert read_dates(f"Privacy Policy\n\n{line}\n\nWe collect names.\n") == PolicyDates(None, date(2024, 3, 5))


@pytest.mark.parametrize(
    "line",
    [
        "Effective Date: March 5, 2024",
        "This Privacy Policy is effective as of March 5, 2024. We collect names of those who write to us and say why.",
        "Effective March 5, 2024",
        "Valid from 5 March 2024",
        "Established: March 5, 2024",
        "2024年3月5日 制定",
        "施行日 2024/3/5",
        "Established: January 1, 2001\nEffective: March 5, 2024",
    ],
)
def test_the_date_it_came_into_force_is_read(line: str) -> None:
    assert read_dates(f"{line}\n") == PolicyDates(date(2024, 3, 5))


@pytest.mark.parametrize(
    "line",
    [
        "Inquiry Center Established on December 20th, 2019",
        "Effective January 1, 2020, the Act gives residents the right to ask for what is held, once in twelve months.",
        "Version of the law as amended effective January 1, 2014",
        "Earlier version: effective from June 24, 2021, until October 6, 2025",
        "Last updated: March 2024",  # of no day
        "Last updated: 03/05/2024",  # of two days
        "Last updated: February 30, 2024",
        "We have been certified since March 5, 2024",
        "March 5, 2024",
    ],
)
def test_other_dates_are_not_taken_for_it(line: str) -> None:
    assert read_dates(f"{line}\n") == NOTHING


def test_one_line_can_give_both() -> None:
    both = PolicyDates(date(2024, 3, 5), date(2024, 3, 5))
    assert read_dates("Last Updated and Effective: 05 March 2024") == both
    assert read_dates("Effective: Mar 05, 2024. Last Revised: Mar 05, 2024.") == both


@given(st.text(st.sampled_from("Last updated: 2024年3月5日 March 5, ./-\n(*")))
def test_no_text_breaks_it(text: str) -> None:
    read_dates(text)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_any_date_is_read_back(day: date) -> None:
    for written in (f"{day:%B} {day.day}, {day.year}", f"{day.day} {day:%b} {day.year}", day.isoformat()):
        assert read_dates(f"Last updated: {written}").revised == day


def test_hostile_lines_take_no_time() -> None:
    assert read_dates("Last updated " * 50_000 + "March 5, 2024") == NOTHING
    assert read_dates("last 1.1." * 20_000 + "\n" + "2024-" * 20_000 + "\n" + "of the " * 200_000) == NOTHING

"""Values are found whatever way they are written, and equal ones are equal."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.entities import EntityKind, find_entities


def values(text: str) -> list[tuple[str, str]]:
    return [(entity.kind.value, entity.value) for entity in find_entities(text)]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("1,100 yen", "money", "1100 JPY"),
        ("¥1,100", "money", "1100 JPY"),
        ("JPY 2,500", "money", "2500 JPY"),
        ("２，５００円", "money", "2500 JPY"),
        ("US$ 10", "money", "10 USD"),
        ("03-1234-5678", "phone", "0312345678"),
        ("+81-3-1234-5678", "phone", "0312345678"),
        ("Privacy@Example.test", "email", "privacy@example.test"),
        ("_help@example.test_.", "email", "help@example.test"),
        ("dpo(a)example.test", "email", "dpo@example.test"),
        ("dpo[at]example.test", "email", "dpo@example.test"),
        ("after thirty-six (36) months", "duration", "36 month"),
        ("twenty-four hours", "duration", "24 hour"),
        ("1 rolling year", "duration", "1 year"),
        ("after 5/25/06, this", "date", "'06:5/25"),
        ("September 1, 2024", "date", "2024-09-01"),
        ("1 Sept. 2024", "date", "2024-09-01"),
        ("_Revision Date: September 1st, 2024_", "date", "2024-09-01"),
        ("2024年9月1日", "date", "2024-09-01"),
        ("2024-09-01", "date", "2024-09-01"),
        ("October 2009", "date", "2009-10"),
        ("thirty (30) days", "duration", "30 day"),
        ("two weeks", "duration", "2 week"),
        ("9:30 am", "time", "9:30am"),
        ("160-0023", "postcode", "1600023"),
        ("1,000", "number", "1000"),
    ],
)
def test_a_value_has_one_normal_form(text: str, kind: str, value: str) -> None:
    assert values(f"it says {text}, as written") == [(kind, value)]


def test_a_date_that_is_read_in_two_ways_equals_only_itself() -> None:
    assert values("03/04/2024") != values("2024-03-04")
    assert values("03/04/2024") != values("2024-04-03")


def test_an_amount_inside_a_longer_one_is_not_found() -> None:
    assert ("money", "1100 JPY") not in values("11,100 yen")


@given(st.text(max_size=200))
def test_values_never_overlap_and_stand_in_order(text: str) -> None:
    found = find_entities(text)
    assert all(0 <= entity.start < entity.end <= len(text) for entity in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert all(isinstance(entity.kind, EntityKind) for entity in found)

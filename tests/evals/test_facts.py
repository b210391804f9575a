"""Facts are compared by value, whatever their spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.facts import Fact, FactType, holds, unreadable

SAME = [
    ("money", "1,100 yen", "Transfer 1,100 yen (including tax) per request"),
    ("money", "1,100 yen", "a fee of ¥1,100 applies"),
    ("money", "1,100 yen", "手数料は１，１００円です"),
    ("money", "JPY 2,500", "there will be a 2,500円 charge"),
    ("money", "2500 JPY", "there will be a JPY 2,500 charge"),
    ("money", "1,000 yen", "one thousand yen"),
    ("money", "10,000 yen", "1万円"),
    ("money", "US$ 10", "it costs 10 dollars"),
    ("money", "USD 10.50", "$10.50 each"),
    ("money", "EUR 20", "20 euros"),
    ("money", "€20", "EUR 20.00"),
    ("phone", "03-6258-1278", "Call (+81)3-6258-1278 now"),
    ("phone", "03-6258-1278", "TEL +81-3-6258-1278 / Open Hours"),
    ("phone", "+81 3 6258 1278", "TEL: 03-6258-1278 FAX: 03-6258-1279"),
    ("phone", "0120-700-779", "03-5860-7565 / 0120-700-779"),
    ("phone", "03-6258-1278", "電話：０３－６２５８－１２７８"),
    ("phone", "03-6258-1278", "+81 (0)3-6258-1278"),
    ("phone", "+1 800 555 0199", "call 800-555-0199 toll free"),
    ("date", "September 1, 2024", "Revised: 2024-09-01"),
    ("date", "2024-09-01", "Revised 1 Sept. 2024."),
    ("date", "2024-09-01", "the 1st of September, 2024"),
    ("date", "2024-09-01", "2024年9月1日 改定"),
    ("date", "2024-09-01", "令和6年9月1日"),
    ("date", "2024/9/1", "as of 09/01/2024"),
    ("date", "October 2009", "certified since October 2009"),
    ("date", "October 2009", "on October 5, 2009"),
    ("email", "Privacy@Example.com", "write to privacy@example.com."),
    ("email", "privacy@example.com", "privacy [at] example.com"),
    ("duration", "30 days", "within thirty (30) days of receipt"),
    ("duration", "30 days", "a 30-day period"),
    ("duration", "10 business days", "in ten working days"),
    ("duration", "10 business days", "10営業日以内"),
    ("duration", "2 weeks", "14 days"),
    ("duration", "1 year", "twelve months"),
    ("duration", "6 months", "６か月間"),
    ("number", "3", "sent to three recipients"),
    ("number", "15001", "JIS Q 15001: 2017"),
    ("polarity", "yes", "Yes. We keep it."),
    ("polarity", "no", "“No, the policy does not.”"),
    ("polarity", "no", "いいえ、提供しません。"),
    ("text", "driver's license", "a copy of a driver’s  License"),
    ("text", "third parties", "**third parties**"),
    ("text", "9:00-18:00", "Weekdays from 9:00–18:00 JST"),
]
DIFFERENT = [
    ("money", "1,100 yen", "11,100 yen"),
    ("money", "1,100 yen", "1,100,000 yen"),
    ("money", "100 yen", "1,100 yen"),
    ("money", "1,000 yen", "1,000 dollars"),
    ("money", "1,000 yen", "1,000.5 yen"),
    ("money", "1,000 yen", "1,000 people"),
    ("phone", "03-6258-1278", "03-6258-1279"),
    ("phone", "03-6258-1278", "103-6258-1278"),
    ("phone", "03-6258-1278", "163-0528"),
    ("date", "September 1, 2024", "September 11, 2024"),
    ("date", "September 1, 2024", "September 2024"),
    ("date", "September 1, 2024", "September 1, 2023"),
    ("email", "privacy@example.com", "privacy@example.co.jp"),
    ("email", "privacy@example.com", "myprivacy@example.com"),
    ("duration", "30 days", "30 business days"),
    ("duration", "30 days", "130 days"),
    ("duration", "1 month", "令和6年9月1日"),
    ("duration", "6 years", "2006年"),
    ("number", "3", "30 recipients"),
    ("number", "3", "TEL 3-6258-1278"),
    ("number", "9", "at 9:00"),
    ("polarity", "yes", "No."),
    ("polarity", "no", "Notice is given"),
    ("polarity", "no", "The answer is no"),
    ("text", "9:00", "19:00"),
    ("text", "disclosure", "deletion"),
]


@pytest.mark.parametrize(("kind", "value", "text"), SAME)
def test_a_fact_is_found_in_any_spelling(kind: str, value: str, text: str) -> None:
    assert holds(Fact(FactType(kind), (value,)), text)


@pytest.mark.parametrize(("kind", "value", "text"), DIFFERENT)
def test_another_value_is_another_fact(kind: str, value: str, text: str) -> None:
    assert not holds(Fact(FactType(kind), (value,)), text)


def test_any_of_the_spellings_will_do() -> None:
    fact = Fact(FactType.TEXT, ("passport", "resident card"))
    assert holds(fact, "a copy of the Resident Card")


@pytest.mark.parametrize("kind", ["money", "phone", "date", "email", "duration", "number", "polarity"])
def test_a_value_that_is_none_of_its_type_is_told(kind: str) -> None:
    assert unreadable(Fact(FactType(kind), ("a handling charge",))) == ("a handling charge",)


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_amounts_are_equal_exactly_when_their_values_are(left: int, right: int) -> None:
    assert holds(Fact(FactType.MONEY, (f"{left:,} yen",)), f"It costs ¥{right}.") == (left == right)


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading_of_facts(text: str) -> None:
    for kind in FactType:
        holds(Fact(kind, (text or " ",)), text)

"""A wording stands in a text exactly where `re` finds it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.patterns import patterns
from assistant.quick_search import _needles, stands_in
from assistant.subjects import subjects
from ingest.corpus import BUNDLED, read_corpus
from ingest.policy import Policy

WORDINGS = [
    *(wording for table in ("speaks_of", "value", "right", "part") for wording in patterns(table).values()),
    *(subject.said for subject in subjects()),
]

# Letters that are others' forms without being their capitals, among ordinary ones.
PIECES = ["fee", "cost", "FREE", "No ", "ſ", "ı", "İ", "K", "’", "無料", " ", "ss", "x"]
EXPRESSIONS = [
    r"\bfees?\b|free",
    r"(?:no|not).{0,5}(?:fee|cos)",
    r"[$€]\s?\d|無料",
    r"i?s|kit",
    r"(?:ab)+c|(?=fee)f",
    r"(?<!x)cost",
]


def test_every_wording_stands_where_it_is_found() -> None:
    policies = [policy for policy in read_corpus([BUNDLED], 10**7) if isinstance(policy, Policy)]
    lines = [line for policy in policies for line in policy.text.split("\n") if line][::9]
    found = 0
    for wording in WORDINGS:
        for line in lines:
            expected = wording.search(line) is not None
            assert stands_in(wording, line) is expected, (wording.pattern, line)
            found += expected
    assert found > 100


@given(
    st.lists(st.sampled_from(PIECES), max_size=6).map("".join),
    st.sampled_from(EXPRESSIONS),
    st.sampled_from([0, re.IGNORECASE]),
)
def test_no_letters_in_other_forms_are_missed(text: str, expression: str, flags: int) -> None:
    wording = re.compile(expression, flags)
    assert stands_in(wording, text) is (wording.search(text) is not None)


@pytest.mark.parametrize(
    ("expression", "needles"),
    [
        (r"\b(?:no|not)\b[^.]{0,25}\b(?:fees?|charges?)\b", {"fee", "charge"}),
        (r"free of charge|無料", {"free of charge", "無料"}),
        (r"[$€]\s?\d", {"$", "€"}),
        (r"\d+", set()),
        (r"(?:fees?)?", set()),
        (r"(?:fee)*|cost", set()),
        (r"(?:fee){2,}", {"fee"}),
        (r"(?!fee)cost", {"cost"}),
        (r"\bx\b|cost", set()),
        (r"(?i:Fee)", {"fee"}),
    ],
)
def test_the_pieces_that_a_match_cannot_do_without(expression: str, needles: set[str]) -> None:
    assert set(_needles(expression, re.IGNORECASE)) == needles

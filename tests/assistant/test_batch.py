"""A batch file is read line by line; a bad line is one refusal that names its place."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.batch import AskRow, BadRow, SearchRow, read_rows

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


def read(*lines: bytes) -> list[AskRow | BadRow]:
    return [row for _, row in read_rows(lines, "q.jsonl", AskRow)]


def test_rows_come_in_order_with_their_ids() -> None:
    rows = read(b'{"id": "b", "question": "one"}\n', b'{"id": 7, "question": "two", "history": ["h"], "companies": ["C"]}\n')
    assert rows == [AskRow(id="b", question="one"), AskRow(id=7, question="two", history=("h",), companies=("C",))]


def test_keys_of_other_programs_are_passed_over() -> None:
    assert read(b'{"id": 1, "question": "q", "kind": "fact"}') == [AskRow(id=1, question="q")]


def test_blank_lines_a_mark_and_a_missing_newline_are_no_rows() -> None:
    assert read(b'\xef\xbb\xbf{"question": "q"}\r\n', b"  \n", b"", b'{"question": "r"}') == [
        AskRow(question="q"),
        AskRow(question="r"),
    ]


@pytest.mark.parametrize(
    ("line", "row_id", "complaint"),
    [
        (b"nonsense", None, "q.jsonl:1: not JSON: Expecting value at column 1"),
        (b"[1]", None, "q.jsonl:1: expected a JSON object, found list"),
        (b'{"id": 3}', 3, "q.jsonl:1: question: Field required"),
        (b'{"id": 3, "question": ""}', 3, "q.jsonl:1: question: String should have at least 1 character"),
        (b'{"id": 3, "question": "q", "history": "h"}', 3, "q.jsonl:1: history: Input should be a valid tuple"),
        (b'{"id": {}, "question": 1}', None, "q.jsonl:1: question: Input should be a valid string"),
        (b'{"question": "\xff"}', None, "q.jsonl:1: not UTF-8 at byte 14; save the file as UTF-8"),
        (b"[" * 100_000, None, "q.jsonl:1: nested too deeply"),
    ],
)
def test_a_bad_line_is_refused_by_place(line: bytes, row_id: object, complaint: str) -> None:
    assert read(line) == [BadRow(row_id, complaint)]


def test_a_bad_line_does_not_stop_the_next() -> None:
    first, second = read(b"{", b'{"question": "q"}')
    assert isinstance(first, BadRow)
    assert second == AskRow(question="q")


def test_lines_are_read_as_they_are_asked_for() -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b'{"query": "q"}'

    rows = read_rows(endless(), "pipe", SearchRow)
    assert next(rows) == ("pipe:1", SearchRow(query="q"))
    assert next(rows) == ("pipe:2", SearchRow(query="q"))


def test_half_a_character_becomes_a_question_mark() -> None:
    assert read(rb'{"question": "a\ud800b"}') == [AskRow(question="a?b")]


@given(question=TEXT, history=st.lists(TEXT), companies=st.none() | st.lists(TEXT), row_id=st.none() | TEXT | st.integers())
def test_what_json_can_say_is_read_as_it_was(
    question: str, history: list[str], companies: list[str] | None, row_id: str | int | None
) -> None:
    values = {"id": row_id, "question": question, "history": history, "companies": companies}
    for ascii_only in (True, False):
        (row,) = read(json.dumps(values, ensure_ascii=ascii_only).encode())
        assert row == AskRow.model_validate(values)


@given(st.binary())
def test_no_line_whatever_raises(line: bytes) -> None:
    for row in read(line):
        assert isinstance(row, AskRow | BadRow)

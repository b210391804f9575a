"""Case files: one JSON object a line, validated where they come in."""

import json
from pathlib import Path

import jsonschema
import pytest

from evals.case import CASES, SCHEMA, BadCase, Case, case_files, read_cases, read_lines, schema_text, select
from evals.errors import CaseError

ROW = {
    "id": "maple-fee",
    "kind": "fact",
    "question": "What does it cost?",
    "history": [],
    "companies": [],
    "language": "en",
    "twin_of": None,
    "twin": None,
    "expected": {
        "status": ["stated"],
        "companies": ["maple"],
        "gold": [[{"policy_id": "maple", "version": "0" * 16, "start": 3, "end": 9, "text": "a text"}]],
        "required": [{"type": "money", "value": "500 yen", "any": ["¥500"]}],
        "forbidden": [],
        "max_chars": 400,
    },
}


def written(path: Path, *rows: object) -> Path:
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def test_the_committed_schema_is_that_of_the_code() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema_text(), "write it with: python -m evals schema --write"


def test_every_committed_case_fits_the_schema() -> None:
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    for file in case_files(CASES):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            errors = [error.message for error in validator.iter_errors(json.loads(line))]
            assert not errors, f"{file.name}:{number}"


def test_a_case_is_read_as_it_is_written(tmp_path: Path) -> None:
    (case,) = read_cases(written(tmp_path / "cases.jsonl", ROW))
    assert (case.case_id, case.kind, case.must_abstain) == ("maple-fee", "fact", False)
    assert case.expected.gold[0][0].text == "a text"
    assert case.expected.required[0].spellings == ("500 yen", "¥500")
    assert case.place.endswith("cases.jsonl:1")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"id": "Not Kebab"}, "id"),
        ({"kind": "riddle"}, "kind"),
        ({"question": ""}, "question"),
        ({"surplus": 1}, "surplus"),
        ({"twin": "typo"}, "twin_of and twin come together"),
        ({"twin": "japanese", "twin_of": "x"}, "a japanese twin has language ja"),
        ({"expected": {**ROW["expected"], "status": []}}, "expected.status"),
        ({"expected": {**ROW["expected"], "max_chars": 0}}, "expected.max_chars"),
        ({"expected": {**ROW["expected"], "required": [{"type": "mood", "value": "x"}]}}, "expected.required.0.type"),
    ],
)
def test_a_line_that_is_no_case_says_why(tmp_path: Path, change: dict[str, object], complaint: str) -> None:
    (row,) = read_lines(written(tmp_path / "cases.jsonl", {**ROW, **change}))
    assert isinstance(row, BadCase)
    assert complaint in row.error
    assert "\n" not in row.error


def test_the_first_bad_line_is_named_with_its_place(tmp_path: Path) -> None:
    path = written(tmp_path / "cases.jsonl", ROW, "", "{not json")
    with pytest.raises(CaseError, match=r"cases\.jsonl:3: .*lint"):
        read_cases(path)


@pytest.mark.parametrize("name", ["nowhere", "empty.jsonl"])
def test_no_cases_is_an_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty.jsonl").write_text("\n", encoding="utf-8")
    with pytest.raises(CaseError, match=name):
        read_cases(tmp_path / name)


def test_a_digest_changes_with_anything_in_the_case(tmp_path: Path) -> None:
    other = {**ROW, "expected": {**ROW["expected"], "max_chars": 401}}
    first, second = (read_cases(written(tmp_path / f"{n}.jsonl", row))[0] for n, row in enumerate((ROW, other)))
    assert first.sha != second.sha


def test_cases_are_selected_by_kind_and_by_id(tmp_path: Path) -> None:
    cases = read_cases(written(tmp_path / "cases.jsonl", ROW, {**ROW, "id": "b", "kind": "list"}, {**ROW, "id": "c"}))

    def ids(chosen: tuple[Case, ...]) -> list[str]:
        return [case.case_id for case in chosen]

    assert ids(select(cases, ["list"])) == ["b"]
    assert ids(select(cases, ["fact"], {"c", "b"})) == ["c"]
    assert ids(select(cases)) == ["maple-fee", "b", "c"]

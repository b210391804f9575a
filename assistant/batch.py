"""Batch files: one JSON object a line in, one row or one refusal a line out, in the same order."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

RowId = str | int | float | None


class AskRow(BaseModel):
    """A question of `ask --batch`; `history` are earlier user questions, oldest first. `companies` limits the scope."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: RowId = None
    question: str = Field(min_length=1)
    history: tuple[str, ...] = ()
    companies: tuple[str, ...] | None = None


class SearchRow(BaseModel):
    """A query of `search --batch`."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: RowId = None
    query: str = Field(min_length=1)
    companies: tuple[str, ...] | None = None
    limit: int = Field(10, ge=1, le=1000)


Row = TypeVar("Row", AskRow, SearchRow)


@dataclass(frozen=True, slots=True)
class BadRow:
    """A line that is no row; `error` names file and line."""

    id: RowId
    error: str


def read_rows(lines: Iterable[bytes], name: str, row_type: type[Row]) -> Iterator[tuple[str, Row | BadRow]]:
    """Read the lines one by one, so that a batch can be piped. Each comes with its place, "NAME:LINE".

    Blank lines are passed over.
    """
    for number, line in enumerate(lines, start=1):
        text = line.removeprefix(b"\xef\xbb\xbf").strip()
        if text:
            place = f"{name}:{number}"
            yield place, _read_row(text, place, row_type)


def _read_row(text: bytes, place: str, row_type: type[Row]) -> Row | BadRow:
    row_id: RowId = None
    try:
        # NaN and Infinity are no JSON, and would not be when echoed as an id.
        values = json.loads(text.decode("utf-8"), parse_constant=lambda _: None)
        if not isinstance(values, dict):
            return BadRow(None, f"{place}: expected a JSON object, found {type(values).__name__}")
        given = values.get("id")
        row_id = given if isinstance(given, str | int | float) else None
        return row_type.model_validate(_encodable({**values, "id": row_id}))
    except UnicodeDecodeError as error:
        return BadRow(row_id, f"{place}: not UTF-8 at byte {error.start}; save the file as UTF-8")
    except json.JSONDecodeError as error:
        return BadRow(row_id, f"{place}: not JSON: {error.msg} at column {error.colno}")
    except RecursionError:
        return BadRow(row_id, f"{place}: nested too deeply")
    except ValidationError as error:
        complaints = (f"{'.'.join(str(part) for part in detail['loc'])}: {detail['msg']}" for detail in error.errors())
        return BadRow(row_id, f"{place}: {'; '.join(complaints)}")


def _encodable(value: object) -> object:
    """The value with lone surrogates, which JSON can spell and UTF-8 cannot, replaced by question marks."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {key: _encodable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_encodable(item) for item in value]
    return value

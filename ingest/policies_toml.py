"""policies.toml: what a folder says of the policies in it. Edge of the layer: everything is validated here."""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from ingest.errors import PoliciesTomlError, one_line
from ingest.loaders import SUFFIXES

POLICIES_TOML = "policies.toml"
MAX_BYTES = 5_000_000


def _plain(words: str) -> str:
    if re.search(r"[\x00-\x1f\x7f]", words):
        raise ValueError("has a control character or a line break in it")
    return words


Words = Annotated[str, AfterValidator(_plain)]


class PolicyFacts(BaseModel):
    """What a policies.toml may say of one policy; empty where it says nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    company: Words = ""
    legal_name: Words = ""
    aliases: tuple[Annotated[Words, Field(min_length=1)], ...] = ()
    title: Words = ""
    url: Words = Field("", pattern=r"^(https?://\S+)?$")
    language: str = Field("", pattern=r"^([a-z]{2,3})?$")
    retrieved: date | None = None


class Companies:
    """The tables of one folder's policies.toml, each read when its file is: one bad table does not stop the other files."""

    def __init__(self, path: Path, tables: dict[str, object]) -> None:
        self.path = path
        self._tables = tables

    def facts(self, file: Path) -> PolicyFacts:
        """What is said of a file, under its name or its name without suffix. Raises PoliciesTomlError."""
        for name in (file.name, file.stem):
            if name in self._tables:
                return self._facts(name)
        return PolicyFacts.model_validate({})

    def _facts(self, name: str) -> PolicyFacts:
        table = self._tables[name]
        if not isinstance(table, dict):
            raise PoliciesTomlError(self.path, f"'{name}' is no table; write [{name}] and its keys below")
        try:
            return PolicyFacts.model_validate(table)
        except ValidationError as error:
            complaints = "; ".join(_complaint(detail["type"], detail["loc"], detail["msg"]) for detail in error.errors())
            raise PoliciesTomlError(self.path, f"[{name}]: {complaints}") from error

    def without_file(self) -> tuple[str, ...]:
        """Names of tables that are of no policy file in the folder."""
        present = {path.name for path in self.path.parent.glob("*")} if self._tables else set()
        return tuple(name for name in self._tables if present.isdisjoint((name, *(f"{name}{suffix}" for suffix in SUFFIXES))))


def _complaint(kind: str, place: tuple[int | str, ...], message: str) -> str:
    key = ".".join(str(part) for part in place)
    if kind == "extra_forbidden":
        return f"unknown key '{key}'; known are {', '.join(PolicyFacts.model_fields)}"
    return f"{key}: {one_line(message)}; correct it"


def read_companies(folder: Path) -> Companies:
    """The policies.toml of a folder; one without tables when there is none. Raises PoliciesTomlError."""
    path = folder / POLICIES_TOML
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return Companies(path, {})
    except (OSError, ValueError) as error:
        raise PoliciesTomlError(path, f"it cannot be read: {getattr(error, 'strerror', None) or error}; check it") from error
    if len(data) > MAX_BYTES:
        raise PoliciesTomlError(path, f"more than {MAX_BYTES} bytes; leave only tables of the files beside it in it")
    try:
        return Companies(path, tomllib.loads(data.decode("utf-8-sig")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise PoliciesTomlError(path, f"no valid TOML in UTF-8: {error}; correct it or delete it") from error

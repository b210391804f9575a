"""Evaluation cases: a question, and what a right answer to it holds. One JSON object a line in `evals/cases/*.jsonl`."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.answer import Status
from evals.errors import CaseError
from evals.facts import Fact, FactType

CASES = Path(__file__).parent / "cases"
SCHEMA = Path(__file__).parent / "case.schema.json"

Kind = Literal[
    "fact",
    "yes_no",
    "list",
    "procedure",
    "comparison",
    "false_premise",
    "fragment",
    "injection",
    "follow_up",
    "silence",
    "unknown_company",
    "out_of_scope",
]
Language = Literal["en", "ja"]
Twin = Literal["paraphrase", "typo", "japanese"]
# An answer with one of these rests on a clause; with any other it abstains.
EVIDENCE = frozenset({Status.STATED, Status.UNSPECIFIED})


@dataclass(frozen=True, slots=True)
class Gold:
    """A clause that answers: `text` is the policy version's text at `start:end` (`str` indexes)."""

    policy_id: str
    version: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What a right answer holds. `gold`: every group is needed, any alternative of a group will do."""

    status: tuple[Status, ...]
    companies: tuple[str, ...]
    gold: tuple[tuple[Gold, ...], ...]
    required: tuple[Fact, ...]
    forbidden: tuple[Fact, ...]
    max_chars: int


@dataclass(frozen=True, slots=True)
class Case:
    """One case; `place` is "file:line", `sha` changes whenever anything in the case does."""

    case_id: str
    kind: Kind
    question: str
    history: tuple[str, ...]
    companies: tuple[str, ...]
    language: Language
    twin_of: str | None
    twin: Twin | None
    expected: Expected
    place: str
    sha: str

    @property
    def must_abstain(self) -> bool:
        """True when the policies hold no answer."""
        return not EVIDENCE.intersection(self.expected.status)


@dataclass(frozen=True, slots=True)
class BadCase:
    """A line that is no case; `error` says why."""

    place: str
    error: str


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FactRow(_Row):
    """A typed fact. `any` holds other spellings; `derived` says that it follows from the gold text without standing in it."""

    type: FactType
    value: str = Field(min_length=1)
    any: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    derived: bool = False

    def fact(self) -> Fact:
        """The same, for inside."""
        return Fact(self.type, (self.value, *self.any), self.derived)


class GoldRow(_Row):
    """A verbatim span of one policy version."""

    policy_id: str = Field(min_length=1)
    version: str = Field(pattern=r"^[0-9a-f]{16}$")
    start: int = Field(ge=0)
    end: int = Field(ge=1)
    text: str = Field(min_length=1)

    @model_validator(mode="after")
    def _ordered(self) -> "GoldRow":
        if self.end <= self.start:
            raise ValueError("end must be greater than start")
        return self


class ExpectedRow(_Row):
    """What a right answer holds."""

    status: tuple[Status, ...] = Field(min_length=1)
    companies: tuple[str, ...] = ()
    gold: tuple[Annotated[tuple[GoldRow, ...], Field(min_length=1)], ...] = ()
    required: tuple[FactRow, ...] = ()
    forbidden: tuple[FactRow, ...] = ()
    max_chars: int = Field(ge=1, le=20_000)

    def expected(self) -> Expected:
        """The same, for inside."""
        return Expected(
            status=self.status,
            companies=self.companies,
            gold=tuple(
                tuple(Gold(row.policy_id, row.version, row.start, row.end, row.text) for row in group) for group in self.gold
            ),
            required=tuple(row.fact() for row in self.required),
            forbidden=tuple(row.fact() for row in self.forbidden),
            max_chars=self.max_chars,
        )


class CaseRow(_Row):
    """One line of a case file."""

    id: str = Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", description="Unique, kebab case")
    kind: Kind
    question: str = Field(min_length=1)
    history: tuple[str, ...] = Field((), description="Earlier questions of the same user, oldest first")
    companies: tuple[str, ...] = Field((), description="The company filter given with the question; empty is none")
    language: Language = "en"
    twin_of: str | None = Field(None, description="The case that this one asks in other words")
    twin: Twin | None = None
    expected: ExpectedRow

    @model_validator(mode="after")
    def _twins(self) -> "CaseRow":
        if (self.twin_of is None) != (self.twin is None):
            raise ValueError("twin_of and twin come together")
        if self.twin == "japanese" and self.language != "ja":
            raise ValueError("a japanese twin has language ja")
        return self


def schema_text() -> str:
    """The JSON schema of a line, as `evals/case.schema.json` holds it."""
    schema = CaseRow.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Evaluation case of policy-assistant"
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def case_files(path: Path) -> tuple[Path, ...]:
    """The file itself, or the `*.jsonl` files of a folder by name. CaseError when there are none."""
    files = tuple(sorted(path.glob("*.jsonl"))) if path.is_dir() else (path,) if path.is_file() else ()
    if not files:
        raise CaseError(f"{path}: no case files; give a .jsonl file or a folder of them with --cases")
    return files


def read_lines(path: Path) -> Iterator[Case | BadCase]:
    """The lines of one file; blank lines are passed over."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CaseError(f"{path}: {error.strerror or error}") from error
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if line.strip():
            yield _read_line(line.strip(), f"{_shown(path)}:{number}")


def read_row(line: str) -> Case:
    """One line as a case. CaseError when it is none."""
    found = _read_line(line.encode("utf-8", "surrogatepass"), "line")
    if isinstance(found, BadCase):
        raise CaseError(found.error)
    return found


def read_cases(path: Path) -> tuple[Case, ...]:
    """All cases of a file or folder. CaseError names the first line that is no case."""
    cases: list[Case] = []
    for file in case_files(path):
        for case in read_lines(file):
            if isinstance(case, BadCase):
                raise CaseError(f"{case.place}: {case.error}; all complaints: python -m evals lint --cases {path}")
            cases.append(case)
    if not cases:
        raise CaseError(f"{path}: holds no cases")
    return tuple(cases)


def select(cases: Iterable[Case], kinds: Iterable[str] = (), ids: Iterable[str] | None = None) -> tuple[Case, ...]:
    """The cases of these kinds (of all for none) and, when given, with these ids."""
    wanted_kinds, wanted_ids = frozenset(kinds), None if ids is None else frozenset(ids)
    return tuple(
        case
        for case in cases
        if (not wanted_kinds or case.kind in wanted_kinds) and (wanted_ids is None or case.case_id in wanted_ids)
    )


def sample_of(cases: Sequence[Case], size: int | None) -> tuple[Case, ...]:
    """So many of the cases (all for None), in their order: the same every time, a smaller sample inside every larger one."""
    drawn = {case.case_id for case in sorted(cases, key=lambda case: sha256(case.case_id.encode()).digest())[:size]}
    return tuple(case for case in cases if case.case_id in drawn)


def _read_line(line: bytes, place: str) -> Case | BadCase:
    try:
        row = CaseRow.model_validate_json(line)
    except ValidationError as error:
        complaints = (f"{'.'.join(map(str, detail['loc'])) or 'line'}: {detail['msg']}" for detail in error.errors())
        return BadCase(place, " ".join("; ".join(complaints).split()))
    canonical = row.model_dump_json().encode("utf-8", "surrogatepass")
    return Case(
        case_id=row.id,
        kind=row.kind,
        question=row.question,
        history=row.history,
        companies=row.companies,
        language=row.language,
        twin_of=row.twin_of,
        twin=row.twin,
        expected=row.expected.expected(),
        place=place,
        sha=sha256(canonical).hexdigest()[:12],
    )


def _shown(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path

"""The two things everything else speaks of: a policy's exact text, and its clauses as offsets into that text."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from typing import NamedTuple

# Sixteen hex digits: short enough to read aloud, and 2**32 versions of one policy before a collision is likely.
VERSION_DIGITS = 16


class Span(NamedTuple):
    """A half-open range of `str` indexes into one policy's text."""

    start: int
    end: int


def text_version(text: str) -> str:
    """The version of a policy's text: the first hex digits of the sha256 of its UTF-8 bytes."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:VERSION_DIGITS]


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of one company's privacy policy.

    `text` is the file decoded and nothing else for plain text and Markdown, the extracted visible text otherwise.
    `aliases` are other ways people write the company's name (the legal name has its own field).
    """

    policy_id: str
    company: str
    text: str
    legal_name: str = ""
    aliases: tuple[str, ...] = ()
    title: str = ""
    url: str = ""
    language: str = "en"
    effective_date: date | None = None
    revised_date: date | None = None
    retrieved: date | None = None
    source: str = ""

    @property
    def version(self) -> str:
        """Identifies the text: equal texts have equal versions."""
        return text_version(self.text)


class ClauseKind(StrEnum):
    """What a clause is in its document. Everything but `SECTION` and an `ITEM` with children is a leaf."""

    SECTION = "section"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    TABLE_ROW = "table_row"
    CONTACT = "contact"
    DATE = "date"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Clause:
    """A node of a policy's own structure.

    A section spans its heading and everything under it; an item spans its marker and everything nested in it. Children lie
    inside their parent, in order, without overlap. Leaves together hold every non-blank character of the text exactly once.

    `label` is how a person would cite it ("Public Disclosure › [4] › item 5"); `heading` is the span of a section's heading
    line without its marker; `lead_in` is the sentence that gives a list item its meaning ("… in the following cases:").
    """

    clause_id: str
    label: str
    kind: ClauseKind
    start: int
    end: int
    parent: str | None = None
    heading: Span | None = None
    lead_in: Span | None = None
    depth: int = 0


@dataclass(frozen=True)
class ClauseTree:
    """All clauses of one policy version in document order, a parent before its children."""

    policy: Policy
    clauses: tuple[Clause, ...]
    _by_id: dict[str, Clause] = field(init=False, repr=False, compare=False)
    _children: dict[str | None, tuple[Clause, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        children: dict[str | None, list[Clause]] = {}
        for clause in self.clauses:
            children.setdefault(clause.parent, []).append(clause)
        object.__setattr__(self, "_by_id", {clause.clause_id: clause for clause in self.clauses})
        object.__setattr__(self, "_children", {key: tuple(value) for key, value in children.items()})

    def __getitem__(self, clause_id: str) -> Clause:
        return self._by_id[clause_id]

    def children(self, clause_id: str | None = None) -> tuple[Clause, ...]:
        """The direct children in document order; of the document itself for None."""
        return self._children.get(clause_id, ())

    def ancestors(self, clause: Clause) -> Iterator[Clause]:
        """The parent, its parent and so on, nearest first."""
        while clause.parent is not None:
            clause = self._by_id[clause.parent]
            yield clause

    def leaves(self, clause_id: str | None = None) -> Iterator[Clause]:
        """Leaf clauses under a clause (of the whole document for None) in document order."""
        return iter(self._leaves) if clause_id is None else self._leaves_under(clause_id)

    @cached_property
    def _leaves(self) -> tuple[Clause, ...]:
        return tuple(self._leaves_under(None))

    def _leaves_under(self, clause_id: str | None) -> Iterator[Clause]:
        for child in self.children(clause_id):
            if self.children(child.clause_id):
                yield from self._leaves_under(child.clause_id)
            else:
                yield child
        if clause_id is not None and not self.children(clause_id):
            yield self[clause_id]

    def text(self, span: Clause | Span) -> str:
        """The policy's own words at a span."""
        return self.policy.text[span.start : span.end]

    def heading_path(self, clause: Clause) -> tuple[str, ...]:
        """The heading texts above a clause, outermost first, its own (for a section) last."""
        chain = [clause, *self.ancestors(clause)]
        return tuple(self.text(node.heading) for node in reversed(chain) if node.heading is not None)

"""One policy as the index keeps it: its clauses, its passages and their words, so that opening it parses nothing."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from importlib.resources import files
from math import prod
from sys import intern
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.policy import Clause, ClauseKind, ClauseTree, Policy, Span
from vectorstore.answer_kinds import KINDS, kinds_held
from vectorstore.lexical import tokenize
from vectorstore.passages import Passage, context_of, passages_of
from vectorstore.postings import Ints, Lists, Postings, invert

# What a segment holds follows from these modules: a change of one of them makes segments anew.
_MADE_BY = ("answer_kinds.py", "lexical.py", "passages.py", "postings.py", "segment.py")
_KINDS = tuple(ClauseKind)
_WORD_BYTES = 4


@dataclass(frozen=True)
class Segment:
    """A policy's clauses and passages with what is known of each passage before any question.

    `sections` (n,) numbers the section (nearest clause above with a heading) that each passage stands in; `kinds` (n, kinds)
    says what it holds: a phone number, an amount, ….
    """

    tree: ClauseTree
    passages: tuple[Passage, ...]
    sections: Ints
    kinds: NDArray[np.bool_]
    postings: Postings


@dataclass(frozen=True)
class StoredSegment:
    """A segment as it lies in the index; its clauses and passages are made when they are first asked for.

    `table` holds a row of numbers for each clause, `names` the JSON of their ids and labels; `places` (n, 3) the number of the
    clause that each passage is a part of, and the passage's start and end in the text.
    """

    policy: Policy
    table: Ints
    names: memoryview
    places: Ints
    sections: Ints
    kinds: NDArray[np.bool_]
    postings: Postings

    @cached_property
    def tree(self) -> ClauseTree:
        """The policy's clauses."""
        ids, labels = json.loads(bytes(self.names))
        return ClauseTree(self.policy, _clauses(ids, labels, self.table))

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The policy's passages."""
        ids = [clause.clause_id for clause in self.tree.clauses]
        return tuple(Passage(self.policy.policy_id, ids[place], start, end) for place, start, end in self.places.tolist())

    @property
    def clause_kinds(self) -> list[ClauseKind]:
        """The kind of the clause that each passage is a part of."""
        return [_KINDS[kind] for kind in self.table[self.places[:, 0], 0].tolist()]


@cache
def segment_version() -> str:
    """Identifies the code that makes segments: part of an index's fingerprint."""
    digest = sha256()
    for name in _MADE_BY:
        digest.update(files("vectorstore").joinpath(name).read_bytes())
    return digest.hexdigest()[:16]


def segment_of(tree: ClauseTree) -> Segment:
    """Everything that takes parsing: some milliseconds for every 10,000 characters."""
    passages = passages_of(tree)
    texts = [tree.policy.text[passage.start : passage.end] for passage in passages]
    contexts: dict[str, list[str]] = {}
    around = []
    for passage in passages:
        context = context_of(tree, passage)
        if context not in contexts:
            contexts[context] = tokenize(context)
        around.append(contexts[context])
    postings = invert([tokenize(text) for text in texts], around)
    return Segment(tree, passages, _sections(tree, passages), kinds_held(texts), postings)


def _sections(tree: ClauseTree, passages: Sequence[Passage]) -> Ints:
    numbers: dict[str | None, int] = {}
    section_of: dict[str, str | None] = {}
    rows: list[int] = []
    for passage in passages:
        if passage.clause_id not in section_of:
            clause = tree[passage.clause_id]
            above = (node for node in (clause, *tree.ancestors(clause)) if node.heading is not None)
            nearest = next(above, None)
            section_of[passage.clause_id] = nearest.clause_id if nearest is not None else None
        rows.append(numbers.setdefault(section_of[passage.clause_id], len(numbers)))
    return np.array(rows, dtype=np.int32)


def pack(segment: Segment) -> bytes:
    """A segment as bytes: the length of a JSON head with its words, the head, JSON of clauses' ids and labels, int32 arrays."""
    clauses = segment.tree.clauses
    places = {clause.clause_id: number for number, clause in enumerate(clauses)}
    table = [
        (
            _KINDS.index(clause.kind),
            clause.start,
            clause.end,
            -1 if clause.parent is None else places[clause.parent],
            *(clause.heading or (-1, -1)),
            *(clause.lead_in or (-1, -1)),
            clause.depth,
        )
        for clause in clauses
    ]
    passages = [(places[passage.clause_id], passage.start, passage.end) for passage in segment.passages]
    postings = segment.postings
    arrays = [
        np.array(table, dtype=np.int32).reshape(len(clauses), 9),
        np.array(passages, dtype=np.int32).reshape(len(passages), 3),
        segment.sections,
        segment.kinds.astype(np.int32),
        postings.lengths,
        *postings.own_lists,
        *postings.around_lists,
    ]
    names = _json_of([[clause.clause_id for clause in clauses], [clause.label for clause in clauses]])
    head = _json_of({"words": list(postings.vocabulary), "names": len(names), "shapes": [array.shape for array in arrays]})
    parts = [np.array([len(head)], dtype=np.int32).tobytes(), head, names]
    return b"".join(parts + [np.ascontiguousarray(array, dtype=np.int32).tobytes() for array in arrays])


def _json_of(values: Any) -> bytes:
    # Lone surrogates, which a decoded text can hold, are escaped by JSON and so survive.
    text = json.dumps(values, separators=(",", ":")).encode("ascii")
    return text + b" " * (-len(text) % _WORD_BYTES)


def unpack(data: memoryview, policy: Policy) -> StoredSegment:
    """The segment of a policy; arrays are views into `data`. ValueError and its kin when these are not its bytes."""
    offset = _WORD_BYTES + int(np.frombuffer(data, dtype=np.int32, count=1)[0])
    head: dict[str, Any] = json.loads(bytes(data[_WORD_BYTES:offset]))
    names = data[offset : offset + head["names"]]
    offset += len(names)
    arrays: list[Ints] = []
    for shape in head["shapes"]:
        count = prod(shape)
        arrays.append(np.frombuffer(data, dtype=np.int32, count=count, offset=offset).reshape(shape))
        offset += count * _WORD_BYTES
    table, places, sections, kinds, lengths, *lists = arrays
    # Policies share most of their words: one string for all of them.
    vocabulary = {intern(word): number for number, word in enumerate(head["words"])}
    postings = Postings(lengths, vocabulary, Lists(*lists[:3]), Lists(*lists[3:]))
    held = kinds.astype(np.bool_).reshape(len(places), len(KINDS))
    return StoredSegment(policy, table, names, places, sections, held, postings)


def _clauses(ids: Sequence[str], labels: Sequence[str], table: Ints) -> tuple[Clause, ...]:
    return tuple(
        Clause(
            clause_id,
            label,
            _KINDS[kind],
            start,
            end,
            None if parent < 0 else ids[parent],
            None if heading < 0 else Span(heading, heading_end),
            None if lead_in < 0 else Span(lead_in, lead_in_end),
            depth,
        )
        for clause_id, label, (kind, start, end, parent, heading, heading_end, lead_in, lead_in_end, depth) in zip(
            ids, labels, table.tolist(), strict=True
        )
    )

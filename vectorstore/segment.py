"""One policy as the index keeps it: its clauses, its passages and their words, so that opening it parses nothing."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
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
    """A segment as bytes: the length of a JSON header with its strings, the header, and int32 arrays one after the other."""
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
    header = {
        "ids": [clause.clause_id for clause in clauses],
        "labels": [clause.label for clause in clauses],
        "words": list(postings.vocabulary),
        "shapes": [array.shape for array in arrays],
    }
    # Lone surrogates, which a decoded text can hold, are escaped by JSON and so survive.
    text = json.dumps(header, separators=(",", ":")).encode("ascii")
    text += b" " * (-len(text) % _WORD_BYTES)
    parts = [np.array([len(text)], dtype=np.int32).tobytes(), text]
    return b"".join(parts + [np.ascontiguousarray(array, dtype=np.int32).tobytes() for array in arrays])


def unpack(data: memoryview, policy: Policy) -> Segment:
    """The segment of a policy; arrays are views into `data`. ValueError and its kin when these are not its bytes."""
    length = int(np.frombuffer(data, dtype=np.int32, count=1)[0])
    header: dict[str, Any] = json.loads(bytes(data[_WORD_BYTES : _WORD_BYTES + length]))
    offset = _WORD_BYTES + length
    arrays: list[Ints] = []
    for shape in header["shapes"]:
        count = int(np.prod(shape, dtype=np.int64))
        arrays.append(np.frombuffer(data, dtype=np.int32, count=count, offset=offset).reshape(shape))
        offset += count * _WORD_BYTES
    table, places, sections, kinds, lengths, *lists = arrays
    tree = ClauseTree(policy, _clauses(header["ids"], header["labels"], table))
    ids = header["ids"]
    passages = tuple(Passage(policy.policy_id, ids[place], start, end) for place, start, end in places.tolist())
    vocabulary = {word: number for number, word in enumerate(header["words"])}
    postings = Postings(lengths, vocabulary, Lists(*lists[:3]), Lists(*lists[3:]))
    return Segment(tree, passages, sections, kinds.astype(np.bool_).reshape(len(passages), len(KINDS)), postings)


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

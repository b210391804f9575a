"""A list as an answer: every entry, in order, under the sentence or heading that says what it lists."""

from collections.abc import Sequence

from assistant.draft import DraftClaim
from assistant.evidence import Evidence
from assistant.readable import quoted
from assistant.units import LIST_CHARS, list_around
from ingest.markers import read_marker
from ingest.policy import Clause, ClauseTree, Span


def list_claims(evidence: Evidence, rows: Sequence[int]) -> tuple[DraftClaim, ...]:
    """The list around the best passages, whole and in order; nothing where there is no list. `rows` are best first."""
    tree = evidence.partition.tree
    for row in rows[:3]:
        passage = evidence.partition.passages[row]
        found = list_around(tree, tree[passage.clause_id], passage.span)
        if found is None:
            continue
        lead_in, entries = found
        if sum(entry.end - entry.start for entry in entries) > LIST_CHARS:
            continue
        spans = tuple(span for span in (lead_in, *(_body(tree, entry) for entry in entries)) if span.end > span.start)
        lines = [quoted(tree.text(spans[0])), *(f"– {quoted(tree.text(span))}" for span in spans[1:])]
        return (DraftClaim("\n".join(lines), spans),)
    return ()


def _body(tree: ClauseTree, entry: Clause) -> Span:
    """An entry's words without its marker."""
    first = next((leaf for leaf in tree.leaves(entry.clause_id)), entry)
    marker = read_marker(tree.policy.text, first.start, first.end)
    start = marker.end if marker is not None and marker.is_enumerator and marker.end < entry.end else entry.start
    return Span(start, entry.end)

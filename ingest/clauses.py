"""A policy's own headings, numbers and lists as a tree of clauses with exact offsets, readable ids and labels to cite."""

from ingest.headings import find_contacts, find_plain_headings, mark_heading_runs
from ingest.leadins import set_lead_ins
from ingest.lines import read_lines
from ingest.markers import Marker, read_marker
from ingest.markup import LineKind, Piece, read_markup
from ingest.naming import name_clauses
from ingest.nesting import Outline
from ingest.nodes import close_nodes
from ingest.policy import ClauseTree, Policy
from ingest.regroup import regroup
from ingest.sequences import Numbered, Run, find_runs
from ingest.titles import is_title

# Part of the index's fingerprint: raise it with every change that can move, rename or relabel a clause.
CLAUSE_PARSER_VERSION = "2"


def _read_markers(text: str, pieces: list[Piece]) -> tuple[dict[int, Marker], dict[int, Run]]:
    """Markers by line and the runs they form; entries of lists are marked as such in `pieces`."""
    markers: dict[int, Marker] = {}
    numbered: list[Numbered] = []
    previous_marked = True
    for index, piece in enumerate(pieces):
        if piece.kind is LineKind.HEADING:
            start, end = piece.title_start, piece.title_end
        elif piece.kind is LineKind.TEXT:
            start, end = piece.line.body, piece.line.end
        else:
            previous_marked = True
            continue
        marker = read_marker(text, start, end)
        if marker is not None and (marker.readings or piece.kind is LineKind.TEXT):
            markers[index] = marker
        if marker is not None and marker.readings:
            markup = piece.style if piece.kind is LineKind.HEADING else ""
            titled = bool(markup) or marker.end >= end or is_title(text[marker.end : end], numbered=True)
            after_break = piece.line.gap > 0 or previous_marked
            numbered.append(Numbered(index, marker, piece.line.indent, markup, titled, after_break))
        previous_marked = marker is not None or piece.kind is LineKind.HEADING
    breaks = [index for index, piece in enumerate(pieces) if piece.kind is LineKind.HEADING and piece.level]
    runs = find_runs(numbered, breaks)
    for entry in numbered:
        if entry.line in runs:
            continue
        marker = markers[entry.line]
        if marker.bullet and not entry.markup:
            # The number after the bullet counts for nothing; the bullet does.
            markers[entry.line] = Marker(
                marker.start, marker.start + 1, ("bullet", marker.bullet), (), "", "", bullet=marker.bullet
            )
        else:
            del markers[entry.line]
    for index in markers:
        if pieces[index].kind is LineKind.TEXT:
            pieces[index].kind = LineKind.MARKED
    return markers, runs


def parse_clauses(policy: Policy) -> ClauseTree:
    """The clauses of a policy's text. Any text has a tree, an empty one none; time is linear in its length.

    Leaves hold every non-blank character exactly once. Ids and labels come from the text's own numbers and words.
    """
    text = policy.text
    pieces = read_markup(text, read_lines(text))
    markers, runs = _read_markers(text, pieces)
    find_contacts(text, pieces)
    find_plain_headings(text, pieces)
    mark_heading_runs(text, pieces, runs)
    root = Outline(text, pieces, markers, runs).build()
    close_nodes(root)
    regroup(text, root)
    set_lead_ins(text, root)
    return ClauseTree(policy, name_clauses(policy, root))

"""The lists of a policy: which clauses are entries of one list, and what announces or captions them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from ingest.markers import read_marker
from ingest.policy import Clause, ClauseKind, ClauseTree, Span
from ingest.sentences import split_sentences
from ingest.wording import announces_list

# Fewer headings in a row are no list.
_HEADED_ENTRIES = 3
_ENTRY_KINDS = (ClauseKind.ITEM, ClauseKind.TABLE_ROW)


@dataclass(frozen=True, slots=True)
class Listing:
    """Entries of one list in document order, under the clause `holder` (None: the document itself).

    `lead_in` is the sentence that announces the entries; `caption` the line that heads just these: the holder's heading, or its
    own first words where it is an entry of a longer list. `headed` when the entries are sections in prose, whose headings make
    the list.
    """

    holder: str | None
    lead_in: Span | None
    caption: Span | None
    entries: tuple[Clause, ...]
    headed: bool = False

    @property
    def size(self) -> int:
        """Characters of all entries."""
        return sum(entry.end - entry.start for entry in self.entries)

    @property
    def key(self) -> str:
        """Tells the lists of one policy apart."""
        return self.entries[0].clause_id


def listings(tree: ClauseTree) -> Iterator[Listing]:
    """Every list of a policy, outer ones first; a single entry counts where something announces it."""
    for holder in (None, *tree.clauses):
        holder_id = None if holder is None else holder.clause_id
        children = tree.children(holder_id)
        if not children:
            continue
        caption = None if holder is None else caption_of(tree, holder)
        for (kind, lead_in), run in groupby(children, key=lambda child: (child.kind, child.lead_in)):
            entries = tuple(run)
            if kind is ClauseKind.SECTION and not _listed_sections(tree, entries):
                if (
                    caption is not None
                    and len(entries) >= _HEADED_ENTRIES
                    and all(entry.heading is not None for entry in entries)
                ):
                    yield Listing(holder_id, None, caption, entries, headed=True)
                continue
            if kind not in (*_ENTRY_KINDS, ClauseKind.SECTION):
                continue
            if len(entries) == 1 and lead_in is None:
                continue
            announced = lead_in
            if kind is ClauseKind.TABLE_ROW:
                announced = _sentence_before(tree, children, entries[0]) or (None if _is_blank(tree, lead_in) else lead_in)
            elif kind is ClauseKind.SECTION and announced is None:
                announced = _sentence_before(tree, children, entries[0])
            yield Listing(holder_id, announced, caption, entries)


def _is_blank(tree: ClauseTree, span: Span | None) -> bool:
    return span is None or not any(character.isalnum() for character in tree.text(span))


def _sentence_before(tree: ClauseTree, siblings: tuple[Clause, ...], row: Clause) -> Span | None:
    """The sentence that announces a table or captions: the last one of the paragraph before them."""
    before = [sibling for sibling in siblings if sibling.start < row.start and sibling.kind is not ClauseKind.TABLE_ROW]
    if not before or before[-1].kind is not ClauseKind.PARAGRAPH:
        return None
    sentences = split_sentences(tree.policy.text, Span(before[-1].start, before[-1].end))
    return sentences[-1] if sentences and announces_list(tree.text(sentences[-1])) else None


def _listed_sections(tree: ClauseTree, sections: tuple[Clause, ...]) -> bool:
    """Whether sections are the captions of one list: announced together, or each with nothing but a short list under it."""
    if len(sections) < 2:
        return False
    if sections[0].lead_in is not None:
        return True
    return all(
        all(child.kind in (*_ENTRY_KINDS, ClauseKind.HEADING) for child in tree.children(section.clause_id))
        and len(tree.children(section.clause_id)) > 1
        for section in sections
    )


def caption_of(tree: ClauseTree, clause: Clause) -> Span | None:
    """The line that heads what stands under a clause: its heading, or the first words of an item with entries of its own."""
    if clause.heading is not None:
        return clause.heading
    first = next(iter(tree.children(clause.clause_id)), None)
    if clause.kind is ClauseKind.ITEM and first is not None and first.kind is ClauseKind.PARAGRAPH:
        return body_of(tree, first)
    return None


def body_of(tree: ClauseTree, clause: Clause) -> Span:
    """A clause's words without its marker."""
    first = next((leaf for leaf in tree.leaves(clause.clause_id)), clause)
    marker = read_marker(tree.policy.text, first.start, first.end)
    start = clause.start
    if marker is not None and (marker.is_enumerator or marker.is_bullet) and marker.end < clause.end:
        start = marker.end
    while start < clause.end and tree.policy.text[start].isspace():
        start += 1
    return Span(start, clause.end)


def overlap(first: Span | Clause, second: Span | Clause) -> bool:
    """Whether two stretches of text share a character."""
    return first.start < second.end and second.start < first.end

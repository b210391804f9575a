"""What is quoted for a passage: the sentence with those it leans on, the list item with its lead-in, the contact block."""

from dataclasses import dataclass

from ingest.policy import Clause, ClauseKind, ClauseTree, Span
from ingest.sentences import split_sentences
from ingest.wording import leans_on_before

# A contact block or list longer than this is quoted in part.
BLOCK_CHARS = 700
LIST_CHARS = 3_000
# A lead-in further from its item than this is quoted apart from it.
_BETWEEN_CHARS = 12


@dataclass(frozen=True, slots=True)
class Unit:
    """Spans quoted together, in document order. `listed` when it is an item under a lead-in (the first span)."""

    spans: tuple[Span, ...]
    listed: bool = False


def leaf_of(tree: ClauseTree, position: int) -> Clause | None:
    """The leaf clause that holds a character."""
    return next((leaf for leaf in tree.leaves() if leaf.start <= position < leaf.end), None)


def sentence_unit(tree: ClauseTree, clause: Clause, span: Span) -> Unit:
    """A passage with the sentences it cannot be understood without, or that take part of it back ("However, …")."""
    text = tree.policy.text
    sentences = split_sentences(text, Span(clause.start, clause.end))
    first = last = next((place for place, sentence in enumerate(sentences) if sentence.start >= span.start), 0)
    if first >= len(sentences):
        return Unit((span,))
    while first > 0 and leans_on_before(text[sentences[first].start : sentences[first].end]):
        first -= 1
    while last + 1 < len(sentences) and leans_on_before(text[sentences[last + 1].start : sentences[last + 1].end]):
        last += 1
    return Unit((Span(min(sentences[first].start, span.start), max(sentences[last].end, span.end)),))


def item_unit(tree: ClauseTree, clause: Clause, span: Span) -> Unit:
    """A list item under the sentence that introduces it."""
    own = sentence_unit(tree, clause, span).spans[0]
    lead_in = lead_in_of(tree, clause)
    if lead_in is None or lead_in.start <= own.start < lead_in.end:
        return Unit((own,))
    between = own.start - lead_in.end
    if 0 <= between <= _BETWEEN_CHARS:
        return Unit((Span(lead_in.start, own.end),), listed=True)
    return Unit((lead_in, own), listed=True)


def lead_in_of(tree: ClauseTree, clause: Clause) -> Span | None:
    """The lead-in of a clause or of the nearest clause above it that has one."""
    return next((node.lead_in for node in (clause, *tree.ancestors(clause)) if node.lead_in is not None), None)


def unit_of(tree: ClauseTree, clause: Clause, span: Span, *, whole_block: bool = False) -> Unit:
    """What is quoted for a passage of a clause; `whole_block` asks for a contact block as a whole."""
    if clause.kind is ClauseKind.CONTACT:
        if whole_block and clause.end - clause.start <= BLOCK_CHARS:
            return Unit((Span(clause.start, clause.end),))
        return Unit((span,))
    if clause.kind in (ClauseKind.ITEM, ClauseKind.TABLE_ROW) or (
        clause.kind is ClauseKind.PARAGRAPH and clause.lead_in is not None
    ):
        return item_unit(tree, clause, span)
    return sentence_unit(tree, clause, span)


def list_around(tree: ClauseTree, clause: Clause, span: Span) -> tuple[Span, tuple[Clause, ...]] | None:
    """The list that a passage introduces or stands in: its lead-in (or heading) and its entries; None when there is none."""
    for node in (clause, *tree.ancestors(clause)):
        siblings = tree.children(node.parent)
        if node.kind in (ClauseKind.ITEM, ClauseKind.TABLE_ROW) or (
            node.kind is ClauseKind.SECTION and node.lead_in is not None
        ):
            group = tuple(
                other
                for other in siblings
                if other.kind is node.kind and other.lead_in == node.lead_in and _same_run(siblings, node, other)
            )
            if len(group) > 1:
                return node.lead_in or _heading_span(tree, node.parent) or Span(group[0].start, group[0].start), group
        following = _introduced(tree, siblings, node, span)
        if following:
            return following[0].lead_in or span, following
    return None


def _same_run(siblings: tuple[Clause, ...], node: Clause, other: Clause) -> bool:
    if node.lead_in is not None:
        return True
    first, last = sorted((siblings.index(node), siblings.index(other)))
    return all(between.kind is node.kind for between in siblings[first : last + 1])


def _introduced(tree: ClauseTree, siblings: tuple[Clause, ...], node: Clause, span: Span) -> tuple[Clause, ...]:
    """Entries after `node` whose lead-in is the passage itself, or that stand in the item the passage opens."""
    return tuple(
        other
        for other in siblings
        if other.lead_in is not None and other.start > node.start and other.lead_in.start <= span.start < other.lead_in.end
    )


def _heading_span(tree: ClauseTree, clause_id: str | None) -> Span | None:
    return tree[clause_id].heading if clause_id is not None else None

"""What is quoted for a passage: the sentence with those it leans on, the list item with its lead-in, the contact block."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ingest.cross_references import referred_to
from ingest.policy import Clause, ClauseKind, ClauseTree, Span
from ingest.sentences import split_sentences
from ingest.wording import SUBORDINATE_OPENERS, announces_entries, ends_with_colon, first_words, is_complete, leans_on_before

# A contact block or list longer than this is quoted in part.
BLOCK_CHARS = 700
LIST_CHARS = 3_000
# A short contact block is quoted whole: a number means little without whose it is.
SHORT_BLOCK_CHARS = 160
# What a sentence announces is quoted with it up to this length.
ANNOUNCED_CHARS = 420
STANDS_ALONE_WORDS = 6
# A clause that a sentence refers to by its number is quoted before it up to this length.
REFERENCE_CHARS = 260
# What stands in front of an entry in so few words names it: "Physical measures. We lock …".
CAPTION_WORDS = 6
_SUBORDINATE = frozenset((opener,) for opener in SUBORDINATE_OPENERS)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|will|shall|must|may|can|do|does|has|have|please|send|transfer|contact|we|you|they|\w+s|\w+ed)\b",
    re.IGNORECASE,
)
# Unlike `_FINITE` no word for its ending alone: "physical measures".
_SAYS = re.compile(
    r"\b(?:is|are|was|were|will|shall|must|may|can|cannot|do|does|has|have|please|send|contact|see|call|we|you|they|it|not|\w+ed)\b",
    re.IGNORECASE,
)
_TURNS = re.compile(
    r"\b(?:not|never|no|except|unless|exceptions?|refrain|refuse|cannot|excluding|without)\b|除く|除き|ない", re.IGNORECASE
)
_PERSON_FOLLOWS = re.compile(
    r"\b(?:following (?:person|individual|officer|manager)|person (?:named )?below)\b|次の者", re.IGNORECASE
)
# Where a table's cell, or a line in it, ends.
_CELL_ENDS = re.compile(r"\||<br ?/?>")
# A lead-in further from its item than this is quoted apart from it.
_BETWEEN_CHARS = 12


@dataclass(frozen=True, slots=True)
class Unit:
    """Spans quoted together, in document order. `listed` when it is an item under a lead-in (the first span)."""

    spans: tuple[Span, ...]
    listed: bool = False


def person_announced(tree: ClauseTree, clause: Clause, passage: Span) -> Span | None:
    """The block that gives whom a sentence announces ("… appoint the following person"); None where it announces nobody."""
    if _PERSON_FOLLOWS.search(tree.text(passage)) is None:
        return None
    after = next((leaf for leaf in tree.leaves() if leaf.start >= clause.end), None)
    if after is None or after.kind not in (ClauseKind.CONTACT, ClauseKind.SIGNATURE) or after.end - after.start > BLOCK_CHARS:
        return None
    return Span(after.start, after.end)


def leaf_of(tree: ClauseTree, position: int) -> Clause | None:
    """The leaf clause that holds a character."""
    return next((leaf for leaf in tree.leaves() if leaf.start <= position < leaf.end), None)


def sentence_unit(tree: ClauseTree, clause: Clause, span: Span) -> Unit:
    """A passage with the sentences it cannot be understood without, or that take part of it back ("However, …").

    A sentence that announces what follows ("as follows:") is quoted with it, as far as that is short.
    """
    text = tree.policy.text
    sentences = split_sentences(text, Span(clause.start, clause.end))
    first = last = next((place for place, sentence in enumerate(sentences) if sentence.start >= span.start), 0)
    if first >= len(sentences):
        return Unit((span,))
    while first > 0 and leans_on_before(text[sentences[first].start : sentences[first].end]):
        first -= 1
    while last + 1 < len(sentences) and leans_on_before(text[sentences[last + 1].start : sentences[last + 1].end]):
        last += 1
    if _is_caption(text[sentences[last].start : sentences[last].end]):
        last = _named_by(text, sentences, last)
    own = Span(min(sentences[first].start, span.start), max(sentences[last].end, span.end))
    if ends_with_colon(text[own.start : own.end]) or (
        last + 1 == len(sentences) and announces_entries(text[sentences[last].start : sentences[last].end])
    ):
        return Unit((Span(own.start, _announced_end(tree, clause, own)),))
    return Unit((own,))


def _is_caption(words: str) -> bool:
    plain = words.strip(" *_.:")
    return 0 < len(plain.split()) <= CAPTION_WORDS and _SAYS.search(plain) is None


def _named_by(text: str, sentences: Sequence[Span], caption: int) -> int:
    """The last sentence that a caption names: all after it while they stay short, the next one at least."""
    last = caption
    for place in range(caption + 1, len(sentences)):
        if last > caption and sentences[place].end - sentences[caption].start > ANNOUNCED_CHARS:
            break
        last = place
    return last


def _announced_end(tree: ClauseTree, clause: Clause, own: Span) -> int:
    """One past what a sentence announces: the rest of its clause and the clauses after it, whole ones while it stays short."""
    end = own.end
    text = tree.policy.text
    for sentence in split_sentences(text, Span(clause.start, clause.end)):
        if sentence.start >= end and sentence.end - own.start <= ANNOUNCED_CHARS:
            end = sentence.end
    leaves = [leaf for leaf in tree.leaves(clause.parent) if leaf.start >= end]
    for leaf in leaves:
        more = leaf.end - own.start > ANNOUNCED_CHARS
        if leaf.kind is ClauseKind.HEADING or (more and end > own.end):
            break
        if more:
            sentences = split_sentences(text, Span(leaf.start, leaf.end))
            if not sentences:
                return end
            caption = _is_caption(text[sentences[0].start : sentences[0].end])
            first = sentences[_named_by(text, sentences, 0) if caption else 0]
            return first.end if first.end - own.start <= 2 * ANNOUNCED_CHARS else end
        end = leaf.end
        if leaf.kind is ClauseKind.PARAGRAPH and is_complete(text[leaf.start : leaf.end]):
            break
    return end


def item_unit(tree: ClauseTree, clause: Clause, span: Span) -> Unit:
    """A list item under the sentence that introduces it, unless the item is a whole sentence that needs none."""
    own = sentence_unit(tree, clause, span).spans[0]
    lead_in = lead_in_of(tree, clause)
    if lead_in is None or lead_in.start <= own.start < lead_in.end:
        return Unit((own,))
    if stands_alone(tree.policy.text[own.start : own.end]) and not changes_meaning(
        tree.policy.text[lead_in.start : lead_in.end]
    ):
        return Unit((own,))
    between = own.start - lead_in.end
    if 0 <= between <= _BETWEEN_CHARS:
        return Unit((Span(lead_in.start, own.end),), listed=True)
    return Unit((lead_in, own), listed=True)


def stands_alone(words: str) -> bool:
    """Whether an item is a sentence of its own: capitalised, complete, with a verb, not "When …" or "For …"."""
    plain_words = words.strip().lstrip("*_“\"'(")
    if not is_complete(words) or not plain_words[:1].isupper() or first_words(plain_words)[:1] in _SUBORDINATE:
        return False
    return len(plain_words.split()) >= STANDS_ALONE_WORDS and _FINITE.search(plain_words) is not None


def changes_meaning(lead_in: str) -> bool:
    """Whether a lead-in turns what stands under it into its opposite: "except in the following cases", "we do not:"."""
    return _TURNS.search(lead_in) is not None and announces_entries(lead_in)


def lead_in_of(tree: ClauseTree, clause: Clause) -> Span | None:
    """The lead-in of a clause or of the nearest clause above it that has one."""
    return next((node.lead_in for node in (clause, *tree.ancestors(clause)) if node.lead_in is not None), None)


def unit_of(tree: ClauseTree, clause: Clause, span: Span, *, whole_block: bool = False) -> Unit:
    """What is quoted for a passage, behind the clause that it says it is about; `whole_block` asks for whole contact blocks."""
    unit = _unit_of(tree, clause, span, whole_block=whole_block)
    meant = referred_to(tree, clause, span)
    if meant is None or unit.listed or meant.end > unit.spans[0].start:
        return unit
    # Of a long clause its first line, which says what it is on.
    first = (
        meant
        if meant.end - meant.start <= REFERENCE_CHARS
        else Span(meant.start, tree.policy.text.find("\n", meant.start, meant.end))
    )
    return Unit((first, *unit.spans)) if 0 < first.end - first.start <= REFERENCE_CHARS else unit


def _unit_of(tree: ClauseTree, clause: Clause, span: Span, *, whole_block: bool) -> Unit:
    if clause.kind in (ClauseKind.DATE, ClauseKind.SIGNATURE) and clause.end - clause.start <= ANNOUNCED_CHARS:
        return Unit((Span(clause.start, clause.end),))
    if clause.kind is ClauseKind.CONTACT:
        if clause.end - clause.start <= (BLOCK_CHARS if whole_block else SHORT_BLOCK_CHARS):
            return Unit((Span(clause.start, clause.end),))
        return Unit((span,))
    if clause.kind is ClauseKind.ITEM or (clause.kind is ClauseKind.PARAGRAPH and clause.lead_in is not None):
        return item_unit(tree, clause, span)
    return sentence_unit(tree, clause, span)


def cell_sentence(text: str, row: Span, holds: Callable[[str], tuple[int, int]]) -> Span:
    """Of a long table row the sentence of a cell that holds as much of a question as the row; the row where none does.

    `holds` gives how many of the question's words a text holds, and how many of them as they are.
    """
    if row.end - row.start <= ANNOUNCED_CHARS:
        return row
    marks = [(row.start + mark.start(), row.start + mark.end()) for mark in _CELL_ENDS.finditer(text[row.start : row.end])]
    starts = [row.start, *(end for _, end in marks)]
    cells = (Span(start, end) for start, end in zip(starts, [*(start for start, _ in marks), row.end], strict=True))
    parts = [part for cell in cells for part in split_sentences(text, cell) if is_complete(text[part.start : part.end])]
    everything = holds(text[row.start : row.end])[0]
    best = max(parts, key=lambda part: holds(text[part.start : part.end]), default=row)
    return best if everything and holds(text[best.start : best.end])[0] == everything else row


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

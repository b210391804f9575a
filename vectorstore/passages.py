"""Passages: the sentences and list items that are matched, and the context that gives each its meaning."""

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.cross_references import referred_to
from ingest.policy import Clause, ClauseKind, ClauseTree, Span
from ingest.sentences import split_sentences

# Part of the index's fingerprint: raise it with every change of what is embedded.
PASSAGE_VERSION = "3"
# Headings nearest to a passage say most; three keep the text short enough for the encoder to weigh the passage itself.
CONTEXT_HEADINGS = 3
# A line that is taken for a heading only by its looks speaks for so many characters after it; a marked one for its section.
PLAIN_HEADING_REACH_CHARS = 1_600
# A lead-in longer than this would drown the list item it introduces.
CONTEXT_LEAD_IN_CHARS = 200
CONTEXT_MARK = " › "


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence or list item of a clause: `policy.text[start:end]`."""

    policy_id: str
    clause_id: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        """Its place in the policy's text."""
        return Span(self.start, self.end)


def _answering_leaves(tree: ClauseTree) -> Iterator[Clause]:
    for leaf in tree.leaves():
        # A heading is context, unless nothing stands under it: then it is all the section says.
        if leaf.kind is ClauseKind.HEADING and leaf.parent is not None and len(tree.children(leaf.parent)) > 1:
            continue
        yield leaf


def passages_of(tree: ClauseTree) -> tuple[Passage, ...]:
    """All passages of a policy in document order, without overlap."""
    text = tree.policy.text
    return tuple(
        Passage(tree.policy.policy_id, leaf.clause_id, span.start, span.end)
        for leaf in _answering_leaves(tree)
        for span in split_sentences(text, Span(leaf.start, leaf.end))
    )


def _headings(tree: ClauseTree, clause: Clause, start: int) -> list[Span]:
    chain = [(node.start, node.heading) for node in (clause, *tree.ancestors(clause)) if node.heading is not None]
    marked = any(begin < heading.start for begin, heading in chain)
    if not chain or not (marked or start - chain[0][1].end <= PLAIN_HEADING_REACH_CHARS):
        return []
    return [heading for _, heading in reversed(chain[:CONTEXT_HEADINGS])]


def context_of(tree: ClauseTree, passage: Passage) -> str:
    """The headings above a passage, the lead-in of its list and the clause it refers to, as embedded before its own words."""
    clause = tree[passage.clause_id]
    parts = [tree.text(heading) for heading in _headings(tree, clause, passage.start)]
    lead_in = next((node.lead_in for node in (clause, *tree.ancestors(clause)) if node.lead_in is not None), None)
    if lead_in is not None and not (lead_in.start <= passage.start < lead_in.end):
        parts.append(tree.text(lead_in)[-CONTEXT_LEAD_IN_CHARS:])
    if (meant := referred_to(tree, clause, passage.span)) is not None:
        parts.append(tree.text(meant)[:CONTEXT_LEAD_IN_CHARS])
    return CONTEXT_MARK.join(" ".join(part.split()) for part in parts)


def embedded_text(tree: ClauseTree, passage: Passage) -> str:
    """What the encoder and the word index are given for a passage."""
    own = " ".join(tree.policy.text[passage.start : passage.end].split())
    context = context_of(tree, passage)
    return f"{context}{CONTEXT_MARK}{own}" if context else own

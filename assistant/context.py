"""The clauses a chat model is given: by rank, whole lists under their lead-ins, as many as the budget of tokens allows."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evidence import Evidence
from assistant.units import LIST_CHARS, Unit, lead_in_of, leaf_of, list_around, unit_of
from assistant.verify import clause_at, marker_of
from ingest.policy import ClauseTree, Span

# Clauses shown of one policy at most, however small they are; a model reads the first best.
MOST_BLOCKS = 10
# A paragraph longer than this is shown as the sentence that matched with those it leans on.
LONGEST_PARAGRAPH = 1_200
# Characters a token, roughly: of Latin text, and of everything else, whose characters often take a token each.
LATIN_PER_TOKEN, OTHER_PER_TOKEN = 4.0, 1.0


@dataclass(frozen=True, slots=True)
class Block:
    """A part of one policy shown under a key: `spans` are places of its text, in order."""

    key: str
    policy_id: str
    company: str
    label: str
    spans: tuple[Span, ...]
    text: str


def tokens_in(text: str) -> int:
    """About how many tokens a model makes of a text: a quarter of its Latin characters and each other one."""
    latin = sum(character < "\u0250" for character in text)
    return int(latin / LATIN_PER_TOKEN + (len(text) - latin) / OTHER_PER_TOKEN) + 1


def blocks_of(evidence: Sequence[Evidence], budget_tokens: int) -> tuple[Block, ...]:
    """The clauses shown, keyed A, B, …; each policy has the same share of the budget, and at least its best clause."""
    share = budget_tokens // max(len(evidence), 1)
    blocks: list[Block] = []
    for one in evidence:
        spent = 0
        for number, spans in enumerate(_ranked(one)):
            tree = one.partition.tree
            text = "\n".join(visible(tree.text(span)) for span in spans)
            label = clause_at(tree, spans[0]).label
            cost = tokens_in(text) + tokens_in(label) + 4
            if number and spent + cost > share:
                # A smaller clause of a lower rank may still fit.
                continue
            spent += cost
            blocks.append(Block(marker_of(len(blocks)), tree.policy.policy_id, tree.policy.company, label, spans, text))
    return tuple(blocks)


def shown(blocks: Sequence[Block]) -> str:
    """The blocks as they stand in a prompt."""
    return "\n\n".join(f"[{block.key}] {one_line(block.company)} - {one_line(block.label)}\n{block.text}" for block in blocks)


def _ranked(evidence: Evidence) -> list[tuple[Span, ...]]:
    """What is shown for each passage, best first, none inside another."""
    found: list[tuple[Span, ...]] = []
    for row in evidence.order[: 3 * MOST_BLOCKS]:
        passage = evidence.partition.passages[int(row)]
        if any(span.start <= passage.start and passage.end <= span.end for spans in found for span in spans):
            continue
        found.append(_around(evidence.partition.tree, passage.clause_id, passage.span))
        if len(found) == MOST_BLOCKS:
            break
    return found


def _around(tree: ClauseTree, clause_id: str, passage: Span) -> tuple[Span, ...]:
    """The list a passage belongs to, its paragraph, or its sentences, whichever is the largest that is not too long."""
    clause = tree[clause_id]
    listed = list_around(tree, clause, passage)
    if listed is not None:
        lead_in, entries = listed
        if sum(entry.end - entry.start for entry in entries) <= LIST_CHARS:
            spans = (lead_in, *(Span(entry.start, entry.end) for entry in entries))
            return tuple(span for span in spans if span.end > span.start)
    if clause.end - clause.start <= LONGEST_PARAGRAPH:
        lead_in_span = lead_in_of(tree, clause)
        own = Span(clause.start, clause.end)
        apart = lead_in_span is not None and not (own.start <= lead_in_span.start < own.end)
        return (lead_in_span, own) if lead_in_span is not None and apart else (own,)
    return unit_of(tree, clause, passage).spans


def visible(text: str) -> str:
    """A text without characters that nobody sees, such as tags and direction marks; its lines stay lines."""
    kept = "".join(
        " " if character == "\t" else character
        for character in text
        if character in "\n\t" or unicodedata.category(character) not in ("Cf", "Cc", "Co", "Cs", "Cn")
    )
    return "\n".join(" ".join(line.split()) for line in kept.splitlines() if line.strip())


def one_line(text: str) -> str:
    """A name or label as it may stand in a prompt: one line, nothing invisible, not long."""
    return " ".join(visible(text).split())[:200]


def passages_at(evidence: Evidence, span: Span) -> tuple[int, ...]:
    """Rows of the passages that a span touches, in document order."""
    return tuple(
        row for row, passage in enumerate(evidence.partition.passages) if passage.start < span.end and span.start < passage.end
    )


def units_around(evidence: Evidence, span: Span) -> tuple[Unit, ...]:
    """The whole sentences or entries that a quoted span stands in, each with what it cannot be understood without."""
    tree, passages = evidence.partition.tree, evidence.partition.passages
    found: list[Unit] = []
    for row in passages_at(evidence, span):
        passage = passages[row]
        if not any(known.start <= passage.start and passage.end <= known.end for unit in found for known in unit.spans):
            found.append(unit_of(tree, tree[passage.clause_id], passage.span))
    if not found:
        # A heading: it answers nothing by a passage of its own, and is quoted whole.
        leaf = leaf_of(tree, span.start)
        whole = leaf is not None and leaf.start <= span.start and span.end <= leaf.end
        found = [Unit((Span(leaf.start, leaf.end) if leaf is not None and whole else span,))]
    return tuple(found)

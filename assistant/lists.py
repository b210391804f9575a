"""A list as an answer: every entry, in order, under the sentence or heading that says what it lists."""

import re
from collections.abc import Sequence

from assistant.draft import DraftClaim
from assistant.evidence import Evidence
from assistant.list_choice import CANDIDATE_ROWS, ListChoice
from assistant.listings import Listing, body_of, caption_of, overlap
from assistant.readable import quoted
from assistant.units import LIST_CHARS
from ingest.policy import Clause, ClauseKind, ClauseTree, Span
from ingest.sentences import split_sentences

_FIRMS_ASKED = re.compile(
    r"\b(?:companies|firms|partners|recipients|providers|vendors|processors|subcontractors|affiliates)\b", re.IGNORECASE
)
# Without a name, companies of the library are meant.
_WHICH_COMPANIES = re.compile(r"\W*which companies\b", re.IGNORECASE)
_FIRM = re.compile(r"\b[A-Z][\w&.]+,? (?:Inc|LLC|Ltd|GmbH|Limited|AB|AG|Oy|SAS?|Corp|Company|Co)\b")
# A clause of names is preferred to a sentence that is no further ahead than this.
NAMES_BEHIND = 0.30
NAMES_CHARS = 1_200
# A heading and its first sentence, in a list of sections.
HEADED_CHARS = 220
# A list that is too long is cut to about this many characters.
CUT_CHARS = 1_700
MORE = "– (more entries follow in the policy)"
# Lead-in and entries are one quote where no more than markers and white space lie between them.
_GAP_CHARS = 8


def list_claims(evidence: Evidence, rows: Sequence[int]) -> tuple[DraftClaim, ...]:
    """The list that answers, in order; nothing where a sentence does. `rows` are best first."""
    if not rows or evidence.question.values or evidence.question.premise:
        # A figure in the question is what it is about.
        return ()
    choice = ListChoice(evidence)
    chosen = choice.choose(rows)
    if chosen is None:
        return _names(evidence, rows)
    return tuple(claim_of(evidence, listing) for listing in choice.with_companion(chosen))


def _names(evidence: Evidence, rows: Sequence[int]) -> tuple[DraftClaim, ...]:
    """A clause that names firms, where firms are asked for and it is nearly the best; nothing where there is none."""
    question = evidence.question
    if _FIRMS_ASKED.search(question.topic) is None or (
        _WHICH_COMPANIES.match(question.topic) and question.text.split() == question.topic.split()
    ):
        return ()
    tree, passages = evidence.partition.tree, evidence.partition.passages
    limit = float(evidence.total[rows[0]]) - NAMES_BEHIND
    for row in rows[:CANDIDATE_ROWS]:
        clause = tree[passages[row].clause_id]
        if float(evidence.total[row]) < limit or clause.end - clause.start > NAMES_CHARS:
            continue
        if len(_FIRM.findall(tree.text(clause))) > 1:
            body = body_of(tree, clause)
            return (DraftClaim(quoted(tree.text(body)), (body,)),)
    return ()


def claim_of(evidence: Evidence, listing: Listing) -> DraftClaim:
    """A list as it is quoted: what announces it, then a line for each entry; a long one cut to its most relevant entries."""
    tree = evidence.partition.tree
    entries, cut = _kept(evidence, listing)
    heads = heads_of(tree, listing)
    lines = [quoted(tree.text(head)) for head in heads]
    bodies: list[Span] = []
    for entry in entries:
        for depth, body in [(0, _headed(tree, entry))] if listing.headed else _lines(tree, entry):
            lines.append(f"{'  ' * depth}– {quoted(tree.text(body).strip('| '))}")
            bodies.append(body)
    if cut:
        lines.append(MORE)
    return DraftClaim("\n".join(lines), _quotes(tree, heads, bodies))


def heads_of(tree: ClauseTree, listing: Listing) -> tuple[Span, ...]:
    """The lead-in and the caption of a list, without white space, each once."""
    spans = [span for span in (listing.lead_in, listing.caption) if span is not None and tree.text(span).strip()]
    if len(spans) == 2 and overlap(*spans):
        spans = spans[:1]
    if listing.lead_in is not None and listing.caption is not None and listing.lead_in.start >= listing.caption.end:
        # The sentence under a heading says it all.
        spans = [listing.lead_in]
    return tuple(spans)


def _lines(tree: ClauseTree, entry: Clause, depth: int = 0) -> list[tuple[int, Span]]:
    children = [child for child in tree.children(entry.clause_id) if child.kind is not ClauseKind.HEADING]
    caption = caption_of(tree, entry)
    if not children or caption is None:
        return [(depth, body_of(tree, entry))]
    lines = [(depth, caption)]
    for child in children:
        if child.start >= caption.end:
            lines += _lines(tree, child, depth + 1)
    return lines


def _headed(tree: ClauseTree, section: Clause) -> Span:
    """A section's heading with its first sentence, the heading alone where that is long."""
    heading = section.heading or Span(section.start, section.end)
    first = next((leaf for leaf in tree.leaves(section.clause_id) if leaf.start >= heading.end), None)
    sentence = None if first is None else next(iter(split_sentences(tree.policy.text, Span(first.start, first.end))), None)
    if sentence is None or sentence.end - heading.start > HEADED_CHARS:
        return heading
    return Span(heading.start, sentence.end)


def _kept(evidence: Evidence, listing: Listing) -> tuple[tuple[Clause, ...], bool]:
    if listing.headed or listing.size <= LIST_CHARS:
        return listing.entries, False
    best = {entry.clause_id: -1.0 for entry in listing.entries}
    tree = evidence.partition.tree
    for row, passage in enumerate(evidence.partition.passages):
        for node in (tree[passage.clause_id], *tree.ancestors(tree[passage.clause_id])):
            if node.clause_id in best:
                best[node.clause_id] = max(best[node.clause_id], float(evidence.total[row]))
    kept: list[Clause] = []
    room = CUT_CHARS
    for entry in sorted(listing.entries, key=lambda each: -best[each.clause_id]):
        if entry.end - entry.start > room and kept:
            break
        kept.append(entry)
        room -= entry.end - entry.start
    return tuple(sorted(kept, key=lambda each: each.start)), len(kept) < len(listing.entries)


def _quotes(tree: ClauseTree, heads: Sequence[Span], bodies: Sequence[Span]) -> tuple[Span, ...]:
    """The spans quoted, neighbours with nothing but markers between them as one."""
    joined: list[Span] = []
    for span in sorted({*heads, *bodies}):
        if (
            joined
            and 0 <= span.start - joined[-1].end <= _GAP_CHARS
            and "\n#" not in tree.policy.text[joined[-1].end : span.start]
        ):
            joined[-1] = Span(joined[-1].start, span.end)
        elif not joined or span.start >= joined[-1].end:
            joined.append(span)
    return tuple(joined)

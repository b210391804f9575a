"""The sentence before a list that gives its entries their meaning."""

from ingest.nesting import Node
from ingest.policy import ClauseKind, Span
from ingest.sentences import split_sentences
from ingest.wording import announces_list, announces_weakly, ends_with_colon, leans_on_before

# Longer, and the sentence it leans on is left out.
LONGEST_CHARS = 700


def set_lead_ins(text: str, root: Node) -> None:
    """Give every list entry and table row its lead-in; entries of a titled entry or caption inherit the one above."""
    order: list[Node] = [root]
    for node in order:
        _set_for_children(text, node, node is root)
        order.extend(node.children)


def _set_for_children(text: str, parent: Node, is_root: bool) -> None:
    inherited = None if is_root else parent.lead_in
    before: Node | None = None
    announced: Span | None = None
    header: Node | None = None
    for position, child in enumerate(parent.children):
        own = position == 0 and not is_root and child.kind in (ClauseKind.HEADING, ClauseKind.PARAGRAPH) and not child.children
        if own and (parent.marker is not None or parent.heading is not None):
            child.lead_in = inherited
            before = child
            continue
        if child.style == "item":
            if before is not None:
                announced = _announcement(text, before, parent)
                before = None
            child.lead_in = announced or inherited
            if (
                child.kind is ClauseKind.SECTION
                and child.lead_in
                and not ends_with_colon(text[child.lead_in.start : child.lead_in.end])
            ):
                # Numbered sections under "details are given below" are no list.
                child.lead_in = None
        elif child.style == "caption":
            if before is not None:
                announced = _announcement(text, before, parent)
                before = None
            child.lead_in = announced
        elif child.kind is ClauseKind.TABLE_ROW:
            header = header or child
            child.lead_in = Span(header.start, header.end) if header is not child else None
            before = None
        else:
            child.lead_in = inherited if child.kind is ClauseKind.PARAGRAPH and parent.style in ("item", "caption") else None
            before = child
            header = None


def _announcement(text: str, leaf: Node, parent: Node) -> Span | None:
    while leaf.children:
        leaf = leaf.children[-1]
    if leaf.kind is ClauseKind.HEADING or leaf.kind not in (ClauseKind.PARAGRAPH, ClauseKind.CONTACT):
        return None
    own_of_item = parent.style == "item" and bool(parent.children) and leaf is parent.children[0]
    if own_of_item and parent.heading is not None:
        return None
    sentences = split_sentences(text, Span(leaf.start, leaf.end))
    if not sentences:
        return None
    chosen = None
    for test in (announces_list, announces_weakly):
        matching = [index for index, sentence in enumerate(sentences) if test(text[sentence.start : sentence.end])]
        if matching:
            chosen = matching[-1]
            break
    if ends_with_colon(text[sentences[-1].start : sentences[-1].end]):
        chosen = len(sentences) - 1
    if chosen is None:
        if not own_of_item:
            return None
        chosen = len(sentences) - 1
    span = sentences[chosen]
    if leans_on_before(text[span.start : span.end]):
        span = _with_sentence_before(text, span, sentences, chosen, leaf, parent)
    return span


def _with_sentence_before(text: str, span: Span, sentences: tuple[Span, ...], chosen: int, leaf: Node, parent: Node) -> Span:
    if chosen:
        before = sentences[chosen - 1]
    else:
        index = next((index for index, child in enumerate(parent.children) if child is leaf), 0)
        previous = parent.children[index - 1] if index else None
        if previous is None or previous.kind is not ClauseKind.PARAGRAPH or previous.children:
            return span
        earlier = split_sentences(text, Span(previous.start, previous.end))
        if not earlier:
            return span
        before = earlier[-1]
    return Span(before.start, span.end) if span.end - before.start <= LONGEST_CHARS else span

"""The sentence before a list that gives its entries their meaning."""

from ingest.nodes import Node
from ingest.policy import ClauseKind, Span
from ingest.sentences import split_sentences
from ingest.wording import announces_list, announces_weakly, begins_sentence, ends_with_colon, is_fragment, leans_on_before

# Longer, and the sentence it leans on is left out.
LONGEST_CHARS = 700


def set_lead_ins(text: str, root: Node) -> None:
    """Give every list entry and table row its lead-in; entries of a titled entry or caption inherit the one above."""
    order: list[Node] = [root]
    for node in order:
        _set_for_children(text, node, node is root)
        order.extend(node.children)


def _set_for_children(text: str, parent: Node, is_root: bool) -> None:
    inherited = None if is_root else parent.lead_in or _announcing_heading(text, parent)
    passed_on = inherited is not None and (parent.style in ("item", "caption") or inherited is not parent.lead_in)
    before: Node | None = None
    earlier: Node | None = None
    announced: Span | None = None
    header: Node | None = None
    # What announces a list of plain lines, while they go on: "… used to:" / "contact you;" / "fulfil an order;".
    unmarked: Span | None = None
    for position, child in enumerate(parent.children):
        own = position == 0 and not is_root and not child.children and (parent.marker is not None or parent.heading is not None)
        if own:
            child.lead_in = parent.lead_in
        elif child.style in ("item", "caption"):
            if before is not None:
                announced = _announcement(text, before, earlier, parent)
                before = None
            child.lead_in = announced if child.style == "caption" else announced or inherited
            if child.kind is ClauseKind.SECTION and not _ends_with_colon(text, child.lead_in):
                # Numbered sections under "details are given below" are no list.
                child.lead_in = None
            continue
        elif child.kind is ClauseKind.TABLE_ROW:
            header = header or child
            child.lead_in = Span(header.start, header.end) if header is not child else None
            before = None
            continue
        else:
            child.lead_in = inherited if child.kind is ClauseKind.PARAGRAPH and passed_on else None
            words = text[child.start : child.end] if child.kind is ClauseKind.PARAGRAPH else ""
            if unmarked is not None and is_fragment(words):
                child.lead_in = unmarked
            else:
                unmarked = _announcement(text, child, before, parent) if ends_with_colon(words) else None
        before, earlier, header = child, before, None


def _announcing_heading(text: str, node: Node) -> Span | None:
    """A heading that begins the sentences under it ("We do not:"), which say the opposite without it."""
    if node.heading is None or node.style == "item":
        return None
    # The heading's own line: under it may stand a row of hyphens.
    line = text[node.heading.end - 1 : node.children[0].end].splitlines()[0]
    if not ends_with_colon(line):
        return None
    return node.heading if begins_sentence(text[node.heading.start : node.heading.end]) else None


def _ends_with_colon(text: str, span: Span | None) -> bool:
    return span is not None and ends_with_colon(text[span.start : span.end])


def _announcement(text: str, leaf: Node, earlier: Node | None, parent: Node) -> Span | None:
    """The sentence of `leaf` that announces the list after it, with the one before where it leans on that."""
    while leaf.children:
        leaf = leaf.children[-1]
    if leaf.kind not in (ClauseKind.PARAGRAPH, ClauseKind.CONTACT):
        return None
    own_of_item = parent.style == "item" and leaf is parent.children[0]
    if own_of_item and parent.heading is not None:
        return None
    sentences = split_sentences(text, Span(leaf.start, leaf.end))
    chosen = _announcing(text, sentences)
    if chosen is None:
        if not own_of_item or not sentences:
            return None
        chosen = len(sentences) - 1
    span = sentences[chosen]
    if not leans_on_before(text[span.start : span.end]):
        return span
    if chosen:
        start = sentences[chosen - 1].start
    elif earlier is not None and earlier.kind is ClauseKind.PARAGRAPH and not earlier.children:
        before = split_sentences(text, Span(earlier.start, earlier.end))
        start = before[-1].start if before else span.start
    else:
        return span
    return Span(start, span.end) if span.end - start <= LONGEST_CHARS else span


def _announcing(text: str, sentences: tuple[Span, ...]) -> int | None:
    """Which sentence announces a list: one that ends in a colon before all, the last that names what follows otherwise."""
    words = [text[sentence.start : sentence.end] for sentence in sentences]
    if words and ends_with_colon(words[-1]):
        return len(words) - 1
    for test in (announces_list, announces_weakly):
        matching = [index for index, sentence in enumerate(words) if test(sentence)]
        if matching:
            return matching[-1]
    return None

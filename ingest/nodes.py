"""A clause under construction, and what it becomes when the text is read."""

from dataclasses import dataclass, field

from ingest.markers import Marker
from ingest.policy import ClauseKind, Span
from ingest.sequences import Run


@dataclass(slots=True, eq=False)
class Node:
    """A clause under construction. A leaf has no children; the first child of a container is the leaf with its own words.

    `style` is "item" for list entries and numbered sections without markup, otherwise the kind of heading ("h2", "bold",
    "plain", "title", "caption"); `level` its rank in markup, 0 without one. `titled` and `announces` say whether the entry's
    words are a title or end in a colon; `deeper_body` that its text stands further right than its marker.
    """

    kind: ClauseKind
    start: int
    end: int
    indent: int = 0
    style: str = ""
    level: int = 0
    marker: Marker | None = None
    run: Run | None = None
    heading: Span | None = None
    children: list["Node"] = field(default_factory=list)
    lead_in: Span | None = None
    titled: bool = False
    announces: bool = False
    deeper_body: bool = False


def close_nodes(root: Node) -> None:
    """Give every container its end, and make leaves of items that hold nothing but their own words."""
    order: list[Node] = [root]
    for node in order:
        order.extend(node.children)
    for node in reversed(order):
        if not node.children or node is root:
            continue
        node.end = node.children[-1].end
        if node.kind is not ClauseKind.ITEM:
            continue
        numbered = node.run is not None
        only_text = all(child.kind is ClauseKind.PARAGRAPH and not child.children for child in node.children)
        has_text = any(child.kind is not ClauseKind.ITEM and child.style != "item" for child in node.children[1:])
        section = node.titled and numbered and (has_text or (node.run is not None and node.run.is_heading))
        if section:
            node.kind, node.children[0].kind = ClauseKind.SECTION, ClauseKind.HEADING
        elif only_text:
            node.children, node.heading = [], None

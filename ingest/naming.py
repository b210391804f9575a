"""Names of clauses: ids that stay when the text around them changes, labels as a person would cite them."""

import re
from collections import Counter
from dataclasses import dataclass

from ingest.nodes import Node
from ingest.policy import Clause, ClauseKind, Policy, Span
from ingest.wording import plain, slug

# Words of an announcement that do not tell one list from another.
_COMMON_WORDS = frozenset(
    "the a an of for to in on at by as is are be will shall may we our us you your it its this that these those following "
    "below please note however case cases if when any etc and or with from not no only company companies information personal "
    "data except described follows listed under all such has have been which who can do does".split()
)
TITLE_IN_LABEL_CHARS = 60
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a clause's children are named: their ids' prefix, their labels' prefix, their depth."""

    clause_id: str
    label: str
    parent: str | None
    depth: int


def _shorten(words: str, limit: int = TITLE_IN_LABEL_CHARS) -> str:
    words = _SPACE.sub(" ", plain(words).replace("\\", "")).rstrip(":： ")
    if len(words) <= limit:
        return words
    return words[:limit].rsplit(" ", 1)[0].rstrip(",;: ") + "…"


def _title_words(text: str, node: Node) -> str:
    if node.heading is not None:
        return _shorten(text[node.heading.start : node.heading.end])
    return ""


def _joined(prefix: str, own: str) -> str:
    return f"{prefix} › {own}" if prefix and own else prefix or own


class _Namer:
    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._text = policy.text
        self._taken: set[str] = set()
        self._next: Counter[str] = Counter()
        self.clauses: list[Clause] = []

    def _unique(self, wanted: str) -> str:
        candidate = wanted
        while candidate in self._taken:
            self._next[wanted] += 1
            candidate = f"{wanted}-{self._next[wanted] + 1}"
        self._taken.add(candidate)
        return candidate

    def name(self, root: Node) -> tuple[Clause, ...]:
        policy_id = self._policy.policy_id
        title = _whole_title(root)
        # What stands before a title shares its names with what stands under it; the numbers are left to the sections.
        shares = title is not None and _has_numbered_sections(title)
        pending = self._children(root, _Place(policy_id, "", None, 0), named_lists=shares)
        pending.reverse()
        while pending:
            node, place, wanted, own_label = pending.pop()
            clause_id = self._unique(f"{place.clause_id}/{wanted}")
            label = _joined(place.label, own_label) or self._policy.title or policy_id
            self.clauses.append(
                Clause(clause_id, label, node.kind, node.start, node.end, place.parent, node.heading, node.lead_in, place.depth)
            )
            if not node.children:
                continue
            inner = _Place(clause_id, label, clause_id, place.depth + 1)
            if node is title:
                inner = _Place(policy_id, "", clause_id, 1)
            children = self._children(node, inner)
            if node is title:
                children[0] = (*children[0][:3], own_label)
            children.reverse()
            pending.extend(children)
        return tuple(self.clauses)

    def _children(self, parent: Node, place: _Place, *, named_lists: bool = False) -> list[tuple[Node, _Place, str, str]]:
        """The children with where they are named, the id segment each wants and its part of the label."""
        segments = _list_segments(self._text, parent, named_lists or _has_numbered_sections(parent))
        paragraphs = sum(child.kind is ClauseKind.PARAGRAPH for child in parent.children)
        counts: Counter[str] = Counter()
        named = []
        for position, child in enumerate(parent.children):
            segment, label = "", ""
            if child.style == "item" and child.kind is ClauseKind.ITEM:
                prefix, number, list_label = segments[id(child)]
                own = child.marker.number.lower() if child.marker and child.run is not None else ""
                segment = f"{prefix}{slug(own).replace('-', '.') or number}"
                label = f"{list_label}{_item_label(child, number)}"
            elif child.kind is ClauseKind.SECTION:
                segment, label = self._section_name(child)
            elif position == 0 and (child.kind is ClauseKind.HEADING or parent.style == "item"):
                segment = "heading" if child.kind is ClauseKind.HEADING else "text"
            else:
                counts[child.kind] += 1
                segment, label = _leaf_name(child, counts[child.kind], paragraphs)
            named.append((child, place, segment, label))
        return named

    def _section_name(self, node: Node) -> tuple[str, str]:
        words = _title_words(self._text, node)
        marker = node.marker
        if marker is None or node.run is None:
            return slug(words) or "section", words or "section"
        number = slug(marker.number).replace("-", ".") or "section"
        if marker.word and marker.word.isascii() and len(marker.word) > 1:
            number = f"{slug(marker.word)}-{number}"
        elif marker.word:
            number = slug(marker.shown) or number
        bare = marker.shown == marker.number and marker.number.replace(".", "").isalnum()
        return number, f"{marker.shown}. {words}" if bare and words else marker.shown


def _whole_title(root: Node) -> Node | None:
    """The section that spans all the rest of the document: its title, which no id or label needs to repeat."""
    sections = [child for child in root.children if child.kind is ClauseKind.SECTION]
    if (
        len(sections) != 1
        or sections[0].marker is not None
        or not any(c.kind is ClauseKind.SECTION for c in sections[0].children)
    ):
        return None
    return sections[0]


def _has_numbered_sections(parent: Node) -> bool:
    return any(
        child.kind is ClauseKind.SECTION and child.style != "item" and child.run is not None for child in parent.children
    )


def _item_label(node: Node, number: int) -> str:
    if node.marker is None or node.run is None:
        return f"item {number}"
    return node.marker.shown if node.marker.word else f"item {node.marker.shown}"


def _list_segments(text: str, parent: Node, named: bool) -> dict[int, tuple[str, int, str]]:
    """For each list entry under a parent: the id prefix of its list, its place in it, the label of its list.

    The only list of a section needs no name; where there are more, or `named` asks for it, each is called by a word of its
    announcement.
    """
    lists: list[list[Node]] = []
    previous: Node | None = None
    for child in parent.children:
        if child.style == "item" and (child.kind is ClauseKind.ITEM or child.run is not None):
            if previous is not None and _same_list(previous, child):
                lists[-1].append(child)
            else:
                lists.append([child])
        previous = child
    found: dict[int, tuple[str, int, str]] = {}
    taken: Counter[str] = Counter()
    unnamed = 0
    for entries in lists:
        name, label = "", ""
        if (named or len(lists) > 1) and all(entry.kind is ClauseKind.ITEM for entry in entries):
            name = _list_name(text, entries)
            taken[name] += 1
            name = f"{name}-{taken[name]}/" if taken[name] > 1 else f"{name}/"
            unnamed += 1
            label = f"list {unnamed}, " if unnamed > 1 else ""
        for number, entry in enumerate(entries, start=1):
            found[id(entry)] = (name, number, label)
    return found


def _same_list(previous: Node, node: Node) -> bool:
    if previous.style != "item" or previous.marker is None or node.marker is None:
        return False
    if previous.run is not None and node.run is not None:
        return previous.run is node.run
    if previous.kind is not node.kind:
        return False
    return previous.marker.bullet == node.marker.bullet and bool(node.marker.bullet)


def _list_name(text: str, entries: list[Node]) -> str:
    announcement = entries[0].lead_in
    if announcement is None and len(entries) == 1 and entries[0].children:
        announcement = Span(entries[0].start, entries[0].children[0].end)
    if announcement is None:
        return "list"
    words = slug(text[announcement.start : announcement.end], limit=300).split("-")
    return next((word for word in words if word not in _COMMON_WORDS and not word.isdigit()), "list")[:40]


def _leaf_name(node: Node, count: int, paragraphs: int) -> tuple[str, str]:
    if node.kind is ClauseKind.PARAGRAPH:
        return f"p{count}", f"paragraph {count}" if paragraphs > 1 else ""
    if node.kind is ClauseKind.TABLE_ROW:
        return f"row-{count}", f"table row {count}"
    name = node.kind.value
    return (f"{name}-{count}", f"{name} {count}") if count > 1 else (name, name)


def name_clauses(policy: Policy, root: Node) -> tuple[Clause, ...]:
    """The clauses of a finished tree in document order, a parent before its children, every id once."""
    return _Namer(policy).name(root)

"""Lines into a tree: sections by markup, number or words; lists by indentation and running numbers; the rest inside them."""

from ingest.contact_lines import is_date_line
from ingest.lines import FULL_SHARE, wrap_width
from ingest.markers import Marker
from ingest.markup import LineKind, Piece, is_delimiter_row
from ingest.nodes import Node
from ingest.policy import ClauseKind, Span
from ingest.sequences import Run
from ingest.titles import is_title
from ingest.wording import ends_with_colon, is_complete

# Deeper than any policy; what is nested further stays on this level, so that hostile text costs no more than other text.
DEEPEST = 24
# Columns further right that make an entry part of the one above it.
NESTED_COLUMNS = 2
# How far back a list is looked for that has ended; a bound keeps hostile lists linear.
RECENT_CHILDREN = 64


class Outline:
    """Builds the tree line by line; the stack holds the containers that are still open, outermost first."""

    def __init__(self, text: str, pieces: list[Piece], markers: dict[int, Marker], runs: dict[int, Run]) -> None:
        self._text = text
        self._pieces = pieces
        self._markers = markers
        self._runs = runs
        self._wrap = wrap_width(tuple(piece.line for piece in pieces))
        self.root = Node(ClauseKind.SECTION, 0, len(text), indent=-1)
        self._stack: list[Node] = [self.root]
        self._leaf: Node | None = None
        self._leaf_kind = LineKind.RULE
        # The line last read as the title of a number above it.
        self._taken = -1
        # Notations without indentation: which stood under which when it first came up.
        self._nests: dict[tuple[str, ...], tuple[str, ...]] = {}

    def build(self) -> Node:
        """The root of the tree; its children are the document's top clauses."""
        for index, piece in enumerate(self._pieces):
            marker = self._markers.get(index)
            if index == self._taken:
                continue
            if piece.kind is LineKind.HEADING:
                self._heading(index, piece, marker)
            elif piece.kind is LineKind.UNDERLINE and self._leaf is not None:
                self._leaf.end = piece.line.end
            elif piece.kind is LineKind.MARKED and marker is not None:
                self._entry(index, piece, marker)
            else:
                self._line(index, piece)
            self._leaf_kind = piece.kind
        return self.root

    # -- containers ---------------------------------------------------------------------------------------------------

    def _open(self, node: Node) -> None:
        while len(self._stack) > DEEPEST:
            self._stack.pop()
        self._stack[-1].children.append(node)
        self._stack.append(node)

    def _pop_to(self, depth: int) -> None:
        del self._stack[max(depth, 1) :]

    def _heading(self, index: int, piece: Piece, marker: Marker | None) -> None:
        run = self._runs.get(index)
        start = piece.line.start
        if self._leaf is not None and self._leaf_kind is LineKind.ANCHOR and self._stack[-1].children[-1:] == [self._leaf]:
            # An anchor above a heading belongs to it.
            start = self._stack[-1].children.pop().start
        self._pop_to(self._heading_depth(index, piece, run))
        title = Span(piece.title_start, piece.title_end)
        if marker is not None and marker.end < piece.title_end:
            title = Span(marker.end, piece.title_end)
        style = f"{piece.style}:{run.number}" if run is not None and not piece.level else piece.style
        node = Node(
            ClauseKind.SECTION, start, piece.line.end, piece.line.indent, style, piece.level, marker, run, title, titled=True
        )
        self._open(node)
        self._own_leaf(node, ClauseKind.HEADING)

    def _own_leaf(self, node: Node, kind: ClauseKind) -> None:
        leaf = Node(kind, node.start, node.end, node.indent)
        node.children.append(leaf)
        self._leaf = leaf

    def _heading_depth(self, index: int, piece: Piece, run: Run | None) -> int:
        """How much of the stack stays open above a heading."""
        if piece.level:
            # Markup ranks above everything that is told by words alone.
            return next(
                (depth for depth, node in enumerate(self._stack) if depth and (not node.level or node.level >= piece.level)),
                len(self._stack),
            )
        if run is not None:
            for depth in range(len(self._stack) - 1, 0, -1):
                if self._stack[depth].run is run:
                    return depth
                if self._stack[depth].level:
                    break
        floor = 1
        for depth, node in enumerate(self._stack):
            if depth and (node.level or self._holds(node, index, piece.line.indent)):
                floor = depth + 1
        for depth in range(floor, len(self._stack)):
            if self._ends(self._stack[depth], index, piece.style, run):
                return depth
        return len(self._stack)

    def _ends(self, node: Node, index: int, style: str, run: Run | None) -> bool:
        """True when a heading without rank in markup closes an open node."""
        node_style = node.style.partition(":")[0]
        if node_style == style:
            if run is None:
                return node.run is None
            if node.run is not None:
                return node.run.shape == run.shape
            # Numbers outrank plain titles in the same markup, unless the title stands directly above them.
            return len(node.children) > 1
        if node_style == "plain" and style == "title":
            return True
        if node_style in ("caption", "item") and not (style == "caption" and node.titled):
            return True
        ended = node.run is not None and node.run.is_heading and not node.run.goes_on_after(index)
        return ended and style in ("plain", "title")

    def _holds(self, node: Node, index: int, indent: int) -> bool:
        """True when a line without a number is inside the node by its place: between two numbers of a run, or further right."""
        if node.style != "item" and node.run is None:
            return False
        if node.run is not None and node.run.is_heading and node.run.goes_on_after(index):
            return True
        return node.style == "item" and indent >= node.indent + NESTED_COLUMNS

    # -- list entries and numbered sections ---------------------------------------------------------------------------

    def _entry(self, index: int, piece: Piece, marker: Marker) -> None:
        run = self._runs.get(index)
        line = piece.line
        indent = line.indent + marker.inset
        self._pop_to(self._entry_depth(index, indent, marker, run))
        content = Span(marker.end, line.end)
        if marker.end >= line.end and self._has_title_below(index):
            index += 1
            self._taken = index
            content = Span(self._pieces[index].line.start, self._pieces[index].line.end)
        words = self._text[content.start : content.end]
        titled = is_title(words, numbered=True)
        node = Node(
            ClauseKind.ITEM,
            line.start,
            content.end,
            indent,
            "item",
            0,
            marker,
            run,
            titled=titled,
            announces=ends_with_colon(words),
        )
        if titled:
            node.heading = content
        below = self._pieces[index + 1] if index + 1 < len(self._pieces) else None
        node.deeper_body = below is not None and below.kind is LineKind.TEXT and below.line.indent > indent
        self._open(node)
        self._own_leaf(node, ClauseKind.PARAGRAPH)

    def _has_title_below(self, index: int) -> bool:
        """True for a number alone on its line whose title stands on the next."""
        if index + 1 >= len(self._pieces) or index not in self._runs:
            return False
        below = self._pieces[index + 1]
        plain_title = below.kind is LineKind.HEADING and below.style in ("plain", "title", "caption")
        return plain_title or (
            below.kind is LineKind.TEXT and is_title(self._text[below.line.body : below.line.end], numbered=True)
        )

    def _entry_depth(self, index: int, indent: int, marker: Marker, run: Run | None) -> int:
        for depth in range(len(self._stack) - 1, 0, -1):
            node = self._stack[depth]
            if node.style != "item":
                if run is not None and run is node.run:
                    return depth
                if run is None or not run.is_heading:
                    break
                continue
            if run is not None and node.run is run:
                return depth
            same_bullet = marker.bullet and node.marker is not None and node.marker.bullet == marker.bullet
            doubled = node.marker is not None and node.marker.inset > 0
            if same_bullet and abs(node.indent - indent) < NESTED_COLUMNS + doubled:
                return depth
        depth = len(self._stack)
        while depth > 1:
            node = self._stack[depth - 1]
            if node.style != "item" or self._takes(node, index, indent, marker, run):
                return depth
            depth -= 1
        return depth

    def _takes(self, node: Node, index: int, indent: int, marker: Marker, run: Run | None) -> bool:
        """True when an entry that continues no open list is nested in the node."""
        if indent >= node.indent + NESTED_COLUMNS:
            return True
        shape = node.marker.shape if node.marker is not None else ()
        if node.run is not None and node.run.goes_on_after(index):
            self._nests.setdefault(marker.shape, shape)
            return True
        if run is not None and self._nests.get(marker.shape) == shape:
            # (a) stood under (1) before the last of the (1), (2), (3): it does under the last.
            return True
        if indent < node.indent - 1 or (run is not None and run.is_heading and not (node.run and node.run.is_heading)):
            return False
        if node.run is not None and node.run.is_heading and node.titled:
            return not node.deeper_body
        # Of two lists in the same notation only the first belongs to the sentence that announced it.
        recent = node.children[-RECENT_CHILDREN:]
        if any(child.style == "item" and child.marker and child.marker.shape == marker.shape for child in recent):
            return False
        if run is not None and node.run is not None and len(node.children) == 1 and shape != marker.shape:
            # "2. … / i. … / ii. …": another notation that begins right under a number.
            return True
        return node.announces or (node.titled and not node.deeper_body and marker.is_bullet and node.run is not None)

    # -- lines without marker -----------------------------------------------------------------------------------------

    def _line(self, index: int, piece: Piece) -> None:
        line = piece.line
        if piece.kind is LineKind.TEXT and self._continues(index):
            leaf = self._leaf
            if leaf is not None:
                leaf.end = line.end
                return
        self._pop_to(self._line_depth(index, piece))
        kind = {
            LineKind.TABLE: ClauseKind.TABLE_ROW,
            LineKind.CONTACT: ClauseKind.CONTACT,
            LineKind.DATE: ClauseKind.DATE,
            LineKind.SIGNATURE: ClauseKind.SIGNATURE,
        }.get(piece.kind, ClauseKind.PARAGRAPH)
        parent = self._stack[-1]
        last = parent.children[-1] if parent.children else None
        merges = last is not None and last is self._leaf and last.kind is kind
        if merges and last is not None:
            joined = kind in (ClauseKind.CONTACT, ClauseKind.SIGNATURE) or (
                kind is ClauseKind.DATE and not line.gap and not is_date_line(self._text[last.start : last.end])
            )
            delimiter = kind is ClauseKind.TABLE_ROW and is_delimiter_row(self._text[line.body : line.end])
            if joined or delimiter:
                last.end = line.end
                return
        leaf = Node(kind, line.start, line.end, line.indent)
        parent.children.append(leaf)
        self._leaf = leaf

    def _continues(self, index: int) -> bool:
        """True for a line that goes on with the sentence of the line before."""
        if self._leaf is None or index == 0 or self._leaf.kind not in (ClauseKind.PARAGRAPH, ClauseKind.ITEM):
            return False
        line, above = self._pieces[index].line, self._pieces[index - 1]
        if line.gap or above.kind not in (LineKind.TEXT, LineKind.MARKED) or above.line.end != self._leaf.end:
            return False
        words = self._text[max(above.line.body, above.line.end - 40) : above.line.end]
        if (is_complete(words) and not words.endswith((",", "、"))) or ends_with_colon(words):
            return False
        first = self._text[line.body]
        if first.islower() or words.endswith((",", "、")):
            return True
        return bool(self._wrap) and above.line.end - above.line.start >= FULL_SHARE * self._wrap

    def _line_depth(self, index: int, piece: Piece) -> int:
        indent = piece.line.indent
        depth = len(self._stack)
        while depth > 1:
            node = self._stack[depth - 1]
            if node.style != "item" or indent > node.indent:
                return depth
            if node.run is not None and (
                node.run.goes_on_after(index) or (node.run.is_heading and node.titled and indent >= node.indent)
            ):
                return depth
            lonely = (
                node.titled
                and node.run is not None
                and piece.kind is LineKind.CONTACT
                and node.children[1:] in ([], [self._leaf])
            )
            if lonely and node.run is not None and len(node.run.members) > 1:
                return depth
            depth -= 1
        return depth

"""A web page's text with its structure kept in characters: `#` headings, `-` and numbered entries, tables between pipes."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from ingest.html_content import Content
from ingest.html_lines import LineWriter, tidy
from ingest.html_tables import is_data_table, layout_elements, table_lines, visible_words
from ingest.html_tags import BLOCK_TAGS, HEADING_TAGS, NAME_CHARS

_BOLD_TAGS = frozenset("b strong dt summary button".split())
# Blocks called so by their class are titles, as long as they read like one.
_TITLE_NAMES = re.compile(r"head(?:er|ing|line)|title|caption", re.IGNORECASE)
# A blank line stands before and after these.
_APART = HEADING_TAGS | frozenset(
    "p ul ol dl table blockquote section article pre fieldset hr main details header footer aside form".split()
)
_LINE_CHARS = 60


def page_text(content: Content) -> str:
    """What a reader of the page sees of its text, each block on lines of its own. No recursion: pages nest as they please."""
    writer = LineWriter()
    layout = layout_elements(content.body)
    stack: list[tuple[HtmlElement, Iterator[HtmlElement]]] = []
    _enter(writer, content.body)
    stack.append((content.body, iter(content.body)))
    while stack:
        element, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            _leave(writer, element)
            if stack:
                writer.add(element.tail)
        elif not isinstance(child.tag, str) or child in content.left_out:
            if child.tag in BLOCK_TAGS:
                writer.end_block(gap=False)
            writer.add(child.tail)
        elif child.tag == "table" and child not in layout and is_data_table(child, content.left_out):
            writer.end_block(gap=True)
            for line in table_lines(child, content.left_out):
                writer.add_line(line)
            writer.end_block(gap=True)
            writer.add(child.tail)
        else:
            _enter(writer, child)
            stack.append((child, iter(child)))
    writer.end_block(gap=False)
    return "\n".join(writer.lines) + "\n" if writer.lines else ""


def _enter(writer: LineWriter, element: HtmlElement) -> None:
    tag = element.tag
    if tag in BLOCK_TAGS:
        writer.end_block(gap=tag in _APART and not (tag in ("ul", "ol") and writer.lists))
    if tag == "br":
        writer.add_break()
    elif tag in HEADING_TAGS:
        writer.heading = int(tag[1])
    elif tag in ("ul", "ol", "menu", "dir"):
        writer.open_list(numbering(element) if tag == "ol" else "", _number(element.get("start"), 1))
    elif tag == "li":
        writer.open_entry(_number(element.get("value"), None))
    elif tag == "q":
        writer.add("“")
    elif tag == "pre":
        writer.preformatted += 1
    if tag in _BOLD_TAGS or _is_title(element):
        writer.bold += 1
    writer.add(element.text)


def _leave(writer: LineWriter, element: HtmlElement) -> None:
    tag = element.tag
    if tag == "q":
        writer.add("”")
    if tag in BLOCK_TAGS:
        long_div = tag in ("div", "dd") and writer.pending_chars() > _LINE_CHARS
        writer.end_block(gap=long_div or (tag in _APART and not (tag in ("ul", "ol") and len(writer.lists) > 1)))
    if tag in _BOLD_TAGS or _is_title(element):
        writer.bold -= 1
    if tag in HEADING_TAGS:
        writer.heading = 0
    elif tag in ("ul", "ol", "menu", "dir"):
        writer.close_list()
    elif tag == "pre":
        writer.preformatted -= 1


def _is_title(element: HtmlElement) -> bool:
    if element.tag not in ("div", "p") or not _TITLE_NAMES.search((element.get("class") or "")[:NAME_CHARS]):
        return False
    return not any(child.tag in BLOCK_TAGS for child in element)


def numbering(element: HtmlElement) -> str:
    """How a list numbers its entries: "1", "a", "A", "i" or "I"; empty when it shows no numbers."""
    style = (element.get("style") or "").replace(" ", "").lower()
    for name, kind in (
        ("lower-alpha", "a"),
        ("lower-latin", "a"),
        ("upper-alpha", "A"),
        ("lower-roman", "i"),
        ("upper-roman", "I"),
    ):
        if f"list-style-type:{name}" in style or f"list-style:{name}" in style:
            return kind
    kind = element.get("type") or "1"
    return kind if kind in ("1", "a", "A", "i", "I") else "1"


def _number(value: str | None, default: int | None) -> int | None:
    digits = (value or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else default


def headings(content: Content) -> Iterator[str]:
    """The words of the main headings that are part of the text."""
    for heading in content.body.iter("h1"):
        words = tidy("".join(visible_words(heading, content.left_out)))
        if words and not any(element in content.left_out for element in (heading, *heading.iterancestors())):
            yield words

"""Tables of a page: those that hold data become rows between pipes, those that lay out a page are read as blocks."""

from collections.abc import Iterator

from lxml.html import HtmlElement

from ingest.html_lines import tidy
from ingest.html_tags import BLOCK_TAGS, count_words

# With more words in a cell on average, a table lays out a page.
CELL_WORDS = 60
# Nested in cells these make them parts of a page.
_LAYOUT_TAGS = frozenset("table h1 h2 h3 h4 h5 h6 form".split())


def layout_elements(body: HtmlElement) -> set[HtmlElement]:
    """Every element with a part of a page in it: a heading, a form, a table."""
    found: set[HtmlElement] = set()
    for element in body.iter(*_LAYOUT_TAGS):
        holder = element.getparent()
        while holder is not None and holder not in found:
            found.add(holder)
            holder = holder.getparent()
    return found


def is_data_table(table: HtmlElement, left_out: set[HtmlElement]) -> bool:
    """True for a table of at least two rows and two columns, with words in most cells and few in each."""
    if table.get("role") in ("presentation", "none"):
        return False
    rows = [row for row in _rows(table, left_out) if any(row)]
    cells = [cell for row in rows for cell in row if cell]
    wide = sum(sum(map(bool, row)) > 1 for row in rows)
    return len(rows) > 1 and wide * 2 > len(rows) and sum(map(count_words, cells)) <= CELL_WORDS * len(cells)


def table_lines(table: HtmlElement, left_out: set[HtmlElement]) -> Iterator[str]:
    """The caption and the rows of a data table; a line of hyphens under a row of headers."""
    for caption in table.iter("caption"):
        words = _cell(caption, left_out)
        if words:
            yield words
            yield ""
    first = True
    for row in table.iter("tr"):
        cells = _cells(row, left_out)
        if not any(cells):
            continue
        yield f"| {' | '.join(cells)} |"
        if first and (row.getparent().tag == "thead" or all(cell.tag != "td" for cell in row)):
            yield f"|{' --- |' * len(cells)}"
        first = False


def _rows(table: HtmlElement, left_out: set[HtmlElement]) -> Iterator[list[str]]:
    for row in table.iter("tr"):
        yield _cells(row, left_out)


def _cells(row: HtmlElement, left_out: set[HtmlElement]) -> list[str]:
    if row in left_out:
        return []
    return [_cell(cell, left_out) for cell in row if cell.tag in ("td", "th") and cell not in left_out]


def _cell(cell: HtmlElement, left_out: set[HtmlElement]) -> str:
    return tidy("".join(visible_words(cell, left_out)))


def visible_words(top: HtmlElement, left_out: set[HtmlElement]) -> Iterator[str]:
    """All text in an element that is not left out, with a blank where a block or line begins and ends."""
    yield top.text or ""
    stack: list[tuple[HtmlElement, Iterator[HtmlElement]]] = [(top, iter(top))]
    while stack:
        element, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if stack:
                yield f"{_parting(element)}{element.tail or ''}"
        elif not isinstance(child.tag, str) or child in left_out:
            yield f"{_parting(child)}{child.tail or ''}"
        else:
            yield f"{_parting(child)}{child.text or ''}"
            stack.append((child, iter(child)))


def _parting(element: HtmlElement) -> str:
    return " " if element.tag in BLOCK_TAGS or element.tag == "br" else ""

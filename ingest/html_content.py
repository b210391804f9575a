"""Which part of a web page is the policy: what a reader sees, without what surrounds the text."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from lxml.html import HtmlElement

from ingest.html_around import Weight, find_around, weigh
from ingest.html_hidden import find_unseen
from ingest.html_tags import BLOCK_TAGS, element_name

_OUTSIDE_NAMES = re.compile(
    r"foot|copyright|sidebar|rail|debug|advert|login|cookie-?(?:banner|bar|notice|consent)", re.IGNORECASE
)
# The policy's element holds at least this share of the sentences that are not in menus and the like.
MAIN_SHARE = 0.97
# Outside the policy's element a block is its title or a remark of its own when no more than this of it is links.
OUTSIDE_LINKED_SHARE = 0.2


@dataclass
class Content:
    """What of a page is its text: everything in `body` but `left_out`; and how many words were hidden or opened."""

    body: HtmlElement
    left_out: set[HtmlElement] = field(default_factory=set)
    hidden_words: int = 0
    opened_words: int = 0


def find_content(body: HtmlElement) -> Content:
    """The part of a page that is its text. Linear in the page's length, whatever is nested in what."""
    elements = [element for element in body.iter() if isinstance(element.tag, str)]
    unseen = find_unseen(elements)
    seen = _seen(elements, unseen.elements)
    weights = weigh(seen)
    around = find_around(seen, weights, weights[body].prose)
    root = _root(body, seen, weights, around)
    outside = _outside(body, root, weights, around)
    return Content(body, unseen.elements | around | outside, unseen.hidden_words, unseen.opened_words)


def _seen(elements: list[HtmlElement], unseen: set[HtmlElement]) -> list[HtmlElement]:
    """The elements outside unseen ones, parents before children."""
    inside = set(unseen)
    seen = []
    for element in elements:
        if element in unseen or element.getparent() in inside:
            inside.add(element)
        else:
            seen.append(element)
    return seen


def _root(
    body: HtmlElement, seen: list[HtmlElement], weights: dict[HtmlElement, Weight], around: set[HtmlElement]
) -> HtmlElement:
    """The innermost element that holds all but a rest of the sentences outside menus and the like."""
    dropped = {element: Weight() for element in seen}
    for element in reversed(seen[1:]):
        parent = element.getparent()
        if parent in dropped:
            dropped[parent].prose += weights[element].prose if element in around else dropped[element].prose
    left = {element: weights[element].prose - dropped[element].prose for element in seen}
    root = body
    while left[body]:
        inner = [child for child in root if child in left and child not in around]
        best = max(inner, key=lambda child: left[child], default=None)
        if (
            best is None
            or left[best] < MAIN_SHARE * left[body]
            or best.tag not in BLOCK_TAGS
            or best.tag in ("p", "li", "td", "pre")
        ):
            break
        root = best
    return root


def _outside(
    body: HtmlElement, root: HtmlElement, weights: dict[HtmlElement, Weight], around: set[HtmlElement]
) -> set[HtmlElement]:
    """What stands beside the policy's element and is not of it: everything named so or made of links, but for its title."""
    path = [root]
    while path[-1] is not body:
        parent = path[-1].getparent()
        if parent is None:
            break
        path.append(parent)
    outside: set[HtmlElement] = set()
    for inner, parent in pairwise(path):
        before = True
        for child in parent:
            if child is inner:
                before = False
            elif child in weights and child not in around and not _belongs(child, weights[child], before=before):
                outside.add(child)
    return outside


def _belongs(element: HtmlElement, weight: Weight, *, before: bool) -> bool:
    if _OUTSIDE_NAMES.search(element_name(element)):
        return False
    if before and not weight.prose and any(child.tag in ("h1", "h2") for child in element.iter()):
        return True
    return weight.linked <= OUTSIDE_LINKED_SHARE * weight.words

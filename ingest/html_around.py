"""Menus, banners, share buttons and the like, told by their tags, names and links."""

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from ingest.html_tags import BLOCK_TAGS, HEADING_TAGS, count_words, element_name
from ingest.wording import announces_entries

_AROUND_TAGS = frozenset("nav aside footer header menu dialog search button".split())
_AROUND_ROLES = frozenset(
    "navigation banner contentinfo complementary search dialog alertdialog menu menubar toolbar alert".split()
)
# Names of what is never the text itself, as long as it holds no sentences; and of what is not when it is made of links.
_AROUND_NAMES = re.compile(
    r"(?:\A|[\s_-])(?:breadcrumbs?|share|sharing|sociallinks|addthis|sharethis|advert\w*|ads?|comments?|disqus|skip\w*|pagination|"
    r"pager|copyright|newsletter|signup|sign-up|login)(?:\Z|[\s_-])|(?:\A|\s)[\w-]*(?:nav|navbar|navigation|menu)\d*(?:\Z|\s)",
    re.IGNORECASE,
)
_LINKED_NAMES = re.compile(
    r"(?:\A|[\s_-])\w*(?:nav|navbar|navigation|menus?|footer|sidebar|header|masthead|social|promo\w*|related|recommended|trending|"
    r"popular|subscribe|modal|popup|overlay|toolbar|search|widget|topics|links|dropdowns?)\d*(?:\Z|[\s_-])",
    re.IGNORECASE,
)
_OPENING_NAMES = re.compile(r"accordion|collaps|toggle|expand|disclosure", re.IGNORECASE)

# A block with fewer words outside links says nothing in sentences.
SENTENCE_WORDS = 8
# What holds this share of a page's sentences is the policy, whatever it is called.
LARGE_SHARE = 0.3
# What the page itself declares to be around its text may hold more, on a short page.
DECLARED_SHARE = 0.5
# With more of its words in links than this, a block is a menu.
LINKED_SHARE = 0.5
# An announcement is looked for in so many characters before a list.
ANNOUNCED_CHARS = 200


@dataclass(slots=True)
class Weight:
    """Words of an element with everything in it: all that are seen, those in links, those in blocks of sentences."""

    words: int = 0
    linked: int = 0
    prose: int = 0

    def add(self, other: "Weight") -> None:
        """Take in what a child holds."""
        self.words += other.words
        self.linked += other.linked
        self.prose += other.prose


def weigh(seen: list[HtmlElement]) -> dict[HtmlElement, Weight]:
    """The weight of each element that is seen, given with parents before children."""
    weights = {element: Weight() for element in seen}
    own: dict[HtmlElement, Weight] = {}
    blocks: dict[HtmlElement, HtmlElement] = {}
    links: set[HtmlElement] = set()
    for element in seen:
        parent = element.getparent()
        if element.tag == "a" or (parent is not None and parent in links):
            links.add(element)
        blocks[element] = element if element.tag in BLOCK_TAGS or parent not in blocks else blocks[parent]
        _note(own.setdefault(blocks[element], Weight()), element.text, element in links)
        for child in element:
            # The words behind a child belong to this element, also when the child is not seen.
            _note(own[blocks[element]], child.tail, element in links)
    for block, weight in own.items():
        free = weight.words - weight.linked
        weight.prose = free if free >= SENTENCE_WORDS else 0
        weights[block].add(weight)
    for element in reversed(seen):
        parent = element.getparent()
        if parent in weights and element is not seen[0]:
            weights[parent].add(weights[element])
    return weights


def _note(weight: Weight, words: str | None, linked: bool) -> None:
    count = count_words(words)
    weight.words += count
    weight.linked += count if linked else 0


def find_around(seen: list[HtmlElement], weights: dict[HtmlElement, Weight], prose: int) -> set[HtmlElement]:
    """Menus, banners, share buttons and the like. Nothing that holds much of the page's sentences is one, whatever its name."""
    around: set[HtmlElement] = set()
    inside: set[HtmlElement] = set()
    titled = _with_headings(seen)
    for element in seen[1:]:
        parent = element.getparent()
        if parent in inside:
            inside.add(element)
            continue
        weight = weights[element]
        most = DECLARED_SHARE if _is_declared(element) else LARGE_SHARE
        small = weight.words and weight.prose <= most * prose and element.tag not in HEADING_TAGS
        if small and _is_around(element, weight, weights, titled):
            around.add(element)
            inside.add(element)
    return around


def _is_declared(element: HtmlElement) -> bool:
    return element.tag in _AROUND_TAGS or (element.get("role") or "").lower() in _AROUND_ROLES


def _with_headings(seen: list[HtmlElement]) -> set[HtmlElement]:
    """Elements that hold a heading or stand in one."""
    titled: set[HtmlElement] = set()
    for element in seen:
        parent = element.getparent()
        if parent is not None and parent.tag in HEADING_TAGS:
            titled.add(element)
        if element.tag in HEADING_TAGS:
            holder: HtmlElement | None = element
            while holder is not None and holder not in titled:
                titled.add(holder)
                holder = holder.getparent()
    return titled


def _is_around(element: HtmlElement, weight: Weight, weights: dict[HtmlElement, Weight], titled: set[HtmlElement]) -> bool:
    linked = weight.linked > LINKED_SHARE * weight.words
    if _is_declared(element):
        if element.tag == "button":
            return element not in titled and not _opens(element, weights)
        return element.tag != "header" or not (weight.prose or element in titled)
    name = element_name(element)
    if element.tag in BLOCK_TAGS and (
        (not weight.prose and _AROUND_NAMES.search(name)) or (linked and _LINKED_NAMES.search(name))
    ):
        return True
    is_list = element.tag in ("ul", "ol", "table", "dl") and len(element) > 1
    return linked and not weight.prose and is_list and not _is_announced(element, weights)


def _opens(button: HtmlElement, weights: dict[HtmlElement, Weight]) -> bool:
    """True for a button above the sentences it opens: their title."""
    said = button.get("aria-expanded") is not None or button.get("aria-controls") is not None
    if not (said or _OPENING_NAMES.search(element_name(button))):
        return False
    below = button.getnext()
    parent = button.getparent()
    if below is None and parent is not None:
        below = parent.getnext()
    return below is not None and below in weights and weights[below].prose > 0


def _is_announced(element: HtmlElement, weights: dict[HtmlElement, Weight]) -> bool:
    """True for a list of links that goes on with a sentence: no menu. One of links into the page is its table of contents."""
    targets = [link.get("href") or "" for link in element.iter("a")]
    if targets and all("#" in target for target in targets):
        return False
    before = element.getprevious()
    while before is not None and (before.tag == "br" or not isinstance(before.tag, str)):
        before = before.getprevious()
    if before is None or before not in weights or before.tag in HEADING_TAGS or not weights[before].prose:
        return False
    return announces_entries(" ".join("".join(before.itertext()).split())[-ANNOUNCED_CHARS:])

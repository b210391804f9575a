"""What of a web page its reader does not see, and the sections kept closed that a click opens."""

import re
from collections import Counter
from dataclasses import dataclass

from lxml.html import HtmlElement

from ingest.html_tags import NAME_CHARS, UNSEEN_TAGS, count_words, element_name

_HIDDEN_STYLE = re.compile(
    r"(?:\A|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?:left|top|right|text-indent)\s*:\s*-\d{3,}"
    r"|font-size\s*:\s*0(?:[a-z%]*\s*(?:;|!|\Z))|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|\Z))",
    re.IGNORECASE,
)
_HIDDEN_NAMES = re.compile(
    r"(?:\A|\s)(?:sr-only|visually-?hidden|screen-?reader(?:-text|-only)?|element-invisible|visuallyhidden|a11y-hidden)(?:\Z|\s)",
    re.IGNORECASE,
)
# Classes frameworks hide with; not where another class shows the element again on a wider screen ("hidden md:block").
_HIDDEN_CLASS = re.compile(r"(?:\A|\s)(?:hidden|hide|is-hidden|d-none|display-none)(?:\Z|\s)", re.IGNORECASE)
_SHOWN_CLASS = re.compile(r":|\bd-[a-z]+-|\bvisible|\bshow", re.IGNORECASE)
_MENU_NAMES = re.compile(r"(?:\A|\s)(?:[a-z]+[-_]?)?(?:nav|navbar|navigation|menu|dropdowns?|megamenu)(?:\Z|\s)", re.IGNORECASE)
# A panel with fewer words is a hint or a menu, not a section kept closed.
PANEL_WORDS = 20
# Fewer words that only screen readers are kept from are an icon; more are on the page.
ICON_WORDS = 8


@dataclass(frozen=True, slots=True)
class Unseen:
    """Elements that are not seen; words that were hidden so, and words in closed sections that count as seen."""

    elements: set[HtmlElement]
    hidden_words: int
    opened_words: int


def find_unseen(elements: list[HtmlElement]) -> Unseen:
    """What no reader sees of the elements, given with parents before children."""
    unseen: set[HtmlElement] = {element for element in elements if element.tag in UNSEEN_TAGS}
    words = _total_words(elements)
    hidden = [element for element in elements[1:] if element not in unseen and _is_hidden(element, words[element])]
    menus = _menus(elements)
    panels = [element for element in hidden if element not in menus and _is_panel(element, words[element])]
    kinds = Counter((element.tag, element.get("class")) for element in panels)
    opened = {element for element in panels if kinds[element.tag, element.get("class")] > 1}
    unseen.update(element for element in hidden if element not in opened)
    outermost = [element for element in hidden if element.getparent() not in unseen]
    return Unseen(
        unseen,
        sum(words[element] for element in outermost if element not in opened),
        sum(words[element] for element in outermost if element in opened),
    )


def _total_words(elements: list[HtmlElement]) -> dict[HtmlElement, int]:
    """Words of each element with all that is in it, seen or not, without scripts and the like."""
    words = {element: 0 if element.tag in UNSEEN_TAGS else count_words(element.text) for element in elements}
    for element in reversed(elements[1:]):
        parent = element.getparent()
        if parent in words and parent.tag not in UNSEEN_TAGS:
            words[parent] += words[element] + count_words(element.tail)
    return words


def _is_hidden(element: HtmlElement, words: int) -> bool:
    if element.get("hidden") is not None or _HIDDEN_STYLE.search(element.get("style") or ""):
        return True
    if element.get("aria-hidden") == "true":
        # Icons and the like. Sentences that only screen readers are kept from are on the page.
        return words < ICON_WORDS
    return _HIDDEN_NAMES.search(element.get("class") or "") is not None or _has_hidden_class(element)


def _has_hidden_class(element: HtmlElement) -> bool:
    names = (element.get("class") or "")[:NAME_CHARS]
    return _HIDDEN_CLASS.search(names) is not None and _SHOWN_CLASS.search(names) is None


def _menus(elements: list[HtmlElement]) -> set[HtmlElement]:
    """Menus with all that is in them."""
    menus: set[HtmlElement] = set()
    for element in elements:
        if element.getparent() in menus or element.tag == "nav" or _MENU_NAMES.search(element_name(element)):
            menus.add(element)
    return menus


def _is_panel(element: HtmlElement, words: int) -> bool:
    """True for an element that may be a section kept closed: named by a class, with sentences, after something that is seen."""
    if words < PANEL_WORDS or element.tag in ("ul", "ol", "nav", "form") or not element.get("class"):
        return False
    if "none" not in (element.get("style") or "") and element.get("hidden") is None and not _has_hidden_class(element):
        return False
    parent = element.getparent()
    return element.getprevious() is not None or (parent is not None and parent.getprevious() is not None)

"""Which part of a web page is the policy: what a reader sees, without menus, forms and whatever surrounds the text."""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from lxml.html import HtmlElement

# Never text of the page.
UNSEEN_TAGS = frozenset(
    "script style template head title meta link svg math canvas audio video iframe object embed applet map noscript noframes "
    "select option datalist input textarea progress meter img picture source track area base param frame frameset".split()
)
BLOCK_TAGS = frozenset(
    "html body address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul "
    "caption search".split()
)
HEADING_TAGS = frozenset("h1 h2 h3 h4 h5 h6".split())
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
_OPENING_NAMES = re.compile(r"accordion|collaps|toggle|expand|disclosure", re.IGNORECASE)
_MENU_NAMES = re.compile(r"(?:\A|\s)(?:[a-z]+[-_]?)?(?:nav|navbar|navigation|menu|dropdowns?|megamenu)(?:\Z|\s)", re.IGNORECASE)
_LINKED_NAMES = re.compile(
    r"(?:\A|[\s_-])\w*(?:nav|navbar|navigation|menus?|footer|sidebar|header|masthead|social|promo\w*|related|recommended|trending|"
    r"popular|subscribe|modal|popup|overlay|toolbar|search|widget|topics|links|dropdowns?)\d*(?:\Z|[\s_-])",
    re.IGNORECASE,
)
_OUTSIDE_NAMES = re.compile(
    r"foot|copyright|sidebar|rail|debug|advert|login|cookie-?(?:banner|bar|notice|consent)", re.IGNORECASE
)
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
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")

# A block with fewer words outside links says nothing in sentences.
SENTENCE_WORDS = 8
# What holds this share of a page's sentences is the policy, whatever it is called.
LARGE_SHARE = 0.3
# The policy's element holds at least this share of the sentences that are not in menus and the like.
MAIN_SHARE = 0.97
# With more of its words in links than this, a block is a menu.
LINKED_SHARE = 0.5
# Outside the policy's element a block is its title or a remark of its own when no more than this of it is links.
OUTSIDE_LINKED_SHARE = 0.2
# Names are looked at this far: nobody calls anything longer, and a hostile page costs no more than another.
NAME_CHARS = 200
# A panel with fewer words is a hint or a menu, not a section kept closed.
PANEL_WORDS = 20


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


@dataclass
class Content:
    """What of a page is its text: everything in `body` but `left_out`; and how many words were hidden or opened."""

    body: HtmlElement
    left_out: set[HtmlElement] = field(default_factory=set)
    hidden_words: int = 0
    opened_words: int = 0


def count_words(words: str | None) -> int:
    """Words of a text; each ideograph counts as one."""
    return len(_WORD.findall(words)) if words else 0


def find_content(body: HtmlElement) -> Content:
    """The part of a page that is its text. Linear in the page's length, whatever is nested in what."""
    elements = [element for element in body.iter() if isinstance(element.tag, str)]
    unseen, hidden_words, opened_words = _unseen(elements)
    seen = _seen(elements, unseen)
    weights = _weights(seen)
    around = _around(seen, weights, weights[body].prose)
    root = _root(body, seen, weights, around)
    outside = _outside(body, root, weights, around)
    return Content(body, unseen | around | outside, hidden_words, opened_words)


def _unseen(elements: list[HtmlElement]) -> tuple[set[HtmlElement], int, int]:
    """Elements no reader sees; with the words hidden, and the words in closed panels that a reader can open."""
    unseen: set[HtmlElement] = {element for element in elements if element.tag in UNSEEN_TAGS}
    words = _total_words(elements)
    hidden = [element for element in elements[1:] if element not in unseen and _is_hidden(element, words[element])]
    menus = _menus(elements)
    panels = [element for element in hidden if element not in menus and _is_panel(element, words[element])]
    kinds = Counter((element.tag, element.get("class")) for element in panels)
    opened = {element for element in panels if kinds[element.tag, element.get("class")] > 1}
    unseen.update(element for element in hidden if element not in opened)
    outermost = [element for element in hidden if element.getparent() not in unseen]
    return (
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
        return words < SENTENCE_WORDS
    return _HIDDEN_NAMES.search(element.get("class") or "") is not None or _has_hidden_class(element)


def _has_hidden_class(element: HtmlElement) -> bool:
    names = (element.get("class") or "")[:NAME_CHARS]
    return _HIDDEN_CLASS.search(names) is not None and _SHOWN_CLASS.search(names) is None


def _menus(elements: list[HtmlElement]) -> set[HtmlElement]:
    """Menus with all that is in them."""
    menus: set[HtmlElement] = set()
    for element in elements:
        if element.getparent() in menus or element.tag == "nav" or _MENU_NAMES.search(_name(element)):
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


def _name(element: HtmlElement) -> str:
    return f"{(element.get('class') or '')[:NAME_CHARS]} {(element.get('id') or '')[:NAME_CHARS]}"


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


def _weights(seen: list[HtmlElement]) -> dict[HtmlElement, Weight]:
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


def _around(seen: list[HtmlElement], weights: dict[HtmlElement, Weight], prose: int) -> set[HtmlElement]:
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
        small = weight.words and weight.prose <= LARGE_SHARE * prose and element.tag not in HEADING_TAGS
        if small and _is_around(element, weight, weights, titled):
            around.add(element)
            inside.add(element)
    return around


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
    if element.tag in _AROUND_TAGS or (element.get("role") or "").lower() in _AROUND_ROLES:
        if element.tag == "button":
            return element not in titled and not _opens(element, weights)
        return element.tag != "header" or not (weight.prose or element in titled)
    name = _name(element)
    if element.tag in BLOCK_TAGS and (
        (not weight.prose and _AROUND_NAMES.search(name)) or (linked and _LINKED_NAMES.search(name))
    ):
        return True
    is_list = element.tag in ("ul", "ol", "table", "dl") and len(element) > 1
    return linked and not weight.prose and is_list and not _is_announced(element, weights)


def _opens(button: HtmlElement, weights: dict[HtmlElement, Weight]) -> bool:
    """True for a button above the sentences it opens: their title."""
    said = button.get("aria-expanded") is not None or button.get("aria-controls") is not None
    if not (said or _OPENING_NAMES.search(_name(button))):
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
    return before is not None and before in weights and before.tag not in HEADING_TAGS and weights[before].prose > 0


def _holds_heading(element: HtmlElement) -> bool:
    parent = element.getparent()
    inside = any(child.tag in HEADING_TAGS for child in element.iter())
    return inside or (parent is not None and parent.tag in HEADING_TAGS)


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
    if _OUTSIDE_NAMES.search(_name(element)):
        return False
    if before and not weight.prose and any(child.tag in ("h1", "h2") for child in element.iter()):
        return True
    return weight.linked <= OUTSIDE_LINKED_SHARE * weight.words

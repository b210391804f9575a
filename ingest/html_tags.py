"""Tags of a web page by what they do, and how its words are counted."""

import re

from lxml.html import HtmlElement

# Never text of the page.
UNSEEN_TAGS = frozenset(
    "script style template head title meta link svg math canvas audio video iframe object embed applet map noscript noframes "
    "select option datalist input textarea progress meter img picture source track area base param frame frameset".split()
)
BLOCK_TAGS = frozenset(
    "html body address article aside blockquote button caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre search section summary table "
    "tbody td tfoot th thead tr ul".split()
)
HEADING_TAGS = frozenset("h1 h2 h3 h4 h5 h6".split())
# Names are looked at this far: nobody calls anything longer, and a hostile page costs no more than another.
NAME_CHARS = 200
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")


def count_words(words: str | None) -> int:
    """Words of a text; each ideograph counts as one."""
    return len(_WORD.findall(words)) if words else 0


def element_name(element: HtmlElement) -> str:
    """The classes and the id of an element, as far as they are looked at."""
    return f"{(element.get('class') or '')[:NAME_CHARS]} {(element.get('id') or '')[:NAME_CHARS]}"

"""What a sentence about "the information referred to in (4) above" is about: the clause of that number beside it."""

import re

from ingest.markers import read_marker
from ingest.policy import Clause, ClauseTree, Span

# The reference stands where a sentence says what it is about, within its first words; a number of a section is none of these.
_ABOUT = re.compile(
    r"[\W_]*(?:note(?: that)?\W+)?(?:(?:except|as) for|with regard to|regarding|for|of|in)?\s*(?:the |any |such )?"
    r"(?:(?:personal|specific|above) )*(?:information|data|cases?|items?|matters|documents?|purposes?|requests?"
    r"|methods?|those)\s+"
    r"(?:(?:referred to|described|specified|stipulated|prescribed|set forth|set out|provided|mentioned|listed)\s+)?"
    r"(?:in|under|at)\s+(?:the )?(?:above )?"
    # A number by itself is a number of days or years.
    r"(?:(?:item|point|paragraph|clause|no\.?|number)\s*[(\[（]?|[(\[（])(?P<number>\d{1,2})[)\]）]?(?!\.?\d)(?:\s+(?:above|below))?",
    re.IGNORECASE,
)
_WINDOW_CHARS = 160


def reference_in(text: str, span: Span) -> re.Match[str] | None:
    """The words by which a sentence says that it is about another clause, `number` in them; None for most sentences."""
    return _ABOUT.match(text, span.start, min(span.end, span.start + _WINDOW_CHARS))


def referred_to(tree: ClauseTree, clause: Clause, span: Span) -> Span | None:
    """The clause beside, or beside one above, whose number a sentence says it is about, without its marker; None for most."""
    text = tree.policy.text
    reference = reference_in(text, span)
    if reference is None:
        return None
    for node in (clause, *tree.ancestors(clause)):
        for sibling in tree.children(node.parent):
            marker = read_marker(text, sibling.start, sibling.end) if sibling is not node else None
            if marker is not None and marker.number == reference["number"] and marker.end < sibling.end:
                return Span(marker.end, sibling.end)
    return None

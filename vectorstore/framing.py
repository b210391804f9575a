"""What stands before a question and only says where to look: "According to X's privacy policy, …", "Which companies say …"."""

import re

_FRAME = re.compile(
    r"^\s*(?:please\s+)?(?:consider(?:ing)?|according to|based on|given|regarding|with regard to|looking at|look at|"
    r"refer(?:ring)? to|in|under|as per|per|read)\b"
    r"[^;?!\n]{0,150}?\b(?:privacy|data protection)\s+(?:policy|policies|notice|statement)\b"
    r"(?:\s+(?:of|for|by)\s+[^;:?!\n]{1,100}?)?\s*[;:,]\s*(?=\S)",
    re.IGNORECASE,
)
# Who is to say it, put to each policy by itself: "which of these companies mentions cookies" asks each for cookies.
_WHO_SAYS = re.compile(
    r"^\s*(?:and\s+)?which(?: one)?(?: of (?:these|those|the|them|your))?"
    r"(?: (?:companies|company|firms?|polic(?:y|ies)|ones?))?"
    r"(?: (?:in|of) (?:the|your|this) library)?\s+"
    r"(?:(?:is|are) the only (?:ones?|company|companies|policy)(?: (?:that|which|who|to))?\s+"
    r"(?:(?:mentions?|says?|states?)\s+)?"
    r"|(?:says?|states?|mentions?|speaks? of|talks? about)\s+)"
    r"(?:(?:anything|something) )?(?:in (?:its|their|the) (?:privacy )?polic(?:y|ies) )?(?:(?:about|on|that) )?(?=\S)",
    re.IGNORECASE,
)


def without_frame(query: str) -> str:
    """The question itself; the query as it is when nothing stands before it."""
    return _WHO_SAYS.sub("", _FRAME.sub("", query, count=1), count=1)

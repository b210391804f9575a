"""What stands before a question and only says where to look: "According to X's privacy policy, …"."""

import re

_FRAME = re.compile(
    r"^\s*(?:please\s+)?(?:consider(?:ing)?|according to|based on|given|regarding|with regard to|looking at|look at|"
    r"refer(?:ring)? to|in|under|as per|per|read)\b"
    r"[^;?!\n]{0,150}?\b(?:privacy|data protection)\s+(?:policy|policies|notice|statement)\b"
    r"(?:\s+(?:of|for|by)\s+[^;:?!\n]{1,100}?)?\s*[;:,]\s*(?=\S)",
    re.IGNORECASE,
)


def without_frame(query: str) -> str:
    """The question itself; the query as it is when nothing stands before it."""
    return _FRAME.sub("", query, count=1)

"""A policy's words as a person reads them: white space folded, Markdown's marks left out. For display; quotes stay verbatim."""

import re

_IMAGE = re.compile(r"!\[([^\]]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)")
_LINK = re.compile(r"\[((?:\\.|[^\[\]\\])*)\]\((?:<[^>]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+\"[^\"]*\")?\)")
_MAILTO = re.compile(r"\[((?:\\.|[^\[\]\\])*)\]\(mailto:([^()\s?]+@[^()\s?]+)[^()]*\)", re.IGNORECASE)
_EMPHASIS = re.compile(r"(?<![\w*\\])[*_]{1,3}(?=\S)|(?<=[^\s\\])[*_]{1,3}(?![\w*])|(?<!\\)\*{2,3}")
_HEADING = re.compile(r"(?m)^\s{0,3}#{1,6}\s+")
_RULE = re.compile(r"(?m)^\s*(?:[-=_*]\s*){3,}$")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>@])")
_ROW_RULE = re.compile(r"\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)*\|?")
# Control characters and direction overrides: a terminal obeys them, a page shows nothing or disorders what stands around them.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    """The text with LF line ends and a replacement character for each control character and direction override."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\r", "\n"))


def readable(words: str) -> str:
    """The words on one line, links as their labels, without emphasis, heading marks and table rules.

    An e-mail address that only a link holds stands behind its label: "here (dpo@…)".
    """
    if any(mark in words for mark in "[*_#\\|=-"):
        words = _MAILTO.sub(lambda link: link[1] if "@" in link[1] else f"{link[1]} ({link[2]})", words)
        words = _LINK.sub(r"\1", _IMAGE.sub(r"\1", words))
        words = _ROW_RULE.sub(" ", _RULE.sub(" ", _HEADING.sub("", words)))
        words = _ESCAPE.sub(r"\1", _EMPHASIS.sub("", words))
    return " ".join(words.split())


def quoted(words: str) -> str:
    """The words as a person reads them, in quotation marks; quotation marks inside become single ones at neither end."""
    return f"“{readable(words)}”"

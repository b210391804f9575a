"""A saved web page → the policy's text in it, its title and language. Fails rather than lose words a reader sees."""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from lxml import etree, html
from lxml.html import HtmlElement

from ingest.decoding import decode_text
from ingest.errors import EmptyFile, TextLost
from ingest.html_content import Content, find_content
from ingest.html_lines import tidy
from ingest.html_tables import visible_words
from ingest.html_tags import count_words
from ingest.html_text import headings, page_text

# More of the visible words missing than this, and the page is refused.
LOST_SHARE = 0.01
# The parser gives up silently a little below this depth (libxml2's limit with huge_tree).
DEEPEST = 2000
# More words than this in closed sections are worth a note; hidden ones only when they are this share of the text besides,
# because most pages hide a menu.
NOTED_WORDS = 50
HIDDEN_SHARE = 0.25
# One undecodable byte in so many characters is an accident in a UTF-8 page, not another encoding.
ACCIDENT_CHARS = 1000

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_HEAD_BYTES = 8192
# What browsers take these labels for (WHATWG Encoding Standard).
_LABELS = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc-kr": "cp949",
    "iso-8859-9": "cp1254",
}
_TOKEN = re.compile(r"\w+")
_TITLE_PARTING = re.compile(r"\s+[|–—·»>:-]+\s+")
_POLICY_NAME = re.compile(
    r"privacy|policy|data protection|personal (?:data|information)|プライバシー|個人情報|方針", re.IGNORECASE
)
# A longer title is a sentence somebody put there.
TITLE_CHARS = 200


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says: its text, title and language (each empty when there is none), and what was assumed."""

    text: str
    title: str
    language: str
    notes: tuple[str, ...]


def read_page(path: Path, data: bytes) -> Page:
    """The policy's text in a web page. Raises EmptyFile, BinaryFile, TextLost."""
    source, note = _decode(path, data)
    root = _parse(path, source)
    body = root.find("body")
    content = find_content(body if body is not None else root)
    text = page_text(content)
    _refuse_loss(path, content, text)
    notes = [note] if note else []
    if content.opened_words > NOTED_WORDS:
        notes.append(f"{content.opened_words} words in sections the page shows closed were read too")
    if content.hidden_words > max(NOTED_WORDS, HIDDEN_SHARE * count_words(text)):
        notes.append(f"{content.hidden_words} words the page hides were left out")
    language = re.match(r"\s*([A-Za-z]{2,3})(?:[-_]|\s*\Z)", root.get("lang") or root.get("xml:lang") or "")
    return Page(text, _title(root, content), language.group(1).lower() if language else "", tuple(notes))


def _decode(path: Path, data: bytes) -> tuple[str, str]:
    match = _CHARSET.search(data[:_HEAD_BYTES])
    declared = match.group(1).decode("ascii").lower() if match else ""
    declared = _LABELS.get(declared, declared)
    if declared in ("", "utf-8", "utf8"):
        text = data.decode("utf-8", "replace")
        accidents = text.count("\ufffd") - data.count("\ufffd".encode())
        if 0 < accidents <= 1 + len(text) // ACCIDENT_CHARS and declared:
            return text.replace("\x00", ""), f"{accidents} bytes are not UTF-8 and show as \ufffd"
    return decode_text(path, data, declared)


def _parse(path: Path, source: str) -> HtmlElement:
    # Entities of a document type are never resolved, nothing is fetched; comments go, their tails stay.
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise EmptyFile(path, "there is no page in it; save the page from a browser again") from error
    depth: dict[HtmlElement, int] = {}
    for element in root.iter():
        parent = element.getparent()
        depth[element] = depth.get(parent, 0) + 1 if parent is not None else 0
        if depth[element] >= DEEPEST:
            raise TextLost(path, f"its elements are nested more than {DEEPEST} deep; save the page's text as .txt")
    return root


def _refuse_loss(path: Path, content: Content, text: str) -> None:
    visible = Counter(_TOKEN.findall("".join(visible_words(content.body, content.left_out))))
    lost = visible - Counter(_TOKEN.findall(text))
    if not visible:
        raise EmptyFile(path, "the page shows no words; save it from a browser once it is drawn, or save its text as .txt")
    if lost.total() > LOST_SHARE * visible.total():
        words = ", ".join(word for word, _ in lost.most_common(3))
        raise TextLost(
            path, f"{lost.total()} of {visible.total()} visible words would be lost ({words}, …); save the page's text as .txt"
        )


def _title(root: HtmlElement, content: Content) -> str:
    """What the page calls its text: the first of its main headings and its title's parts that sounds like a policy's name."""
    element = root.find(".//title")
    parts = _TITLE_PARTING.split(tidy(element.text_content())) if element is not None else []
    candidates = [*headings(content), *parts]
    return next((words for words in candidates if _POLICY_NAME.search(words)), next(iter(candidates), ""))[:TITLE_CHARS]

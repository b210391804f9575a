"""Sentences of one leaf clause, as offsets: the narrowest thing that is matched, quoted and highlighted."""

import re
from functools import lru_cache
from itertools import pairwise

from ingest.contact_lines import is_contact_line
from ingest.markers import read_marker
from ingest.markup import MARKUP_CHARS, is_anchor
from ingest.policy import Span

# Never the end of a sentence, whatever follows.
_NEVER_LAST = frozenset(
    "e.g eg i.e ie cf vs viz mr mrs ms dr prof st art arts sec secs para paras nos fig figs cl approx incl resp tel ext hon "
    "jan feb mar apr jun jul aug sep sept oct nov dec mt ave blvd rd attn dept cal civ stat ann rev gen".split()
)
# End a sentence only when the next word usually begins one: "Alpha Co., Ltd. The Company …" but "Disclosure, etc. of …".
_SOMETIMES_LAST = frozenset(
    "etc inc ltd co corp llc llp plc gmbh s.a b.v n.v u.s u.k u.s.a e.u a.m p.m et al bros jr sr art".split()
)
_OPENERS = frozenset(
    "the a an this that these those we you our your it its they their he she if when where while in on at by for to from as "
    "with without upon under however please note in such any all each no not there here such personal information provided "
    "furthermore moreover additionally also although because after before during except unless".split()
)
_TERMINATOR = re.compile(
    r"(?P<mark>[.!?…]+|[。！？]+)(?P<close>[\"'”’»)\]}*_」』）】〕]*)(?=(?P<space>\s+)|\Z|(?P<next>.))", re.DOTALL
)
_WORD_BEFORE = re.compile(r"[^\s(\[“\"'‘/—–|]*\Z")
_MARKER_ONLY = re.compile(
    r"[\s*_#>\-+•(\[（［]*(?:[0-9０-９]{1,3}(?:[.\-][0-9０-９]{1,3}){0,5}|[A-Za-z]|[ivxlIVXL]{1,6})?\\?\Z"
)
_WORD = re.compile(r"[\w’']+")
_LINE_BREAK = re.compile(r"(?:\r\n|[\n\r\f\u2028\u2029])\s*")
_LINE_END = re.compile(r"\r\n|[\n\r\f\u2028\u2029]")
_WORD_CHARACTER = re.compile(r"\w")
# A remark in brackets within a sentence, links in it included: what stands in it ends no sentence.
_REMARK = re.compile(r"(?:(?<=[\w,;:] )|(?<=\w\.\w\. ))\((?:[^()\n]|\([^()\n]{0,120}\)){1,200}\)|(?<=\w)（[^（）\n]{1,200}）")
# A line at least this long that ends without punctuation was broken by its width, not by its writer.
WRAPPED_LINE_CHARS = 60
# A table row up to this long is read as a whole: its cells say something only together.
ROW_CHARS = 600
# How far back a word is looked for; longer "words" are not abbreviations.
_WINDOW = 24


@lru_cache(maxsize=4096)
def _lowered(word: str) -> str:
    return word.lower().rstrip("’'")


def _ends_sentence(text: str, begin: int, match: re.Match[str], end: int) -> bool:
    mark = match["mark"]
    if mark[0] in "。！？":
        # A full stop inside a quotation that goes on: 「…する。」といいます。
        return not match["close"] or match["space"] is not None or match.end() >= end
    if match["space"] is None:
        return match.end() >= end or match["next"] in "「『" or "\u3040" <= (match["next"] or "") <= "\u9fff"
    follow = match.end("space")
    if follow >= end:
        return True
    following = text[follow]
    if following.islower():
        return False
    if mark != ".":
        return True
    if match.start() - begin < _WINDOW and _MARKER_ONLY.match(text, begin, match.start()):
        return False
    word_match = _WORD_BEFORE.search(text[max(begin, match.start() - _WINDOW) : match.start()])
    word = _lowered(word_match.group().strip("*_\\,")) if word_match else ""
    if word in _NEVER_LAST:
        return False
    if word == "no":
        return not following.isdigit()
    if word in _SOMETIMES_LAST or (len(word) == 1 and word.isalpha()) or re.fullmatch(r"(?:\w+-)?(?:[a-z]\.)+[a-z]", word):
        opener = _WORD.match(text, follow)
        return opener is not None and _lowered(opener.group()) in _OPENERS
    return True


def _breaks_line(text: str, before: str, line_break: re.Match[str], after: str) -> bool:
    """True when a line break ends a sentence: after punctuation, around a contact line, before a marker, after a short line."""
    if not before or not after or len(_LINE_END.findall(line_break.group())) > 1:
        return True
    if before[-1] in ".!?:;。！？：；":
        return True
    marked = read_marker(text, line_break.end(), line_break.end() + len(after)) is not None
    if marked or is_contact_line(before) or is_contact_line(after):
        return True
    if after[0].islower() or before[-1] in ",、-":
        return False
    return len(before) < WRAPPED_LINE_CHARS


def _cuts(text: str, start: int, end: int) -> list[int]:
    """Offsets where a new sentence begins, the first excluded."""
    breaks = list(_LINE_BREAK.finditer(text, start, end))
    line_starts = [start, *(line_break.end() for line_break in breaks)]
    line_ends = [*(line_break.start() for line_break in breaks), end]
    events: list[tuple[int, int, re.Match[str]]] = [
        (match.start(), -1, match) for match in _TERMINATOR.finditer(text, start, end)
    ]
    events += [(match.start(), number, match) for number, match in enumerate(breaks)]
    events.sort(key=lambda event: event[:2])
    remarks = [match.span() for match in _REMARK.finditer(text, start, end)]
    cuts: list[int] = []
    begin = start
    for position, number, match in events:
        if position < begin:
            continue
        if number < 0:
            inside = any(opened < position and match.end() < closed for opened, closed in remarks)
            is_cut = not inside and _ends_sentence(text, begin, match, end)
        else:
            before = text[max(line_starts[number], begin) : line_ends[number]].strip()
            is_cut = _breaks_line(text, before, match, text[line_starts[number + 1] : line_ends[number + 1]].strip())
        if is_cut and begin < match.end() < end:
            begin = match.end()
            cuts.append(begin)
    return cuts


def split_sentences(text: str, span: Span) -> tuple[Span, ...]:
    """The sentences inside `text[span.start:span.end]`, trimmed of white space, in order, without overlap.

    A list marker at the beginning ("5. ", "• ", "(a) ") belongs to no sentence. Text without a letter or digit has none. A
    table row is one sentence unless it is long.
    """
    start, end = span.start, min(span.end, len(text))
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if not _WORD_CHARACTER.search(text, start, end) or is_anchor(text[start : min(end, start + MARKUP_CHARS + 1)]):
        return ()
    if text[start] == "|" and end - start <= ROW_CHARS:
        return (Span(start, end),)
    marker = read_marker(text, start, end)
    if marker is not None and marker.is_enumerator and marker.end < end:
        start = marker.end
    bounds = [start, *_cuts(text, start, end), end]
    sentences: list[Span] = []
    for left, right in pairwise(bounds):
        piece = text[left:right]
        trimmed = Span(left + len(piece) - len(piece.lstrip()), right - len(piece) + len(piece.rstrip()))
        if trimmed.start >= trimmed.end:
            continue
        if sentences and not _WORD_CHARACTER.search(text, trimmed.start, trimmed.end):
            sentences[-1] = Span(sentences[-1].start, trimmed.end)
        else:
            sentences.append(trimmed)
    return tuple(sentences)

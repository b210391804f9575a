"""Headings, contact blocks, dates and signatures without markup or number, told by their words and neighbours."""

from ingest.contact_lines import (
    is_contact_line,
    is_contact_title,
    is_date_caption,
    is_date_line,
    is_organisation,
    is_short_line,
    is_signature,
)
from ingest.lines import FULL_SHARE, wrap_width
from ingest.markup import LineKind, Piece
from ingest.sequences import Run
from ingest.titles import capital_share, is_bracketed_title, is_heading_like, is_title
from ingest.wording import ends_with_colon, is_complete, plain

# Lines of a contact block that may stand before its first telephone number or address: company, office, desk, person.
CONTACT_LEAD_LINES = 5
# Lines that may follow its last one with a number: city, postcode, country.
CONTACT_TAIL_LINES = 4
ADDRESS_TAIL_CHARS = 40
# A line this long is a paragraph though it lacks a full stop.
BODY_CHARS = 60
# With fewer blank lines than this share, a text separates paragraphs by line ends alone.
DENSE_SHARE = 0.2
# With more marked-up headings than this a document shows its headings by markup, and plain lines are no headings.
MARKED_HEADINGS = 1

# Further in, a line belongs to a list entry.
PLAIN_INDENT = 3
# A line that ends in a colon is a heading when it is this short and this much of it is capitalised.
COLON_TITLE_WORDS = 6
HEADING_CAPITALS = 0.75

_BODY_KINDS = frozenset((LineKind.TEXT, LineKind.CONTACT, LineKind.TABLE, LineKind.SIGNATURE))


def _words(text: str, piece: Piece) -> str:
    return text[piece.line.body : piece.line.end]


def find_contacts(text: str, pieces: list[Piece]) -> None:
    """Mark the lines of contact blocks, date lines and signatures."""
    dense = _is_dense(pieces)
    index = 0
    while index < len(pieces):
        if pieces[index].kind is not LineKind.TEXT:
            index += 1
            continue
        stop = index
        while stop < len(pieces) and pieces[stop].kind is LineKind.TEXT and _is_short(text, pieces[stop]):
            stop += 1
        if stop > index:
            _mark_group(text, pieces[index:stop], dense)
        index = max(stop, index + 1)


def _is_short(text: str, piece: Piece) -> bool:
    if piece.line.end - piece.line.body > 200:
        return False
    words = _words(text, piece)
    return is_short_line(words) or is_contact_line(words)


def _is_dense(pieces: list[Piece]) -> bool:
    return sum(piece.line.gap > 0 for piece in pieces) < DENSE_SHARE * len(pieces)


def _mark_group(text: str, group: list[Piece], dense: bool) -> None:
    words = [_words(text, piece) for piece in group]
    signals = [is_contact_line(line) for line in words]
    for position, piece in enumerate(group):
        if is_date_line(words[position]) and not signals[position]:
            piece.kind = LineKind.DATE
            if position and group[position - 1].kind is LineKind.TEXT and is_date_caption(words[position - 1]):
                group[position - 1].kind = LineKind.DATE
    last = -1
    for position, signal in enumerate(signals):
        if signal:
            first, stop = _contact_start(group, words, signals, position, last), _contact_stop(group, words, position, dense)
            for piece in group[first:stop]:
                if piece.kind is LineKind.TEXT:
                    piece.kind = LineKind.CONTACT
            last = position
    for position, piece in enumerate(group):
        if piece.kind is LineKind.TEXT and is_signature(words[position]):
            piece.kind = LineKind.SIGNATURE
            above = group[position - 1] if position else None
            if (
                above is not None
                and above.kind is LineKind.TEXT
                and not piece.line.gap
                and is_organisation(words[position - 1])
            ):
                above.kind = LineKind.SIGNATURE


def _contact_start(group: list[Piece], words: list[str], signals: list[bool], position: int, last: int) -> int:
    """Where the block begins whose first (or next) telephone number or address stands at `position`."""
    first = position
    while first - 1 > last and position - first < CONTACT_LEAD_LINES and group[first - 1].kind is LineKind.TEXT:
        first -= 1
        titled = is_contact_title(words[first]) and not is_bracketed_title(words[first]) and len(words[first]) <= BODY_CHARS
        if titled and not signals[first] and (first == 0 or group[first].line.gap > 0):
            return first + 1
    return first


def _contact_stop(group: list[Piece], words: list[str], position: int, dense: bool) -> int:
    """One past the block's last line: city, postcode and country stand on short lines right under the street.

    Without blank lines between paragraphs a short line may as well be the next heading; there only one with a digit counts.
    """
    stop = position + 1
    while stop < len(group) and stop - position <= CONTACT_TAIL_LINES:
        piece, line = group[stop], words[stop]
        plain_line = piece.kind is LineKind.TEXT and not piece.line.gap and len(line) <= ADDRESS_TAIL_CHARS
        if not plain_line or is_signature(line) or (dense and not any(character.isdigit() for character in line)):
            break
        stop += 1
    return stop


def find_plain_headings(text: str, pieces: list[Piece]) -> None:
    """Mark the unnumbered, unmarked lines that are headings; `style` tells title, section and list caption apart."""
    marked = sum(piece.kind is LineKind.HEADING for piece in pieces)
    if marked > MARKED_HEADINGS:
        return
    dense = _is_dense(pieces)
    width = wrap_width(tuple(piece.line for piece in pieces))
    chosen: set[int] = set()
    for index in range(len(pieces) - 1, -1, -1):
        piece = pieces[index]
        full = width and piece.line.end - piece.line.start >= FULL_SHARE * width
        if piece.kind is not LineKind.TEXT or (full and index + 1 < len(pieces) and not pieces[index + 1].line.gap):
            continue
        if _may_be_heading(text, pieces, index, dense) and _has_body(text, pieces, index, chosen):
            chosen.add(index)
    _drop_navigation(text, pieces, chosen)
    _drop_repeated(text, pieces, chosen)
    for index in sorted(chosen):
        piece = pieces[index]
        piece.kind, piece.title_start, piece.title_end = LineKind.HEADING, piece.line.body, piece.line.end
        piece.style = "title" if index + 1 in chosen else "caption" if _captions_list(text, pieces, index, chosen) else "plain"


def _may_be_heading(text: str, pieces: list[Piece], index: int, dense: bool) -> bool:
    piece = pieces[index]
    if piece.line.end - piece.line.body > BODY_CHARS * 3:
        return False
    words = _words(text, piece)
    below = pieces[index + 1] if index + 1 < len(pieces) else None
    if ends_with_colon(words) and below is not None and below.kind is LineKind.TEXT:
        # "Your Rights:" over text is a heading; over a list it announces that.
        words = words.rstrip(":： ")
        if capital_share(words) < HEADING_CAPITALS or len(words.split()) > COLON_TITLE_WORDS:
            return False
    if not is_title(words):
        return False
    if index and text[pieces[index - 1].line.end - 1] in ",、":
        return False
    if dense:
        return is_heading_like(words)
    if (index and piece.line.gap == 0) or piece.line.indent > PLAIN_INDENT:
        return False
    if below is not None and below.kind is LineKind.TEXT and not below.line.gap:
        # The first line of a paragraph, unless it is short and the next begins anew.
        return len(words) <= BODY_CHARS and is_heading_like(words) and not text[below.line.body].islower()
    return True


def _has_body(text: str, pieces: list[Piece], index: int, chosen: set[int]) -> bool:
    if index + 1 >= len(pieces):
        return False
    below = pieces[index + 1]
    if index + 1 in chosen:
        return True
    if below.kind is LineKind.TEXT:
        length = below.line.end - below.line.body
        if text[below.line.end - 1] in ",、":
            return False
        return length > BODY_CHARS or is_complete(_words(text, below)) or text[below.line.end - 1] in ":："
    if below.kind is LineKind.SIGNATURE or below.kind is LineKind.DATE:
        return below.line.gap > 0
    return below.kind in (LineKind.MARKED, LineKind.TABLE, LineKind.CONTACT)


def _captions_list(text: str, pieces: list[Piece], index: int, chosen: set[int]) -> bool:
    """A heading over a list that a sentence further up announced: "… for the purposes below:" / "Shareholders" / "- …"."""
    if index == 0 or index + 1 >= len(pieces) or pieces[index + 1].kind is not LineKind.MARKED:
        return False
    above = index - 1
    while above >= 0 and pieces[above].kind is LineKind.MARKED:
        above -= 1
    if above < 0:
        return False
    if above in chosen:
        return above < index - 1 and pieces[above].style == "caption"
    return above == index - 1 and text[pieces[above].line.end - 1] in ":："


def _drop_navigation(text: str, pieces: list[Piece], chosen: set[int]) -> None:
    """A line made of other headings is a menu."""
    titles = {index: tuple(plain(_words(text, pieces[index])).lower().split()) for index in chosen}
    known = {words for words in titles.values() if words}
    for index, words in titles.items():
        reach = {0}
        for start in range(len(words)):
            if start in reach:
                reach |= {
                    start + size
                    for size in range(1, len(words) - start + 1)
                    if size < len(words) and words[start : start + size] in known
                }
        if len(words) in reach:
            chosen.discard(index)


def _drop_repeated(text: str, pieces: list[Piece], chosen: set[int]) -> None:
    """Of a title shown twice with nothing in between (a page's own title, then the text's) the last is the heading."""
    for index in sorted(chosen):
        words = plain(_words(text, pieces[index])).lower()
        below = index + 1
        while below < len(pieces) and below - index <= 4 and pieces[below].kind is LineKind.TEXT:
            if plain(_words(text, pieces[below])).lower() == words:
                chosen.discard(index)
                break
            if pieces[below].line.end - pieces[below].line.body > BODY_CHARS * 2:
                break
            below += 1


def mark_heading_runs(text: str, pieces: list[Piece], runs: dict[int, Run]) -> None:
    """Find the runs whose entries are headings: titles with text of their own under most of them."""
    for run in {id(run): run for run in runs.values()}.values():
        with_body = 0
        # The last entry may end the document or a list; it only counts when it is the only one.
        counted = run.members[:-1] or run.members
        for member in counted:
            below = member + 1
            if below >= len(pieces) or runs.get(below) is run:
                continue
            kind = pieces[below].kind
            deeper = pieces[below].line.indent > pieces[member].line.indent
            if len(run.members) == 1 and not (
                deeper or (kind is LineKind.TEXT and is_complete(text[pieces[below].line.body : pieces[below].line.end]))
            ):
                continue
            if kind is LineKind.MARKED:
                # A list under an entry makes a heading of it less surely than sentences do.
                with_body += 1
            elif kind in _BODY_KINDS or (kind is LineKind.HEADING and not pieces[below].level):
                with_body += 2
        run.is_heading = bool(run.markup) or (run.titled * 2 > len(run.members) and with_body >= len(counted))

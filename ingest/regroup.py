"""Lists that lost their levels: an entry that announces others takes them in, up to where full sentences resume."""

from ingest.nodes import Node
from ingest.policy import ClauseKind, Span
from ingest.sentences import split_sentences
from ingest.titles import capital_share, is_title
from ingest.wording import SUBORDINATE_OPENERS, announces_entries, ends_with_colon, first_words, is_complete

_SUBORDINATE = frozenset((word,) for word in SUBORDINATE_OPENERS)
# A condition longer than this says something by itself.
CONDITION_WORDS = 12


def own_words(text: str, node: Node) -> str:
    """An entry's own words, without its marker and without what is nested in it."""
    end = node.children[0].end if node.children else node.end
    return text[node.marker.end if node.marker else node.start : end]


def regroup(text: str, root: Node) -> None:
    """Nest flattened bullet lists, everywhere below the root."""
    order: list[Node] = [root]
    for node in order:
        if sum(child.style == "item" for child in node.children) > 1:
            _regroup_children(text, node)
        order.extend(node.children)


def _bullet(node: Node) -> str:
    return node.marker.bullet if node.marker is not None else ""


def _is_flat(node: Node) -> bool:
    return node.kind is ClauseKind.ITEM and node.marker is not None and node.marker.is_bullet and not node.children


def _regroup_children(text: str, parent: Node) -> None:
    kept: list[Node] = []
    index = 0
    children = parent.children
    while index < len(children):
        stop = index
        while stop < len(children) and _is_flat(children[stop]) and _bullet(children[stop]) == _bullet(children[index]):
            stop += 1
        if stop - index < 2:
            kept.extend(children[index : max(stop, index + 1)])
            index = max(stop, index + 1)
            continue
        kept.extend(_nest(text, children[index:stop]))
        index = stop
    parent.children = kept


def _nest(text: str, items: list[Node]) -> list[Node]:
    words = [own_words(text, item) for item in items]
    captions = _captions(words)
    result: list[Node] = []
    index = 0
    while index < len(items):
        item = items[index]
        stop = index + 1
        if index in captions:
            stop = _end_of_captioned(text, items, index, captions, words)
        elif _announces(text, items, index, words):
            stop = _end_of_announced(words, index)
        result.append(_with_children(item, items[index + 1 : stop], words[index]))
        index = stop
    return result


def _end_of_captioned(text: str, items: list[Node], index: int, captions: set[int], words: list[str]) -> int:
    stop = index + 1
    noun_phrases = not is_complete(words[stop]) and first_words(words[stop])[:1] not in _SUBORDINATE
    own, below = first_words(words[index], 2), first_words(words[stop], 2)
    while stop < len(items) and stop not in captions and not _announces(text, items, stop, words):
        if own == first_words(words[stop], 2) != below:
            # The last of "In case …" over "If …": a caption with nothing left under it.
            break
        if stop > index + 1 and noun_phrases and first_words(words[stop])[:1] in _SUBORDINATE:
            break
        stop += 1
    return stop


def _announces(text: str, items: list[Node], index: int, words: list[str]) -> bool:
    """True when an entry's words need the entries after it to be whole."""
    if index + 1 >= len(items):
        return False
    if ends_with_colon(words[index]):
        return True
    if not is_complete(words[index]) or is_complete(words[index + 1]):
        return False
    start = items[index].marker
    sentences = split_sentences(text, Span(start.end if start else items[index].start, items[index].end))
    return any(announces_entries(text[sentence.start : sentence.end]) for sentence in sentences)


def _end_of_announced(words: list[str], index: int) -> int:
    """One past the last entry that belongs to the announcing entry: up to a full sentence after fragments.

    The last fragment may end in a full stop: one that begins like those before it ("when …") or in lower case still belongs.
    """
    first = index + 1
    fragments = not is_complete(words[first])
    openers = {first_words(words[first])}
    subordinate = bool(openers & _SUBORDINATE)
    for stop in range(first + 1, len(words)):
        current, opener = words[stop], first_words(words[stop])
        alike = (opener in _SUBORDINATE and opener in openers) or current.lstrip()[:1].islower()
        if ends_with_colon(current):
            return stop
        if fragments and is_complete(current) and not alike:
            return stop
        if not fragments and subordinate and opener not in _SUBORDINATE:
            return stop
        openers.add(opener)
    return len(words)


def _captions(words: list[str]) -> set[int]:
    """Entries that are titles over the entries after them, which share their first words ("For …", "A copy of …")."""
    openers = [first_words(entry) for entry in words]
    starts = [first_words(entry, 3) for entry in words]
    titled, repeated = set(), set()
    for index in range(len(words) - 1):
        below = words[index + 1]
        if is_complete(words[index]) or not is_title(words[index], numbered=True) or openers[index] == openers[index + 1]:
            continue
        over_opener = openers[index + 1] in _SUBORDINATE and openers[index] not in _SUBORDINATE
        if over_opener and not is_complete(below) and capital_share(words[index]) >= 0.75 > capital_share(below):
            titled.add(index)
        shared = starts[index + 1]
        if len(shared) == 3 and openers[index] not in _SUBORDINATE and starts[index + 1 : index + 4].count(shared) == 3:
            repeated.add(index)
    if titled and not all(index in titled or openers[index] in _SUBORDINATE for index in range(min(titled), len(words))):
        # Some entry is neither a title nor one of "For …": the capitals were chance.
        titled.clear()
    found = titled | repeated
    if found:
        found |= _conditions(words, openers)
    # One caption alone explains a list only when the list begins with it.
    return found if len(found) > 1 or 0 in found else set()


def _conditions(words: list[str], openers: list[tuple[str, ...]]) -> set[int]:
    """Entries such as "In case of a deputy" over a full sentence that says what to do then."""
    return {
        index
        for index in range(len(words) - 1)
        if openers[index] in _SUBORDINATE
        and openers[index] != openers[index + 1]
        and len(words[index].split()) <= CONDITION_WORDS
        and not is_complete(words[index])
        and is_complete(words[index + 1])
    }


def _with_children(item: Node, children: list[Node], words: str) -> Node:
    if not children:
        return item
    own = Node(ClauseKind.PARAGRAPH, item.start, item.end, item.indent)
    item.children = [own, *children]
    item.end = children[-1].end
    if is_title(words, numbered=True) and item.marker is not None:
        item.heading = Span(item.marker.end, own.end)
    return item

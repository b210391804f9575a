"""A list as an answer: every entry, in order, under the sentence or heading that says what it lists."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.draft import DraftClaim
from assistant.evidence import Evidence, synonyms
from assistant.listings import Listing, body_of, caption_of, listings
from assistant.readable import quoted
from assistant.units import ANNOUNCED_CHARS, LIST_CHARS, stands_alone
from ingest.policy import Clause, ClauseKind, ClauseTree, Span
from ingest.sentences import split_sentences
from ingest.wording import ends_with_colon
from vectorstore.lexical import tokenize

# Passages whose lists are considered.
CANDIDATE_ROWS = 10
# A list counts by its best passage, by how well its passages fit on the whole, and by what its lead-in and headings cover.
FITTING_ROWS = 3
CAPTION_WEIGHT = 0.25
# A word in a heading further up says less of a list than one in its lead-in or caption.
FAR_HEADING_SHARE = 0.6
# A sentence outside all lists answers alone unless a list is nearly as good.
OUTSIDE_MARGIN = 0.05
# An entry that alone holds this share of the question's words is what was asked about, not its list.
SINGLED_OUT = 0.28
# Statements that merely stand in a row are an answer together only under a heading that says what was asked.
ROW_OF_STATEMENTS = 0.6
# Lists whose lead-ins and headings hold most of the question's words are considered too.
BY_CAPTION = 4
# A heading that is the question over again.
TITLE_WEIGHT = 0.15
TITLED = 0.6
# What kind of list is asked for, and how such a list is announced or how its entries begin.
TYPE_WEIGHT = 0.12
_TYPES: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(asked, re.IGNORECASE), re.compile(told, re.IGNORECASE))
    for asked, told in (
        (
            r"\b(?:exceptions?|exclu\w+|refus\w+|den(?:y|ied)|withhold\w*|decline|reject\w*|turn down|not (?:have to|need|required|disclose|count\w*))\b",
            r"\b(?:except\w*|unless|refus\w+|refrain|may not|shall not|not be|however|exempt\w*|exclud\w+|den(?:y|ied))\b",
        ),
        (
            r"\b(?:purposes?|what .* for\W*$|why|uses?|do(?:es)? .* with|reasons? .*\b(?:use|collect|process))\b",
            r"\bpurposes?\b|\bin order to\b|^\W*(?:to|for) \w+|\bwill be used\b|\bhow we use\b",
        ),
        (
            r"\b(?:documents?|papers|certificates?|enclose|prove|proof|identification|identity|send|submit)\b",
            r"\b(?:documents?|documentation|copy|copies|forms?|certificates?|licen[cs]e|passport|card|ID)\b",
        ),
        (
            r"\b(?:security|safety|safeguards?|protect\w*|measures)\b",
            r"\b(?:security|safety|safeguards?|measures|protect\w*)\b",
        ),
        (r"\brights?\b|\bentitled\b", r"\brights?\b"),
        (
            r"^\W*when\b|\b(?:cases|circumstances|conditions|grounds|situations|reasons?|occasions)\b",
            r"\b(?:cases|circumstances|conditions|grounds|if any of|any of the following)\b|^\W*(?:when|if|where|in case|in the event|with your)\b",
        ),
        (
            r"\b(?:parties|companies|partners|recipients|providers|vendors|firms|processors|subcontractors|affiliates|(?:to|with) whom|who)\b",
            r"\b(?:parties|companies|partners|recipients|providers|vendors|processors|affiliates|(?-i:[A-Z]\w+ (?:Inc|LLC|Ltd|GmbH|Limited|AB|Oy|SA|Co)\b))",
        ),
        (
            r"\b(?:what|which)\b (?:(?:kinds?|types?|categories|sorts?) of )?(?:\w+ ){0,2}(?:data|information)\b|\bwhat (?:does|do) .* (?:collect|know|gather)\b",
            r"\b(?:kinds?|types?|categories) of (?:personal )?(?:data|information)\b|\b(?:data|information) (?:that )?(?:we|you)\b"
            r"|\b(?:names?|address(?:es)?|e-?mail|phone|IP|browser|device|payment|date of birth|identifiers?)\b",
        ),
        (r"\b(?:ways|methods|routes|channels|means|how)\b", r"\b(?:ways?|methods?|means|through|by|when you|via)\b"),
    )
)
_FIRMS_ASKED = re.compile(
    r"\b(?:companies|firms|partners|recipients|providers|vendors|processors|subcontractors|affiliates)\b", re.IGNORECASE
)
# Without a name, companies of the library are meant.
_WHICH_COMPANIES = re.compile(r"\W*which companies\b", re.IGNORECASE)
_FIRM = re.compile(r"\b[A-Z][\w&.]+,? (?:Inc|LLC|Ltd|GmbH|Limited|AB|AG|Oy|SAS?|Corp|Company|Co)\b")
# A clause of names is preferred to a sentence that is no further ahead than this.
NAMES_BEHIND = 0.30
NAMES_CHARS = 1_200
# A heading and its first sentence, in a list of sections.
HEADED_CHARS = 220
# A list that is too long is cut to about this many characters.
CUT_CHARS = 1_700
MORE = "– (more entries follow in the policy)"
# Lead-in and entries are one quote where no more than markers and white space lie between them.
_GAP_CHARS = 8


def list_claims(evidence: Evidence, rows: Sequence[int]) -> tuple[DraftClaim, ...]:
    """The list that answers, in order; nothing where a sentence does. `rows` are best first."""
    if not rows or evidence.question.values or evidence.question.premise:
        # A figure in the question is what it is about.
        return ()
    chosen = ListChoice(evidence).choose(rows)
    return _names(evidence, rows) if chosen is None else (claim_of(evidence, chosen),)


def _names(evidence: Evidence, rows: Sequence[int]) -> tuple[DraftClaim, ...]:
    """A clause that names firms, where firms are asked for and it is nearly the best; nothing where there is none."""
    question = evidence.question
    if _FIRMS_ASKED.search(question.topic) is None or (_WHICH_COMPANIES.match(question.topic) and question.text.split() == question.topic.split()):
        return ()
    tree, passages = evidence.partition.tree, evidence.partition.passages
    limit = float(evidence.total[rows[0]]) - NAMES_BEHIND
    for row in rows[:CANDIDATE_ROWS]:
        clause = tree[passages[row].clause_id]
        if float(evidence.total[row]) < limit or clause.end - clause.start > NAMES_CHARS:
            continue
        if len(_FIRM.findall(tree.text(clause))) > 1:
            body = body_of(tree, clause)
            return (DraftClaim(quoted(tree.text(body)), (body,)),)
    return ()


@dataclass(frozen=True, slots=True)
class _Weighed:
    listing: Listing
    best: float
    score: float


class ListChoice:
    """Which list of a policy answers a question."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._tree = evidence.partition.tree
        self._listings = tuple(listings(self._tree))
        self._of_entry = {entry.clause_id: listing for listing in self._listings for entry in listing.entries}
        self._rows: dict[str, list[int]] = {}
        for row, passage in enumerate(evidence.partition.passages):
            clause = self._tree[passage.clause_id]
            for node in (clause, *self._tree.ancestors(clause)):
                self._rows.setdefault(node.clause_id, []).append(row)
        reading = evidence.reading
        self._weights = {
            term: reading.idf(term)
            for term in evidence.question.terms
            if reading.holds(term) or any(map(reading.holds, synonyms(term)))
        }
        self._whole = sum(self._weights.values())

    def choose(self, rows: Sequence[int], *, whole: bool = False) -> Listing | None:
        """The list that answers, None when a passage by itself does. `rows` are best first, at least one.

        `whole` asks for the list even where one entry of it holds the question's words.
        """
        candidates = [self._weigh(listing) for listing in self._candidates(rows[:CANDIDATE_ROWS])]
        candidates = [weighed for weighed in candidates if weighed.best > 0]
        if not candidates:
            return None
        best = max(candidates, key=lambda weighed: weighed.score)
        top = rows[0]
        total = float(self._evidence.total[top])
        if not self._is_in(top, best.listing) and best.best < total - OUTSIDE_MARGIN:
            return None
        return best.listing if whole else self._level(self._from(best.listing, top))

    def _from(self, listing: Listing, row: int) -> Listing:
        """The list announced from the best passage on, where both stand in one paragraph."""
        passage = self._evidence.partition.passages[row]
        lead_in = listing.lead_in
        if lead_in is None or not _overlap(self._tree[passage.clause_id], lead_in) or not self._announces(listing):
            return listing
        if passage.start >= lead_in.start or lead_in.end - passage.start > ANNOUNCED_CHARS:
            return listing
        return replace(listing, lead_in=Span(passage.start, lead_in.end))

    def _candidates(self, rows: Sequence[int]) -> Iterable[Listing]:
        found: dict[str, Listing] = {}
        for row in rows:
            passage = self._evidence.partition.passages[row]
            clause = self._tree[passage.clause_id]
            for node in (clause, *self._tree.ancestors(clause)):
                if node.clause_id in self._of_entry:
                    listing = self._of_entry[node.clause_id]
                    found.setdefault(listing.key, listing)
                    break
            for listing in self._listings:
                if listing.lead_in is not None and (
                    _overlap(listing.lead_in, passage.span) or (self._announces(listing) and _overlap(listing.lead_in, clause))
                ):
                    found.setdefault(listing.key, listing)
        by_caption = sorted(self._listings, key=lambda listing: -self._covered(listing))[:BY_CAPTION]
        for listing in by_caption:
            found.setdefault(listing.key, listing)
        return found.values()

    def _announces(self, listing: Listing) -> bool:
        """Whether the paragraph before a list leads up to it: its last sentence ends in a colon."""
        return listing.lead_in is not None and ends_with_colon(self._tree.text(listing.lead_in))

    def _passages(self, listing: Listing) -> list[int]:
        rows = [row for entry in listing.entries for row in self._rows.get(entry.clause_id, ())]
        if listing.lead_in is not None:
            holders = self._rows.get(listing.holder or "", range(self._evidence.reading.size))
            whole = self._announces(listing)
            passages = self._evidence.partition.passages
            rows += [
                row
                for row in holders
                if _overlap(self._tree[passages[row].clause_id] if whole else passages[row].span, listing.lead_in)
            ]
        return sorted(set(rows))

    def _is_in(self, row: int, listing: Listing) -> bool:
        return row in self._passages(listing)

    def _weigh(self, listing: Listing) -> _Weighed:
        totals = np.sort(self._evidence.total[self._passages(listing)])[::-1]
        if totals.size == 0:
            return _Weighed(listing, 0.0, 0.0)
        best, fitting = float(totals[0]), float(totals[:FITTING_ROWS].mean())
        if listing.headed and (self._share(self._near(listing)) < TITLED or not self._is_of_type(listing)):
            return _Weighed(listing, 0.0, 0.0)
        fits = TYPE_WEIGHT * self._is_of_type(listing) + TITLE_WEIGHT * self._is_titled(listing)
        return _Weighed(listing, best + fits, (best + fitting) / 2 + CAPTION_WEIGHT * self._covered(listing) + fits)

    def _is_titled(self, listing: Listing) -> float:
        """From 0 to 1: how much of a heading is the question's own words, where it holds most of them."""
        if listing.caption is None:
            return 0.0
        words = self._words([listing.caption])
        if not words or self._share(words) < TITLED:
            return 0.0
        return sum(any(_holds(frozenset((word,)), term) for term in self._weights) for word in words) / len(words)

    def _is_of_type(self, listing: Listing) -> float:
        """From 0 to 1: whether the list is of the kind asked for, by its announcement or by its entries."""
        kinds = [told for asked, told in _TYPES if asked.search(self._evidence.question.topic)]
        if not kinds:
            return 0.0
        above = " ".join(self._tree.text(span) for span in (listing.lead_in, listing.caption) if span is not None)
        entries = [self._tree.text(body_of(self._tree, entry)) for entry in listing.entries]
        shares = [
            1.0 if told.search(above) else sum(told.search(entry) is not None for entry in entries) / len(entries)
            for told in kinds
        ]
        return sum(shares) / len(shares)

    def _share(self, tokens: frozenset[str]) -> float:
        """The share of the question's words among some tokens; rare words weigh more."""
        if not self._whole:
            return 0.0
        return sum(weight for term, weight in self._weights.items() if _holds(tokens, term)) / self._whole

    def _words(self, spans: Iterable[Span | Clause | None]) -> frozenset[str]:
        return frozenset(token for span in spans if span is not None for token in tokenize(self._tree.text(span)))

    def _near(self, listing: Listing) -> frozenset[str]:
        return self._words((listing.lead_in, listing.caption))

    def _around(self, listing: Listing) -> frozenset[str]:
        """All words that stand above the entries: lead-in, caption, headings."""
        nodes = (
            () if listing.holder is None else (self._tree[listing.holder], *self._tree.ancestors(self._tree[listing.holder]))
        )
        above = [caption_of(self._tree, node) for node in nodes]
        return self._words((listing.lead_in, listing.caption, *above))

    def _covered(self, listing: Listing) -> float:
        near = self._share(self._near(listing))
        return near + FAR_HEADING_SHARE * (self._share(self._around(listing)) - near)

    def _level(self, listing: Listing) -> Listing | None:
        """The list itself, the longer one it is part of, the one under the entry asked about; None for the entry alone."""
        entry = self._singled_out(listing)
        if entry is not None:
            inner = next(
                (other for other in self._listings if other.holder == entry.clause_id and other.caption is not None), None
            )
            return inner
        if (
            listing.lead_in is None
            and self._states_in_a_row(listing)
            and self._share(self._around(listing)) < ROW_OF_STATEMENTS
        ):
            return None
        outer = self._of_entry.get(listing.holder or "")
        if (
            outer is not None
            and listing.holder is not None
            and outer.size <= LIST_CHARS
            and self._adds_nothing(outer, listing.holder)
        ):
            return outer
        return listing

    def _states_in_a_row(self, listing: Listing) -> bool:
        statements = [self._tree.text(body_of(self._tree, entry)) for entry in listing.entries]
        return sum(stands_alone(words) or len(words) > 200 for words in statements) * 2 > len(statements)

    def _own(self, outer: Listing, clause_id: str) -> float:
        """The share of the question's words that one entry's caption holds and neither its list's lead-in nor its siblings do."""
        around = self._around(outer)
        caption = {
            entry.clause_id: self._words([caption_of(self._tree, entry) or body_of(self._tree, entry)])
            for entry in outer.entries
        }
        others = [words for other, words in caption.items() if other != clause_id]
        return self._share_of(
            term
            for term in self._weights
            if _holds(caption[clause_id], term)
            and not _holds(around, term)
            and sum(_holds(words, term) for words in others) * 3 <= len(others)
        )

    def _share_of(self, terms: Iterable[str]) -> float:
        return sum(self._weights[term] for term in terms) / self._whole if self._whole else 0.0

    def _adds_nothing(self, outer: Listing, clause_id: str) -> bool:
        return outer.lead_in is not None and self._own(outer, clause_id) == 0.0 and self._share(self._near(outer)) > 0.0

    def _singled_out(self, listing: Listing) -> Clause | None:
        """The entry that alone holds a good part of the question's words."""
        around = self._around(listing)
        held = {entry.clause_id: self._words([entry]) for entry in listing.entries}
        few = max(1, len(held) // 4)
        shares = []
        for entry in listing.entries:
            terms = [
                term
                for term in self._weights
                if _holds(held[entry.clause_id], term)
                and not _holds(around, term)
                and sum(_holds(words, term) for words in held.values()) <= few
            ]
            shares.append((self._share_of(terms), -entry.start, entry))
        share, _, entry = max(shares, key=lambda found: found[:2])
        return entry if share >= SINGLED_OUT else None


def claim_of(evidence: Evidence, listing: Listing) -> DraftClaim:
    """A list as it is quoted: what announces it, then a line for each entry; a long one cut to its most relevant entries."""
    tree = evidence.partition.tree
    entries, cut = _kept(evidence, listing)
    heads = heads_of(tree, listing)
    lines = [quoted(tree.text(head)) for head in heads]
    bodies: list[Span] = []
    for entry in entries:
        for depth, body in [(0, _headed(tree, entry))] if listing.headed else _lines(tree, entry):
            lines.append(f"{'  ' * depth}– {quoted(tree.text(body).strip('| '))}")
            bodies.append(body)
    if cut:
        lines.append(MORE)
    return DraftClaim("\n".join(lines), _quotes(tree, heads, bodies))


def heads_of(tree: ClauseTree, listing: Listing) -> tuple[Span, ...]:
    """The lead-in and the caption of a list, without white space, each once."""
    spans = [span for span in (listing.lead_in, listing.caption) if span is not None and tree.text(span).strip()]
    if len(spans) == 2 and _overlap(*spans):
        spans = spans[:1]
    if listing.lead_in is not None and listing.caption is not None and listing.lead_in.start >= listing.caption.end:
        # The sentence under a heading says it all.
        spans = [listing.lead_in]
    return tuple(spans)


def _lines(tree: ClauseTree, entry: Clause, depth: int = 0) -> list[tuple[int, Span]]:
    children = [child for child in tree.children(entry.clause_id) if child.kind is not ClauseKind.HEADING]
    caption = caption_of(tree, entry)
    if not children or caption is None:
        return [(depth, body_of(tree, entry))]
    lines = [(depth, caption)]
    for child in children:
        if child.start >= caption.end:
            lines += _lines(tree, child, depth + 1)
    return lines


def _headed(tree: ClauseTree, section: Clause) -> Span:
    """A section's heading with its first sentence, the heading alone where that is long."""
    heading = section.heading or Span(section.start, section.end)
    first = next((leaf for leaf in tree.leaves(section.clause_id) if leaf.start >= heading.end), None)
    sentence = None if first is None else next(iter(split_sentences(tree.policy.text, Span(first.start, first.end))), None)
    if sentence is None or sentence.end - heading.start > HEADED_CHARS:
        return heading
    return Span(heading.start, sentence.end)


def _kept(evidence: Evidence, listing: Listing) -> tuple[tuple[Clause, ...], bool]:
    if listing.headed or listing.size <= LIST_CHARS:
        return listing.entries, False
    best = {entry.clause_id: -1.0 for entry in listing.entries}
    tree = evidence.partition.tree
    for row, passage in enumerate(evidence.partition.passages):
        for node in (tree[passage.clause_id], *tree.ancestors(tree[passage.clause_id])):
            if node.clause_id in best:
                best[node.clause_id] = max(best[node.clause_id], float(evidence.total[row]))
    kept: list[Clause] = []
    room = CUT_CHARS
    for entry in sorted(listing.entries, key=lambda each: -best[each.clause_id]):
        if entry.end - entry.start > room and kept:
            break
        kept.append(entry)
        room -= entry.end - entry.start
    return tuple(sorted(kept, key=lambda each: each.start)), len(kept) < len(listing.entries)


def _quotes(tree: ClauseTree, heads: Sequence[Span], bodies: Sequence[Span]) -> tuple[Span, ...]:
    """The spans quoted, neighbours with nothing but markers between them as one."""
    joined: list[Span] = []
    for span in sorted({*heads, *bodies}):
        if (
            joined
            and 0 <= span.start - joined[-1].end <= _GAP_CHARS
            and "\n#" not in tree.policy.text[joined[-1].end : span.start]
        ):
            joined[-1] = Span(joined[-1].start, span.end)
        elif not joined or span.start >= joined[-1].end:
            joined.append(span)
    return tuple(joined)


def _holds(tokens: frozenset[str], term: str) -> bool:
    return term in tokens or any(other in tokens for other in synonyms(term))


def _overlap(first: Span | Clause, second: Span) -> bool:
    return first.start < second.end and second.start < first.end

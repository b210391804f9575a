"""Which list of a policy answers a question: that list, the longer one it is part of, the one under an entry; or none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.evidence import Evidence
from assistant.list_kinds import NARROW, left_out, share_of_kind
from assistant.listings import Listing, body_of, caption_of, listings, overlap
from assistant.synonyms import synonyms
from assistant.units import ANNOUNCED_CHARS, LIST_CHARS, stands_alone
from ingest.policy import Clause, ClauseKind, Span
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
# So is one that is a statement by itself and measured so far ahead of everything else.
FAR_AHEAD = 0.15
# Statements that merely stand in a row are an answer together only under a heading that says what was asked.
ROW_OF_STATEMENTS = 0.6
# Lists whose lead-ins and headings hold most of the question's words are considered too.
BY_CAPTION = 4
# A heading that is the question over again.
TITLE_WEIGHT = 0.15
TITLED = 0.6
TYPE_WEIGHT = 0.12
# A list for some people or some data does not answer a question about all.
NARROW_WEIGHT = 0.12


# A list that goes on with another begins so close after it.
COMPANION_GAP = 300
EXCLUDED_WEIGHT = 0.25


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
        if whole:
            return best.listing
        return None if self._is_far_ahead(best.listing, rows) else self._level(self._from(best.listing, top))

    def with_companion(self, chosen: Listing) -> tuple[Listing, ...]:
        """The chosen list and the one beside it that goes on with it, in order: for the same people and of the same kind.

        "Documents that identify the deputy: …" is followed by "A document that proves the deputy's authority: …".
        """
        place = self._listings.index(chosen) if chosen in self._listings else -1
        for other in self._listings[max(place - 1, 0) : place + 2] if place >= 0 else ():
            first, second = sorted((chosen, other), key=lambda listing: listing.entries[0].start)
            if other is not chosen and second.lead_in is not None and self._go_together(first, second):
                return first, second
        return (chosen,)

    def _go_together(self, first: Listing, second: Listing) -> bool:
        if None in (first.lead_in, second.lead_in) or first.lead_in == second.lead_in or first.headed or second.headed:
            return False
        if not 0 <= second.entries[0].start - first.entries[-1].end <= COMPANION_GAP or self._section(first) != self._section(
            second
        ):
            return False
        return (
            self._share(self._words((second.lead_in,))) > 0
            and self._is_of_type(first) >= 1.0
            and self._is_of_type(second) >= 1.0
        )

    def _section(self, listing: Listing) -> str | None:
        first = listing.entries[0]
        return next((node.clause_id for node in self._tree.ancestors(first) if node.kind is ClauseKind.SECTION), None)

    def _from(self, listing: Listing, row: int) -> Listing:
        """The list announced from the best passage on, where both stand in one paragraph."""
        passage = self._evidence.partition.passages[row]
        lead_in = listing.lead_in
        if lead_in is None or not overlap(self._tree[passage.clause_id], lead_in) or not self._announces(listing):
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
                    overlap(listing.lead_in, passage.span) or (self._announces(listing) and overlap(listing.lead_in, clause))
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
                if overlap(self._tree[passages[row].clause_id] if whole else passages[row].span, listing.lead_in)
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
        fits = (
            EXCLUDED_WEIGHT * self._fits_exclusion(listing)
            - NARROW_WEIGHT * self._is_narrow(listing)
            + TYPE_WEIGHT * self._is_of_type(listing)
            + TITLE_WEIGHT * self._is_titled(listing)
        )
        return _Weighed(listing, best + fits, (best + fitting) / 2 + CAPTION_WEIGHT * self._covered(listing) + fits)

    def _fits_exclusion(self, listing: Listing) -> int:
        """1 where a list leaves out whom the question leaves out ("other than employees"), -1 where it is just for these."""
        asked = left_out(self._evidence.question.topic)
        if not asked:
            return 0
        above = " ".join(self._tree.text(span) for span in (listing.lead_in, listing.caption) if span is not None)
        if asked & left_out(above):
            return 1
        return -1 if asked & set(tokenize(above)) else 0

    def _is_narrow(self, listing: Listing) -> bool:
        """Whether a list is of some people or of some data that the question does not name."""
        holder = () if listing.holder is None else tuple(self._tree.heading_path(self._tree[listing.holder]))
        above = [self._tree.text(span) for span in (listing.lead_in, listing.caption) if span is not None]
        named = {match.lower() for match in NARROW.findall(self._evidence.question.topic)}
        return any(match.lower() not in named for words in (*holder, *above) for match in NARROW.findall(words))

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
        above = " ".join(self._tree.text(span) for span in (listing.lead_in, listing.caption) if span is not None)
        entries = [self._tree.text(body_of(self._tree, entry)) for entry in listing.entries]
        return share_of_kind(self._evidence.question.topic, above, entries)

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

    def _is_far_ahead(self, listing: Listing, rows: Sequence[int]) -> bool:
        """Whether the best passage is one entry that says something by itself, and all others are measured far behind it."""
        first = self._entry_of(listing, rows[0])
        if first is None or not stands_alone(self._tree.text(body_of(self._tree, first))):
            return False
        others = [row for row in rows[1:] if self._entry_of(listing, row) is not first]
        totals = self._evidence.total
        return not others or float(totals[rows[0]] - totals[others[0]]) >= FAR_AHEAD

    def _entry_of(self, listing: Listing, row: int) -> Clause | None:
        return next((entry for entry in listing.entries if row in self._rows.get(entry.clause_id, ())), None)

    def _states_in_a_row(self, listing: Listing) -> bool:
        statements = [self._tree.text(body_of(self._tree, entry)) for entry in listing.entries]
        return sum(stands_alone(words) or len(words) > 200 for words in statements) * 2 > len(statements)

    def _own(self, outer: Listing, clause_id: str) -> float:
        """The share of the question's words that only one entry holds in its caption, not its list or its siblings."""
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
        held = {entry.clause_id: self._words([entry.heading if listing.headed else entry]) for entry in listing.entries}
        few = max(1, len(held) // 4)
        shares = []
        for entry in listing.entries:
            terms = [
                term
                for term in self._weights
                if term in held[entry.clause_id]
                and not _holds(around, term)
                and sum(term in words for words in held.values()) <= few
            ]
            shares.append((self._share_of(terms), -entry.start, entry))
        share, _, entry = max(shares, key=lambda found: found[:2])
        return entry if share >= SINGLED_OUT else None


def _holds(tokens: frozenset[str], term: str) -> bool:
    return term in tokens or any(other in tokens for other in synonyms(term))

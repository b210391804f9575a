"""One claim of a chat model held against the clauses it was given: where its quotes stand, and whether it says no more."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.borne import Encode, Nearness
from assistant.context import Block, units_around
from assistant.entities import find_entities
from assistant.evidence import Evidence
from assistant.faithful import LONGEST_CLAIM, Support, fault_of
from assistant.locate import locate
from assistant.model_reply import ProposedClaim, ProposedQuote
from assistant.names import NameBook
from assistant.polarity import Verdict, verdict
from assistant.question import Form, Question, Seek, entity_kind
from assistant.readable import quoted
from assistant.turned import other_script
from assistant.units import Unit
from ingest.policy import Span
from vectorstore.lexical import tokenize

# So many clauses of a policy's, best first, are taken to answer; a claim that rests on another must be measured near the best.
FIRST_BLOCKS = 6
# Quotes of one claim may hold so many characters; a claim that rests on more rests on nothing in particular.
MOST_QUOTED_CHARS = 3_000
# A claim answers when a sentence it rests on is measured within this distance of the best one.
NEAR_BEST = 0.4
# A sentence that states something has so many words of its own.
FEWEST_WORDS = 2
# A refused claim is told back in so many characters.
_TOLD_CHARS = 300

_SAID = re.compile(r"^\W*(yes|no|はい|いいえ)\s*(?:[,.:;!、。，—–-]+\s*|$)", re.IGNORECASE)
# Keys that a model repeats in its sentence: "(A)" or "[A, B]" at its end, "[A]" at its beginning.
_MARKS = re.compile(
    r"\s*[(\[](?:clauses?\s+)?[A-Z]{1,2}(?:\s*,\s*[A-Z]{1,2})*[)\]](?=\s*[.。]?\s*$)|^\s*[(\[][A-Z]{1,2}[)\]]\s*"
)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A claim that stands. `spans` are what it rests on, whole sentences; `verdict` is "Yes", "No" or nothing."""

    policy_id: str
    text: str
    spans: tuple[Span, ...]
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A claim that does not stand, cut short, and why."""

    text: str
    fault: str


class ClaimCheck:
    """Checks claims about one question against the blocks a model was shown."""

    def __init__(
        self,
        question: Question,
        evidence: Sequence[Evidence],
        blocks: Sequence[Block],
        book: NameBook,
        encode: Encode | None = None,
    ) -> None:
        self._question = question
        self._nearness = None if encode is None else Nearness(encode)
        self._known: dict[ProposedClaim, Accepted | Refused] = {}
        self._evidence = {one.partition.policy.policy_id: one for one in evidence}
        self._blocks = tuple(blocks)
        self._book = book

    def company(self, policy_id: str) -> str:
        """The company of a policy asked about."""
        return self._evidence[policy_id].partition.policy.company

    def all(self, claims: Sequence[ProposedClaim]) -> tuple[list[Accepted], list[Refused]]:
        """Those that stand, the same one once, and those that do not."""
        accepted: list[Accepted] = []
        refused: list[Refused] = []
        for claim in claims:
            found = self.one(claim)
            if isinstance(found, Refused):
                refused.append(found)
            elif all((found.policy_id, found.text) != (known.policy_id, known.text) for known in accepted):
                accepted.append(found)
        return accepted, refused

    def one(self, claim: ProposedClaim) -> Accepted | Refused:
        """The claim with whole sentences of the policy under it, or its first fault. A claim seen before costs nothing."""
        if claim not in self._known:
            self._known[claim] = self._checked(claim)
        return self._known[claim]

    def _checked(self, claim: ProposedClaim) -> Accepted | Refused:
        text = " ".join(claim.text[: 2 * LONGEST_CLAIM].split())
        said = _SAID.match(text)
        bare = _MARKS.sub("", text[said.end() :] if said is not None else text).strip()
        bare = bare[:1].upper() + bare[1:]
        told = text[:_TOLD_CHARS]
        found = self._located(claim.quotes or (ProposedQuote("", bare),))
        if isinstance(found, str):
            return Refused(told, found)
        policy_id, places = found
        evidence = self._evidence[policy_id]
        units = tuple(dict.fromkeys(unit for place in places for unit in units_around(evidence, place)))
        fault = self._fault(bare, evidence, units)
        if fault:
            return Refused(told, fault)
        by_code = self._verdict(evidence, units[0])
        if said is not None and by_code and by_code.startswith("Yes") != (said.group(1).lower() in ("yes", "はい")):
            return Refused(told, f"it says {said.group(1)}, its quote says {by_code}")
        spans = tuple(dict.fromkeys(span for unit in units for span in unit.spans))
        tree = evidence.partition.tree
        if other_script(bare, " ".join(tree.text(span) for span in spans)):
            # Told in another language than the policy's: the policy's own words stand beside it.
            bare = f"{bare} {' '.join(quoted(tree.text(span)) for span in units[0].spans)}"
        return Accepted(policy_id, bare, spans, by_code)

    def _located(self, quotes: Sequence[ProposedQuote]) -> tuple[str, tuple[Span, ...]] | str:
        """The one policy that holds all quotes and their places in it, or what is wrong."""
        places: list[Span] = []
        policies: list[str] = []
        for quote in quotes:
            found = self._places(quote)
            if found is None:
                return f"the words “{' '.join(quote.words.split())[:120]}” do not stand in {_clause_name(quote.key)}"
            policies.append(found[0])
            places += found[1]
        if len(set(policies)) > 1:
            return "its quotes are of two companies"
        return policies[0], tuple(places)

    def _places(self, quote: ProposedQuote) -> tuple[str, tuple[Span, ...]] | None:
        """Where a quote stands: in the block it names, else in another of that block's policy, or of any when it names none."""
        named = next((block for block in self._blocks if block.key == quote.key), None)
        order = sorted(self._blocks, key=lambda block: block is not named)
        for block in order:
            if named is not None and block.policy_id != named.policy_id:
                continue
            text = self._evidence[block.policy_id].partition.policy.text
            hull = Span(min(span.start for span in block.spans), max(span.end for span in block.spans))
            near = hull.end - hull.start <= 2 * MOST_QUOTED_CHARS
            for within in (*block.spans, *([hull] if near and len(block.spans) > 1 else [])):
                places = locate(text, within, quote.words)
                if places:
                    return block.policy_id, places
        return None

    def _fault(self, text: str, evidence: Evidence, units: Sequence[Unit]) -> str:
        tree, policy = evidence.partition.tree, evidence.partition.policy
        sentences = tuple(" ".join(" ".join(tree.text(span) for span in unit.spans).split()) for unit in units)
        if sum(map(len, sentences)) > MOST_QUOTED_CHARS:
            return "it quotes too much; quote the sentences that answer"
        if not any(_rows(evidence, unit) for unit in units):
            return "its quotes are headings, which state nothing"
        if not (self._among_first(policy.policy_id, units) or self._near_best(evidence, units)):
            return "its quotes do not answer the question"
        headings = [heading for unit in units for heading in self._headings(evidence, unit)]
        names = " ".join((policy.company, policy.legal_name, *policy.aliases))
        if set(tokenize(text)) <= set(tokenize(names)):
            return "it names the company and says nothing of it"
        if self._is_fragment(text):
            return "it is a fragment; write one plain sentence that answers"
        around = " ".join([*headings, names])
        for mention in self._book.mentions(text):
            written = text[mention.start : mention.end]
            if mention.policy_id != policy.policy_id and written not in " ".join(sentences):
                return f"it speaks of '{written}', its quotes are of another company"
        links = self._question.seek in (Seek.URL, Seek.CONTACT)
        support = Support(sentences, around, self._question.topic, links, self._nearness)
        return fault_of(text, support, self._book.everyday)

    def _is_fragment(self, text: str) -> bool:
        """Whether a claim is a word or two that are neither a value or name asked for nor an entry of a list."""
        seek = self._question.seek
        if len(set(tokenize(text)) - {"etc"}) >= FEWEST_WORDS or self._question.form in (Form.LIST, Form.PROCEDURE):
            return False
        return seek is Seek.NOTHING or (entity_kind(seek) is not None and not find_entities(text))

    @staticmethod
    def _headings(evidence: Evidence, unit: Unit) -> tuple[str, ...]:
        rows = _rows(evidence, unit)
        return tuple(evidence.reading.contexts[row] for row in rows[:1])

    def _among_first(self, policy_id: str, units: Sequence[Unit]) -> bool:
        first = [block for block in self._blocks if block.policy_id == policy_id][:FIRST_BLOCKS]
        held = [span for block in first for span in block.spans]
        return any(one.start < span.end and span.start < one.end for unit in units for span in unit.spans for one in held)

    @staticmethod
    def _near_best(evidence: Evidence, units: Sequence[Unit]) -> bool:
        rows = [row for unit in units for row in _rows(evidence, unit)]
        if not rows:
            return False
        best = float(evidence.total.max())
        return max(float(evidence.total[row]) for row in rows) >= best - NEAR_BEST

    def _verdict(self, evidence: Evidence, unit: Unit) -> str:
        """What the first quote says to a yes/no question; empty for other questions, and where it leaves it open."""
        if self._question.form is not Form.YES_NO:
            return ""
        tree = evidence.partition.tree
        lead_in = tree.text(unit.spans[0]) if unit.listed and len(unit.spans) > 1 else ""
        nearness = max((float(evidence.scores.dense[row]) for row in _rows(evidence, unit)), default=0.0)
        said = verdict(self._question, tree.text(unit.spans[-1]), lead_in, listed=unit.listed, nearness=nearness)
        return "" if said is Verdict.NONE else said.value


def _rows(evidence: Evidence, unit: Unit) -> tuple[int, ...]:
    return tuple(
        row
        for row, passage in enumerate(evidence.partition.passages)
        if any(passage.start < span.end and span.start < passage.end for span in unit.spans)
    )


def _clause_name(key: str) -> str:
    return f"clause {key}" if key else "any clause given"

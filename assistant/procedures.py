"""A procedure as an answer: its steps in order, then the documents, fee, address and reply channel from their own clauses."""

import re
from collections.abc import Sequence

from assistant.draft import DraftClaim
from assistant.evidence import Evidence
from assistant.list_choice import ListChoice
from assistant.listings import body_of, overlap
from assistant.lists import claim_of
from assistant.readable import quoted
from assistant.request_parts import says_documents, says_fee, says_reply, says_where
from assistant.rights import rights_in
from assistant.units import BLOCK_CHARS, unit_of
from ingest.policy import Clause, ClauseKind, Span
from ingest.sentences import split_sentences

# A sentence that says what to do is worth more to someone who asks how.
DOING_WEIGHT = 0.15
# So is one that names the right asked for, or all rights together.
RIGHT_WEIGHT = 0.25
ALL_RIGHTS_WEIGHT = 0.12
# A request is told where the headings or the lead-in speak of a procedure.
PLACE_WEIGHT = 0.15
# A long section is told by the clauses that are not further than this behind the best one.
BEHIND = 0.45
# A procedure is told in at most this many characters; one action in fewer.
PROCEDURE_CHARS = 1_500
ACTION_CHARS = 700
WHOLE_CHARS = 1_800
BESIDE_CHARS = 5_000
_DOING = re.compile(
    r"\b(?:please|you (?:can|may|must|need to|should|will need)|click\w*|(?<!to )(?:send|mail)|submit|contact"
    r"|fill in|enclose|write to|e-?mail (?:us|to)|visit|"
    r"opt[- ]out|unsubscrib\w+|by (?:\w+ing)|go to|log in|sign in|turn(?:ing)? (?:them |it )?off|disabl\w+|adjust\w*|"
    r"may request|can request|to exercise|provide|settings)\b|ください|手続",
    re.IGNORECASE,
)
# The question is about a request with several steps, not about one click.
_WHOLE = re.compile(
    r"\b(?:procedures?|process|steps?|step[- ]by[- ]step|walk me through|explain|from first|what happens|work"
    r"|goes|does that go|how, and)\b|手順|手続",
    re.IGNORECASE,
)
_ALL_RIGHTS = re.compile(r"\betc\.|\b(?:these|this|your|any) (?:rights?|requests?)\b", re.IGNORECASE)
_NOT_TOLD = (ClauseKind.HEADING, ClauseKind.DATE, ClauseKind.SIGNATURE)
_BELOW = re.compile(r"\b(?:below|following)\b", re.IGNORECASE)
_SENT_TO = re.compile(r"\b(?:below|following|address(?:es)?|desk|office|center|centre|window)\b", re.IGNORECASE)
_STEPS = re.compile(
    r"\b(?:procedures?|process|steps?|as follows|how to|following (?:ways?|methods?|address(?:es)?)|to exercise)\b",
    re.IGNORECASE,
)


def procedure_claims(evidence: Evidence, rows: Sequence[int]) -> tuple[DraftClaim, ...]:
    """The steps around the best passages and what belongs to them; nothing where there are none. `rows` are best first."""
    if not rows or evidence.question.values or evidence.question.premise:
        # A figure in the question is what it is about.
        return ()
    return Procedure(evidence, rows).claims()


class Procedure:
    """Gathers the parts of one procedure from a policy."""

    def __init__(self, evidence: Evidence, rows: Sequence[int]) -> None:
        self._evidence = evidence
        self._tree = evidence.partition.tree
        texts, total = evidence.reading.texts, evidence.total
        topic = evidence.question.topic
        asked = rights_in(topic)
        self._whole = _WHOLE.search(topic) is not None or bool(asked)
        self._asked = asked
        self._worth = {row: float(total[row]) + self._gain(row, texts[row], evidence.reading.contexts[row]) for row in rows}
        self._rows = sorted(rows, key=lambda row: -self._worth[row])

    def _gain(self, row: int, text: str, context: str) -> float:
        """What a passage is worth to someone who asks how, beyond what it is worth to anyone."""
        gain = DOING_WEIGHT * (_DOING.search(text) is not None)
        if not self._whole:
            return gain
        gain += PLACE_WEIGHT * (_STEPS.search(context) is not None)
        if self._asked and not self._evidence.elsewhere[row]:
            if rights_in(text) & self._asked:
                gain += RIGHT_WEIGHT
            elif _ALL_RIGHTS.search(text) or rights_in(context) & self._asked:
                gain += ALL_RIGHTS_WEIGHT
        return gain

    def claims(self) -> tuple[DraftClaim, ...]:
        """The answer, one claim a part: the steps, then what was found elsewhere."""
        scope = self._scope()
        listed = self._listed()
        if scope is not None and (listed is None or all(_inside(span, scope) for span in listed.quotes)):
            steps = self._told(scope)
        else:
            steps = listed or (self._selected() if self._whole else self._action())
        claims = [steps]
        if self._whole:
            claims += self._gathered(steps)
        return (*claims, *self._contact(claims))

    def _scope(self) -> Clause | None:
        """The section that tells the whole of a request in short."""
        if not self._whole:
            return None
        scope = None
        for node in self._tree.ancestors(self._clause(self._rows[0])):
            if node.end - node.start > PROCEDURE_CHARS:
                break
            heading = "" if node.heading is None else self._tree.text(node.heading)
            if node.kind is ClauseKind.SECTION and (scope is None or _STEPS.search(heading) or rights_in(heading)):
                scope = node
        return scope

    def _clause(self, row: int) -> Clause:
        return self._tree[self._evidence.partition.passages[row].clause_id]

    def _listed(self) -> DraftClaim | None:
        """The steps as the policy's own list of them."""
        chosen = ListChoice(self._evidence).choose(self._rows, whole=self._whole)
        if chosen is None or chosen.size > (PROCEDURE_CHARS if self._whole else ACTION_CHARS):
            return None
        above = " ".join(self._tree.text(span) for span in (chosen.lead_in, chosen.caption) if span is not None)
        doing = sum(_DOING.search(self._tree.text(entry)) is not None for entry in chosen.entries)
        if 2 * doing < len(chosen.entries) and _STEPS.search(above) is None and _DOING.search(above) is None:
            return None
        return claim_of(self._evidence, chosen)

    def _told(self, scope: Clause) -> DraftClaim:
        """All of a short section, clause by clause."""
        leaves = [clause for clause in self._tree.leaves(scope.clause_id) if clause.kind not in _NOT_TOLD]
        return self._claim([body_of(self._tree, clause) for clause in leaves], scope)

    def _selected(self) -> DraftClaim:
        """Of a section that is too long the clauses nearest to the question, in order."""
        best = self._clause(self._rows[0])
        section = next((node for node in self._tree.ancestors(best) if node.kind is ClauseKind.SECTION), best)
        worth: dict[str, float] = {}
        for row in self._rows:
            clause = self._clause(row)
            if section.start <= clause.start < section.end:
                worth.setdefault(clause.clause_id, self._worth[row])
        kept: list[Clause] = []
        room = ACTION_CHARS
        for clause_id, value in worth.items():
            clause = self._tree[clause_id]
            size = clause.end - clause.start
            if value < self._worth[self._rows[0]] - BEHIND or (kept and size > room):
                continue
            if clause.kind is ClauseKind.ITEM and clause.lead_in is not None and _DOING.search(self._tree.text(clause)) is None:
                continue
            kept.append(clause)
            room -= size
        if not kept or kept[0].end - kept[0].start > PROCEDURE_CHARS:
            return self._action()
        return self._claim([body_of(self._tree, clause) for clause in sorted(kept, key=lambda clause: clause.start)], section)

    def _action(self) -> DraftClaim:
        """One thing to do: the clause of the best passage, or the sentences of it that tell what to do."""
        best = self._rows[0]
        leaf = self._clause(best)
        if leaf.end - leaf.start <= ACTION_CHARS:
            return self._claim([body_of(self._tree, leaf)])
        return self._claim(self._sentences(leaf, self._evidence.partition.passages[best].span, ACTION_CHARS))

    def _sentences(self, leaf: Clause, best: Span, room: int) -> list[Span]:
        """The best sentence of a long clause and those after it that go on telling what to do."""
        sentences = split_sentences(self._tree.policy.text, Span(leaf.start, leaf.end))
        first = next((place for place, sentence in enumerate(sentences) if sentence.end > best.start), 0)
        kept = [sentences[first]]
        for sentence in sentences[first + 1 :]:
            if sentence.end - kept[0].start > room or _DOING.search(self._tree.text(sentence)) is None:
                break
            kept.append(sentence)
        return [Span(kept[0].start, kept[-1].end)]

    def _claim(self, spans: Sequence[Span], section: Clause | None = None) -> DraftClaim:
        """Spans as lines, under the heading of the section they are from."""
        if len(spans) == 1:
            return DraftClaim(quoted(self._tree.text(spans[0])), tuple(spans))
        heading = None if section is None else section.heading
        first, rest = (heading, spans) if heading is not None else (spans[0], spans[1:])
        lines = [quoted(self._tree.text(first)), *(f"– {quoted(self._tree.text(span))}" for span in rest)]
        return DraftClaim("\n".join(lines), tuple(sorted({first, *spans})))

    def _region(self) -> Clause | None:
        """The outermost section of the policy that the steps stand in."""
        return next(reversed([self._clause(self._rows[0]), *self._tree.ancestors(self._clause(self._rows[0]))]), None)

    def _gathered(self, steps: DraftClaim) -> list[DraftClaim]:
        """The fee, the documents and the reply, each where the steps do not speak of them."""
        region = self._region()
        told = " ".join(self._tree.text(span) for span in steps.quotes)
        room = WHOLE_CHARS - len(steps.text)
        claims: list[DraftClaim] = []
        for kind in (says_fee, says_documents, says_reply):
            if kind(told):
                continue
            row = next(
                (row for row in self._rows if self._is_near(row, region) and kind(self._evidence.reading.texts[row])), None
            )
            if row is None:
                continue
            claim = self._with_its_list(row)
            if len(claim.text) <= room and not any(overlap(span, other) for span in claim.quotes for other in steps.quotes):
                claims.append(claim)
                room -= len(claim.text)
        return claims

    def _is_near(self, row: int, region: Clause | None) -> bool:
        if self._evidence.elsewhere[row]:
            return False
        clause, reading = self._clause(row), self._evidence.reading
        if region is not None and not region.start <= clause.start < region.end:
            return False
        beside = self._beside()
        if beside is not None and beside.start <= clause.start < beside.end:
            return True
        words = f"{reading.contexts[row]} {reading.texts[row]}"
        return (
            clause.parent == self._clause(self._rows[0]).parent
            or bool(rights_in(words))
            or _ALL_RIGHTS.search(words) is not None
        )

    def _beside(self) -> Clause | None:
        """The section whose parts stand beside the steps: the fee and the answer under headings of their own."""
        above = [node for node in self._tree.ancestors(self._clause(self._rows[0])) if node.kind is ClauseKind.SECTION][1:2]
        return next((node for node in above if node.end - node.start <= BESIDE_CHARS), None)

    def _with_its_list(self, row: int) -> DraftClaim:
        clause = self._clause(row)
        unit = unit_of(self._tree, clause, self._evidence.partition.passages[row].span)
        words = " ".join(quoted(self._tree.text(span)) for span in unit.spans)
        return DraftClaim(words, unit.spans)

    def _contact(self, claims: Sequence[DraftClaim]) -> tuple[DraftClaim, ...]:
        """The address that the steps point at, where they point at one and do not give it."""
        told = " ".join(self._tree.text(span) for claim in claims for span in claim.quotes)
        if (_SENT_TO if self._whole else _BELOW).search(told) is None or says_where(told):
            return ()
        end = max(span.end for span in claims[0].quotes)
        region = self._region()
        leaves = [leaf for leaf in self._tree.leaves() if leaf.kind is ClauseKind.CONTACT]
        after = [leaf for leaf in leaves if leaf.start >= end and (region is None or leaf.start < region.end)]
        if not after or after[0].end - after[0].start > BLOCK_CHARS or sum(len(claim.text) for claim in claims) > WHOLE_CHARS:
            return ()
        span = Span(after[0].start, after[0].end)
        return (DraftClaim(quoted(self._tree.text(span)), (span,)),)


def _inside(span: Span, clause: Clause) -> bool:
    return clause.start <= span.start and span.end <= clause.end

"""Drafts to an answer: the only place where an `Answer` is made, and the only judge of what may be in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from assistant.answer import Answer, Citation, Claim, Status
from assistant.draft import Draft, DraftClaim
from assistant.entities import find_entities
from ingest.policy import Clause, ClauseTree, Span


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked and of whom: the part of an answer that no draft decides."""

    question: str
    standalone: str
    companies: tuple[str, ...]
    policy_ids: tuple[str, ...]
    answerer: str = "quote"
    prompt_sha256: str = ""


def marker_of(number: int) -> str:
    """A, B, … Z, AA, AB, …: letters, so that no marker looks like a policy's own [4]."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, len(ascii_uppercase))
        letters = ascii_uppercase[rest] + letters
    return letters


class Verifier:
    """Checks drafts against the texts in scope and numbers the citations of one answer."""

    def __init__(self, trees: Mapping[str, ClauseTree]) -> None:
        self._trees = trees
        self._markers: dict[tuple[str, int, int], str] = {}
        self.citations: list[Citation] = []
        self.dropped = 0

    def claim(self, policy_id: str, draft: DraftClaim, prefix: str = "") -> Claim | None:
        """The claim with its citations; None, and counted, when a quote is not there or a value stands in none of them."""
        tree = self._trees.get(policy_id)
        if tree is None or not draft.quotes or not all(_is_inside(tree, span) for span in draft.quotes):
            self.dropped += 1
            return None
        held = {(entity.kind, entity.value) for span in draft.quotes for entity in find_entities(tree.text(span))}
        if any((entity.kind, entity.value) not in held for entity in find_entities(draft.text)):
            self.dropped += 1
            return None
        markers = tuple(dict.fromkeys(self._cite(tree, span) for span in draft.quotes))
        company = tree.policy.company
        return Claim(f"{prefix}{draft.text}", company, draft.status, markers)

    def _cite(self, tree: ClauseTree, span: Span) -> str:
        key = (tree.policy.policy_id, span.start, span.end)
        if key not in self._markers:
            marker = marker_of(len(self._markers))
            self._markers[key] = marker
            self.citations.append(citation(tree, span, marker))
        return self._markers[key]


def _is_inside(tree: ClauseTree, span: Span) -> bool:
    return 0 <= span.start < span.end <= len(tree.policy.text) and bool(tree.text(span).strip())


def clause_at(tree: ClauseTree, span: Span) -> Clause:
    """The smallest clause that holds a span; the one its first character stands in when none holds it whole."""
    holder: Clause | None = None
    for clause in tree.clauses:
        if clause.start <= span.start and span.end <= clause.end and (holder is None or clause.depth >= holder.depth):
            holder = clause
    if holder is not None:
        return holder
    first = next((leaf for leaf in tree.leaves() if leaf.start <= span.start < leaf.end), None)
    return first if first is not None else tree.clauses[0]


def citation(tree: ClauseTree, span: Span, marker: str = "") -> Citation:
    """A verbatim quote of a policy, labelled as a person would cite it."""
    policy, clause = tree.policy, clause_at(tree, span)
    dated = policy.revised_date or policy.effective_date
    return Citation(
        marker=marker,
        company=policy.company,
        policy_id=policy.policy_id,
        version=policy.version,
        clause_id=clause.clause_id,
        label=clause.label,
        quote=tree.text(span),
        start=span.start,
        end=span.end,
        url=policy.url,
        date=dated.isoformat() if dated is not None else "",
    )


def verified(asked: Asked, drafts: Sequence[Draft], trees: Mapping[str, ClauseTree], notes: Sequence[str] = ()) -> Answer:
    """The answer that the drafts amount to once every quote and value is checked. `notes` are sentences without values."""
    verifier = Verifier({policy_id: trees[policy_id] for policy_id in asked.policy_ids})
    lines: list[str] = list(notes)
    claims: list[Claim] = []
    statuses: list[Status] = []
    nearest: list[Citation] = []
    single = len(drafts) == 1
    for draft in drafts:
        tree = verifier._trees[draft.policy_id]
        company = tree.policy.company
        kept: list[Claim] = []
        for number, proposed in enumerate(draft.claims):
            prefix = ""
            if number == 0:
                said = f"{draft.verdict}. " if draft.verdict else ""
                prefix = f"{said}{company}: " if single else f"{company}: {said}"
            claim = verifier.claim(draft.policy_id, proposed, prefix)
            if claim is not None:
                kept.append(claim)
        status = draft.status if kept else Status.NOT_STATED
        if not kept:
            # In a table of companies the count stands once, in the answer's own field.
            looked = f" ({draft.checked} clauses checked)" if single else ""
            text = f"{company}: not stated in the policy{looked}."
            kept = [Claim(text, company, Status.NOT_STATED)]
            nearest += [citation(tree, span) for span in draft.nearest]
        claims += kept
        statuses.append(status)
        lines += [f"{claim.text} ({', '.join(claim.citations)})" if claim.citations else claim.text for claim in kept]
    return Answer(
        question=asked.question,
        standalone_question=asked.standalone,
        companies=asked.companies,
        status=overall(statuses),
        text="\n".join(lines),
        claims=tuple(claims),
        citations=tuple(verifier.citations),
        answerer=asked.answerer,
        clauses_checked=sum(draft.checked for draft in drafts),
        nearest=tuple(nearest) if single else (),
        dropped=verifier.dropped + sum(draft.dropped for draft in drafts),
        prompt_sha256=asked.prompt_sha256,
    )


def overall(statuses: Sequence[Status]) -> Status:
    """The status of an answer about several policies: stated if any states it, then unspecified, then not stated."""
    for status in (Status.STATED, Status.UNSPECIFIED):
        if status in statuses:
            return status
    return Status.NOT_STATED


def without_evidence(asked: Asked, status: Status, text: str) -> Answer:
    """An answer that cites nothing: an unknown company, a question back, a question about something else."""
    return Answer(
        question=asked.question,
        standalone_question=asked.standalone,
        companies=asked.companies,
        status=status,
        text=text,
        answerer=asked.answerer,
    )

"""The answerer with a chat model: it proposes claims, each is held against the policy, what fails is mended once or dropped."""

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer, Status
from assistant.answerability import threshold
from assistant.borne import Encode
from assistant.chat_model import ChatModel, Message
from assistant.claim_check import Accepted, ClaimCheck, Refused
from assistant.context import blocks_of, one_line, passages_at, shown, visible
from assistant.draft import Draft, DraftClaim
from assistant.entities import find_entities
from assistant.errors import ChatModelCallError
from assistant.evidence import Evidence
from assistant.model_reply import ModelReply, read_reply
from assistant.names import NameBook
from assistant.polarity import Verdict
from assistant.question import Form, Question, entity_kind
from assistant.quote import NEAREST
from ingest.policy import Span
from prompts.template import Template, combined_sha256, load_template

# So far above the threshold a model may say that a policy does not answer; elsewhere the measured evidence does.
UNSURE = 0.2
MOST_KEPT = 12
TEMPLATES = ("answer_rules", "answer_question", "answer_repair")
# Random: no policy and no question can hold it.
_CODE_BYTES = 8


@dataclass(frozen=True, slots=True)
class Worded:
    """What became of the model's reply: drafts to verify, one a policy, in the order of the evidence.

    `answerer` names who worded them; a quoting answerer with the reason in brackets when nothing of the model's is used.
    `refused` are the faults of the claims that were dropped; `repairs` counts claims that stood after being mended.
    """

    drafts: tuple[Draft, ...]
    answerer: str
    prompt_sha256: str
    repairs: int = 0
    tokens: int = 0
    refused: tuple[Refused, ...] = ()
    first_claim_ms: float = 0.0

    def noted_in(self, answer: Answer) -> Answer:
        """The answer with what the model cost and what was refused."""
        refused = tuple(f"{one.text}: {one.fault}" for one in self.refused)
        return replace(answer, repairs=self.repairs, tokens=self.tokens, first_claim_ms=self.first_claim_ms, refused=refused)


OnClaim = Callable[[str, str], bool]
"""Called with company and text of each claim that stands, as soon as the model has written it; false stops the model."""


def worded(
    question: Question,
    evidence: Sequence[Evidence],
    quoted: Sequence[Draft],
    *,
    model: ChatModel,
    book: NameBook,
    budget_tokens: int,
    on_claim: OnClaim | None = None,
    encode: Encode | None = None,
) -> Worded:
    """Let a model word the answer. `quoted` are the drafts without it, which stand wherever the model's do not hold.

    `encode` makes vectors of texts: with it, a claim may say what its quotes say in words of its own.
    `on_claim` hears of claims early; the answer may hold others, for instance when a list was not told whole.

    Never raises for what a model does: a model that fails leaves the quoted drafts, and says so in `answerer`.
    """
    pairs = list(zip(evidence, quoted, strict=True))
    templates = {name: load_template(name) for name in TEMPLATES}
    sha = combined_sha256(*templates.values())
    open_ones = [one for one, draft in pairs if _may_answer(draft)]
    if not open_ones:
        return Worded(tuple(quoted), "quote", sha)
    blocks = blocks_of(open_ones, budget_tokens)
    prompt = templates["answer_question"].fill(
        companies=", ".join(one_line(one.partition.policy.company) for one in open_ones),
        clauses=shown(blocks),
        question=visible(question.text),
        code=secrets.token_hex(_CODE_BYTES),
    )
    talk = _Talk(model, ClaimCheck(question, open_ones, blocks, book, encode), on_claim)
    try:
        talk.ask(templates["answer_rules"].fill(), prompt)
    except ChatModelCallError as error:
        return Worded(tuple(quoted), f"quote (model unavailable: {error})", sha)
    talk.mend(templates["answer_repair"])
    drafts = [_merged(question, one, draft, talk) for one, draft in pairs]
    changed = any(draft is not old for draft, old in zip(drafts, quoted, strict=True))
    drafts[0] = replace(drafts[0], dropped=drafts[0].dropped + len(talk.refused))
    answerer = model.name if changed else f"quote (no claim of {model.name} held)"
    return Worded(tuple(drafts), answerer, sha, talk.repairs, talk.tokens, tuple(talk.refused), talk.first_claim_ms)


class _Talk:
    """One question put to a model, and one turn to mend what was refused."""

    def __init__(self, model: ChatModel, check: ClaimCheck, on_claim: OnClaim | None) -> None:
        self._model = model
        self._check = check
        self._on_claim = on_claim
        self._began = time.perf_counter()
        self._told: set[tuple[str, str]] = set()
        self._read = 0
        self._stopped = False
        self.first_claim_ms = 0.0
        self._messages: list[Message] = []
        self.readable = False
        self.stated = True
        self.accepted: list[Accepted] = []
        self.refused: list[Refused] = []
        self.repairs = self.tokens = 0

    def ask(self, rules: str, prompt: str) -> None:
        """Put the question. ChatModelCallError when there is no whole reply."""
        self._messages = [Message("system", rules), Message("user", prompt)]
        text, reply = self._reply()
        self._messages.append(Message("assistant", text))
        self.readable, self.stated = reply.readable, reply.stated
        self.accepted, self.refused = self._check.all(reply.claims)

    def mend(self, template: Template) -> None:
        """Name the faults, if there are any, and take what is mended."""
        faults = [f"- “{one.text}”: {one.fault}" for one in self.refused]
        if not self.readable:
            faults = ["- the reply is no JSON object of the form asked for"]
        if not faults or self._stopped:
            return
        self._messages.append(Message("user", template.fill(faults="\n".join(faults))))
        try:
            _, reply = self._reply()
        except ChatModelCallError:
            # What stood after the first turn stands without the second.
            return
        accepted, refused = self._check.all(reply.claims)
        mended = [one for one in accepted if one not in self.accepted]
        if not self.readable:
            self.readable, self.stated, self.refused = reply.readable, reply.stated, refused
        else:
            left = max(len(self.refused) - len(mended), 0)
            self.refused = [*refused, *self.refused][:left]
        self.repairs = len(mended)
        self.accepted += mended

    def _reply(self) -> tuple[str, ModelReply]:
        self._read = 0
        written = self._model.reply(self._messages, self._heard)
        self.tokens += written.tokens
        return written.text, read_reply(written.text)

    def _heard(self, text: str) -> bool:
        """Look for claims that became whole with what was just written; false once whoever listens has had enough."""
        if "}" not in text[self._read :]:
            return not self._stopped
        self._read = len(text)
        for claim in read_reply(text).claims:
            found = self._check.one(claim) if claim.quotes else None
            if isinstance(found, Accepted) and (found.policy_id, found.text) not in self._told:
                self._told.add((found.policy_id, found.text))
                self.first_claim_ms = self.first_claim_ms or 1000 * (time.perf_counter() - self._began)
                if self._on_claim is not None and not self._on_claim(self._check.company(found.policy_id), found.text):
                    self._stopped = True
        return not self._stopped


def _may_answer(draft: Draft) -> bool:
    """Whether a model is asked about a policy at all: it answers, or it may."""
    return draft.status is not Status.NOT_STATED or draft.confidence >= threshold()


def _merged(question: Question, evidence: Evidence, quoted: Draft, talk: _Talk) -> Draft:
    """The model's draft for one policy, or the quoted one where the model's falls short of it."""
    own = [one for one in talk.accepted if one.policy_id == quoted.policy_id][:MOST_KEPT]
    if not own:
        denied = talk.readable and not talk.stated and quoted.status is Status.STATED
        if denied and quoted.confidence < threshold() + UNSURE:
            nearest = tuple(span for claim in quoted.claims for span in claim.quotes)[:NEAREST]
            return replace(quoted, status=Status.NOT_STATED, claims=(), nearest=nearest, verdict="")
        return quoted
    if not _as_whole(question, evidence, own, quoted) or not _gives_value(question, own, quoted):
        return quoted
    status = Status.STATED if quoted.status is Status.NOT_STATED else quoted.status
    said = quoted.verdict
    deciding = quoted.claims[0].quotes[-1:] if said else _spans(quoted)
    if not _rows(evidence, _spans_of(own)) & _rows(evidence, deciding):
        # It rests on other sentences than those that say yes or no, or that set a premise right: what its own say counts.
        if said and (not own[0].verdict or said not in list(Verdict)):
            return quoted
        said = own[0].verdict
    claims = tuple(DraftClaim(one.text, one.spans, status) for one in own)
    return replace(quoted, status=status, claims=claims, nearest=(), verdict=said)


def _as_whole(question: Question, evidence: Evidence, own: Sequence[Accepted], quoted: Draft) -> bool:
    """Whether a list is told whole: every entry that the quoted draft has is touched by some claim; its lead-in need not be."""
    wanted = sorted(_rows(evidence, _spans(quoted)))
    if question.form not in (Form.LIST, Form.PROCEDURE) or len(wanted) <= 2:
        return True
    held = _rows(evidence, _spans_of(own))
    return held.issuperset(wanted[1:])


def _spans_of(claims: Sequence[Accepted]) -> list[Span]:
    return [span for one in claims for span in one.spans]


def _spans(draft: Draft) -> list[Span]:
    return [span for claim in draft.claims for span in claim.quotes]


def _rows(evidence: Evidence, spans: Sequence[Span]) -> set[int]:
    return {row for span in spans for row in passages_at(evidence, span)}


def _gives_value(question: Question, own: Sequence[Accepted], quoted: Draft) -> bool:
    """Whether a value of the kind sought is told, where the quoted draft tells one."""
    kind = entity_kind(question.seek)
    if kind is None or not any(entity.kind is kind for claim in quoted.claims for entity in find_entities(claim.text)):
        return True
    return any(entity.kind is kind for one in own for entity in find_entities(one.text))

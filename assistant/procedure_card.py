"""A request to a company as a card: steps, documents, fee, where to send it, how the answer comes; each line cited.

The same standard questions are put to every policy, and what the answers quote is kept only where it speaks of the part asked
for: a card rather has a gap, and says so, than a line beside the point.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from assistant.answer import Answer, Citation, Claim, Status
from assistant.entities import EntityKind, find_entities
from assistant.readable import quoted
from assistant.request_parts import says_documents, says_fee, says_reply, says_where
from assistant.rights import rights_in, speaks_of_other_rights
from assistant.verify import marker_of
from ingest.policy import Span
from ingest.sentences import split_sentences


class RequestKind(StrEnum):
    """What a person asks of a company."""

    DISCLOSURE = "disclosure"
    CORRECTION = "correction"
    DELETION = "deletion"
    SUSPENSION = "suspension"
    COMPLAINT = "complaint"


class Part(StrEnum):
    """What staff needs to know of a request, in the order of a card."""

    STEPS = "steps"
    DOCUMENTS = "documents"
    FEE = "fee"
    WHERE = "where"
    REPLY = "reply"


# How the questions name a request: by the words of policies, those written in Japan and those under the GDPR.
_NAMES = {
    RequestKind.DISCLOSURE: "disclosure of, or access to, personal data",
    RequestKind.CORRECTION: "correction or rectification of personal data",
    RequestKind.DELETION: "deletion or erasure of personal data",
    RequestKind.SUSPENSION: "suspension of use, or restriction of processing, of personal data",
    RequestKind.COMPLAINT: "complaint",
}
_CONTACT = (
    "Where are inquiries and complaints about personal information sent?",
    "Where can inquiries be sent, by post, telephone or e-mail?",
)
# The questions of a part, the narrowest first: many policies tell one procedure for all requests and name none of them there.
_QUESTIONS = {
    Part.STEPS: ("What is the procedure to request {request}?",),
    Part.DOCUMENTS: (
        "Which documents must be sent to request {request}?",
        "Which documents verify the identity of the person who makes a request?",
    ),
    Part.FEE: ("What fee is charged for a request for {request}?",),
    Part.WHERE: ("Where is a request for {request} sent?", *_CONTACT),
    Part.REPLY: ("How is the result of a request for {request} notified?", "How does the company respond to requests?"),
}
_COMPLAINT_QUESTIONS = {
    Part.STEPS: ("How can a complaint about personal information be made?",),
    Part.DOCUMENTS: ("Which documents must be sent with a complaint?",),
    Part.FEE: ("What fee is charged for a complaint?",),
    Part.WHERE: _CONTACT,
    Part.REPLY: ("How are complaints answered?",),
}
# More lines than that would be a policy, not a card.
MOST_LINES = 4
# A longer quote is told by those of its sentences that speak of the part, unless half of them do.
LINE_CHARS = 240
_MARKER = re.compile(r"\s*(?:(?:\d{1,2}[.)]|[-–•*])\s+)?")
_PRICE = re.compile(r"\bfees?\b|\bcharges?\b|\bcosts?\b", re.IGNORECASE)
# What is asked for, not what is enclosed.
_OWN_DATA = re.compile(
    r"\bcop(?:y|ies) of (?:(?:your|the|their|such|all|any|this) )*(?:personal|data|information|standard)", re.IGNORECASE
)
_REPLY = re.compile(r"\b(?:respond|response|reply|replies|notify|notification|answer)", re.IGNORECASE)
_SOON = re.compile(r"\b(?:promptly|without (?:undue )?delay|immediately|via|within)\b", re.IGNORECASE)
_REQUEST = re.compile(r"\brequest|\bprocedure|\bhandling fee|\bthis fee|\bexercis|請求|開示", re.IGNORECASE)
_COMPLAINT = re.compile(r"\bcomplain|\bgrievance|\binquir|\bconsult|苦情|相談", re.IGNORECASE)


def _names_price(text: str) -> bool:
    if not rights_in(text) and _REQUEST.search(text) is None:
        # "The service is free of charge" is no fee of a request.
        return False
    priced = _PRICE.search(text) is not None and any(one.kind is EntityKind.MONEY for one in find_entities(text))
    return priced or says_fee(text)


def _names_documents(text: str) -> bool:
    return says_documents(_OWN_DATA.sub(" ", text))


def _tells_reply(text: str) -> bool:
    return says_reply(text) or (_REPLY.search(text) is not None and _SOON.search(text) is not None)


_SPEAKS_OF: dict[Part, Callable[[str], bool]] = {
    Part.DOCUMENTS: _names_documents,
    Part.FEE: _names_price,
    Part.WHERE: says_where,
    Part.REPLY: _tells_reply,
}


class Asks(Protocol):
    """Answers a question about some companies."""

    def ask(self, question: str, *, companies: Sequence[str] | None = None) -> Answer:
        """The answer."""
        ...


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that the policy says, in its words, and where."""

    text: str
    status: Status
    citations: tuple[Citation, ...]

    @property
    def told(self) -> str:
        """All that it quotes."""
        return " ".join(one.quote for one in self.citations)

    @property
    def label(self) -> str:
        """Where its last quote stands."""
        return self.citations[-1].label if self.citations else ""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a card; without lines the policy says nothing of it, of `checked` clauses."""

    part: Part
    lines: tuple[Line, ...]
    checked: int

    @property
    def status(self) -> Status:
        """Of its first line, NOT_STATED without one."""
        return self.lines[0].status if self.lines else Status.NOT_STATED


@dataclass(frozen=True, slots=True)
class Card:
    """What a company's policy says of one request. `citations` have markers of their own across the card."""

    company: str
    request: RequestKind
    sections: tuple[Section, ...]

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All citations in the order of their markers."""
        found = {one.marker: one for section in self.sections for line in section.lines for one in line.citations}
        return tuple(found.values())


def procedure_card(assistant: Asks, company: str, request: RequestKind) -> Card:
    """Put the standard questions of a request to one company's policy."""
    questions = _COMPLAINT_QUESTIONS if request is RequestKind.COMPLAINT else _QUESTIONS
    named = _NAMES[request]
    answers: dict[Part, list[Answer]] = {}

    def asked(part: Part) -> Iterator[Answer]:
        for question in questions[part]:
            answer = assistant.ask(question.format(request=named), companies=[company])
            answers.setdefault(part, []).append(answer)
            yield answer

    steps = next(asked(Part.STEPS))
    markers = _Markers()
    sections = [Section(Part.STEPS, markers.named(_steps(steps, request)), steps.clauses_checked)]
    for part, speaks in _SPEAKS_OF.items():
        lines: tuple[Line, ...] = ()
        for answer in asked(part):
            # What the steps say of the part belongs to this very request, unlike the answer to a wider question.
            lines = _apart([*_fitting(answer, speaks, request), *_fitting(steps, speaks, request)])
            if lines:
                break
        checked = max(answer.clauses_checked for answer in answers[part])
        sections.append(Section(part, markers.named(lines[:MOST_LINES]), checked))
    return Card(company, request, tuple(sections))


def _steps(answer: Answer, request: RequestKind) -> tuple[Line, ...]:
    """The steps alone: what an answer tells of the fee and of the address beside them stands in other parts of the card."""
    lines = (_line(claim, answer) for claim in answer.claims if claim.citations)
    return tuple(line for line in lines if not _is_of_another(request, line.told, line.label))[:1]


def _fitting(answer: Answer, speaks: Callable[[str], bool], request: RequestKind) -> tuple[Line, ...]:
    """What an answer quotes on a part of this request, narrowed where most of it is about something else."""
    lines: list[Line] = []
    for claim in answer.claims:
        line = _line(claim, answer)
        if _is_of_another(request, line.told, line.label):
            continue
        sentences = [sentence for one in line.citations for sentence in _sentences(one)]
        telling = [one for one in sentences if speaks(one.quote)]
        whole = len(line.text) <= LINE_CHARS or 2 * len(telling) >= len(sentences) or speaks is says_where
        if whole and any(speaks(one.quote) for one in line.citations):
            lines.append(line)
        elif not whole:
            own = (one for one in telling if not _is_of_another(request, one.quote))
            lines += [Line(quoted(one.quote), claim.status, (one,)) for one in own]
    return tuple(lines)


def _sentences(citation: Citation) -> Iterator[Citation]:
    """The sentences of a quote as quotes, without the numbers of list items."""
    for start, end in split_sentences(citation.quote, Span(0, len(citation.quote))):
        marked = _MARKER.match(citation.quote, start, end)
        first = marked.end() if marked and marked.end() < end else start
        yield replace(citation, quote=citation.quote[first:end], start=citation.start + first, end=citation.start + end)


def _apart(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines without those that repeat words of an earlier one."""
    kept: list[Line] = []
    for line in lines:
        spans = [(one.start, one.end) for earlier in kept for one in earlier.citations]
        if not any(one.start < end and start < one.end for one in line.citations for start, end in spans):
            kept.append(line)
    return tuple(kept)


def _is_of_another(request: RequestKind, told: str, label: str = "") -> bool:
    """Whether words under a label are about a request that is not the one asked for."""
    if request is RequestKind.COMPLAINT:
        return bool(rights_in(f"{told} {label}")) and _COMPLAINT.search(f"{told} {label}") is None
    return speaks_of_other_rights(rights_in(_NAMES[request]), told, label)


def _line(claim: Claim, answer: Answer) -> Line:
    citations = tuple(answer.citation(marker) for marker in claim.citations)
    return Line(claim.text.removeprefix(f"{claim.company}: "), claim.status, citations)


class _Markers:
    """Names citations across a card: the same passage has the same letter wherever it is cited."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], str] = {}

    def named(self, lines: Sequence[Line]) -> tuple[Line, ...]:
        return tuple(replace(line, citations=tuple(self._renamed(one) for one in line.citations)) for line in lines)

    def _renamed(self, citation: Citation) -> Citation:
        marker = self._known.setdefault((citation.start, citation.end), marker_of(len(self._known)))
        return replace(citation, marker=marker)

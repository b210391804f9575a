"""A question that was answered wrongly as a draft of a case: what is expected, and the clause that says so."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from assistant.answer import Status
from evals.case import EVIDENCE, CaseRow, ExpectedRow, FactRow, GoldRow, Kind, read_row
from evals.facts import FactType
from evals.lint import lint_cases
from evals.shelf import Shelf

# An answer may be this much longer than the clause it quotes: the company's name, what stands before the quote.
_ROOM = 300
_ID_WORDS = 6
_KINDS: dict[Status, Kind] = {
    Status.NOT_STATED: "silence",
    Status.UNKNOWN_COMPANY: "unknown_company",
    Status.OUT_OF_SCOPE: "out_of_scope",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody says is right. `clause` is (policy id, version, start, end); `words` must be in the answer, and in it."""

    question: str
    status: Status
    history: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    clause: tuple[str, str, int, int] | None = None
    words: tuple[str, ...] = field(default=())


def draft_line(draft: Draft, shelf: Shelf) -> str:
    """The case as a line of a case file, without its line break."""
    evidence = draft.status in EVIDENCE
    gold: tuple[tuple[GoldRow, ...], ...] = ()
    about = draft.about
    if evidence and draft.clause is not None:
        policy_id, version, start, end = draft.clause
        policy = shelf.find(policy_id, version)
        text = policy.text[start:end] if policy is not None else ""
        if policy is not None and text:
            gold = ((GoldRow(policy_id=policy_id, version=version, start=start, end=end, text=text),),)
            about = (policy.company,)
    elif draft.status in (Status.UNKNOWN_COMPANY, Status.OUT_OF_SCOPE):
        about = ()
    kind: Kind = _KINDS.get(draft.status, "follow_up" if draft.history else "fact")
    longest = max((len(one.text) for group in gold for one in group), default=0)
    row = CaseRow(
        id=_case_id(draft),
        kind=kind,
        question=draft.question,
        history=draft.history,
        companies=draft.companies,
        twin_of=None,
        language="ja" if re.search(r"[\u3040-\u30ff]", draft.question) else "en",
        expected=ExpectedRow(
            status=(draft.status,),
            companies=about,
            gold=gold,
            required=tuple(FactRow(type=FactType.TEXT, value=one) for one in draft.words) if evidence else (),
            max_chars=min(longest + _ROOM, 20_000),
        ),
    )
    return row.model_dump_json()


def complaints(line: str, shelf: Shelf) -> tuple[str, ...]:
    """What lint says of the line, without its place."""
    case = read_row(line)
    return tuple(one.removeprefix(f"{case.place}: {case.case_id}: ") for one in lint_cases([case], shelf))


def _case_id(draft: Draft) -> str:
    words: Sequence[str] = re.findall(r"[a-z0-9]+", draft.question.lower())[:_ID_WORDS]
    made_of = "\n".join((draft.question, *draft.history, *draft.companies))
    return "-".join(["draft", *words, sha256(made_of.encode("utf-8", "surrogatepass")).hexdigest()[:6]])

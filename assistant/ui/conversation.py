"""A conversation as the page keeps it: questions with what came of them, and as files to save."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from assistant.answer import Answer, Citation
from assistant.answer_json import answer_to_json
from assistant.ui.words import Words

# A browser sends a kept conversation back when the page is opened; larger requests are refused.
KEPT_CHARS = 300_000
_ANSWER = TypeAdapter(Answer)
# A conversation is sent to the browser whole after each question.
MOST_TURNS = 50


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its answer, or why there is none; with neither it is still being answered.

    `told` are company and text of the claims that stand so far.
    """

    question: str
    companies: tuple[str, ...] = ()
    answer: Answer | None = None
    error: str = ""
    told: tuple[tuple[str, str], ...] = ()

    def find(self, kind: str, index: int) -> Citation | None:
        """A citation, or one of the nearest clauses, by its place in the answer."""
        if self.answer is None:
            return None
        found = self.answer.nearest if kind == "nearest" else self.answer.citations
        return found[index] if 0 <= index < len(found) else None


def earlier_questions(turns: Sequence[Turn]) -> tuple[str, ...]:
    """The questions a follow-up may refer to: those that were answered."""
    return tuple(turn.question for turn in turns if turn.answer is not None)


def leading_citation(answer: Answer) -> Citation | None:
    """The citation to show with an answer: the last of its first claim's, since a lead-in is cited before its list item.

    Of an answer that cites nothing the nearest clause; None when there is none.
    """
    first = answer.claims[0].citations[-1:] if answer.claims else ()
    return answer.citation(first[0]) if first else next(iter(answer.citations + answer.nearest), None)


def citation_text(citation: Citation) -> str:
    """A citation to paste: quote, company, place, version's date, address."""
    dated = f" ({citation.date})" if citation.date else ""
    address = f", {citation.url}" if citation.url else ""
    return f"“{citation.quote}” — {citation.company}, {citation.label}{dated}{address}"


def to_json(turns: Sequence[Turn]) -> str:
    """The answers with all their citations, as the command's `--json` writes them."""
    answers = [answer_to_json(turn.answer) for turn in turns if turn.answer is not None]
    return json.dumps({"answers": answers}, ensure_ascii=False, indent=2) + "\n"


def to_kept(turns: Sequence[Turn]) -> str:
    """The newest turns that fit, for the browser to keep."""
    rows: list[str] = []
    for turn in reversed(turns):
        answer = None if turn.answer is None else answer_to_json(turn.answer)
        row = {"question": turn.question, "companies": turn.companies, "error": turn.error, "answer": answer}
        rows.insert(0, json.dumps(row, ensure_ascii=False))
        if sum(map(len, rows)) > KEPT_CHARS:
            del rows[0]
            break
    return f"[{','.join(rows)}]"


def from_kept(text: object, text_of: Callable[[str, str], str], words: Words) -> tuple[Turn, ...]:
    """The turns that a browser kept; `text_of` gives the text of a policy version, LookupError without it.

    What a browser sends may be anything: what is no turn is left out, and an answer is shown only if its quotes still stand
    where they say.
    """
    try:
        rows = json.loads(text) if isinstance(text, str) and len(text) <= 2 * KEPT_CHARS else None
    except (ValueError, RecursionError):
        rows = None
    turns = []
    for row in rows[-MOST_TURNS:] if isinstance(rows, list) else []:
        if not isinstance(row, dict) or not isinstance(row.get("question"), str):
            continue
        question, error, named = row["question"], row.get("error"), row.get("companies")
        companies = tuple(one for one in named if isinstance(one, str)) if isinstance(named, list) else ()
        answer = row.get("answer")
        if answer is None:
            turns.append(Turn(question, companies, error=error if isinstance(error, str) and error else words.stopped))
            continue
        try:
            turn = Turn(question, companies, answer=_still_true(answer, text_of))
        except (ValidationError, LookupError):
            turn = Turn(question, companies, error=words.kept_changed)
        turns.append(turn)
    return tuple(turns)


def _still_true(row: object, text_of: Callable[[str, str], str]) -> Answer:
    answer = _ANSWER.validate_python(row)
    for one in (*answer.citations, *answer.nearest):
        if text_of(one.policy_id, one.version)[one.start : one.end] != one.quote:
            raise LookupError(one.clause_id)
    return answer


def to_markdown(turns: Sequence[Turn], words: Words) -> str:
    """The conversation with its citations; what policies say is quoted so that no viewer fetches or follows it."""
    parts = [f"# {words.title}", "", f"_{words.not_advice}_", ""]
    for turn in turns:
        parts += [f"## {_inert(turn.question)}", ""]
        if turn.answer is None:
            parts += [_inert(turn.error), ""]
            continue
        for part in answer_parts(turn.answer, words):
            parts += [part, ""]
    return "\n".join(parts).rstrip("\n") + "\n"


def answer_parts(answer: Answer, words: Words) -> list[str]:
    """An answer in paragraphs of Markdown: how it was understood, its status, its text, its citations."""
    parts = []
    if answer.standalone_question != answer.question:
        parts += [f"{words.understood_as}: {_inert(answer.standalone_question)}"]
    parts += [f"**{words.of_status(answer.status, answer.clauses_checked)}**", _inert(answer.text)]
    cited = [f"- ({citation.marker}) {_inert(citation_text(citation))}" for citation in answer.citations]
    return [*parts, "\n".join(cited)] if cited else parts


def _inert(text: str) -> str:
    """Text that Markdown shows as it is, on one line: no heading, image, link or HTML comes of it."""
    escaped = "".join(f"\\{letter}" if letter in r"\`*_{}[]<>#!|~" else letter for letter in text)
    return " ".join(escaped.replace("&", "&amp;").replace("://", ":\u200b//").split())

"""The commands `ask`, `compare` and `chat`: questions in, cited answers out."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli_batch import run_batch
from assistant.cli_options import AsJson, Batch, Companies, Model, ShowDropped
from assistant.cli_output import checked_text, open_assistant, write_json

if TYPE_CHECKING:
    from assistant.pipeline import Assistant
    from assistant.worded import OnClaim

CHAT_HELP = "Type a question. /new forgets the conversation, /quit (or Ctrl-D) ends it."


def ask(
    question: Annotated[str | None, typer.Argument(metavar="QUESTION", help="The question, in quotes.")] = None,
    *,
    company: Companies = None,
    model: Model = None,
    as_json: AsJson = False,
    batch: Batch = None,
    show_dropped: ShowDropped = False,
) -> None:
    """Answer a question in the policies' own words.

    A batch line is {"id", "question", "history": [earlier user questions], "companies": [optional]}. A line that cannot be
    answered gives a line with "error"; the others go on, and the exit code is 1.

    \b
    Examples:
      policy-assistant ask "how much does disclosure cost at Example Inc.?"
      policy-assistant ask "who do I write to?" --company "Example Inc." --json
      policy-assistant ask --batch questions.jsonl > answers.jsonl
    """
    if (question is None) == (batch is None):
        raise typer.BadParameter("give either QUESTION or --batch FILE", param_hint="QUESTION")
    if batch is not None:
        _ask_batch(batch, company, model, show_dropped=show_dropped)
        return
    from assistant.answer_json import answer_to_json

    assistant = open_assistant()
    text = checked_text(question or "", assistant.settings.max_question_chars, "question")
    answer = assistant.ask(text, companies=company or None, model=model, on_claim=_told_early())
    if as_json:
        write_json(answer_to_json(answer, show_dropped=show_dropped))
    else:
        from assistant.cli_render import show_answer, show_refused

        show_answer(answer, assistant.settings.home)
        if show_dropped:
            show_refused(answer)


def _told_early() -> "OnClaim | None":
    """Tells whoever waits at a terminal of each claim as soon as it stands; None when nobody is looking at stderr."""
    if not sys.stderr.isatty():
        return None
    from assistant.readable import printable

    def tell(company: str, text: str) -> bool:
        sys.stderr.write(f"  {printable(company)}: {printable(text)}\n")
        return True

    return tell


def _ask_batch(path: Path, companies: list[str] | None, model: str | None, *, show_dropped: bool) -> None:
    from assistant.answer_json import answer_to_json
    from assistant.batch import AskRow

    def answer(assistant: "Assistant", row: AskRow) -> dict[str, object]:
        question = checked_text(row.question, assistant.settings.max_question_chars, "question")
        scope = row.companies or companies or None
        found = assistant.ask(question, history=row.history, companies=scope, model=model)
        return answer_to_json(found, show_dropped=show_dropped)

    run_batch(path, AskRow, answer)


def compare(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="The question to put to every policy.")],
    company: Companies = None,
    model: Model = None,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Write CSV: company, status, text, citations.")] = False,
) -> None:
    """Put one question to each policy, a row a company.

    \b
    Examples:
      policy-assistant compare "what does disclosure cost?"
      policy-assistant compare "who is the privacy officer?" --company "Example Inc." --company "Sample Ltd." --csv
    """
    if as_json and as_csv:
        raise typer.BadParameter("choose one of --json and --csv", param_hint="--csv")
    from assistant.answer_json import comparison_to_csv, comparison_to_json

    assistant = open_assistant()
    text = checked_text(question, assistant.settings.max_question_chars, "question")
    comparison = assistant.compare(text, companies=company or None, model=model)
    if as_json:
        write_json(comparison_to_json(comparison))
    elif as_csv:
        sys.stdout.write(comparison_to_csv(comparison))
    else:
        from assistant.cli_render import show_comparison

        show_comparison(comparison, assistant.settings.home)


def chat(company: Companies = None, model: Model = None, show_dropped: ShowDropped = False) -> None:
    """Ask question after question in the terminal.

    Earlier questions give later ones their meaning: "and the fee?", "what about the other company?". Ctrl-C stops an answer.

    \b
    Examples:
      policy-assistant chat
      policy-assistant chat --company "Example Inc."
    """
    from assistant.cli_render import show_note

    assistant = open_assistant()
    if sys.stdin.isatty():
        import readline  # noqa: F401 - gives input() editing and recall

        show_note(CHAT_HELP)
    history: list[str] = []
    while (line := _next_line()) is not None:
        if line in {"/quit", "/exit"}:
            break
        if line == "/new":
            history.clear()
        elif line.startswith("/"):
            show_note(CHAT_HELP)
        elif line:
            _chat_turn(assistant, line, history, company, model, show_dropped=show_dropped)


def _chat_turn(
    assistant: "Assistant", line: str, history: list[str], company: list[str] | None, model: str | None, *, show_dropped: bool
) -> None:
    from assistant.cli_render import show_answer, show_note, show_refused
    from assistant.errors import QuestionError

    try:
        question = checked_text(line, assistant.settings.max_question_chars, "question")
    except QuestionError as error:
        show_note(str(error))
        return
    try:
        answer = assistant.ask(question, history=tuple(history), companies=company or None, model=model, on_claim=_told_early())
    except KeyboardInterrupt:
        show_note("stopped")
        return
    if answer.standalone_question != question:
        show_note(f"understood as: {answer.standalone_question}")
    show_answer(answer, assistant.settings.home)
    if show_dropped:
        show_refused(answer)
    history.append(question)


def _next_line() -> str | None:
    """The next line typed, without blanks around it; None at the end of input."""
    try:
        return input("\nYou: " if sys.stdin.isatty() else "").strip()
    except EOFError:
        return None

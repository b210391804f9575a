"""Answers and clauses as a person reads them in a terminal: the answer first, then each quote with its label and file."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assistant.answer import Answer, Citation, Comparison
from assistant.readable import printable

if TYPE_CHECKING:
    from vectorstore.retrieval import RetrievedClause

# Width when the output is no terminal: wide enough that a quote is rarely broken inside a word by a pager.
PIPED_WIDTH = 120


def console() -> Console:
    """A console on stdout: colours only on a terminal."""
    plain = Console(highlight=False)
    return plain if plain.is_terminal else Console(highlight=False, width=PIPED_WIDTH)


def show_note(text: str) -> None:
    """A remark beside the conversation."""
    console().print(Text(printable(text), style="dim"))


def show_answer(answer: Answer, home: Path) -> None:
    """The answer, then its citations; the nearest clauses when nothing was stated."""
    out = console()
    out.print(Text(printable(answer.text), style="bold" if answer.citations else ""))
    _show_citations(out, answer.citations, home)
    if answer.answerer != "quote":
        out.print()
        out.print(Text(printable(f"answered by: {answer.answerer}"), style="dim"))
    if answer.nearest:
        out.print()
        out.print(Text("The nearest clauses, none of which answers it:", style="dim"))
        _show_citations(out, answer.nearest, home)


def show_refused(answer: Answer) -> None:
    """What a chat model wrote that did not stand, with its faults: marked as unproven, for it is."""
    out = console()
    if not answer.refused:
        return
    out.print()
    out.print(Text("Left out, for nothing proves it:", style="dim"))
    for one in answer.refused:
        out.print(_indented(one, "dim"))


def show_comparison(comparison: Comparison, home: Path) -> None:
    """A table with a row a company, then the citations."""
    out = console()
    table = Table(show_lines=True)
    table.add_column("Company", no_wrap=True)
    table.add_column("Status", no_wrap=True)
    table.add_column("Answer", ratio=1)
    for row in comparison.rows:
        table.add_row(*(Text(printable(cell)) for cell in (", ".join(row.companies), row.status.value, row.text)))
    out.print(table)
    for row in comparison.rows:
        _show_citations(out, row.citations, home)


def show_results(results: Sequence["RetrievedClause"]) -> None:
    """Found clauses with rank, score, company and label."""
    out = console()
    if not results:
        out.print("Nothing found.")
    for result in results:
        head = f"{result.rank}. {result.policy.company} — {result.clause.label}"
        out.print(Text.assemble((printable(head), "bold"), (f"  {result.score:.3f}", "dim")))
        out.print(_indented(result.policy.text[result.span.start : result.span.end]))


def _show_citations(out: Console, citations: Sequence[Citation], home: Path) -> None:
    for citation in citations:
        out.print()
        dated = f", version of {citation.date}" if citation.date else ""
        marker = f"({citation.marker}) " if citation.marker else ""
        out.print(Text.assemble((marker, "bold cyan"), (printable(f"{citation.company} — {citation.label}{dated}"), "cyan")))
        out.print(_indented(f"“{citation.quote}”"))
        file = home / "library" / citation.policy_id / citation.version / "policy.txt"
        out.print(_indented(f"{file}, characters {citation.start}–{citation.end}", "dim"))


def _indented(text: str, style: str = "") -> Padding:
    return Padding(Text(printable(text), style=style), (0, 0, 0, 4), expand=False)

"""The command `search`: the clauses nearest to a query, without an answer."""

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli_batch import run_batch
from assistant.cli_options import AsJson, Batch, Companies
from assistant.cli_output import checked_text, open_assistant, write_json

if TYPE_CHECKING:
    from assistant.batch import SearchRow
    from assistant.pipeline import Assistant


def search(
    query: Annotated[str | None, typer.Argument(metavar="QUERY", help="What to look for.")] = None,
    company: Companies = None,
    limit: Annotated[int, typer.Option(metavar="K", min=1, max=1000, help="How many clauses to show at most.")] = 10,
    as_json: AsJson = False,
    batch: Batch = None,
) -> None:
    """Find the clauses nearest to a query, best first.

    A batch line is {"id", "query", "companies": [optional], "limit": K}.

    \b
    Examples:
      policy-assistant search "retention period"
      policy-assistant search "fee for disclosure" --company "Example Inc." --limit 3 --json
      policy-assistant search --batch queries.jsonl > found.jsonl
    """
    if (query is None) == (batch is None):
        raise typer.BadParameter("give either QUERY or --batch FILE", param_hint="QUERY")
    from assistant.answer_json import results_to_json

    if batch is not None:
        from assistant.batch import SearchRow

        def find(assistant: "Assistant", row: "SearchRow") -> dict[str, object]:
            text = checked_text(row.query, assistant.settings.max_question_chars, "query")
            scope = row.companies or company or None
            return results_to_json(row.query, assistant.search(text, companies=scope, limit=row.limit))

        run_batch(batch, SearchRow, find)
        return
    assistant = open_assistant()
    text = checked_text(query or "", assistant.settings.max_question_chars, "query")
    results = assistant.search(text, companies=company or None, limit=limit)
    if as_json:
        write_json(results_to_json(text, results))
    else:
        from assistant.cli_render import show_results

        show_results(results)

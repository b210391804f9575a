"""The endpoints for programs: /ask, /search and /compare, answering in the JSON of the command line."""

from typing import Any

import gradio as gr
from gradio.events import api as gradio_api

from assistant.answer_json import answer_to_json, comparison_to_json, results_to_json
from assistant.ui.limits import ANSWERED_AT_ONCE, RefusedError
from assistant.ui.page import Page, language

MOST_RESULTS = 100


def build(page: Page) -> None:
    """Name the endpoints inside the current Blocks."""

    def ask(question: str, companies: list[str] | None, history: list[str] | None, request: gr.Request) -> dict[str, Any]:
        """Answer a question from the policies; `history` are earlier questions of the same conversation, oldest first."""
        words = language(request)
        try:
            question = page.admit(question, request, words)
            earlier = [page.admit(one, request, words) for one in (history or [])[-10:]]
            return answer_to_json(page.ask(question, earlier, _known(page, companies), words))
        except RefusedError as refused:
            raise _told(refused) from None

    def search(query: str, companies: list[str] | None, limit: int, request: gr.Request) -> dict[str, Any]:
        """Find the clauses nearest to a query, best first."""
        words = language(request)
        try:
            query = page.admit(query, request, words)
            known = _known(page, companies)
            return results_to_json(query, page.search(query, known, max(1, min(limit, MOST_RESULTS)), words))
        except RefusedError as refused:
            raise _told(refused) from None

    def compare(question: str, companies: list[str] | None, request: gr.Request) -> dict[str, Any]:
        """Put a question to each policy and answer with a row a company."""
        words = language(request)
        try:
            question = page.admit(question, request, words)
            return comparison_to_json(page.compare(question, _known(page, companies), words))
        except RefusedError as refused:
            raise _told(refused) from None

    for function, name in ((ask, "ask"), (search, "search"), (compare, "compare")):
        gradio_api(function, api_name=name, concurrency_limit=ANSWERED_AT_ONCE, concurrency_id="answers")


def _told(refused: RefusedError) -> gr.Error:
    """A refusal as Gradio passes it on; not printed, since it is no defect and may name what was asked."""
    return gr.Error(str(refused), print_exception=False)


def _known(page: Page, companies: list[str] | None) -> tuple[str, ...]:
    """The named companies of the library; an unknown one is refused by name rather than left out in silence."""
    for company in companies or ():
        if company not in page.companies:
            raise RefusedError(f"unknown company {company!r}: the library has {', '.join(page.companies)}")
    return page.chosen(companies or ())

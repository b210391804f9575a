"""The endpoints for programs in Gradio's own protocol: /ask, /search and /compare."""

from functools import partial
from typing import Any

import gradio as gr
from gradio.events import api as gradio_api

from assistant.ui.limits import ANSWERED_AT_ONCE, RefusedError
from assistant.ui.page import Page, language
from assistant.ui.programs import Programs
from assistant.ui.words import Words


def build(page: Page, blocks: gr.Blocks) -> None:
    """Name the endpoints inside `blocks`, which are the current ones."""
    programs = Programs(page)

    def ask(question: str, companies: list[str] | None, history: list[str] | None, request: gr.Request) -> dict[str, Any]:
        """Answer a question from the policies.

        companies: names as /info or the page lists them; empty for all, or those the question names.
        history: earlier questions of the same conversation, oldest first.
        """
        return call(programs.ask, question, companies, history, request=request)

    def search(query: str, companies: list[str] | None, limit: int, request: gr.Request) -> dict[str, Any]:
        """Find the clauses nearest to a query, best first; `limit` is at most 100."""
        return call(programs.search, query, companies, limit, request=request)

    def compare(question: str, companies: list[str] | None, request: gr.Request) -> dict[str, Any]:
        """Put a question to each policy, or to each of the named companies, and answer with a row a company."""
        return call(programs.compare, question, companies, request=request)

    def call(operation: Any, *arguments: object, request: gr.Request) -> dict[str, Any]:
        words: Words = language(request)
        try:
            answered: dict[str, Any] = operation(*arguments, partial(page.admit, request=request, words=words), words)
        except RefusedError as refused:
            # Not printed, since it is no defect and may name what was asked.
            raise gr.Error(str(refused), print_exception=False) from None
        finally:
            _forget(blocks, request.session_hash or "")
        return answered

    for function in (ask, search, compare):
        gradio_api(function, api_name=function.__name__, concurrency_limit=ANSWERED_AT_ONCE, concurrency_id="answers")


def _forget(blocks: gr.Blocks, session: str) -> None:
    """Let go of what Gradio makes for each call and keeps; a page's session, which has state, stays."""
    holder = getattr(blocks, "state_holder", None)
    if holder is None or session not in holder or holder.session_data[session].state_data:
        return
    holder.session_data.pop(session, None)
    holder.time_last_used.pop(session, None)

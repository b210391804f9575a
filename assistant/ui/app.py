"""The page put together: its tabs, its look, its limits."""

import html
from importlib.resources import files
from typing import TYPE_CHECKING

import gradio as gr
from fastapi import FastAPI
from starlette.types import ASGIApp

from assistant.ui import api
from assistant.ui.ask_tab import AskTab
from assistant.ui.compare_tab import CompareTab
from assistant.ui.limits import ANSWERED_AT_ONCE, KEPT_SESSIONS, REQUEST_BYTES, WAITING_QUESTIONS
from assistant.ui.page import QUICK, TRANSLATED, Page, language, wired
from assistant.ui.policies_tab import PoliciesTab
from assistant.ui.protect import Protection, is_loopback
from assistant.ui.render import escape
from assistant.ui.theme import page_theme
from assistant.ui.words import ENGLISH, Words

if TYPE_CHECKING:
    from assistant.pipeline import Assistant


def build(page: Page) -> gr.Blocks:
    """The page as Gradio blocks, not yet served."""
    blocks = gr.Blocks(title=ENGLISH.title, analytics_enabled=False, fill_width=True)
    with blocks:
        # First, so that the endpoints get their names and not the tabs' handlers, which are called the same.
        api.build(page)
        header = gr.HTML(_header(ENGLISH), js_on_load=wired(), apply_default_css=False, elem_id="pa-header")
        with gr.Tabs():
            with gr.Tab(TRANSLATED("ask_tab"), id="ask"):
                AskTab(page).build(blocks)
            with gr.Tab(TRANSLATED("compare_tab"), id="compare"):
                CompareTab(page).build(blocks)
            with gr.Tab(TRANSLATED("policies_tab"), id="policies") as policies:
                PoliciesTab(page).build(blocks, policies)

        def greet(request: gr.Request) -> str:
            return _header(language(request))

        blocks.load(greet, None, [header], **QUICK)
    blocks.state_session_capacity = KEPT_SESSIONS
    blocks.queue(max_size=WAITING_QUESTIONS, default_concurrency_limit=ANSWERED_AT_ONCE)
    return blocks


def create_app(assistant: "Assistant", host: str) -> ASGIApp:
    """The page as an ASGI application to be served on `host`."""
    ours = files("assistant.ui")
    script = (ours / "page.js").read_text(encoding="utf-8")
    app = gr.mount_gradio_app(
        FastAPI(docs_url=None, redoc_url=None, openapi_url=None),
        build(Page.of(assistant)),
        path="/",
        server_name=host,
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
        max_file_size=1,
        i18n=TRANSLATED,
        theme=page_theme(),
        css=(ours / "page.css").read_text(encoding="utf-8"),
        head=f"<script>{script}</script>",
        favicon_path=str(ours / "favicon.png"),
    )
    return Protection(app, REQUEST_BYTES, loopback_only=is_loopback(host))


def _header(words: Words) -> str:
    return (
        f'<header class="pa-top" lang="{html.escape(words.language)}"><div><h1>{escape(words.title)}</h1>'
        f"<p>{escape(words.tagline)}</p></div><p class=pa-advice>{escape(words.not_advice)}</p>"
        f'<button type="button" data-theme="toggle" aria-label="{escape(words.theme)}">◐</button></header>'
    )

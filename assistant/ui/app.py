"""The page put together: its tabs, its look, its limits."""

import html
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import TYPE_CHECKING

import gradio as gr
from fastapi import FastAPI
from mcp.server.transport_security import TransportSecuritySettings
from starlette.routing import Route
from starlette.types import ASGIApp

from assistant.ui import api, chat_completions, mcp_tools
from assistant.ui.ask_tab import AskTab
from assistant.ui.compare_tab import CompareTab
from assistant.ui.extension import Extension, Parts, installed
from assistant.ui.limits import ANSWERED_AT_ONCE, KEPT_SESSIONS, REQUEST_BYTES, Line
from assistant.ui.login import Login
from assistant.ui.memory import keep_little
from assistant.ui.page import QUICK, TRANSLATED, Page, language, user_of, wired
from assistant.ui.policies_tab import PoliciesTab
from assistant.ui.procedures_tab import ProceduresTab
from assistant.ui.programs import Programs
from assistant.ui.protect import Protection, is_loopback
from assistant.ui.queue_words import QueueWords
from assistant.ui.render import escape
from assistant.ui.theme import page_theme
from assistant.ui.words import ENGLISH, Words
from assistant.ui.words_ja import JAPANESE
from assistant.users import Users

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

# What stands around the page's content; Gradio applies page.css to the content alone.
_FRAME = "@media (max-width: 820px) { .gradio-container .main.fillable { padding: 10px 12px !important; } }"


def build(page: Page, extensions: Sequence[Extension] = ()) -> gr.Blocks:
    """The page as Gradio blocks, not yet served; `extensions` are tabs of other layers."""
    blocks = gr.Blocks(title=ENGLISH.title, analytics_enabled=False, fill_width=True)
    with blocks:
        # First, so that the endpoints get their names and not the tabs' handlers, which are called the same.
        api.build(page, blocks)
        header = gr.HTML(_header(ENGLISH), js_on_load=wired(), apply_default_css=False, elem_id="pa-header")
        ask, compare, procedures = AskTab(page), CompareTab(page), ProceduresTab(page)
        with gr.Tabs() as tabs:
            with gr.Tab(TRANSLATED("ask_tab"), id="ask"):
                ask.build(blocks)
            with gr.Tab(TRANSLATED("compare_tab"), id="compare"):
                compare.build(blocks)
            with gr.Tab(TRANSLATED("procedures_tab"), id="procedures"):
                procedures.build(blocks)
            with gr.Tab(TRANSLATED("policies_tab"), id="policies") as policies:
                PoliciesTab(page).build(blocks, policies, [ask.companies, compare.companies, procedures.companies])
            for extension in extensions:
                with gr.Tab(TRANSLATED(extension.title), id=extension.tab_id):
                    extension.build(page, Parts(blocks, tabs, ask.log, ask.turns))

        def greet(request: gr.Request) -> str:
            return _header(language(request), user_of(request))

        blocks.load(greet, None, [header], **QUICK)
    blocks.state_session_capacity = KEPT_SESSIONS
    blocks.queue(max_size=page.assistant.settings.waiting_questions, default_concurrency_limit=ANSWERED_AT_ONCE)
    return blocks


def create_app(assistant: "Assistant", host: str, users: Users | None = None) -> ASGIApp:
    """The page as an ASGI application to be served on `host`; without `users` nobody is asked who they are."""
    ours = files("assistant.ui")
    extensions = installed()
    page = Page.of(assistant, host, drafts=bool(extensions))
    somebody_may_change = page.open_to_change or (users is not None and page.admins_may_change)
    upload_bytes = 2 * assistant.settings.max_file_bytes if somebody_may_change else 0
    script = (ours / "page.js").read_text(encoding="utf-8")
    blocks = build(page, extensions)
    app = gr.mount_gradio_app(
        _for_programs(page),
        blocks,
        path="/",
        server_name=host,
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        ssr_mode=False,
        mcp_server=False,
        pwa=True,
        max_file_size=max(upload_bytes, 1),
        i18n=gr.I18n(**_phrases(extensions)),
        theme=page_theme(),
        css=(ours / "page.css").read_text(encoding="utf-8"),
        head=f"<script>{script}</script><style>{_FRAME}</style>",
        favicon_path=str(ours / "favicon.png"),
    )
    keep_little(app, blocks)
    worded = QueueWords(app)
    guarded = worded if users is None else Login(worded, users)
    return Protection(guarded, REQUEST_BYTES, is_loopback(host), upload_bytes)


def _phrases(extensions: Sequence[Extension]) -> dict[str, dict[str, str]]:
    """All labels by language and name."""
    phrases = {words.language: words.plain() for words in (ENGLISH, JAPANESE)}
    for extension in extensions:
        for tongue, labels in extension.phrases.items():
            phrases[tongue] |= labels
    return phrases


def _for_programs(page: Page) -> FastAPI:
    """What is there for programs beside Gradio's own endpoints: OpenAI's chat completions and MCP."""
    programs, line = Programs(page), Line(page.assistant.settings.waiting_questions)
    server = mcp_tools.tools(programs, line)
    # One request, one answer: nothing is kept between them. Whose Host header it may be is decided by Protection.
    streamable = server.streamable_http_app(
        json_response=True,
        stateless_http=True,
        max_request_body_size=REQUEST_BYTES,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )

    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        async with server.session_manager.run():
            yield

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=running)
    app.include_router(chat_completions.routes(programs, line))
    # Without GET, which would hold a stream open on which nothing is ever sent: clients expect 405 then.
    for route in streamable.routes:
        if isinstance(route, Route):
            app.router.routes.append(Route(route.path, route.endpoint, methods=["POST"]))
    return app


def _header(words: Words, user: str = "") -> str:
    leave = (
        f'<form method="post" action="/logout"><span>{escape(words.signed_in_as.format(name=user))}</span> '
        f'<button type="submit" class="pa-leave">{escape(words.sign_out)}</button></form>'
    )
    return (
        f'<header class="pa-top" lang="{html.escape(words.language)}"><div><h1>{escape(words.title)}</h1>'
        f"<p>{escape(words.tagline)}</p></div><p class=pa-advice>{escape(words.not_advice)}</p>"
        f'<button type="button" data-theme="toggle" aria-label="{escape(words.theme)}">◐</button>'
        f"{leave if user else ''}</header>"
    )

"""A server's memory stays where it is."""

import asyncio
import inspect
from typing import TYPE_CHECKING

import gradio as gr
from fastapi import FastAPI

from assistant.ui.app import build
from assistant.ui.limits import KEPT_SESSIONS
from assistant.ui.memory import PageState, keep_little, keep_steady
from assistant.ui.page import Page

if TYPE_CHECKING:
    from assistant.pipeline import Assistant


def test_gradio_keeps_no_table_of_earlier_calls() -> None:
    environment: dict[str, str] = {}
    keep_steady(environment)
    from gradio.queueing import Queue

    known = inspect.getsource(Queue)
    assert len(environment) == 2
    assert all(f'"{name}"' in known for name in environment), "Gradio reads another name now"


def test_a_page_keeps_its_conversation_and_nothing_that_was_sent_to_it() -> None:
    async def visit() -> None:
        with gr.Blocks() as blocks:
            box, shown, turns = gr.Textbox(), gr.HTML(), gr.State(())
            box.submit(lambda: None, None, [box, shown, turns])
        state = PageState(blocks)
        for number in range(3):
            sent = await blocks.postprocess_data(blocks.fns[0], [gr.skip(), f"answer {number}", (number,)], state)
            assert sent[1] == f"answer {number}"
        assert state[turns._id] == (2,)
        assert set(state.blocks_config.blocks) == set(blocks.blocks), "as many components as before the questions"
        assert state.config_values == {}

    # Gradio makes a loop of its own, and leaves it open, where none is running.
    asyncio.run(visit())


def test_what_has_changed_on_a_page_is_known_when_it_sends_something() -> None:
    async def visit() -> None:
        with gr.Blocks() as blocks:
            chosen = gr.Dropdown(["ALJ"], multiselect=True)
            chosen.change(lambda _: None, [chosen], [chosen])
        state = PageState(blocks)
        await blocks.postprocess_data(blocks.fns[0], gr.update(choices=["Elm"]), state)
        assert await blocks.preprocess_data(blocks.fns[0], [["Elm"]], state) == [["Elm"]]

    asyncio.run(visit())


def test_the_served_page_keeps_its_visitors_so(assistant: "Assistant") -> None:
    async def serve() -> None:
        blocks = build(Page.of(assistant))
        keep_little(gr.mount_gradio_app(FastAPI(), blocks, path="/"), blocks)
        kept = blocks.state_holder["a session"]
        assert isinstance(kept, PageState)
        assert blocks.state_holder["a session"] is kept
        assert blocks.state_holder.capacity == KEPT_SESSIONS

    asyncio.run(serve())

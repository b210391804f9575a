"""Keeping a server's memory where it is, however many questions it answers.

Measured on twenty people asking for two minutes, what grew was this. glibc gives each thread an arena of its own and keeps in
it, in pieces between what is in use, what was freed. Gradio makes a table of all earlier calls after each call; and it keeps
for each open page a copy of all that it sent there, and two new components, each with the whole conversation, after each
question (`gr.skip` makes one, under a new number, beside the one that it stands for).
"""

import ctypes
import sys
import threading
from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Any

from gradio.routes import App
from gradio.state_holder import SessionState, StateHolder

if TYPE_CHECKING:
    import gradio as gr
    from fastapi import FastAPI

# mallopt(3): the most arenas, the free memory at the top of the heap that is given back, the size from which an allocation is
# given back as soon as it is freed. Setting the last two keeps glibc from raising them to 64 and 32 MiB by itself.
M_ARENA_MAX, M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -8, -1, -3
ARENAS = 2
GIVEN_BACK_BYTES = 256 * 1024
# What is free inside the heap is given back so often: it takes some milliseconds, and as long again to be taken anew.
TRIM_SECONDS = 10.0

GRADIO = {"GRADIO_ANALYTICS_MAX_EVENTS": "1", "GRADIO_ANALYTICS_CACHE_FREQUENCY": str(10**9)}


def keep_steady(environ: MutableMapping[str, str]) -> None:
    """Set what is said above, before threads are started and before Gradio makes its queue; elsewhere than on glibc less."""
    environ.update(GRADIO)
    libc: Any = ctypes.CDLL(None) if sys.platform == "linux" else None
    if not hasattr(libc, "mallopt"):
        return
    for option, value in (
        (M_ARENA_MAX, ARENAS),
        (M_TRIM_THRESHOLD, GIVEN_BACK_BYTES),
        (M_MMAP_THRESHOLD, GIVEN_BACK_BYTES),
    ):
        libc.mallopt(option, value)
    threading.Thread(target=_give_back, args=(libc,), name="give-back", daemon=True).start()


def _give_back(libc: Any) -> None:
    """Give the system what is free inside the heap, now and then, until the process ends. Other threads run meanwhile."""
    pause = threading.Event()
    while not pause.wait(TRIM_SECONDS):
        libc.malloc_trim(0)


class PageState(SessionState):
    """What is kept of an open page: its conversation, and lists of companies that have changed; not what was sent to it."""

    def __init__(self, blocks: "gr.Blocks") -> None:
        super().__init__(blocks)
        self.config_values.clear()

    def __setitem__(self, key: int, value: Any) -> None:
        block = self.blocks_config.blocks.get(key)
        if block is not None and block.stateful:
            super().__setitem__(key, value)
            self.config_values.clear()
            return
        # Under its own, new number Gradio would keep it once more, and find no end of new numbers.
        value._id = key
        self.blocks_config.blocks[key] = value

    def _update_config(self, key: int) -> None:
        """Keep no copy of a component's settings: it serves links to a page's state, of which there are none here."""

    def _update_value_in_config(self, key: int, value: Any) -> None:
        """Keep no copy of what a component shows."""


class PageStates(StateHolder):
    """The open pages' states by session; the one unused for longest goes first."""

    def __init__(self, blocks: "gr.Blocks") -> None:
        super().__init__()  # type: ignore[no-untyped-call,unused-ignore] # Gradio gives it no types
        self.set_blocks(blocks)

    def __getitem__(self, session_id: str) -> SessionState:
        if session_id not in self.session_data:
            self.session_data[session_id] = PageState(self.blocks)
        return super().__getitem__(session_id)


def keep_little(app: "FastAPI", blocks: "gr.Blocks") -> None:
    """Let the Gradio page mounted on `app` keep of its visitors no more than `PageState`, before the first of them comes."""
    for route in app.routes:
        page = getattr(route, "app", None)
        if isinstance(page, App):
            page.state_holder = PageStates(blocks)

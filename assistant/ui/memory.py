"""Keeping a server's memory where it is, however many questions it answers.

Measured on twenty people asking for two minutes: what grew was no leak of ours. glibc gives each thread an arena of its own and
keeps in it what was freed; Gradio makes a table of all earlier calls after each call, and holds what it last sent to a page
(whole conversations and policies) after the page was closed.
"""

import ctypes
import sys
from collections.abc import MutableMapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import gradio as gr

# mallopt(3): the most arenas, the free memory at the top of the heap that is given back, the size from which an allocation is
# given back as soon as it is freed. Setting the last two keeps glibc from raising them to 64 and 32 MiB by itself.
M_ARENA_MAX, M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -8, -1, -3
ARENAS = 2
GIVEN_BACK_BYTES = 256 * 1024

GRADIO = {"GRADIO_ANALYTICS_MAX_EVENTS": "1", "GRADIO_ANALYTICS_CACHE_FREQUENCY": str(10**9)}


def keep_steady(environ: MutableMapping[str, str]) -> None:
    """Set what is said above, before threads are started and before Gradio makes its queue; elsewhere than on glibc less."""
    environ.update(GRADIO)
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is None:
        return
    for option, value in (
        (M_ARENA_MAX, ARENAS),
        (M_TRIM_THRESHOLD, GIVEN_BACK_BYTES),
        (M_MMAP_THRESHOLD, GIVEN_BACK_BYTES),
    ):
        mallopt(option, value)


def page_closed(blocks: "gr.Blocks", session: str) -> None:
    """Let go of what was sent to a page, which Gradio keeps for links to a page's state, of which there are none here.

    The conversation itself stays for as long as Gradio keeps it, an hour, in case the page was only out of reach.
    """
    holder = getattr(blocks, "state_holder", None)
    if holder is not None and session in holder:
        holder.session_data[session].config_values.clear()

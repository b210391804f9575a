"""Tabs that a layer above brings to the page. Nothing here may import it: it is found by its entry point."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import gradio as gr

    from assistant.ui.page import Page

GROUP = "policy_assistant.tabs"
"""The entry points' group; each names a class that makes an `Extension` without arguments."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What of the page a tab of its own may listen to and change: `log` sends "wrong" with the number of a turn in `turns`."""

    blocks: "gr.Blocks"
    tabs: "gr.Tabs"
    log: "gr.HTML"
    turns: "gr.State"


class Extension(Protocol):
    """A tab. `phrases` are its labels by language and name; `title` is the name of the tab's own."""

    tab_id: str
    title: str
    phrases: Mapping[str, Mapping[str, str]]

    def build(self, page: "Page", parts: Parts) -> None:
        """Make the components inside the tab and wire them."""
        ...


def installed() -> tuple[Extension, ...]:
    """The tabs of this installation, by name."""
    return tuple(entry.load()() for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name))

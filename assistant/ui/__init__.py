"""The chat page. Gradio lives here and nowhere else."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.pipeline import Assistant


def serve(assistant: "Assistant", host: str, port: int, ready: Callable[[], None] | None = None) -> None:
    """Serve the page until interrupted; `ready` is called once it can be opened."""
    from assistant.ui.server import serve as serve_page  # noqa: PLC0415 - three seconds that rendering alone need not pay

    serve_page(assistant, host, port, ready)

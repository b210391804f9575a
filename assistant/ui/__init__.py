"""The chat page. Gradio lives here and nowhere else."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.pipeline import Assistant
    from assistant.users import Users


def serve(
    assistant: "Assistant",
    host: str,
    port: int,
    ready: Callable[[], None] | None = None,
    *,
    users: "Users | None" = None,
    certificate: Path | None = None,
    key: Path | None = None,
) -> None:
    """Serve the page until interrupted; `ready` is called once it can be opened.

    Without `users` nobody is asked who they are; with them everybody is, as soon as there is one. `certificate` and `key` are
    PEM files to serve by https with.
    """
    from assistant.ui.server import serve as serve_page  # noqa: PLC0415 - three seconds that rendering alone need not pay

    serve_page(assistant, host, port, ready=ready, users=users, certificate=certificate, key=key)

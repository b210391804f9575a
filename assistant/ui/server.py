"""Serving the page: uvicorn on the application, without its access log, which would hold addresses."""

import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

import uvicorn

from assistant.ui.app import create_app

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

# An open page holds a connection for as long as it is open; Ctrl-C does not wait for it to be closed.
_GRACE_SECONDS = 1


class _Server(uvicorn.Server):
    """A server that says when it can be reached."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None] | None) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start listening, then say so."""
        await super().startup(sockets)
        if self.started and self._ready is not None:
            self._ready()


def _warm(assistant: "Assistant") -> None:
    """Answer something before the first visitor does: what is read and built on first use takes some hundred milliseconds."""
    assistant.ask("What does a disclosure request cost?")


def serve(assistant: "Assistant", host: str, port: int, ready: Callable[[], None] | None = None) -> None:
    """Serve the page on an address until interrupted."""
    _warm(assistant)
    config = uvicorn.Config(
        create_app(assistant, host),
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    _Server(config, ready).run()

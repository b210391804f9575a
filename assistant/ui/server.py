"""Serving the page: uvicorn on the application, without its access log, which would hold addresses and questions."""

import asyncio
import logging
import os
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from assistant.ui.app import create_app
from assistant.ui.limits import ANSWERED_AT_ONCE
from assistant.ui.memory import keep_steady
from assistant.ui.words import ENGLISH

if TYPE_CHECKING:
    from assistant.pipeline import Assistant
    from assistant.users import Users

# An open page holds a connection for as long as it is open; Ctrl-C does not wait for it to be closed.
_GRACE_SECONDS = 1


def _not_meant(record: logging.LogRecord) -> bool:
    """Whether a record is of anything but connections cut because the server stops, which is what was asked for."""
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, asyncio.CancelledError) and "graceful shutdown" not in record.getMessage()


class _Server(uvicorn.Server):
    """A server that says when it can be reached, and stops without a word of the pages that were still open."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None] | None) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start listening, then say so."""
        await super().startup(sockets)
        if self.started and self._ready is not None:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop listening and cut what is still open after the grace."""
        logging.getLogger("uvicorn.error").addFilter(_not_meant)
        await super().shutdown(sockets)


def _warm(assistant: "Assistant") -> None:
    """Answer something before the first visitors do, as many at once: what is read and built on first use is there then.

    It takes some hundred milliseconds, and memory that would otherwise seem to grow later. No chat model is called.
    """
    few = assistant.companies[: assistant.settings.few_companies]
    if not few:
        return
    with ThreadPoolExecutor(ANSWERED_AT_ONCE) as threads:
        for _ in threads.map(lambda topic: assistant.compare(topic.question, companies=few), ENGLISH.topics):
            pass


def serve(
    assistant: "Assistant",
    host: str,
    port: int,
    *,
    ready: Callable[[], None] | None = None,
    users: "Users | None" = None,
    certificate: Path | None = None,
    key: Path | None = None,
) -> None:
    """Serve the page on an address until interrupted; by https with a certificate's chain and its key, both in PEM files."""
    keep_steady(os.environ)
    _warm(assistant)
    config = uvicorn.Config(
        create_app(assistant, host, users),
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        ssl_certfile=certificate,
        ssl_keyfile=key,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    _Server(config, ready).run()

"""A full queue in our words: an ASGI middleware for what Gradio answers when as many questions are waiting as may.

Gradio's page shows words of its own, in English, for a status of 503, and the response's `detail` for any other.
"""

import json

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.ui.page import language

FULL = "Queue is full"
_RETRY_SECONDS = 60


class QueueWords:
    """Turns Gradio's 503 for a full queue into a 429 that says, in the visitor's language, what to do."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http" or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        refused: list[Message] = []

        async def reworded(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 503:
                refused.append(message)
                return
            if not refused:
                await send(message)
                return
            refused.append(message)
            if message.get("more_body"):
                return
            if _is_full(b"".join(part.get("body", b"") for part in refused[1:])):
                detail = language(Request(scope)).busy
                response = JSONResponse({"detail": detail}, 429, {"retry-after": str(_RETRY_SECONDS)})
                await response(scope, receive, send)
                return
            for part in refused:
                await send(part)

        await self._app(scope, receive, reworded)


def _is_full(body: bytes) -> bool:
    try:
        detail = json.loads(body)["detail"]
    except (ValueError, TypeError, KeyError):
        return False
    return isinstance(detail, str) and detail.startswith(FULL)

"""A server on loopback that speaks just enough of the OpenAI protocol to replay recorded replies, and to misbehave."""

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

# Characters in a streamed piece.
PIECE = 24


@dataclass(frozen=True)
class Says:
    """A reply; `breaks_after` characters the connection is cut, after `hangs_after` nothing more comes."""

    text: str = ""
    status: int = 200
    breaks_after: int | None = None
    hangs_after: int | None = None
    plain_only: bool = False
    """Refuse a request for structured output with status 400, as servers do that do not know it."""


@dataclass
class ModelServer:
    """`url` is the base URL; `requests` are the bodies received, in order."""

    url: str
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)


@contextmanager
def model_server(replies: Sequence[Says] | Callable[[dict[str, Any]], Says]) -> Iterator[ModelServer]:
    """Serve these replies, one a request, the last one again and again; or what is made of each request's body."""
    left = [] if callable(replies) else list(replies)
    closing = threading.Event()
    seen = ModelServer("")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            seen.requests.append(body)
            seen.keys.append(self.headers.get("authorization", ""))
            says = replies(body) if callable(replies) else left[0]
            if says.plain_only and "response_format" in body:
                says = Says(status=400)
            elif len(left) > 1:
                left.pop(0)
            if says.status != 200:
                self._answer(says.status, "application/json", json.dumps({"error": {"message": "sk-secret refused"}}).encode())
                return
            self._stream(says)

        def _answer(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _stream(self, says: Says) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.send_header("connection", "close")
            self.end_headers()
            self.close_connection = True
            for place in range(0, len(says.text), PIECE):
                if says.breaks_after is not None and place >= says.breaks_after:
                    self.wfile.write(b'data: {"id": "cut')
                    return
                if says.hangs_after is not None and place >= says.hangs_after:
                    closing.wait(30)
                    return
                self._event({"content": says.text[place : place + PIECE]}, None)
            self._event({}, "stop")
            self.wfile.write(b"data: [DONE]\n\n")

        def _event(self, delta: dict[str, str], reason: str | None) -> None:
            choice = {"index": 0, "delta": {"role": "assistant", **delta}, "finish_reason": reason}
            event = {
                "id": "1",
                "object": "chat.completion.chunk",
                "created": 0,
                "model": "m",
                "choices": [choice],
            }
            self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
            self.wfile.flush()

        def log_message(self, *_: object) -> None:
            """Silence."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    seen.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        closing.set()
        server.shutdown()
        server.server_close()
        thread.join()

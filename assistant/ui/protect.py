"""What every response of the page carries and every request must fit: an ASGI middleware.

The content-security policy keeps the browser from fetching anything from, or sending anything to, another host. Gradio needs
inline scripts and `eval` (its HTML component compiles templates); inline event handlers, which injected markup would use, it
does not need. Checking the Host header on loopback keeps other sites from reaching the page through a name of theirs that
resolves to 127.0.0.1.
"""

from ipaddress import ip_address

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "script-src-attr 'none'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "media-src 'none'",
        "object-src 'none'",
        "frame-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    )
)
HEADERS = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)


def is_loopback(host: str) -> bool:
    """Whether an address or name means this machine."""
    name = host.strip("[]").lower()
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


class Protection:
    """Adds the headers, refuses requests larger than `most_bytes` and foreign Host headers when on loopback.

    Uploads of up to `upload_bytes` are let through when they come from the page itself; 0 refuses them all.
    """

    def __init__(self, app: ASGIApp, most_bytes: int, loopback_only: bool, upload_bytes: int = 0) -> None:
        self._app = app
        self._most_bytes = most_bytes
        self._upload_bytes = upload_bytes
        self._loopback_only = loopback_only

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with_headers = _adding_headers(send)
        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, with_headers)
            return
        await self._app(scope, _Limited(receive, self._most(scope)), with_headers)

    def _most(self, scope: Scope) -> int:
        return self._upload_bytes if is_upload(scope) else self._most_bytes

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = dict(scope["headers"])
        host = headers.get(b"host", b"").decode("latin-1")
        if self._loopback_only and not is_loopback(_without_port(host)):
            return PlainTextResponse("This page is served to this machine only; open it as http://127.0.0.1.", 421)
        if is_upload(scope):
            if not self._upload_bytes:
                return PlainTextResponse("Nothing can be uploaded here.", 403)
            origin = headers.get(b"origin", b"").decode("latin-1")
            if origin and origin.partition("://")[2] != host:
                return PlainTextResponse("Only the page itself may upload.", 403)
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > self._most(scope):
            return _too_large(self._most(scope))
        return None


class _Limited:
    """A `receive` that counts the body's bytes: a length need not be declared, nor true."""

    def __init__(self, receive: Receive, most_bytes: int) -> None:
        self._receive = receive
        self._left = most_bytes

    async def __call__(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise HTTPException(413, "The request is too large.")
        return message


def _adding_headers(send: Send) -> Send:
    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            ours = {name for name, _ in HEADERS}
            message["headers"] = [pair for pair in message.get("headers", []) if pair[0].lower() not in ours] + list(HEADERS)
        await send(message)

    return with_headers


def is_upload(scope: Scope) -> bool:
    """Whether a request brings files."""
    return str(scope["path"]).rstrip("/").endswith("/upload")


def _too_large(most_bytes: int) -> PlainTextResponse:
    return PlainTextResponse(f"The request is larger than {most_bytes} bytes.", 413)


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host.partition("]")[0]
    return host.partition(":")[0]

"""What every response carries and every request must fit."""

import asyncio

import pytest
from starlette.types import Message, Receive, Scope, Send

from assistant.ui.protect import CONTENT_SECURITY_POLICY, Protection, is_loopback

LIMIT = 100


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Reads the whole body and answers, with a policy of its own."""
    from starlette.exceptions import HTTPException

    status = 200
    try:
        while (await receive()).get("more_body"):
            pass
    except HTTPException as error:
        status = error.status_code
    await send(
        {"type": "http.response.start", "status": status, "headers": [(b"content-security-policy", b"none"), (b"x-a", b"b")]}
    )
    await send({"type": "http.response.body", "body": b"done"})


def request(
    path: str = "/", host: str = "127.0.0.1:7860", parts: tuple[int, ...] = (), uploads: int = 0, **headers: str
) -> tuple[int, dict[str, str]]:
    """Status and headers of a request with a body in parts of so many bytes."""
    bodies = [{"type": "http.request", "body": b"x" * size, "more_body": True} for size in parts] + [{"type": "http.request"}]
    sent: list[Message] = []

    async def receive() -> Message:
        return bodies.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    pairs = [(b"host", host.encode()), *((name.replace("_", "-").encode(), value.encode()) for name, value in headers.items())]
    scope = {"type": "http", "path": path, "method": "POST", "headers": pairs}
    asyncio.run(Protection(echo, LIMIT, loopback_only=True, upload_bytes=uploads)(scope, receive, send))
    return sent[0]["status"], {name.decode(): value.decode() for name, value in sent[0]["headers"]}


def test_every_response_carries_one_content_security_policy() -> None:
    status, headers = request()
    assert status == 200
    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-a"] == "b"


def test_the_policy_names_no_other_host() -> None:
    sources = {source for part in CONTENT_SECURITY_POLICY.split("; ") for source in part.split()[1:]}
    assert sources == {"'self'", "'none'", "'unsafe-inline'", "'unsafe-eval'", "data:", "blob:"}
    assert "script-src-attr 'none'" in CONTENT_SECURITY_POLICY


@pytest.mark.parametrize("host", ["127.0.0.1:7860", "localhost", "LOCALHOST:1", "[::1]:7860", "127.8.8.8"])
def test_this_machine_may_be_called_by_its_names(host: str) -> None:
    assert request(host=host)[0] == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "192.168.0.1:7860", "", "[::2]"])
def test_a_name_that_merely_resolves_to_this_machine_is_refused(host: str) -> None:
    status, headers = request(host=host)
    assert status == 421
    assert "content-security-policy" in headers


def test_a_request_that_says_it_is_large_is_refused() -> None:
    assert request(content_length="101")[0] == 413
    assert request(content_length="nonsense")[0] == 413
    assert request(content_length="100", parts=(100,))[0] == 200


def test_a_request_that_is_larger_than_it_says_is_refused() -> None:
    assert request(parts=(60, 60))[0] == 413
    assert request(parts=(60, 40))[0] == 200


@pytest.mark.parametrize("path", ["/upload", "/gradio_api/upload", "/gradio_api/upload/"])
def test_nothing_can_be_uploaded(path: str) -> None:
    assert request(path)[0] == 403


@pytest.mark.parametrize(("host", "is_this_machine"), [("::1", True), ("0.0.0.0", False), ("example.com", False)])
def test_loopback_is_told_from_the_rest(host: str, is_this_machine: bool) -> None:
    assert is_loopback(host) is is_this_machine


def test_what_is_no_http_passes() -> None:
    seen: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope["type"])

    asyncio.run(Protection(app, LIMIT, True)({"type": "lifespan"}, None, None))  # type: ignore[arg-type]
    assert seen == ["lifespan"]


def test_uploads_are_let_through_only_where_they_are_meant_and_from_the_page_itself() -> None:
    assert request("/gradio_api/upload")[0] == 403
    assert request("/gradio_api/upload", uploads=10 * LIMIT)[0] == 200
    assert request("/gradio_api/upload", uploads=10 * LIMIT, origin="http://127.0.0.1:7860")[0] == 200
    assert request("/gradio_api/upload", uploads=10 * LIMIT, origin="http://evil.example")[0] == 403
    assert request("/gradio_api/upload", uploads=10 * LIMIT, origin="null")[0] == 403
    assert request("/gradio_api/upload", uploads=10 * LIMIT, content_length=str(5 * LIMIT))[0] == 200
    assert request("/gradio_api/upload", uploads=10 * LIMIT, content_length=str(11 * LIMIT))[0] == 413

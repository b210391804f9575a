"""A full queue is told in our words."""

import inspect
import json

import pytest
from gradio.queueing import Queue
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.ui.queue_words import FULL, QueueWords
from assistant.ui.words import ENGLISH, Words
from assistant.ui.words_ja import JAPANESE


def answered(status: int, body: str, accept_language: str = "en") -> tuple[int, str, str]:
    """Status, text and Retry-After of what Gradio answered so."""
    app = Starlette(routes=[Route("/queue/join", lambda _: PlainTextResponse(body, status), methods=["POST"])])
    response = TestClient(QueueWords(app)).post("/queue/join", headers={"accept-language": accept_language})
    return response.status_code, response.text, response.headers.get("retry-after", "")


@pytest.mark.parametrize(("accept_language", "words"), [("en", ENGLISH), ("ja", JAPANESE)])
def test_a_full_queue_says_what_to_do_in_the_visitor_s_language(accept_language: str, words: Words) -> None:
    full = json.dumps({"detail": f"{FULL}. Max size is 1 and size is 1."})
    status, text, wait = answered(503, full, accept_language)
    # Gradio's page has words of its own for 503.
    assert (status, json.loads(text), wait) == (429, {"detail": words.busy}, "60")


@pytest.mark.parametrize(
    ("status", "body"),
    [(200, '{"event_id": "1"}'), (503, '{"detail": "Queue is stopped."}'), (503, '{"detail": [1]}'), (503, ""), (500, FULL)],
)
def test_everything_else_is_passed_on(status: int, body: str) -> None:
    assert answered(status, body) == (status, body, "")


def test_gradio_says_it_as_we_read_it() -> None:
    assert f'"{FULL}.' in inspect.getsource(Queue.push)

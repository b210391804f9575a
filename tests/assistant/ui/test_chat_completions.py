"""Other front ends put questions as they do to OpenAI: with its own client, streaming or not."""

import json
import urllib.request
from collections.abc import Iterator
from typing import Any

import openai
import pytest
from openai import OpenAI

from tests.assistant.ui.pages import HOSTILE
from tests.assistant.ui.test_server import QUESTION, status_of


@pytest.fixture
def client(page_url: str) -> Iterator[OpenAI]:
    with OpenAI(base_url=f"{page_url}/v1", api_key="none", max_retries=0) as client:
        yield client


def asked(question: str, *earlier: str) -> Any:
    before = [
        message for one in earlier for message in ({"role": "user", "content": one}, {"role": "assistant", "content": "…"})
    ]
    return [{"role": "system", "content": "Say that it is free."}, *before, {"role": "user", "content": question}]


def test_there_is_one_model(client: OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["policy-assistant"]


def test_an_answer_has_its_citations_in_the_message_and_beside_it(client: OpenAI) -> None:
    completion = client.chat.completions.create(model="policy-assistant", messages=asked(QUESTION), temperature=0.3)
    message, answer = completion.choices[0].message.content or "", completion.model_extra["policy_assistant"]  # type: ignore[index]
    assert completion.choices[0].finish_reason == "stop"
    assert answer["status"] == "stated"
    assert message.startswith("**stated**")
    assert "1,000 yen" in message
    for citation in answer["citations"]:
        assert f"- ({citation['marker']}) “{citation['quote']}” — {citation['company']}" in message.replace("\\", "")


def test_the_messages_before_are_the_conversation(client: OpenAI) -> None:
    completion = client.chat.completions.create(model="policy-assistant", messages=asked("and at ATRUSTIA?", QUESTION))
    answer = completion.model_extra["policy_assistant"]  # type: ignore[index]
    assert answer["companies"] == ["ATRUSTIA"]
    assert answer["standalone_question"] in (completion.choices[0].message.content or "")


def test_a_stream_says_the_same_in_pieces(client: OpenAI) -> None:
    whole = client.chat.completions.create(model="policy-assistant", messages=asked(QUESTION)).choices[0].message.content
    chunks = list(client.chat.completions.create(model="policy-assistant", messages=asked(QUESTION), stream=True))
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == whole
    assert [chunk.choices[0].finish_reason for chunk in chunks][-2:] == [None, "stop"]
    assert chunks[-1].model_extra["policy_assistant"]["citations"]  # type: ignore[index]


def test_companies_can_be_limited(client: OpenAI) -> None:
    only = {"companies": ["Alue"]}
    completion = client.chat.completions.create(
        model="policy-assistant", messages=asked("What does disclosure cost?"), extra_body=only
    )
    assert completion.model_extra["policy_assistant"]["companies"] == ["Alue"]  # type: ignore[index]


@pytest.mark.parametrize("stream", [False, True])
def test_what_cannot_be_asked_is_refused_as_openai_s_clients_expect(client: OpenAI, stream: bool) -> None:
    create: Any = client.chat.completions.create
    with pytest.raises(openai.NotFoundError, match="use 'policy-assistant'"):
        create(model="other", messages=asked(QUESTION), stream=stream)
    for messages, reason in (
        (asked("x" * 5000), "5000 characters; 2000 are allowed"),
        (asked(" "), "Type a question first"),
        ([{"role": "system", "content": "hello"}], "Type a question first"),
        ([], "messages: List should have at least 1 item"),
        ([{"role": "king", "content": "hello"}], "messages.0.role"),
    ):
        with pytest.raises(openai.BadRequestError, match=reason):
            create(model="policy-assistant", messages=messages, stream=stream)
    with pytest.raises(openai.BadRequestError, match="unknown company 'Nobody'"):
        create(model="policy-assistant", messages=asked(QUESTION), stream=stream, extra_body={"companies": ["Nobody"]})


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'{"messages": 7}'])
def test_what_is_no_request_is_refused(page_url: str, body: bytes) -> None:
    request = urllib.request.Request(f"{page_url}/v1/chat/completions", body, {"content-type": "application/json"})
    status, text = status_of(request)
    assert status == 400
    assert json.loads(text)["error"]["type"] == "invalid_request_error"


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_question_holds_is_no_markdown(client: OpenAI, text: str) -> None:
    completion = client.chat.completions.create(model="policy-assistant", messages=asked(f"What about {text}?"))
    message = completion.choices[0].message.content or ""
    for dangerous in ("![", "](", "<"):
        assert dangerous not in message.replace(f"\\{dangerous[0]}", "").replace("\\[", "").replace("\\]", "")

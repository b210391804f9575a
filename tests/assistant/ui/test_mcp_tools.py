"""Agents use the assistant by the Model Context Protocol: a real session of the protocol's own client, over HTTP."""

import asyncio
import json
import urllib.request
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from mcp import Client

from tests.assistant.ui.test_server import QUESTION, status_of


def during(url: str, work: Callable[[Client], Awaitable[Any]]) -> Any:
    """What `work` gives within a session."""

    async def run() -> Any:
        async with Client(f"{url}/mcp") as client:
            return await work(client)

    return asyncio.run(run())


def called(url: str, name: str, **arguments: object) -> Any:
    """What a tool answers; its error in words when it is one."""
    result = during(url, lambda client: client.call_tool(name, arguments))
    text = "".join(part.text for part in result.content)
    if result.is_error:
        return text
    assert json.loads(text) == result.structured_content
    return result.structured_content


def test_four_tools_are_offered_that_only_read_and_say_what_they_want(page_url: str) -> None:
    tools = during(page_url, lambda client: client.list_tools()).tools
    assert sorted(tool.name for tool in tools) == ["ask", "compare", "policy", "search"]
    for tool in tools:
        assert tool.annotations.read_only_hint
        assert len(tool.description) > 80
        assert all(facts.get("description") for facts in tool.input_schema["properties"].values())


def test_an_agent_asks_and_follows_up(page_url: str) -> None:
    answer = called(page_url, "ask", question=QUESTION)
    assert answer["status"] == "stated"
    assert "1,000 yen" in answer["citations"][0]["quote"]
    assert called(page_url, "ask", question="and at ATRUSTIA?", history=[QUESTION])["companies"] == ["ATRUSTIA"]


def test_an_agent_searches_compares_and_reads(page_url: str) -> None:
    found = called(page_url, "search", query="handling fee", companies=["Alue"], limit=3)["results"]
    assert [result["company"] for result in found] == ["Alue"] * 3
    assert len(called(page_url, "compare", question="Are cookies used?")["rows"]) == 5
    policy = called(page_url, "policy", company="ALJ")
    citation = called(page_url, "ask", question=QUESTION)["citations"][0]
    assert policy["text"][citation["start"] : citation["end"]] == citation["quote"]
    assert citation["clause_id"] in {clause["clause_id"] for clause in policy["clauses"]}


@pytest.mark.parametrize(
    ("tool", "arguments", "reason"),
    [
        ("ask", {"question": ""}, "Type a question first"),
        ("ask", {"question": "x" * 5000}, "5000 characters; 2000 are allowed"),
        ("ask", {"question": QUESTION, "companies": ["Nobody"]}, "unknown company 'Nobody'"),
        ("search", {"query": "fee", "limit": 0}, "limit"),
        ("policy", {"company": "../alj"}, "unknown company"),
        ("ask", {}, "question"),
        ("remove", {}, "remove"),
    ],
)
def test_what_cannot_be_done_is_told_in_words(page_url: str, tool: str, arguments: dict[str, object], reason: str) -> None:
    assert reason in called(page_url, tool, **arguments)


def test_no_stream_is_held_open_that_nothing_comes_on(page_url: str) -> None:
    request = urllib.request.Request(f"{page_url}/mcp", headers={"accept": "text/event-stream"})
    assert status_of(request)[0] in (404, 405)

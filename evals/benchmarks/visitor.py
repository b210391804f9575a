"""A simulated person: opens the served page and asks in it, with the requests that the page's own script makes."""

import asyncio
import json
import re
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from evals.errors import EvalError

API = "/gradio_api"
CONFIG = re.compile(r"window\.gradio_config = (\{.*?\});</script>", re.DOTALL)
# How the page shows a question, a refusal and the end of an answer.
ASKED, REFUSED, ANSWERED = "pa-asked", "pa-notice", "pa-foot"
TIMEOUT_SECONDS = 60.0

Event = dict[str, Any]
"""An event as the page's settings tell it."""


@dataclass
class Visitor:
    """One open page. `seconds` are the times from sending a question to its whole answer, `errors` what went wrong instead."""

    url: str
    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    async def visit(self, questions: list[str], until: float, pause: float, turns: int) -> None:
        """Ask one question after the other, again from the first, until the clock (`time.monotonic`) says `until`.

        A question follows the one before by `pause` seconds at the least; after `turns` of them the conversation is cleared.
        """
        async with httpx.AsyncClient(base_url=self.url, timeout=TIMEOUT_SECONDS) as client:
            page = await _Open.of(client)
            alive = asyncio.create_task(page.stay())
            asked = 0
            while time.monotonic() < until:
                began = time.monotonic()
                try:
                    await page.ask(questions[asked % len(questions)])
                    self.seconds.append(time.monotonic() - began)
                except (EvalError, httpx.HTTPError) as error:
                    self.errors.append(f"{type(error).__name__}: {error}")
                asked += 1
                if asked % turns == 0:
                    await page.press("pa-clear", [])
                await asyncio.sleep(max(0.0, pause - (time.monotonic() - began)))
            alive.cancel()
            with suppress(asyncio.CancelledError):
                await alive


class _Open:
    """The page as a browser holds it: its components by name, its events by the button that starts them."""

    def __init__(self, client: httpx.AsyncClient, config: dict[str, Any]) -> None:
        self._client = client
        self._session = uuid4().hex[:12]
        self._ids = {part["props"].get("elem_id"): part["id"] for part in config["components"]}
        self._events: list[tuple[Event, list[tuple[object, object]]]] = [
            (event, [tuple(target) for target in event["targets"]]) for event in config["dependencies"]
        ]

    @classmethod
    async def of(cls, client: httpx.AsyncClient) -> "_Open":
        """Open the page, and do what it does as soon as it is open."""
        response = await client.get("/")
        found = CONFIG.search(response.raise_for_status().text)
        if found is None:
            raise EvalError(f"{client.base_url}: not the chat page")
        page = cls(client, json.loads(found.group(1)))
        for event, targets in page._events:
            if any(name == "load" for _, name in targets) and event["backend_fn"]:
                await page._run(event, [None] * len(event["inputs"]))
        return page

    async def stay(self) -> None:
        """Hold the connection by which the server knows that the page is open."""
        with suppress(httpx.HTTPError):
            async with self._client.stream("GET", f"{API}/heartbeat/{self._session}", timeout=None) as response:
                async for _ in response.aiter_bytes():
                    pass

    async def ask(self, question: str) -> None:
        """Send a question and wait for its answer; EvalError when there is none."""
        event = self._event("pa-send")
        inputs: list[object] = [question if place == self._ids["pa-question"] else None for place in event["inputs"]]
        body = self._body(event, inputs)
        joined = await self._client.post(f"{API}/queue/join", json=body)
        if joined.status_code != httpx.codes.OK:
            raise EvalError(f"{joined.status_code}: {joined.text[:200]}")
        last = ""
        async with self._client.stream("GET", f"{API}/queue/data", params={"session_hash": self._session}) as response:
            async for line in response.aiter_lines():
                if '"msg":"process_completed"' in line:
                    last = line.rpartition(ASKED)[2]
        if REFUSED in last or ANSWERED not in last:
            raise EvalError(f"not answered: {last[:300]}")

    async def press(self, button: str, inputs: list[object]) -> None:
        """Press a button whose work does not wait in the queue."""
        await self._run(self._event(button), inputs)

    async def _run(self, event: Event, inputs: list[object]) -> None:
        response = await self._client.post(f"{API}/run/predict", json=self._body(event, inputs))
        response.raise_for_status()

    def _event(self, button: str) -> Event:
        """The event that a click on the button starts on the server."""
        place = self._ids.get(button)
        for event, targets in self._events:
            if (place, "click") in targets and event["backend_fn"]:
                return event
        raise EvalError(f"the page has no button {button}")

    def _body(self, event: Event, inputs: list[object]) -> dict[str, object]:
        return {"data": inputs, "fn_index": event["id"], "session_hash": self._session, "trigger_id": None, "event_data": None}

"""OpenAI's chat completions (`/v1/chat/completions`, `/v1/models`), so that other front ends can put questions.

https://platform.openai.com/docs/api-reference/chat. The last message of the user is the question, those before it are the
earlier questions; what a system or an assistant is said to have said changes nothing. Citations stand in the message, where
Markdown shows them as they are, and beside it under `policy_assistant`, as the command line writes them.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from functools import partial
from typing import Any, Literal
from uuid import uuid4

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.responses import Response

from assistant.answer import Answer
from assistant.answer_json import answer_to_json
from assistant.ui.conversation import answer_parts
from assistant.ui.limits import BusyError, DefectError, Line, RefusedError, TooFastError
from assistant.ui.page import language
from assistant.ui.programs import Programs
from assistant.ui.words import Words

MODEL = "policy-assistant"
# A proxy closes a connection on which nothing comes; a comment keeps it open while a chat model words an answer.
HEARTBEAT_SECONDS = 10.0


class TextPart(BaseModel):
    """A part of a message; only text is read."""

    type: str
    text: str = ""


class Message(BaseModel):
    """One message of the conversation."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[TextPart] | None = None

    @property
    def words(self) -> str:
        """Its text."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class ChatRequest(BaseModel):
    """What is read of a request; sampling parameters and the like are taken and change nothing."""

    model_config = ConfigDict(extra="ignore")

    model: str = MODEL
    messages: list[Message] = Field(min_length=1, max_length=1000)
    stream: bool = False
    companies: list[str] | None = Field(None, description="Only these companies' policies; not part of OpenAI's API")


def routes(programs: Programs, line: Line) -> APIRouter:
    """The two routes."""
    router = APIRouter()
    started = int(time.time())

    @router.get("/v1/models")
    async def models() -> dict[str, Any]:
        return {"object": "list", "data": [{"id": MODEL, "object": "model", "created": started, "owned_by": MODEL}]}

    @router.post("/v1/chat/completions")
    async def chat_completions(request: Request) -> Response:
        words = language(request)
        try:
            asked = ChatRequest.model_validate_json(await request.body())
        except ValidationError as error:
            first = error.errors()[0]
            return _error(400, f"{'.'.join(str(part) for part in first['loc']) or 'body'}: {first['msg']}")
        if asked.model != MODEL:
            return _error(404, f"The model {asked.model!r} does not exist; use {MODEL!r}.", code="model_not_found")
        questions = [message.words for message in asked.messages if message.role == "user"]
        admit = partial(programs.page.admit, request=request, words=words)
        work = partial(programs.answer, questions[-1] if questions else "", asked.companies, questions[:-1], admit, words)
        answering = asyncio.ensure_future(line.run(work, words))
        if asked.stream:
            # What is refused at once is refused with a status; what takes longer is told in the stream.
            await asyncio.wait([answering], timeout=0.5)
            if not answering.done() or answering.exception() is None:
                return StreamingResponse(_streamed(answering, words), media_type="text/event-stream")
        try:
            answer = await answering
        except RefusedError as refused:
            return _refused(refused)
        return JSONResponse(_completion(answer, words))

    return router


def _completion(answer: Answer, words: Words) -> dict[str, Any]:
    content = "\n\n".join(answer_parts(answer, words))
    return {
        "id": _new_id(),
        "object": "chat.completion",
        "created": int(time.time()),
        "model": MODEL,
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": content, "refusal": None},
                "logprobs": None,
                "finish_reason": "stop",
            }
        ],
        "usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": answer.tokens},
        "policy_assistant": answer_to_json(answer),
    }


async def _streamed(answering: "asyncio.Future[Answer]", words: Words) -> AsyncIterator[str]:
    """The chunks: a role, the paragraphs of the answer, its end with the citations."""
    facts = {"id": _new_id(), "object": "chat.completion.chunk", "created": int(time.time()), "model": MODEL}

    def chunk(delta: dict[str, str], finish: str | None = None, **more: object) -> str:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return _event({**facts, "choices": [choice], **more})

    try:
        yield chunk({"role": "assistant", "content": ""})
        while not answering.done():
            await asyncio.wait([answering], timeout=HEARTBEAT_SECONDS)
            if not answering.done():
                yield ": reading the policies\n\n"
        answer = answering.result()
        for number, part in enumerate(answer_parts(answer, words)):
            yield chunk({"content": f"\n\n{part}" if number else part})
        yield chunk({}, "stop", policy_assistant=answer_to_json(answer))
    except RefusedError as refused:
        yield _event(_error_body(str(refused), _kind(refused)[1]))
    finally:
        answering.cancel()
    yield "data: [DONE]\n\n"


def _event(value: dict[str, Any]) -> str:
    return f"data: {json.dumps(value, ensure_ascii=False)}\n\n"


def _new_id() -> str:
    return f"chatcmpl-{uuid4().hex}"


def _refused(refused: RefusedError) -> JSONResponse:
    status, kind = _kind(refused)
    response = _error(status, str(refused), kind)
    if isinstance(refused, TooFastError):
        response.headers["retry-after"] = str(refused.seconds)
    return response


def _kind(refused: RefusedError) -> tuple[int, str]:
    """HTTP status and OpenAI's word for it."""
    match refused:
        case TooFastError():
            return 429, "rate_limit_error"
        case BusyError():
            return 503, "overloaded_error"
        case DefectError():
            return 500, "server_error"
    return 400, "invalid_request_error"


def _error(status: int, message: str, kind: str = "invalid_request_error", code: str | None = None) -> JSONResponse:
    return JSONResponse(_error_body(message, kind, code), status)


def _error_body(message: str, kind: str, code: str | None = None) -> dict[str, Any]:
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}

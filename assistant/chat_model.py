"""A chat model behind one small Protocol: opened through LangChain, called, its failures told in one line."""

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal, Protocol

from assistant.context import tokens_in
from assistant.errors import ChatModelCallError, ChatModelError
from assistant.model_reply import MOST_CHARS, REPLY_SCHEMA

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from assistant.settings import Settings

# Providers with an extra of this product's own, and where their keys come from.
EXTRAS = ("openai", "anthropic", "ollama")
KEY_VARIABLES = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY"}
# What is sent as a key to a server of one's own that asks for none.
NO_KEY = "none"
# Where OpenAI's, Anthropic's and Ollama's protocols say why a reply ends.
_END_REASONS = ("finish_reason", "stop_reason", "done_reason")
_BAD_REQUEST, _UNAUTHORISED, _FORBIDDEN, _NOT_FOUND, _UNPROCESSABLE, _BUSY = 400, 401, 403, 404, 422, 429


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation with a model."""

    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model wrote. `tokens` counts prompt and reply, as the model reports them or estimated."""

    text: str
    tokens: int


OnText = Callable[[str], bool]
"""Called with all that was written so far, whenever there is more; false stops the model."""


class ChatModel(Protocol):
    """Anything that replies to messages."""

    @property
    def name(self) -> str:
        """The name it is asked for by, "provider:name"."""
        ...

    def reply(self, messages: Sequence[Message], on_text: OnText | None = None) -> Reply:
        """The whole reply, or what there was when `on_text` stopped it. ChatModelCallError when there is none."""
        ...


class ChatModels:
    """The chat models in use, each opened once. Safe to call from several threads."""

    def __init__(self, settings: "Settings") -> None:
        self._settings = settings
        self._opened: dict[str, ChatModel] = {}
        self._lock = Lock()

    def use(self, model: ChatModel) -> None:
        """Make a model available under its name: one that is no LangChain model, such as a recording."""
        with self._lock:
            self._opened[model.name] = model

    def open(self, name: str) -> ChatModel:
        """The model of that name. ChatModelError, naming the remedy, when it cannot be set up."""
        with self._lock:
            if name not in self._opened:
                self._opened[name] = open_chat_model(name, self._settings)
            return self._opened[name]


def open_chat_model(name: str, settings: "Settings", environ: Mapping[str, str] = os.environ) -> "LangChainModel":
    """Set up a model; nothing is sent yet. ChatModelError for a malformed name, an unknown provider, a missing extra or key."""
    provider, _, bare = name.partition(":")
    if not provider.strip() or not bare.strip():
        raise ChatModelError(f"'{name}' names no chat model; write PROVIDER:NAME, for instance openai:NAME or ollama:NAME")
    from langchain.chat_models import init_chat_model  # noqa: PLC0415 - seconds, and only models need it

    options = _options(provider, settings)
    variable = KEY_VARIABLES.get(provider)
    if variable and not environ.get(variable):
        if not settings.chat_base_url:
            raise ChatModelError(f"{name}: no key; set {variable} in the environment")
        options["api_key"] = NO_KEY
    try:
        model = init_chat_model(bare, model_provider=provider, **options)
    except ImportError as error:
        raise ChatModelError(f"{name}: {_install(provider)}") from error
    except ValueError as error:
        # pydantic's complaints are ValueErrors too; they may hold values, so none of them is repeated.
        if "nsupported" in str(error) or "infer" in str(error):
            raise ChatModelError(f"{name}: unknown provider '{provider}'; known are {', '.join(EXTRAS)}") from error
        raise ChatModelError(
            f"{name}: cannot be set up ({type(error).__name__}); check its key and the chat_ settings"
        ) from error
    except Exception as error:  # each provider's package has errors of its own
        raise ChatModelError(
            f"{name}: cannot be set up ({type(error).__name__}); check its key and the chat_ settings"
        ) from error
    return LangChainModel(name, model, settings.chat_timeout_seconds, settings.chat_base_url)


def _install(provider: str) -> str:
    if provider in EXTRAS:
        return f"the extra '{provider}' is not installed; run: .venv/bin/pip install -c constraints.txt -e '.[{provider}]'"
    return f"the package of provider '{provider}' is not installed; run: .venv/bin/pip install langchain-{provider}"


def _options(provider: str, settings: "Settings") -> dict[str, Any]:
    options: dict[str, Any] = {"temperature": settings.chat_temperature}
    if settings.chat_base_url:
        options["base_url"] = settings.chat_base_url
    if provider == "ollama":
        return options | {
            "num_predict": settings.chat_answer_tokens,
            "client_kwargs": {"timeout": settings.chat_timeout_seconds},
        }
    return options | {
        "max_tokens": settings.chat_answer_tokens,
        "timeout": settings.chat_timeout_seconds,
        "max_retries": settings.chat_retries,
    }


class LangChainModel:
    """A LangChain chat model. Asks for structured output first, and for plain text of a server that refuses that."""

    def __init__(self, name: str, model: "BaseChatModel", timeout_seconds: float, base_url: str = "") -> None:
        self.name = name
        self._model = model
        self._timeout_seconds = timeout_seconds
        self._base_url = base_url
        self._structured = _structured(name.partition(":")[0])

    def reply(self, messages: Sequence[Message], on_text: OnText | None = None) -> Reply:
        """The whole reply. ChatModelCallError, in one line without anything that was sent, when there is none."""
        began = time.monotonic()
        try:
            return self._ask(messages, self._structured, began, on_text)
        except ChatModelCallError:
            raise
        except Exception as error:  # each provider's package has errors of its own
            if self._structured and getattr(error, "status_code", None) in (_BAD_REQUEST, _UNPROCESSABLE):
                self._structured = {}
                return self.reply(messages, on_text)
            raise ChatModelCallError(self._told(error)) from error

    def _ask(self, messages: Sequence[Message], options: Mapping[str, Any], began: float, on_text: OnText | None) -> Reply:
        parts: list[str] = []
        size = tokens = 0
        turns: list[tuple[str, str]] = [(message.role, message.text) for message in messages]
        for text, used in self._chunks(turns, options):
            if time.monotonic() - began > self._timeout_seconds:
                raise ChatModelCallError(self._too_slow())
            parts.append(text)
            tokens += used
            size += len(text)
            if size > MOST_CHARS or (on_text is not None and not on_text("".join(parts))):
                break
        written = "".join(parts)
        return Reply(written, tokens or sum(tokens_in(message.text) for message in messages) + tokens_in(written))

    def _chunks(self, turns: list[tuple[str, str]], options: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
        ended = self.name.partition(":")[0] not in EXTRAS
        for chunk in self._model.stream(turns, **options):
            ended = ended or any(chunk.response_metadata.get(reason) for reason in _END_REASONS)
            usage = getattr(chunk, "usage_metadata", None)
            yield str(chunk.text), int(usage["total_tokens"]) if usage else 0
        if not ended:
            # A connection that closes early can look like an end; only a reason given for the end is one.
            raise ChatModelCallError(self._broken_off())

    def _too_slow(self) -> str:
        return f"{self.name}: no whole answer within {self._timeout_seconds:g} s; raise chat_timeout_seconds"

    def _broken_off(self) -> str:
        return f"{self.name}: the server broke off in the middle; ask again"

    def _told(self, error: BaseException) -> str:
        """One line; the provider's own words are left out, for they may repeat what was sent."""
        provider, _, bare = self.name.partition(":")
        status = getattr(error, "status_code", None)
        kinds = {kind.__name__ for kind in _with_causes(error)}
        where = self._base_url or f"the server of {provider}"
        if any("Timeout" in kind for kind in kinds):
            return self._too_slow()
        if status in (_UNAUTHORISED, _FORBIDDEN):
            return f"{self.name}: {where} refuses the key; set {KEY_VARIABLES.get(provider, 'its key')} in the environment"
        if status == _NOT_FOUND:
            return f"{self.name}: {where} has no model '{bare}'; name one that it serves"
        if status == _BUSY:
            return f"{self.name}: {where} takes no more requests for now; ask again later"
        if kinds & {"APIConnectionError", "ConnectError", "ConnectionError", "ConnectionRefusedError"}:
            return f"{self.name}: {where} cannot be reached; start it or correct chat_base_url"
        if kinds & {"RemoteProtocolError", "ReadError", "IncompleteRead", "ProtocolError"}:
            return self._broken_off()
        what = f"status {status}" if status else type(error).__name__
        return f"{self.name}: {where} gave no answer ({what}); ask again, or look at the server's log"


def _with_causes(error: BaseException) -> Iterator[type[BaseException]]:
    seen: BaseException | None = error
    while seen is not None:
        yield from (kind for kind in type(seen).__mro__ if issubclass(kind, Exception))
        seen = seen.__cause__ or seen.__context__


def _structured(provider: str) -> dict[str, Any]:
    """What asks a provider for JSON of the reply's form, where it can be asked; usage is reported with it."""
    if provider == "openai":
        schema = {"name": "answer", "strict": True, "schema": REPLY_SCHEMA}
        return {"extra_body": {"response_format": {"type": "json_schema", "json_schema": schema}}, "stream_usage": True}
    return {"format": REPLY_SCHEMA} if provider == "ollama" else {}

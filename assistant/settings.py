"""Settings: defaults, then HOME/settings.toml, then POLICY_ASSISTANT_* variables, then what the command line says."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from platformdirs import user_data_path
from pydantic import Field, ValidationError, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from assistant.errors import SettingsError

ENV_PREFIX = "POLICY_ASSISTANT_"
SETTINGS_FILE = "settings.toml"
MEBIBYTE = 1024 * 1024


def default_home() -> Path:
    """The platform's folder for this user's application data."""
    return user_data_path("policy-assistant", appauthor=False)


class Settings(BaseSettings):
    """Everything that can be set. Units are in the names; numbers are bounded; unknown keys are refused.

    Make it with `load_settings`, which turns every complaint into one line.
    """

    model_config = SettingsConfigDict(env_prefix=ENV_PREFIX, extra="forbid", frozen=True, env_ignore_empty=True)

    home: Path = Field(default_factory=default_home, description="Folder that holds the library and its index")
    max_file_bytes: int = Field(default=10 * MEBIBYTE, ge=1, le=1024 * MEBIBYTE, description="A larger policy file is refused")
    encoder_model: str = Field(
        default="policy-MiniLM-L6",
        min_length=1,
        description="The encoder: the one that comes with the product, or a sentence-transformers model by name or path",
    )
    encoder_precision: Literal["fp32", "int8"] = Field(default="fp32", description="Arithmetic of the encoder at query time")
    chroma_url: str = Field(default="", description="A Chroma server to keep vectors on; empty keeps them in the home")
    rerank: bool = Field(True, description="Read close candidates once more with the reranker that comes with the product")
    reranker_model: str = Field(
        default="", description="Another reranker: a sentence-transformers CrossEncoder, by name or path; slower"
    )
    few_companies: int = Field(
        default=12, ge=1, le=1000, description="Question naming no company: put to all policies up to so many"
    )
    max_question_chars: int = Field(default=2000, ge=1, le=100_000, description="A longer question is refused")
    chat_model: str = Field(
        default="", description="PROVIDER:NAME of a chat model that words answers; empty quotes the policy instead"
    )
    chat_base_url: str = Field(default="", description="Address of the chat model's server; empty is the provider's own")
    chat_temperature: float = Field(
        default=0.0, ge=0, le=2, description="0 gives the same answer again, as far as the chat model can"
    )
    chat_timeout_seconds: float = Field(default=60.0, gt=0, le=3600, description="How long to wait for the chat model")
    chat_retries: int = Field(default=1, ge=0, le=10, description="How often a call that failed for a moment is made again")
    chat_context_tokens: int = Field(
        default=3000, ge=200, le=1_000_000, description="Clauses given to the chat model, in tokens"
    )
    chat_answer_tokens: int = Field(
        default=1000, ge=50, le=100_000, description="Longest reply asked of the chat model, in tokens"
    )
    tracing: Literal["off", "redacted", "full"] = Field(
        default="off", description="OpenTelemetry spans of questions and model calls; redacted leaves out all that was said"
    )
    tracing_url: str = Field(default="", description="An OTLP collector (gRPC); empty is OpenTelemetry's own default")
    host: str = Field(default="127.0.0.1", min_length=1, description="Address the chat page is served on")
    port: int = Field(default=7860, ge=1, le=65535, description="Port the chat page is served on")
    questions_per_minute: int = Field(
        default=60, ge=1, le=100_000, description="Questions a minute of one user, or of one open page where nobody signs in"
    )
    waiting_questions: int = Field(default=200, ge=1, le=100_000, description="Questions that may wait; one more is refused")
    page_admin: Literal["loopback", "always", "never"] = Field(
        default="loopback",
        description="Visitors of the page may add and remove policies and run the evaluation; 'loopback': only on this machine."
        " Once there are users only admins may, unless 'never'",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(default="warning", description="What is written to stderr")

    @field_validator("home")
    @classmethod
    def _absolute(cls, home: Path) -> Path:
        return Path(os.path.abspath(home.expanduser()))  # noqa: PTH100 - resolve() would follow a link the user chose

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Command line over environment over file; no .env of the folder one happens to stand in."""
        return init_settings, env_settings, _HomeFile(settings_cls, init_settings, env_settings)


class _HomeFile(PydanticBaseSettingsSource):
    """HOME/settings.toml, in the home that the stronger sources name. `[chroma] url = …` is the same as `chroma_url = …`."""

    def __init__(self, settings_cls: type[BaseSettings], *stronger: PydanticBaseSettingsSource) -> None:
        super().__init__(settings_cls)
        self._stronger = stronger

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Unused: `__call__` gives all values at once."""
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        """The values of the file; none when there is no file."""
        home = next((value["home"] for value in (source() for source in self._stronger) if "home" in value), None)
        path = Path(home if home is not None else default_home()).expanduser() / SETTINGS_FILE
        return _read_file(path)


def _read_file(path: Path) -> dict[str, Any]:
    try:
        tables = tomllib.loads(path.read_bytes().decode("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError(f"{path}: {error}; correct the file or delete it") from error
    values = _flat(tables)
    if "home" in values:
        raise SettingsError(f"{path}: a home cannot name itself: set {ENV_PREFIX}HOME instead and delete the key 'home'")
    for name in values:
        _refuse_unknown(name, str(path))
    return values


def _flat(tables: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in tables.items():
        flat |= _flat(value, f"{prefix}{key}_") if isinstance(value, dict) else {f"{prefix}{key}": value}
    return flat


def _refuse_unknown(name: str, where: str) -> None:
    if name in Settings.model_fields:
        return
    from difflib import get_close_matches  # noqa: PLC0415 - only when something is wrong

    close = get_close_matches(name, Settings.model_fields, n=1)
    remedy = f"did you mean '{close[0]}'?" if close else "see: policy-assistant config show"
    raise SettingsError(f"{where}: unknown setting '{name}'; {remedy}")


def load_settings(**overrides: object) -> Settings:
    """Read all sources; `overrides` (those that are not None) win. SettingsError, in one line, for anything amiss."""
    for variable in os.environ:
        if variable.upper().startswith(ENV_PREFIX):
            _refuse_unknown(variable[len(ENV_PREFIX) :].lower(), f"environment variable {variable}")
    given = {name: value for name, value in overrides.items() if value is not None}
    for name in given:
        _refuse_unknown(name, "argument")
    try:
        return Settings(**given)  # type: ignore[arg-type]  # validated by pydantic on the way in
    except ValidationError as error:
        complaints = (_complaint(detail["loc"], detail["msg"], detail["input"]) for detail in error.errors())
        raise SettingsError("; ".join(complaints)) from error


def _complaint(place: tuple[int | str, ...], message: str, value: object) -> str:
    name = ".".join(str(part) for part in place)
    source = f"set {ENV_PREFIX}{name.upper()} or {name} in {SETTINGS_FILE} to another value"
    return f"setting '{name}' is {value!r}: {message[:1].lower()}{message[1:]}; {source}"


def settings_sources(settings: Settings) -> dict[str, str]:
    """Where each setting's value came from: `default`, `settings.toml` or the variable's name."""
    in_file = _read_file(settings.home / SETTINGS_FILE)
    in_environment = {variable.upper() for variable, value in os.environ.items() if value}
    sources: dict[str, str] = {}
    for name in Settings.model_fields:
        variable = f"{ENV_PREFIX}{name.upper()}"
        sources[name] = variable if variable in in_environment else SETTINGS_FILE if name in in_file else "default"
    return sources

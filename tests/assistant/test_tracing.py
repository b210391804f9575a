"""Traces: none unless asked for, no word of a question unless asked for, over real calls to a model server."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from assistant.chat_model import ChatModels
from assistant.errors import SettingsError
from assistant.settings import Settings
from assistant.tracing import NoTracing, tracing_of
from tests.assistant.model_server import Says, model_server
from tests.assistant.recorded import claims

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

QUESTION = "How much does disclosure cost at ALJ?"
WORDS = "A handling fee of 1,000 yen (tax excluded) will be charged for requests regarding notification of usage purpose"
GOOD = claims(("Disclosure requests cost a handling fee of 1,000 yen (tax excluded).", "A", WORDS))
MODEL = "openai:recorded"


@pytest.fixture(params=["redacted", "full"])
def traced(
    request: pytest.FixtureRequest, assistant: "Assistant", monkeypatch: pytest.MonkeyPatch
) -> "Iterator[tuple[str, InMemorySpanExporter]]":
    """The spans of one question answered by a model over HTTP, and how they were asked for."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    kept = InMemorySpanExporter()
    tracing = tracing_of(Settings(home=assistant.settings.home, tracing=request.param), kept)
    with model_server([Says(GOOD)]) as server:
        settings = assistant.settings.model_copy(update={"chat_base_url": server.url})
        monkeypatch.setattr(assistant, "models", ChatModels(settings))
        monkeypatch.setattr(assistant, "_tracing", tracing)
        assert assistant.ask(QUESTION, model=MODEL).answerer == MODEL
    tracing._provider.force_flush()  # type: ignore[attr-defined]
    yield request.param, kept
    tracing.close()


def test_a_question_and_its_call_are_spans_of_one_trace(traced: tuple[str, InMemorySpanExporter]) -> None:
    asked_for, kept = traced
    spans = kept.get_finished_spans()
    (question,) = [span for span in spans if span.name == "policy-assistant.ask"]
    calls = [span for span in spans if (span.attributes or {}).get("openinference.span.kind") == "LLM"]
    assert calls
    assert {span.context.trace_id for span in (question, *calls)} == {question.context.trace_id}
    told = dict(question.attributes or {})
    assert told["policy_assistant.status"] == "stated"
    assert told["policy_assistant.companies"] == ("ALJ",)
    everything = " ".join(span.to_json() for span in spans)
    for secret in (QUESTION, "handling fee", "BEGIN CLAUSES", "Every claim rests"):
        assert (secret in everything) is (asked_for == "full"), secret


def test_nothing_is_followed_unless_asked_for(tmp_path: Path) -> None:
    tracing = tracing_of(Settings(home=tmp_path))
    assert isinstance(tracing, NoTracing)
    with tracing.question("x") as told:
        assert told is not None
    tracing.close()


def test_a_missing_extra_is_told_with_the_command_that_installs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openinference.instrumentation", None)
    with pytest.raises(SettingsError, match=r"'tracing' is not installed; run: .*'.\[tracing\]', or set it to off$"):
        tracing_of(Settings(home=tmp_path, tracing="redacted"))

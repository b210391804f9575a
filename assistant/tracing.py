"""Traces for those who want them: OpenTelemetry spans of questions and of the calls to a chat model. Off unless asked for.

"redacted" sends names, counts and times: of a question its length and a short digest, of clauses, prompts and replies nothing.
"full" sends questions, prompts, replies and answers too. Attributes follow OpenInference's semantic conventions.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from assistant.answer import Answer
from assistant.errors import SettingsError
from assistant.logs import fingerprint

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
    from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

    from assistant.settings import Settings

Told = Callable[[Answer], None]
SERVICE, SPAN = "policy-assistant", "policy-assistant.ask"
# A collector that is not there must not hold up whoever asked.
EXPORT_SECONDS = 2.0
# What a redacted span may hold; everything else, errors' words among it, is left out.
_KEPT = ("openinference.span.kind", "llm.model_name", "llm.provider", "llm.system", "llm.token_count.", "policy_assistant.")


class Tracing(Protocol):
    """Follows questions."""

    @contextmanager
    def question(self, question: str) -> Iterator[Told]:
        """Around the answering of one question; call what it gives with the answer."""
        ...

    def close(self) -> None:
        """Send what is left, and follow no more."""
        ...


class NoTracing:
    """Follows nothing."""

    @contextmanager
    def question(self, question: str) -> Iterator[Told]:
        """Nothing happens."""
        yield lambda answer: None

    def close(self) -> None:
        """Nothing to send."""


def tracing_of(settings: "Settings", exporter: "SpanExporter | None" = None) -> Tracing:
    """As the settings say; `exporter` takes the spans instead of a collector. SettingsError when the extra is missing."""
    if settings.tracing == "off":
        return NoTracing()
    try:
        from openinference.instrumentation import TraceConfig  # noqa: PLC0415 - an extra, and seconds
        from openinference.instrumentation.langchain import LangChainInstrumentor  # noqa: PLC0415
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
    except ImportError as error:
        raise SettingsError(
            f"setting 'tracing' is '{settings.tracing}', and the extra 'tracing' is not installed; "
            "run: .venv/bin/pip install -c constraints.txt -e '.[tracing]', or set it to off"
        ) from error
    full = settings.tracing == "full"
    target = exporter or OTLPSpanExporter(endpoint=settings.tracing_url or None, timeout=EXPORT_SECONDS)
    provider = TracerProvider(resource=Resource.create({"service.name": SERVICE}))
    provider.add_span_processor(BatchSpanProcessor(target if full else _redacting(target)))
    instrumentor = LangChainInstrumentor()
    hidden = TraceConfig(hide_inputs=not full, hide_outputs=not full, hide_prompts=not full, hide_choices=not full)
    instrumentor.instrument(tracer_provider=provider, config=hidden)
    return _OpenTelemetry(provider, instrumentor.uninstrument, full=full)


class _OpenTelemetry:
    def __init__(self, provider: "TracerProvider", uninstrument: Callable[[], object], *, full: bool) -> None:
        self._provider = provider
        self._uninstrument = uninstrument
        self._tracer = provider.get_tracer(SERVICE)
        self._full = full

    @contextmanager
    def question(self, question: str) -> Iterator[Told]:
        with self._tracer.start_as_current_span(SPAN) as span:
            span.set_attribute("openinference.span.kind", "CHAIN")
            span.set_attribute("policy_assistant.question", fingerprint(question))
            if self._full:
                span.set_attribute("input.value", question)

            def told(answer: Answer) -> None:
                span.set_attributes({f"policy_assistant.{name}": value for name, value in _facts(answer).items()})
                if self._full:
                    span.set_attribute("output.value", answer.text)

            yield told

    def close(self) -> None:
        self._uninstrument()
        self._provider.shutdown()


def _facts(answer: Answer) -> dict[str, str | int | float | Sequence[str]]:
    """What may be told of an answer: whose policies, what became of it, what it cost."""
    return {
        "companies": answer.companies,
        "status": answer.status.value,
        "answerer": answer.answerer.partition(" (")[0],
        "citations": len(answer.citations),
        "clauses_checked": answer.clauses_checked,
        "dropped": answer.dropped,
        "repairs": answer.repairs,
        "tokens": answer.tokens,
        "first_claim_ms": answer.first_claim_ms,
        "prompt_sha256": answer.prompt_sha256,
    }


def _redacting(target: "SpanExporter") -> "SpanExporter":
    """An exporter that hands on spans with the attributes that may be kept, without events and without errors' words."""
    from opentelemetry.sdk.trace import ReadableSpan  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import SpanExporter  # noqa: PLC0415
    from opentelemetry.trace import Status  # noqa: PLC0415

    class Redacting(SpanExporter):
        def export(self, spans: "Sequence[ReadableSpan]") -> "SpanExportResult":
            return target.export([bare(span) for span in spans])

        def shutdown(self) -> None:
            target.shutdown()

    def bare(span: "ReadableSpan") -> "ReadableSpan":
        kept = {name: value for name, value in (span.attributes or {}).items() if name.startswith(_KEPT)}
        return ReadableSpan(
            name=span.name,
            context=span.context,
            parent=span.parent,
            resource=span.resource,
            attributes=kept,
            kind=span.kind,
            status=Status(span.status.status_code),
            start_time=span.start_time,
            end_time=span.end_time,
            instrumentation_scope=span.instrumentation_scope,
        )

    return Redacting()

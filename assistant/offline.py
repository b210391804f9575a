"""What the libraries underneath must not do: report usage, upload traces, look for models on the network."""

from collections.abc import MutableMapping

# Set whatever the environment says: each of these would send something about a user or a question to someone.
SWITCHED_OFF = {
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "LANGCHAIN_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGGRAPH_TRACING": "false",
    "LANGSMITH_TRACING": "false",
    "LANGSMITH_TRACING_V2": "false",
    # ONNX Runtime's builds for Linux report their use and keep a device id outside the home.
    "ORT_DISABLE_TELEMETRY": "1",
}
# Defaults that a person may overrule, for instance to fetch another encoder once.
DEFAULTS = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "TOKENIZERS_PARALLELISM": "false",
}


def keep_offline(environ: MutableMapping[str, str]) -> None:
    """Switch telemetry and tracing off in `environ`. Call it before anything heavy is imported, once per process."""
    environ.update(SWITCHED_OFF)
    for name, value in DEFAULTS.items():
        environ.setdefault(name, value)

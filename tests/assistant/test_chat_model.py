"""Chat models are opened by name, called over real HTTP, and their failures are one line that names the remedy."""

import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.chat_model import ChatModels, Message, open_chat_model
from assistant.errors import ChatModelCallError, ChatModelError
from assistant.settings import Settings
from tests.assistant.model_server import Says, model_server
from tests.conftest import Result

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "How much does disclosure cost at ALJ?"
MODEL = "openai:recorded"
ASKED = (Message("system", "rules"), Message("user", "question"))


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "OPENAI_BASE_URL", "OPENAI_API_BASE", "ANTHROPIC_API_KEY"):
        monkeypatch.delenv(variable, raising=False)


def settings(home: Path, url: str = "", **more: float) -> Settings:
    return Settings(home=home, chat_base_url=url, **({"chat_retries": 0} | more))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["gpt", "openai:", ":x", "", " : "])
def test_a_name_without_provider_or_model_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ChatModelError, match="names no chat model; write PROVIDER:NAME"):
        open_chat_model(name, settings(tmp_path))


def test_an_unknown_provider_is_refused_with_those_known(tmp_path: Path) -> None:
    with pytest.raises(ChatModelError, match=r"^nobody:x: unknown provider 'nobody'; known are openai, anthropic, ollama$"):
        open_chat_model("nobody:x", settings(tmp_path))


def test_a_missing_key_is_told_with_its_variable(tmp_path: Path) -> None:
    with pytest.raises(ChatModelError, match=r"^openai:x: no key; set OPENAI_API_KEY in the environment$"):
        open_chat_model("openai:x", settings(tmp_path))


@pytest.mark.parametrize("provider", ["anthropic", "ollama"])
def test_a_missing_extra_is_told_with_the_command_that_installs_it(provider: str, tmp_path: Path) -> None:
    told = rf"the extra '{provider}' is not installed; run: .*pip install .*'.\[{provider}\]'$"
    with pytest.raises(ChatModelError, match=told):
        open_chat_model(f"{provider}:x", settings(tmp_path, "http://127.0.0.1:9"))


def test_a_refused_model_is_one_line_at_the_command_line(policy_assistant: Callable[..., Result], home: Path) -> None:
    result = policy_assistant("ask", QUESTION, "--model", "openai:x", home=home)
    assert (result.code, result.out) == (1, "")
    assert result.err.strip().endswith("openai:x: no key; set OPENAI_API_KEY in the environment")
    assert result.err.count("\n") == 1


def test_a_reply_comes_whole_and_its_tokens_are_counted(tmp_path: Path) -> None:
    with model_server([Says("A reply. " * 30)]) as server:
        reply = open_chat_model(MODEL, settings(tmp_path, server.url)).reply(ASKED)
    assert reply.text == "A reply. " * 30
    assert reply.tokens > 50
    (body,) = server.requests
    assert [message["content"] for message in body["messages"]] == ["rules", "question"]
    assert body["temperature"] == 0
    assert body["response_format"]["json_schema"]["schema"]["required"] == ["stated", "claims"]
    assert server.keys == ["Bearer none"]


def test_the_key_of_the_environment_is_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-environment")
    with model_server([Says("x")]) as server:
        open_chat_model(MODEL, settings(tmp_path, server.url)).reply(ASKED)
    assert server.keys == ["Bearer sk-of-the-environment"]


def test_a_server_that_knows_no_structured_output_is_asked_plainly_from_then_on(tmp_path: Path) -> None:
    with model_server([Says("plain", plain_only=True)]) as server:
        model = open_chat_model(MODEL, settings(tmp_path, server.url))
        assert model.reply(ASKED).text == "plain"
        assert model.reply(ASKED).text == "plain"
    assert ["response_format" in body for body in server.requests] == [True, False, False]


@pytest.mark.parametrize(
    ("says", "told"),
    [
        (Says(status=401), "refuses the key; set OPENAI_API_KEY in the environment"),
        (Says(status=403), "refuses the key; set OPENAI_API_KEY in the environment"),
        (Says(status=404), "has no model 'recorded'; name one that it serves"),
        (Says(status=429), "takes no more requests for now; ask again later"),
        (Says(status=500), r"gave no answer \(status 500\); ask again, or look at the server's log"),
        (Says("x" * 400, breaks_after=100), "broke off in the middle; ask again"),
        (Says("x" * 400, hangs_after=100), "no whole answer within 0.5 s; raise chat_timeout_seconds"),
        (Says("x" * 400, hangs_after=0), "no whole answer within 0.5 s; raise chat_timeout_seconds"),
    ],
    ids=lambda value: "" if isinstance(value, str) else f"{value.status} {value.breaks_after} {value.hangs_after}",
)
def test_a_failed_call_is_one_line_without_the_servers_words(says: Says, told: str, tmp_path: Path) -> None:
    with model_server([says]) as server:
        model = open_chat_model(MODEL, settings(tmp_path, server.url, chat_timeout_seconds=0.5))
        with pytest.raises(ChatModelCallError, match=f"^openai:recorded: .*{told}$") as failed:
            model.reply(ASKED)
    assert "secret" not in str(failed.value)
    assert "\n" not in str(failed.value)


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    with model_server([Says()]) as server:
        pass
    with pytest.raises(ChatModelCallError, match=r"cannot be reached; start it or correct chat_base_url$"):
        open_chat_model(MODEL, settings(tmp_path, server.url)).reply(ASKED)


def test_a_model_is_opened_once(tmp_path: Path) -> None:
    models = ChatModels(settings(tmp_path, "http://127.0.0.1:9/v1"))
    assert models.open(MODEL) is models.open(MODEL)


@pytest.mark.parametrize(
    "says", [Says("x" * 400, breaks_after=100), Says('{"claims": [{"text": "The fee', breaks_after=20), Says(status=503)]
)
def test_a_model_killed_in_mid_answer_leaves_the_quoted_answer_within_two_seconds(
    says: Says, assistant: "Assistant", monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = assistant.ask(QUESTION)
    with model_server([says]) as server:
        monkeypatch.setattr(assistant, "models", ChatModels(settings(assistant.settings.home, server.url)))
        assistant.models.open(MODEL)
        began = time.perf_counter()
        answer = assistant.ask(QUESTION, model=MODEL)
        assert time.perf_counter() - began < 2
    assert (answer.text, answer.citations, answer.status) == (plain.text, plain.citations, plain.status)
    assert answer.answerer.startswith("quote (model unavailable: openai:recorded: ")
    assert assistant.ask(QUESTION).text == plain.text


def test_a_model_process_killed_in_mid_answer_leaves_the_quoted_answer_within_two_seconds(
    assistant: "Assistant", monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = assistant.ask(QUESTION)
    command = [sys.executable, "-m", "tests.assistant.slow_model"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as child, ThreadPoolExecutor(1) as pool:
        assert child.stdout is not None
        try:
            models = ChatModels(settings(assistant.settings.home, child.stdout.readline().strip()))
            models.open(MODEL)
            monkeypatch.setattr(assistant, "models", models)
            pending = pool.submit(assistant.ask, QUESTION, model=MODEL)
            assert child.stdout.readline() == "answering\n"
        finally:
            child.kill()
        began = time.perf_counter()
        answer = pending.result(timeout=30)
        assert time.perf_counter() - began < 2
    assert (answer.text, answer.citations) == (plain.text, plain.citations)
    assert answer.answerer == "quote (model unavailable: openai:recorded: the server broke off in the middle; ask again)"
    assert assistant.ask(QUESTION).text == plain.text


def test_no_langchain_is_imported_by_a_question_without_a_model(home: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom assistant.pipeline import Assistant\n"
        "from assistant.settings import Settings\n"
        f"Assistant.open(Settings(home=Path({str(home)!r}))).ask({QUESTION!r})\n"
        "print([name for name in sys.modules if name.partition('.')[0] in ('langchain', 'langchain_core', 'openai')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.strip() == "[]"


def test_a_stopped_model_is_not_read_further(tmp_path: Path) -> None:
    with model_server([Says("x" * 4000)]) as server:
        reply = open_chat_model(MODEL, settings(tmp_path, server.url)).reply(ASKED, lambda text: len(text) < 100)
    assert 100 <= len(reply.text) < 200

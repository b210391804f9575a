"""The page as it is served: headers, limits, the endpoints for programs, and what the tabs answer."""

import json
import re
import struct
import urllib.error
import urllib.request
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from assistant.ui.protect import CONTENT_SECURITY_POLICY

QUESTION = "how much does disclosure cost at ALJ?"


def call(url: str, name: str, *values: object) -> Any:
    """Put a call to an endpoint as any HTTP client does; what it answers, or its error."""
    start = urllib.request.Request(
        f"{url}/gradio_api/call/{name}",
        json.dumps({"data": values}).encode(),
        {"content-type": "application/json"},
    )
    with urllib.request.urlopen(start) as response:
        event = json.load(response)["event_id"]
    with urllib.request.urlopen(f"{url}/gradio_api/call/{name}/{event}") as response:
        lines = response.read().decode().splitlines()
    kind = next(line for line in lines if line.startswith("event: ") and "heartbeat" not in line)
    data = json.loads(next(line for line in reversed(lines) if line.startswith("data: ")).removeprefix("data: "))
    return data[0] if kind == "event: complete" else data


def status_of(request: urllib.request.Request) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(request) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_the_page_is_sent_with_a_content_security_policy(page_url: str) -> None:
    with urllib.request.urlopen(page_url) as response:
        html = response.read().decode()
        assert response.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert "policyAssistant" in html
    assert "fonts.googleapis" not in html


def test_programs_ask(page_url: str) -> None:
    answer = call(page_url, "ask", QUESTION, None, None)
    assert answer["status"] == "stated"
    assert answer["companies"] == ["ALJ"]
    assert "1,000 yen" in answer["text"]
    assert {citation["policy_id"] for citation in answer["citations"]} == {"alj"}


def test_programs_ask_a_follow_up(page_url: str) -> None:
    answer = call(page_url, "ask", "and at ATRUSTIA?", None, [QUESTION])
    assert answer["companies"] == ["ATRUSTIA"]
    assert answer["standalone_question"] != answer["question"]


def test_programs_search_within_a_company(page_url: str) -> None:
    found = call(page_url, "search", "handling fee", ["Alue"], 3)
    assert [result["rank"] for result in found["results"]] == [1, 2, 3]
    assert {result["company"] for result in found["results"]} == {"Alue"}


def test_programs_compare(page_url: str) -> None:
    rows = call(page_url, "compare", "Are cookies used?", None)["rows"]
    assert len(rows) == 5
    assert len({row["company"] for row in rows}) == 5


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("", None, None), "Type a question first"),
        (("x" * 5000, None, None), "5000 characters; 2000 are allowed"),
        ((QUESTION, ["Nobody"], None), "unknown company 'Nobody'"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(page_url: str, arguments: tuple[object, ...], reason: str) -> None:
    assert reason in json.dumps(call(page_url, "ask", *arguments))


def test_nothing_else_can_be_called(page_url: str) -> None:
    with urllib.request.urlopen(f"{page_url}/gradio_api/info") as response:
        assert set(json.load(response)["named_endpoints"]) == {"/ask", "/search", "/compare"}


def test_a_request_of_two_megabytes_is_refused(page_url: str) -> None:
    connection = HTTPConnection(page_url.removeprefix("http://"), timeout=20)
    connection.putrequest("POST", "/gradio_api/call/ask")
    connection.putheader("content-length", "2000000")
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


def test_the_page_can_be_installed_as_an_app(page_url: str) -> None:
    with urllib.request.urlopen(f"{page_url}/manifest.json") as response:
        manifest = json.load(response)
    assert manifest["name"] == "Policy assistant"
    assert manifest["display"] == "standalone"
    for icon in manifest["icons"]:
        with urllib.request.urlopen(f"{page_url}{icon['src']}") as response:
            header = response.read(24)
        assert header[:8] == b"\x89PNG\r\n\x1a\n"
        assert icon["sizes"] == "x".join(str(size) for size in struct.unpack(">II", header[16:24]))
    assert {icon["sizes"] for icon in manifest["icons"]} >= {"192x192", "512x512"}


def test_another_site_cannot_upload(page_url: str) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\nhello\r\n--b--\r\n'
    headers = {"content-type": "multipart/form-data; boundary=b", "origin": "http://evil.example"}
    assert status_of(urllib.request.Request(f"{page_url}/gradio_api/upload", body, headers))[0] == 403


def test_another_sites_name_for_this_machine_is_refused(page_url: str) -> None:
    assert status_of(urllib.request.Request(page_url, headers={"host": "evil.example"}))[0] == 421


@pytest.mark.parametrize("path", ["/gradio_api/file=/etc/passwd", "/file=/etc/passwd", "/monitoring", "/gradio_api/runs"])
def test_what_the_page_does_not_need_is_not_served(page_url: str, path: str) -> None:
    status, text = status_of(urllib.request.Request(f"{page_url}{path}"))
    assert status >= 400
    assert "root:" not in text


def test_the_examples_of_the_readme_run(page_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    examples = [block for block in re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL) if "127.0.0.1" in block]
    assert len(examples) == 2
    for example in examples:
        exec(example.replace("http://127.0.0.1:7860", page_url), {})
        assert "1,000 yen" in capsys.readouterr().out

"""The command line keeps its promises: exit codes, JSON alone on stdout, one line for whatever goes wrong."""

import csv
import io
import json
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.conftest import Result

Command = Callable[..., Result]
QUESTION = "how much does disclosure cost at ALJ?"


@pytest.fixture
def on_bundled(policy_assistant: Command, home: Path) -> Command:
    """The command line on the shared home of the five bundled policies."""

    def command(*arguments: str) -> Result:
        return policy_assistant(*arguments, home=home)

    return command


def one_line(result: Result) -> str:
    assert result.err.count("\n") == 1, result.err
    assert "Traceback" not in result.err
    return result.err


def write_rows(path: Path, *rows: object) -> str:
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return str(path)


def test_the_version_is_the_project_s(policy_assistant: Command) -> None:
    assert policy_assistant("--version").out == "policy-assistant 0.1.0\n"


def test_the_example_question_is_answered_with_its_clause(on_bundled: Command) -> None:
    result = on_bundled("ask", QUESTION)
    assert result.code == 0
    assert "A handling fee of 1,000 yen (tax excluded) will be charged" in " ".join(result.out.split())
    assert "(A) ALJ — " in result.out
    assert "policy.txt, characters" in result.out


def test_an_encoder_that_is_not_there_is_told_with_its_remedy_and_as_no_defect(
    policy_assistant: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICY_ASSISTANT_ENCODER_MODEL", "/nowhere/model")
    result = policy_assistant("ask", QUESTION)
    assert result.code == 1
    assert one_line(result) == "policy-assistant: /nowhere/model: no such folder; check encoder_model\n"


def test_json_alone_stands_on_stdout(on_bundled: Command) -> None:
    result = on_bundled("ask", QUESTION, "--json")
    assert result.code == 0
    assert result.out.count("\n") == 1
    answer = json.loads(result.out)
    assert answer["question"] == QUESTION
    assert answer["companies"] == ["ALJ"]
    assert answer["status"] == "stated"
    assert {citation["policy_id"] for citation in answer["citations"]} == {"alj"}
    assert "1,000 yen (tax excluded)" in answer["text"]


def test_the_file_named_under_a_quote_holds_it(on_bundled: Command, home: Path) -> None:
    for citation in json.loads(on_bundled("ask", QUESTION, "--json").out)["citations"]:
        file = home / "library" / citation["policy_id"] / citation["version"] / "policy.txt"
        assert file.read_bytes().decode()[citation["start"] : citation["end"]] == citation["quote"]


def test_the_company_option_decides_whose_policy_answers(on_bundled: Command) -> None:
    answer = json.loads(on_bundled("ask", "how much does disclosure cost?", "--company", "ACTIO", "--json").out)
    assert {citation["policy_id"] for citation in answer["citations"]} == {"actio"}


def test_an_unknown_company_is_an_answer_not_an_error(on_bundled: Command) -> None:
    result = on_bundled("ask", "what does disclosure cost?", "--company", "Nobody Knows Them", "--json")
    assert result.code == 0
    assert json.loads(result.out)["status"] == "unknown_company"


def test_a_batch_answers_in_order_and_goes_on_after_a_bad_line(on_bundled: Command, tmp_path: Path) -> None:
    file = write_rows(
        tmp_path / "q.jsonl",
        {"id": "second", "question": "and ATRUSTIA?", "history": [QUESTION]},
        "nonsense",
        {"id": 1, "question": "what does it cost?", "companies": ["ALJ"]},
        {"id": "long", "question": "x" * 100_001},
    )
    result = on_bundled("ask", "--batch", file)
    rows = [json.loads(line) for line in result.out.splitlines()]
    assert [row["id"] for row in rows] == ["second", None, 1, "long"]
    assert rows[0]["companies"] == ["ATRUSTIA"]
    assert next(iter(rows[0])) == "id"
    assert rows[1] == {"id": None, "error": f"{file}:2: not JSON: Expecting value at column 1"}
    assert rows[2]["companies"] == ["ALJ"]
    assert f"{file}:4: the question has 100001 characters" in rows[3]["error"]
    assert result.code == 1
    assert f"{file}:2: not JSON" in result.err
    assert "2 rows could not be answered" in result.err


def test_a_batch_is_read_from_stdin(on_bundled: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    row = json.dumps({"id": 1, "query": "handling fee", "limit": 2}).encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(row)))
    result = on_bundled("search", "--batch", "-")
    assert result.code == 0
    found = json.loads(result.out)
    assert found["id"] == 1
    assert [clause["rank"] for clause in found["results"]] == [1, 2]


def test_search_gives_the_text_that_matched_at_its_offsets(on_bundled: Command, home: Path) -> None:
    result = on_bundled("search", "fee for disclosure", "--company", "ALJ", "--limit", "3", "--json")
    found = json.loads(result.out)
    assert list(found) == ["query", "results"]
    keys = ["rank", "score", "company", "policy_id", "version", "clause_id", "label", "text", "start", "end"]
    for clause in found["results"]:
        assert list(clause) == keys
        assert clause["policy_id"] == "alj"
        file = home / "library" / clause["policy_id"] / clause["version"] / "policy.txt"
        assert file.read_bytes().decode()[clause["start"] : clause["end"]] == clause["text"]
    scores = [clause["score"] for clause in found["results"]]
    assert scores == sorted(scores, reverse=True)


def test_search_for_people_shows_labels(on_bundled: Command) -> None:
    result = on_bundled("search", "handling fee", "--limit", "2")
    assert result.code == 0
    assert result.out.startswith("1. ")


def test_a_comparison_has_a_row_a_company(on_bundled: Command) -> None:
    question = "how much does disclosure cost?"
    rows = json.loads(on_bundled("compare", question, "--json").out)["rows"]
    assert len({row["company"] for row in rows}) == len(rows) == 5
    table = list(csv.DictReader(io.StringIO(on_bundled("compare", question, "--csv").out)))
    assert list(table[0]) == ["company", "status", "text", "citations"]
    assert [row["company"] for row in table] == [row["company"] for row in rows]
    shown = on_bundled("compare", question, "--company", "ALJ", "--company", "Alue").out
    assert "ALJ" in shown
    assert "ATRUSTIA" not in shown


def test_a_conversation_keeps_its_company_until_it_is_forgotten(on_bundled: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{QUESTION}\nand ATRUSTIA?\n\n/help\n/new\n/quit\nnever asked\n"))
    result = on_bundled("chat")
    assert result.code == 0
    assert "understood as:" in result.out
    assert "ATRUSTIA" in result.out
    assert "/quit" in result.out
    assert "never asked" not in result.out


@pytest.fixture
def on_new(policy_assistant: Command, new_home: Callable[[], Path]) -> Command:
    """The command line on a home of its own without policies."""
    return partial(policy_assistant, home=new_home())


def test_policies_are_listed_shown_and_removed(on_new: Command, tmp_path: Path) -> None:
    file = tmp_path / "sample.txt"
    text = "Privacy Policy\n\n1. Fees\nA fee of 700 yen is charged for disclosure.\n"
    file.write_text(text, encoding="utf-8")
    assert "No policies yet" in on_new("policies", "list").out
    ingested = on_new("ingest", str(file), "--json")
    assert json.loads(ingested.out) == {"added": ["sample"], "updated": [], "unchanged": [], "failed": []}
    assert json.loads(on_new("ingest", str(file), "--json").out)["unchanged"] == ["sample"]
    (policy,) = json.loads(on_new("policies", "list", "--json").out)["policies"]
    assert policy["policy_id"] == "sample"
    assert "sample" in on_new("policies", "list").out
    assert on_new("policies", "show", "sample", "--text").out == text
    shown = json.loads(on_new("policies", "show", "sample", "--json").out)
    assert shown["version"] == policy["version"]
    assert any("700 yen" in shown["text"][clause["start"] : clause["end"]] for clause in shown["clauses"])
    assert "Fees" in on_new("policies", "show", "sample").out
    file.write_text(text.replace("700", "800"), encoding="utf-8")
    assert json.loads(on_new("ingest", str(file), "--json").out)["updated"] == ["sample"]
    answer = json.loads(on_new("ask", "what is the fee for disclosure?", "--json").out)
    assert "800 yen" in answer["text"]
    assert on_new("policies", "remove", "sample", "--yes").code == 0
    assert "No policies yet" in on_new("policies", "list").out


def test_a_file_that_cannot_be_read_does_not_stop_the_others(on_new: Command, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text("A fee of 700 yen is charged for disclosure.\n", encoding="utf-8")
    bad.write_bytes(b"")
    result = on_new("ingest", str(bad), str(good), str(tmp_path / "missing.txt"), "--json")
    assert result.code == 1
    report = json.loads(result.out)
    assert report["added"] == ["good"]
    assert [Path(failure["path"]).name for failure in report["failed"]] == ["bad.txt", "missing.txt"]
    assert all(failure["error"] and "\n" not in failure["error"] for failure in report["failed"])
    assert result.err.count("\n") == 2


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("ask",), "give either QUESTION or --batch FILE"),
        (("ask", "q", "--batch", "f"), "give either QUESTION or --batch FILE"),
        (("ask", "q", "--nonsense"), "No such option: --nonsense"),
        (("search", "q", "--limit", "0"), "--limit"),
        (("compare", "q", "--json", "--csv"), "choose one of --json and --csv"),
        (("serve", "--port", "70000"), "--port"),
        (("nonsense",), "nonsense"),
        (("policies", "show", "x", "--text", "--json"), "choose one of --text and --json"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(policy_assistant: Command, arguments: tuple[str, ...], complaint: str) -> None:
    result = policy_assistant(*arguments)
    assert result.code == 2
    assert result.out == ""
    assert complaint in one_line(result)


@pytest.mark.parametrize("question", ["", "  \n", "x" * 100_001])
def test_a_question_that_cannot_be_put_is_refused(on_bundled: Command, question: str) -> None:
    result = on_bundled("ask", question)
    assert result.code == 2
    assert "the question " in one_line(result)


def test_a_batch_file_that_is_not_there_is_named(policy_assistant: Command, tmp_path: Path) -> None:
    result = policy_assistant("ask", "--batch", str(tmp_path / "none.jsonl"))
    assert result.code == 1
    assert "none.jsonl: No such file or directory; name a file" in one_line(result)


def test_a_policy_that_is_not_there_is_named(on_bundled: Command) -> None:
    result = on_bundled("policies", "show", "nobody")
    assert result.code == 1
    assert "nobody" in one_line(result)


def test_a_bad_setting_is_named(policy_assistant: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_ASSISTANT_PORT", "x")
    result = policy_assistant("policies", "list")
    assert result.code == 1
    assert "setting 'port' is 'x'" in one_line(result)


def test_an_interrupt_is_no_traceback(policy_assistant: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("assistant.cli_config.settings_for_command", interrupt)
    result = policy_assistant("config", "show")
    assert result.code == 130
    assert one_line(result) == "Interrupted.\n"


def test_a_port_in_use_is_said_before_anything_is_loaded(policy_assistant: Command) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = policy_assistant("serve", "--port", str(port))
    assert result.code == 1
    assert f"127.0.0.1:{port} is in use; choose another" in one_line(result)


def test_settings_are_shown_with_their_origin_and_without_passwords(
    policy_assistant: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICY_ASSISTANT_CHROMA_URL", "http://user:secret@127.0.0.1:8000")
    shown = json.loads(policy_assistant("config", "show", "--json").out)
    assert shown["chroma_url"] == {"value": "http://***@127.0.0.1:8000", "source": "POLICY_ASSISTANT_CHROMA_URL"}
    assert "secret" not in policy_assistant("config", "show").out


def test_doctor_finds_nothing_wrong_with_a_good_home(on_bundled: Command) -> None:
    result = on_bundled("doctor", "--json")
    report = json.loads(result.out)
    assert report["ok"], report
    assert result.code == 0
    assert "FAIL" not in on_bundled("doctor").out


def test_doctor_names_what_mends_a_damaged_library(policy_assistant: Command, home: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(home, copy)
    (text,) = (copy / "library" / "alj").glob("*/policy.txt")
    text.write_bytes(text.read_bytes() + b"more")
    result = policy_assistant("doctor", "--json", home=copy)
    assert result.code == 1
    (library,) = [check for check in json.loads(result.out)["checks"] if check["name"] == "library"]
    assert not library["ok"]
    assert "alj" in library["detail"]
    assert "ingest" in library["remedy"]


def test_a_home_that_cannot_be_made_is_one_line(policy_assistant: Command, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = policy_assistant("ask", QUESTION, home=tmp_path / "file" / "home")
    assert result.code == 1
    one_line(result)
    assert policy_assistant("doctor", home=tmp_path / "file" / "home").code == 1


def test_questions_are_not_logged(on_bundled: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_ASSISTANT_LOG_LEVEL", "debug")
    result = on_bundled("ask", "does zebrafinch cost a fee at ALJ?", "--json")
    assert "zebrafinch" not in result.err


def test_a_damaged_policy_is_mended_by_ingesting_its_file_again(policy_assistant: Command, tmp_path: Path) -> None:
    file = tmp_path / "sample.txt"
    file.write_text("A fee of 700 yen is charged for disclosure.\n", encoding="utf-8")
    assert policy_assistant("ingest", str(file)).code == 0
    (facts,) = (Path(os.environ["POLICY_ASSISTANT_HOME"]) / "library" / "sample").glob("*/policy.json")
    facts.write_text("{", encoding="utf-8")
    broken = policy_assistant("ask", "what is the fee for disclosure?")
    assert broken.code == 1
    assert "ingest" in one_line(broken)
    assert policy_assistant("ingest", str(file)).code == 0
    assert "700 yen" in policy_assistant("ask", "what is the fee for disclosure?").out


@pytest.mark.parametrize("company", ["", "  ", "🙂"])
def test_a_blank_company_is_an_unknown_one(on_bundled: Command, company: str) -> None:
    result = on_bundled("ask", "what is the fee?", "--company", company, "--json")
    assert result.code == 0
    assert json.loads(result.out)["status"] == "unknown_company"

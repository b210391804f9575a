"""Prompts are files, checked before anything is sent."""

import re
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import prompts
from prompts.template import PromptError, combined_sha256, load_template, parse_template, template_names

FOLDER = Path(prompts.__file__).parent


def test_every_markdown_file_of_the_folder_is_a_template() -> None:
    assert template_names() == tuple(sorted(path.stem for path in FOLDER.glob("*.md")))
    for name in template_names():
        template = load_template(name)
        assert template.text
        assert template.sha256 == sha256((FOLDER / f"{name}.md").read_bytes()).hexdigest()


def test_an_unknown_name_is_refused_with_those_there_are() -> None:
    with pytest.raises(PromptError, match="no prompt 'nothing'; there are: answer_question, answer_repair, answer_rules"):
        load_template("nothing")


def test_a_path_is_no_name() -> None:
    with pytest.raises(PromptError):
        load_template("../README")


def test_a_missing_variable_is_refused_by_name() -> None:
    template = parse_template("greeting", b"Hello {{name}} of {{ company }}")
    assert template.variables == {"name", "company"}
    with pytest.raises(PromptError, match=re.escape("prompts/greeting.md: no value for company; give one for each variable")):
        template.fill(name="x")


def test_an_unknown_variable_is_refused_by_name() -> None:
    with pytest.raises(PromptError, match="has no variable nmae; it has: name"):
        parse_template("greeting", b"Hello {{name}}").fill(name="x", nmae="y")


@pytest.mark.parametrize(
    ("raw", "complaint"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"\xff", "not UTF-8 at byte 0"),
        (b"{{Not A Name}}", "names no variable"),
        (b"{{}}", "names no variable"),
        (b"{{open", "left open"),
        (b"shut}}", "left open"),
    ],
)
def test_a_malformed_template_is_refused_when_it_is_loaded(raw: bytes, complaint: str) -> None:
    with pytest.raises(PromptError, match=complaint) as refused:
        parse_template("bad", raw)
    assert str(refused.value).startswith("prompts/bad.md: ")


@given(st.text(), st.text())
def test_nothing_inside_a_value_is_filled_in(first: str, second: str) -> None:
    template = parse_template("pair", b"[{{a}}|{{b}}]")
    assert template.fill(a=first, b=second) == f"[{first}|{second}]"
    assert template.fill(a="{{b}}", b=second) == f"[{{{{b}}}}|{second}]"


def test_the_sha_of_several_prompts_changes_with_each_and_not_with_their_order() -> None:
    one, two = parse_template("one", b"1"), parse_template("two", b"2")
    changed = parse_template("two", b"3")
    assert combined_sha256(one, two) == combined_sha256(two, one)
    assert combined_sha256(one, two) != combined_sha256(one, changed)


def test_prompts_name_no_company() -> None:
    names = re.findall(
        r'^company = "(.+)"$', (FOLDER.parent / "ingest" / "policies" / "policies.toml").read_text(encoding="utf-8"), re.M
    )
    texts = " ".join(load_template(name).text for name in template_names())
    assert names
    assert not [name for name in names if name in texts]

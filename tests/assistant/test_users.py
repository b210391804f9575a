"""Who may use the served page: kept as hashes, changed by commands, never by a password on the command line."""

import io
import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import UserError
from assistant.users import TOKEN_PREFIX, Users
from tests.conftest import Result

PASSWORD = "correct horse battery"
Command = Callable[..., Result]


@pytest.fixture
def users(tmp_path: Path) -> Users:
    kept = Users(tmp_path)
    kept.add("alice", PASSWORD)
    return kept


def test_a_user_signs_in_with_the_password_and_no_other(users: Users) -> None:
    assert users.with_password("alice", PASSWORD) is not None
    assert users.with_password("alice", PASSWORD + "x") is None
    assert users.with_password("alice", "") is None
    assert users.with_password("bob", PASSWORD) is None
    assert users.with_password("bob", "") is None


def test_no_password_and_no_token_is_kept_in_clear_and_nobody_else_reads_the_file(users: Users) -> None:
    token = users.new_token("alice")
    text = users.path.read_text(encoding="utf-8")
    assert json.loads(text)[0]["password"].startswith("$argon2id$")
    assert PASSWORD not in text
    assert token.removeprefix(TOKEN_PREFIX) not in text
    assert stat.S_IMODE(users.path.stat().st_mode) == 0o600


def test_a_token_is_its_user_s_until_another_is_made(users: Users) -> None:
    first = users.new_token("alice")
    assert users.with_token(first) is not None
    second = users.new_token("alice")
    assert users.with_token(first) is None
    assert users.with_token(second) is not None
    assert users.with_token("") is None
    users.remove("alice")
    assert users.with_token(second) is None


def test_who_was_added_before_there_were_admins_is_none(users: Users) -> None:
    rows = json.loads(users.path.read_text(encoding="utf-8"))
    del rows[0]["admin"]
    users.path.write_text(json.dumps(rows), encoding="utf-8")
    assert not users.named("alice").admin
    users.set_admin("alice", admin=True)
    users.set_password("alice", "another long password")
    assert users.named("alice").admin
    rows[0]["admin"] = "no"
    users.path.write_text(json.dumps(rows), encoding="utf-8")
    assert not users.named("alice").admin, "nothing but true makes an admin"


def test_the_same_characters_typed_another_way_are_the_same_password(tmp_path: Path) -> None:
    users = Users(tmp_path)
    users.add("é", "pässword pässword")
    assert users.with_password("é", "pa\u0308ssword pa\u0308ssword") is not None


@pytest.mark.parametrize("name", ["", "a:b", "-a", "a b", "a/b", "x" * 65, "a\n"])
def test_a_name_that_would_not_survive_a_header_or_a_command_is_refused(users: Users, name: str) -> None:
    with pytest.raises(UserError, match="is no user name"):
        users.add(name, PASSWORD)


def test_a_short_password_a_taken_name_and_a_stranger_are_told(users: Users) -> None:
    with pytest.raises(UserError, match="has 11 characters; 12 to 1024 are allowed"):
        users.add("bob", "x" * 11)
    with pytest.raises(UserError, match="users password alice"):
        users.add("alice", PASSWORD)
    with pytest.raises(UserError, match="no user 'bob'; there are alice"):
        users.remove("bob")


@pytest.mark.parametrize("text", ["", "{}x", '[{"name": "a"}]', "[1]", "7", "\x00"])
def test_a_damaged_file_is_named_and_lets_nobody_in(users: Users, text: str) -> None:
    users.path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=r"users\.json"):
        users.with_password("alice", PASSWORD)


def test_the_commands_add_list_change_and_remove(
    policy_assistant: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def type_in(text: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(text + "\n"))

    assert policy_assistant("users", "list").err == "There are no users yet. Add one: policy-assistant users add NAME\n"
    type_in(PASSWORD)
    assert policy_assistant("users", "add", "alice", "--password-stdin").out == "added      alice\n"
    token = policy_assistant("users", "token", "alice").out.strip()
    users = Users(tmp_path / "home")
    assert users.with_token(token) is not None
    assert policy_assistant("users", "list").out == "alice  (has a token)\n"
    row = {"name": "alice", "admin": False, "token": True}
    assert json.loads(policy_assistant("users", "list", "--json").out) == [row]
    assert policy_assistant("users", "admin", "alice").out == "admin      alice\n"
    assert policy_assistant("users", "list").out == "alice  (admin, has a token)\n"
    assert users.named("alice").admin
    assert policy_assistant("users", "admin", "alice", "--revoke").out == "no admin   alice\n"
    assert not users.named("alice").admin
    type_in(PASSWORD)
    assert policy_assistant("users", "add", "bob", "--admin", "--password-stdin").code == 0
    assert users.named("bob").admin
    assert policy_assistant("users", "remove", "bob").code == 0
    type_in("another long password")
    assert policy_assistant("users", "password", "alice", "--password-stdin").code == 0
    assert users.with_password("alice", PASSWORD) is None
    assert policy_assistant("users", "remove", "alice").out == "removed    alice\n"
    result = policy_assistant("users", "remove", "alice")
    assert result.code == 1
    assert result.err == "policy-assistant: no user 'alice'; there is none yet\n"


def test_a_password_is_no_argument(policy_assistant: Command) -> None:
    assert policy_assistant("users", "add", "alice", PASSWORD).code == 2

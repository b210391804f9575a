"""A page with users lets nobody in who has not signed in, whichever way is tried."""

import base64
import json
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from gradio_client import Client

from assistant.ui.lockout import FAILURES_OF_A_NAME, FAILURES_OF_AN_ADDRESS, WINDOW_SECONDS, Lockout, neighbourhood
from assistant.ui.login_form import login_form
from assistant.ui.sessions import PROVEN_SECONDS, SESSION_SECONDS, Sessions
from assistant.ui.words import ENGLISH
from assistant.users import Users
from tests.assistant.ui.test_limits import Clock
from tests.assistant.ui.test_server import QUESTION, status_of

PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def users(home: Path, new_home: Callable[[], Path]) -> Users:
    """The users of a home of their own, with the library and the index of the one that tests share."""
    own = new_home()
    for name in ("library", "index"):
        (own / name).symlink_to(home / name, target_is_directory=True)
    users = Users(own)
    users.add("alice", PASSWORD)
    return users


@pytest.fixture(scope="module")
def guarded(users: Users, serve_home: Callable[[Path], AbstractContextManager[str]]) -> Iterator[str]:
    with serve_home(users.path.parent) as url:
        yield url


def get(url: str, path: str, **headers: str) -> tuple[int, str]:
    return status_of(urllib.request.Request(url + path, headers={"accept": "*/*"} | headers))


def sign_in(url: str, name: str, password: str, accept: str = "*/*") -> tuple[int, str, str]:
    """Status, text and cookie of an attempt."""
    form = urllib.parse.urlencode({"username": name, "password": password}).encode()
    request = urllib.request.Request(f"{url}/login", form, {"accept": accept})
    try:
        with urllib.request.urlopen(request) as response:
            return response.status, response.read().decode(), response.headers.get("set-cookie", "")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(), error.headers.get("set-cookie", "")


def basic(name: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/config", "/gradio_api/info", "/v1/models", "/mcp", "/theme.css", "/gradio_api/queue/data?session_hash=x"),
        *("/static/img/logo.svg", "/gradio_api/file=/etc/passwd", "/logout", "/login/../config", "//config", "/%6cogin/x"),
    ],
)
def test_nothing_is_served_to_a_stranger(guarded: str, path: str) -> None:
    status, text = get(guarded, path)
    assert status == 401
    assert "policy-assistant users token" in text


@pytest.mark.parametrize(
    "path", ["/gradio_api/call/ask", "/gradio_api/queue/join", "/v1/chat/completions", "/mcp", "/gradio_api/cancel"]
)
def test_nothing_can_be_called_by_a_stranger(guarded: str, path: str) -> None:
    request = urllib.request.Request(guarded + path, b"{}", {"content-type": "application/json"})
    assert status_of(request)[0] == 401


def test_a_browser_is_shown_the_form(guarded: str) -> None:
    status, text = get(guarded, "/", accept="text/html")
    assert status == 200
    assert text == login_form(ENGLISH)


def test_a_person_signs_in_and_out(guarded: str) -> None:
    status, _, cookie = sign_in(guarded, "alice", PASSWORD)
    assert status == 200
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    own = cookie.partition(";")[0]
    assert get(guarded, "/config", cookie=own)[0] == 200
    out = urllib.request.Request(f"{guarded}/logout", b"", {"cookie": own, "accept": "text/html"})
    assert status_of(out)[1] == login_form(ENGLISH)
    assert get(guarded, "/config", cookie=own)[0] == 401


def test_a_wrong_password_is_told_in_the_form_and_a_stranger_s_name_the_same_way(guarded: str) -> None:
    known = sign_in(guarded, "alice", "wrong", accept="text/html")
    assert known[0] == 401
    assert ENGLISH.wrong_login in known[1]
    assert known[2] == ""
    assert sign_in(guarded, "nobody", "wrong", accept="text/html") == known


def test_programs_come_in_with_name_and_password_or_a_token(guarded: str, users: Users) -> None:
    token = users.new_token("alice")
    assert get(guarded, "/v1/models", authorization=f"Bearer {token}")[0] == 200
    assert get(guarded, "/v1/models", authorization=basic("alice", PASSWORD))[0] == 200
    for wrong in ("Bearer x", "Bearer", "Basic !", f"Basic {token}", f"Digest {token}", basic("bob", PASSWORD)):
        assert get(guarded, "/v1/models", authorization=wrong)[0] == 401


def test_the_gradio_client_signs_in(guarded: str) -> None:
    client = Client(guarded, auth=("alice", PASSWORD), verbose=False)
    assert client.predict(QUESTION, [], [], api_name="/ask")["companies"] == ["ALJ"]


def test_a_name_is_locked_after_some_failures_and_others_are_not(guarded: str, users: Users) -> None:
    users.add("carol", PASSWORD)
    for _ in range(FAILURES_OF_A_NAME):
        assert sign_in(guarded, "carol", "wrong")[0] == 401
    status, text, _ = sign_in(guarded, "carol", PASSWORD)
    assert status == 429
    assert "Try again in" in text
    assert get(guarded, "/v1/models", authorization=basic("carol", PASSWORD))[0] == 429
    assert sign_in(guarded, "alice", PASSWORD)[0] == 200


def test_who_is_removed_is_out_at_once_and_the_page_stays_closed(
    home: Path, new_home: Callable[[], Path], serve_home: Callable[[Path], AbstractContextManager[str]]
) -> None:
    own = new_home()
    for name in ("library", "index"):
        (own / name).symlink_to(home / name, target_is_directory=True)
    with serve_home(own) as url:
        assert get(url, "/v1/models")[0] == 200, "nobody needs to sign in while there are no users"
        users = Users(own)
        users.add("alice", PASSWORD)
        assert get(url, "/v1/models")[0] == 401
        cookie = sign_in(url, "alice", PASSWORD)[2].partition(";")[0]
        assert get(url, "/v1/models", cookie=cookie)[0] == 200
        users.path.write_text("damaged", encoding="utf-8")
        assert get(url, "/v1/models", cookie=cookie)[0] == 503
        users.path.write_text("[]", encoding="utf-8")
        assert get(url, "/v1/models", cookie=cookie)[0] == 401


def page_event(url: str, part: str, name: str, data: object, cookie: str) -> str:
    """What the page's server answers to an event of one of its parts."""
    config = json.loads(get(url, "/config", cookie=cookie)[1])
    place = next(one["id"] for one in config["components"] if one["props"].get("elem_id") == part)
    event = next(one["id"] for one in config["dependencies"] if [place, name] in one["targets"])
    body = {"data": [], "fn_index": event, "session_hash": "s", "trigger_id": None, "event_data": data}
    headers = {"content-type": "application/json", "cookie": cookie}
    return status_of(urllib.request.Request(f"{url}/gradio_api/run/predict", json.dumps(body).encode(), headers))[1]


def uploaded(url: str, cookie: str) -> int:
    body = b'--x\r\ncontent-disposition: form-data; name="files"; filename="a.txt"\r\n\r\nFees\r\n--x--\r\n'
    headers = {"content-type": "multipart/form-data; boundary=x", "cookie": cookie}
    return status_of(urllib.request.Request(f"{url}/gradio_api/upload", body, headers))[0]


def test_only_an_admin_uploads_or_removes_and_becomes_one_at_once(guarded: str, users: Users) -> None:
    users.add("dora", PASSWORD)
    own = sign_in(guarded, "dora", PASSWORD)[2].partition(";")[0]
    assert ENGLISH.not_admin in page_event(guarded, "pa-reader", "remove", {"policy": "alj"}, own)
    assert uploaded(guarded, own) == 403
    users.set_admin("dora", admin=True)
    assert "Remove the policy of ALJ" in page_event(guarded, "pa-reader", "remove", {"policy": "alj"}, own)
    assert uploaded(guarded, own) == 200
    users.set_admin("dora", admin=False)
    assert uploaded(guarded, own) == 403


def test_failures_are_forgotten_after_a_while_and_counted_by_address() -> None:
    clock = Clock()
    lockout = Lockout(clock)
    for _ in range(FAILURES_OF_A_NAME):
        assert lockout.wait("alice", "192.0.2.1") == 0
        lockout.failed("alice", "192.0.2.1")
    assert lockout.wait("alice", "192.0.2.1") == WINDOW_SECONDS
    assert lockout.wait("alice", "192.0.2.2") == 0, "a stranger elsewhere locks nobody out"
    lockout.succeeded("alice", "192.0.2.1")
    assert lockout.wait("alice", "192.0.2.1") == 0
    for number in range(FAILURES_OF_AN_ADDRESS):
        lockout.failed(f"name{number}", "192.0.2.3")
    assert lockout.wait("alice", "192.0.2.3") > 0, "one password on many names"
    clock.now = WINDOW_SECONDS + 1
    assert lockout.wait("alice", "192.0.2.3") == 0


def test_a_machine_with_many_addresses_is_one_place() -> None:
    assert neighbourhood("2001:db8::1") == neighbourhood("2001:db8::ffff:2") != neighbourhood("2001:db8:0:1::1")
    assert neighbourhood("192.0.2.1") == "192.0.2.1"
    assert neighbourhood("") == ""


def test_sessions_end_with_time_with_the_password_and_with_the_user(tmp_path: Path) -> None:
    clock: Any = Clock()
    users = Users(tmp_path)
    users.add("alice", PASSWORD)
    sessions = Sessions(users, clock)
    alice = users.named("alice")
    token = sessions.start(alice)
    sessions.prove(alice, PASSWORD)
    assert sessions.user(token) == sessions.proven("alice", PASSWORD) == alice
    assert sessions.user(token + "x") is None
    assert sessions.proven("alice", "other") is None
    clock.now = PROVEN_SECONDS + 1
    assert sessions.proven("alice", PASSWORD) is None
    assert sessions.user(token) == alice
    clock.now = SESSION_SECONDS + 1
    assert sessions.user(token) is None
    token = sessions.start(alice)
    users.set_password("alice", "another long password")
    assert sessions.user(token) is None
    users.remove("alice")
    assert sessions.user(sessions.start(alice)) is None

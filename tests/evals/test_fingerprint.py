"""Fingerprints: what can change an answer changes them, and nothing else does."""

import pytest

from assistant.settings import Settings
from evals.fingerprint import settings_sha


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_a_model_served_here_is_the_same_on_another_port(host: str) -> None:
    before, after = (Settings(chat_base_url=f"http://{host}:{port}/v1") for port in (8123, 45678))
    assert settings_sha(before) == settings_sha(after)


@pytest.mark.parametrize("url", ["", "http://127.0.0.1:8123/v2", "http://10.0.0.1:8123/v1", "http://127.0.0.1.example:8123/v1"])
def test_another_server_is_another_system(url: str) -> None:
    assert settings_sha(Settings(chat_base_url=url)) != settings_sha(Settings(chat_base_url="http://127.0.0.1:8123/v1"))


def test_a_port_elsewhere_tells_servers_apart() -> None:
    one, other = (Settings(chat_base_url=f"http://models.example:{port}/v1") for port in (1, 2))
    assert settings_sha(one) != settings_sha(other)

"""The command that serves the page, as far as it goes without serving."""

from collections.abc import Callable

import pytest

from tests.conftest import Result


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "example.com"])
def test_an_address_that_others_reach_must_be_meant(policy_assistant: Callable[..., Result], host: str) -> None:
    result = policy_assistant("serve", "--host", host)
    assert result.code == 1
    assert result.out == ""
    remedy = "add one with `policy-assistant users add NAME`, or add --without-login if everybody may ask"
    assert result.err == f"policy-assistant: {host} can be reached by others and there are no users: {remedy}\n"


@pytest.mark.parametrize("options", [("--certificate", "none.pem"), ("--certificate", "none.pem", "--key", "none.pem")])
def test_a_certificate_that_cannot_be_used_is_told_in_one_line(
    policy_assistant: Callable[..., Result], options: tuple[str, ...]
) -> None:
    result = policy_assistant("serve", *options)
    assert result.code == 1
    assert "certificate" in result.err
    assert result.err.count("\n") == 1


def test_an_address_that_is_not_this_machines_is_told_in_one_line(policy_assistant: Callable[..., Result]) -> None:
    result = policy_assistant("serve", "--host", "192.0.2.1", "--without-login")
    assert result.code == 1
    assert "192.0.2.1:7860 cannot be served on" in result.err
    assert result.err.count("\n") == 1

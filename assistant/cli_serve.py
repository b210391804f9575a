"""The command `serve`: the chat page."""

import errno
import socket
from typing import Annotated

import typer

from assistant.cli_output import progress_on_stderr, settings_for_command
from assistant.errors import SettingsError


def serve(
    host: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Address to listen on [default: 127.0.0.1].")] = None,
    port: Annotated[int | None, typer.Option(metavar="PORT", min=1, max=65535, help="Port [default: 7860].")] = None,
    without_login: Annotated[
        bool, typer.Option("--without-login", help="Listen on an address that others reach; whoever does can ask and read.")
    ] = False,
) -> None:
    """Serve the chat page and print its address. Ctrl-C stops it.

    There is no login. An address that other machines reach is refused unless --without-login says that this is meant.

    \b
    Examples:
      policy-assistant serve
      policy-assistant serve --port 8000
      policy-assistant serve --host 0.0.0.0 --without-login
    """
    settings = settings_for_command()
    host, port = host or settings.host, port or settings.port
    _check_meant(host, without_login)
    _check_free(host, port)
    from assistant.pipeline import Assistant

    with progress_on_stderr() as progress:
        assistant = Assistant.open(settings, progress=progress)
    from assistant.ui import serve as serve_page

    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    serve_page(assistant, host, port, lambda: typer.echo(f"Policy assistant on {address} (Ctrl-C stops it)"))


def _check_meant(host: str, without_login: bool) -> None:
    from assistant.ui.protect import is_loopback

    if not without_login and not is_loopback(host):
        raise SettingsError(f"{host} can be reached by others and there is no login; add --without-login if that is meant")


def _check_free(host: str, port: int) -> None:
    """Fail before seconds are spent on loading, and in one line, when the page could not be served there."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        reason = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be served on: {error.strerror}"
        raise SettingsError(f"{host}:{port} {reason}; choose another with --host and --port") from error

"""The command `serve`: the chat page."""

import errno
import socket
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli_output import progress_on_stderr, settings_for_command
from assistant.errors import SettingsError

if TYPE_CHECKING:
    from assistant.users import Users


def serve(
    host: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Address to listen on [default: 127.0.0.1].")] = None,
    port: Annotated[int | None, typer.Option(metavar="PORT", min=1, max=65535, help="Port [default: 7860].")] = None,
    without_login: Annotated[
        bool, typer.Option("--without-login", help="Ask nobody who they are: whoever reaches the address can ask and read.")
    ] = False,
    certificate: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Serve by https with this certificate (PEM, with its chain).")
    ] = None,
    key: Annotated[Path | None, typer.Option(metavar="FILE", help="The certificate's private key (PEM).")] = None,
) -> None:
    """Serve the chat page, its endpoints, MCP and /v1, and print the address. Ctrl-C stops it.

    Once there are users (`policy-assistant users add NAME`), everybody has to sign in. An address that other machines reach is
    refused while there are none, unless --without-login says that this is meant. Use --certificate, or a proxy that does https,
    where passwords cross a network.

    \b
    Examples:
      policy-assistant serve
      policy-assistant serve --port 8000
      policy-assistant serve --host 0.0.0.0 --certificate chain.pem --key key.pem
    """
    settings = settings_for_command()
    host, port = host or settings.host, port or settings.port
    from assistant.users import Users

    users = None if without_login else Users(settings.home)
    _check_meant(host, users)
    _check_certificate(certificate, key)
    _check_free(host, port)
    from assistant.pipeline import Assistant

    with progress_on_stderr() as progress:
        assistant = Assistant.open(settings, progress=progress)
    from assistant.ui import serve as serve_page

    address = f"http{'s' if certificate else ''}://{f'[{host}]' if ':' in host else host}:{port}"
    told = partial(typer.echo, f"Policy assistant on {address} (Ctrl-C stops it)")
    serve_page(assistant, host, port, told, users=users, certificate=certificate, key=key)


def _check_meant(host: str, users: "Users | None") -> None:
    from assistant.ui.protect import is_loopback

    if users is not None and not users.all() and not is_loopback(host):
        remedy = "add one with `policy-assistant users add NAME`, or add --without-login if everybody may ask"
        raise SettingsError(f"{host} can be reached by others and there are no users: {remedy}")


def _check_certificate(certificate: Path | None, key: Path | None) -> None:
    if (certificate is None) != (key is None):
        raise SettingsError("a certificate and its key go together: give both --certificate and --key, or neither")
    if certificate is None or key is None:
        return
    import ssl

    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError) as error:
        raise SettingsError(f"{certificate} and {key}: not a certificate and its key in PEM files: {error}") from error


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

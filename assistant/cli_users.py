"""The commands `users add|admin|password|token|remove|list`: who may use a page that others reach."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli_options import AsJson
from assistant.cli_output import settings_for_command, write_json

if TYPE_CHECKING:
    from assistant.users import Users

users_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Name = Annotated[str, typer.Argument(metavar="NAME", help="The user's name.")]
FromStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from the first line of stdin instead of asking for it.")
]


@users_app.callback()
def users() -> None:
    """Say who may use a page that others reach; a page that is being served follows at once.

    As soon as there is a user, the page, its endpoints, MCP and /v1 ask everyone who they are. Names and hashes are kept in
    users.json in the home folder.

    \b
    Examples:
      policy-assistant users add alice
      policy-assistant users list
    """


@users_app.command("add")
def add(
    name: Name,
    admin: Annotated[
        bool, typer.Option("--admin", help="Let the user add and remove policies on the page, and run the evaluation.")
    ] = False,
    password_stdin: FromStdin = False,
) -> None:
    """Add a user; the password is asked for twice and not shown.

    \b
    Examples:
      policy-assistant users add alice
      policy-assistant users add bob --admin
      policy-assistant users add alice --password-stdin < password.txt
    """
    with _changing() as kept:
        kept.add(name, _password(password_stdin), admin)
    typer.echo(f"added      {name}")


@users_app.command("admin")
def set_admin(
    name: Name, revoke: Annotated[bool, typer.Option("--revoke", help="Take it back: the user may ask and read.")] = False
) -> None:
    """Let a user add and remove policies on the page, and run the evaluation there.

    As soon as there are users, nobody else may, unless the setting page_admin is `never`: then nobody may.

    \b
    Examples:
      policy-assistant users admin alice
      policy-assistant users admin alice --revoke
    """
    with _changing() as kept:
        kept.set_admin(name, not revoke)
    typer.echo(f"{'no admin  ' if revoke else 'admin     '} {name}")


@users_app.command("password")
def password(name: Name, password_stdin: FromStdin = False) -> None:
    """Give a user another password; whoever is signed in with the old one is signed out.

    \b
    Example:
      policy-assistant users password alice
    """
    with _changing() as kept:
        kept.named(name)
        kept.set_password(name, _password(password_stdin))
    typer.echo(f"changed    {name}")


@users_app.command("token")
def token(name: Name) -> None:
    """Print a new access token for a user's programs; an earlier one is no longer valid. It is shown this once.

    \b
    Example:
      policy-assistant users token alice
    """
    with _changing() as kept:
        typer.echo(kept.new_token(name))


@users_app.command("remove")
def remove(name: Name) -> None:
    """Remove a user: password, token and open sessions are no longer valid.

    \b
    Example:
      policy-assistant users remove alice
    """
    with _changing() as kept:
        kept.remove(name)
    typer.echo(f"removed    {name}")


@users_app.command("list")
def list_users(as_json: AsJson = False) -> None:
    """List the users, and who of them is an admin or has an access token.

    \b
    Examples:
      policy-assistant users list
      policy-assistant users list --json
    """
    everyone = _users().all().values()
    if as_json:
        write_json([{"name": user.name, "admin": user.admin, "token": bool(user.token)} for user in everyone])
        return
    for user in everyone:
        facts = [fact for fact, holds in (("admin", user.admin), ("has a token", user.token)) if holds]
        typer.echo(user.name + (f"  ({', '.join(facts)})" if facts else ""))
    if not everyone:
        typer.echo("There are no users yet. Add one: policy-assistant users add NAME", err=True)


def _users() -> "Users":
    from assistant.users import Users

    return Users(settings_for_command().home)


@contextmanager
def _changing() -> "Iterator[Users]":
    from ingest.library import writer_lock

    kept = _users()
    with writer_lock(kept.path.parent):
        yield kept


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))

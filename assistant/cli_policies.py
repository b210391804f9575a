"""The commands `policies list`, `policies show` and `policies remove`."""

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli_options import AsJson
from assistant.cli_output import settings_for_command, write_json

if TYPE_CHECKING:
    from ingest.library import Library

policies_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
PolicyId = Annotated[str, typer.Argument(metavar="POLICY", help="A policy's id, as `policies list` shows it.")]


@policies_app.callback()
def policies() -> None:
    """List, show and remove the policies in the library.

    \b
    Example:
      policy-assistant policies list
    """


@policies_app.command("list")
def list_policies(as_json: AsJson = False) -> None:
    """List the policies that answers are taken from.

    \b
    Examples:
      policy-assistant policies list
      policy-assistant policies list --json
    """
    records = _library().current()
    rows: list[dict[str, object]] = [
        {
            "policy_id": record.policy_id,
            "company": record.company,
            "legal_name": record.legal_name,
            "aliases": list(record.aliases),
            "title": record.title,
            "language": record.language,
            "version": record.version,
            "effective_date": _date(record.effective_date),
            "revised_date": _date(record.revised_date),
            "url": record.url,
        }
        for record in records
    ]
    if as_json:
        write_json({"policies": rows})
    elif not rows:
        typer.echo("No policies yet: the first question brings in the bundled ones, `policy-assistant ingest PATH` yours")
    else:
        from rich.table import Table
        from rich.text import Text

        from assistant.cli_render import console
        from assistant.readable import printable

        table = Table("Policy", "Company", "Language", "In force since", "Last revised", "Version")
        for row in rows:
            keys = ("policy_id", "company", "language", "effective_date", "revised_date", "version")
            table.add_row(*(Text(printable(str(row[key] or "–"))) for key in keys))
        console().print(table)


@policies_app.command("show")
def show_policy(
    policy: PolicyId,
    version: Annotated[
        str | None, typer.Option(metavar="VERSION", help="A version in the library; else the current one.")
    ] = None,
    text: Annotated[bool, typer.Option("--text", help="Write the exact text and nothing else.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show a policy's clauses, or its exact text.

    \b
    Examples:
      policy-assistant policies show example
      policy-assistant policies show example --text > example.txt
    """
    if text and as_json:
        raise typer.BadParameter("choose one of --text and --json", param_hint="--text")
    from ingest.clauses import parse_clauses

    library = _library()
    found = library.load(policy, version)
    if text:
        typer.echo(found.text, nl=False)
        return
    tree = parse_clauses(found)
    if as_json:
        write_json(
            {
                "policy_id": found.policy_id,
                "company": found.company,
                "version": found.version,
                "versions": list(library.versions(policy)),
                "text": found.text,
                "clauses": [
                    {
                        "clause_id": clause.clause_id,
                        "label": clause.label,
                        "kind": clause.kind.value,
                        "parent": clause.parent,
                        "start": clause.start,
                        "end": clause.end,
                    }
                    for clause in tree.clauses
                ],
            }
        )
        return
    from assistant.readable import printable

    typer.echo(printable(f"{found.company} — {found.title or found.policy_id}, version {found.version}"))
    for clause in tree.clauses:
        words = " ".join(tree.text(clause.heading or clause).split())
        typer.echo(printable(f"{'  ' * clause.depth}{clause.label}  |  {words[:60]}{'…' if len(words) > 60 else ''}"))


@policies_app.command("remove")
def remove_policy(
    policy: PolicyId,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask whether it is meant.")] = False,
) -> None:
    """Remove a policy and all its versions.

    \b
    Example:
      policy-assistant policies remove example --yes
    """
    from ingest.library import writer_lock

    settings = settings_for_command()
    library = _library()
    library.versions(policy)  # names the policies there are when this is none of them
    if not yes:
        typer.confirm(f"Remove {policy} and all its versions?", abort=True, err=True)
    with writer_lock(settings.home):
        library.remove(policy)
    typer.echo(f"removed    {policy}")


def _library() -> "Library":
    from ingest.library import Library

    return Library(settings_for_command().home)


def _date(date: object) -> str | None:
    return None if date is None else str(date)

"""The command `ingest`: policy files into the library."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli_options import AsJson
from assistant.cli_output import progress_on_stderr, settings_for_command, write_json


def ingest(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Policy files (.txt, .md, .html) or folders of them.")],
    as_json: AsJson = False,
) -> None:
    """Read policy files into the library and index them.

    A file whose text has not changed is left alone. A folder may hold a policies.toml that names each file's company, aliases
    and address; without it the company is the file's name. A file that cannot be read is reported, the others go on, and the
    exit code is 1.

    \b
    Examples:
      policy-assistant ingest policies/
      policy-assistant ingest example.md other.html --json
    """
    from assistant.pipeline import ingest_into  # after --help has been answered
    from assistant.readable import printable
    from ingest.errors import one_line

    settings = settings_for_command()
    with progress_on_stderr() as progress:
        report = ingest_into(settings, paths, progress=progress)
    if as_json:
        write_json(
            {
                "added": list(report.added),
                "updated": list(report.updated),
                "unchanged": list(report.unchanged),
                "failed": [{"path": str(failure.path), "error": failure.error} for failure in report.failed],
            }
        )
    else:
        for what, policy_ids in (("added", report.added), ("updated", report.updated), ("unchanged", report.unchanged)):
            for policy_id in policy_ids:
                typer.echo(f"{what:<9}  {policy_id}")
    for failure in report.failed:
        sys.stderr.write(f"{printable(one_line(failure.path))}: {printable(failure.error)}\n")
    if report.failed:
        raise typer.Exit(1)

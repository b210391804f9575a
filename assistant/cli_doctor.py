"""The command `doctor`: is everything in place, and if not, what mends it."""

from dataclasses import asdict

import typer

from assistant.cli_options import AsJson
from assistant.cli_output import settings_for_command, write_json


def doctor(as_json: AsJson = False) -> None:
    """Check that everything is in place.

    Looked at are Python and the packages, the encoder's weights, the home folder, the library and its index. Each finding says
    what mends it. The exit code is 1 when something needs mending.

    \b
    Examples:
      policy-assistant doctor
      policy-assistant doctor --json
    """
    from assistant.doctor import examine

    checks = examine(settings_for_command())
    if as_json:
        write_json({"ok": all(check.ok for check in checks), "checks": [asdict(check) for check in checks]})
    else:
        for check in checks:
            typer.echo(f"{'ok   ' if check.ok else 'FAIL '} {check.name}: {check.detail}")
            if not check.ok:
                typer.echo(f"      → {check.remedy}")
    if not all(check.ok for check in checks):
        raise typer.Exit(1)

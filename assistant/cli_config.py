"""The command `config show`: each setting, its value and where it comes from."""

import re

import typer

from assistant.cli_options import AsJson
from assistant.cli_output import settings_for_command, write_json

config_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
_CREDENTIALS = re.compile(r"(?<=//)[^/@\s]+(?=@)")


@config_app.callback()
def config() -> None:
    """Show the settings.

    \b
    Example:
      policy-assistant config show
    """


@config_app.command("show")
def show_config(as_json: AsJson = False) -> None:
    """Show every setting with its value, its origin and what it does.

    A setting is changed by the variable POLICY_ASSISTANT_<NAME> or by a line of settings.toml in the home folder; the variable
    wins.

    \b
    Examples:
      policy-assistant config show
      POLICY_ASSISTANT_PORT=8000 policy-assistant config show --json
    """
    from assistant.settings import Settings, settings_sources

    settings = settings_for_command()
    sources = settings_sources(settings)
    values = {name: _shown(value) for name, value in settings.model_dump(mode="json").items()}
    if as_json:
        write_json({name: {"value": value, "source": sources[name]} for name, value in values.items()})
        return
    for name, value in values.items():
        shown = f'"{value}"' if isinstance(value, str) else value
        typer.echo(f"{name} = {shown}  # {sources[name]}. {Settings.model_fields[name].description}")


def _shown(value: object) -> object:
    """The value without a user name and password that an address may carry."""
    return _CREDENTIALS.sub("***", value) if isinstance(value, str) else value

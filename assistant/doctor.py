"""What can be wrong with an installation, looked at one by one, each with what mends it."""

import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from typing import TYPE_CHECKING

from packaging.requirements import Requirement

from assistant.errors import AssistantError
from ingest.errors import IngestError, LibraryDamaged

if TYPE_CHECKING:
    from assistant.settings import Settings

PRODUCT = "policy-assistant"
OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Check:
    """One finding; `remedy` is empty when all is well."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""


def examine(settings: "Settings") -> tuple[Check, ...]:
    """Make every check; one that cannot be made counts as failed, none stops the others. Changes nothing in the home."""
    return tuple(_guarded(name, check, settings) for name, check in _checks())


def _checks() -> Iterator[tuple[str, Callable[["Settings"], Check]]]:
    yield "python", _python
    yield "packages", _packages
    yield "home", _home
    yield "library", _library


def _guarded(name: str, check: Callable[["Settings"], Check], settings: "Settings") -> Check:
    try:
        return check(settings)
    except (AssistantError, IngestError, OSError) as error:
        return Check(name, False, str(error), "mend what the message names, then run doctor again")
    except Exception as error:  # a broken installation fails in ways nobody listed
        return Check(name, False, f"{type(error).__name__}: {error}", "reinstall: make clean, then make serve")


def _python(_: "Settings") -> Check:
    ok = sys.version_info >= OLDEST_PYTHON
    remedy = "" if ok else f"install Python {'.'.join(map(str, OLDEST_PYTHON))} or newer, then: make clean, make serve"
    return Check("python", ok, f"{platform.python_version()} at {sys.executable}", remedy)


def _packages(_: "Settings") -> Check:
    wrong = []
    for line in requires(PRODUCT) or ():
        requirement = Requirement(line)
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        try:
            installed = version(requirement.name)
        except PackageNotFoundError:
            wrong.append(f"{requirement.name} is missing")
        else:
            if not requirement.specifier.contains(installed, prereleases=True):
                wrong.append(f"{requirement.name} is {installed}, needed is {requirement.specifier}")
    told = ", ".join(f"{name} {version(name)}" for name in (PRODUCT, "chromadb", "onnxruntime") if not wrong)
    return Check("packages", not wrong, "; ".join(wrong) or told, "install the pinned versions: make serve" if wrong else "")


def _home(settings: "Settings") -> Check:
    home = settings.home
    place = home
    while not place.exists():
        place = place.parent
    if not os.access(place, os.W_OK | os.X_OK) or not place.is_dir():
        return Check("home", False, f"{home} cannot be written", "choose another folder with POLICY_ASSISTANT_HOME")
    if place == home:
        # access() asks the permission bits; only writing asks the disk.
        with tempfile.NamedTemporaryFile(dir=home, prefix=".doctor-"):
            pass
    return Check("home", True, f"{home}{'' if place == home else ' (made by the first question)'}")


def _library(settings: "Settings") -> Check:
    from ingest.library import Library  # noqa: PLC0415 - a check that cannot be imported fails alone

    library = Library(settings.home)
    remedy = "ingest the policy's file again: policy-assistant ingest PATH"
    try:
        records = library.current()
        for record in records:
            library.load(record.policy_id)
    except LibraryDamaged as error:
        return Check("library", False, str(error), remedy)
    return Check(
        "library", True, f"{len(records)} policies" if records else "empty; the first question brings in the bundled policies"
    )

"""Programs run to their end: how long each took and how much memory it held."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.errors import EvalError

OUT = Path(__file__).parents[1] / "out"
"""Where figures are written; not committed."""
MEBIBYTE = 1024 * 1024
# ru_maxrss is in kibibytes on Linux, in bytes on macOS.
_RSS_BYTES = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Ran:
    """A program that ended well: wall-clock seconds from its start to its end, most resident memory in MiB, its stdout."""

    seconds: float
    peak_mib: float
    out: str


def run(command: Sequence[str], environment: dict[str, str] | None = None, stdin: Path | None = None) -> Ran:
    """Run a program to its end. EvalError with its last line when it fails."""
    with (
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as errors,
        Path(stdin or os.devnull).open("rb") as given,
    ):
        began = time.perf_counter()
        # The programs are this one and the one that the command line names.
        child = subprocess.Popen(command, env=environment, stdin=given, stdout=out, stderr=errors)  # noqa: S603
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        errors.seek(0)
        said = errors.read().decode("utf-8", "replace").strip()
        if child.returncode != 0:
            last = said.splitlines()[-1] if said else "it said nothing"
            raise EvalError(f"{' '.join(command[:3])}: exit code {child.returncode}: {last}")
        return Ran(seconds, usage.ru_maxrss * _RSS_BYTES / MEBIBYTE, out.read().decode("utf-8"))


def resident_mib() -> float:
    """Memory that this process holds now, in MiB; where the system does not say (macOS), the most it has held."""
    try:
        return _resident_mib("self")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _RSS_BYTES / MEBIBYTE


def folder_mib(folder: Path) -> float:
    """The size of all files under a folder, in MiB."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / MEBIBYTE


def write_figures(path: Path, figures: Mapping[str, object]) -> None:
    """Write figures as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def resident_mib_of(process: int) -> float:
    """Memory that another process holds now, in MiB. EvalError when it is gone or the system does not say (macOS)."""
    try:
        return _resident_mib(str(process))
    except OSError as error:
        raise EvalError(f"the memory of process {process} cannot be read: it has ended, or this is not Linux") from error


def _resident_mib(process: str) -> float:
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / MEBIBYTE

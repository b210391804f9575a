"""Rendered HTML as it was last looked at and found good. UPDATE_SNAPSHOTS=1 takes the new look; the diff shows what it is."""

import os
import re
from pathlib import Path

FOLDER = Path(__file__).parent / "snapshots"


def assert_snapshot(name: str, html: str) -> None:
    """The HTML, an element a line, is the one kept under this name."""
    lines = re.sub(r"(?<=>)(?=<)", "\n", html) + "\n"
    path = FOLDER / f"{name}.html"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        FOLDER.mkdir(exist_ok=True)
        path.write_text(lines, encoding="utf-8")
    assert path.is_file(), f"no snapshot {path}: look at the HTML, then run with UPDATE_SNAPSHOTS=1"
    assert lines == path.read_text(encoding="utf-8")
